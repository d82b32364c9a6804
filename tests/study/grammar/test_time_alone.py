"""A time without a day: it stands on the visit's day, or the person is asked which day it was; never another day."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.definition.model import Item
from study.grammar import Ask, Refused, Understood
from study.grammar.time_alone import read_time_alone
from study.text import Text
from study.values import DateTimeValue

DAY = date(2026, 11, 23)
NOW = datetime.fromisoformat("2026-11-23T18:00")
AT = Item(code="LBDTC", type="datetime", label=Text("Collected", "采集时间"))


@pytest.mark.parametrize("typed", ["8:29", "08:29", "0829", " 8：29 ", "8点29分", "上午8:29", "8:29 am", "8:29:30"])
def test_a_time_stands_on_the_day_of_the_visit_and_says_so(typed: str) -> None:
    read = read_time_alone(AT, typed, DAY, NOW)
    assert isinstance(read, Understood)
    assert read.value == DateTimeValue("2026-11-23T08:29")
    assert read.note is not None
    assert "2026-11-23 08:29" in read.note.en
    assert "2026-11-23 08:29" in read.note.zh


def test_in_the_small_hours_the_day_is_asked() -> None:
    read = read_time_alone(AT, "2:15", DAY - timedelta(days=1), NOW)
    assert isinstance(read, Ask)
    assert [option.value for option in read.options] == [
        DateTimeValue("2026-11-22T02:15"),
        DateTimeValue("2026-11-23T02:15"),
    ]
    assert "day of the visit" in read.options[0].label.en


def test_a_time_that_is_still_to_come_may_be_yesterdays() -> None:
    read = read_time_alone(AT, "23:50", DAY, datetime.fromisoformat("2026-11-23T00:10"))
    assert isinstance(read, Ask)
    assert [option.value for option in read.options] == [
        DateTimeValue("2026-11-22T23:50"),
        DateTimeValue("2026-11-23T23:50"),
    ]


def test_without_a_day_of_the_visit_no_day_is_taken() -> None:
    assert isinstance(read_time_alone(AT, "8:29", None, NOW), Refused)


@pytest.mark.parametrize("typed", ["25:00", "8:75", "2475"])
def test_there_is_no_such_time(typed: str) -> None:
    read = read_time_alone(AT, typed, DAY, NOW)
    assert read is None or isinstance(read, Refused)


@pytest.mark.parametrize("typed", ["2026-11-17 08:10", "08:10-09:00", "8:", "829", "8", "11-17", "ND", "", "20261117"])
def test_any_other_text_is_not_a_time_alone(typed: str) -> None:
    assert read_time_alone(AT, typed, DAY, NOW) is None


def test_only_where_a_day_and_a_time_are_asked_for() -> None:
    day = Item(code="VISDAT", type="date", label=Text("Date", "日期"))
    assert read_time_alone(day, "8:29", DAY, NOW) is None


@given(
    at=st.times(), days=st.integers(0, 400), now=st.datetimes(NOW, NOW + timedelta(days=400)),
)  # fmt: skip
def test_what_is_not_asked_is_on_the_day_of_the_visit_and_has_happened(at: time, days: int, now: datetime) -> None:
    day = DAY + timedelta(days=days)
    read = read_time_alone(AT, at.strftime("%H:%M"), day, now)
    if isinstance(read, Understood):
        assert isinstance(read.value, DateTimeValue)
        moment = datetime.fromisoformat(read.value.at)
        assert moment.date() == day
        assert moment <= now
        assert moment.hour >= 6
    else:
        assert isinstance(read, Ask)
        assert len(read.options) == 2


@pytest.mark.parametrize("typed", ["2025", "2026", "2027"])
def test_the_beginning_of_a_date_is_no_time_of_the_evening(typed: str) -> None:
    assert read_time_alone(AT, typed, DAY - timedelta(days=90), NOW) is None
