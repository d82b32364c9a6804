"""Opened stores with a child in them."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from storage import meta
from storage.keys import KdfProfile, NewUser, SigningKey, SiteKey, Unlocked, create_vault
from storage.log import Author, enter, tip
from storage.store import Store, create_store, open_store
from study.address import Address
from study.changes import facts as f
from study.changes.envelope import (
    GENESIS,
    At,
    Change,
    Seen,
    SignedChange,
    device_message,
    encode,
    encode_facts,
    person_message,
)
from study.ids import uuid7
from study.values import Quantity, TextValue
from tests.kit.central import Central, Numbered, OnRoster


class Ward:
    """One workstation: its store, its person, and what that person does most."""

    def __init__(self, folder: Path, unlocked: Unlocked, store: Store, code: str = "") -> None:
        self.folder = folder
        self.code = code
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

    def make(name: str = "ward", user: str = "u-lin", *, joining: bool = False) -> Ward:
        folder = tmp_path / name
        folder.mkdir()
        new = NewUser(user, "林医生", "a rainy spring in Xuhui")
        unlocked, code = create_vault(folder, new, cheap_profile, clock=clock, floor=cheap_profile)
        store = create_store(
            folder, unlocked, site="S01", site_name="Renji", study_version="1", study_digest="ab", device_name=name,
            clock=clock, roles=("investigator", "data_entry"), site_key=None if joining else SiteKey.new(),
        )  # fmt: skip
        made.append(Ward(folder, unlocked, store, code))
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


Slip = Callable[..., None]
CODE = "four quiet boats at dawn"


@pytest.fixture
def slip_in(ward: Any) -> Slip:
    """What somebody with the database and the device's key could put at the end of the log; `key` may be None."""

    def slip(author: str, role: str, facts: Sequence[f.Fact], key: Unlocked | None) -> None:
        db = ward.store.connection
        home, last = meta.home(db), tip(db, ward.store.device)
        change = Change(
            id=ward.store.new_id(), site=home.site, device=home.device, seq=last.seq + 1, prev=last.hash,
            at=At(ward.store.clock()), author=author, role=role, study="1", study_digest="ab", seen=Seen(),
            facts=encode_facts(tuple(facts)),
        )  # fmt: skip
        bare = SignedChange(encode(change), b"")
        device = ward.unlocked.device_sign(device_message(bare.hash))
        signed = SignedChange(bare.body, device, key.sign(person_message(bare.hash)) if key else b"")
        with db.transaction():
            enter(db, signed, change)

    return slip


@pytest.fixture
def own_key(tmp_path: Any, cheap_profile: KdfProfile, clock: Callable[[], int]) -> Callable[[str], Unlocked]:
    """A key that somebody made for themselves and calls another person's."""

    def make(user: str) -> Unlocked:
        folder = tmp_path / os.urandom(4).hex()
        folder.mkdir()
        return create_vault(folder, NewUser(user, "林医生", CODE), cheap_profile, clock=clock, floor=cheap_profile)[0]

    return make
