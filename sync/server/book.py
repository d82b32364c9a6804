"""A site's book inside one writing transaction: numbers, heads, the state hash, and what the EDC itself writes.

The only place where a change gets its number. Reads ahead what a batch asks for and writes it together when it is
closed. Must not decide accepted or held: `accept` asks `study.state.judge`.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from study.changes import facts as f
from study.changes.chain import site_head
from study.changes.envelope import (
    At,
    Change,
    Seen,
    SignedChange,
    UnknownFact,
    decode,
    device_message,
    encode,
    encode_facts,
    facts_of,
)
from study.ids import uuid7
from study.state.apply import apply
from study.state.judge import ACCEPTED, Verdict
from study.state.settle import Placing
from study.state.slots import Slot, slot_of
from study.text import Text
from sync.protocol.messages import Answer, Numbered, Placed
from sync.server import crypto
from sync.server import tables as t
from sync.server.devices import Device
from sync.server.gathered import ChangeRow, GatheredChanges, GatheredDevices
from sync.server.sites import epoch, lock_site, save_site
from sync.server.slots import SqlSlots

Facts = Sequence[f.Fact | UnknownFact]
ROSTER = (
    f.DeviceBegun, f.DeviceCertified, f.DeviceEnded, f.UserCertified, f.UserEnded, f.StudyAdopted, f.TableAdopted,
    f.CodesLeased,
)  # fmt: skip
_STATES = 1 << 256


class Book:
    """One site, locked. `close` writes everything; the caller's transaction commits."""

    def __init__(self, connection: sa.Connection, site: str, key: crypto.EdcKey, now: int) -> None:
        self._connection = connection
        self.site = lock_site(connection, site)
        self.slots = SqlSlots(connection, site)
        self._changes = GatheredChanges(connection, site)
        self._devices = GatheredDevices(connection, site)
        self._waiting: dict[str, dict[str, object]] = {}
        self._epoch = ""
        self._read: dict[bytes, tuple[Change, Facts]] = {}
        self._checked: dict[crypto.Signed, bool] = {}
        self.key = key
        self.now = now
        self._studies: frozenset[str] | None = None

    @property
    def connection(self) -> sa.Connection:
        """The transaction, for who reads or writes tables: everything that was entered stands in them."""
        self._flush()
        return self._connection

    @property
    def studies(self) -> frozenset[str]:
        """The versions under which entries are accepted, by digest: those the EDC adopted and, once there are such,
        those that somebody at the site chose. Empty: any.
        """
        if self._studies is None:
            where = t.adopted.c.site == self.site.site
            central = frozenset(self._connection.execute(sa.select(t.adopted.c.digest).where(where)).scalars())
            self._studies = central | self._chosen() if central else central
        return self._studies

    def _chosen(self) -> frozenset[str]:
        accepted = (e.fact for e in self.slots.entries(Slot("study", "")) if e.placing.standing == "accepted")
        return frozenset(fact.digest for fact in accepted if isinstance(fact, f.StudyAdopted) and fact.bases)

    def read(self, signed: SignedChange) -> tuple[Change, Facts]:
        """A change and its facts, decoded once. Raises msgspec.DecodeError, UnicodeDecodeError, RecursionError."""
        if (known := self._read.get(signed.body)) is None:
            change = decode(signed.body)
            known = self._read[signed.body] = (change, facts_of(change))
        return known

    def read_ahead(self, signed: Sequence[SignedChange], read: Sequence[tuple[Change, Facts]]) -> None:
        """Ask at once for what taking these changes in will ask for one by one; `read` are those that can be read."""
        changes = [change for change, _ in read]
        ids = {change.id for change in changes}
        self._changes.read_ahead([each.hash for each in signed] + [change.prev for change in changes], ids)
        facts = [fact for _, all_ in read for fact in all_ if not isinstance(fact, UnknownFact)]
        slots = {slot for fact in facts if (slot := slot_of(fact)) is not None}
        slots |= {Slot("user", change.author) for change in changes if change.author}
        slots |= {Slot("verdict", name) for name in ids}
        self.slots.read_ahead(slots, ids, {base for fact in facts for base in fact.bases})

    def check_ahead(self, asked: Sequence[crypto.Signed]) -> None:
        """Check signatures at once, so that several processors can."""
        self._checked.update(zip(asked, crypto.verify_all(asked), strict=True))

    def verify(self, public_key: bytes, signature: bytes, message: bytes) -> bool:
        """Whether a key signed a message; each signature is checked once."""
        asked = (public_key, signature, message)
        if asked not in self._checked:
            self._checked[asked] = crypto.verify(*asked)
        return self._checked[asked]

    def close(self) -> None:
        """Write what was entered, and the site's number, head and state hash."""
        self._flush()
        save_site(self._connection, self.site)

    def _flush(self) -> None:
        self._devices.flush()
        self._changes.flush()
        if self._waiting:
            self._connection.execute(t.waiting.insert(), list(self._waiting.values()))
            self._waiting.clear()
        self.slots.flush()
        self.site.state = f"{(int(self.site.state, 16) + self.slots.moved) % _STATES:064x}"
        self.slots.moved = 0

    def by(self, column: sa.Column[Any], value: str) -> ChangeRow | None:
        """The row of a change, by its hash or id."""
        return self._changes.find(column, value)

    def device(self, name: str) -> Device | None:
        """A device of the site; what is set on it is written with the rest."""
        return self._devices.find(name)

    def devices(self) -> list[Device]:
        """Every device of the site."""
        return self._devices.all()

    def add_device(self, device: Device) -> None:
        """A device that was not known."""
        self._devices.add(device)

    def enter(self, device: Device, signed: SignedChange, change: Change, facts: Facts, verdict: Verdict) -> Placed:
        """Number a change, chain it, let it take effect."""
        hash_ = signed.hash
        self.site.number += 1
        self.site.head = site_head(self.site.head, hash_, verdict.standing)
        follows = change.seq == device.seq + 1 and change.prev == device.hash
        why = verdict.why or Text("", "")
        self._changes.add(
            ChangeRow(
                site=self.site.site, number=self.site.number, hash=hash_, id=change.id, device=change.device,
                seq=change.seq, branch=not follows, standing=_answer(verdict), code=verdict.code, why_en=why.en,
                why_zh=why.zh, head=self.site.head, body=signed.body, device_signature=signed.device_signature,
                person_signature=signed.person_signature, received_utc=self.now,
            )
        )  # fmt: skip
        if verdict.standing == "held":
            self._wait(change.id, verdict.code)
        if follows:
            device.seq, device.hash = change.seq, hash_
        elif device.forked_at is None or change.seq < device.forked_at:
            device.forked_at = change.seq
        device.heard_utc = self.now
        moved = apply(change.id, facts, Placing(self.site.number, verdict.standing), self.slots)
        if any(slot.kind == "study" for slot in moved):
            self._studies = None
        if device.edc:
            self._note(facts)
        return placed_of(change.id, hash_, self.site.number, self.site.head, verdict)

    def act(self, facts: Sequence[f.Fact], author: str = "") -> Placed:
        """A change of the EDC's own device at this site, signed with the EDC's key."""
        device = self.device(self.site.device)
        if device is None:
            raise RuntimeError("a site without an EDC device")
        self._epoch = self._epoch or epoch(self._connection)
        seen = Seen(self._epoch, self.site.number, self.site.roster)
        change = Change(
            id=self.new_id(), site=self.site.site, device=device.device, seq=device.seq + 1, prev=device.hash,
            at=At(self.now), author=author, role="edc", study="", study_digest="", seen=seen,
            facts=encode_facts(tuple(facts)),
        )  # fmt: skip
        body = encode(change)
        unsigned = SignedChange(body, b"")
        signed = SignedChange(body, self.key.sign(device_message(unsigned.hash)))
        return self.enter(device, signed, change, facts, ACCEPTED)

    def begin(self, predecessor: Device | None = None) -> None:
        """A new device of the EDC's at this site; one life of the EDC writes with one device."""
        name = self.site.device = self.new_id()
        self.add_device(
            Device(self.site.site, name, "EDC", self.key.public, edc=True, certified=True, heard_utc=self.now)
        )
        begun = self.new_id()
        before, before_hash = (predecessor.device, predecessor.hash) if predecessor else ("", "")
        self.act((
            f.DeviceBegun(
                id=begun, device=name, name="EDC", public_key=self.key.public, predecessor=before,
                predecessor_hash=before_hash,
            ),
            f.DeviceCertified(
                id=self.new_id(), bases=(begun,), device=name, site=self.site.site, public_key=self.key.public
            ),
        ))  # fmt: skip

    def new_id(self) -> str:
        """A new identifier."""
        return uuid7(self.now, crypto.random_bytes(10))

    def _note(self, facts: Facts) -> None:
        """Rows that follow from the EDC's own word: the roster, who is certified, what is adopted."""
        if not any(isinstance(fact, ROSTER) for fact in facts):
            return
        self.site.roster += 1
        self._connection.execute(
            t.roster.insert().values(site=self.site.site, version=self.site.roster, number=self.site.number)
        )
        for fact in facts:
            device = self.device(fact.device) if isinstance(fact, f.DeviceCertified | f.DeviceEnded) else None
            if device is not None and isinstance(fact, f.DeviceCertified):
                device.certified = True
            elif device is not None and isinstance(fact, f.DeviceEnded):
                device.ended_after = fact.last_seq
            elif isinstance(fact, f.StudyAdopted):
                self._adopt(fact)

    def _wait(self, change: str, code: str) -> None:
        """Held, and nobody has said anything about it: after a restore somebody may have, before it came back."""
        if not self.slots.entries(Slot("verdict", change)):
            row = {"site": self.site.site, "change": change, "number": self.site.number, "code": code}
            self._waiting[change] = row

    def _adopt(self, fact: f.StudyAdopted) -> None:
        self._studies = None
        where = sa.and_(t.adopted.c.site == self.site.site, t.adopted.c.digest == fact.digest)
        if self._connection.execute(t.adopted.update().where(where).values(version=fact.version)).rowcount == 0:
            self._connection.execute(
                t.adopted.insert().values(site=self.site.site, digest=fact.digest, version=fact.version)
            )


def placed_of(id_: str, hash_: str, number: int, head: str, verdict: Verdict) -> Placed:
    """The answer for a change that has just got its number."""
    return Placed(
        id=id_, hash=hash_, number=number, standing=_answer(verdict), head=head, code=verdict.code, why=verdict.why
    )  # fmt: skip


def _answer(verdict: Verdict) -> Answer:
    return "held" if verdict.standing == "held" else "accepted"


def placed_before(row: ChangeRow | sa.Row[Any]) -> Placed:
    """The answer a change got when it first came, with its old number."""
    return Placed(
        id=row.id, hash=row.hash, number=row.number, standing=row.standing, head=row.head, code=row.code,
        why=_why(row), already=True,
    )  # fmt: skip


def numbered(row: ChangeRow | sa.Row[Any], asking: str) -> Numbered:
    """A row as an entry of a page; the asking device has its own bytes."""
    own = row.device == asking
    return Numbered(
        number=row.number, hash=row.hash, head=row.head, standing=row.standing,
        change=None if own else signed_of(row), code=row.code, why=_why(row),
    )  # fmt: skip


def signed_of(row: ChangeRow | sa.Row[Any]) -> SignedChange:
    """The change in a row, byte for byte."""
    return SignedChange(row.body, row.device_signature, row.person_signature)


def _why(row: ChangeRow | sa.Row[Any]) -> Text | None:
    return Text(row.why_en, row.why_zh) if row.why_en else None
