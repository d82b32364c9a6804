"""What an exchange of sealed files did and what is left, and how far it is, for screens and the command line."""

from collections.abc import Callable
from typing import Literal

import msgspec

from study.text import Text

FetchRule = Literal["none", "small", "all"]
"""Which files of other workstations are fetched unasked."""


class Moving(msgspec.Struct, frozen=True):
    """The file on its way, `done` of its `size` bytes; how many files and bytes of this exchange are over, of all."""

    name: str
    sending: bool
    done: int
    size: int
    files_done: int
    files_total: int
    bytes_done: int
    bytes_total: int


class FileTrouble(msgspec.Struct, frozen=True):
    """What kept a file from being sent or fetched; `name` "" when it was none in particular."""

    name: str
    code: str
    why: Text


class FilesReport(msgspec.Struct):
    """What the exchange did, and what is left: here and not at the centre; only at the centre; `elsewhere`: neither.

    `mended`: of those fetched, the ones that were damaged here; `damaged`: put aside and not replaced yet.
    """

    sent: int = 0
    sent_bytes: int = 0
    fetched: int = 0
    mended: int = 0
    to_send: int = 0
    to_send_bytes: int = 0
    centre_only: int = 0
    elsewhere: int = 0
    damaged: int = 0
    unfinished: bool = False
    """It ended to let values go first; the next cycle goes on."""
    troubles: tuple[FileTrouble, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether a file stands elsewhere than before."""
        return bool(self.sent or self.fetched)


class Ways(msgspec.Struct, frozen=True):
    """What surrounds an exchange: who hears of it and may raise to stop it, whether values wait, a clock (UTC ms), and
    how to wait for so many milliseconds when the EDC asks for it.
    """

    heard: Callable[[Moving], None]
    values_wait: Callable[[], bool]
    clock: Callable[[], int]
    wait: Callable[[int], None]
