"""Owns which sealed files the log names, by whom, and whether each is here and whole. Reads only."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, NamedTuple

from storage import meta
from storage.driver import Connection
from storage.files import disk_errors
from storage.watch import UNWATCHED, Watch
from study.changes.envelope import decode, facts_of
from study.changes.facts import AttachmentAdded, DeviceBegun

Standing = Literal["whole", "missing", "damaged", "waiting"]
_READ_AT_ONCE = 1 << 20


class Named(NamedTuple):
    """A sealed file that an entry of the log names; `here` is False when another workstation sealed it."""

    name: str
    size: int
    device: str
    seq: int
    here: bool


def named(connection: Connection) -> list[Named]:
    """Every sealed file of the log, each once, in the order received.

    A file is this workstation's own when its device sealed it, or a device that this one goes on from.
    """
    found: dict[str, Named] = {}
    own = _own_devices(connection)
    # The entries' bytes and not the projection: what is to be kept must not depend on what can be lost.
    rows = connection.rows(
        "SELECT device, seq, body FROM change WHERE instr(body, CAST('attachmentadded' AS BLOB)) ORDER BY received"
    )
    for device, seq, body in rows:
        for fact in facts_of(decode(body)):
            if isinstance(fact, AttachmentAdded):
                found.setdefault(fact.name, Named(fact.name, fact.sealed_size, device, seq, device in own))
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
        return "missing" if file.here else "waiting"
    return "whole" if sha256_of(path) == file.name else "damaged"


def _own_devices(connection: Connection) -> set[str]:
    """This device and all it goes on from."""
    before: dict[str, str] = {}
    for device, body in connection.rows("SELECT device, body FROM change WHERE seq = 1"):
        for fact in facts_of(decode(body)):
            if isinstance(fact, DeviceBegun) and fact.device == device:
                before[device] = fact.predecessor
    own: set[str] = set()
    device = meta.get(connection, "device")
    while device and device not in own:
        own.add(device)
        device = before.get(device, "")
    return own
