"""Owns which sealed files the log names, by whom, whether each is here and whole, or at the centre. Reads only."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from storage import meta
from storage.arriving import ASIDE
from storage.at_centre import at_centre
from storage.driver import Connection
from storage.files import disk_errors
from storage.projection import read_fact
from storage.watch import UNWATCHED, Watch
from study.changes.envelope import UnknownFact, decode, facts_of
from study.changes.facts import AttachmentAdded, DeviceBegun, Fact

Standing = Literal["whole", "missing", "damaged", "waiting", "centre"]
_READ_AT_ONCE = 1 << 20


class Named(NamedTuple):
    """A sealed file that an entry of the log names; `here` is False when another workstation sealed it.

    `at_centre`: the EDC said that it has all of it.
    """

    name: str
    size: int
    device: str
    seq: int
    here: bool
    at_centre: bool = False


class FiledReader:
    """What a reader says of sealed files."""

    _db: Connection

    def files(self) -> list[Named]:
        """Every sealed file that an entry names, each once, in the order of the entries' identifiers.

        From the projection, and so quick; what must not depend on it takes `named`.
        """
        rows = self._db.rows(
            "SELECT change.device, change.seq, entry.fact FROM entry JOIN change ON change.id = entry.change "
            "WHERE entry.slot_kind = 'attachment' ORDER BY entry.change, entry.position"
        )
        facts = ((device, seq, read_fact(fact)) for device, seq, fact in rows)
        return _each_once(self._db, facts, _own_devices(self._db, projected=True))

    def is_at_centre(self, name: str) -> bool:
        """Whether the EDC said that it has all of a file."""
        return name in at_centre(self._db)


def named(connection: Connection) -> list[Named]:
    """Every sealed file of the log, each once, in the order received.

    A file is this workstation's own when its device sealed it, or a device that this one goes on from.
    """
    # The entries' bytes and not the projection: what is to be kept must not depend on what can be lost.
    rows = connection.rows(
        "SELECT device, seq, body FROM change WHERE instr(body, CAST('attachmentadded' AS BLOB)) ORDER BY received"
    )
    facts = ((device, seq, fact) for device, seq, body in rows for fact in facts_of(decode(body)))
    return _each_once(connection, facts, _own_devices(connection))


def _each_once(
    connection: Connection, facts: Iterable[tuple[str, int, Fact | UnknownFact]], own: set[str]
) -> list[Named]:
    found: dict[str, Named] = {}
    centre = at_centre(connection)
    for device, seq, fact in facts:
        if isinstance(fact, AttachmentAdded):
            made = Named(fact.name, fact.sealed_size, device, seq, device in own, fact.name in centre)
            found.setdefault(fact.name, made)
    return list(found.values())


def goes_on(connection: Connection) -> bool:
    """Whether this device goes on from another one, whose missing entries may still come back."""
    return len(_own_devices(connection)) > 1


def standing(folder: Path, files: Iterable[Named], watch: Watch = UNWATCHED) -> dict[str, Standing]:
    """How each of these stands in a folder of sealed files, by reading every byte of it."""
    files = list(files)
    total, done = sum(file.size for file in files), 0
    stand: dict[str, Standing] = {}
    for file in files:
        stand[file.name] = _standing(folder / file.name, file)
        done += file.size
        watch.says("attachments", done, total)
    return stand


def sha256_of(path: Path, watch: Watch = UNWATCHED, step: str = "") -> str:
    """The SHA-256 of a file in hex."""
    digest, done = hashlib.sha256(), 0
    with disk_errors(path), path.open("rb") as handle:
        total = path.stat().st_size
        while part := handle.read(_READ_AT_ONCE):
            digest.update(part)
            done += len(part)
            watch.says(step, done, total)
    return digest.hexdigest()


def _standing(path: Path, file: Named) -> Standing:
    if not path.is_file():
        if path.with_name(path.name + ASIDE).is_file():
            return "damaged"
        return "centre" if file.at_centre else "missing" if file.here else "waiting"
    return "whole" if sha256_of(path) == file.name else "damaged"


def _own_devices(connection: Connection, *, projected: bool = False) -> set[str]:
    """This device and all it goes on from."""
    before: dict[str, str] = {}
    for device, fact in _begun(connection) if projected else _begun_in_log(connection):
        if isinstance(fact, DeviceBegun) and fact.device == device:
            before[device] = fact.predecessor
    own: set[str] = set()
    device = meta.get(connection, "device")
    while device and device not in own:
        own.add(device)
        device = before.get(device, "")
    return own


def _begun_in_log(connection: Connection) -> Iterator[tuple[str, Fact | UnknownFact]]:
    for device, body in connection.rows("SELECT device, body FROM change WHERE seq = 1"):
        for fact in facts_of(decode(body)):
            yield device, fact


def _begun(connection: Connection) -> Iterator[tuple[str, Fact | UnknownFact]]:
    rows = connection.rows("SELECT slot_key, fact FROM entry WHERE slot_kind = 'device' AND kind = 'devicebegun'")
    return ((device, read_fact(fact)) for device, fact in rows)
