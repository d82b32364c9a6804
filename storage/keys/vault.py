"""Owns keys.json beside the database: who can unlock, and every change of that. Never touches the database itself.

A change is written so that at any moment a whole key file exists: the old bytes go to keys.previous.json, the new ones
replace keys.json, are read back and opened, and only then does the copy become the new ones too (so that an old
passphrase or a removed user can't open the copy either). A caller holds the store's lock.
"""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import NamedTuple

import msgspec

from storage.files import disk_errors, no_step, read_file, write_atomic
from storage.keys import errors, passphrase, primitives, slots
from storage.keys.attempts import UNKNOWN, Attempts, Clock, monotonic_clock, system_clock
from storage.keys.codes import parse_recovery_code
from storage.keys.header import (
    CURRENT_NAME,
    FORMAT,
    PREVIOUS_NAME,
    AnyUserSlot,
    FirstUserSlot,
    Header,
    KeyFile,
    UserSlot,
    authenticate,
    close_header,
    parse_header,
)
from storage.keys.kdf import FLOOR, KdfProfile, PassphraseKeys, check_profile
from storage.keys.renewal import Renewed, renew
from storage.keys.unlocked import SigningKey, Unlocked
from study.errors import KnownError

DAMAGED_NAME = "keys.damaged.json"

Step = Callable[[str], None]


class NewUser(NamedTuple):
    """Somebody who shall be able to unlock."""

    user_id: str
    name: str
    passphrase: str


class VaultUser(NamedTuple):
    """What can be known of a user before anybody unlocks."""

    user_id: str
    name: str
    public_key: bytes


class Vault:
    """The key file of one store. Get one from `open_vault`."""

    def __init__(
        self, folder: Path, raw: bytes, attempts: Attempts, *, floor: KdfProfile, clock: Clock, at_step: Step
    ) -> None:
        self._folder = folder
        self._raw = raw
        self._file = parse_header(raw, floor)
        self._floor = floor
        self._clock = clock
        self._step = at_step
        self._behind: tuple[str, PassphraseKeys, slots.Opened] | None = None
        self.attempts = attempts

    @property
    def store_id(self) -> str:
        """The UUID of the store, given at its creation."""
        return self._header.store_id

    @property
    def generation(self) -> int:
        """Grows with every change. The database remembers the highest seen: a lower one is an old file put back."""
        return self._header.generation

    @property
    def epoch(self) -> int:
        """Grows with every new vault key."""
        return self._header.epoch

    @property
    def users(self) -> tuple[VaultUser, ...]:
        """Who can unlock, in the order they were added. Shown to be unaltered only once somebody has unlocked."""
        return tuple(VaultUser(slot.user_id, slot.name, slot.public_key) for slot in self._header.users)

    @property
    def recovery_since(self) -> int:
        """When the recovery code in force was made, UTC ms."""
        return self._header.recovery.created

    @property
    def recovery_public_key(self) -> bytes:
        """The public part of the recovery code's own key; b"" for a code from before codes had one."""
        return self._header.recovery_public_key

    @property
    def not_renewable(self) -> tuple[VaultUser, ...]:
        """Who has to unlock once before the vault key can be renewed without them: their slot is of format 1."""
        behind = (slot for slot in self._header.users if isinstance(slot, FirstUserSlot))
        return tuple(VaultUser(slot.user_id, slot.name, slot.public_key) for slot in behind)

    def unlock(self, user_id: str, typed: str) -> Unlocked:
        """Unlock with a passphrase; takes the derivation's time (about a second), so never on the UI's thread.

        KnownError `wrong-passphrase` (also for an unknown user, after the same work), `unlock-wait`, `keys-damaged`.
        """
        slot = self._header.user(user_id)
        counted = user_id if slot else UNKNOWN
        self.attempts.check(counted)
        self.attempts.begin(counted)
        keys = slots.try_passphrase(slot, self._header.users[0], typed)
        if slot is None or keys is None:
            raise errors.wrong_passphrase()
        self.attempts.succeeded(user_id)
        opened = slots.open_user_slot(self._header, slot, keys)
        unlocked = self._unlocked(opened.vault_key, slot, opened)
        self._behind = (user_id, keys, opened) if slots.is_behind(slot) else None
        return unlocked

    def take_over(self) -> bool:
        """After an unlock, under the store's lock: let the user's slot hold what was handed to them, and a box key.

        False when there was nothing to take over.
        """
        if self._behind is None:
            return False
        (user_id, keys, opened), self._behind = self._behind, None
        slot = slots.renewed_slot(self._header, self._require(user_id), keys, opened)
        self._write(self._with_slot(slot), opened.vault_key)
        if slots.open_user_slot(self._header, slot, keys).vault_key != opened.vault_key:
            raise errors.keys_damaged()
        self._settle()
        return True

    def unlock_with_recovery(self, typed: str) -> Unlocked:
        """Unlock with the printed code. The result signs for nobody; use it to give a user a new passphrase.

        KnownError `code-mistyped`, `wrong-recovery-code`, `keys-damaged`. Not slowed down: 160 bits are not guessed.
        """
        opened = slots.open_recovery_slot(self._header, parse_recovery_code(typed))
        recovery = SigningKey(opened.signing_seed) if opened.signing_seed else None
        if recovery is not None and recovery.public_key != self.recovery_public_key:
            raise errors.keys_damaged()
        return self._unlocked(opened.vault_key, recovery=recovery)

    def add_user(self, unlocked: Unlocked, new: NewUser, profile: KdfProfile | None = None) -> bytes:
        """Let one more person unlock; returns the new user's public key. KnownError `user-exists`, `passphrase-...`."""
        if self._header.user(new.user_id):
            raise errors.user_exists()
        return self._set_user(unlocked, new, primitives.random_bytes(primitives.KEY_BYTES), profile)

    def remove_user(self, unlocked: Unlocked, user_id: str) -> None:
        """Take a user's slot away. Whoever copied the files before still has the vault key: offer rotation."""
        self._require(user_id)
        rest = tuple(slot for slot in self._header.users if slot.user_id != user_id)
        if not rest:
            raise errors.last_user()
        self._write(msgspec.structs.replace(self._header, users=rest), unlocked.vault_key())
        self._settle()

    def change_passphrase(self, user_id: str, old: str, new: str, profile: KdfProfile | None = None) -> None:
        """Rewrap one user's two keys under a new passphrase; neither they nor the database change.

        Checks the old passphrase like an unlock, slowing down included.
        """
        slot = self._header.user(user_id)
        passphrase.check(new, user_id, slot.name if slot else "")
        unlocked = self.unlock(user_id, old)
        try:
            self._set_user(unlocked, NewUser(user_id, unlocked.name, new), unlocked.signing_seed(), profile)
        finally:
            unlocked.close()

    def reset_passphrase(self, unlocked: Unlocked, user_id: str, new: str, profile: KdfProfile | None = None) -> bytes:
        """A new passphrase for somebody who lost theirs, and with it a new signing key; returns its public key.

        The old signing key can't be recovered by anyone. The caller makes the change that certifies the new one.
        """
        slot = self._require(user_id)
        seed = primitives.random_bytes(primitives.KEY_BYTES)
        public_key = self._set_user(unlocked, NewUser(user_id, slot.name, new), seed, profile)
        self.attempts.forgive(user_id)
        return public_key

    def set_recovery_code(self, unlocked: Unlocked, printed: str, key: SigningKey | None = None) -> None:
        """Let a new code (`fresh_recovery_code`, printed and typed back) open the store; the old one no longer does.

        `key`: the code's own, whose public part the log was told first; a fresh one unless given.
        """
        code = parse_recovery_code(printed)
        seed = (key or SigningKey.fresh()).seed()
        slot = slots.make_recovery_slot(self._header, code, unlocked.vault_key(), seed, self._clock())
        self._write(msgspec.structs.replace(self._header, recovery=slot), unlocked.vault_key())
        slots.open_recovery_slot(self._header, code)
        self._settle()

    def restore(self, unlocked: Unlocked, above: int, keep: Collection[str]) -> None:
        """Let this file be in force again although the database has seen a later one: its generation goes `above`, and
        only the slots of these users stay.
        """
        users = tuple(slot for slot in self._header.users if slot.user_id in keep)
        if not users:
            raise errors.last_user()
        header = msgspec.structs.replace(self._header, users=users, generation=max(above, self.generation))
        self._write(header, unlocked.vault_key())
        self._settle()

    def renewed(self, unlocked: Unlocked, printed: str, leave: Collection[str] = ()) -> Renewed:
        """The key file with a new vault key, not yet written: `storage.rotation` puts it in place with the database.

        Everybody but `leave` gets the new key without their passphrase. KnownError `renewal-needs-unlock`, `last-user`.
        """
        authenticate(self._file, unlocked.vault_key())
        made = renew(self._header, unlocked, parse_recovery_code(printed), leave, self._clock())
        authenticate(parse_header(made.raw, self._floor), made.vault_key)
        return made

    def new_device_key(self, unlocked: Unlocked) -> bytes:
        """A key for the successor device; returns its public key, and `unlocked` signs with it from now on.

        A process killed between this and the log's "device begun" leaves a key that the log does not know: on opening,
        begin the successor with it.
        """
        slot = slots.make_device_slot(self._header, unlocked.vault_key(), self._clock())
        self._write(msgspec.structs.replace(self._header, device=slot), unlocked.vault_key())
        unlocked.replace_device(SigningKey(slots.open_device_slot(self._header, unlocked.vault_key())))
        self._settle()
        return slot.public_key

    @property
    def _header(self) -> Header:
        return self._file.header

    def _require(self, user_id: str) -> AnyUserSlot:
        slot = self._header.user(user_id)
        if slot is None:
            raise errors.user_unknown()
        return slot

    def _unlocked(
        self,
        vault_key: bytes,
        slot: AnyUserSlot | None = None,
        opened: slots.Opened | None = None,
        recovery: SigningKey | None = None,
    ) -> Unlocked:
        authenticate(self._file, vault_key)
        device = SigningKey(slots.open_device_slot(self._header, vault_key))
        if slot is None or opened is None:
            return Unlocked(self.store_id, vault_key, device, recovery=recovery)
        own = SigningKey(opened.signing_seed)
        if own.public_key != slot.public_key:
            raise errors.keys_damaged()
        return Unlocked(
            self.store_id, vault_key, device, (slot.user_id, slot.name), own, box_seed=opened.box_seed,
            recovery_public_key=self.recovery_public_key,
        )  # fmt: skip

    def _set_user(self, unlocked: Unlocked, new: NewUser, seed: primitives.Secret, profile: KdfProfile | None) -> bytes:
        """Put the slot in the place of the user's old one, or at the end; then open it as the next unlock will."""
        passphrase.check(new.passphrase, new.user_id, new.name)
        kdf = _strongest(profile or self._floor, *(each.kdf for each in self._header.users))
        check_profile(kdf, self._floor)
        opened = slots.new_opened(unlocked.vault_key(), seed)
        person = (new.user_id, new.name)
        slot = slots.make_user_slot(self._header, person, new.passphrase, kdf=kdf, opened=opened, at=self._clock())
        self._write(self._with_slot(slot), unlocked.vault_key())
        keys = slots.try_passphrase(self._require(new.user_id), slot, new.passphrase)
        if keys is None or slots.open_user_slot(self._header, self._require(new.user_id), keys) != opened:
            raise errors.keys_damaged()
        self._settle()
        return slot.public_key

    def _with_slot(self, slot: UserSlot) -> Header:
        """The header with the slot in the place of its user's old one, or at the end."""
        known = self._header.user(slot.user_id) is not None
        users = tuple(slot if each.user_id == slot.user_id else each for each in self._header.users)
        return msgspec.structs.replace(self._header, users=users if known else (*users, slot))

    def _write(self, header: Header, vault_key: primitives.Secret) -> None:
        """The old bytes to the copy, the new bytes in place, read back and authenticated."""
        authenticate(self._file, vault_key)
        if read_file(self._folder / CURRENT_NAME) != self._raw:
            raise errors.keys_changed()
        header = msgspec.structs.replace(header, format=FORMAT, generation=header.generation + 1)
        raw = close_header(header, vault_key)
        write_atomic(self._folder / PREVIOUS_NAME, self._raw, self._step)
        write_atomic(self._folder / CURRENT_NAME, raw, self._step)
        self._file = read_back(self._folder, self._floor, vault_key)
        self._raw = raw

    def _settle(self) -> None:
        write_atomic(self._folder / PREVIOUS_NAME, self._raw, self._step)


def open_vault(
    folder: Path,
    *,
    clock: Clock = system_clock,
    ticks: Clock = monotonic_clock,
    floor: KdfProfile = FLOOR,
    mirror: Path | None = None,
    at_step: Step = no_step,
) -> Vault:
    """The vault of the store in `folder`, still locked. Parameters under `floor` are refused.

    `mirror` is a folder outside the store's, where the counter of failed unlocks stands a second time.

    KnownError `no-vault`, `keys-damaged`, `keys-newer`, `kdf-out-of-range`. Never falls back to the kept copy by
    itself: an old copy may let a removed user in, so a person decides (`use_kept_keys`).
    """
    raw = read_file(folder / CURRENT_NAME)
    if raw is None:
        raise errors.keys_damaged() if (folder / PREVIOUS_NAME).exists() else errors.no_vault()
    header = parse_header(raw, floor).header
    attempts = Attempts(folder, header.attempts_key, clock, mirror_of(mirror, header), ticks=ticks)
    return Vault(folder, raw, attempts, floor=floor, clock=clock, at_step=at_step)


def use_kept_keys(folder: Path, *, floor: KdfProfile = FLOOR) -> None:
    """Put the kept copy of the key file in the place of a damaged one, which stays as keys.damaged.json.

    A person decides this. KnownError `keys-damaged` when there is no whole copy either, `keys-whole` when the file is
    not damaged at all, `no-vault`.
    """
    damaged, raw = read_file(folder / CURRENT_NAME), read_file(folder / PREVIOUS_NAME)
    if damaged is None and raw is None:
        raise errors.no_vault()
    if damaged is not None and _is_whole(damaged, floor):
        raise errors.keys_whole()
    if raw is None:
        raise errors.keys_damaged()
    parse_header(raw, floor)
    if damaged is not None:
        write_atomic(folder / DAMAGED_NAME, damaged)
    write_atomic(folder / CURRENT_NAME, raw)


def _is_whole(raw: bytes, floor: KdfProfile) -> bool:
    try:
        parse_header(raw, floor)
    except KnownError as error:
        return error.code != "keys-damaged"
    return True


def mirror_of(mirror: Path | None, header: Header) -> Path | None:
    """The second counter's file: by the store's id, so that a copied folder does not begin a new one."""
    return mirror / f"{header.store_id}.json" if mirror else None


def read_back(folder: Path, floor: KdfProfile, vault_key: primitives.Secret) -> KeyFile:
    """The key file as it stands on the disk, shown to be unaltered. KnownError `keys-damaged`."""
    with disk_errors(folder / CURRENT_NAME):
        file = parse_header((folder / CURRENT_NAME).read_bytes(), floor)
    authenticate(file, vault_key)
    return file


def _strongest(*profiles: KdfProfile) -> KdfProfile:
    """Each parameter at its highest: a new slot is never weaker than the store's others."""
    return KdfProfile(*(max(values) for values in zip(*map(msgspec.structs.astuple, profiles), strict=True)))
