"""A stand-in for the central EDC, in memory: numbers and chains what it is given. Knows no line and no database."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from storage.keys import SigningKey
from storage.meta import EdcKey
from storage.store import Store
from study.changes import facts as f
from study.changes.chain import site_head
from study.changes.envelope import (
    GENESIS,
    At,
    Change,
    Seen,
    SignedChange,
    decode,
    device_message,
    encode,
    encode_facts,
)
from study.text import Text


class Numbered(NamedTuple):
    """An entry of the site's chain."""

    number: int
    hash: str
    head: str
    standing: str
    change: SignedChange | None
    code: str = ""
    why: Text | None = None


class OnRoster(NamedTuple):
    """A roster entry."""

    version: int
    entry: Numbered


class Central:
    """The EDC's chain over one site, in memory. Holds the changes named in `holds` (by id)."""

    def __init__(self, clock: Callable[[], int], site: str = "S01") -> None:
        self.site = site
        self.key = SigningKey(bytes(range(32)))
        self.clock = clock
        self.epoch = "epoch-1"
        self.entries: list[Numbered] = []
        self.holds: dict[str, tuple[str, Text]] = {}
        self.counter = 0
        self.last = (0, GENESIS)
        self.act(f.DeviceBegun(id="edc-begun", device="edc", name="EDC", public_key=self.key.public_key))

    @property
    def trusted(self) -> EdcKey:
        return EdcKey("edc", self.key.public_key)

    @property
    def head(self) -> str:
        return self.entries[-1].head if self.entries else GENESIS

    def take(self, changes: Sequence[SignedChange]) -> list[Numbered]:
        """Number what is new; answer for everything."""
        return [self._take(signed) for signed in changes]

    def act(self, *facts: f.Fact, role: str = "edc") -> Numbered:
        """A change of the EDC's own."""
        self.counter += 1
        seq, prev = self.last
        body = encode(
            Change(
                id=f"central-{self.counter}", site=self.site, device="edc", seq=seq + 1, prev=prev, at=At(self.clock()),
                author="dm", role=role, study="1", study_digest="ab", seen=Seen(), facts=encode_facts(facts),
            )
        )  # fmt: skip
        bare = SignedChange(body, b"")
        self.last = (seq + 1, bare.hash)
        return self._take(SignedChange(body, self.key.sign(device_message(bare.hash))))

    def sync(self, store: Store) -> None:
        """Push what the store has, then pull everything."""
        answers = self.take(store.reader.pending(10_000))
        store.receive(epoch=self.epoch, answers=answers)
        self.pull(store)

    def pull(self, store: Store, page: int = 3) -> None:
        while store.reader.cursor().number < len(self.entries):
            start = store.reader.cursor().number
            store.receive(epoch=self.epoch, numbered=self.entries[start : start + page])

    def _take(self, signed: SignedChange) -> Numbered:
        for entry in self.entries:
            if entry.hash == signed.hash:
                return entry
        code, why = self.holds.get(decode(signed.body).id, ("", None))
        standing = "held" if code else "accepted"
        head = site_head(self.head, signed.hash, standing)
        self.entries.append(Numbered(len(self.entries) + 1, signed.hash, head, standing, signed, code, why))
        return self.entries[-1]
