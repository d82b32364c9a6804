"""Owns what the database remembers of its key file: the latest version and vault key seen, and who was removed since.

Only a database that somebody unlocked can say that a key file is an old one: the file itself is whole. Reads and
writes a few named values; must not open the key file.
"""

from typing import NamedTuple

from storage import meta
from storage.driver import Connection
from storage.keys import errors

_GENERATION, _EPOCH, _REMOVED, _DRILLED = "keys_generation", "keys_epoch", "keys_removed", "recovery_drilled"


class KeyMemory(NamedTuple):
    """`generation` and `epoch` are the highest seen, 0 for none; `removed`: who left since the vault key was made.

    `drilled`: when the recovery code was last tried and opened (UTC ms), None for never with this code.
    """

    generation: int
    epoch: int
    removed: tuple[str, ...]
    drilled: int | None = None


def key_memory(connection: Connection) -> KeyMemory:
    """What the database remembers."""
    removed = tuple(name for name in meta.get(connection, _REMOVED).split("\n") if name)
    drilled = meta.get(connection, _DRILLED)
    return KeyMemory(
        int(meta.get(connection, _GENERATION, "0")),
        int(meta.get(connection, _EPOCH, "0")),
        removed,
        int(drilled) if drilled else None,
    )


def check_key_file(connection: Connection, generation: int) -> None:
    """Raise KnownError `keys-put-back` when a later key file than this one was seen."""
    seen = key_memory(connection).generation
    if generation < seen:
        raise errors.keys_put_back(seen, generation)


def remember_key_file(connection: Connection, generation: int, epoch: int) -> bool:
    """Remember a key file that was just unlocked or written; True when its vault key is another than before.

    A new vault key ends the memory of who was removed: what they may have copied opens nothing that came after.
    """
    before = key_memory(connection)
    if (before.generation, before.epoch) == (generation, epoch):
        return False
    renewed = before.epoch not in (0, epoch)
    with connection.transaction():
        meta.put(connection, _GENERATION, str(max(generation, before.generation)))
        meta.put(connection, _EPOCH, str(epoch))
        if renewed:
            meta.put(connection, _REMOVED, "")
            meta.put(connection, _DRILLED, "")
    return renewed


def remember_removed(connection: Connection, name: str) -> None:
    """Somebody who held the present vault key was removed: it should be renewed."""
    names = (*key_memory(connection).removed, name.replace("\n", " "))
    with connection.transaction():
        meta.put(connection, _REMOVED, "\n".join(dict.fromkeys(names)))


def remember_drill(connection: Connection, at: int | None) -> None:
    """The recovery code was tried and opened, or (None) is another one from now on."""
    with connection.transaction():
        meta.put(connection, _DRILLED, "" if at is None else str(at))
