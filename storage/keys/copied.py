"""Owns the look at a key file's bytes that are to be kept or were kept elsewhere (a backup's). Opens no slot."""

from typing import NamedTuple

from storage.keys.header import authenticate, parse_header
from storage.keys.kdf import KdfProfile
from storage.keys.unlocked import Unlocked

# Nothing is derived here, so a slot may be as weak as it likes; whoever unlocks with it applies the real floor.
_ANY = KdfProfile(memory_kib=8, iterations=1, lanes=1)


class CopiedKeys(NamedTuple):
    """Whose key file it is, under which vault key, and how often it was changed."""

    store: str
    epoch: int
    generation: int


def read_copied(raw: bytes, unlocked: Unlocked) -> CopiedKeys:
    """What a key file's bytes say, when somebody with the same vault key wrote exactly these.

    KnownError `keys-damaged` otherwise; `keys-newer`, `kdf-out-of-range`.
    """
    file = parse_header(raw, _ANY)
    authenticate(file, unlocked.vault_key())
    return CopiedKeys(file.header.store_id, file.header.epoch, file.header.generation)
