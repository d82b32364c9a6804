"""All cryptography of the EDC: its keys and the file they lie in, verification, random and one-way codes.

Must not know what is signed: messages come from `study.changes.envelope` and `sync.protocol.signing`.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidKey, InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from study.errors import KnownError
from sync.protocol.signing import seal_key_message

# Crockford's alphabet: no I, L, O, U; a code is read over the telephone.
_CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
# The layout of a sealed box is `storage.keys.primitives.box_seal`'s; a test opens one with the other.
_BOX_PUBLIC, _BOX_NONCE, _BOX_TAG = 32, 12, 16
_MAGIC = b"cartella sealed 1\n"
_CHUNK = 64 * 1024 + _BOX_TAG


class BoxBrokenError(Exception):
    """A sealed box does not open: for another key or purpose, or altered."""


class EdcKey:
    """The EDC's keys: Ed25519 to sign with, X25519 (from the same seed, for that purpose only) to be sealed to.

    `seal_public` is what a workstation seals to, `seal_signature` the signing key's word that it is this EDC's.
    """

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._key.public_key().public_bytes_raw()
        self._box = X25519PrivateKey.from_private_bytes(_hkdf(seed, "cartella/edc-seal/1"))
        self.seal_public = self._box.public_key().public_bytes_raw()
        self.seal_signature = self.sign(seal_key_message(self.seal_public))

    def sign(self, message: bytes) -> bytes:
        """64 bytes."""
        return self._key.sign(message)

    def open_sealed(self, box: bytes, info: bytes) -> bytes:
        """What was sealed to `seal_public` under `info`, the associated data; or BoxBrokenError."""
        once, sealed = box[:_BOX_PUBLIC], box[_BOX_PUBLIC:]
        if len(box) < _BOX_PUBLIC + _BOX_NONCE + _BOX_TAG:
            raise BoxBrokenError("too short")
        try:
            shared = self._box.exchange(X25519PublicKey.from_public_bytes(once))
            key = _hkdf(shared, "cartella/box/1", once + self.seal_public)
            return AESGCM(key).decrypt(sealed[:_BOX_NONCE], sealed[_BOX_NONCE:], info)
        except (ValueError, InvalidTag) as error:
            raise BoxBrokenError("does not open") from error


class ChunkCipher:
    """AES-256-GCM over numbered chunks of one bundle: the nonce is the index (11 bytes) and the last flag (1 byte).

    STREAM as age has it; the layout is `storage.keys.primitives.ChunkCipher`'s. A key seals one bundle only.
    """

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, index: int, last: bool, data: bytes) -> bytes:
        """Ciphertext with its tag."""
        return self._cipher.encrypt(_chunk_nonce(index, last), data, None)

    def open(self, index: int, last: bool, sealed: bytes) -> bytes:
        """The data, or BoxBrokenError: altered, elsewhere, or the stream ends too early."""
        try:
            return self._cipher.decrypt(_chunk_nonce(index, last), sealed, None)
        except InvalidTag as error:
            raise BoxBrokenError(f"chunk {index}") from error


def box_seal(public_key: bytes, data: bytes, info: bytes) -> bytes:
    """Seal to the holder of an X25519 key; the other end of `storage.keys.primitives.box_open`."""
    once = X25519PrivateKey.generate()
    once_public = once.public_key().public_bytes_raw()
    try:
        shared = once.exchange(X25519PublicKey.from_public_bytes(public_key))
    except ValueError as error:
        raise BoxBrokenError("not a public key to seal to") from error
    nonce = secrets.token_bytes(_BOX_NONCE)
    key = _hkdf(shared, "cartella/box/1", once_public + public_key)
    return once_public + nonce + AESGCM(key).encrypt(nonce, data, info)


def _chunk_nonce(index: int, last: bool) -> bytes:
    return index.to_bytes(_BOX_NONCE - 1, "big") + bytes([last])


def open_chunks(key: bytes, sealed: Iterable[bytes]) -> Iterator[bytes]:
    """The plain bytes of a sealed file (`storage.attachments`: a magic line, then chunks as age has them).

    BoxBrokenError when it does not open, is cut, or goes on behind its end.
    """
    cipher, index, left, parts = AESGCM(key), 0, b"", iter(sealed)
    while len(left) < len(_MAGIC) and (part := next(parts, b"")):
        left += part
    if not left.startswith(_MAGIC):
        raise BoxBrokenError("not a sealed file")
    left = left[len(_MAGIC) :]
    while True:
        while len(left) <= _CHUNK and (part := next(parts, b"")):
            left += part
        chunk, left = left[:_CHUNK], left[_CHUNK:]
        try:
            yield cipher.decrypt(index.to_bytes(11, "big") + (b"\0" if left else b"\1"), chunk, None)
        except InvalidTag as error:
            raise BoxBrokenError("does not open") from error
        if not left:
            return
        index += 1


def _hkdf(secret: bytes, info: str, salt: bytes | None = None) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info.encode()).derive(secret)


def create_keyfile(path: Path) -> EdcKey:
    """A new key in a new file, readable by its owner only. KnownError `edc-key-exists` when the file is there."""
    seed = secrets.token_bytes(32)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise KnownError(
            "edc-key-exists",
            "The EDC has a key already; a second one would make its earlier signatures worthless.",
            "中心库已有密钥；再建一个会使此前的签名全部失效。",
        ) from error
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(seed.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return EdcKey(seed)


def open_keyfile(path: Path) -> EdcKey:
    """The key in a file. KnownError `edc-key-missing` when it is not there or not a key."""
    try:
        return EdcKey(bytes.fromhex(path.read_text(encoding="ascii").strip()))
    except (FileNotFoundError, ValueError) as error:
        raise KnownError(
            "edc-key-missing",
            "The EDC's key file is missing or damaged. Restore it from its own backup.",
            "中心库密钥文件缺失或损坏，请从其备份恢复。",
        ) from error


def certified_names(path: Path) -> tuple[str, ...]:
    """The host names that a TLS certificate in a PEM file is for. ValueError when it is none."""
    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    return tuple(found.get_values_for_type(x509.DNSName))


Signed = tuple[bytes, bytes, bytes]
"""Public key, signature, message."""
_WORTH_THREADS = 32
_CHECKERS = min(4, os.cpu_count() or 1)


def verify(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether this Ed25519 key signed this message; a malformed key or signature is simply not a signature."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def verify_all(asked: Sequence[Signed]) -> list[bool]:
    """The same of many; OpenSSL checks without the interpreter's lock, so several processors share them."""
    if len(asked) < _WORTH_THREADS:
        return [verify(*each) for each in asked]
    with ThreadPoolExecutor(_CHECKERS) as checkers:
        parts = [asked[start::_CHECKERS] for start in range(_CHECKERS)]
        checked = list(checkers.map(lambda part: [verify(*each) for each in part], parts))
    return [checked[at % _CHECKERS][at // _CHECKERS] for at in range(len(asked))]


def random_bytes(count: int) -> bytes:
    """Random bytes from the operating system."""
    return secrets.token_bytes(count)


def random_id(count: int = 16) -> str:
    """A random name in hexadecimal, for an epoch."""
    return secrets.token_hex(count)


def new_code() -> str:
    """A one-time code of 40 random bits as it is read out: ABCD-EFGH."""
    letters = "".join(secrets.choice(_CODE_ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def code_digest(site: str, typed: str) -> str:
    """What is kept of a code. Lower case, dashes, blanks, and O, I, L for 0, 1, 1 are forgiven."""
    text = "".join(c for c in typed.upper() if c.isalnum()).translate(_READ_AS)
    return hashlib.sha256(f"cartella/code/1\n{site}\n{text}".encode()).hexdigest()


def verifier(passphrase: bytes, memory_kib: int = 64 * 1024) -> str:
    """What is kept of a central person's passphrase: Argon2id (RFC 9106, second choice: 64 MiB, 3 passes, 4 lanes)."""
    kdf = Argon2id(salt=secrets.token_bytes(16), length=32, iterations=3, lanes=4, memory_cost=memory_kib)
    return kdf.derive_phc_encoded(passphrase)


def fits(kept: str, passphrase: bytes) -> bool:
    """Whether a passphrase is the one that a verifier was made from; takes a tenth of a second and its memory."""
    try:
        Argon2id.verify_phc_encoded(passphrase, kept)
    except (InvalidKey, ValueError):
        return False
    return True


def new_token() -> str:
    """A session's name, 256 random bits: only the browser has it."""
    return secrets.token_urlsafe(32)


def token_digest(token: str, purpose: str = "session") -> str:
    """What is kept of a session's name, or what a form of that session carries: neither gives the name back."""
    return hashlib.sha256(f"cartella/{purpose}/1\n{token}".encode()).hexdigest()


def same_text(left: str, right: str) -> bool:
    """Whether two texts are equal, in a time that does not say where they differ."""
    return hmac.compare_digest(left.encode(), right.encode())
