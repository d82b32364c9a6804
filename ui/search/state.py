"""What the search shows and finds. Plain data."""

from dataclasses import dataclass
from enum import StrEnum

from study.text import Text


class HitKind(StrEnum):
    """What was found, in the order of the list."""

    CHILD = "child"
    VISIT = "visit"
    ITEM = "item"
    QUERY = "query"
    COMMAND = "command"


@dataclass(frozen=True)
class Hit:
    """One thing found: `target` is a subject, an address key, a query id or a command's code."""

    kind: HitKind
    target: str
    title: Text
    detail: Text | None = None
    keys: str = ""
    """The keys that do the same."""


@dataclass(frozen=True)
class SearchState:
    """What was found for a text; `more` were left out; into `beyond` children nobody looked for a visit or an item.

    `read` of all `of` children are found by name too, the others by code; `sure`: these would change nothing.
    """

    asked: str = ""
    hits: tuple[Hit, ...] = ()
    more: int = 0
    reading: bool = False
    beyond: int = 0
    read: int = 0
    of: int = 0
    sure: bool = False

    @property
    def final(self) -> bool:
        """Nothing better can come for this text."""
        return not self.reading and (self.sure or self.read >= self.of)


@dataclass(frozen=True)
class KeyLine:
    """Keys and what they do."""

    keys: str
    does: Text


@dataclass(frozen=True)
class KeyGroup:
    """The keys of one part of the window."""

    where: Text
    lines: tuple[KeyLine, ...]
