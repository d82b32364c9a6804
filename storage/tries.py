"""Owns what a workstation remembers of its tries to reach the EDC: when, how each ended, when the next one was due.

The list lies beside the database, is bounded in number and age, and holds codes, counts and times: nothing of a child
and no words of the EDC; no part of the log.
"""

from pathlib import Path

import msgspec

from storage.files import write_atomic

FILE_NAME = "tries.json"
KEPT = 100
KEPT_MS = 30 * 86_400_000


class Try(msgspec.Struct, frozen=True, kw_only=True):
    """A cycle, or several that ended alike and moved nothing: from `first` to `last` (UTC ms), so many `times`.

    `code`: what ended it early, "" where it ran through. `agrees`: whether both ends held the same then (None: not
    compared). `next_try`: when the program meant to try again (UTC ms).
    """

    first: int
    last: int
    times: int = 1
    code: str = ""
    sent: int = 0
    received: int = 0
    agrees: bool | None = None
    next_try: int | None = None

    @property
    def moved(self) -> bool:
        """Whether a change went or came."""
        return bool(self.sent or self.received)


def read_tries(folder: Path) -> tuple[Try, ...]:
    """The tries of this workstation, the last one first; none where the list is missing or can't be read."""
    try:
        return msgspec.json.decode((folder / FILE_NAME).read_bytes(), type=tuple[Try, ...])
    except (FileNotFoundError, msgspec.DecodeError, UnicodeDecodeError):
        return ()


def note_try(folder: Path, made: Try) -> None:
    """One more: with the one before, where both ended alike and moved nothing; what is old goes."""
    before = read_tries(folder)
    last = before[0] if before else None
    if last is not None and _alike(last, made):
        made = msgspec.structs.replace(made, first=last.first, times=last.times + made.times)
        before = before[1:]
    kept = tuple(each for each in (made, *before) if made.last - each.last < KEPT_MS)[:KEPT]
    write_atomic(folder / FILE_NAME, msgspec.json.encode(kept))


def _alike(last: Try, made: Try) -> bool:
    """A clock that was put back begins a line of its own."""
    same = (last.code, last.agrees) == (made.code, made.agrees) and made.first >= last.last
    return same and not last.moved and not made.moved
