"""The one function that applies a change to the current state, used by the desktop's store and by the EDC alike.

Owns what a change moves. Knows no database: a `Slots` keeps entries and settled slots, in memory or in SQL. Total: a
fact this version does not know moves nothing and is not lost.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from study.changes import facts as f
from study.changes.envelope import UnknownFact
from study.state.settle import LATEST, PENDING, Entry, Placing, Settled, settle
from study.state.slots import Slot, slot_of


class Slots(Protocol):
    """Where entries and settled slots are kept. All calls of one `apply` happen in one transaction of the keeper."""

    def add(self, entries: Sequence[tuple[Slot, Entry]]) -> None:
        """Keep entries; adding the same (change, index) to a slot again changes nothing."""

    def entries(self, slot: Slot) -> Sequence[Entry]:
        """All entries of a slot with their present placing."""

    def entries_of(self, slots: Collection[Slot]) -> Mapping[Slot, Sequence[Entry]]:
        """The same of several slots; one without entries may be left out."""

    def put(self, settled: Mapping[Slot, Settled]) -> None:
        """Keep the settled states of slots."""

    def slots_of(self, change: str) -> Sequence[Slot]:
        """The slots on which a change has entries."""

    def place(self, change: str, placing: Placing) -> None:
        """Keep where the EDC put a change, on all its entries."""

    def placed(self, change: str) -> Placing | None:
        """What the EDC itself answered for a change (before any release), None when the change is not known."""

    def answered(self, change: str, placing: Placing) -> None:
        """Keep what the EDC itself answered for a change."""


def apply(change: str, facts: Iterable[f.Fact | UnknownFact], placing: Placing, slots: Slots) -> frozenset[Slot]:
    """Let a change take its place. Returns the slots that moved. Applying it twice moves nothing further.

    An answer of the EDC that is already known is not forgotten by applying the change once more as pending.
    """
    known = slots.placed(change)
    if known is None or placing != PENDING:
        slots.answered(change, placing)
    entries = [
        (slot, Entry(fact, change, index))
        for index, fact in enumerate(facts)
        if not isinstance(fact, UnknownFact) and (slot := slot_of(fact)) is not None
    ]
    slots.add(entries)
    return frozenset({slot for slot, _ in entries} | _replace(change, slots))


def place(change: str, placing: Placing, slots: Slots) -> frozenset[Slot]:
    """The EDC's answer for a change that was applied before. Returns the slots that moved."""
    slots.answered(change, placing)
    return frozenset(_replace(change, slots))


def _replace(first: str, slots: Slots) -> set[Slot]:
    """Take a change's answer and the verdicts spoken about it together, settle what it touches, and go on with the
    changes about which it speaks itself. Later numbers first: a verdict is decided before what it decides about.
    """
    moved: set[Slot] = set()
    waiting = {first}
    while waiting:
        change = max(waiting, key=lambda name: (_rank(slots.placed(name)), name))
        waiting.remove(change)
        answer = slots.placed(change)
        if answer is None:
            continue
        slots.place(change, _effective(change, answer, slots))
        touched = slots.slots_of(change)
        _settle(touched, slots)
        moved.update(touched)
        judged = (slot.key for slot in touched if slot.kind == "verdict")
        waiting |= {name for name in judged if _rank(slots.placed(name)) < _rank(answer)}
    return moved


def _rank(answer: Placing | None) -> int:
    """The EDC's number; what has none ranks after all numbers, what is not known before them."""
    if answer is None:
        return -1
    return LATEST if answer.number is None else answer.number


def _effective(change: str, answer: Placing, slots: Slots) -> Placing:
    """What holds: a verdict numbered after a change goes over the EDC's first answer.

    Only later numbers count, so that verdicts about verdicts can form no circle.
    """
    if answer.number is None:
        return answer
    slot = Slot("verdict", change)
    later = [e for e in slots.entries(slot) if answer.number < _rank(e.placing) < LATEST]
    verdict = settle(slot, later).shown
    if verdict is None:
        return answer
    match verdict.fact:
        case f.ChangeReleased():
            return Placing(answer.number, "accepted")
        case f.ChangeRejected():
            return Placing(answer.number, "rejected")
        case _:
            return Placing(answer.number, "held")


def _settle(moved: Collection[Slot], slots: Slots) -> None:
    """All at once: a form has dozens of slots, and a database answers one question sooner than dozens."""
    entries = slots.entries_of(moved)
    slots.put({slot: settle(slot, entries.get(slot, ())) for slot in sorted(moved)})
