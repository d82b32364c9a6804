"""What the screen shows of bundles, the files that are carried where no network is. Plain data."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from study.text import Text


class BundleStanding(StrEnum):
    """Whether a bundle that was written has its answer. OVERTAKEN: a later one, or a sync, said all of it."""

    WAITING = "waiting"
    ANSWERED = "answered"
    OVERTAKEN = "overtaken"


@dataclass(frozen=True)
class BundleRow:
    """A bundle that was written here: when, how many changes and files, whether its reply came and what it brought."""

    at: datetime
    changes: int
    files: int
    standing: BundleStanding
    answered: datetime | None = None
    received: int = 0
    enrols: bool = False


@dataclass(frozen=True)
class BundleProgress:
    """A bundle on its way: written or read, how much of how much (changes or bytes)."""

    writing: bool
    done: int = 0
    total: int = 0


@dataclass(frozen=True)
class BundleState:
    """The card. `rows`: the last written first. `said`: what the last export or import came to, and whether well."""

    now: datetime
    enrolled: bool
    rows: tuple[BundleRow, ...] = ()
    progress: BundleProgress | None = None
    said: Text | None = None
    well: bool = True

    @property
    def waiting(self) -> BundleRow | None:
        """The bundle whose reply has not come."""
        return next((row for row in self.rows if row.standing is BundleStanding.WAITING), None)


@dataclass(frozen=True)
class InvitationState:
    """An EDC's invitation before it is taken up: for which site, and the fingerprint that is compared by telephone."""

    site: str
    fingerprint: str
    until: datetime
