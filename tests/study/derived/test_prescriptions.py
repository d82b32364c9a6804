"""The mean prednisone equivalent from medication rows."""

from datetime import date
from decimal import Decimal

import pytest

from study.derived.prescriptions import Size, prednisone_mean
from study.values import Codes, DateValue, Quantity, TextValue, Value

ON = date(2026, 8, 18)
SIZE = Size(Decimal(30), Decimal("1.1"))


def _row(drug: str, dose: str, unit: str, frequency: str, period: str, **more: Value) -> dict[str, Value]:
    """A row by mouth; `period` is its start, or start/end."""
    start, _, end = period.partition("/")
    row: dict[str, Value] = {
        "CMTRT": TextValue(drug),
        "CMSTER": Codes((drug,)),
        "CMDOSE": Quantity(dose, "1"),
        "CMDOSU": Codes((unit,)),
        "CMFRQ": Codes((frequency,)),
        "CMROUTE": Codes(("PO",)),
        "CMSTDTC": DateValue(start),
    }
    if end:
        row["CMENDTC"] = DateValue(end)
    return {**row, **more}


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        (_row("prednisone", "15", "mg", "qd", "2026-01-01"), "15.00"),
        (_row("prednisone", "15", "mg", "qod", "2026-01"), "7.50"),
        (_row("prednisone", "3", "tablet", "qod", "2025", CMSTRN=Quantity("5", "mg")), "7.50"),
        (_row("methylprednisolone", "0.5", "g", "once", "2026-08-15"), "89.29"),
        (_row("prednisone", "1", "mg/kg", "bid", "2026-08-15"), "34.29"),
        (_row("prednisone", "10", "mg", "other", "2026-01-01", CMFRQN=Quantity("1.5", "1")), "15.00"),
        (_row("prednisone", "15", "mg", "qd", "2026-01-01/2026-08-11"), "0.00"),
        (_row("prednisone", "15", "mg", "qd", "2026-08-19"), "0.00"),
        (_row("prednisone", "15", "mg", "qd", "2026-08-12/2026-08-18"), "15.00"),
        (_row("prednisone", "15", "mg", "qd", "2026-01-01", CMROUTE=Codes(("INH",))), "0.00"),
    ],
)
def test_one_row(row: dict[str, Value], shown: str) -> None:
    assert prednisone_mean([row], ON, SIZE).shown == shown


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (_row("prednisone", "15", "mg", "prn", "2026-01-01"), "how often"),
        (_row("prednisone", "3", "tablet", "qd", "2026-01-01"), "in mg"),
        (_row("prednisone", "15", "mg", "qd", "2026-08"), "start is only partly"),
        (_row("prednisone", "15", "mg", "qd", "2026-01-01/2026-08"), "end is only partly"),
    ],
)
def test_a_row_that_cannot_be_dosed_gives_no_sum(row: dict[str, Value], why: str) -> None:
    found = prednisone_mean([row, _row("prednisone", "5", "mg", "qd", "2026-01-01")], ON, SIZE)
    assert found.value is None
    assert found.why is not None
    assert why in found.why.en


def test_pulses_and_steroid_for_crs_are_counted_and_shown_apart() -> None:
    rows = [
        _row("prednisone", "15", "mg", "qd", "2026-01-01"),
        _row("methylprednisolone", "500", "mg", "qd", "2026-08-17/2026-08-18"),
        _row("dexamethasone", "3", "mg", "once", "2026-08-14", CMINDC=Codes(("CRS",))),
    ]
    found = prednisone_mean(rows, ON, SIZE)
    assert found.shown == "196.43"
    assert {each.name: each.shown for each in found.also} == {
        "mg_kg_d": "6.55", "pulses_mg_d": "178.57", "crs_premed_mg_d": "2.86"
    }  # fmt: skip


def test_without_a_weight_no_dose_by_weight() -> None:
    found = prednisone_mean([_row("prednisone", "15", "mg", "qd", "2026-01-01")], ON, Size())
    assert (found.shown, found.also) == ("15.00", ())
