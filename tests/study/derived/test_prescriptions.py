"""The prednisone equivalent of a child on a day, from the rows of the log of medicines."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.study_files import read_folder
from resources import path
from study.definition.load import load
from study.derived.given import Day, Given, Input, Rows
from study.derived.prescriptions import Days, Size, days_of, read_row
from study.derived.registry import FORMULAS
from study.derived.result import Derived, apply
from study.derived.steroid import EQUIVALENT_MG, IN_CHINESE
from study.text import Text
from study.typed import derive
from study.values import Codes, DateValue, Quantity, TextValue, Value

ON = Day(date(2026, 8, 18))
BODY: dict[str, Input] = {"weight_kg": Quantity("30", "kg"), "height_cm": Quantity("145.2", "cm")}
"""30 kg and 145.2 cm are 1.1 m2: 145.2 x 30 / 3600 = 1.21."""
Row = dict[str, Value]


def _row(drug: str, dose: str, unit: str, frequency: str, period: str, **more: Value) -> Row:
    """A row by mouth; `period` is its start, or start/end."""
    start, _, end = period.partition("/")
    row: Row = {
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


def _mean(*rows: Row, **other: Input) -> Derived:
    return apply(FORMULAS["PREDEQ"], Given({"rows": Rows(rows), "on": ON, **BODY, **other}))


def _also(found: Derived) -> dict[str, str]:
    return {each.name: each.shown for each in found.also}


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        (_row("prednisone", "15", "mg", "qd", "2026-01-01"), "15.00"),
        (_row("prednisone", "15", "mg", "qod", "2026-01"), "7.50"),
        (_row("prednisone", "3", "tablet", "qod", "2025", CMSTRN=Quantity("5", "mg")), "7.50"),
        # 500 x 5 / 4 / 7
        (_row("methylprednisolone", "0.5", "g", "once", "2026-08-15"), "89.29"),
        # 1 mg/kg x 30 kg x 2 a day, 4 of 7 days
        (_row("prednisone", "1", "mg/kg", "bid", "2026-08-15"), "34.29"),
        # 10 mg/m2 x 1.1 m2
        (_row("prednisone", "10", "mg/m2", "qd", "2026-01-01"), "11.00"),
        (_row("prednisone", "10", "mg", "other", "2026-01-01", CMFRQN=Quantity("1.5", "1")), "15.00"),
        (_row("prednisone", "15", "mg", "qd", "2026-01-01/2026-08-11"), "0.00"),
        (_row("prednisone", "15", "mg", "qd", "2026-08-19"), "0.00"),
        (_row("prednisone", "15", "mg", "qd", "2026-08-12/2026-08-18"), "15.00"),
        (_row("prednisone", "15", "mg", "qd", "2026-01-01", CMROUTE=Codes(("INH",))), "0.00"),
        (_row("prednisone", "15", "mg", "qd", "2026-01-01/2026-09-01", CMONGO=Codes(("Y",))), "15.00"),
        ({"CMTRT": TextValue("MMF"), "CMCLASS": Codes(("IMMSUP",))}, "0.00"),
    ],
)
def test_one_row(row: Row, shown: str) -> None:
    assert _mean(row).shown == shown


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (_row("prednisone", "15", "mg", "prn", "2026-01-01"), "how often"),
        (_row("prednisone", "3", "tablet", "qd", "2026-01-01"), "in mg"),
        (_row("prednisone", "15", "mg", "qd", "2026-08"), "start is only partly"),
        (_row("prednisone", "15", "mg", "qd", "2026-01-01/2026-08"), "end is only partly"),
        (_row("prednisone", "15", "mg", "qd", "2026-01-01", CMONGO=Codes(("N",))), "its end is missing"),
        (_row("prednisone", "15", "mg", "qd", "2026-01-01/2026-03-01", CMONGO=Codes(("Y",))), "marked as ongoing"),
        (_row("prednisone", "15", "mg", "qd", "2026-01-01", CMROUTE=Codes(("OTH",))), "does not tell"),
        (_row("prednisone", "15", "mg", "qd", "2026-01-01", CMROUTE=Codes(())), "route is missing"),
        ({"CMTRT": TextValue("激素"), "CMCLASS": Codes(("STER",)), "CMSTDTC": DateValue("2026-01-01")}, "which gluco"),
        ({"CMTRT": TextValue("激素"), "CMCLASS": Codes(("STER",))}, "start is missing"),
    ],
)
def test_a_row_that_cannot_be_dosed_gives_no_sum(row: Row, why: str) -> None:
    found = _mean(row, _row("prednisone", "5", "mg", "qd", "2026-01-01"))
    assert found.value is None
    assert found.why is not None
    assert why in found.why.en


@pytest.mark.parametrize(
    ("period", "on", "shown"),
    [
        # The 7 days that end on 6 August begin on 31 July, which a start "in July" covers in any case.
        ("2026-07", "2026-08-06", "15.00"),
        ("2026-07", "2026-08-05", ""),
        ("2026-01-01/2026-07", "2026-08-06", ""),
        ("2026-01-01/2026-07", "2026-08-07", "0.00"),
        ("2026-01-01/2026-08", "2026-08-01", ""),
        ("2026-01-01/2026-08", "2026-07-31", "15.00"),
    ],
)
def test_partial_dates_at_the_edges_of_the_week(period: str, on: str, shown: str) -> None:
    assert _mean(_row("prednisone", "15", "mg", "qd", period), on=Day(date.fromisoformat(on))).shown == shown


def test_what_lies_ahead_or_long_behind_needs_no_dose() -> None:
    assert _mean(_row("prednisone", "15", "mg", "prn", "2026-08-19")).shown == "0.00"
    assert _mean(_row("prednisone", "15", "mg", "prn", "2026-01-01/2026-08-11")).shown == "0.00"
    ends_today = _row("prednisone", "15", "mg", "qd", "2026-01-01/2026-08-18", CMONGO=Codes(("Y",)))
    assert _mean(ends_today).shown == "15.00"


def test_one_prescription_from_typed_values() -> None:
    typed = {"drug": "Methylprednisolone", "mg": "250", "per_day": "1", "weight_kg": "50"}
    found = derive("PREDEQ", typed)
    # 250 x 5 / 4 = 312.5, by 50 kg 6.25
    assert (found.shown, _also(found), len(found.notes)) == ("312.50", {"mg_kg_d": "6.25"}, 1)
    assert derive("PREDEQ", {**typed, "mg": "249"}).notes == ()
    assert _also(derive("PREDEQ", {**typed, "mg": "<40", "weight_kg": "<50"})) == {}
    assert "Missing: Dose per administration" in str(derive("PREDEQ", {"drug": "prednisone", "per_day": "1"}).why)
    assert "no glucocorticoid" in str(derive("PREDEQ", {**typed, "drug": "aspirin"}).why)
    assert "opposite" in str(derive("PREDEQ", {**typed, "mg": "<4", "per_day": ">1"}).why)


def test_pulses_and_steroid_for_crs_are_counted_and_shown_apart() -> None:
    crs = Codes(("CRS",))
    found = _mean(
        _row("prednisone", "15", "mg", "qd", "2026-01-01"),
        _row("methylprednisolone", "500", "mg", "qd", "2026-08-17/2026-08-18"),
        _row("dexamethasone", "3", "mg", "once", "2026-08-14", CMINDC=crs),
    )
    # 15 + 2 x 625 / 7 + 20 / 7; by 30 kg
    assert found.shown == "196.43"
    assert _also(found) == {
        "mg_kg_d": "6.55", "pulses_mg_d": "178.57", "crs_premed_mg_d": "2.86", "apart_mg_d": "181.43",
    }  # fmt: skip
    assert found.notes[0].en == (
        "Counted: prednisone 15.00 mg/day; methylprednisolone 625.00 mg/day; dexamethasone 20.00 mg/day."
    )
    # A pulse for CRS stands in both parts and once in what is apart.
    both = _also(_mean(_row("methylprednisolone", "500", "mg", "once", "2026-08-14", CMINDC=crs)))
    assert both["pulses_mg_d"] == both["crs_premed_mg_d"] == both["apart_mg_d"] == "89.29"


@pytest.mark.parametrize(("days", "shown"), [("7", "15.00"), ("14", "7.50"), ("28", "3.75")])
def test_the_days_of_the_mean_are_a_setting(days: str, shown: str) -> None:
    found = _mean(_row("prednisone", "15", "mg", "qd", "2026-08-12"), days=Quantity(days, "d"))
    assert found.shown == shown
    assert found.route is not None
    assert found.route.en == f"mean of the {days} days that end on 2026-08-18"
    assert _mean(_row("prednisone", "15", "mg", "qd", "2026-08-12"), days=Quantity("10", "d")).why is not None


def test_an_equivalent_dose_that_nobody_confirmed_is_said() -> None:
    deflazacort = _row("deflazacort", "6", "mg", "qd", "2026-01-01")
    prednisone = _row("prednisone", "5", "mg", "qd", "2026-01-01")
    said = Text("The equivalent dose of deflazacort (6 mg) is unconfirmed.", "地夫可特的等效剂量（6 mg）待确认。")
    assert said in _mean(deflazacort, deflazacort, prednisone).notes
    assert said in derive("PREDEQ", {"drug": "deflazacort", "mg": "6", "per_day": "1"}).notes
    assert not any("unconfirmed" in note.en for note in _mean(prednisone).notes)
    assert derive("PREDEQ", {"drug": "prednisone", "mg": "6", "per_day": "1"}).notes == ()


def test_an_empty_log_is_not_a_dose_of_nothing() -> None:
    assert _mean().value is None
    absent = {"rows": Text("in conflict", "存在冲突")}
    found = apply(FORMULAS["PREDEQ"], Given({"on": ON}, absent))
    assert found.why is not None
    assert "in conflict" in found.why.en


def test_without_a_weight_no_dose_by_weight() -> None:
    rows = Rows((_row("prednisone", "15", "mg", "qd", "2026-01-01"),))
    absent = {"weight_kg": Text("the last one is 31 days old", "上次测量已过31天")}
    found = apply(FORMULAS["PREDEQ"], Given({"rows": rows, "on": ON}, absent))
    assert (found.shown, "mg_kg_d" in _also(found)) == ("15.00", False)
    assert "31 days old" in found.notes[-1].en
    by_weight = Rows((_row("prednisone", "1", "mg/kg", "qd", "2026-01-01"),))
    assert apply(FORMULAS["PREDEQ"], Given({"rows": by_weight, "on": ON})).value is None
    by_surface = Rows((_row("prednisone", "1", "mg/m2", "qd", "2026-01-01"),))
    tall = Given({"rows": by_surface, "on": ON, "height_cm": BODY["height_cm"]})
    assert apply(FORMULAS["PREDEQ"], tall).value is None


def test_a_row_reads_the_same_for_everyone() -> None:
    read = read_row(_row("prednisone", "1", "mg/kg", "once", "2026-08"), Size(Decimal(30)))
    assert (read.mg, read.per_day, read.family) == (Decimal(30), Decimal(1), "STER")
    assert (read.start, read.end) == (date(2026, 8, 1), date(2026, 8, 1))
    assert read.ended is not None
    assert read.ended.last == date(2026, 8, 31)
    assert read_row({}, Size()).row is None


def _undecided(row: Row, *items: str) -> Derived:
    """A row at whose items two devices said two things: they are missing from it."""
    left = {code: value for code, value in row.items() if code not in items}
    return apply(FORMULAS["PREDEQ"], Given({"rows": Rows((left,), (frozenset(items),)), "on": ON, **BODY}))


@pytest.mark.parametrize(
    ("item", "en", "zh"),
    [
        ("CMDOSE", "its dose is in conflict between two devices", "剂量在两台设备间有冲突"),
        ("CMDOSU", "its unit of the dose is in conflict", "剂量单位在两台设备间有冲突"),
        ("CMFRQ", "its frequency is in conflict", "给药频次在两台设备间有冲突"),
        ("CMROUTE", "its route is in conflict", "给药途径在两台设备间有冲突"),
        ("CMSTER", "its glucocorticoid is in conflict", "糖皮质激素种类在两台设备间有冲突"),
        ("CMCLASS", "its class is in conflict", "药物类别在两台设备间有冲突"),
        ("CMSTDTC", "its start is in conflict", "开始日期在两台设备间有冲突"),
        ("CMENDTC", "its end is in conflict", "结束日期在两台设备间有冲突"),
    ],
)
def test_what_two_devices_disagree_about_is_named_and_gives_no_sum(item: str, en: str, zh: str) -> None:
    row = _row("prednisone", "15", "mg", "bid", "2026-01-01", CMFRQN=Quantity("1", "1"), CMCLASS=Codes(("STER",)))
    if item == "CMCLASS":
        row = {code: value for code, value in row.items() if code != "CMSTER"}
    found = _undecided(row, item)
    assert found.why is not None
    assert en in found.why.en
    assert zh in found.why.zh


def test_a_conflict_that_does_not_matter_leaves_the_sum() -> None:
    row = _row("prednisone", "15", "mg", "qd", "2026-01-01/2026-03-01")
    assert _undecided(row, "CMDOSE").shown == "0.00", "it ended long before"
    assert _undecided({**row, "CMROUTE": Codes(("INH",))}, "CMENDTC").shown == "0.00", "it acts where it is put"
    assert _undecided(_row("prednisone", "15", "mg", "qd", "2026-01-01"), "CMINDC").shown == "15.00"


def test_in_chinese_the_note_has_chinese_words() -> None:
    [counted] = _mean(_row("prednisone", "15", "mg", "qd", "2026-01-01")).notes
    assert counted == Text("Counted: prednisone 15.00 mg/day.", "计入：泼尼松 15.00 mg/天。")
    why = derive("PREDEQ", {"drug": "aspirin", "mg": "5", "per_day": "1"}).why
    assert why is not None
    assert "泼尼松(prednisone)" in why.zh


@pytest.mark.parametrize(
    ("later", "said"),
    [
        (_row("prednisone", "10", "mg", "qd", "2026-08-01"), True),
        (_row("prednisone", "10", "mg", "qd", "2026-01-01"), False),  # morning and evening
        (_row("dexamethasone", "1", "mg", "qd", "2026-08-01"), False),
        (_row("prednisone", "500", "mg", "once", "2026-08-15"), False),
    ],
)
def test_a_row_that_nobody_ended_beside_the_next_one_is_named(later: Row, said: bool) -> None:
    first = _row("prednisone", "15", "mg", "qd", "2026-01-01")
    found = _mean(first, later)
    assert ("Did the first one end?" in " ".join(note.en for note in found.notes)) is said
    ended = _mean({**first, "CMENDTC": DateValue("2026-08-10")}, later)
    assert "Did the first one end?" not in " ".join(note.en for note in ended.notes)
    assert found.shown == "25.00" or not said


def test_the_names_of_glucocorticoids_are_those_of_the_code_list() -> None:
    choices = load(read_folder(path("study"))).codelists["STERDRUG"]
    assert {choice.code: choice.label.zh for choice in choices} == IN_CHINESE
    assert set(IN_CHINESE) == set(EQUIVALENT_MG)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-12", "2025-12-01", "2025-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-08-18", "2026-08-18", "2026-08-18"),
    ],
)
def test_the_days_a_partial_date_may_mean(written: str, first: str, last: str) -> None:
    assert days_of(written) == Days(date.fromisoformat(first), date.fromisoformat(last))
    assert days_of("") is None


def test_a_row_gives_a_steroid_course_only_when_all_of_it_is_known() -> None:
    whole = _row("prednisone", "15", "mg", "bid", "2026-01-01")
    read = read_row(whole, Size())
    assert (read.mg_day, read.row and read.row.prednisone_a_day) == (Decimal(30), Decimal(30))
    for gap in ({"CMDOSE": TextValue("")}, {"CMFRQ": Codes(("prn",))}):
        partial = read_row({**whole, **gap}, Size())
        assert (partial.mg_day, partial.row) == (None, None)
    for gone in ({"CMROUTE": Codes(("INH",))}, {"CMSTER": Codes(())}, {"CMSTDTC": TextValue("")}):
        other = read_row({**whole, **gone}, Size())
        assert (other.mg_day, other.row) == (Decimal(30), None)


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(1, 28), st.integers(0, 27)), max_size=4))
def test_every_milligram_of_the_week_is_in_the_mean(courses: list[tuple[int, int, int]]) -> None:
    rows, total = [_row("prednisone", "1", "mg", "qd", "2020-01-01/2020-01-02")], 0
    for mg, start, long in courses:
        end = min(start + long, 31)
        rows.append(_row("prednisone", str(mg), "mg", "qd", f"2026-08-{start:02}/2026-08-{end:02}"))
        total += mg * len(set(range(start, end + 1)) & set(range(12, 19)))
    assert _mean(*rows).value == Decimal(total) / 7
