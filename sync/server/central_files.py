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


def central_files(connection: sa.Connection, site: str) -> list[CentralFile]:
    """Those of a site, in the order of their entries, whether their bytes are here or not."""
    where = (t.entry.c.site == site, t.entry.c.kind == "attachment", t.entry.c.standing == "accepted")
    facts = connection.execute(sa.select(t.entry.c.fact).where(*where).order_by(t.entry.c.number)).scalars()
    said = (msgspec.json.decode(fact, type=CentralFile) for fact in facts)
    return [file for file in said if file.central and is_file_name(file.name)]


def write_plain(connection: sa.Connection, site: str, name: str, key: EdcKey, target: Path) -> CentralFile:
    """Open one into a new file. KnownError `file-not-central`, `file-not-here`, `file-unreadable`, `file-there`."""
    file = next((file for file in central_files(connection, site) if file.name == name), None)
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
