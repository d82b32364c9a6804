"""What the screen of one child shows. Owns the plain frozen state a presenter hands to `ChildView.render`.

Words of the domain come as `Text` (both languages); numbers and dates come as they are to be shown. No logic.
"""

from dataclasses import dataclass
from typing import Literal

from study.text import Text
from ui.charts.state import PanelState
from ui.child.trial_state import TrialState
from ui.file_words import AttachmentState

VisitStanding = Literal[
    "signed", "void", "complete", "open", "due", "overdue", "missed", "future", "history", "skipped", "stopped"
]
"""`history`: to be entered from old records; `skipped`: offered and not made; `stopped`: no longer asked for."""


@dataclass(frozen=True)
class ChildHeader:
    """Who the child is, in one line. `name` is empty where the role or the missing site key hides it."""

    subject: str
    code: str
    name: str
    about: Text
    """Sex, age, weight ... in words: "F · 12 y 4 m · 41.2 kg"."""
    day: str
    """The study day of today: "D+91"; "" before anyone knows the infusion day."""
    infused: Text | None = None
    """"infused 2026-08-18 · class IV+V · this site"."""
    erased: Text | None = None
    """That the identity was erased: when, by whom, why."""
    aside: Text | None = None
    """That this record stands aside for another one of the same child, by whom, why."""
    goes_on: str = ""
    """The subject of the record that goes on then."""


@dataclass(frozen=True)
class TwiceRow:
    """Another record that may be of the same child, or of which that was decided. `here` and `there` are codes."""

    other: str
    here: str
    there: str
    text: Text
    detail: Text
    asked: bool = False
    may_decide: bool = False


Decision = Literal["apart", "this", "other", "again"]


@dataclass(frozen=True)
class TwiceAnswer:
    """What a person decided: two children ("apart"), one child of whom `this` or the `other` record goes on, or that
    it is to be asked `again`.
    """

    other: str
    what: Decision
    reason: str


@dataclass(frozen=True)
class EraseOffer:
    """What is to be said before an identity is erased: the child's code, and the backups that still open the name."""

    subject: str
    code: str
    backups: tuple[Text, ...] = ()


@dataclass(frozen=True)
class EraseRequest:
    """Erase what names this child: why, and the code as it was typed."""

    subject: str
    reason: str
    code: str


@dataclass(frozen=True)
class VisitChip:
    """One visit of the strip. `key` is the address key of the visit; `date` is a study day or a calendar date."""

    key: str
    code: str
    label: Text
    date: str
    standing: VisitStanding
    filled: int = 0
    awaiting: int = 0
    total: int = 0
    due: bool = False
    """The visit that Enter opens; at most one."""
    window: Text | None = None
    """The window in words, for the tooltip."""


@dataclass(frozen=True)
class ChangeRow:
    """One measure since the last visit: "1.36 -> 0.42 g/g, -69 %". `key` is the address key to jump to, or ""."""

    label: Text
    unit: str
    before: str
    now: str
    change: str
    trend: Literal["better", "worse", ""] = ""
    critical: bool = False
    note: Text | None = None
    key: str = ""


@dataclass(frozen=True)
class SinceLastVisit:
    """Changes since the last visit; rows come in the order to show inside each of the three groups."""

    span: Text
    critical: tuple[ChangeRow, ...] = ()
    worse: tuple[ChangeRow, ...] = ()
    better: tuple[ChangeRow, ...] = ()
    listed: tuple[ChangeRow, ...] = ()


@dataclass(frozen=True)
class MedicationRow:
    """One prescription of the log; `key` is the address key of its form repeat."""

    key: str
    drug: str
    dose: str
    since: str
    until: str = ""
    per_kg: str = ""


@dataclass(frozen=True)
class FileRow:
    """One attachment; `key` is its content hash."""

    key: str
    name: str
    date: str
    state: AttachmentState = "sealed"
    withdrawn: Text | None = None
    """When, by whom and why it was withdrawn; None: it stands."""
    held: Text | None = None
    """That a withdrawal of it waits at the centre or was rejected there, by whom and why; the file stands."""


@dataclass(frozen=True)
class ConflictRow:
    """One field on which two devices disagree; `key` is the id of the conflict."""

    key: str
    label: Text
    values: str


@dataclass(frozen=True)
class QueryRow:
    """One query that is not closed: the address key of what is asked about, in words, and what was said last."""

    key: str
    label: Text
    text: str
    answered: bool = False


@dataclass(frozen=True)
class SignatureRow:
    """The signatures of a visit or of the logs: how many forms wait, who signed last and when, what became void.

    `key` is the visit's address key.
    """

    key: str
    label: Text
    waiting: Text | None = None
    signed: Text | None = None
    void: tuple[Text, ...] = ()


@dataclass(frozen=True)
class EarlierGroup:
    """A form of an earlier version of the study as it was entered; `key` is its address key."""

    key: str
    title: Text
    version: Text
    lines: tuple[Text, ...]


@dataclass(frozen=True)
class ChildState:
    """The whole screen of a child."""

    header: ChildHeader
    visits: tuple[VisitChip, ...] = ()
    since: SinceLastVisit | None = None
    charts: tuple[PanelState, ...] = ()
    medication: tuple[MedicationRow, ...] = ()
    files: tuple[FileRow, ...] = ()
    conflicts: tuple[ConflictRow, ...] = ()
    queries: tuple[QueryRow, ...] = ()
    signatures: tuple[SignatureRow, ...] = ()
    earlier: tuple[EarlierGroup, ...] = ()
    trial: TrialState | None = None
    """What the protocol asks beside values; None where the study asks for none of it."""
    may_edit: bool = True
    letters: bool = False
    """Whether a letter to the family can be written of a visit that lies ahead."""
    may_erase: bool = False
    """Whether this person may erase the identity, and there is one."""
