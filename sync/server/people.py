"""Who is certified at a site, read from the user slots: roles, and the keys a person may sign with.

Must not decide what a role may do (`study.rights`) nor write anything.
"""

from collections.abc import Callable

import msgspec

from study.changes import facts as f
from study.changes.certificate import possession_message
from study.changes.envelope import Change, SignedChange, person_message
from study.state.settle import settle
from study.state.slots import Slot
from sync.server.crypto import verify
from sync.server.slots import SqlSlots

# Central roles are the EDC's to give: a site that certifies a monitor certifies nobody.
SITE_ROLES = frozenset({"clinician", "investigator", "coordinator", "data_entry", "admin"})

Ended = Callable[[tuple[tuple[str, bytes], ...]], frozenset[bytes]]
"""Which of the keys that a person was certified with no longer sign: `sync.server.key_ends.ended_at` of a change."""

Verify = Callable[[bytes, bytes, bytes], bool]
"""Whether public key, signature and message fit."""


class Person(msgspec.Struct, frozen=True):
    """A certified person: roles that stand now, and every key they were certified with (one a store).

    `said`: the ids of the changes that speak of them, with the key each certifies (b"" where it ends them).
    """

    roles: tuple[str, ...] = ()
    keys: tuple[bytes, ...] = ()
    said: tuple[tuple[str, bytes], ...] = ()


def person(slots: SqlSlots, user: str) -> Person:
    """A person as the site's record has it; no roles when unknown or ended."""
    slot = Slot("user", user)
    entries = slots.entries(slot)
    settled = settle(slot, (entry for entry in entries if entry.placing.standing == "accepted"))
    if settled.shown is None or isinstance(settled.shown.fact, f.UserEnded):
        return Person()
    roles = {
        role for head in settled.heads if isinstance(head.fact, f.UserCertified) for role in head.fact.roles
    } & SITE_ROLES  # fmt: skip
    keys = {
        entry.fact.public_key
        for entry in entries
        if isinstance(entry.fact, f.UserCertified) and entry.placing.standing == "accepted"
    }
    said = ((entry.change, _key(entry.fact)) for entry in sorted(entries, key=lambda each: each.order))
    return Person(tuple(sorted(roles)), tuple(sorted(keys)), tuple(said))


def signer_roles(
    slots: SqlSlots, signed: SignedChange, change: Change, ended: Ended, fits: Verify = verify
) -> tuple[str, ...]:
    """The roles of a change's author when the person's signature is theirs, by a key that has not ended; else none."""
    if not change.author:
        return ()
    author = person(slots, change.author)
    message = person_message(signed.hash)
    keys = set(author.keys) - ended(author.said)
    return author.roles if any(fits(key, signed.person_signature, message) for key in keys) else ()


def _key(fact: f.Fact) -> bytes:
    return fact.public_key if isinstance(fact, f.UserCertified) else b""


def possesses(fact: f.UserCertified) -> bool:
    """Whether somebody held the key when it was certified."""
    return verify(fact.public_key, fact.possession, possession_message(fact.user, fact.public_key))
