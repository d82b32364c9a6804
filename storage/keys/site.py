"""Owns the site key, under which the children's identities are sealed, a key per child, and its replacement by another.

Once the old one is destroyed, a child whose key was not sealed anew can't be read by anybody. Where these keys are
stored (the encrypted database) and who may see a name is decided elsewhere.
"""

from typing import NamedTuple

from storage.keys import primitives
from storage.keys.codes import SITE_KEY_BYTES, parse_code, print_code
from storage.keys.primitives import Secret


class Successor(NamedTuple):
    """A new site key, what hands it to those who hold the old one, and the keys of earlier files for its holders."""

    key: "SiteKey"
    sealed: bytes
    files: bytes


class SiteKey:
    """A random 256-bit key that every enrolled device of a site holds.

    With it come, after the first 32 bytes of `kept`, the keys that open attachments sealed under its predecessors:
    they say nothing of the predecessors themselves.
    """

    def __init__(self, kept: bytes) -> None:
        if not kept or len(kept) % SITE_KEY_BYTES:
            raise ValueError("a site key has 32 bytes, and so has each key of earlier files")
        self.key = kept[:SITE_KEY_BYTES]
        self._earlier = kept[SITE_KEY_BYTES:]

    @property
    def kept(self) -> bytes:
        """What a store keeps: the key and those of earlier files."""
        return self.key + self._earlier

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

    def alias(self, subject: str) -> bytes:
        """What stands for a child in data that are given to others: the same on every workstation of the site, and
        nobody without this key finds out of whom it is.
        """
        return primitives.hkdf(self.key, f"cartella/alias/1/{subject}")

    def new_child_key(self, subject: str) -> tuple[bytes, bytes]:
        """A child's key and its wrap, which is what is stored; bound to the subject's id."""
        child_key = primitives.random_bytes(primitives.KEY_BYTES)
        return child_key, self.wrap_child_key(child_key, subject)

    def wrap_child_key(self, child_key: bytes, subject: str) -> bytes:
        """A child's key sealed under this site key; bound to the subject's id."""
        return wrap_key(self._wrapping_key(), child_key, subject.encode())

    def open_child_key(self, wrapped: bytes, subject: str) -> bytes:
        """The child's key, or primitives.SealBrokenError (another site's key, another child's wrap, altered)."""
        return unwrap_key(self._wrapping_key(), wrapped, subject.encode())

    def wrap_attachment_key(self, key: bytes, name: str) -> bytes:
        """An attachment's key sealed to the site, bound to the name of the sealed file."""
        return wrap_key(self._file_key(), key, name.encode())

    def open_attachment_key(self, wrapped: bytes, name: str) -> bytes:
        """The attachment's key, sealed under this site key or one before it, or primitives.SealBrokenError."""
        starts = range(0, len(self._earlier), SITE_KEY_BYTES)
        for file_key in (self._file_key(), *(self._earlier[at : at + SITE_KEY_BYTES] for at in starts)):
            try:
                return unwrap_key(file_key, wrapped, name.encode())
            except primitives.SealBrokenError:
                continue
        raise primitives.SealBrokenError("no key of this site opens it")

    def successor(self) -> Successor:
        """Another site key in the place of this one, which opens the same attachments and no child's key."""
        files = self._file_key() + self._earlier
        key = SiteKey(primitives.random_bytes(SITE_KEY_BYTES) + files)
        sealed = primitives.seal(self._successor_key(), key.key, _SUCCESSOR)
        return Successor(key, sealed, primitives.seal(key._files_key(), files, _FILES))

    def open_successor(self, sealed: bytes, files: bytes) -> "SiteKey":
        """The key that took this one's place, or primitives.SealBrokenError."""
        return SiteKey(primitives.unseal(self._successor_key(), sealed, _SUCCESSOR)).with_files(files)

    def with_files(self, files: bytes) -> "SiteKey":
        """This key, taken from a sheet, with those of earlier files; or primitives.SealBrokenError."""
        return SiteKey(self.key + primitives.unseal(self._files_key(), files, _FILES))

    def _wrapping_key(self) -> bytes:
        return primitives.hkdf(self.key, "cartella/site-child/1")

    def _file_key(self) -> bytes:
        return primitives.hkdf(self.key, "cartella/site-attachment/1")

    def _successor_key(self) -> bytes:
        return primitives.hkdf(self.key, "cartella/site-successor/1")

    def _files_key(self) -> bytes:
        return primitives.hkdf(self.key, "cartella/site-files/1")


_SUCCESSOR = b"cartella/site-successor/1"
_FILES = b"cartella/site-files/1"


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
