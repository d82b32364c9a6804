"""The file with which an EDC invites one workstation that no network reaches: who it is, its keys, a one-time code.

Signed by the EDC, sealed to nobody: the code lets one workstation in, once. That the keys are the EDC's two people make
sure of over the telephone, by the fingerprint. Must not hold a key that opens anything.
"""

import hashlib
from collections.abc import Callable

import msgspec

from sync.protocol import bundle_errors as errors

_NAME = b"cartella invitation "
_MAGIC = _NAME + b"1\n"
_LONGEST = 8192
_SIGNATURE = 64
_PURPOSE = b"cartella/invitation/1\n"
LIFE_MS = 30 * 24 * 3600 * 1000
"""How long its code is good for: a letter may take weeks there and back."""


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """What an EDC says of itself to a workstation of a site; `edc_key` signs, `seal_key` is what is sealed to."""

    site: str
    site_name: str
    edc_key: bytes
    seal_key: bytes
    code: str
    until_utc: int

    @property
    def fingerprint(self) -> str:
        """What two people compare: 24 hexadecimal digits over both keys, in groups of four."""
        return fingerprint(self.edc_key, self.seal_key)


def fingerprint(edc_key: bytes, seal_key: bytes) -> str:
    """The fingerprint of an EDC."""
    digits = hashlib.sha256(_PURPOSE + edc_key + seal_key).hexdigest()[:24].upper()
    return " ".join(digits[start : start + 4] for start in range(0, 24, 4))


def same_fingerprint(one: str, other: str) -> bool:
    """Whether a fingerprint as typed is this one; blanks, dashes and lower case are forgiven."""
    return _plain(one) == _plain(other) != ""


def encode_invitation(invitation: Invitation, sign: Callable[[bytes], bytes]) -> bytes:
    """The file: a first line, the invitation, its signature."""
    said = msgspec.json.encode(invitation)
    return _MAGIC + sign(_PURPOSE + said) + said


def is_invitation(data: bytes) -> bool:
    """Whether these bytes begin as an invitation does."""
    return data.startswith(_NAME)


def decode_invitation(data: bytes, verify: Callable[[bytes, bytes, bytes], bool]) -> Invitation:
    """The invitation in a file. KnownError `invitation-damaged`, `bundle-newer`."""
    if not data.startswith(_MAGIC):
        raise errors.newer() if is_invitation(data) else errors.not_an_invitation()
    signature, said = data[len(_MAGIC) : len(_MAGIC) + _SIGNATURE], data[len(_MAGIC) + _SIGNATURE :]
    try:
        if len(said) > _LONGEST:
            raise errors.not_an_invitation()
        invitation = msgspec.json.decode(said, type=Invitation)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise errors.not_an_invitation() from error
    if not verify(invitation.edc_key, signature, _PURPOSE + said):
        raise errors.not_an_invitation()
    return invitation


def _plain(text: str) -> str:
    return "".join(c for c in text.upper() if c.isalnum())
