"""Owns which backups are kept: the last of each day, week and month, as many as asked for. Pure.

It only says which ones may go; what was made by whom, and removing, are `storage.backups`.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec


class Rules(msgspec.Struct, frozen=True):
    """How many days, weeks and months that have a backup keep their last one."""

    daily: int = 7
    weekly: int = 4
    monthly: int = 12


def kept(times: Sequence[datetime], rules: Rules, now: datetime) -> frozenset[datetime]:
    """Which of these moments to keep. The newest stays, and so does what lies in the future: a clock was wrong."""
    newest = sorted(times, reverse=True)
    past = [moment for moment in newest if moment <= now]
    stay = {moment for moment in newest if moment > now} | set(past[:1])
    for count, span in ((rules.daily, _day), (rules.weekly, _week), (rules.monthly, _month)):
        stay |= _last_of_each(past, span, count)
    return frozenset(stay)


def _last_of_each(newest: Sequence[datetime], span: Callable[[datetime], object], count: int) -> set[datetime]:
    last: dict[object, datetime] = {}
    for moment in newest:
        last.setdefault(span(moment), moment)
    return set(list(last.values())[:count])


def _day(moment: datetime) -> object:
    return moment.date()


def _week(moment: datetime) -> object:
    return moment.isocalendar()[:2]


def _month(moment: datetime) -> object:
    return moment.year, moment.month
