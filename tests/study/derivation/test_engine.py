"""Derived values are computed when they are asked for, once, and nothing else with them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
import pytest

from study.address import Address
from study.course import Course
from study.derivation.feed import number_on
from study.derived.result import Derived
from study.progress import derived_since_last
from study.values import Codes, Quantity


class Counting(Course):
    """A course that remembers what it was asked for."""

    asked: list[str]

    def derived_one(self, visit: Address, code: str, within: Mapping[str, Address] = {}) -> Derived | None:
        self.asked = [*getattr(self, "asked", []), code]
        return super().derived_one(visit, code, within)


def q(number: str, unit: str) -> Quantity:
    """A quantity."""
    return Quantity(number, unit)


def test_only_what_is_asked_for_is_computed(child: Any) -> None:
    visit = child.visit("M1", "2026-09-17")
    child.put_on(visit, "VS", HEIGHT=q("150", "cm"), WEIGHT=q("45", "kg"))
    course = Counting(child.study, child.record, None)
    assert course.derived_one(visit, "BMI") is course.derived_one(visit, "BMI")
    assert course.asked == ["BMI", "BMI"]
    course.derived_one(visit, "EGFR_U25")
    assert course.asked[2:] == ["EGFR_U25", "DIALYSIS"]


def test_all_of_a_visit_are_those_of_the_definition(child: Any) -> None:
    visit = child.visit("M1", "2026-09-17")
    assert set(child.course().derived(visit)) == set(child.study.derived)
    assert child.course().derived_one(visit, "NONE") is None


def test_a_curve_has_the_visits_at_which_it_can_be_computed(child: Any) -> None:
    for code, day, number in (("BL", "2026-08-12", "50"), ("W2", "2026-09-01", ""), ("M1", "2026-09-17", "100")):
        visit = child.visit(code, day)
        child.put_on(visit, "VS", HEIGHT=q("150", "cm"))
        child.specimen(visit, "CHEM", f"{day}T08:00", **({"CREAT": (number, "umol/L")} if number else {}))
    curve = child.course().derived_curve("EGFR_U25")
    assert [point.at.visit.code for point in curve] == ["BL", "M1"]
    assert curve[0].quantity.decimal / 2 < curve[1].quantity.decimal < curve[0].quantity.decimal


def test_a_weight_on_any_day_is_the_last_one_while_it_is_young_enough(child: Any) -> None:
    child.put_on(child.visit("BL", "2026-08-12"), "VS", WEIGHT=q("45", "kg"))
    visit = child.visit("W2", "2026-09-01")
    child.put_on(visit, "VS", WEIGHT=q("50", "kg"), DRYWT=q("46", "kg"), OEDEMA=Codes(("2",)))
    course = child.course()
    days = {day: number_on(course, "weight_kg", course.visit_at(visit).day.replace(month=m, day=d))
            for day, m, d in (("before", 8, 1), ("between", 8, 31), ("after", 9, 2), ("late", 10, 15))}  # fmt: skip
    assert {day: found and found.number for day, found in days.items()} == {
        "before": None, "between": "45", "after": "46", "late": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("before", "now", "direction"), [("NR", "PR", "better"), ("CR", "PR", "worse"), ("PR", "PR", "same")]
)
def test_a_verdict_moves_by_the_order_of_its_code_list(small: Any, before: str, now: str, direction: str) -> None:
    renal = msgspec.structs.replace(small.derived["RENAL"], better="down")
    study = msgspec.structs.replace(small, derived={**small.derived, "RENAL": renal})
    old, new = (Derived("RENAL", None, "", "", 0, "1", "", (), None, verdict=each) for each in (before, now))
    since = derived_since_last(study, new, old, visit="W2", before_on=date(2026, 9, 1), on=date(2026, 9, 17))
    assert since is not None
    assert (since.direction, since.change, since.days) == (direction, None, 16)
    assert (
        derived_since_last(
            study,
            new,
            msgspec.structs.replace(old, verdict=""),
            visit="W2",
            before_on=since.before.on,
            on=since.before.on,
        )
        is None
    )
