"""Exactly which bytes are signed besides changes: a request, a receipt, the key to seal to. Pure; keys live elsewhere.

Every message starts with its own line, so a signature made for one purpose is worth nothing for another.
"""

import hashlib

import msgspec

_REQUEST = "cartella/request/1"
_RECEIPT = b"cartella/receipt/1\n"
_SEAL_KEY = b"cartella/seal-key/1\n"

SITE_HEADER = "Cartella-Site"
DEVICE_HEADER = "Cartella-Device"
TIME_HEADER = "Cartella-Time"
NONCE_HEADER = "Cartella-Nonce"
SIGNATURE_HEADER = "Cartella-Signature"
EDC_HEADER = "Cartella-Edc"
"""On every answer of an EDC, with its protocol version; a hotel's login page does not carry it."""


class Signing(msgspec.Struct, frozen=True):
    """What one request's signature covers. `time` is UTC ms, `nonce` any text used once."""

    method: str
    path: str
    site: str
    device: str
    time: int
    nonce: str

    def message(self, body: bytes) -> bytes:
        """The bytes the device signs; newlines in a part would make two requests look alike and are refused."""
        digest = hashlib.sha256(body).hexdigest()
        parts = (self.method, self.path, self.site, self.device, str(self.time), self.nonce, digest)
        if any("\n" in part for part in parts):
            raise ValueError("a signed part holds no line break")
        return "\n".join((_REQUEST, *parts)).encode()


def receipt_message(body: bytes) -> bytes:
    """What the EDC signs under a receipt."""
    return _RECEIPT + body


def seal_key_message(public_key: bytes) -> bytes:
    """What the EDC signs to say that this X25519 key is its own, for others to seal to."""
    return _SEAL_KEY + public_key
