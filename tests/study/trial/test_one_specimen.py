"""Creatinine and cystatin C are averaged from one specimen only, and a visit with two says why not."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from study.address import Address
from study.definition.model import Source, Study

VISIT = date(2026, 9, 17)


@pytest.fixture
def visit(chart: Any) -> Any:
    """A child of M1 with a height."""
    at = chart.visit("M1", VISIT, KRTYN="N")
    chart.put(Address(at.subject, at.visit, form="VS"), HEIGHT="150")
    return chart


def average(chart: Any) -> Any:
    return chart.course().derived_one(Address("child", "M1"), "EGFR_U25AVG")


def test_of_one_specimen_both_are_averaged(visit: Any) -> None:
    visit.form("M1", "CHEM", LBDTC=f"{VISIT}T08:00", CREAT="60", CYSC="0.9")
    visit.form("M1", "CHEM", LBDTC=f"{VISIT}T18:00", CREAT="90")
    found = average(visit)
    assert found.known
    assert dict(found.inputs)["creat_umolL"].number == "60"


@pytest.mark.parametrize("later", ["CREAT", "CYSC"])
def test_of_two_specimens_they_are_not_and_it_says_so(visit: Any, later: str) -> None:
    numbers = {"CREAT": "60", "CYSC": "0.9"}
    visit.form("M1", "CHEM", LBDTC=f"{VISIT}T18:00", **{later: numbers.pop(later)})
    visit.form("M1", "CHEM", LBDTC=f"{VISIT}T08:00", **numbers)
    why = average(visit).why
    assert why.en == "Serum creatinine and Cystatin C are not of one specimen: not taken together."
    assert why.zh == "血肌酐与胱抑素C不是同一份标本，不合并计算。"
    assert visit.course().derived_one(Address("child", "M1"), "EGFR_U25").known


def test_what_no_specimen_holds_is_missing(visit: Any) -> None:
    visit.form("M1", "CHEM", LBDTC=f"{VISIT}T08:00", CREAT="60")
    assert "Missing: Cystatin C" in average(visit).why.en


@pytest.mark.parametrize(("drawn", "known"), [("08:00", True), ("08:05", False)])
def test_two_forms_of_one_time_are_one_specimen(
    shipped: Study, begin: Callable[..., Any], drawn: str, known: bool
) -> None:
    spec = shipped.derived["EGFR_U25AVG"]
    elsewhere = {**spec.inputs, "cysC": (Source("item", "INFL/CRP"),)}
    study = replace(shipped, derived={**shipped.derived, "EGFR_U25AVG": replace(spec, inputs=elsewhere)})
    chart = begin(study=study)
    chart.put(Address("child", "SCR", form="DM"), SEX="F")
    at = chart.visit("M1", VISIT, KRTYN="N")
    chart.put(Address(at.subject, at.visit, form="VS"), HEIGHT="150")
    chart.form("M1", "CHEM", LBDTC=f"{VISIT}T08:00", CREAT="60")
    chart.form("M1", "INFL", LBDTC=f"{VISIT}T{drawn}", CRP="0.9")
    assert average(chart).known is known
