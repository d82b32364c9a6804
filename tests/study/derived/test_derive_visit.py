"""The items of a visit feed the formulas: units, carried body sizes, dry weight, dialysis, sealed birth dates."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from study.definition.model import AltUnit, DerivedSpec, Form, Item, ItemType, Study
from study.derived import Earlier, Person, derive_visit
from study.text import Text
from study.values import Codes, DateTimeValue, NotDone, Quantity, Value

ON = date(2026, 8, 18)
CHILD = Person(date(2018, 8, 18), "F")
VISIT: dict[tuple[str, str], Value] = {
    ("VS", "HEIGHT"): Quantity("125", "cm"),
    ("VS", "WEIGHT"): Quantity("25", "kg"),
    ("CHEM", "CREAT"): Quantity("40", "umol/L"),
}


def _item(code: str, unit: str = "", kind: ItemType = "number", alt: tuple[AltUnit, ...] = ()) -> Item:
    return Item(code, Text(code, code), kind, unit=unit, alt_units=alt)


def _form(code: str, *items: Item) -> Form:
    return Form(code, Text(code, code), items)


@pytest.fixture(scope="module")
def study() -> Study:
    """The items that formulas read, with their base units."""
    forms = (
        _form("DM", _item("DIALBL", kind="choice")),
        _form("VISIT", _item("KRTYN", kind="choice")),
        _form(
            "VS",
            _item("HEIGHT", "cm", alt=(AltUnit("m", Decimal(100)),)),
            _item("WEIGHT", "kg"),
            _item("DRYWT", "kg"),
            _item("OEDEMA", kind="choice"),
        ),
        _form("CHEM", _item("CREAT", "umol/L", alt=(AltUnit("mg/dL", Decimal("88.4")),))),
        _form("URINE", _item("UPROTC", "mg/L"), _item("UCREAT", "mmol/L"), _item("UPCRR", "g/g")),
        _form(
            "U24",
            _item("U24PROTC", "mg/L"),
            _item("U24VOL", "mL"),
            _item("U24HRS", "h"),
            _item("UPROT24", "mg/24h"),
            _item("U24COMP", kind="choice"),
        ),
        _form("ECG", _item("RR", "ms"), _item("QT", "ms"), _item("EGHR", "beats/min")),
    )
    codes = ("EGFR_SCHW", "EGFR_U25", "BSA", "UPCR", "P24", "QTCB", "QTCF")
    specs = {code: DerivedSpec(code, Text(code, code), "", 1, "", Text("", "")) for code in codes}
    return Study(
        "T", "1", Text("", ""), "", "Asia/Shanghai", Text("", ""), (), {form.code: form for form in forms}, {}, {}, (),
        specs, {}, {},
    )  # fmt: skip


def _shown(study: Study, values: Mapping[tuple[str, str], Value], person: Person = CHILD) -> dict[str, str]:
    return {code: each.shown for code, each in derive_visit(study, values, person, ON).items()}


def test_a_visit(study: Study) -> None:
    shown = _shown(study, {**VISIT, ("ECG", "QT"): Quantity("340", "ms"), ("ECG", "EGHR"): Quantity("85", "beats/min")})
    assert shown == {
        "EGFR_SCHW": "114.1", "EGFR_U25": "96.6", "BSA": "0.93", "UPCR": "", "P24": "", "QTCB": "405", "QTCF": "382",
    }  # fmt: skip


def test_a_result_in_another_unit_counts_the_same(study: Study) -> None:
    values = {**VISIT, ("VS", "HEIGHT"): Quantity("1.25", "m"), ("CHEM", "CREAT"): Quantity("0.5", "mg/dL", "<")}
    found = derive_visit(study, values, CHILD, ON)
    assert found["EGFR_SCHW"].comparator == ">"
    assert dict(found["EGFR_SCHW"].inputs)["creat_umolL"] == Quantity("44.2", "umol/L", "<")


def test_what_is_missing_says_why(study: Study) -> None:
    found = derive_visit(study, {**VISIT, ("CHEM", "CREAT"): NotDone("HAEM")}, Person(None, "F"), ON)
    why = found["EGFR_U25"].why
    assert why is not None
    assert why.en == "Missing: Serum creatinine (not done), Age (date of birth not known here)."
    assert "肌酐(未做)" in why.zh


@pytest.mark.parametrize(("days", "shown", "notes"), [(10, "96.6", 1), (60, "96.6", 1), (91, "", 0)])
def test_the_height_of_an_earlier_visit(study: Study, days: int, shown: str, notes: int) -> None:
    values = {place: value for place, value in VISIT.items() if place != ("VS", "HEIGHT")}
    earlier = {("VS", "HEIGHT"): Earlier(Quantity("125", "cm"), date.fromordinal(ON.toordinal() - days))}
    found = derive_visit(study, values, CHILD, ON, earlier)["EGFR_U25"]
    assert (found.shown, len(found.notes)) == (shown, notes)
    assert not notes or ("measure again" in found.notes[0].en) == (days > 30)


@pytest.mark.parametrize("place", [("VISIT", "KRTYN"), ("DM", "DIALBL")])
def test_dialysis_bars_the_filtration_rate(study: Study, place: tuple[str, str]) -> None:
    assert _shown(study, {**VISIT, place: Codes(("Y",))})["EGFR_U25"] == ""
    assert _shown(study, {**VISIT, place: Codes(("N",))})["EGFR_U25"] == "96.6"


def test_the_heart_rate_comes_from_rr_where_none_was_entered(study: Study) -> None:
    values: dict[tuple[str, str], Value] = {("ECG", "QT"): Quantity("320", "ms"), ("ECG", "RR"): Quantity("600", "ms")}
    found = derive_visit(study, values, CHILD, ON)["QTCF"]
    assert found.shown == "379"
    assert "RR" in found.notes[0].en


def test_dry_weight_stands_for_weight_with_oedema(study: Study) -> None:
    values: dict[tuple[str, str], Value] = {**VISIT, ("VS", "DRYWT"): Quantity("20", "kg")}
    assert _shown(study, {**values, ("VS", "OEDEMA"): Codes(("1",))})["BSA"] == "0.93"
    found = derive_visit(study, {**values, ("VS", "OEDEMA"): Codes(("2",))}, CHILD, ON)["BSA"]
    assert found.shown == "0.83"
    assert "Dry weight" in found.notes[0].en


def test_hours_from_the_start_and_end_of_a_collection(study: Study) -> None:
    values: dict[tuple[str, str], Value] = {
        ("U24", "U24PROTC"): Quantity("80", "mg/L"),
        ("U24", "U24VOL"): Quantity("900", "mL"),
        ("U24", "U24SDTC"): DateTimeValue("2026-08-17T08:00"),
        ("U24", "U24EDTC"): DateTimeValue("2026-08-18T07:30"),
    }
    found = derive_visit(study, values, CHILD, ON)["P24"]
    assert dict(found.inputs)["hours"] == Quantity("23.5", "h")
    assert found.shown == "74"
    assert _shown(study, {**values, ("U24", "U24COMP"): Codes(("N",))})["P24"] == ""
