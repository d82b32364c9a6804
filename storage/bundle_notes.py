"""Owns what a workstation remembers of its bundles: those it wrote, which were answered, the invitation it took.

The list lies beside the database and holds counts and times, nothing of a child and no file's name; no part of the
log. The invitation, with its code, lies in the database until the reply to it has come.
"""

from pathlib import Path

import msgspec

from storage import meta
from storage.driver import Connection
from storage.files import write_atomic

FILE_NAME = "bundles.json"
KEPT = 50
_INVITATION = "invitation"


class BundleNote(msgspec.Struct, frozen=True, kw_only=True):
    """A bundle that was written; times in UTC ms. `answered`: when its reply, or a later one's, was imported.

    `received` and `number`: how many changes the reply brought, and the EDC's number after it. `enrols`: it asked to be
    let in.
    """

    id: str
    made: int
    changes: int
    files: int
    bytes: int
    enrols: bool = False
    answered: int | None = None
    received: int = 0
    number: int = 0


def read_bundles(folder: Path) -> tuple[BundleNote, ...]:
    """The bundles written here, the last one first; none where the list is missing or can't be read."""
    try:
        return msgspec.json.decode((folder / FILE_NAME).read_bytes(), type=tuple[BundleNote, ...])
    except (FileNotFoundError, msgspec.DecodeError, UnicodeDecodeError):
        return ()


def note_written(folder: Path, note: BundleNote) -> None:
    """One more was written."""
    _write(folder, (note, *read_bundles(folder))[:KEPT])


def note_answered(folder: Path, id_: str, at: int, received: int, number: int) -> None:
    """The reply to one of them was imported: whatever was written before it is answered with it."""
    kept, found = [], False
    for note in read_bundles(folder):
        found = found or note.id == id_
        if found and note.answered is None:
            mine = note.id == id_
            note = msgspec.structs.replace(  # noqa: PLW2901 - the note as it stands now
                note, answered=at, received=received if mine else 0, number=number if mine else 0
            )
        kept.append(note)
    _write(folder, tuple(kept))


def waiting_bundle(folder: Path, synced: int | None) -> BundleNote | None:
    """The last bundle written, when no reply to it has come and no sync over a line was complete since (UTC ms)."""
    last = next(iter(read_bundles(folder)), None)
    if last is None or last.answered is not None or (synced is not None and synced > last.made):
        return None
    return last


def keep_invitation(connection: Connection, data: bytes) -> None:
    """Keep the invitation whose fingerprint a person compared; b"" forgets it."""
    with connection.transaction():
        meta.put(connection, _INVITATION, data.hex())


def kept_invitation(connection: Connection) -> bytes:
    """The invitation that was taken up, b"" where there is none."""
    return bytes.fromhex(meta.get(connection, _INVITATION))


def _write(folder: Path, notes: tuple[BundleNote, ...]) -> None:
    write_atomic(folder / FILE_NAME, msgspec.json.encode(notes))
