"""Owns what the device remembers of its log outside the database: a small file beside it, rewritten after each commit.

SQLite ends the recovery of a write-ahead log silently at the first damaged frame, so a database can open whole and
shorter. Only something outside it can say how many entries are missing. Knows no SQL; `compare` is pure.
"""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import msgspec

from storage.files import disk_errors, write_atomic

# One slot to a page: a write torn by a power cut damages one slot and never both.
_SLOT_BYTES = 4096
_MAGIC = b"CRTLANC1"
_DIGEST_BYTES = 32


class AnchorState(msgspec.Struct, frozen=True):
    """The head of one device's log. `hash` is its change's in hex, empty with none; `generation` counts writes."""

    machine: str
    device: str
    seq: int
    hash: str
    generation: int = 0


Kind = Literal["equal", "log-behind", "log-ahead", "other-machine", "other-device", "fork", "missing", "rolled-back"]


class AnchorVerdict(msgspec.Struct, frozen=True):
    """What the anchor says of the log; `entries` is by how many the log is behind or ahead, else 0.

    equal, log-ahead: go on (a crash between commit and anchor leaves the log ahead). log-behind: entries are lost from
    the file. other-machine, other-device, fork: this is a copy, a moved or a rolled-back store. In all of these the
    device may not append; a successor must begin. missing: the file was removed or both slots are damaged. rolled-back:
    this computer has seen more of the store than its whole folder holds (`storage.witness`).
    """

    kind: Kind
    entries: int = 0


class Anchor:
    """The anchor file of one store; one process writes it, under the store's lock."""

    def __init__(self, path: Path) -> None:
        self._path = path
        newest = self.read(path)
        self._generation = newest.generation if newest else 0

    @staticmethod
    def read(path: Path) -> AnchorState | None:
        """The newest slot that is whole, or None."""
        try:
            raw = path.read_bytes()
        except FileNotFoundError:
            return None
        states = (_open_slot(raw[start : start + _SLOT_BYTES]) for start in (0, _SLOT_BYTES))
        return max((state for state in states if state), key=lambda state: state.generation, default=None)

    def write(self, machine: str, device: str, seq: int, change_hash: str, *, durable: bool = False) -> AnchorState:
        """Remember the head after a commit; the other slot keeps the one before.

        Not synced by default. The commit itself was, so an anchor that a power cut sets back makes the log look ahead,
        which is normal; what is given up is to notice a loss inside the last seconds before that very cut, and what is
        saved is a second fsync (10-20 ms) on every field left. Killing the process loses nothing. `durable` syncs:
        use it on lock, close, backup and after each sync cycle.
        """
        state = AnchorState(machine, device, seq, change_hash, self._generation + 1)
        slot = _close_slot(state)
        if not self._path.exists():
            write_atomic(self._path, bytes(2 * _SLOT_BYTES))
        with disk_errors(self._path), self._path.open("r+b", buffering=0) as handle:
            handle.seek(state.generation % 2 * _SLOT_BYTES)
            handle.write(slot)
            if durable:
                os.fsync(handle.fileno())
        self._generation = state.generation
        return state


def compare(
    anchor: AnchorState | None, machine: str, device: str, log_seq: int, hash_at: Callable[[int], str | None]
) -> AnchorVerdict:
    """What the anchor says of a log that ends at `log_seq`; `hash_at(seq)` gives the log's hash there, None if absent.

    `machine` and `device` are the computer's and the log's own. The anchor's head must stand in the log with its hash.
    """
    if anchor is None:
        return AnchorVerdict("missing")
    if anchor.machine != machine:
        return AnchorVerdict("other-machine")
    # A log that lost even its first entry knows no device any more; that is loss, not somebody else's file.
    if anchor.device != device and (device or log_seq):
        return AnchorVerdict("other-device")
    if anchor.seq > log_seq:
        return AnchorVerdict("log-behind", anchor.seq - log_seq)
    if anchor.seq > 0 and hash_at(anchor.seq) != anchor.hash:
        return AnchorVerdict("fork")
    ahead = log_seq - anchor.seq
    return AnchorVerdict("log-ahead", ahead) if ahead else AnchorVerdict("equal")


def _close_slot(state: AnchorState) -> bytes:
    body = msgspec.json.encode(state)
    head = _MAGIC + len(body).to_bytes(4, "big") + body
    slot = head + hashlib.sha256(head).digest()
    if len(slot) > _SLOT_BYTES:
        raise ValueError("an anchor's slot holds 4 KiB")
    return slot


def _open_slot(raw: bytes) -> AnchorState | None:
    if raw[:8] != _MAGIC:
        return None
    end = 12 + int.from_bytes(raw[8:12], "big")
    if hashlib.sha256(raw[:end]).digest() != raw[end : end + _DIGEST_BYTES]:
        return None
    return msgspec.json.decode(raw[12:end], type=AnchorState)
