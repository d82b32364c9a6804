"""What the trial view of a child shows: eligibility, consent, product, samples, safety, deviations, status. Plain data.

Words of the domain come as `Text`; numbers and times as they are to be shown. Keys are address keys to go to, or "".
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from study.text import Text


class Mark(StrEnum):
    """How something stands: shape and word first, colour after."""

    NONE = ""
    OK = "ok"
    WAIT = "wait"
    INFO = "info"
    WARN = "warn"
    STOP = "stop"


@dataclass(frozen=True)
class TrialLine:
    """One line of a card. `detail` stands below it, `aside` at its right; `key` is where it was written."""

    text: Text
    detail: Text | None = None
    aside: Text | None = None
    mark: Mark = Mark.NONE
    key: str = ""
    tip: Text | None = None
    """The full wording, where `text` is short; else the tooltip says the text in the other language."""


@dataclass(frozen=True)
class TrialBlock:
    """The lines of a card; `empty` says what it is for while it has none, `verdict` stands in its head."""

    lines: tuple[TrialLine, ...] = ()
    empty: Text | None = None
    verdict: Text | None = None
    mark: Mark = Mark.NONE
    key: str = ""


@dataclass(frozen=True)
class GateState:
    """Eligibility at a gate. `reached`: its visit was begun."""

    code: str
    label: Text
    verdict: Text
    mark: Mark
    lines: tuple[TrialLine, ...]
    decided: Text | None = None
    reached: bool = True
    key: str = ""


@dataclass(frozen=True)
class ProposalRow:
    """Something the program proposes to write into a log. `name` is its id; people accept it or say why not."""

    kind: Literal["deviation", "event"]
    name: str
    text: Text
    detail: Text | None = None
    mark: Mark = Mark.WARN
    key: str = ""


@dataclass(frozen=True)
class ServiceRow:
    """A record that may serve as another visit too, or does (`on`): EARLY D+13 as W2."""

    key: str
    visit: str
    text: Text
    on: bool


@dataclass(frozen=True)
class TrialState:
    """The whole view. `attention` counts what somebody has to see to."""

    status: TrialBlock = TrialBlock()
    services: tuple[ServiceRow, ...] = ()
    gates: tuple[GateState, ...] = ()
    no_gates: Text | None = None
    consent: TrialBlock = TrialBlock()
    product: TrialBlock = TrialBlock()
    samples: TrialBlock = TrialBlock()
    safety: TrialBlock = TrialBlock()
    clocks: TrialBlock = TrialBlock()
    episodes: TrialBlock = TrialBlock()
    events: tuple[ProposalRow, ...] = ()
    deviations: tuple[ProposalRow, ...] = ()
    confirmed: TrialBlock = TrialBlock()
    attention: int = 0
    may_edit: bool = True
