"""Owns what screens ask of people and workstations. Reads only; whose word counts is `storage.trust`'s."""

from typing import NamedTuple

from storage.driver import Connection
from storage.log import tip
from storage.projection import read_fact
from storage.trust import roles_of, standing_of
from study.changes import facts as f


class Person(NamedTuple):
    """A certified person; `roles` is empty once their rights have ended."""

    user: str
    name: str
    roles: tuple[str, ...]
    public_key: bytes
    ended: bool


class DeviceRow(NamedTuple):
    """A device of the site, as far as this store has heard of it."""

    device: str
    name: str
    public_key: bytes
    certified: bool
    ended: bool
    last_seq: int


class PeopleReader:
    """The part of `storage.read.Reader` about people and workstations."""

    _db: Connection

    def users(self) -> list[Person]:
        """The people this store knows, by name."""
        people = (self._person(name) for name in self._named("user"))
        return sorted(people, key=lambda person: person.name)

    def roles(self, user: str) -> frozenset[str]:
        """The roles in force for a person."""
        return roles_of(self._db, user)

    def devices(self) -> list[DeviceRow]:
        """The devices this store has heard of."""
        return [self._device(name) for name in self._named("device")]

    def _person(self, user: str) -> Person:
        settled = standing_of(self._db, user)
        rows = self._db.rows(
            "SELECT fact FROM entry WHERE slot_kind = 'user' AND slot_key = ? ORDER BY number", (user,)
        )
        certified = [fact for (raw,) in rows if isinstance(fact := read_fact(raw), f.UserCertified)]
        standing = [e.fact for e in settled.heads if isinstance(e.fact, f.UserCertified)] or certified[-1:]
        ended = any(isinstance(e.fact, f.UserEnded) for e in settled.heads)
        name, key = (standing[0].name, standing[0].public_key) if standing else ("", b"")
        return Person(user, name, tuple(sorted(roles_of(self._db, user))), key, ended)

    def _device(self, device: str) -> DeviceRow:
        rows = self._db.rows("SELECT fact, standing FROM entry WHERE slot_kind = 'device' AND slot_key = ?", (device,))
        known = [(read_fact(raw), standing) for raw, standing in rows]
        begun = next((fact for fact, _ in known if isinstance(fact, f.DeviceBegun)), None)
        certified = [fact for fact, standing in known if isinstance(fact, f.DeviceCertified) and standing == "accepted"]
        key = certified[0].public_key if certified else begun.public_key if begun else b""
        return DeviceRow(
            device, begun.name if begun else "", key, bool(certified),
            any(isinstance(fact, f.DeviceEnded) for fact, _ in known), tip(self._db, device).seq,
        )  # fmt: skip

    def _named(self, kind: str) -> list[str]:
        rows = self._db.rows("SELECT key FROM slot WHERE kind = ? ORDER BY key", (kind,))
        return [str(name) for (name,) in rows]
