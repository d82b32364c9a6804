"""Limits of age change on the birthday itself, whatever the decimal years of that day are."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from study.age import age_years, calendar_years, completed
from study.derivation.child import AGES
from study.derived.result import Derived
from study.typed import derive
from tests.kit.formulas import compute, series

births = st.one_of(
    st.dates(date(1996, 1, 1), date(2030, 12, 31)),
    st.sampled_from([date(year, 2, 29) for year in range(1996, 2031, 4)]),
)
LEAP_DAY = date(2008, 2, 29)
BODY = {"height_cm": "150", "creat_umolL": "60"}


def birthday(birth: date, years: int) -> date:
    """The day on which so many years are completed; of 29 February 1 March in a common year."""
    try:
        return birth.replace(year=birth.year + years)
    except ValueError:
        return date(birth.year + years, 3, 1)


def rate(code: str, birth: date, on: date) -> Derived:
    """The formula as a child of that birth is given its ages on that day."""
    ages = {name: str(AGES[kind](birth, on)) for name, kind in (("age_y", "age_y"), ("age", "years"))}
    sex = {} if code == "EGFR_SCHW" else {"sex": "F"}
    size = {"cysC": "1.0"} if code == "EGFR_U25CYS" else BODY
    return derive(code, {**size, **sex, **ages})


@given(births, st.sampled_from([("EGFR_SCHW", 18), ("EGFR_U25", 25), ("EGFR_U25CYS", 25)]))
@example(LEAP_DAY, ("EGFR_SCHW", 18))
@example(LEAP_DAY, ("EGFR_U25", 25))
def test_a_formula_holds_from_the_first_birthday_to_the_day_before_its_last(birth: date, held: tuple[str, int]) -> None:
    code, below = held
    for years, before in ((1, False), (below, True)):
        day = birthday(birth, years)
        known = [rate(code, birth, day + timedelta(days=step)).known for step in (-1, 0, 1)]
        assert known == [before, not before, not before]


@given(births)
@example(LEAP_DAY)
def test_a_weak_filtration_makes_stage_3_until_the_day_before_the_18th_birthday(birth: date) -> None:
    day = birthday(birth, 18)
    creatinine = series([(0, "80"), (2, "125")], "umol/L")
    found = [
        compute(
            "KDIGO_AKI", creats=creatinine, egfr="30", age_y=str(age_years(birth, on)), age=str(completed(birth, on)[0])
        )
        for on in (day - timedelta(days=1), day, day + timedelta(days=1))
    ]
    assert [each.shown for each in found] == ["3", "1", "1"]


@given(births, st.integers(1, 40))
@example(LEAP_DAY, 12)
def test_years_by_the_calendar_are_whole_on_the_birthday(birth: date, years: int) -> None:
    day = birthday(birth, years)
    before, on, after = (calendar_years(birth, day + timedelta(days=step)) for step in (-1, 0, 1))
    assert before < on == years < after


def test_the_decimal_years_alone_are_a_day_off() -> None:
    birth = date(2008, 8, 18)
    assert age_years(birth, birthday(birth, 18)) < 18, "which is why the limits do not go by them"


def test_with_decimal_years_alone_their_whole_part_counts() -> None:
    for code in ("EGFR_SCHW", "EGFR_U25"):
        sex = {} if code == "EGFR_SCHW" else {"sex": "M"}
        assert derive(code, {**BODY, **sex, "age_y": "17.99"}).known
    assert not derive("EGFR_SCHW", {**BODY, "age_y": "18.0"}).known
    assert derive("EGFR_SCHW", {**BODY, "age_y": "18.0014", "age": "17"}).known, "the completed years come first"


@pytest.mark.parametrize("typed", [{"age": "<18"}, {"age_y": ">10"}])
def test_an_age_that_is_only_a_limit_decides_nothing(typed: dict[str, str]) -> None:
    found = derive("EGFR_SCHW", {**BODY, **typed})
    assert found.why is not None
    assert "exact" in found.why.en
