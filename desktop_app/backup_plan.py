"""When a backup is due and when it is overdue, as this workstation was told. Pure: no clock, no disk."""

import re
from datetime import datetime, time, timedelta
from typing import Literal

import msgspec

from storage.retention import Rules

When = Literal["off", "daily", "hours", "lock"]
_AGAIN = timedelta(minutes=30)
"""After one that failed, the next try."""
_AT_LOCK_LEAST = timedelta(hours=1)
_DAY_AND_HALF = timedelta(hours=36)


class BackupPlan(msgspec.Struct, frozen=True):
    """Where to and when: `at` is the time of day at the site for "daily", `hours` the distance for "hours"; "lock":
    when somebody locks, an hour after the last one at the earliest. `keep` says how many are kept.
    """

    folder: str = ""
    when: When = "off"
    at: str = "18:00"
    hours: int = 4
    keep: Rules = Rules()

    @property
    def set_up(self) -> bool:
        """Whether backups are made by themselves."""
        return bool(self.folder) and self.when != "off"


def is_due(plan: BackupPlan, last: datetime | None, tried: datetime | None, now: datetime) -> bool:
    """Whether one is to be made now. `last`: the last good one; `tried`: the last try that failed. All at the site."""
    if not plan.set_up or (tried is not None and now - tried < _AGAIN and (last is None or tried > last)):
        return False
    if last is None or last > now:
        # Also a clock that was wrong and was put right: better one too many.
        return True
    match plan.when:
        case "daily":
            return last < _latest(plan.at, now)
        case "hours":
            return now - last >= timedelta(hours=max(plan.hours, 1))
        case _:
            return now - last >= timedelta(days=1)


def is_due_at_lock(plan: BackupPlan, last: datetime | None, now: datetime) -> bool:
    """Whether one is to be made because somebody locks."""
    return plan.set_up and plan.when == "lock" and (last is None or last > now or now - last >= _AT_LOCK_LEAST)


def is_overdue(plan: BackupPlan, last: datetime | None, now: datetime) -> bool:
    """Whether the last good one is older than the plan can explain. Nothing is overdue that was never set up."""
    if not plan.set_up:
        return False
    if last is None:
        return True
    patience = _DAY_AND_HALF if plan.when != "hours" else timedelta(hours=2 * max(plan.hours, 1))
    return now - last > patience


def read_time(text: str) -> time | None:
    """A time of day such as 18:00, None when it is none."""
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", text.strip())
    return time(int(found[1]), int(found[2])) if found else None


def _latest(at: str, now: datetime) -> datetime:
    """The last moment at which a daily one was to begin."""
    today = datetime.combine(now.date(), read_time(at) or time(18), now.tzinfo)
    return today if today <= now else today - timedelta(days=1)
