"""24 h protein per m2 and per kg are parts of one formula and stand in the study under their own codes."""

from datetime import date
from decimal import Decimal

from study.definition.load import load
from study.derived import Person, derive_visit
from study.values import Quantity, Value

U24: dict[tuple[str, str], Value] = {
    ("U24", "U24PROTC"): Quantity("2200", "mg/L"),
    ("U24", "U24VOL"): Quantity("1600", "mL"),
    ("U24", "U24HRS"): Quantity("24", "h"),
}
BODY: dict[tuple[str, str], Value] = {
    ("VS", "HEIGHT"): Quantity("158", "cm"),
    ("VS", "WEIGHT"): Quantity("52", "kg"),
}
CHILD = Person(birth=date(2013, 5, 10), sex="F")


def test_parts_carry_their_own_unit_and_number(shipped: dict[str, str]) -> None:
    study = load(shipped)
    derived = derive_visit(study, U24 | BODY, CHILD, date(2026, 9, 18))
    assert {code: derived[code].shown for code in ("P24", "P24_M2", "P24_KG")} == {
        "P24": "3520",
        "P24_M2": "2330",
        "P24_KG": "67.7",
    }
    for code in ("P24_M2", "P24_KG"):
        assert (derived[code].code, derived[code].unit) == (code, study.derived[code].unit)
        assert derived[code].decimals == study.derived[code].decimals


def test_a_part_without_a_body_size_says_what_is_missing(shipped: dict[str, str]) -> None:
    derived = derive_visit(load(shipped), U24, CHILD, date(2026, 9, 18))
    assert derived["P24"].value == Decimal(3520)
    assert derived["P24_M2"].value is None
    why = derived["P24_M2"].why
    assert why is not None
    assert "eight" in why.en
