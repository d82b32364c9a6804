"""Whose keys a site's log makes known, and from when: the one rule of verify, of the running program and of its intake.

A person's key counts when a chain of certifications leads to it: from the first person of a store, or from the EDC, by
administrators whose keys had not ended. Whoever holds the vault key and the device's key can write anything into a log;
only a key that is sealed under a passphrase, or under the printed recovery code, can vouch for another one. Pure: the
caller brings the check of signatures.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from study.changes import facts as f
from study.changes.certificate import certificate_message, possession_message, recovery_message
from study.changes.envelope import UnknownFact
from study.changes.key_life import Reach, Said, ended_keys, lineage_of
from study.rights import may

Verify = Callable[[bytes, bytes, bytes], bool]
"""Whether (public key, signature, message) fit."""
Word = f.UserCertified | f.UserEnded | f.RecoveryKeyed
"""What a change can say of whose keys count."""
RECOVERED = "recovered"
"""The access by which an administrator says that they used the recovery code."""


class Told(NamedTuple):
    """A change as far as this rule reads it.

    `before`: the place of the change its device took over from, where that stands in the log. `signed`: whether the
    person's signature over it fits a key. `numbered`: the EDC took it in. `by_edc`: the EDC's device made it.
    """

    change: str
    at: Reach
    author: str
    facts: Sequence[f.Fact | UnknownFact]
    signed: Callable[[bytes], bool]
    before: Reach | None = None
    numbered: bool = False
    by_edc: bool = False


class People:
    """Everybody whom a log certifies, as far as it holds. `home`: this workstation's device, "" where there is none."""

    def __init__(self, told: Iterable[Told], home: str, verify: Verify) -> None:
        changes = list(told)
        self._verify = verify
        self._before: Mapping[str, Reach] = {t.at.device: t.before for t in changes if t.at.seq == 1 and t.before}
        self._founders = _founders(changes, self.lineage(Reach(home, 0))[0].device)
        self._released = _released(changes)
        self._held: dict[tuple[str, str], Word] = {}
        self._said: dict[str, list[tuple[Reach, Word]]] = {}
        waiting = [(t, fact) for t in changes for fact in t.facts if isinstance(fact, Word)]
        while True:
            left = [(t, fact) for t, fact in waiting if not self._take(t, fact)]
            if len(left) == len(waiting):
                break
            waiting = left

    def lineage(self, reach: Reach) -> list[Reach]:
        """A device up to one of its changes, after its predecessors; the oldest first."""
        return lineage_of(reach, self._before.get)

    def vouched(self, change: str, fact: f.Fact | UnknownFact) -> bool:
        """Whether a word about a person, or of a recovery key, holds where it stands."""
        return not isinstance(fact, UnknownFact) and self._held.get((change, fact.id)) == fact

    def keys(self, user: str) -> frozenset[bytes]:
        """Every key that was ever vouched for as this person's."""
        return frozenset(fact.public_key for _, fact in self._of(user) if isinstance(fact, f.UserCertified))

    def keys_at(self, user: str, reach: Reach) -> frozenset[bytes]:
        """The keys with which a person signs after a change of a device: vouched for, and not ended in its chain."""
        said = (Said(at.device, at.seq, _key(fact)) for at, fact in self._of(user))
        return self.keys(user) - ended_keys(said, self.lineage(reach))

    def certified_in(self, user: str, at: Reach) -> frozenset[bytes]:
        """The keys that one change itself certifies for a person."""
        words = self._of(user)
        return frozenset(fact.public_key for said, fact in words if said == at and isinstance(fact, f.UserCertified))

    def recovery_keys(self, reach: Reach) -> frozenset[bytes]:
        """The public keys of the recovery codes that count after a change of a device; empty: none was ever said."""
        found: set[bytes] = set()
        for _, fact in self._in_order("", reach):
            if isinstance(fact, f.RecoveryKeyed):
                found = {fact.public_key} if fact.alone else {*found, fact.public_key}
        return frozenset(found)

    def may(self, author: str, role: str, facts: Sequence[f.Fact | UnknownFact], *, first: bool) -> bool:
        """Whether a person was ever given a role, and the role may make these facts; `first`: of a device's changes."""
        free = f.DeviceBegun if first else ()
        known = (fact for fact in facts if not isinstance(fact, UnknownFact) and not isinstance(fact, free))
        given = {role for _, fact in self._of(author) if isinstance(fact, f.UserCertified) for role in fact.roles}
        return (not author or role in given) and all(may(role, fact) for fact in known)

    def _take(self, told: Told, fact: Word) -> bool:
        if not self._holds(told, fact):
            return False
        self._held[told.change, fact.id] = fact
        self._said.setdefault(_whose(fact), []).append((told.at, fact))
        return True

    def _of(self, user: str) -> list[tuple[Reach, Word]]:
        return self._said.get(user, [])

    def _in_order(self, user: str, reach: Reach) -> list[tuple[Reach, Word]]:
        """What the chain up to a change says of a person, in its order."""
        place = {part.device: (index, part.seq) for index, part in enumerate(self.lineage(reach))}
        words = [(at, word) for at, word in self._of(user) if at.device in place and at.seq <= place[at.device][1]]
        return sorted(words, key=lambda each: (place[each[0].device][0], each[0].seq))

    def _holds(self, told: Told, fact: Word) -> bool:
        if told.by_edc or (told.change in self._released and self._possessed(fact)):
            return True
        if isinstance(fact, f.UserCertified):
            return self._possessed(fact) and (self._by_itself(told, fact) or self._certified(told, fact))
        return bool(self._signing(told, told.author))

    def _possessed(self, fact: Word) -> bool:
        if not isinstance(fact, f.UserCertified):
            return True
        return self._verify(fact.public_key, fact.possession, possession_message(fact.user, fact.public_key))

    def _by_itself(self, told: Told, fact: f.UserCertified) -> bool:
        """The first person of a store, or an administrator who used the recovery code."""
        own = fact.certifier == fact.user == told.author and told.signed(fact.public_key)
        if not own or not self._verify(fact.public_key, fact.certification, certificate_message(fact)):
            return False
        return self._founds(told) or ("admin" in self._roles(fact.user, told) and self._recovered(told, fact))

    def _founds(self, told: Told) -> bool:
        first = told.at.seq == 1 and told.at.device not in self._before
        return first and (told.numbered or told.at.device in self._founders)

    def _recovered(self, told: Told, fact: f.UserCertified) -> bool:
        """The code's own key has signed; where the log never named one, that the change says so has to do."""
        if keys := self.recovery_keys(_up_to(told)):
            return any(self._verify(key, fact.recovery, recovery_message(fact)) for key in keys)
        return any(isinstance(each, f.Accessed) and each.what == RECOVERED for each in told.facts)

    def _certified(self, told: Told, fact: f.UserCertified) -> bool:
        """By an administrator, who signed the change too: a certificate is not used a second time elsewhere."""
        message = certificate_message(fact)
        signing = self._signing(told, fact.certifier) if fact.certifier == told.author else []
        return any(self._verify(key, fact.certification, message) for key in signing)

    def _signing(self, told: Told, user: str) -> list[bytes]:
        """The keys of an administrator that count where this change stands and have signed it."""
        if "admin" not in self._roles(user, told):
            return []
        keys = self.keys_at(user, _up_to(told)) | self.certified_in(user, told.at)
        return [key for key in keys if told.signed(key)]

    def _roles(self, user: str, told: Told) -> frozenset[str]:
        """The roles of a person where a change stands: what its chain said last, and what others say."""
        here = self._in_order(user, told.at)
        near = [word for at, word in here if at != told.at or isinstance(word, f.UserCertified)][-1:]
        away = [word for at, word in self._of(user) if all((at, word) != each for each in here)]
        return frozenset(r for word in (*near, *away) if isinstance(word, f.UserCertified) for r in word.roles)


def _up_to(told: Told) -> Reach:
    return Reach(told.at.device, told.at.seq - 1)


def _whose(fact: Word) -> str:
    """The person a word is about; "" for a recovery key, which is nobody's."""
    return "" if isinstance(fact, f.RecoveryKeyed) else fact.user


def _key(fact: Word) -> bytes:
    return fact.public_key if isinstance(fact, f.UserCertified) else b""


def _founders(changes: Sequence[Told], root: str) -> frozenset[str]:
    """The devices whose first person nobody had to certify: the first one here, and whom the EDC let in."""
    certified = (fact.device for t in changes if t.by_edc for fact in t.facts if isinstance(fact, f.DeviceCertified))
    return frozenset({root, *certified})


def _released(changes: Sequence[Told]) -> frozenset[str]:
    """The changes that a person at the EDC let take effect."""
    facts = (fact for t in changes if t.by_edc for fact in t.facts)
    return frozenset(fact.change for fact in facts if isinstance(fact, f.ChangeReleased))
