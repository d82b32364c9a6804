"""The one function that applies a change to the current state, used by the desktop's store and by the EDC alike.

Owns what a change moves. Knows no database: a `Slots` keeps entries and settled slots, in memory or in SQL. Total: a
fact this version does not know moves nothing and is not lost.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from study.changes import facts as f
from study.changes.envelope import UnknownFact
from study.state.settle import Entry, Placing, Settled, settle
from study.state.slots import Slot, slot_of


class Slots(Protocol):
    """Where entries and settled slots are kept. All calls of one `apply` happen in one transaction of the keeper."""

    def add(self, slot: Slot, entry: Entry) -> None:
        """Keep an entry; adding the same (change, index) again changes nothing."""

    def entries(self, slot: Slot) -> Sequence[Entry]:
        """All entries of a slot with their present placing."""

    def put(self, slot: Slot, settled: Settled) -> None:
        """Keep the settled state of a slot."""

    def slots_of(self, change: str) -> Sequence[Slot]:
        """The slots on which a change has entries."""

    def place(self, change: str, placing: Placing) -> None:
        """Keep where the EDC put a change, on all its entries."""

    def placed(self, change: str) -> Placing | None:
        """What the EDC itself answered for a change (before any release), None when the change is not known."""

    def answered(self, change: str, placing: Placing) -> None:
        """Keep what the EDC itself answered for a change."""


def apply(change: str, facts: Iterable[f.Fact | UnknownFact], placing: Placing, slots: Slots) -> frozenset[Slot]:
    """Let a change take its place. Returns the slots that moved. Applying it twice moves nothing further."""
    slots.answered(change, placing)
    effective = _effective(change, placing, slots)
    moved: set[Slot] = set()
    judged: set[str] = set()
    for index, fact in enumerate(facts):
        if isinstance(fact, UnknownFact) or (slot := slot_of(fact)) is None:
            continue
        slots.add(slot, Entry(fact, change, index, effective))
        moved.add(slot)
        if isinstance(fact, f.ChangeHeld | f.ChangeReleased | f.ChangeRejected):
            judged.add(fact.change)
    slots.place(change, effective)
    _settle(moved, slots)
    for other in sorted(judged):
        moved |= _replace(other, slots)
    return frozenset(moved)


def place(change: str, placing: Placing, slots: Slots) -> frozenset[Slot]:
    """The EDC's answer for a change that was applied before. Returns the slots that moved."""
    slots.answered(change, placing)
    return _replace(change, slots)


def _replace(change: str, slots: Slots) -> frozenset[Slot]:
    """Take a change's answer and the verdicts spoken about it together, and settle what it touches."""
    answer = slots.placed(change)
    if answer is None:
        return frozenset()
    slots.place(change, _effective(change, answer, slots))
    moved = frozenset(slots.slots_of(change))
    _settle(moved, slots)
    return moved


def _effective(change: str, answer: Placing, slots: Slots) -> Placing:
    """What holds: a person's verdict about a numbered change goes over the EDC's first answer."""
    verdict = settle(Slot("verdict", change), slots.entries(Slot("verdict", change))).shown
    if verdict is None or answer.number is None:
        return answer
    match verdict.fact:
        case f.ChangeReleased():
            return Placing(answer.number, "accepted")
        case f.ChangeRejected():
            return Placing(answer.number, "rejected")
        case _:
            return Placing(answer.number, "held")


def _settle(moved: Iterable[Slot], slots: Slots) -> None:
    for slot in sorted(moved):
        slots.put(slot, settle(slot, slots.entries(slot)))
