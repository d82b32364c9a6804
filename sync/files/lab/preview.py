"""What an import would do, line by line, for a person to look at before anything is stored. Plain frozen data."""

from collections.abc import Sequence

import msgspec

from study.checks import Findings
from study.definition.model import Item
from study.text import Text
from study.values import Value
from sync.files.lab.header import Header
from sync.files.lab.limits import PrintedLimits
from sync.files.lab.table import LabRow, LineFault, Printed


class Proposal(msgspec.Struct, frozen=True):
    """One value for one item; `typed`: the result and unit as printed; `collected` None: the report is silent."""

    form: str
    item: Item
    value: Value
    shown: Text
    typed: str
    collected: Value | None
    limits: PrintedLimits
    mark: str
    findings: Findings
    note: Text | None = None
    header: Header = Header()
    """Laboratory and method, for the form's own questions about the specimen."""


class Taken(msgspec.Struct, frozen=True):
    """Understood without a question; goes in unless a person leaves it out."""

    row: LabRow
    proposal: Proposal


class Asked(msgspec.Struct, frozen=True):
    """Has more than one reading; goes in only as the option a person chooses."""

    row: LabRow
    question: Text
    options: tuple[Proposal, ...]


class Refused(msgspec.Struct, frozen=True):
    """Belongs to an item but cannot be its value; the sentence says why. A person may correct the text."""

    row: LabRow
    item: Item
    sentence: Text


class Unknown(msgspec.Struct, frozen=True):
    """No item of these forms has this name."""

    row: LabRow
    sentence: Text


Line = Taken | Asked | Refused | Unknown


class LabPreview(msgspec.Struct, frozen=True):
    """Every row of the report (`lines`, in its order; their index is the key of a choice) and every fault."""

    lines: tuple[Line, ...]
    faults: tuple[LineFault, ...]
    source: str
    laboratory: str = ""
    person: Printed = Printed()

    @property
    def taken(self) -> Sequence[Taken]:
        """What goes in by itself."""
        return [line for line in self.lines if isinstance(line, Taken)]

    @property
    def ask(self) -> Sequence[Asked]:
        """What needs a person's choice."""
        return [line for line in self.lines if isinstance(line, Asked)]

    @property
    def refused(self) -> Sequence[Refused]:
        """What cannot go in as printed."""
        return [line for line in self.lines if isinstance(line, Refused)]

    @property
    def unknown(self) -> Sequence[Unknown]:
        """Tests that no item of these forms stands for."""
        return [line for line in self.lines if isinstance(line, Unknown)]


class Choice(msgspec.Struct, frozen=True):
    """What a person decided about a line: an option (None: none), to leave it out, a word, a confirmation."""

    option: int | None = None
    leave: bool = False
    explanation: str = ""
    confirmed: bool = False


NOTHING_CHOSEN = Choice()
