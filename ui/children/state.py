"""What the table of children and the enrolment dialog show and ask for. Plain data."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from study.text import Text
from ui.ids import SubjectId
from ui.widgets.state import Flag, Message, Spark, Tone


class Standing(StrEnum):
    """Where a child stands in the study."""

    FOLLOWED = "followed"
    ENDED = "ended"


class Due(StrEnum):
    """How the next visit stands against its window. DONE: entered, nothing due before the next one."""

    OVERDUE = "overdue"
    TODAY = "today"
    OPEN = "open"
    COMING = "coming"
    DONE = "done"
    NONE = "none"


@dataclass(frozen=True)
class NextVisit:
    """The next visit: its code, how it stands, its target day, and days past the window when overdue."""

    code: str
    due: Due
    on: date | None = None
    days_over: int = 0


@dataclass(frozen=True)
class MeasureColumn:
    """A measure that every row shows; `note` stands under its name (unit, band).

    Not `judged`: neither more nor less of it is better, so its values bear no mark.
    """

    code: str
    label: Text
    note: Text
    judged: bool = True


@dataclass(frozen=True)
class Measure:
    """The last value as it is shown, its number for sorting, where it stands, and its trend with the child's band."""

    shown: str
    number: float | None
    flag: Flag = Flag.NONE
    spark: Spark | None = None


class MarkKind(StrEnum):
    """Why a child needs somebody."""

    CRITICAL = "critical"
    CONFLICT = "conflict"
    QUERY = "query"
    AWAITING = "awaiting"
    HELD = "held"
    VOID = "void"


@dataclass(frozen=True)
class Mark:
    """One mark at the end of a row: kind and short words (钾 6.41)."""

    kind: MarkKind
    text: Text


@dataclass(frozen=True)
class ChildRow:
    """One child; `measures` come in the order of the columns.

    `name` is empty where the role or a missing site key hides it.
    """

    subject: SubjectId
    code: str
    name: str
    sex: Text
    age: float | None
    study_day: int | None
    next_visit: NextVisit
    measures: tuple[Measure | None, ...] = ()
    marks: tuple[Mark, ...] = ()
    standing: Standing = Standing.FOLLOWED
    ended: Text | None = None
    enrolled: bool = False
    """The child counts towards the planned number."""
    provisional: bool = False
    """The code is not confirmed by the EDC yet, or another child has it: shown with a question mark."""


@dataclass(frozen=True)
class ChildrenState:
    """All children of the site. `names_hidden` says why names are not shown, None when they are.

    `recruited`: how many of the planned number are enrolled; `too_many`: that these are more than planned. `sharing`:
    until when the data are to be shared. `unread`: how many children are not in the table yet.
    """

    today: date
    columns: tuple[MeasureColumn, ...]
    rows: tuple[ChildRow, ...]
    selected: SubjectId | None = None
    names_hidden: Text | None = None
    may_enrol: bool = True
    loading: bool = False
    recruited: Text | None = None
    too_many: Text | None = None
    sharing: Text | None = None
    unread: int = 0


@dataclass(frozen=True)
class EnrolState:
    """The enrolment dialog: the next free code, the choices, what the presenter found wrong.

    `faults`: field name (code, name, hospital_number, sex, born, consent) and what is wrong with it.
    `hidden`: fields that the study does not ask for.
    """

    next_code: str
    code_pattern: str
    sexes: tuple[tuple[str, Text], ...]
    today: date
    names_kept: bool = True
    codes_left: int | None = None
    busy: bool = False
    looked: tuple[int, int] | None = None
    """How many of all children were looked at for the same child, while that takes a while."""
    faults: tuple[tuple[str, Text], ...] = ()
    duplicate: Text | None = None
    """A possible duplicate, in words; the dialog then asks to confirm."""
    message: Message | None = None
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True)
class EnrolRequest:
    """Enrol a child. Identity is sealed at the site; `confirmed` = enrol although a duplicate is possible."""

    code: str
    name: str
    hospital_number: str
    sex: str
    born: date
    consent: date
    confirmed: bool = False


MARK_TONE: dict[MarkKind, Tone] = {
    MarkKind.CRITICAL: Tone.CRITICAL,
    MarkKind.CONFLICT: Tone.AMBER,
    MarkKind.QUERY: Tone.PLAIN,
    MarkKind.AWAITING: Tone.PLAIN,
    MarkKind.HELD: Tone.AMBER,
    MarkKind.VOID: Tone.AMBER,
}
