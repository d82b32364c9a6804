"""Owns entries and settled slots inside one writing transaction: `study.state.apply.Slots` in SQL.

What is touched is read once, kept in memory, and written by `flush`, each slot once. Decides nothing itself.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import msgspec

from storage import meta
from storage.driver import Connection, Row
from storage.log_rows import LogRows, chunks, marks
from storage.projection import STATE_SUM, entry_row, read_fact, slot_row, state_sum
from study.changes.facts import StudyAdopted
from study.state.digest import combine
from study.state.settle import Entry, Placing, Settled
from study.state.slots import STUDY_DATA, Slot

_ADD = f"INSERT INTO entry VALUES ({', '.join('?' * 16)})"
_PLACE = "UPDATE entry SET number = ?, standing = ? WHERE change = ?"
_PUT = f"INSERT OR REPLACE INTO slot VALUES ({', '.join('?' * 13)})"


class SqlSlots:
    """The caller holds the transaction and ends with `flush`. `log` holds the EDC's own answers."""

    def __init__(self, connection: Connection, log: LogRows | None = None) -> None:
        self._db = connection
        self.log = log or LogRows(connection)
        self._entries: dict[Slot, dict[tuple[str, int], Entry]] = {}
        self._slots_of: dict[str, dict[Slot, None]] = {}
        self._to_add: dict[tuple[Slot, str, int], None] = {}
        self._to_place: dict[str, Placing] = {}
        self._to_put: dict[Slot, Settled] = {}

    def read_ahead(self, slots: Iterable[Slot], changes: Iterable[str] = ()) -> None:
        """Ask for all of these at once, and for the slots of changes; what is asked for one by one is then known."""
        names = list(changes)
        self._read_slots_of(names)
        self._read_slots({*slots, *(slot for name in names for slot in self._slots_of[name])})

    def add(self, entries: Sequence[tuple[Slot, Entry]]) -> None:
        """Keep each entry once."""
        self._read_slots(slot for slot, _ in entries)
        self._read_slots_of(entry.change for _, entry in entries)
        for slot, entry in entries:
            place = (entry.change, entry.index)
            if place not in self._entries[slot]:
                self._entries[slot][place] = entry
                self._slots_of[entry.change][slot] = None
                self._to_add[slot, *place] = None

    def entries(self, slot: Slot) -> Sequence[Entry]:
        """All entries of a slot."""
        self._read_slots((slot,))
        return tuple(self._entries[slot].values())

    def entries_of(self, slots: Collection[Slot]) -> Mapping[Slot, Sequence[Entry]]:
        """The same of several slots."""
        self._read_slots(slots)
        return {slot: tuple(self._entries[slot].values()) for slot in slots}

    def put(self, settled: Mapping[Slot, Settled]) -> None:
        """Keep the settled states, and their shares in the state hash.

        However a version of the study came, from here on new changes name it.
        """
        self._to_put.update(settled)
        for state in settled.values():
            shown = state.shown.fact if state.shown else None
            if isinstance(shown, StudyAdopted):
                meta.put(self._db, "study_version", shown.version)
                meta.put(self._db, "study_digest", shown.digest)

    def slots_of(self, change: str) -> Sequence[Slot]:
        """The slots on which a change has entries."""
        self._read_slots_of((change,))
        return tuple(self._slots_of[change])

    def place(self, change: str, placing: Placing) -> None:
        """Keep where a change stands, on its entries."""
        slots = self.slots_of(change)
        self._read_slots(slots)
        for slot in slots:
            entries = self._entries[slot]
            for place, entry in entries.items():
                if entry.change == change and entry.placing != placing:
                    entries[place] = msgspec.structs.replace(entry, placing=placing)
                    if (slot, *place) not in self._to_add:
                        self._to_place[change] = placing

    def placed(self, change: str) -> Placing | None:
        """The EDC's own answer, which stands beside the log."""
        return self.log.placed(change)

    def answered(self, change: str, placing: Placing) -> None:
        """Keep the EDC's own answer beside the log."""
        self.log.answered(change, placing)

    def flush(self) -> None:
        """Write what stands in memory only, the log's rows too."""
        self.log.flush()
        added = [entry_row(slot, self._entries[slot][change, index]) for slot, change, index in self._to_add]
        self._db.run_many(_ADD, added)
        self._db.run_many(_PLACE, [(at.number, at.standing, change) for change, at in self._to_place.items()])
        self._write_slots()
        self._to_add.clear()
        self._to_place.clear()
        self._to_put.clear()

    def _write_slots(self) -> None:
        rows = [slot_row(slot, settled) for slot, settled in self._to_put.items()]
        moved = sum(_share(row) for row in rows) - self._shares()
        if moved:
            # Read before anything is written: where no sum was kept yet it is made from the slots as they stand.
            meta.put(self._db, STATE_SUM, combine((int(state_sum(self._db), 16), moved)))
        self._db.run_many(_PUT, rows)

    def _shares(self) -> int:
        """What the slots that are put have in the state hash so far."""
        counted = (slot for slot in self._to_put if slot.kind in STUDY_DATA)
        return sum(_share(row) for _, row in self._ask("SELECT share FROM slot WHERE kind = ? AND key", counted))

    def _read_slots(self, slots: Iterable[Slot]) -> None:
        wanted = {slot for slot in slots if slot not in self._entries}
        self._entries.update({slot: {} for slot in wanted})
        asked = "SELECT slot_key, fact, change, position, number, standing FROM entry WHERE slot_kind = ? AND slot_key"
        for kind, (key, fact, change, index, number, standing) in self._ask(asked, wanted):
            entry = Entry(read_fact(fact), change, index, Placing(number, standing))
            self._entries[Slot(kind, key)][change, index] = entry

    def _read_slots_of(self, changes: Iterable[str]) -> None:
        wanted = dict.fromkeys(change for change in changes if change not in self._slots_of)
        self._slots_of.update({change: {} for change in wanted})
        for some in chunks([change for change in wanted if not self.log.is_new(change)]):
            asked = f"SELECT DISTINCT change, slot_kind, slot_key FROM entry WHERE change IN ({marks(some)})"
            for change, kind, key in self._db.rows(asked, some):
                self._slots_of[change][Slot(kind, key)] = None

    def _ask(self, asked: str, slots: Iterable[Slot]) -> Iterator[tuple[str, Row]]:
        """A question by kind and keys, of several slots: each row with its kind."""
        kinds: dict[str, list[str]] = defaultdict(list)
        for slot in slots:
            kinds[slot.kind].append(slot.key)
        for kind, keys in kinds.items():
            for some in chunks(keys):
                for row in self._db.rows(f"{asked} IN ({marks(some)})", (kind, *some)):
                    yield kind, row


def _share(row: Row) -> int:
    return int.from_bytes(row[-1], "big") if row[-1] is not None else 0
