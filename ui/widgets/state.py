"""The small values that several screens show: flags, completeness, windows, trends, messages. Pure data, no Qt."""

from dataclasses import dataclass
from enum import StrEnum

from study.text import Text


class Flag(StrEnum):
    """Where a value stands. Shape and word first, colour after; normal shows nothing at all."""

    NONE = ""
    LOW = "low"
    HIGH = "high"
    CRITICAL_LOW = "critical_low"
    CRITICAL_HIGH = "critical_high"
    CRITICAL = "critical"
    """Critical by a rule, neither high nor low."""

    @property
    def critical(self) -> bool:
        """True for those that are red."""
        return self in (Flag.CRITICAL_LOW, Flag.CRITICAL_HIGH, Flag.CRITICAL)


class Tone(StrEnum):
    """The colour family of a chip, a strip or a label. CRITICAL is for critical values only."""

    PLAIN = "plain"
    QUIET = "quiet"
    ACCENT = "accent"
    AMBER = "amber"
    RED = "red"
    CRITICAL = "critical"


@dataclass(frozen=True)
class Completeness:
    """How many items of a form or visit are filled, awaiting a result, and missing."""

    filled: int
    awaiting: int
    missing: int

    @property
    def total(self) -> int:
        """All items asked for."""
        return self.filled + self.awaiting + self.missing

    @property
    def complete(self) -> bool:
        """True when nothing is awaited or missing."""
        return self.total > 0 and self.filled == self.total


@dataclass(frozen=True)
class WindowSpan:
    """A visit's window in study days, with the day that is today."""

    opens: int
    closes: int
    today: int


@dataclass(frozen=True)
class Point:
    """One value on a trend. `x` is days since infusion; `below` = under the quantification limit (open marker)."""

    x: float
    y: float
    below: bool = False


@dataclass(frozen=True)
class Spark:
    """A tiny trend: its points in order of x, the reference band behind it (either end may be open), the scale."""

    points: tuple[Point, ...]
    band_low: float | None = None
    band_high: float | None = None
    log: bool = False


@dataclass(frozen=True)
class Candidate:
    """A value that is not (yet) part of the series: one side of a conflict."""

    label: str
    point: Point
    tone: Tone = Tone.AMBER


@dataclass(frozen=True)
class TrendState:
    """The trend of one item of one child. `marks` are the x that get a tick, `lines` are levels with their name."""

    title: Text
    unit: str
    spark: Spark
    marks: tuple[int, ...] = ()
    lines: tuple[tuple[float, Text], ...] = ()
    candidates: tuple[Candidate, ...] = ()
    today: bool = False


@dataclass(frozen=True)
class Message:
    """What happened, what it means for the data, and what to do next. `code` names it for logs and tests."""

    code: str
    text: Text
    tone: Tone = Tone.AMBER
    detail: Text | None = None
