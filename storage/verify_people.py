"""Owns whose keys a log makes known: which certifications hold, and which roles they give. Reads what it is handed.

A person's key counts when a chain of certifications leads to it: from the first person of a store, or from the EDC, by
administrators. Whoever holds the vault key and the device's key can write that somebody has another key; only a key
that is sealed under a passphrase can vouch for it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from storage.keys import verify
from study.changes import facts as f
from study.changes.certificate import certificate_message, possession_message
from study.changes.envelope import UnknownFact
from study.rights import may


class Certified(NamedTuple):
    """A certification with what its change says besides. `founds`: it stands in the first change of a first device."""

    fact: f.UserCertified
    author: str
    founds: bool
    by_edc: bool
    recovered: bool


class People:
    """Everybody whom the log certifies, as far as it holds."""

    def __init__(self, said: Iterable[Certified]) -> None:
        self._roles: dict[str, set[str]] = defaultdict(set)
        self._keys: dict[str, set[bytes]] = defaultdict(set)
        self._held: set[f.UserCertified] = set()
        waiting = list(said)
        while found := [each for each in waiting if self._holds(each)]:
            for each in found:
                self._held.add(each.fact)
                self._roles[each.fact.user] |= set(each.fact.roles)
                self._keys[each.fact.user].add(each.fact.public_key)
            waiting = [each for each in waiting if each.fact not in self._held]

    def vouched(self, fact: f.UserCertified) -> bool:
        """Whether a certification holds."""
        return fact in self._held

    def may(self, author: str, role: str, facts: Sequence[f.Fact | UnknownFact], *, first: bool) -> bool:
        """Whether a person was ever given a role, and the role may make these facts; `first`: of a device's changes."""
        free = f.DeviceBegun if first else ()
        known = (fact for fact in facts if not isinstance(fact, UnknownFact) and not isinstance(fact, free))
        return (not author or role in self._roles[author]) and all(may(role, fact) for fact in known)

    def _holds(self, said: Certified) -> bool:
        if said.by_edc:
            return True
        fact = said.fact
        if not verify(fact.public_key, fact.possession, possession_message(fact.user, fact.public_key)):
            return False
        own = fact.certifier == fact.user == said.author
        if own and (said.founds or (said.recovered and "admin" in self._roles[fact.user])):
            return verify(fact.public_key, fact.certification, certificate_message(fact))
        keys = self._keys[fact.certifier] if "admin" in self._roles[fact.certifier] else ()
        return any(verify(key, fact.certification, certificate_message(fact)) for key in keys)
