"""What is signed when a person is certified: proof that they hold the key, and the certifier's word. Pure bytes.

Both ends check the same bytes; who signs and verifies lies in the rooms that know cryptography.
"""

import hashlib

import msgspec

from study.changes.facts import UserCertified


def possession_message(user: str, public_key: bytes) -> bytes:
    """What the user's own key signs, to show that somebody holds it."""
    return b"cartella/possession/1\n" + _digest(user, public_key)


def certificate_message(certified: UserCertified) -> bytes:
    """What the certifier's key signs: who, called what, with which roles and key, vouched for by whom."""
    return b"cartella/certificate/1\n" + _digest(
        certified.user, certified.name, sorted(certified.roles), certified.public_key, certified.possession,
        certified.certifier,
    )  # fmt: skip


def recovery_message(certified: UserCertified) -> bytes:
    """What the recovery code's own key signs, when an administrator who used the code vouches for their new key."""
    return b"cartella/recovered/1\n" + _digest(certificate_message(certified))


def _digest(*parts: object) -> bytes:
    return hashlib.sha256(msgspec.json.encode(parts)).digest()
