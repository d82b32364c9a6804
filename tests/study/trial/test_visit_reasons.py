"""A visit beside the schedule says why it was made."""

from collections.abc import Callable
from typing import Any

import pytest

from study.address import Address
from study.checks import check_form
from study.scope import VisitScope


@pytest.mark.parametrize(
    ("visit", "answers", "odd"),
    [
        ("UNS", {}, ["VISIT_UNS"]),
        ("UNS", {"VISRSN": "WORSE"}, []),
        ("W2", {}, []),
        ("W2", {"VISSTAT": "MISSED"}, ["VISIT_MISSED"]),
    ],
)
def test_an_unscheduled_or_missed_visit_needs_its_reason(
    begin: Callable[..., Any], visit: str, answers: dict[str, str], odd: list[str]
) -> None:
    chart = begin()
    chart.visit(visit, "2026-09-01", **answers)
    course = chart.course()
    at = next(at for at in course.visits if at.visit.code == visit)
    place = Address(at.address.subject, at.address.visit, at.address.visit_repeat, "VISIT")
    found = check_form(course.study.forms["VISIT"], VisitScope(course, at.address, place))
    assert [each.code for each, _ in found] == odd
