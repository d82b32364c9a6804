"""Owns the site key, under which the children's identities are sealed, a key per child: destroying the child's key
erases the identity. Where these keys are stored (the encrypted database) and who may see a name is decided elsewhere.
"""

from storage.keys import primitives
from storage.keys.codes import SITE_KEY_BYTES, parse_code, print_code
from storage.keys.primitives import Secret


class SiteKey:
    """A random 256-bit key that every enrolled device of a site holds."""

    def __init__(self, key: bytes) -> None:
        if len(key) != SITE_KEY_BYTES:
            raise ValueError("a site key has 32 bytes")
        self.key = key

    @classmethod
    def new(cls) -> "SiteKey":
        """A fresh key, once in the life of a site."""
        return cls(primitives.random_bytes(SITE_KEY_BYTES))

    @classmethod
    def from_sheet(cls, typed: str) -> "SiteKey":
        """From the printed sheet as typed; KnownError `code-mistyped`."""
        return cls(parse_code(typed, SITE_KEY_BYTES))

    def sheet(self) -> str:
        """The printed form; whoever reads it can read every name of the site."""
        return print_code(self.key)

    def fingerprint(self) -> str:
        """What two people compare to know that two devices hold the same key; tells nothing about it."""
        return primitives.fingerprint(primitives.hkdf(self.key, "cartella/site-fingerprint/1"))

    def new_child_key(self, subject: str) -> tuple[bytes, bytes]:
        """A child's key and its wrap, which is what is stored; bound to the subject's id."""
        child_key = primitives.random_bytes(primitives.KEY_BYTES)
        return child_key, wrap_key(self._wrapping_key(), child_key, subject.encode())

    def open_child_key(self, wrapped: bytes, subject: str) -> bytes:
        """The child's key, or primitives.SealBrokenError (another site's key, another child's wrap, altered)."""
        return unwrap_key(self._wrapping_key(), wrapped, subject.encode())

    def wrap_attachment_key(self, key: bytes, name: str) -> bytes:
        """An attachment's key sealed to the site, bound to the name of the sealed file."""
        return wrap_key(primitives.hkdf(self.key, "cartella/site-attachment/1"), key, name.encode())

    def open_attachment_key(self, wrapped: bytes, name: str) -> bytes:
        """The attachment's key, or primitives.SealBrokenError."""
        return unwrap_key(primitives.hkdf(self.key, "cartella/site-attachment/1"), wrapped, name.encode())

    def _wrapping_key(self) -> bytes:
        return primitives.hkdf(self.key, "cartella/site-child/1")


def wrap_key(wrapping_key: Secret, key: Secret, aad: bytes) -> bytes:
    """A key sealed under another key."""
    return primitives.seal(wrapping_key, key, aad)


def unwrap_key(wrapping_key: Secret, wrapped: bytes, aad: bytes) -> bytes:
    """The key inside, or primitives.SealBrokenError."""
    return primitives.unseal(wrapping_key, wrapped, aad)


def seal_text(child_key: Secret, text: str, aad: bytes) -> bytes:
    """A name, number or contact sealed under the child's key; `aad` names the child and the item.

    Padded to a multiple of 32 bytes, so that the length does not tell the name. Kept exactly as typed: normalising
    would replace rare characters of Chinese names.
    """
    data = text.encode()
    return primitives.seal(child_key, data + b"\x80" + bytes(-(len(data) + 1) % 32), aad)


def open_text(child_key: Secret, sealed: bytes, aad: bytes) -> str:
    """The text, or primitives.SealBrokenError."""
    return primitives.unseal(child_key, sealed, aad).rstrip(b"\x00")[:-1].decode()
