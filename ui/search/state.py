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
    """What was found for a text; `more` were left out."""

    asked: str = ""
    hits: tuple[Hit, ...] = ()
    more: int = 0
    reading: bool = False


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
