"""How a device becomes known: by a one-time code, as a successor, or by the EDC's own earlier word.

Owns the order of it: the EDC certifies the device and the people in its first changes, then takes these changes in, so
they are accepted at once. Must not judge anything else.
"""

from functools import partial

import msgspec
import sqlalchemy as sa

from study.changes import facts as f
from study.changes.envelope import Change, SignedChange, UnknownFact, decode, device_message, facts_of
from study.state.slots import Slot
from sync.protocol.messages import Enrolment, Placed
from sync.server import errors
from sync.server import tables as t
from sync.server.accept import begun_in, countersign, reconsider, take
from sync.server.book import Book, Facts
from sync.server.crypto import verify
from sync.server.devices import Device, use_code
from sync.server.key_ends import ended_at
from sync.server.leases import lease
from sync.server.people import signer_roles

_Read = tuple[SignedChange, Change, Facts]


def enrol(book: Book, enrolment: Enrolment) -> tuple[str, tuple[Placed, ...]]:
    """The device, and where its changes were placed. KnownError `code-unknown`, `wrong-site`, `bad-enrolment`."""
    read = [_read(signed) for signed in enrolment.changes]
    begun = begun_in(read[0][1], read[0][2]) if read else None
    if begun is None:
        raise errors.bad_enrolment()
    if any(change.site != book.site.site or change.device != begun.device for _, change, _ in read):
        raise errors.wrong_site()
    if not verify(begun.public_key, read[0][0].device_signature, device_message(read[0][0].hash)):
        raise errors.bad_enrolment()
    known = book.device(begun.device)
    if known is not None and known.public_key != begun.public_key:
        raise errors.bad_enrolment()
    if not _admitted(book, enrolment, begun, read):
        raise errors.code_unknown()
    if known is None or not known.certified:
        _certify(book, begun, read, known)
    placed = tuple(take(book, signed) for signed, _, _ in read)
    reconsider(book)
    lease(book, begun.device)
    return begun.device, placed


def _read(signed: SignedChange) -> _Read:
    try:
        change = decode(signed.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise errors.bad_enrolment() from error
    return signed, change, facts_of(change)


def _admitted(book: Book, enrolment: Enrolment, begun: f.DeviceBegun, read: list[_Read]) -> bool:
    if enrolment.code:
        return use_code(book.connection, book.site.site, enrolment.code, begun.device, book.now)
    return _vouched(book, enrolment.voucher, begun) or _succeeds(book, begun, read[0])


def _vouched(book: Book, voucher: SignedChange | None, begun: f.DeviceBegun) -> bool:
    """The EDC certified this device in a life it has forgotten since: its own signature says so."""
    if voucher is None or not verify(book.key.public, voucher.device_signature, device_message(voucher.hash)):
        return False
    _, change, facts = _read(voucher)
    return change.site == book.site.site and any(
        isinstance(fact, f.DeviceCertified) and fact.device == begun.device and fact.public_key == begun.public_key
        for fact in facts
    )


def _succeeds(book: Book, begun: f.DeviceBegun, first: _Read) -> bool:
    """A certified person of the site began it on the store of a certified device that was not ended."""
    before = book.device(begun.predecessor)
    if before is None or not before.certified or before.ended_after is not None or before.edc:
        return False
    row = book.by(t.change.c.hash, begun.predecessor_hash)
    signed, change, _ = first
    if row is None or row.device != begun.predecessor:
        return False
    return bool(signer_roles(book.slots, signed, change, partial(ended_at, book, change)))


def _certify(book: Book, begun: f.DeviceBegun, read: list[_Read], known: Device | None) -> None:
    if known is None:
        book.add_device(Device(book.site.site, begun.device, begun.name, begun.public_key, heard_utc=book.now))
    heads = (head.fact.id for head in book.slots.settled(Slot("device", begun.device)).heads)
    certified = f.DeviceCertified(
        id=book.new_id(), bases=tuple(dict.fromkeys((*heads, begun.id))), device=begun.device, site=book.site.site,
        public_key=begun.public_key,
    )  # fmt: skip
    book.act([certified])
    people: list[f.Fact | UnknownFact] = [
        fact for _, _, facts in read for fact in facts if isinstance(fact, f.UserCertified)
    ]
    countersign(book, people)


def forget_codes(connection: sa.Connection, now: int) -> None:
    """Unused codes past their time are of no further use."""
    connection.execute(t.code.delete().where(sa.and_(t.code.c.until_utc < now, t.code.c.device.is_(None))))
