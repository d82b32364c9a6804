"""How backing up stands on this workstation, known without a key: the plan, the last good one, the last that failed."""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from desktop_app.backup_plan import BackupPlan, is_due, is_due_at_lock, is_overdue
from desktop_app.jobs.status import BackupKnown, read_known
from desktop_app.place import Place
from storage.keys import Clock


class BackupStanding(NamedTuple):
    """Times are the site's wall clock."""

    plan: BackupPlan
    known: BackupKnown
    zone: ZoneInfo
    now: datetime

    @property
    def last(self) -> datetime | None:
        """When the last good one was made."""
        return self._at(self.known.made)

    @property
    def tried(self) -> datetime | None:
        """When one failed since."""
        return self._at(self.known.tried)

    @property
    def due(self) -> bool:
        """Whether one is to be made now."""
        return is_due(self.plan, self.last, self.tried, self.now)

    @property
    def due_at_lock(self) -> bool:
        """Whether one is to be made because somebody locks."""
        return is_due_at_lock(self.plan, self.last, self.now)

    @property
    def overdue(self) -> bool:
        """Whether the last good one is too old for the plan."""
        return is_overdue(self.plan, self.last, self.now)

    def _at(self, utc: int | None) -> datetime | None:
        return datetime.fromtimestamp(utc / 1000, self.zone) if utc is not None else None


def backup_standing(place: Place, clock: Clock, timezone: str) -> BackupStanding:
    """Read settings and status file; `timezone` is the study's, which counts until the record's is known."""
    known = read_known(place)
    zone = ZoneInfo(known.study.timezone if known.study else timezone)
    return BackupStanding(place.settings.backup, known.backups, zone, datetime.fromtimestamp(clock() / 1000, zone))
