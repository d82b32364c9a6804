"""When a backup is due: by the clock of the site, never every minute after a failure, never silently never."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.backup_plan import BackupPlan, When, is_due, is_due_at_lock, is_overdue, read_time

SITE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 20, 0, tzinfo=SITE)


def plan(when: When, at: str = "18:00", hours: int = 4) -> BackupPlan:
    return BackupPlan("/backups", when, at, hours)


def ago(hours: float) -> datetime:
    return NOW - timedelta(hours=hours)


@pytest.mark.parametrize(
    ("when", "last", "due"),
    [
        ("daily", ago(1), False),
        ("daily", ago(3), True),
        ("daily", ago(30), True),
        ("hours", ago(3.9), False),
        ("hours", ago(4), True),
        ("lock", ago(23), False),
        ("lock", ago(24), True),
        ("off", ago(900), False),
        ("daily", None, True),
        ("daily", NOW + timedelta(days=3), True),
    ],
)
def test_due_by_what_was_asked_for(when: When, last: datetime | None, due: bool) -> None:
    assert is_due(plan(when), last, None, NOW) is due


def test_before_todays_hour_yesterdays_counts() -> None:
    assert not is_due(plan("daily", at="21:30"), ago(20), None, NOW)
    assert is_due(plan("daily", at="21:30"), ago(23), None, NOW)


def test_without_a_folder_nothing_is_due() -> None:
    assert not is_due(BackupPlan(when="daily"), None, None, NOW)


def test_a_failed_try_is_repeated_after_half_an_hour() -> None:
    assert not is_due(plan("hours"), ago(9), ago(0.4), NOW)
    assert is_due(plan("hours"), ago(9), ago(0.6), NOW)
    assert is_due(plan("hours", hours=1), ago(1.1), ago(2), NOW)


def test_at_lock_once_an_hour() -> None:
    assert is_due_at_lock(plan("lock"), None, NOW)
    assert not is_due_at_lock(plan("lock"), ago(0.5), NOW)
    assert is_due_at_lock(plan("lock"), ago(1.5), NOW)
    assert not is_due_at_lock(plan("daily"), None, NOW)


@given(when=st.sampled_from(["daily", "hours", "lock"]), hours=st.floats(0, 2000))
def test_what_is_overdue_is_due(when: When, hours: float) -> None:
    last = ago(hours)
    if is_overdue(plan(when), last, NOW):
        assert is_due(plan(when), last, None, NOW)


def test_never_is_overdue_once_it_was_set_up() -> None:
    assert is_overdue(plan("daily"), None, NOW)
    assert not is_overdue(BackupPlan(), None, NOW)


@pytest.mark.parametrize("text", ["", "25:00", "18", "six", "18:60"])
def test_no_time_of_day(text: str) -> None:
    assert read_time(text) is None
