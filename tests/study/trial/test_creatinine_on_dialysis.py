"""On dialysis the shipped definition tells no kidney function, grades no creatinine and proposes no event by it."""

from datetime import date
from typing import Any

import pytest

from study.address import Address
from study.event_proposals import proposals

DAYS = {"BL": date(2026, 8, 12), "M1": date(2026, 9, 17)}


@pytest.fixture
def risen(chart: Any) -> Any:
    """A creatinine three times the baseline at M1."""
    for visit, creatinine in (("BL", "50"), ("M1", "160")):
        chart.visit(visit, DAYS[visit])
        chart.form(visit, "CHEM", LBDTC=f"{DAYS[visit]}T08:00", CREAT=creatinine)
    return chart


def grade(chart: Any) -> Any:
    return chart.course().derived_one(Address("child", "M1"), "CTC_CREAT")


def proposed(chart: Any) -> set[str]:
    return {each.code for each in proposals(chart.course())}


def test_without_dialysis_it_is_graded(risen: Any) -> None:
    assert grade(risen).shown == "3"
    assert "CTC_CREAT" in proposed(risen)


@pytest.mark.parametrize("end", ["2026-09-10", "2026-09-30"])
def test_with_dialysis_within_7_days_it_is_not(risen: Any, end: str) -> None:
    risen.row("KRT", KRTMOD="HD", KRTSTDTC="2026-09-01", KRTENDTC=end)
    assert "creatinine does not show kidney function" in grade(risen).why.en
    assert "CTC_CREAT" not in proposed(risen)


def test_where_dialysis_cannot_be_told_neither(risen: Any) -> None:
    risen.row("KRT", KRTMOD="HD", KRTSTDTC="2026-09")
    assert "cannot be told" in grade(risen).why.en
