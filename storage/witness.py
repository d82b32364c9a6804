"""Owns what stands outside the database about how far its log got: the anchor beside it, and a second one elsewhere.

Who can put a whole folder back to an earlier day puts its anchor back too. The second one lies in a folder of this
computer that is not the store's (like the second counter of failed unlocks), one file to each place the store was
written at. It must never stop anybody from writing: where an account may keep none, the first has to do.
"""

import hashlib
import logging
from pathlib import Path

from storage import meta
from storage.anchor import Anchor, AnchorState, AnchorVerdict, compare
from storage.driver import Connection
from storage.log import Tip, hash_at, tip
from storage.machine import machine_id
from study.errors import KnownError

ANCHOR_NAME = "anchor.bin"
_LOGGER = logging.getLogger("cartella.storage")


class Witness:
    """The anchors of one store. `outside`: the folder of the second ones on this computer, None for none."""

    def __init__(self, folder: Path, store_id: str, connection: Connection, outside: Path | None = None) -> None:
        self._db = connection
        self._machine = machine_id(store_id)
        self._path = folder / ANCHOR_NAME
        self.anchor = Anchor(self._path)
        self._elsewhere = outside / store_id if outside else None
        place = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
        self._outside = self._elsewhere / f"{place}.bin" if self._elsewhere else None

    def verdict(self) -> AnchorVerdict:
        """What the anchors say of the log now; the one outside is asked when the one beside it finds nothing amiss."""
        device = meta.get(self._db, "device")
        beside = compare(
            Anchor.read(self._path), self._machine, device, tip(self._db, device).seq,
            lambda seq: hash_at(self._db, device, seq),
        )  # fmt: skip
        return beside if beside.kind not in ("equal", "log-ahead") else self._seen_outside(device) or beside

    def write(self, *, durable: bool) -> None:
        """Remember the head of the log after a commit."""
        device = meta.get(self._db, "device")
        last = tip(self._db, device)
        self.anchor.write(self._machine, device, last.seq, last.hash, durable=durable)
        if self._outside is not None:
            self._write_outside(self._outside, device, last, durable)

    def _write_outside(self, path: Path, device: str, last: Tip, durable: bool) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            Anchor(path).write(self._machine, device, last.seq, last.hash, durable=durable)
        except (OSError, KnownError) as error:
            _LOGGER.warning("no second anchor: %s", type(error).__name__)

    def _seen_outside(self, device: str) -> AnchorVerdict | None:
        """What this computer has seen of the store, here or in another folder, and the log does not hold."""
        if self._elsewhere is None or self._outside is None:
            return None
        here, seen = _read(self._outside, self._machine), tip(self._db, device).seq
        if here is not None and (missing := self._missing(here)) is not None:
            return missing
        others = (_read(path, self._machine) for path in sorted(self._elsewhere.glob("*.bin")))
        ahead = [state.seq - seen for state in others if state is not None and state.device == device]
        return AnchorVerdict("rolled-back", max(ahead)) if max(ahead, default=0) > 0 else None

    def _missing(self, state: AnchorState) -> AnchorVerdict | None:
        """What was last written at this very place must stand in the log, whichever device wrote it."""
        found = hash_at(self._db, state.device, state.seq)
        if not state.seq or found == state.hash:
            return None
        if found is not None:
            return AnchorVerdict("fork")
        return AnchorVerdict("rolled-back", state.seq - tip(self._db, state.device).seq)


def _read(path: Path, machine: str) -> AnchorState | None:
    """What a file says; nothing where this account has none, or it was written on another computer."""
    try:
        state = Anchor.read(path)
    except OSError:
        return None
    return state if state is not None and state.machine == machine else None
