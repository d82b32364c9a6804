"""What a cycle needs of the store, as interfaces: `storage.store.Store` writes, `storage.read.Reader` reads.

Who keeps writes on one thread passes an object that hops there; a cycle runs on any thread but the window's.
"""

from collections.abc import Sequence
from typing import Protocol

from storage.log import Tip
from storage.meta import Cursor, EdcKey, Home
from storage.people_read import DeviceRow
from storage.read import QueueState
from storage.receive import Answered, Numbered, OnRoster, Received
from study.changes.envelope import SignedChange


class Writer(Protocol):
    """Each call is one transaction of the store."""

    def receive(
        self,
        *,
        epoch: str,
        numbered: Sequence[Numbered] = (),
        answers: Sequence[Answered] = (),
        roster: Sequence[OnRoster] = (),
        roster_version: int | None = None,
    ) -> Received: ...

    def new_epoch(self, epoch: str, number: int, head: str) -> Received: ...

    def enrolled(self, *, edc: EdcKey, site_name: str) -> None: ...

    def measured_drift(self, milliseconds: int) -> None: ...

    def tried(self, answer: str, next_try: int, *, counts: bool = True) -> None: ...

    def sent(self) -> None: ...


class Reading(Protocol):
    """Reads of one moment each."""

    def home(self) -> Home: ...

    def cursor(self) -> Cursor: ...

    def tip(self, device: str = "") -> Tip: ...

    def head_at(self, number: int) -> str | None: ...

    def devices(self) -> list[DeviceRow]: ...

    def edc_key(self) -> EdcKey | None: ...

    def pending(self, limit: int = 500, max_bytes: int = 1 << 20) -> list[SignedChange]: ...

    def changes_after(self, device: str, seq: int, limit: int = 500) -> list[SignedChange]: ...

    def hashes(self, numbered_up_to: int | None = None) -> list[str]: ...

    def change(self, change_hash: str) -> SignedChange | None: ...

    def queue(self) -> QueueState: ...

    def state(self) -> str: ...
