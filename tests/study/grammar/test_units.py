"""Units as written, there and back, and what is shown after a conversion."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study import units
from study.definition.model import Item, Study
from study.values import Comparator, Quantity


@pytest.mark.parametrize(
    ("code", "written", "unit"),
    [
        ("CREAT", "μmol/L", "umol/L"),
        ("CREAT", "µmol/l", "umol/L"),
        ("CREAT", "微摩尔/升", "umol/L"),
        ("CREAT", "ＭＧ／ＤＬ", "mg/dL"),
        ("WBC", "10*9/L", "10^9/L"),
        ("WBC", "X10E9/L", "10^9/L"),
        ("WBC", "/µL", "/uL"),
        ("UPROT24", "mg/day", "mg/24h"),
        ("UPROT24", "g/24小时", "g/24h"),
        ("URBC", "/HP", "/HPF"),
        ("CREAT", "kg", None),
        ("CREAT", "", None),
    ],
)
def test_a_unit_as_written(study: Study, items: dict[str, Item], code: str, written: str, unit: str | None) -> None:
    assert units.recognise(study, items[code], written) == unit


def test_a_known_unit_of_another_quantity(study: Study) -> None:
    assert units.known(study, "m²") == "m2"
    assert units.known(study, "℃") == "Cel"


@settings(max_examples=100, deadline=None)
@given(
    number=st.decimals(Decimal("0.001"), 99999, places=3),
    comparator=st.sampled_from(["", "<", "<=", ">", ">="]),
    code=st.sampled_from(["CREAT", "C3", "WBC", "UPROT24"]),
)
def test_a_conversion_is_exact_and_keeps_the_comparator(
    items: dict[str, Item], number: Decimal, comparator: Comparator, code: str
) -> None:
    item = items[code]
    alt = item.alt_units[0]
    assert alt.factor is not None
    base = units.to_base(item, Quantity(str(number), alt.unit, comparator))
    assert isinstance(base, Quantity)
    assert (base.decimal, base.unit, base.comparator) == (number * alt.factor, item.unit, comparator)


def test_a_unit_without_a_way_to_the_base_says_what_it_takes(items: dict[str, Item]) -> None:
    result = units.to_base(items["CREAT"], Quantity("1", "kg"))
    assert isinstance(result, units.NoConversion)
    assert "umol/L, mg/dL" in result.sentence.en
    assert "mg/dL" in result.sentence.zh


@pytest.mark.parametrize(
    ("code", "number", "unit", "shown"),
    [
        ("CREAT", "53.90", "umol/L", "53.90"),
        ("CREAT", "0.61", "mg/dL", "54"),
        ("CREAT", "0.5", "mg/dL", "44"),
        ("CREAT", "1.25", "mg/dL", "111"),
        ("C3", "83", "mg/dL", "0.83"),
        ("WBC", "3512", "/uL", "3.51"),
    ],
)
def test_no_digit_is_invented(items: dict[str, Item], code: str, number: str, unit: str, shown: str) -> None:
    assert units.shown_number(items[code], Quantity(number, unit)) == shown


def test_half_goes_away_from_zero() -> None:
    assert [units.rounded(Decimal(each), 1) for each in ("0.25", "-0.25", "0.35")] == ["0.3", "-0.3", "0.4"]
