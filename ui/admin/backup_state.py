"""What the section of the backups shows: how backing up stands, the plan, what runs, the backups made. Plain data."""

from dataclasses import dataclass

from study.text import Text
from ui.widgets.state import Message


@dataclass(frozen=True)
class BackupRow:
    """One backup. `path` names it in signals; `drilled` is when it was last restored to try, "" for never.

    `fault`: why it can't be used, or what its drill found; None for all well.
    """

    path: str
    name: str
    made: str
    entries: str
    size: str
    drilled: str = ""
    fault: Text | None = None


@dataclass(frozen=True)
class PlanShown:
    """When backups are made by themselves; `when` is off, daily, hours or lock. Also what the section asks for."""

    when: str = "off"
    at: str = "18:00"
    hours: str = "4"
    daily: str = "7"
    weekly: str = "4"
    monthly: str = "12"


@dataclass(frozen=True)
class Running:
    """A long job: what it does, and how far it is in its present step (0 of 0: not known)."""

    words: Text
    done: int = 0
    total: int = 0


@dataclass(frozen=True)
class ArchiveState:
    """The archive of the study: until when records are kept, what it is, whether names may stand in it.

    `why_not`: this person can't write one, and why.
    """

    keep: tuple[Text, ...]
    plain: Text
    named: Text
    may_name: bool = False
    why_not: Text | None = None


@dataclass(frozen=True)
class ArchiveAsked:
    """Somebody who knows that it is not encrypted asks for an archive; `names`: with names and scans."""

    names: bool


@dataclass(frozen=True)
class BackupState:
    """The whole section. `may_plan`: this user may set folder and plan; everybody may back up, try and verify."""

    last: Text
    folder: str
    plan: PlanShown
    warnings: tuple[Text, ...] = ()
    rows: tuple[BackupRow, ...] = ()
    running: Running | None = None
    result: Message | None = None
    findings: tuple[Text, ...] = ()
    may_plan: bool = False
    archive: ArchiveState | None = None
