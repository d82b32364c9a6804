"""Tables: what they must prove, each fault with its line, and the tables that are shipped."""

from decimal import Decimal

import pytest

from resources import path
from study.definition import load
from study.definition.dictionary import is_dictionary
from study.definition.faults import DefinitionError
from study.definition.lookup_tables import Table, find_faults, read_table
from study.derived.blood_pressure import screening_value

HEAD = "# source: a paper\n# version: 1\n# standard: OURS\n# licence: CC0\n# retrieved: 2026-11-22\n# unit: cm\n"
LMS = HEAD + "sex,age_months,L,M,S\nF,61,1,109.6,0.043\nF,62,1,110.1,0.043\nM,61,1,110.2,0.041\nM,62,1,110.8,0.041\n"
BP = (
    HEAD
    + "sex,age_years,height_percentile,height_cm,sbp50,sbp90,sbp95,dbp50,dbp90,dbp95\n"
    + "F,7,5,116,92,106,109,55,68,72\nF,7,50,125,95,109,112,57,70,73\nF,8,5,121,93,107,110,56,69,72\n"
    + "M,7,5,116,94,106,110,56,68,71\n"
)
SHIPPED = sorted(
    file.stem for file in path("study/tables").glob("*.csv") if not is_dictionary(file.read_text(encoding="utf-8"))
)


def taken(code: str) -> Table:
    """One of the tables that come with the application."""
    return read_table(code, path(f"study/tables/{code}.csv").read_text("utf-8"))


def test_a_sound_table_is_read_with_its_head() -> None:
    table = read_table("HAZ", LMS)
    assert (table.source, table.standard, table.licence, table.unit) == ("a paper", "OURS", "CC0", "cm")
    assert [(row.sex, row.months, row.lms.median) for row in table.lms][-1] == ("M", 62, Decimal("110.8"))
    assert len(read_table("BPCAT", BP).pressures) == 4


def test_what_a_spreadsheet_makes_of_it_is_still_read() -> None:
    saved = (
        "\ufeff" + LMS.replace("# source: a paper", '"# source: a paper, 2007",,,,').replace("\n", "\r\n") + ",,,,\r\n"
    )
    assert read_table("HAZ", saved).source == "a paper, 2007"


@pytest.mark.parametrize(
    ("text", "old", "new", "line", "word"),
    [
        (LMS, "# licence: CC0\n", "", 1, "licence"),
        (LMS, "age_months", "months", 7, "columns"),
        (LMS, "F,62", "F,61", 9, "stands twice"),
        (LMS, "F,62", "F,64", 9, "no row between age 61 and 64"),
        (LMS, "M,62", "M,60", 11, "comes after"),
        (LMS, "M,61,1,110.2", "M,61,1,0", 10, "above 0"),
        (LMS, "110.1,0.043", "110.1,-0.043", 9, "above 0"),
        (LMS, "F,62,1,110.1", "F,62,1,11.01", 9, "more than a tenth"),
        (LMS, "F,62,1,110.1,0.043", "F,62,1,110.1,0.43", 9, "above 0"),
        (LMS, "M,61", "B,61", 10, "neither F nor M"),
        (LMS, "109.6", "about 109", 8, "no number"),
        (LMS, "F,61", "F,61.5", 8, "whole number"),
        (LMS, "F,61,1", "F,61", 8, "4 cells instead of 5"),
        (LMS, "M,61,1,110.2,0.041\nM,62,1,110.8,0.041\n", "", 7, "no row for M"),
        (BP, "F,8", "F,9", 10, "no row between age 7 and 9"),
        (BP, "7,50,125", "7,50,115", 9, "does not rise"),
        (BP, "7,50,125", "7,5,125", 9, "does not rise"),
        (BP, "92,106,109", "92,109,106", 8, "rise from 50 to 95"),
        (BP, "55,68,72", "0,68,72", 8, "above 0"),
        (BP, "M,7,5,116", "M,7,5,x", 11, "no number"),
    ],
)
def test_a_fault_is_named_with_its_line(text: str, old: str, new: str, line: int, word: str) -> None:
    broken = text.replace(old, new, 1)
    assert broken != text
    faults = find_faults("HAZ", broken)
    assert [(fault.file, fault.line) for fault in faults if word in fault.sentence.en] == [("tables/HAZ.csv", line)]
    with pytest.raises(DefinitionError) as caught:
        read_table("HAZ", broken)
    assert caught.value.faults == faults


def test_an_empty_text_is_no_table() -> None:
    assert len(find_faults("HAZ", "")) == 7


@pytest.mark.parametrize("code", SHIPPED)
def test_a_shipped_table_is_sound_and_says_where_it_comes_from(code: str) -> None:
    table = taken(code)
    assert table.source.split(" ")[0] in ("WHO", "Flynn")
    assert table.licence.startswith(("MIT", "BSD-3-Clause"))


@pytest.mark.parametrize(
    ("code", "sex", "months", "lms"),
    [
        ("HAZ", "M", 96, "1 127.2651 0.04438"),
        ("HAZ", "M", 144, "1 149.0807 0.04753"),
        ("HAZ", "F", 168, "1 159.789 0.04345"),
        ("BAZ", "M", 120, "-1.7407 16.4433 0.10566"),
        ("BAZ", "F", 144, "-1.4006 17.9966 0.13129"),
        ("WAZ", "M", 120, "-0.6764 31.1586 0.16305"),
        ("WAZ", "F", 96, "-0.5627 25.0262 0.16186"),
        ("HAZ_U5", "M", 60, "1 109.9638 0.04214"),
        ("WAZ_U5", "F", 36, "-0.3201 13.8503 0.12919"),
    ],
)
def test_numbers_of_the_who_tables(code: str, sex: str, months: int, lms: str) -> None:
    row = next(row for row in taken(code).lms if (row.sex, row.months) == (sex, months))
    assert (row.lms.power, row.lms.median, row.lms.spread) == tuple(Decimal(number) for number in lms.split())


@pytest.mark.parametrize(
    ("code", "first", "last"), [("HAZ", 61, 228), ("BAZ", 61, 228), ("WAZ", 61, 120), ("HAZ_U5", 25, 60)]
)
def test_the_who_tables_have_every_month(code: str, first: int, last: int) -> None:
    for sex in ("F", "M"):
        assert [row.months for row in taken(code).lms if row.sex == sex] == list(range(first, last + 1))


def test_the_pressure_table_has_seven_heights_for_every_year() -> None:
    rows = taken("BPCAT").pressures
    assert [(row.sex, row.years, str(row.height_percentile)) for row in rows] == [
        (sex, years, percentile)
        for sex in "FM"
        for years in range(1, 18)
        for percentile in ["5", "10", "25", "50", "75", "90", "95"]
    ]
    boy = next(row for row in rows if row.sex == "M" and row.years == 10 and row.height_percentile == 50)
    assert [str(number) for number in (boy.height_cm, *boy.p90, *boy.p95)] == ["141.3", "112", "74", "116", "77"]


def test_the_screening_values_are_the_table_at_the_shortest() -> None:
    for row in taken("BPCAT").pressures:
        if row.years <= 12:
            screening = screening_value(row.sex, row.years)
            assert row.height_percentile != 5 or row.p90 == screening
            assert row.p95[0] > screening[0]


def test_a_faulty_table_is_a_fault_of_the_definition(small: dict[str, str]) -> None:
    assert load.find_faults({**small, "tables/HAZ.csv": LMS}) == load.find_faults(small)
    faults = load.find_faults({**small, "tables/HAZ.csv": LMS.replace("F,62", "F,61")})
    assert ("tables/HAZ.csv", 9, "HAZ") in [(fault.file, fault.line, fault.item) for fault in faults]
