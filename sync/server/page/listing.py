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


SIZE = 50


def first_of(total: int, query: Mapping[str, str], size: int = SIZE) -> int:
    """Where the page begins that the address asks for by `page`; what is no number, or too large, is the nearest."""
    asked = query.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 1
    return (min(max(number, 1), _most(total, size)) - 1) * size


def part(shown: Sequence[Row], start: int, total: int, query: Mapping[str, str], size: int = SIZE) -> Part[Row]:
    """These rows, from `start` (0 is the first) of so many."""
    number = start // size + 1

    def link(to: int) -> str:
        return "?" + urlencode({**query, "page": str(to)}) if 1 <= to <= _most(total, size) else ""

    return Part(shown, start + 1 if shown else 0, start + len(shown), total, link(number - 1), link(number + 1))


def part_of(rows: Sequence[Row], query: Mapping[str, str], size: int = SIZE) -> Part[Row]:
    """The page of rows that are all here."""
    start = first_of(len(rows), query, size)
    return part(rows[start : start + size], start, len(rows), query, size)


def _most(total: int, size: int) -> int:
    return max(1, -(-total // size))
