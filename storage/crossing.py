"""Owns a store's sealed files as the sync needs them: what is named, the bytes, the notes of what is at the centre."""

from collections.abc import Callable, Mapping, Sequence

from storage.arriving import Arriving
from storage.at_centre import lose_at_centre, note_at_centre
from storage.attached import Named
from storage.attachments import FOLDER_NAME, Attachments
from storage.read import Reader
from storage.set_aside import aside, in_vain, put_aside
from storage.store import Store


def _here(job: Callable[[], None]) -> None:
    job()


class SealedFiles:
    """Reads through `reader` on the caller's thread; `write` runs a job where the store may be written."""

    def __init__(self, store: Store, reader: Reader, write: Callable[[Callable[[], None]], None] = _here) -> None:
        self._store = store
        self._reader = reader
        self._write = write
        self._folder = store.folder / FOLDER_NAME
        self._files = Attachments(self._folder)

    def named(self) -> list[Named]:
        return self._reader.files()

    def has(self, name: str) -> bool:
        return self._files.has(name)

    def check(self, name: str) -> None:
        self._files.verify(name)

    def sealed_bytes(self, name: str, offset: int, length: int) -> bytes:
        return self._files.sealed_bytes(name, offset, length)

    def arriving(self, name: str, size: int) -> Arriving:
        return self._files.arriving(name, size)

    def damaged(self) -> Mapping[str, int]:
        return aside(self._folder)

    def put_aside(self, name: str) -> bool:
        return put_aside(self._folder, name)

    def in_vain(self, name: str, now: int) -> None:
        in_vain(self._folder, name, now)

    def now_at_centre(self, names: Sequence[str]) -> None:
        self._write(lambda: note_at_centre(self._store.connection, names))

    def not_at_centre(self, names: Sequence[str]) -> None:
        self._write(lambda: lose_at_centre(self._store.connection, names))
