"""Haematotoxicity of day 0 to 30 takes the count that was drawn the day after, as M1 often is."""

from datetime import date, timedelta
from typing import Any

from study.address import Address

INFUSED = date(2026, 8, 18)


def count(chart: Any, visit: Address, day: int, number: str) -> None:
    """A neutrophil count of a study day."""
    chart.put(chart.repeat(visit, "CBC"), LBDTC=f"{INFUSED + timedelta(days=day)}T08:00", NEUT=number)


def told(chart: Any) -> tuple[str, str]:
    found = chart.course().derived_one(Address("child", "M1"), "NICAHT")
    return found.shown, " ".join(note.en for note in found.notes)


def test_a_count_of_day_31_closes_day_30(chart: Any) -> None:
    for day in range(0, 25, 4):
        count(chart, chart.visit("UNS", INFUSED + timedelta(days=day)), day, "2.0")
    month = chart.visit("M1", INFUSED + timedelta(days=31))
    assert "Provisional, days without a result: D25-D30" in told(chart)[1]
    count(chart, month, 31, "2.1")
    assert told(chart)[0] == "0"
    assert "without a result" not in told(chart)[1]


def test_where_the_gap_is_too_long_its_days_are_named(chart: Any) -> None:
    for visit, day in (("D0", 0), ("W2", 14), ("M1", 31)):
        at = chart.visit(visit, INFUSED + timedelta(days=day))
        count(chart, at, day, "2.0")
    assert told(chart) == (">=0", "Days without a result: D1-D13, D15-D30.")
