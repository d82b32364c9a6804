"""What the section of the reference intervals shows: the laboratory's tables, what is in force, a file. Plain data."""

from dataclasses import dataclass

from study.text import Text
from ui.admin.study_state import Sight


@dataclass(frozen=True)
class TableRow:
    """One adopted table: how many items it lists and from which day. `standing` in words; None: it simply counts.

    `since` is "" for one that can't be read here.
    """

    version: str
    when: str
    who: str
    items: int = 0
    since: str = ""
    standing: Text | None = None
    in_force: bool = False


@dataclass(frozen=True)
class ForceRow:
    """The days on which one table decides for an item, a laboratory and a method; `until` "" has no end."""

    item: str
    label: Text
    laboratory: Text
    method: Text
    since: str
    until: str
    intervals: int
    version: str


@dataclass(frozen=True)
class ReferenceState:
    """The whole section. `said`: what of the tables is not used, and why; `sight`: the file that is looked at."""

    tables: tuple[TableRow, ...] = ()
    in_force: tuple[ForceRow, ...] = ()
    said: tuple[Text, ...] = ()
    may_adopt: bool = False
    sight: Sight | None = None
