"""Owns which keys may have signed a change, and the check of both signatures; once, when a change is taken in.

A device's key is the one its first change names, unless the EDC certified others; the EDC's own is pinned at enrolment.
A person has one key a store, so any key ever certified for them may have signed.
"""

from collections.abc import Sequence

from storage import meta
from storage.driver import Connection
from storage.keys import verify
from storage.projection import read_fact
from study.changes import facts as f
from study.changes.envelope import Change, SignedChange, UnknownFact, device_message, person_message

# Central people act through the EDC's device and hold no key in a site's store.
CENTRAL_ROLES = frozenset({"edc", "monitor"})


def faults(connection: Connection, signed: SignedChange, change: Change, facts: Sequence[f.Fact | UnknownFact]) -> str:
    """What is wrong with the signatures, "" when nothing is: "device-signature" or "person-signature"."""
    message = device_message(signed.hash)
    if not any(verify(key, signed.device_signature, message) for key in device_keys(connection, change, facts)):
        return "device-signature"
    if not change.author:
        return ""
    if not signed.person_signature:
        return "" if change.role in CENTRAL_ROLES else "person-signature"
    message = person_message(signed.hash)
    keys = user_keys(connection, change.author, facts)
    return "" if any(verify(key, signed.person_signature, message) for key in keys) else "person-signature"


def device_keys(connection: Connection, change: Change, facts: Sequence[f.Fact | UnknownFact]) -> set[bytes]:
    """The keys that may sign for the device of a change."""
    edc = meta.edc_key(connection)
    if edc is not None and change.device == edc.device:
        return {edc.public_key}
    rows = connection.rows(
        "SELECT e.fact, e.standing, c.device, c.seq FROM entry e JOIN change c ON c.id = e.change "
        "WHERE e.slot_kind = 'device' AND e.slot_key = ?",
        (change.device,),
    )
    begun, certified = set(), set()
    for raw, standing, by, seq in rows:
        match read_fact(raw):
            case f.DeviceCertified(public_key=key) if standing == "accepted":
                certified.add(key)
            case f.DeviceBegun(public_key=key) if (by, seq) == (change.device, 1):
                begun.add(key)
    if certified:
        return certified
    if change.seq == 1:
        begun |= {fact.public_key for fact in facts if isinstance(fact, f.DeviceBegun) and fact.device == change.device}
    return begun


def user_keys(connection: Connection, user: str, facts: Sequence[f.Fact | UnknownFact]) -> set[bytes]:
    """Every key certified for a person, here or in the change itself."""
    rows = connection.rows("SELECT fact FROM entry WHERE slot_kind = 'user' AND slot_key = ?", (user,))
    known = [*(read_fact(raw) for (raw,) in rows), *facts]
    return {fact.public_key for fact in known if isinstance(fact, f.UserCertified) and fact.user == user}
