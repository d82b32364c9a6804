"""Long lists in pages: the part that is shown and the ways to the parts around it."""

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar
from urllib.parse import urlencode

import msgspec

Row = TypeVar("Row")


class Part(msgspec.Struct, Generic[Row], frozen=True):
    """Rows `first` to `last` (from 1) of `total`; links are "" where there is nothing."""

    rows: Sequence[Row]
    first: int
    last: int
    total: int
    before: str = ""
    after: str = ""


def part_of(rows: Sequence[Row], query: Mapping[str, str], size: int = 50) -> Part[Row]:
    """The page that the address asks for by `page`; what is no number, or beyond the end, is the nearest page."""
    asked = query.get("page", "1")
    most = max(1, -(-len(rows) // size))
    number = min(max(int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 1, 1), most)
    start = (number - 1) * size
    shown = rows[start : start + size]

    def link(to: int) -> str:
        return "?" + urlencode({**query, "page": str(to)}) if 1 <= to <= most else ""

    return Part(shown, start + 1 if shown else 0, start + len(shown), len(rows), link(number - 1), link(number + 1))
