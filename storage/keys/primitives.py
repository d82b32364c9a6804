"""Owns every call into the `cryptography` library for the store; the only module of storage/ that imports it.

Argon2id, HKDF-SHA256, AES-256-GCM, Ed25519 and an X25519 box. No mode of operation is invented here, and nothing here
knows files or users. A seal that does not open raises SealBrokenError; callers say what that means to a person.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
PUBLIC_KEY_BYTES = 32

Secret = bytes | bytearray
Signed = tuple[bytes, bytes, bytes]
"""Public key, signature, message."""
_WORTH_THREADS = 32
_CHECKERS = min(4, os.cpu_count() or 1)


class SealBrokenError(Exception):
    """Sealed bytes do not open: another key, other associated data, or altered bytes."""


def random_bytes(count: int) -> bytes:
    """Random bytes from the operating system."""
    return secrets.token_bytes(count)


def argon2id(passphrase: bytes, salt: bytes, *, memory_kib: int, iterations: int, lanes: int) -> bytes:
    """32 bytes from a passphrase (RFC 9106). The caller has checked that the parameters are sane."""
    kdf = Argon2id(salt=salt, length=KEY_BYTES, iterations=iterations, lanes=lanes, memory_cost=memory_kib)
    return kdf.derive(passphrase)


def hkdf(key: Secret, info: str, *, salt: bytes = b"", length: int = KEY_BYTES) -> bytes:
    """A key for one purpose, named by `info`, from another key (RFC 5869, SHA-256)."""
    return HKDF(algorithm=SHA256(), length=length, salt=salt or None, info=info.encode()).derive(bytes(key))


def mac(key: Secret, data: bytes) -> bytes:
    """HMAC-SHA256, 32 bytes."""
    return hmac.digest(bytes(key), data, "sha256")


def same(left: bytes, right: bytes) -> bool:
    """Equality in constant time."""
    return hmac.compare_digest(left, right)


def seal(key: Secret, data: Secret, aad: bytes) -> bytes:
    """AES-256-GCM with a random nonce in front: nonce (12) + ciphertext + tag (16)."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(bytes(key)).encrypt(nonce, bytes(data), aad)


def unseal(key: Secret, sealed: bytes, aad: bytes) -> bytes:
    """What `seal` sealed, or SealBrokenError."""
    if len(sealed) < NONCE_BYTES + TAG_BYTES:
        raise SealBrokenError("too short")
    try:
        return AESGCM(bytes(key)).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], aad)
    except InvalidTag as error:
        raise SealBrokenError("does not open") from error


class ChunkCipher:
    """AES-256-GCM over numbered chunks; the nonce is the chunk's index (11 bytes) and its last flag (1 byte).

    The scheme is STREAM as age uses it (C2SP age.md), so a key must seal one stream only: give each file its own.
    """

    def __init__(self, key: Secret) -> None:
        self._cipher = AESGCM(bytes(key))

    def seal(self, index: int, last: bool, data: bytes) -> bytes:
        """Ciphertext with its tag: 16 bytes more than the data."""
        return self._cipher.encrypt(_chunk_nonce(index, last), data, None)

    def open(self, index: int, last: bool, sealed: bytes) -> bytes:
        """The data, or SealBrokenError when the chunk is altered, stands elsewhere, or the stream ends too early."""
        try:
            return self._cipher.decrypt(_chunk_nonce(index, last), sealed, None)
        except InvalidTag as error:
            raise SealBrokenError(f"chunk {index}") from error


def _chunk_nonce(index: int, last: bool) -> bytes:
    return index.to_bytes(NONCE_BYTES - 1, "big") + (b"\x01" if last else b"\x00")


def sign(seed: Secret, message: bytes) -> bytes:
    """Ed25519 signature, 64 bytes, with the key whose 32-byte seed is given."""
    return Ed25519PrivateKey.from_private_bytes(bytes(seed)).sign(message)


def public_of(seed: Secret) -> bytes:
    """The Ed25519 public key, 32 bytes, of a seed."""
    return Ed25519PrivateKey.from_private_bytes(bytes(seed)).public_key().public_bytes_raw()


def verify(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether this Ed25519 key signed this message. A malformed key or signature is simply not a signature."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def verify_all(asked: Sequence[Signed]) -> list[bool]:
    """The same of many at once: OpenSSL checks without the interpreter's lock, so that processors share them."""
    if len(asked) < _WORTH_THREADS:
        return [verify(*each) for each in asked]
    step = -(-len(asked) // _CHECKERS)
    parts = [asked[start : start + step] for start in range(0, len(asked), step)]
    with ThreadPoolExecutor(_CHECKERS) as checkers:
        return [fits for part in checkers.map(lambda part: [verify(*each) for each in part], parts) for fits in part]


def box_public_of(seed: Secret) -> bytes:
    """The X25519 public key, 32 bytes, of a 32-byte seed: what others seal to."""
    return X25519PrivateKey.from_private_bytes(bytes(seed)).public_key().public_bytes_raw()


def box_seal(public_key: bytes, data: Secret, aad: bytes) -> bytes:
    """Seal to the holder of an X25519 key: one-time public key (32) + sealed data. Says nothing about who sealed it."""
    once = X25519PrivateKey.generate()
    once_public = once.public_key().public_bytes_raw()
    try:
        shared = once.exchange(X25519PublicKey.from_public_bytes(public_key))
    except ValueError as error:
        raise SealBrokenError("not a public key to seal to") from error
    return once_public + seal(_box_key(shared, once_public, public_key), data, aad)


def box_open(seed: Secret, sealed: bytes, aad: bytes) -> bytes:
    """What `box_seal` sealed to this seed's public key, or SealBrokenError."""
    once_public = sealed[:PUBLIC_KEY_BYTES]
    mine = X25519PrivateKey.from_private_bytes(bytes(seed))
    try:
        shared = mine.exchange(X25519PublicKey.from_public_bytes(once_public))
    except ValueError as error:
        raise SealBrokenError("not a sealed box") from error
    key = _box_key(shared, once_public, mine.public_key().public_bytes_raw())
    return unseal(key, sealed[PUBLIC_KEY_BYTES:], aad)


def _box_key(shared: bytes, once_public: bytes, public_key: bytes) -> bytes:
    return hkdf(shared, "cartella/box/1", salt=once_public + public_key)


def fingerprint(public_key: bytes) -> str:
    """What two people compare on two screens: 24 hexadecimal digits of SHA-256, in groups of four."""
    digits = hashlib.sha256(public_key).hexdigest()[:24].upper()
    return " ".join(digits[start : start + 4] for start in range(0, 24, 4))
