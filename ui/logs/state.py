"""What the page of a child's logs shows. Plain data; words of the domain come as `Text`, numbers as they are shown."""

from dataclasses import dataclass

from study.text import Text
from ui.child.state import ChildHeader
from ui.widgets.state import Tone


@dataclass(frozen=True)
class LogTab:
    """One log: how many rows it has, and how many of them go on (None: its rows have no end)."""

    code: str
    label: Text
    count: int
    going: int | None = None
    late: bool = False
    """Something in it waits for somebody."""


@dataclass(frozen=True)
class LogColumn:
    """A column; one of width 0 takes the rest. `right`: numbers."""

    head: Text
    width: int = 0
    right: bool = False


@dataclass(frozen=True)
class LogRow:
    """One row. `over`: it ended. `odd` says what somebody has to see to; `key` is the address key of the row."""

    key: str
    cells: tuple[Text, ...]
    over: bool = False
    odd: Text | None = None
    line: Text | None = None
    """The row written out as a line, where the log takes lines."""


@dataclass(frozen=True)
class LinePart:
    """A piece of what was read of a line: a word in front, what it says, how that came about."""

    lead: Text
    said: Text
    how: Text | None = None


@dataclass(frozen=True)
class LineNote:
    """A sentence below the line."""

    text: Text
    tone: Tone = Tone.AMBER


@dataclass(frozen=True)
class LineQuestion:
    """What the line leaves open, and the readings to choose from; without any the line has to be corrected."""

    text: Text
    options: tuple[Text, ...] = ()


@dataclass(frozen=True)
class LineState:
    """The line of a prescription and what was understood of it.

    `text` is put into the field whenever `turn` is another number than the one shown before: then the program wrote it.
    `amount` is the dose a day; `why_not` says why nobody may enter here. `act` says what is done to a row, None for a
    new one; `acts` are what can be done to the chosen row: code, name, key. `undo`: what Ctrl+Z takes back.
    """

    turn: int = 0
    text: str = ""
    parts: tuple[LinePart, ...] = ()
    amount: Text | None = None
    notes: tuple[LineNote, ...] = ()
    question: LineQuestion | None = None
    refused: tuple[Text, ...] = ()
    ready: bool = False
    busy: bool = False
    why_not: Text | None = None
    act: Text | None = None
    acts: tuple[tuple[str, Text, str], ...] = ()
    undo: Text | None = None


@dataclass(frozen=True)
class Step:
    """A stretch of days with one dose: the first study day, the day after the last, the dose."""

    first: int
    after: int
    dose: float


@dataclass(frozen=True)
class DoseCard:
    """The glucocorticoid of all prescriptions together, as prednisone, and what it was counted with."""

    per_kg: str
    per_day: str
    steps: tuple[Step, ...] = ()
    today: int | None = None
    since: Text | None = None
    """The sum since the infusion."""
    used: tuple[tuple[Text, str], ...] = ()
    why_not: Text | None = None


@dataclass(frozen=True)
class LogsState:
    """The page. `groups` names what goes on and what is over (None: one list). `purpose` is for an empty log."""

    header: ChildHeader
    tabs: tuple[LogTab, ...] = ()
    chosen: str = ""
    columns: tuple[LogColumn, ...] = ()
    rows: tuple[LogRow, ...] = ()
    groups: tuple[Text, Text] | None = None
    purpose: Text | None = None
    summary: Text | None = None
    dose: DoseCard | None = None
    may_edit: bool = True
    loading: bool = False
    line: LineState | None = None
    """The entry line; None where the log takes none."""
