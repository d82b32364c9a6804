"""Owns which keys may have signed a change, and the check of both signatures; once, when a change is taken in.

A device's key is the one its first change names, unless the EDC certified others; the EDC's own is pinned at enrolment.
A person has one key a store, so any key certified for them may have signed, until the chain of that store certified
another one or ended them (`study.changes.key_life`).
"""

from collections.abc import Sequence

from storage import meta
from storage.driver import Connection
from storage.keys import verify
from storage.projection import read_fact
from study.changes import facts as f
from study.changes.envelope import Change, SignedChange, UnknownFact, device_message, person_message
from study.changes.key_life import Reach, Said, ended_keys

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
        edc = meta.edc_key(connection) if change.role in CENTRAL_ROLES else None
        by_edc = edc is not None and verify(edc.public_key, signed.device_signature, message)
        return "" if by_edc else "person-signature"
    message = person_message(signed.hash)
    keys = signing_keys(connection, change, facts)
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


def signing_keys(connection: Connection, change: Change, facts: Sequence[f.Fact | UnknownFact]) -> set[bytes]:
    """The keys with which the author of a change may have signed it: certified, and not ended before it."""
    begun = next((fact for fact in facts if isinstance(fact, f.DeviceBegun) and fact.device == change.device), None)
    said = user_words(connection, change.author)
    lineage = lineage_of(connection, change.device, change.seq - 1, begun)
    here = {fact.public_key for fact in facts if isinstance(fact, f.UserCertified) and fact.user == change.author}
    return here | ({word.key for word in said if word.key} - ended_keys(said, lineage))


def keys_in_force(connection: Connection, user: str) -> frozenset[bytes]:
    """The keys with which a person may sign in this store now."""
    said = user_words(connection, user)
    device = meta.get(connection, "device")
    row = connection.row("SELECT MAX(seq) FROM change WHERE device = ?", (device,))
    lineage = lineage_of(connection, device, int(row[0] or 0) if row else 0)
    return frozenset({word.key for word in said if word.key} - ended_keys(said, lineage))


def user_words(connection: Connection, user: str) -> list[Said]:
    """What every chain says of a person's keys, in the order it was received."""
    rows = connection.rows(
        "SELECT e.fact, c.device, c.seq FROM entry e JOIN change c ON c.id = e.change "
        "WHERE e.slot_kind = 'user' AND e.slot_key = ? ORDER BY c.received, e.position",
        (user,),
    )
    return [Said(device, seq, key_said(read_fact(raw))) for raw, device, seq in rows]


def key_said(fact: f.Fact) -> bytes:
    """The key that a word about a person certifies; b"" for one that ends them."""
    return fact.public_key if isinstance(fact, f.UserCertified) else b""


def lineage_of(connection: Connection, device: str, seq: int, begun: f.DeviceBegun | None = None) -> list[Reach]:
    """A device up to one of its changes, after its predecessors as far as it took over from each; the oldest first.

    `begun` is its first change where that does not stand in the log yet.
    """
    lineage = [Reach(device, seq)]
    begun = begun or _begun(connection, device)
    while begun is not None and begun.predecessor_hash:
        row = connection.row("SELECT device, seq FROM change WHERE hash = ?", (begun.predecessor_hash,))
        if row is None or any(reach.device == row[0] for reach in lineage):
            break
        lineage.insert(0, Reach(str(row[0]), int(row[1])))
        begun = _begun(connection, lineage[0].device)
    return lineage


def _begun(connection: Connection, device: str) -> f.DeviceBegun | None:
    rows = connection.rows(
        "SELECT e.fact FROM entry e JOIN change c ON c.id = e.change "
        "WHERE e.slot_kind = 'device' AND e.slot_key = ? AND c.device = ? AND c.seq = 1",
        (device, device),
    )
    return next((fact for (raw,) in rows if isinstance(fact := read_fact(raw), f.DeviceBegun)), None)
