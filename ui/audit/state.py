"""What the audit room shows, and what it asks for. Plain data."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from study.text import Text
from ui.visit.state import Option


class Tab(StrEnum):
    """The two halves of the room."""

    TRAIL = "trail"
    INSPECTION = "inspection"


class Kind(StrEnum):
    """Which entries are sought: what sets data, what people do about data and house, who looked."""

    ALL = "all"
    VALUES = "values"
    WORKFLOW = "workflow"
    ACCESS = "access"


@dataclass(frozen=True)
class Filter:
    """Which lines are sought: keys of options, "" for all; days of the site, both inside."""

    child: str = ""
    form: str = ""
    item: str = ""
    person: str = ""
    since: date | None = None
    until: date | None = None
    kind: Kind = Kind.ALL


@dataclass(frozen=True)
class Choices:
    """What the filter offers."""

    children: tuple[Option, ...] = ()
    forms: tuple[Option, ...] = ()
    items: tuple[Option, ...] = ()
    people: tuple[Option, ...] = ()


@dataclass(frozen=True)
class TrailLine:
    """One entry in words. `site`, `utc`: when, by the site's wall clock and in UTC; `clock`: how far the workstation's
    clock stood from the EDC's.

    `standing` is None where the EDC took it, `held` that it did not. `key`: the address it can be opened at, "" for
    none. `calm`: an entry of somebody who only looked.
    """

    site: str
    utc: str
    clock: Text
    who: str
    role: Text
    kind: Text
    child: str
    place: Text
    before: Text
    after: Text
    why: str
    standing: Text | None
    typed: str
    device: str
    seq: int
    number: int | None
    version: str
    change: str
    hash: str
    key: str = ""
    calm: bool = False
    held: bool = False


@dataclass(frozen=True)
class LinesPage:
    """Some lines, newest first. Pages stand in the order of `page`; one that stands already is replaced.

    `reading` tells the readings of different filters apart; `more`: there are older lines after the last page.
    """

    reading: int
    page: int
    lines: tuple[TrailLine, ...]
    more: bool


@dataclass(frozen=True)
class Job:
    """A long job that runs and may be stopped; `total` 0: nobody knows how long."""

    text: Text
    done: int = 0
    total: int = 0


@dataclass(frozen=True)
class QuestionLine:
    """A question of the list; `rows` is None until it was read."""

    number: int
    words: Text
    rows: int | None = None


@dataclass(frozen=True)
class Answer:
    """The table of a question: its columns, cells in both languages, and what is said below."""

    number: int
    title: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[str | Text, ...], ...]
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True)
class InspectionState:
    """The questions, the one that is chosen and its answer (None while it is read), when it was read ("" never)."""

    questions: tuple[QuestionLine, ...]
    chosen: int = 1
    answer: Answer | None = None
    reading: bool = False
    read_at: str = ""


@dataclass(frozen=True)
class AuditState:
    """The room. `job`: what runs now, None for nothing."""

    tab: Tab
    choices: Choices
    filter: Filter
    inspection: InspectionState
    job: Job | None = None
