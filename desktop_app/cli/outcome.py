"""What a command has to say: data for `--json`, lines for people, and whether something is left to do."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from study.text import Text

if TYPE_CHECKING:
    # The house brings the vault's cryptography with it, which the EDC's own program does not carry.
    from desktop_app.house import House

HouseOf = Callable[[Path], "House"]
"""The house of a store's folder; tests give one whose passphrases are cheap to derive."""

DONE, KNOWN, USAGE, LEFT, BUG = 0, 1, 2, 3, 70


class Outcome(NamedTuple):
    """`data` becomes JSON; `left` makes the exit code 3."""

    data: Any
    lines: tuple[Text, ...] = ()
    left: bool = False


def plain(text: str) -> Text:
    """A line that reads the same in both languages."""
    return Text(text, text)


def table(rows: Sequence[tuple[str, ...]]) -> tuple[Text, ...]:
    """Rows as tab-separated lines: read by people and by other programs alike."""
    return tuple(plain("\t".join(cell.replace("\t", " ") for cell in row)) for row in rows)


def as_data(value: Any) -> Any:
    """Structs and tuples as plain data for JSON; bytes become base64."""
    return msgspec.to_builtins(value)
