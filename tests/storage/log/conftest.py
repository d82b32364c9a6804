"""Opened stores, a child in them, and a stand-in for the central EDC that numbers and chains what it is given."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from storage.keys import KdfProfile, NewUser, SigningKey, SiteKey, Unlocked, create_vault
from storage.log import Author
from storage.meta import EdcKey
from storage.store import Store, create_store, open_store
from study.address import Address
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
from study.ids import uuid7
from study.text import Text
from study.values import Quantity, TextValue


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

    def __init__(self, clock: Callable[[], int]) -> None:
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
                id=f"central-{self.counter}", site="S01", device="edc", seq=seq + 1, prev=prev, at=At(self.clock()),
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


class Ward:
    """One workstation: its store, its person, and what that person does most."""

    def __init__(self, folder: Path, unlocked: Unlocked, store: Store) -> None:
        self.folder = folder
        self.unlocked = unlocked
        self.store = store

    def author(self, role: str = "investigator") -> Author:
        return Author(self.unlocked.user_id, role, self.unlocked.sign)

    def enrol(self, code: str, subject: str = "") -> str:
        child = subject or self.store.new_id()
        at = Address(child, "SCR", "", "DM", "", "", "SUBJID")
        facts: list[f.Fact] = [
            f.SubjectEnrolled(id=self.store.new_id(), subject=child),
            f.ValueSet(id=self.store.new_id(), address=at, value=TextValue(code), typed=code),
        ]
        self.store.append(self.author(), facts)
        return child

    def weigh(self, child: str, number: str, *bases: str, visit: str = "M3", reason: str = "") -> str:
        """Set the weight; returns the fact's id."""
        name = self.store.new_id()
        fact = f.ValueSet(
            id=name,
            address=weight(child, visit),
            value=Quantity(number, "kg"),
            bases=bases,
            typed=number,
            reason=reason,
        )
        self.store.append(self.author(), [fact])
        return name


def weight(child: str, visit: str = "M3") -> Address:
    """Where a weight stands."""
    return Address(child, visit, "", "VS", "", "", "WEIGHT")


Open = Callable[..., Ward]


@pytest.fixture
def new_ward(tmp_path: Path, cheap_profile: KdfProfile, clock: Callable[[], int]) -> Iterator[Open]:
    """Makes a workstation of site S01 with an own vault; closes them all."""
    made: list[Ward] = []

    def make(name: str = "ward", user: str = "u-lin") -> Ward:
        folder = tmp_path / name
        folder.mkdir()
        new = NewUser(user, "林医生", "a rainy spring in Xuhui")
        unlocked, _ = create_vault(folder, new, cheap_profile, clock=clock, floor=cheap_profile)
        store = create_store(
            folder, unlocked, site="S01", site_name="Renji", study_version="1", study_digest="ab", device_name=name,
            clock=clock, roles=("investigator", "data_entry"), site_key=SiteKey.new(),
        )  # fmt: skip
        made.append(Ward(folder, unlocked, store))
        return made[-1]

    yield make
    for ward in made:
        ward.store.close()
        ward.unlocked.close()


@pytest.fixture
def ward(new_ward: Open) -> Ward:
    return new_ward()


@pytest.fixture
def central(clock: Callable[[], int]) -> Central:
    return Central(clock)


@pytest.fixture
def reopened(clock: Callable[[], int]) -> Callable[[Ward], Store]:
    """The ward's store opened again, as a new process would; the ward holds it afterwards."""

    def reopen(ward: Ward) -> Store:
        ward.store.close()
        ward.store = open_store(ward.folder, ward.unlocked, clock)
        return ward.store

    return reopen


@pytest.fixture
def weight_of() -> Callable[..., Address]:
    """Where a child's weight stands."""
    return weight


@pytest.fixture
def roster_entry() -> Callable[[int, Numbered], OnRoster]:
    """An EDC's entry as the roster carries it."""
    return OnRoster


@pytest.fixture
def forged(clock: Callable[[], int]) -> Callable[..., SignedChange]:
    """A change with any envelope, signed with any key."""

    def make(key: SigningKey, facts: Sequence[f.Fact], **envelope: object) -> SignedChange:
        fields: dict[str, object] = {
            "id": uuid7(clock(), bytes(10)), "site": "S01", "device": "dx", "seq": 1, "prev": GENESIS,
            "at": At(clock()), "author": "", "role": "", "study": "1", "study_digest": "ab", "seen": Seen(),
        }  # fmt: skip
        change = Change(**{**fields, **envelope, "facts": encode_facts(tuple(facts))})  # type: ignore[arg-type]
        body = encode(change)
        return SignedChange(body, key.sign(device_message(SignedChange(body, b"").hash)))

    return make
