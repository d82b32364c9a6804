"""Limits of the ECG by age and sex are the paper's, hold for each day of a childhood, give way to the hospital's."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from desktop_app.study_files import read_folder
from study.definition.load import load
from study.definition.model import DerivedSpec, Item, Sex
from study.lab_table import Circumstances
from study.reference import interval
from study.reference_table import read_table, template

STUDY = load(read_folder(resources.path("study")))
BORN = date(2014, 5, 2)
AGES = (1, 3, 5, 8, 12)
SEXES: tuple[Sex, ...] = ("M", "F")
# Rijnbeek PR et al. Eur Heart J 2001;22:702-711, table 2: 2nd and 98th percentile, from 1-3 to 12-16 years.
PRINTED: dict[tuple[str, Sex], str] = {
    ("EGHR", "M"): "97 155, 73 123, 62 113, 55 101, 48 99",
    ("EGHR", "F"): "95 178, 78 124, 68 115, 58 110, 54 107",
    ("PR", "M"): "86 151, 98 152, 99 160, 105 174, 107 178",
    ("PR", "F"): "78 147, 99 153, 92 156, 103 163, 106 176",
    ("QRS", "M"): "54 88, 58 92, 63 98, 67 103, 78 111",
    ("QRS", "F"): "54 85, 58 88, 59 95, 66 99, 72 106",
    ("EGQTCM", "M"): "383 455, 377 448, 371 443, 373 440, 362 449",
    ("EGQTCM", "F"): "381 447, 388 442, 375 449, 365 447, 370 457",
    ("QTCB", "M"): "383 455, 377 448, 371 443, 373 440, 362 449",
    ("QTCB", "F"): "381 447, 388 442, 375 449, 365 447, 370 457",
}
HEAD = "form,item,sex,age_from,age_below,low,high,unit,effective_from,source,confirmed\n"


def subject(code: str) -> Item | DerivedSpec:
    return STUDY.derived[code] if code == "QTCB" else STUDY.item("ECG", code)


def birthday(age: int) -> date:
    return BORN.replace(year=BORN.year + age)


@pytest.mark.parametrize(("code", "sex"), PRINTED)
def test_the_numbers_are_those_of_the_paper_from_birthday_to_birthday(code: str, sex: Sex) -> None:
    for age, written in zip(AGES, PRINTED[code, sex].split(", "), strict=True):
        after = (*AGES, 16)[AGES.index(age) + 1]
        for day in (birthday(age), birthday(after) - timedelta(days=1)):
            found = interval(subject(code), Circumstances(BORN, sex, day), "ECG")
            assert found is not None
            assert f"{found.low} {found.high}" == written
            assert (found.source, found.confirmed) == ("RIJN", False)


@given(st.integers(0, 20 * 366), st.sampled_from(SEXES), st.sampled_from(("EGHR", "PR", "QRS", "QTCB")))
def test_each_day_from_one_to_sixteen_years_has_limits_and_no_other_day(days: int, sex: Sex, code: str) -> None:
    on = BORN + timedelta(days=days)
    found = interval(subject(code), Circumstances(BORN, sex, on), "ECG")
    assert (found is not None) == (birthday(1) <= on < birthday(16))


def test_the_machines_qtc_is_judged_by_limits_of_bazett_only_where_it_may_be_bazett() -> None:
    machine = STUDY.item("ECG", "EGQTCM")
    given_by = {
        formula: interval(machine, Circumstances(BORN, "F", birthday(9), method=formula), "ECG")
        for formula in ("", "BAZETT", "FRID", "OTHER")
    }
    assert [formula for formula, found in given_by.items() if found is not None] == ["", "BAZETT"]
    assert STUDY.derived["QTCF"].reference is None, "another formula has other limits"


def test_no_limits_of_echo_are_shipped_and_the_hospital_is_asked_for_them() -> None:
    echo = {item.code: item for item in STUDY.forms["ECHO"].items if item.type == "number"}
    assert all(item.reference is None and item.by_age for item in echo.values())
    lines = {tuple(line.split(",")[:2]) for line in template(STUDY).splitlines()[1:]}
    asked = {("ECHO", code) for code in echo} | {("ECG", code) for code in ("EGHR", "PR", "QRS", "QT", "RR", "EGQTCM")}
    assert asked <= lines


def test_a_table_of_the_hospital_is_taken_in_for_ecg_and_echo_and_wins() -> None:
    text = HEAD + (
        "ECG,PR,A,0d,18y,80,180,ms,2026-01-01,ECG room 2026,yes\n"
        "ECHO,LVIDD,A,5y,18y,3.2,4.8,cm,2026-01-01,Echo room 2026,yes\n"
        "ECHO,LVEF,A,0d,18y,55,,%,2026-01-01,Echo room 2026,yes\n"
    )
    tables = (read_table(STUDY, "hospital.csv", text),)
    girl = Circumstances(BORN, "F", date(2026, 8, 18))
    found = {
        code: interval(STUDY.item(form, code), girl, form, tables)
        for form, code in (("ECG", "PR"), ("ECG", "QRS"), ("ECHO", "LVIDD"), ("ECHO", "LVEF"), ("ECHO", "IVSD"))
    }
    limits = {code: each and (each.low, each.high, each.source) for code, each in found.items()}
    assert limits == {
        "PR": (Decimal(80), Decimal(180), "ECG room 2026"),
        "QRS": (Decimal(72), Decimal(106), "RIJN"),
        "LVIDD": (Decimal(32), Decimal(48), "Echo room 2026"),
        "LVEF": (Decimal(55), None, "Echo room 2026"),
        "IVSD": None,
    }
