"""Owns what an unlocked store holds in memory and wipes what can be wiped. Knows no files.

Wiping is best effort: Python and OpenSSL make copies that nobody can reach. What stays promised is that a locked
application keeps no reference to a key; a memory dump of an unlocked one is out of scope.
"""

from storage.keys import errors, primitives


class SigningKey:
    """An Ed25519 key pair; its seed can be wiped, its public key stays."""

    def __init__(self, seed: bytes) -> None:
        self._seed = bytearray(seed)
        self.public_key = primitives.public_of(seed)

    @classmethod
    def fresh(cls) -> "SigningKey":
        """A key pair that nobody has yet."""
        return cls(primitives.random_bytes(primitives.KEY_BYTES))

    def sign(self, message: bytes) -> bytes:
        """64 bytes; KnownError `locked` after `wipe`."""
        return primitives.sign(self.seed(), message)

    def seed(self) -> bytearray:
        """The seed itself, for wrapping and for keys derived from it; KnownError `locked` after `wipe`."""
        if not self._seed:
            raise errors.locked()
        return self._seed

    def wipe(self) -> None:
        """Overwrite and forget the seed."""
        wipe(self._seed)


class Unlocked:
    """One person's access to an open store, from `Vault.unlock` to `close`.

    `user_id`, `name` and `public_key` are empty after unlocking with the recovery code: such access reads, rewraps and
    backs up, and signs nothing but as the device and, where the code has a key of its own, as that code.
    """

    def __init__(
        self,
        store_id: str,
        vault_key: bytes,
        device: SigningKey,
        person: tuple[str, str] = ("", ""),
        own: SigningKey | None = None,
        *,
        box_seed: bytes = b"",
        recovery: SigningKey | None = None,
        recovery_public_key: bytes = b"",
    ) -> None:
        self.store_id = store_id
        self.user_id, self.name = person
        self._vault_key = bytearray(vault_key)
        self._own = own
        self._box = bytearray(box_seed)
        self._device = device
        self._recovery = recovery
        self.recovery_public_key = recovery.public_key if recovery else recovery_public_key
        """The public part of the recovery code's own key; b"" for a code from before codes had one."""

    @property
    def public_key(self) -> bytes:
        """The user's Ed25519 public key, 32 bytes; empty without a user."""
        return self._own.public_key if self._own else b""

    def sign(self, message: bytes) -> bytes:
        """The user's signature; KnownError `locked`, or `cannot-sign` when opened with the recovery code."""
        if self._own is None:
            raise errors.cannot_sign()
        return self._own.sign(message)

    def recovery_sign(self, message: bytes) -> bytes:
        """The signature of the recovery code's own key; KnownError `cannot-sign` unless such a code opened it."""
        if self._recovery is None:
            raise errors.cannot_sign()
        return self._recovery.sign(message)

    @property
    def device_public_key(self) -> bytes:
        """The device's Ed25519 public key. Where the log's device has another one, a successor device must begin."""
        return self._device.public_key

    def device_sign(self, message: bytes) -> bytes:
        """The device's signature, 64 bytes."""
        return self._device.sign(message)

    @property
    def device_box_public_key(self) -> bytes:
        """The X25519 key others seal to when only this device may open (receipts by file, the site key's handover)."""
        return primitives.box_public_of(self._box_seed())

    def device_box_open(self, sealed: bytes, aad: bytes) -> bytes:
        """Open what was sealed to this device, or raise primitives.SealBrokenError."""
        return primitives.box_open(self._box_seed(), sealed, aad)

    @property
    def db_key(self) -> bytes:
        """The raw key of the database, 32 bytes."""
        return self._derived("cartella/db/1")

    @property
    def attachment_key(self) -> bytes:
        """The key that wraps the keys of attachments, 32 bytes."""
        return self._derived("cartella/attachments/1")

    @property
    def backup_key(self) -> bytes:
        """The key of backups, 32 bytes."""
        return self._derived("cartella/backup/1")

    def vault_key(self) -> bytearray:
        """The vault key itself; for storage.keys only."""
        if not self._vault_key:
            raise errors.locked()
        return self._vault_key

    def signing_seed(self) -> bytearray:
        """The user's seed, to be wrapped anew; for storage.keys only."""
        if self._own is None:
            raise errors.cannot_sign()
        return self._own.seed()

    def box_seed(self) -> bytearray:
        """The seed of the key to which a later vault key is sealed; empty before `Vault.take_over` made one. For
        storage.keys only.
        """
        return self._box

    def replace_device(self, device: SigningKey) -> None:
        """Sign as the successor from now on; for storage.keys only."""
        self._device.wipe()
        self._device = device

    def forget_signing_key(self) -> None:
        """The first half of locking: at once, while a running sync step may still finish with the store."""
        if self._own is not None:
            self._own.wipe()

    def close(self) -> None:
        """Wipe every key; may be called twice."""
        self.forget_signing_key()
        self._device.wipe()
        if self._recovery is not None:
            self._recovery.wipe()
        wipe(self._box)
        wipe(self._vault_key)

    def _derived(self, info: str) -> bytes:
        return primitives.hkdf(self.vault_key(), info)

    def _box_seed(self) -> bytes:
        return primitives.hkdf(self._device.seed(), "cartella/device-box/1")


def wipe(secret: bytearray) -> None:
    """Overwrite with zeros, then empty."""
    secret[:] = bytes(len(secret))
    secret.clear()
