"""The definition that is installed: it loads, it is complete for this slice, and a new item is one edit in one file."""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import get_args

import pytest

from study.definition.check import ANCHORS, OPTIONAL_ANCHORS
from study.definition.load import digest_of, find_faults, load
from study.definition.model import Study
from study.definition.table import COLUMNS, rows
from study.derived.registry import FORMULAS
from study.derived.sledai_suggest import Code

VISITS = (
    "SCR", "APH", "BL", "LD", "D0", "EARLY", "W2", "M1", "M3", "M6", "M12", "UNS", "ET",
    *(f"LT{year}" for year in range(2, 16)), "LOG",
)  # fmt: skip
FORMS = {"CHEM", "URINE", "U24", "ECG", "ECHO", "EEG"}
IDENTITY = {
    "NAME", "HOSPNO", "BRTHDTC", "GUARD1", "GUARD1TEL", "GUARD2", "GUARD2TEL", "CHILDTEL", "HOMEADDR",
}  # fmt: skip
WIDEST = 22

LACTATE = """\
items:
  - code: LACT
    en: Lactate
    zh: 乳酸
    type: number
    unit: mmol/L
    decimals: 2
    hard: [0, 40]
    soft: [0.3, 5]
    laboratory: true
    aliases: [血乳酸, Lac]
    reference:
      source: WST780
      confirmed: false
      rows:
        - {from: 1m, below: 18y, sex: A, low: 0.5, high: 2.2}
    curves: [{panel: LYTE, axis: left}]
"""


@pytest.fixture(scope="module")
def study(shipped: dict[str, str]) -> Study:
    return load(shipped)


def test_it_has_no_faults(shipped: dict[str, str]) -> None:
    assert [fault.sentence.en for fault in find_faults(shipped)] == []


def test_the_visits_and_forms_of_the_slice(study: Study) -> None:
    assert tuple(visit.code for visit in study.visits) == VISITS
    assert set(study.forms) >= FORMS
    assert study.visit("UNS").repeating
    assert [visit.code for visit in study.visits if visit.baseline] == ["BL"]
    assert study.visit("M3").target_day == 91
    assert study.visit("M3").window == (81, 101)


def test_windows_after_the_infusion_do_not_overlap(study: Study) -> None:
    planned = [visit for visit in study.visits if not visit.repeating]
    windows = [visit.window for visit in planned if visit.window and visit.window[0] > 0]
    assert all(earlier[1] < later[0] for earlier, later in pairwise(windows))


def test_labels_fit_their_column(study: Study) -> None:
    shown = [item for form in study.forms.values() for item in form.items]
    wide = [item.code for item in shown if len((item.short or item.label).en) > WIDEST]
    wide += [spec.code for spec in study.derived.values() if len((spec.short or spec.label).en) > WIDEST]
    assert wide == []


def test_every_laboratory_number_may_be_below_its_limit_of_detection(study: Study) -> None:
    numbers = [i for form in study.forms.values() for i in form.items if i.laboratory and i.type == "number"]
    assert len(numbers) > 40
    assert all(item.censored for item in numbers)
    assert all(item.aliases for item in numbers)


def test_laboratory_forms_ask_when_the_specimen_was_taken(study: Study) -> None:
    for code in ("CHEM", "URINE", "U24"):
        form = study.forms[code]
        assert form.specimen
        assert form.item(form.dated_by).type == "datetime"


def test_at_once_only_findings_and_ways_of_measuring_are_filled_and_nobody_confirmed_it_yet(study: Study) -> None:
    forms = [form for form in study.forms.values() if form.all_normal or form.as_last]
    normal = {form.code: {item.code: item.normal for item in form.items if item.normal} for form in forms}
    copied = {form.code: [item.code for item in form.items if item.as_last] for form in forms}
    assert {code: found for code, found in normal.items() if found} == {
        "ECHO": {"WALLMO": "N", "VALVE": "瓣膜未见异常 / no valve abnormality", "PEFF": "NONE"},
        "EEG": {"EEGBG": "NORMAL", "EEGEPI": "N", "EEGFOC": "N", "EEGSEIZ": "N"},
    }
    assert {code: found for code, found in copied.items() if found} == {
        "ECHO": ["EFMETH"],
        "VISIT": ["VISINF"],
        "VS": ["TEMPLOC", "BPMETH"],
    }
    assert not any(form.at_once_confirmed for form in forms)


def test_every_descriptor_that_may_be_suggested_has_its_attribution(study: Study) -> None:
    form = study.forms["SLEDAI"]
    suggested = get_args(Code)
    checks = {check.code: check for check in form.checks}
    for code in suggested:
        assert form.item(f"SLEA_{code}").choices == "SLEATTR"
        assert checks[f"SLE_WHY_{code}"].query
        assert checks[f"SLE_WHY_{code}"].at == f"SLEA_{code}"
    assert {item.code for item in form.items if item.code.startswith("SLEA_")} == {f"SLEA_{code}" for code in suggested}


def test_names_and_birth_are_sealed(study: Study) -> None:
    sealed = {item.code for form in study.forms.values() for item in form.items if item.identity}
    assert sealed == IDENTITY


def test_anchors_name_the_infusion_and_the_plan(study: Study) -> None:
    assert set(study.anchors) == {*ANCHORS, *OPTIONAL_ANCHORS}
    assert study.anchors["infusion"] == "D0/INF/INFDTC"
    assert study.anchors["planned_infusion"] == "SCR/DM/INFPLDTC"


def test_every_derived_value_has_its_formula_in_the_same_unit(study: Study) -> None:
    for spec in study.derived.values():
        formula = FORMULAS[spec.formula or spec.code]
        assert spec.part or (spec.unit, spec.decimals) == (formula.unit, formula.decimals)


def test_the_kidney_panel(study: Study) -> None:
    drawn = {(spec.code, curve.axis) for spec in study.derived.values() for curve in spec.curves if curve.panel == "P2"}
    assert drawn == {("UPCR", "left"), ("EGFR_U25", "right")}
    kidney = next(panel for panel in study.panels if panel.code == "P2")
    assert kidney.log_left
    told = [(line.value, line.of, line.less_by) for line in kidney.lines]
    assert told == [(Decimal("0.5"), "", ""), (None, "EGFR_U25", "egfr_tolerance")], "the share stands in the setting"


def test_the_cytokines_are_a_heat_map_in_which_only_alike_results_are_compared(study: Study) -> None:
    heat = next(panel for panel in study.panels if panel.kind == "heat")
    assert {"CYTKIT", "CYTSPEC"} <= set(heat.alike)
    drawn = [item.code for item in study.forms["CYTO"].items if any(c.panel == heat.code for c in item.curves)]
    assert drawn == [item.code for item in study.forms["CYTO"].items if item.type == "number"]


def test_each_kind_of_panel_is_defined(study: Study) -> None:
    assert {panel.kind for panel in study.panels} == {"curves", "heat", "swimmer", "response"}


@pytest.mark.parametrize(
    ("on", "sex", "high"),
    [
        (date(2026, 5, 9), "F", "66"),
        (date(2026, 5, 10), "F", "75"),
        (date(2026, 5, 10), "M", "93"),
        (date(2029, 5, 9), "M", "93"),
        (date(2029, 5, 10), "M", "101"),
        (date(2032, 5, 9), "M", "101"),
    ],
)
def test_creatinine_changes_its_interval_on_the_birthday(study: Study, on: date, sex: str, high: str) -> None:
    reference = study.item("CHEM", "CREAT").reference
    assert reference is not None
    assert not reference.confirmed
    held = [row for row in reference.rows if row.sex in ("A", sex) and row.holds_age(date(2013, 5, 10), on)]
    assert [row.high for row in held] == [Decimal(high)]


def test_no_interval_is_given_outside_the_ages_of_the_source(study: Study) -> None:
    reference = study.item("CHEM", "CREAT").reference
    assert reference is not None
    too_young, too_old = date(2015, 5, 9), date(2032, 5, 10)
    assert not any(row.holds_age(date(2013, 5, 10), on) for row in reference.rows for on in (too_young, too_old))


def test_a_laboratory_item_is_one_edit_in_one_file(shipped: dict[str, str], study: Study) -> None:
    name = "forms/CHEM.yaml"
    edited = {**shipped, name: shipped[name].replace("items:\n", LACTATE, 1)}
    after = load(edited)
    item = after.item("CHEM", "LACT")
    assert (item.label.en, item.label.zh, item.unit) == ("Lactate", "乳酸", "mmol/L")
    assert item.hard is not None
    assert item.hard.high == Decimal(40)
    assert item.reference is not None
    assert item.reference.rows[0].holds_age(date(2020, 1, 31), date(2020, 3, 1))
    assert not item.reference.rows[0].holds_age(date(2020, 1, 31), date(2020, 2, 29))
    assert [curve.panel for curve in item.curves] == ["LYTE"]
    assert item.censored
    assert any(row["code"] == "LACT" and row["zh"] == "乳酸" for row in rows(after))
    assert after.digest != study.digest


def test_the_digest_names_exactly_the_content(shipped: dict[str, str], study: Study) -> None:
    assert study.digest == digest_of(dict(reversed(shipped.items())))
    assert study.digest != digest_of({**shipped, "panels.yaml": shipped["panels.yaml"] + "\n"})
    assert digest_of({"a": "bc"}) != digest_of({"ab": "c"})


def test_the_dictionary_has_a_row_for_everything_in_both_languages(study: Study) -> None:
    table = rows(study)
    items = sum(len(form.items) for form in study.forms.values())
    assert len(table) == len(study.visits) + items + len(study.derived)
    assert all(list(row) == list(COLUMNS) for row in table)
    assert all(row["en"] and row["zh"] for row in table)
    potassium = next(row for row in table if row["code"] == "K")
    assert potassium["reference"] == "3y-<16y A 3.7 .. 5.2; 16y-<19y A 3.5 .. 4.9 ?"
    assert potassium["critical"] == "2.8 .. 6.2 ?"
    assert potassium["visits"].startswith("SCR BL LD D0")
    temperature = next(row for row in table if row["code"] == "TEMP")
    assert temperature["soft"] == "35.5 .. 38.0; -5 .. 28 d 35 .. 41"
    visits = {row["code"]: (row["day"], row["window"]) for row in table if row["type"] == "visit"}
    assert (visits["M3"], visits["D0"], visits["BL"]) == (
        ("91", "81 .. 101 ?"),
        ("0", "0 .. 0"),
        ("-6 ?", "-14 .. -4 ?"),
    )
    assert next(row for row in table if row["code"] == "SEX")["choices"] == "M = Male / 男; F = Female / 女"
