"""How the EDC takes a change in: is it one, whose is it, does it follow, what is decided, what comes of it.

A validly chained change is never refused. Must not number (`book`) nor hold the rules (`study.state.judge`).
"""

from collections.abc import Sequence
from functools import partial

import msgspec
import sqlalchemy as sa

from study.changes import facts as f
from study.changes.envelope import (
    GENESIS,
    Change,
    SignedChange,
    UnknownFact,
    device_message,
    person_message,
)
from study.state.judge import ACCEPTED, Circumstances, Verdict, judge
from study.state.settle import resolves
from study.state.slots import Slot, slot_of
from study.text import Text
from sync.protocol.messages import Placed
from sync.server import tables as t
from sync.server.book import Book, Facts, placed_before, signed_of
from sync.server.crypto import Signed
from sync.server.devices import Device
from sync.server.key_ends import ended_at
from sync.server.people import SITE_ROLES, person, possesses, signer_roles

# Held for what the EDC did not have yet: looked at again when something came.
WAITING_CODES = ("device-not-certified", "author-not-certified", "unknown-study", "unknown-base")
ARRIVED = "what it waited for has arrived / 所等待的条件已满足"


class _RefusedError(Exception):
    """Not a change of this site at all; becomes a `refused` answer."""

    def __init__(self, code: str, en: str, zh: str) -> None:
        super().__init__(code)
        self.code = code
        self.why = Text(en, zh)


def take_all(book: Book, batch: Sequence[SignedChange]) -> tuple[Placed, ...]:
    """Take a batch in; what its changes ask the database for, and their signatures, are asked for together."""
    read = [each for signed in batch if (each := _readable(book, signed)) is not None]
    book.read_ahead(batch, read)
    keys = {change.author: person(book.slots, change.author).keys for change, _ in read if change.author}
    asked: list[Signed] = []
    for signed in batch:
        if (each := _readable(book, signed)) is None or book.by(t.change.c.hash, signed.hash) is not None:
            continue
        if (device := book.device(each[0].device)) is not None:
            asked.append((device.public_key, signed.device_signature, device_message(signed.hash)))
        if len(mine := keys.get(each[0].author, ())) == 1:
            asked.append((mine[0], signed.person_signature, person_message(signed.hash)))
    book.check_ahead(asked)
    return tuple(take(book, signed) for signed in batch)


def _readable(book: Book, signed: SignedChange) -> tuple[Change, Facts] | None:
    """None too where a name holds a null character: PostgreSQL can't be asked for it."""
    try:
        change, facts = book.read(signed)
        names = (change.author, change.prev, *_names(change, facts))
        return None if any("\0" in name for name in names) else (change, facts)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def take(book: Book, signed: SignedChange) -> Placed:
    """Take one change in; the same bytes again get their first answer."""
    hash_ = signed.hash
    if (row := book.by(t.change.c.hash, hash_)) is not None:
        return placed_before(row)
    change_id = ""
    try:
        change, facts = _read(book, signed)
        change_id = change.id
        device = _chained(book, signed, change, facts)
    except _RefusedError as refused:
        return Placed(id=change_id, hash=hash_, number=None, standing="refused", code=refused.code, why=refused.why)
    placed = book.enter(device, signed, change, facts, decide(book, device, signed, change, facts))
    if placed.standing == "accepted" and not device.edc:
        countersign(book, facts)
    return placed


def decide(book: Book, device: Device, signed: SignedChange, change: Change, facts: Facts) -> Verdict:
    """Accepted or held. What the EDC itself wrote in an earlier life and lost comes back accepted."""
    if device.edc:
        return ACCEPTED
    return judge(change, facts, _around(book, device, signed, change, facts))


def countersign(book: Book, facts: Facts) -> None:
    """Say again, in the EDC's own name and so on the roster, whom a site's administrator certified or ended."""
    said = [again for fact in facts if (again := _in_our_name(book, fact)) is not None]
    if said:
        book.act(said)


def _in_our_name(book: Book, fact: f.Fact | UnknownFact) -> f.Fact | None:
    # A site ending a device of its own is a record of a succession; only the EDC revokes (decision 0006).
    if not isinstance(fact, f.UserCertified | f.UserEnded):
        return None
    if isinstance(fact, f.UserCertified):
        roles = tuple(role for role in fact.roles if role in SITE_ROLES)
        if not roles or not possesses(fact):
            return None
        fact = msgspec.structs.replace(fact, roles=roles)
    slot = slot_of(fact)
    heads = [head.fact.id for head in book.slots.settled(slot).heads] if slot else []
    return msgspec.structs.replace(fact, id=book.new_id(), bases=tuple(dict.fromkeys((*heads, fact.id))))


def reconsider(book: Book) -> None:
    """Release what was held only for want of something that has come since."""
    where = sa.and_(t.waiting.c.site == book.site.site, t.waiting.c.code.in_(WAITING_CODES))
    found = book.connection.execute(sa.select(t.waiting.c.change).where(where).order_by(t.waiting.c.number))
    for row in [row for name in found.scalars().all() if (row := book.by(t.change.c.id, name)) is not None]:
        signed = signed_of(row)
        change, facts = book.read(signed)
        device = book.device(change.device)
        if device is not None and decide(book, device, signed, change, facts).standing == "accepted":
            book.act([f.ChangeReleased(id=book.new_id(), change=row.id, reason=ARRIVED)])
            countersign(book, facts)


def _read(book: Book, signed: SignedChange) -> tuple[Change, Facts]:
    try:
        change, facts = book.read(signed)
        named = _names(change, facts)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _RefusedError("malformed", "these bytes are not an entry of a log", "该数据不是日志记录") from error
    if any("\0" in name for name in named):
        raise _RefusedError("malformed", "an identifier holds a null character", "标识中含有空字符")
    if change.site != book.site.site:
        raise _RefusedError("wrong-site", "made at another site", "属于其他中心")
    if book.by(t.change.c.id, change.id) is not None:
        raise _RefusedError("id-used", "another entry bears this identifier", "该标识已被其他记录使用")
    return change, facts


def _names(change: Change, facts: Facts) -> list[str]:
    """Every text of a change that becomes a key; PostgreSQL keeps no null character in one."""
    names = [change.id, change.site, change.device]
    for fact in facts:
        if not isinstance(fact, UnknownFact):
            slot = slot_of(fact)
            names += [fact.id, *fact.bases, slot.key if slot else ""]
            names += [fact.name] if isinstance(fact, f.DeviceBegun) else []
    return names


def _chained(book: Book, signed: SignedChange, change: Change, facts: Facts) -> Device:
    """The device of a change that is signed by it and follows one of its changes; new devices are noted."""
    known = book.device(change.device)
    device = known or _newcomer(book, change, facts)
    if not book.verify(device.public_key, signed.device_signature, device_message(signed.hash)):
        raise _RefusedError("bad-signature", "the workstation's signature does not fit", "工作站签名不符")
    if not _follows(book, change):
        raise _RefusedError("not-chained", "an earlier entry of this workstation is missing", "缺少该工作站更早的记录")
    if known is None:
        book.add_device(device)
    return device


def _newcomer(book: Book, change: Change, facts: Facts) -> Device:
    begun = begun_in(change, facts)
    if begun is None:
        raise _RefusedError("not-chained", "the beginning of its log is missing", "缺少该工作站日志的起始记录")
    # Only the EDC's own key verifies under the EDC's own key: this is its voice from a life it has forgotten.
    ours = begun.public_key == book.key.public
    device = Device(
        change.site, change.device, begun.name, begun.public_key, edc=ours, certified=ours, heard_utc=book.now
    )
    # After a restore the EDC's earlier word about the device may have come back before the device's own log.
    for entry in book.slots.entries(Slot("device", change.device)):
        if entry.placing.standing != "accepted":
            continue
        if isinstance(entry.fact, f.DeviceCertified) and entry.fact.public_key == begun.public_key:
            device.certified = True
        elif isinstance(entry.fact, f.DeviceEnded) and _by_edc(book, entry.change):
            device.ended_after = entry.fact.last_seq
    return device


def _by_edc(book: Book, change: str) -> bool:
    row = book.by(t.change.c.id, change)
    device = book.device(row.device) if row else None
    return device is not None and device.edc


def begun_in(change: Change, facts: Facts) -> f.DeviceBegun | None:
    """The beginning of a device's log, when this is its first change."""
    for fact in facts:
        if isinstance(fact, f.DeviceBegun) and fact.device == change.device and change.seq == 1:
            return fact
    return None


def _follows(book: Book, change: Change) -> bool:
    if change.seq == 1:
        return change.prev == GENESIS
    row = book.by(t.change.c.hash, change.prev)
    return row is not None and row.device == change.device and row.seq == change.seq - 1


def _around(book: Book, device: Device, signed: SignedChange, change: Change, facts: Facts) -> Circumstances:
    return Circumstances(
        device_certified=device.certified,
        author_roles=signer_roles(book.slots, signed, change, partial(ended_at, book, change), book.verify),
        freezes=book.slots.freezes(),
        studies=book.studies,
        missing_bases=_missing(book, facts),
        device_ended_after=device.ended_after,
        resolving=_resolving(book, facts),
    )


def _resolving(book: Book, facts: Facts) -> frozenset[str]:
    """Facts that decide between values that differ here; an edit over an agreeing double entry does not."""
    several = [fact for fact in facts if isinstance(fact, f.ValueSet) and len(fact.bases) > 1]
    return frozenset(fact.id for fact in several if resolves(fact, book.slots.entries(Slot("value", fact.address.key))))


def _missing(book: Book, facts: Facts) -> frozenset[str]:
    known = [fact for fact in facts if not isinstance(fact, UnknownFact)]
    asked = {base for fact in known for base in fact.bases} - {fact.id for fact in known}
    return frozenset(asked) - book.slots.known(sorted(asked))
