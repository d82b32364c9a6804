"""What the exchange of sealed files needs of the store, as an interface. `storage.crossing.SealedFiles` is it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from storage.arriving import Arriving
from storage.attached import Named
from sync.client.files_report import FetchRule

SMALL_BYTES = 20 * 1000 * 1000
"""Up to this size a file of another workstation is fetched unasked."""


class LocalFiles(Protocol):
    """The sealed files of a store. Reads but for `now_at_centre` and `not_at_centre`, each one transaction, and for
    what it puts aside.
    """

    def named(self) -> list[Named]:
        """Every file that an entry names."""

    def has(self, name: str) -> bool:
        """Whether it lies here."""

    def check(self, name: str) -> None:
        """KnownError `attachment-damaged` unless what lies here has the hash that names it."""

    def sealed_bytes(self, name: str, offset: int, length: int) -> bytes:
        """Sealed bytes of a file that lies here."""

    def arriving(self, name: str, size: int) -> Arriving:
        """A file on its way here."""

    def damaged(self) -> Mapping[str, int]:
        """Files that were found damaged here and put aside: when the centre was asked in vain (UTC ms; 0: never)."""

    def put_aside(self, name: str) -> bool:
        """Put a file aside if its bytes are not those that name it; whether it is aside."""

    def in_vain(self, name: str, now: int) -> None:
        """What the centre gave for a file that is aside is not whole either."""

    def now_at_centre(self, names: Sequence[str]) -> None:
        """The EDC said that it has these whole."""

    def not_at_centre(self, names: Sequence[str]) -> None:
        """The EDC said that it lacks these after all."""


class Carried(NamedTuple):
    """The files that a cycle carries; `fetch`: which of those not here, `wanted` whatever their size.

    `small`: up to how many bytes a file is small. `at_most_ms`: when it has taken so long, the rest waits for the next
    cycle, so that what others entered does not wait for a recording.
    """

    files: LocalFiles
    fetch: FetchRule = "small"
    wanted: frozenset[str] = frozenset()
    small: int = SMALL_BYTES
    at_most_ms: int | None = None
