"""Slots kept in memory: the plainest keeper, for tests, previews and the contract every keeper must meet."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

import msgspec

from study.state.digest import combine, slot_number
from study.state.settle import Entry, Placing, Settled
from study.state.slots import Slot


class MemorySlots:
    """A `Slots` in dictionaries."""

    def __init__(self) -> None:
        self.settled: dict[Slot, Settled] = {}
        self._entries: dict[Slot, dict[tuple[str, int], Entry]] = defaultdict(dict)
        self._slots: dict[str, set[Slot]] = defaultdict(set)
        self._answers: dict[str, Placing] = {}

    def add(self, entries: Sequence[tuple[Slot, Entry]]) -> None:
        for slot, entry in entries:
            self._entries[slot].setdefault((entry.change, entry.index), entry)
            self._slots[entry.change].add(slot)

    def entries(self, slot: Slot) -> Sequence[Entry]:
        return tuple(self._entries[slot].values()) if slot in self._entries else ()

    def entries_of(self, slots: Collection[Slot]) -> Mapping[Slot, Sequence[Entry]]:
        return {slot: self.entries(slot) for slot in slots}

    def put(self, settled: Mapping[Slot, Settled]) -> None:
        self.settled.update(settled)

    def slots_of(self, change: str) -> Sequence[Slot]:
        return tuple(self._slots.get(change, ()))

    def place(self, change: str, placing: Placing) -> None:
        for slot in self._slots.get(change, ()):
            for key, entry in self._entries[slot].items():
                if entry.change == change:
                    self._entries[slot][key] = msgspec.structs.replace(entry, placing=placing)

    def placed(self, change: str) -> Placing | None:
        return self._answers.get(change)

    def answered(self, change: str, placing: Placing) -> None:
        self._answers[change] = placing

    def digest(self) -> str:
        """The state hash of everything kept."""
        return combine(slot_number(slot, settled) for slot, settled in self.settled.items())
