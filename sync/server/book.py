"""A site's book inside one writing transaction: numbers, heads, the state hash, and what the EDC itself writes.

The only place where a change gets its number. Must not decide accepted or held: `accept` asks `study.state.judge`.
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
    device_message,
    encode,
    encode_facts,
)
from study.ids import uuid7
from study.state.apply import apply
from study.state.judge import ACCEPTED, Verdict
from study.state.settle import Placing
from study.state.slots import Slot
from study.text import Text
from sync.protocol.messages import Answer, Numbered, Placed
from sync.server import crypto
from sync.server import tables as t
from sync.server.devices import Device, insert_device, read_device, save_device
from sync.server.sites import epoch, lock_site, save_site
from sync.server.slots import SqlSlots

Facts = Sequence[f.Fact | UnknownFact]
ROSTER = (
    f.DeviceBegun, f.DeviceCertified, f.DeviceEnded, f.UserCertified, f.UserEnded, f.StudyAdopted, f.TableAdopted,
    f.CodesLeased,
)  # fmt: skip
_STATES = 1 << 256


class Book:
    """One site, locked. `close` writes its row back; the caller's transaction commits."""

    def __init__(self, connection: sa.Connection, site: str, key: crypto.EdcKey, now: int) -> None:
        self.connection = connection
        self.site = lock_site(connection, site)
        self.slots = SqlSlots(connection, site)
        self.key = key
        self.now = now
        self._studies: frozenset[str] | None = None

    @property
    def studies(self) -> frozenset[str]:
        """The versions under which entries are accepted, by digest: those the EDC adopted and, once there are such,
        those that somebody at the site chose. Empty: any.
        """
        if self._studies is None:
            where = t.adopted.c.site == self.site.site
            central = frozenset(self.connection.execute(sa.select(t.adopted.c.digest).where(where)).scalars())
            self._studies = central | self._chosen() if central else central
        return self._studies

    def _chosen(self) -> frozenset[str]:
        accepted = (e.fact for e in self.slots.entries(Slot("study", "")) if e.placing.standing == "accepted")
        return frozenset(fact.digest for fact in accepted if isinstance(fact, f.StudyAdopted) and fact.bases)

    def close(self) -> None:
        """Write the site's number, head and state hash back."""
        self.site.state = f"{(int(self.site.state, 16) + self.slots.moved) % _STATES:064x}"
        self.slots.moved = 0
        save_site(self.connection, self.site)

    def by(self, column: sa.Column[Any], value: str) -> sa.Row[Any] | None:
        """The row of a change, by its hash or id."""
        where = sa.and_(t.change.c.site == self.site.site, column == value)
        return self.connection.execute(sa.select(t.change).where(where)).first()

    def enter(self, device: Device, signed: SignedChange, change: Change, facts: Facts, verdict: Verdict) -> Placed:
        """Number a change, chain it, let it take effect."""
        hash_ = signed.hash
        self.site.number += 1
        self.site.head = site_head(self.site.head, hash_, verdict.standing)
        follows = change.seq == device.seq + 1 and change.prev == device.hash
        why = verdict.why or Text("", "")
        self.connection.execute(
            t.change.insert().values(
                site=self.site.site, number=self.site.number, hash=hash_, id=change.id, device=change.device,
                seq=change.seq, branch=not follows, standing=verdict.standing, code=verdict.code, why_en=why.en,
                why_zh=why.zh, head=self.site.head, body=signed.body, device_signature=signed.device_signature,
                person_signature=signed.person_signature, received_utc=self.now,
            )
        )  # fmt: skip
        if follows:
            device.seq, device.hash = change.seq, hash_
        elif device.forked_at is None or change.seq < device.forked_at:
            device.forked_at = change.seq
        device.heard_utc = self.now
        save_device(self.connection, device)
        moved = apply(change.id, facts, Placing(self.site.number, verdict.standing), self.slots)
        if any(slot.kind == "study" for slot in moved):
            self._studies = None
        if device.edc:
            self._note(facts)
        return placed_of(change.id, hash_, self.site.number, self.site.head, verdict)

    def act(self, facts: Sequence[f.Fact], author: str = "") -> Placed:
        """A change of the EDC's own device at this site, signed with the EDC's key."""
        device = read_device(self.connection, self.site.site, self.site.device)
        if device is None:
            raise RuntimeError("a site without an EDC device")
        seen = Seen(epoch(self.connection), self.site.number, self.site.roster)
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
        insert_device(
            self.connection,
            Device(self.site.site, name, "EDC", self.key.public, edc=True, certified=True, heard_utc=self.now),
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
        self.connection.execute(
            t.roster.insert().values(site=self.site.site, version=self.site.roster, number=self.site.number)
        )
        for fact in facts:
            if isinstance(fact, f.DeviceCertified):
                self._mark(fact.device, certified=True)
            elif isinstance(fact, f.DeviceEnded):
                self._mark(fact.device, ended_after=fact.last_seq)
            elif isinstance(fact, f.StudyAdopted):
                self._adopt(fact)

    def _mark(self, name: str, **values: bool | int) -> None:
        where = sa.and_(t.device.c.site == self.site.site, t.device.c.device == name)
        self.connection.execute(t.device.update().where(where).values(**values))

    def _adopt(self, fact: f.StudyAdopted) -> None:
        self._studies = None
        where = sa.and_(t.adopted.c.site == self.site.site, t.adopted.c.digest == fact.digest)
        if self.connection.execute(t.adopted.update().where(where).values(version=fact.version)).rowcount == 0:
            self.connection.execute(
                t.adopted.insert().values(site=self.site.site, digest=fact.digest, version=fact.version)
            )


def placed_of(id_: str, hash_: str, number: int, head: str, verdict: Verdict) -> Placed:
    """The answer for a change that has just got its number."""
    standing: Answer = "held" if verdict.standing == "held" else "accepted"
    return Placed(
        id=id_, hash=hash_, number=number, standing=standing, head=head, code=verdict.code, why=verdict.why
    )  # fmt: skip


def placed_before(row: sa.Row[Any]) -> Placed:
    """The answer a change got when it first came, with its old number."""
    return Placed(
        id=row.id, hash=row.hash, number=row.number, standing=row.standing, head=row.head, code=row.code,
        why=_why(row), already=True,
    )  # fmt: skip


def numbered(row: sa.Row[Any], asking: str) -> Numbered:
    """A row as an entry of a page; the asking device has its own bytes."""
    own = row.device == asking
    return Numbered(
        number=row.number, hash=row.hash, head=row.head, standing=row.standing,
        change=None if own else signed_of(row), code=row.code, why=_why(row),
    )  # fmt: skip


def signed_of(row: sa.Row[Any]) -> SignedChange:
    """The change in a row, byte for byte."""
    return SignedChange(row.body, row.device_signature, row.person_signature)


def _why(row: sa.Row[Any]) -> Text | None:
    return Text(row.why_en, row.why_zh) if row.why_en else None
