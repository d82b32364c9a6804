"""What the preview of a laboratory report shows, and what a person does in it. Plain frozen data.

A line is known by its key for as long as the report is open. Values come as they are to be shown.
"""

from dataclasses import dataclass
from typing import Literal

from study.text import Text
from ui.visit.state import FlagKind, Option
from ui.widgets.state import Message

Whose = Literal["same", "doubt", "other", "unknown"]
Standing = Literal[
    "new", "same", "changed", "conflict", "frozen", "other_specimen", "impossible", "no_time", "left", "ask", "refused",
    "unknown", "broken",
]  # fmt: skip
OPEN: tuple[Standing, ...] = ("ask", "refused", "impossible", "no_time")
"""What a person can still do something about."""


@dataclass(frozen=True)
class ReportLine:
    """One result of the report, or a line that could not be read (with only its text and why)."""

    key: str
    number: str
    """The line of the file, with its worksheet where there is one."""
    test: str
    standing: Standing
    item: Text | None = None
    form: Text | None = None
    printed: str = ""
    value: Text | None = None
    """What it was read as, with unit."""
    before: Text | None = None
    """What stands now, where something else stands."""
    limits: str = ""
    mark: str = ""
    flag: FlagKind = ""
    sentence: Text | None = None
    ticked: bool = False
    may_tick: bool = False
    options: tuple[Option, ...] = ()
    chosen: str = ""
    may_correct: bool = False
    corrected: str = ""
    """What a person typed instead of the printed result."""
    soft: Text | None = None
    explanation: str = ""
    may_confirm: bool = False
    confirmed: bool = False


@dataclass(frozen=True)
class Counts:
    """The lines of a report by what becomes of them."""

    total: int = 0
    taken: int = 0
    same: int = 0
    ask: int = 0
    refused: int = 0
    """An item is known, and yet the line cannot go in."""
    unknown: int = 0
    broken: int = 0
    left: int = 0


@dataclass(frozen=True)
class StandsAside:
    """The record of the open visit stands aside: its code, the code that goes on, all of it in a sentence.

    `may_open`: the same visit can be opened there. `kept`: somebody said that the report goes in here all the same.
    """

    code: str
    on: str
    text: Text
    may_open: bool = True
    kept: bool = False


@dataclass(frozen=True)
class LabImportState:
    """The whole preview. `printed` is whose report it says it is, for roles that are shown names."""

    child: Text
    visit: Text
    whose: Whose
    lines: tuple[ReportLine, ...]
    counts: Counts
    printed: str = ""
    person_confirmed: bool = False
    report: Text | None = None
    """Laboratory, specimen, time as printed."""
    day_note: Text | None = None
    """The specimen was taken on a day that does not fit the visit."""
    specimens: tuple[Option, ...] = ()
    """Kinds of specimen to choose from, where the report names none."""
    specimen: str = ""
    time_wanted: bool = False
    time: str = ""
    time_fault: Text | None = None
    reasons: tuple[Option, ...] = ()
    """Reasons to choose from, where values of a completed form change."""
    reason: str = ""
    message: Message | None = None
    aside: StandsAside | None = None
    may_import: bool = False
    why_not: Text | None = None
    busy: bool = False


@dataclass(frozen=True)
class LineTicked:
    """A line is to go in, or to be left out."""

    key: str
    on: bool


@dataclass(frozen=True)
class OptionTaken:
    """A line that asked was answered; `option` "" takes the answer back."""

    key: str
    option: str


@dataclass(frozen=True)
class ResultCorrected:
    """What the paper says instead of the printed result."""

    key: str
    text: str


@dataclass(frozen=True)
class LineExplained:
    """A word about an unusual value."""

    key: str
    words: str


@dataclass(frozen=True)
class LineConfirmed:
    """An investigator says that the report gives this impossible value."""

    key: str
    on: bool


Act = LineTicked | OptionTaken | ResultCorrected | LineExplained | LineConfirmed
