"""Opens the recordings that a definition gives to central readers: whole here, without identity, sealed to the EDC.

Any other file stays sealed to its site. Writes plain bytes only where it is told to, and leaves none behind on error.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
import sqlalchemy as sa

from study.errors import KnownError
from sync.protocol.attachments import CENTRAL_INFO, PART_BYTES, PartAsked, is_file_name
from sync.server import tables as t
from sync.server.crypto import BoxBrokenError, EdcKey, open_chunks
from sync.server.files import FileLimits, Shelf


class CentralFile(msgspec.Struct, frozen=True):
    """A file whose key an entry seals to the EDC."""

    name: str = ""
    kind: str = ""
    size: int = 0
    digest: str = ""
    central: bytes = b""


class _Shown(msgspec.Struct, frozen=True):
    """What stands on a file's slot."""

    fact: str = ""


def central_files(connection: sa.Connection, site: str) -> list[CentralFile]:
    """Those of a site that it did not withdraw, in the order of their entries, whether their bytes are here or not."""
    return [file for file, stands in _given(connection, site) if stands]


def _given(connection: sa.Connection, site: str) -> Iterator[tuple[CentralFile, bool]]:
    """Every file that was ever given to central readers, and whether it stands in the record."""
    same = sa.and_(t.slot.c.site == t.entry.c.site, t.slot.c.kind == t.entry.c.kind, t.slot.c.key == t.entry.c.key)
    where = (t.entry.c.site == site, t.entry.c.kind == "attachment", t.entry.c.standing == "accepted")
    query = sa.select(t.entry.c.fact, t.slot.c.shown).join(t.slot, same).where(*where).order_by(t.entry.c.number)
    for fact, shown in connection.execute(query):
        file = msgspec.json.decode(fact, type=CentralFile)
        if file.central and is_file_name(file.name):
            yield file, shown is not None and msgspec.json.decode(shown, type=_Shown).fact == "attachmentadded"


def write_plain(connection: sa.Connection, site: str, name: str, key: EdcKey, target: Path) -> CentralFile:
    """Open one into a new file.

    KnownError `file-not-central`, `file-withdrawn`, `file-not-here`, `file-unreadable`, `file-there`.
    """
    found = [(file, stands) for file, stands in _given(connection, site) if file.name == name]
    file = next((file for file, stands in found if stands), None)
    if file is None and found:
        raise KnownError(
            "file-withdrawn",
            "The site withdrew this file from its record; it is not opened for central readers any more.",
            "该文件已被其中心从记录中撤回，不再向中心库人员开放。",
        )
    if file is None:
        raise KnownError(
            "file-not-central",
            "This file is sealed to its site alone; the centre can't open it.",
            "该文件仅对其中心封存，中心库无法打开。",
        )
    try:
        file_key = key.open_sealed(file.central, CENTRAL_INFO + name.encode())
        _write(open_chunks(file_key, _sealed(connection, site, name)), file.digest, target)
    except BoxBrokenError as error:
        raise KnownError(
            "file-unreadable",
            "The file does not open with the EDC's key, or is not the one its entry says. Nothing was written.",
            "该文件无法用中心库密钥打开，或与记录不符，未写出任何内容。",
        ) from error
    return file


def _write(parts: Iterator[bytes], expected: str, target: Path) -> None:
    digest = hashlib.sha256()
    try:
        out = target.open("xb")
    except FileExistsError as error:
        raise KnownError(
            "file-there",
            "A file of this name is there already; nothing was written.",
            "同名文件已存在，未写出任何内容。",
        ) from error
    with out:
        try:
            for part in parts:
                digest.update(part)
                out.write(part)
            out.flush()
            os.fsync(out.fileno())
            if digest.hexdigest() != expected:
                raise BoxBrokenError("another file")
        except BaseException:
            out.close()
            target.unlink()
            raise


def _sealed(connection: sa.Connection, site: str, name: str) -> Iterator[bytes]:
    """The sealed bytes, a part at a time."""
    shelf, offset = Shelf(connection, site, FileLimits()), 0
    while data := shelf.give(PartAsked(name=name, offset=offset, length=PART_BYTES)).data:
        yield data
        offset += len(data)
