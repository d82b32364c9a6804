"""Owns which keys may have signed a change, and the check of both signatures; once, when a change is taken in.

A device's key is the one its first change names, unless the EDC certified others; the EDC's own is pinned at enrolment.
Which keys are a person's is decided by `study.people`, from the bytes of the log's own changes and never from
the projection; `storage.verify` asks the same rule.
"""

import weakref
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from storage import meta
from storage.driver import Connection
from storage.keys import Signed, verify, verify_all
from storage.projection import read_fact
from storage.sql_slots import SqlSlots
from study.changes import facts as f
from study.changes.envelope import (
    Change,
    SignedChange,
    UnknownFact,
    decode,
    device_message,
    facts_of,
    person_message,
)
from study.changes.key_life import Reach
from study.people import People, Told, Word
from study.state.settle import Settled, settle
from study.state.slots import Slot

# Central people act through the EDC's device and hold no key in a site's store.
CENTRAL_ROLES = frozenset({"edc", "monitor"})
UNCERTIFIED = "person-uncertified"
"""The person's signature fits a key that is called theirs and that nobody vouches for here."""
SPEAKING = frozenset({"user", "recovery", "device", "verdict"})
"""The kinds of slots that say whose keys count, or whether what says so takes effect."""


class Trust:
    """Whether changes are signed as they must be, of many in one transaction: the log is asked once for each key.

    It reads what is written: who keeps changes in memory writes them before a change that `speaks`, and after one
    that moved a slot of `SPEAKING`, and then has everything asked anew (`forget`).
    """

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self.edc = meta.edc_key(connection)
        self._devices: dict[str, _DeviceKeys] = {}
        self._people: People | None = None
        self._checked: dict[Signed, bool] = {}

    def check_ahead(self, arrived: Iterable[tuple[SignedChange, Change]]) -> None:
        """Check at once what `faults` will most likely ask of these: by the keys that the log knows so far.

        Whether a signature fits a key never changes; which keys count is asked again of each change in its turn.
        """
        asked: dict[Signed, None] = {}
        for signed, change in arrived:
            by_device, by_person = device_message(signed.hash), person_message(signed.hash)
            asked |= dict.fromkeys((key, signed.device_signature, by_device) for key in self._device_keys(change, ()))
            keys = self._who().keys(change.author) if signed.person_signature else ()
            asked |= dict.fromkeys((key, signed.person_signature, by_person) for key in keys)
        self._checked.update(zip(asked, verify_all(list(asked)), strict=True))

    def forget(self) -> None:
        """The log says something more of people or of devices."""
        self._devices.clear()
        self._people = None

    def faults(
        self, signed: SignedChange, change: Change, facts: Sequence[f.Fact | UnknownFact], *, numbered: bool
    ) -> str:
        """What is wrong with them: "device-signature", "person-signature", `UNCERTIFIED`, or "" for nothing."""
        message = device_message(signed.hash)
        if not any(self._fits(key, signed.device_signature, message) for key in self._device_keys(change, facts)):
            return "device-signature"
        if not change.author:
            return ""
        if not signed.person_signature:
            by_edc = change.role in CENTRAL_ROLES and made_by_edc(signed, self.edc)
            return "" if by_edc else "person-signature"
        message = person_message(signed.hash)
        keys = _signing(self._db, self._who(), signed, change, facts, numbered=numbered)
        if any(self._fits(key, signed.person_signature, message) for key in keys):
            return ""
        called = _called(self._db, change.author, facts)
        claimed = any(self._fits(key, signed.person_signature, message) for key in called)
        return UNCERTIFIED if claimed else "person-signature"

    def _fits(self, key: bytes, signature: bytes, message: bytes) -> bool:
        known = self._checked.get((key, signature, message))
        return verify(key, signature, message) if known is None else known

    def _who(self) -> People:
        if self._people is None:
            self._people = people_of(self._db)
        return self._people

    def _device_keys(self, change: Change, facts: Sequence[f.Fact | UnknownFact]) -> set[bytes]:
        """The keys that may sign for the device of a change."""
        if self.edc is not None and change.device == self.edc.device:
            return {self.edc.public_key}
        if change.device not in self._devices:
            self._devices[change.device] = _keys_of_device(self._db, change.device)
        begun, certified = self._devices[change.device]
        if certified:
            return certified
        here = (fact for fact in facts if isinstance(fact, f.DeviceBegun) and fact.device == change.device)
        return begun | {fact.public_key for fact in here} if change.seq == 1 else begun


def speaks(facts: Sequence[f.Fact | UnknownFact]) -> bool:
    """Whether facts say who may sign, so that who asks has to see them where they will stand."""
    return any(isinstance(fact, Word | f.DeviceBegun) for fact in facts)


class _DeviceKeys(NamedTuple):
    begun: set[bytes]
    certified: set[bytes]


def _keys_of_device(connection: Connection, device: str) -> _DeviceKeys:
    rows = connection.rows(
        "SELECT e.fact, e.standing, c.device, c.seq FROM entry e JOIN change c ON c.id = e.change "
        "WHERE e.slot_kind = 'device' AND e.slot_key = ?",
        (device,),
    )
    found = _DeviceKeys(set(), set())
    for raw, standing, by, seq in rows:
        match read_fact(raw):
            case f.DeviceCertified(public_key=key) if standing == "accepted":
                found.certified.add(key)
            case f.DeviceBegun(public_key=key) if (by, seq) == (device, 1):
                found.begun.add(key)
    return found


def signing_keys(
    connection: Connection, signed: SignedChange, change: Change, facts: Sequence[f.Fact | UnknownFact]
) -> frozenset[bytes]:
    """The keys with which the author of a change that is made here may sign it: vouched for, and not ended before."""
    return _signing(connection, people_of(connection), signed, change, facts, numbered=False)


def _signing(
    connection: Connection, people: People, signed: SignedChange, change: Change,
    facts: Sequence[f.Fact | UnknownFact], *, numbered: bool,
) -> frozenset[bytes]:  # fmt: skip
    """The change stands in the log or is about to; `numbered`: the EDC took it in."""
    if speaks(facts):
        row = _Row(change.id, signed.body, signed.device_signature, signed.person_signature, 1 if numbered else None)
        people = _people(connection, [*_rows(connection, but=change.id), row])
    at = Reach(change.device, change.seq)
    return people.keys_at(change.author, Reach(at.device, at.seq - 1)) | people.certified_in(change.author, at)


def keys_in_force(connection: Connection, user: str) -> frozenset[bytes]:
    """The keys with which a person may sign in this store now."""
    return people_of(connection).keys_at(user, _here(connection))


def recovery_keys(connection: Connection) -> frozenset[bytes]:
    """The public keys of the recovery codes that count in this store now; empty where the log never named one."""
    return people_of(connection).recovery_keys(_here(connection))


def standing_of(connection: Connection, user: str) -> Settled:
    """What stands about a person, of what somebody vouches for."""
    people, slot = people_of(connection), Slot("user", user)
    entries = SqlSlots(connection).entries(slot)
    return settle(slot, (entry for entry in entries if people.vouched(entry.change, entry.fact)))


def roles_of(connection: Connection, user: str) -> frozenset[str]:
    """The roles certified for a person; none once their rights have ended.

    A certification that the EDC still holds counts here: people go on working while the workstation waits to be
    certified there, and the EDC decides about what they wrote.
    """
    settled = standing_of(connection, user)
    said = [e.fact for e in settled.heads] + [e.fact for e in settled.waiting if e.placing.standing == "held"]
    if any(isinstance(fact, f.UserEnded) for fact in said):
        return frozenset()
    return frozenset(role for fact in said if isinstance(fact, f.UserCertified) for role in fact.roles)


def people_of(connection: Connection) -> People:
    """Everybody whom the log makes known; read anew only when the log says something more of it."""
    device = meta.get(connection, "device")
    seen = (device, tuple(connection.rows(f"SELECT id, hash, number IS NULL FROM change WHERE {_SPEAKS}")))
    kept = _KNOWN.get(connection)
    if kept is None or kept[0] != seen:
        kept = (seen, _people(connection, _rows(connection)))
        _KNOWN[connection] = kept
    return kept[1]


class _Row(NamedTuple):
    id: str
    body: bytes
    device_signature: bytes
    person_signature: bytes
    number: int | None


# Who is who, which device goes on from which, and what the EDC let take effect of it.
_ABOUT = "SELECT change FROM entry WHERE slot_kind IN ('user', 'recovery', 'device')"
_SPEAKS = (
    f"id IN ({_ABOUT} UNION SELECT change FROM entry WHERE slot_kind = 'verdict' AND slot_key IN ({_ABOUT})) "
    "ORDER BY received"
)
_KNOWN: weakref.WeakKeyDictionary[Connection, tuple[object, People]] = weakref.WeakKeyDictionary()


def _rows(connection: Connection, but: str = "") -> list[_Row]:
    columns = ", ".join(_Row._fields)
    rows = (_Row(*row) for row in connection.rows(f"SELECT {columns} FROM change WHERE {_SPEAKS}"))
    return [row for row in rows if row.id != but]


def _people(connection: Connection, rows: Sequence[_Row]) -> People:
    edc = meta.edc_key(connection)
    return People((_told(connection, row, edc) for row in rows), meta.get(connection, "device"), verify)


def _told(connection: Connection, row: _Row, edc: meta.EdcKey | None) -> Told:
    change = decode(row.body)
    facts = facts_of(change)
    return told(
        SignedChange(row.body, row.device_signature, row.person_signature), change, facts,
        numbered=row.number is not None, edc=edc, before=_before(connection, begun_by(change, facts)),
    )  # fmt: skip


def told(
    signed: SignedChange, change: Change, facts: Sequence[f.Fact | UnknownFact], *, numbered: bool,
    edc: meta.EdcKey | None, before: Reach | None,
) -> Told:  # fmt: skip
    """A change as the rule of people reads it."""
    message = person_message(signed.hash)
    return Told(
        change.id, Reach(change.device, change.seq), change.author, facts,
        lambda key: bool(signed.person_signature) and verify(key, signed.person_signature, message),
        before, numbered, made_by_edc(signed, edc),
    )  # fmt: skip


def made_by_edc(signed: SignedChange, edc: meta.EdcKey | None) -> bool:
    """By the pinned key and not by the device's name: an EDC restored from a backup goes on under another one."""
    return edc is not None and verify(edc.public_key, signed.device_signature, device_message(signed.hash))


def begun_by(change: Change, facts: Sequence[f.Fact | UnknownFact]) -> f.DeviceBegun | None:
    """How the device of a first change begins."""
    begun = (fact for fact in facts if isinstance(fact, f.DeviceBegun) and fact.device == change.device)
    return next(begun, None) if change.seq == 1 else None


def _before(connection: Connection, begun: f.DeviceBegun | None) -> Reach | None:
    if begun is None or not begun.predecessor_hash:
        return None
    row = connection.row("SELECT device, seq FROM change WHERE hash = ?", (begun.predecessor_hash,))
    return Reach(str(row[0]), int(row[1])) if row else None


def _here(connection: Connection) -> Reach:
    device = meta.get(connection, "device")
    row = connection.row("SELECT MAX(seq) FROM change WHERE device = ?", (device,))
    return Reach(device, int(row[0] or 0) if row else 0)


def _called(connection: Connection, user: str, facts: Sequence[f.Fact | UnknownFact]) -> set[bytes]:
    """Every key that anybody ever called a person's."""
    said = [entry.fact for entry in SqlSlots(connection).entries(Slot("user", user))]
    said += [fact for fact in facts if isinstance(fact, f.UserCertified) and fact.user == user]
    return {fact.public_key for fact in said if isinstance(fact, f.UserCertified)}
