"""What the conflict screen shows and asks for. Plain data; times carry their own offset."""

from dataclasses import dataclass
from datetime import datetime

from study.text import Text
from ui.ids import ConflictId, FactId
from ui.widgets.state import Message, TrendState


@dataclass(frozen=True)
class Plausibility:
    """One thing that speaks for a value (`fits`) or against it."""

    fits: bool
    text: Text


@dataclass(frozen=True)
class Side:
    """One of the values: what stands, who wrote it where and when, what was typed, and what its author saw.

    `seen`: the value its author was looking at; None = nothing stood there. `tags`: this device, accepted first ...
    """

    fact: FactId
    value: Text
    unit: str
    author: str
    role: Text
    at: datetime
    place: Text
    device: str
    typed: str
    seen: Text | None
    tags: tuple[Text, ...] = ()
    plausibility: tuple[Plausibility, ...] = ()


@dataclass(frozen=True)
class ConflictState:
    """One conflict. `position` of `total` open ones, counted from 1. `sides` has at least two.

    `decider`/`role`: who would decide. `may_decide` False with `why_not` when this user may not.
    """

    conflict: ConflictId
    position: int
    total: int
    subject: str
    place: Text
    item: Text
    sides: tuple[Side, ...]
    decider: str
    role: Text
    trend: TrendState | None = None
    may_decide: bool = True
    why_not: Text | None = None
    busy: bool = False
    third_refused: Text | None = None
    """What is wrong with the third value that was typed."""
    message: Message | None = None


@dataclass(frozen=True)
class Resolution:
    """The decision: one of the sides, or a third value as typed; always with a reason."""

    conflict: ConflictId
    fact: FactId | None
    third: str
    reason: str
