"""What the page of the primary outcomes shows. Plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from study.outcomes import Standing, Tally
from study.text import Text


@dataclass(frozen=True)
class Sum:
    """An outcome over all children that are read: its code, its name, how many visits are due and how they stand."""

    code: str
    label: Text
    tally: Tally


@dataclass(frozen=True)
class OutcomeRow:
    """One child: code, name ("" where it is not shown), how each outcome stands by outcome and visit."""

    subject: str
    code: str
    name: str
    cells: Mapping[tuple[str, str], Standing] = field(default_factory=dict)

    @property
    def lacks(self) -> bool:
        """A result is missing: nothing stands, and the visit's window is over."""
        return any(cell.state == "missing" for cell in self.cells.values())


@dataclass(frozen=True)
class OutcomesState:
    """The outcomes in their order, the visits that ask for them (code and name), a row a child.

    `unread`: how many of `children` are not in it yet.
    """

    today: date
    sums: tuple[Sum, ...] = ()
    visits: tuple[tuple[str, Text], ...] = ()
    rows: tuple[OutcomeRow, ...] = ()
    names_hidden: Text | None = None
    children: int = 0
    unread: int = 0
    loading: bool = False
