"""A laboratory's table of intervals: what it must prove, and which row holds on which day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from desktop_app.study_files import read_folder
from study.definition.load import load
from study.definition.model import Study
from study.errors import KnownError
from study.lab_table import Circumstances, LabTable, Row, row_in_force
from study.reference_table import find_faults, read_kept, read_table, template

HEAD = "item,sex,age_from,age_below,low,high,unit,effective_from,effective_to,method,laboratory\n"
GOOD = HEAD + (
    "CREAT,A,2y,6y,19,44,umol/L,2024-01-01,,,\n"
    "CREAT,F,6y,18y,27,66,umol/L,2024-01-01,,,\n"
    "CREAT,M,6y,18y,0.31,0.80,mg/dL,2024-01-01,,,\n"
)


@pytest.fixture(scope="module")
def study() -> Study:
    return load(read_folder(resources.path("study")))


def table(study: Study, text: str) -> LabTable:
    return read_table(study, "lab.csv", text)


def holding(found: LabTable, around: Circumstances) -> Row | None:
    held = row_in_force((found,), "CHEM", "CREAT", around)
    return held.row if held else None


def on(day: str, born: str = "2016-02-29", **more: str) -> Circumstances:
    return Circumstances(date.fromisoformat(born), "F", date.fromisoformat(day), **more)


def test_limits_are_kept_in_the_unit_of_the_item(study: Study) -> None:
    boy = Circumstances(date(2014, 1, 1), "M", date(2025, 1, 1))
    row = holding(table(study, GOOD), boy)
    assert row is not None
    # 0.31 mg/dL x 88.4 = 27.404 umol/L
    assert (row.low, row.high) == (Decimal("27.404"), Decimal("70.72"))


@pytest.mark.parametrize(("day", "high"), [("2022-02-28", "44"), ("2022-03-01", "66")])
def test_a_child_of_29_february_changes_the_row_on_1_march(study: Study, day: str, high: str) -> None:
    row = holding(table(study, GOOD.replace("2024-01-01", "2020-01-01")), on(day))
    assert row is not None
    assert row.high == Decimal(high)


def test_nothing_holds_before_its_day(study: Study) -> None:
    assert holding(table(study, GOOD), on("2023-12-31")) is None


def test_a_new_version_holds_from_its_day_and_the_old_one_until_then(study: Study) -> None:
    text = HEAD + ("CREAT,A,2y,18y,19,44,umol/L,2024-01-01,2024-12-31,,\nCREAT,A,2y,18y,20,50,umol/L,2025-01-01,,,\n")
    found = table(study, text)
    highs = [row.high for day in ("2024-12-31", "2025-01-01") if (row := holding(found, on(day)))]
    assert highs == [Decimal(44), Decimal(50)]


def test_a_row_of_the_method_comes_before_one_of_any_method(study: Study) -> None:
    text = HEAD + (
        "CREAT,A,2y,18y,19,44,umol/L,2024-01-01,,,\n"
        "CREAT,A,2y,18y,30,60,umol/L,2024-01-01,,JAFFE,\n"
        "CREAT,A,2y,18y,31,61,umol/L,2024-01-01,,JAFFE,OUTSIDE\n"
    )
    found = table(study, text)
    rows = [
        holding(found, on("2025-01-01", **more))
        for more in ({}, {"method": "ENZ"}, {"method": "JAFFE"}, {"method": "JAFFE", "laboratory": "OUTSIDE"})
    ]
    assert [row.high for row in rows if row] == [Decimal(44), Decimal(44), Decimal(60), Decimal(61)]


FAULTS = [
    ("CREAT,A,2y,6y,19,44,umol/L", "CREAT,A,2y,5y,19,44,umol/L", 3, "no interval from 5y to 6y (F, 2024-01-01)"),
    ("CREAT,A,2y,6y,19,44,umol/L", "CREAT,A,2y,7y,19,44,umol/L", 3, "intervals overlap at 6y (F, 2024-01-01"),
    ("CREAT,A,2y,6y,19,44", "CREAT,A,2y,6y,44,19", 2, "the interval is reversed"),
    ("CREAT,A,2y,6y,19,44", "CREAT,A,6y,2y,19,44", 2, "ends before its age begins"),
    ("CREAT,A,2y,6y,19,44", "CREATX,A,2y,6y,19,44", 2, "no number `CREATX`"),
    ("CREAT,A,2y,6y,19,44", "CREAT,X,2y,6y,19,44", 2, "`sex` must be"),
    ("CREAT,A,2y,6y,19,44", "CREAT,A,2,6y,19,44", 2, "`age_from` must be an age"),
    ("CREAT,A,2y,6y,19,44", "CREAT,A,2y,6y,,", 2, "neither low nor high"),
    ("CREAT,A,2y,6y,19,44", "CREAT,A,2y,6y,NaN,44", 2, "`low: NaN` is not a number"),
    ("CREAT,A,2y,6y,19,44", "CREAT,A,2y,6y,1e3,44", 2, "`low: 1e3` is not a number"),
    ("19,44,umol/L", "19,44,g/L", 2, "cannot be converted"),
    ("umol/L,2024-01-01,,,\nCREAT,F", "umol/L,,,,\nCREAT,F", 2, "`effective_from` is missing"),
    ("umol/L,2024-01-01,,,\nCREAT,F", "umol/L,2024-13-01,,,\nCREAT,F", 2, "must be a day"),
    ("umol/L,2024-01-01,,,\nCREAT,F", "umol/L,2024-01-01,2023-01-01,,\nCREAT,F", 2, "before it takes effect"),
    ("item,sex", "item,colour,sex", 1, "`colour` is no column"),
    ("unit,effective_from", "unit,effective", 1, "the column `effective_from` is missing"),
]  # fmt: skip


@pytest.mark.parametrize(("passage", "instead", "line", "said"), FAULTS, ids=[fault[3] for fault in FAULTS])
def test_a_fault_is_named_with_its_line(study: Study, passage: str, instead: str, line: int, said: str) -> None:
    assert passage in GOOD
    found = find_faults(study, "lab.csv", GOOD.replace(passage, instead, 1))
    assert any(said in each.sentence.en and each.line == line for each in found), [each.sentence.en for each in found]
    with pytest.raises(KnownError) as error:
        table(study, GOOD.replace(passage, instead, 1))
    assert error.value.sentence.zh


def test_a_limit_that_cannot_be_read_is_not_said_to_be_missing_as_well(study: Study) -> None:
    [fault] = find_faults(study, "lab.csv", HEAD + "CREAT,A,2y,18y,,44,g/L,2024-01-01,,,\n")
    assert "cannot be converted" in fault.sentence.en


def test_a_stretch_of_days_without_any_interval_is_named(study: Study) -> None:
    text = HEAD + ("CREAT,A,2y,18y,19,44,umol/L,2024-01-01,2024-06-30,,\nCREAT,A,2y,18y,20,50,umol/L,2024-07-02,,,\n")
    said = find_faults(study, "lab.csv", text)[0].sentence.en
    assert "nothing is in effect from 2024-07-01 to 2024-07-01" in said


@pytest.mark.parametrize("text", ["", "\0", "item\n", "no table at all", HEAD, '"' + HEAD])
def test_what_is_no_table_is_refused_with_a_sentence(study: Study, text: str) -> None:
    assert find_faults(study, "lab.csv", text)


@given(cut=st.integers(1, 17 * 12), day=st.integers(0, 8000))
def test_a_table_without_faults_has_one_row_for_every_day_of_life(cut: int, day: int) -> None:
    study = _STUDY
    text = HEAD + (f"CREAT,A,0d,{cut}m,19,44,umol/L,2000-01-01,,,\nCREAT,A,{cut}m,25y,20,50,umol/L,2000-01-01,,,\n")
    born = date(2002, 2, 28)
    assert holding(table(study, text), Circumstances(born, "M", born + timedelta(days=day))) is not None


def test_the_template_has_a_line_for_every_number_that_has_or_wants_an_interval(study: Study) -> None:
    numbers = [item for form in study.forms.values() for item in form.items if item.type == "number"]
    asked = [item for item in numbers if item.laboratory or item.by_age or item.reference is not None]
    lines = [line.split(",")[1] for line in template(study).splitlines()[1:]]
    assert lines == [item.code for item in asked]
    assert {"CREAT", "PR", "LVIDD"} <= set(lines)
    assert "WEIGHT" not in lines


def test_a_line_of_the_template_that_nobody_filled_in_says_nothing(study: Study) -> None:
    lines = template(study).splitlines()
    [heading, *empty] = lines
    at = heading.split(",").index("sex")
    [creatinine] = [line for line in empty if line.startswith("CHEM,CREAT,")]
    cells = creatinine.split(",")
    cells[at : at + 8] = ["A", "2y", "18y", "30", "60", "umol/L", "2024-01-01", ""]
    text = "\n".join([heading, *(line for line in empty if line != creatinine), ",".join(cells)])
    assert [row.item for row in table(study, text).rows] == ["CREAT"]
    assert "no interval" in find_faults(study, "lab.csv", template(study))[0].sentence.en
    half = text.replace(",60,umol/L", ",,umol/L").replace(",30,", ",,")
    assert "neither low nor high" in find_faults(study, "lab.csv", half)[0].sentence.en


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_spreadsheet_of_another_language_writes_another_separator(study: Study, separator: str) -> None:
    assert table(study, GOOD.replace(",", separator)).rows == table(study, GOOD).rows


_STUDY = load(read_folder(resources.path("study")))


def test_a_table_that_says_the_same_thing_thousands_of_times_is_refused_with_a_list_one_can_read(study: Study) -> None:
    days = (date(2000, 1, 1) + timedelta(days=each) for each in range(2000))
    faults = find_faults(study, "lab.csv", HEAD + "".join(f"CREAT,A,2y,6y,19,44,umol/L,{day},,,\n" for day in days))
    assert 50 < len(faults) < 4000


@pytest.mark.parametrize("word", ["maybe", "?", "probably not", "待定"])
def test_what_is_neither_yes_nor_no_is_not_read_as_no(study: Study, word: str) -> None:
    text = GOOD.replace("laboratory\n", "laboratory,confirmed\n").replace(",,,\n", ",,,,yes\n")
    assert find_faults(study, "lab.csv", text) == ()
    faults = find_faults(study, "lab.csv", text.replace("yes", word, 1))
    assert [(fault.line, fault.item) for fault in faults] == [(2, "CREAT")]
    assert "neither yes nor no" in faults[0].sentence.en
    assert "须为yes或no" in faults[0].sentence.zh


def test_a_table_adopted_with_such_a_word_is_kept_as_it_was_read(study: Study) -> None:
    text = GOOD.replace("laboratory\n", "laboratory,confirmed\n").replace(",,,\n", ",,,,maybe\n")
    kept, faults = read_kept(study, "lab.csv", text)
    assert faults == ()
    assert kept is not None
    assert [row.confirmed for row in kept.rows] == [False, False, False]
