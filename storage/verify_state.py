"""Owns the check that the projection is what the log and the EDC's answers give: every row of it, every column."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from storage.driver import Connection
from storage.finding import Finding
from storage.projection import entry_row, slot_row, state_digest, state_sum
from storage.watch import UNWATCHED, Watch
from study.changes.envelope import UnknownFact
from study.changes.facts import Fact
from study.state.apply import apply
from study.state.memory import MemorySlots
from study.state.settle import Placing
from study.state.slots import Slot
from study.text import Text

Applied = tuple[str, Sequence[Fact | UnknownFact], Placing]
"""A change's id, its facts, and where the EDC placed it."""
_HEARD_EVERY = 200


def check_projection(
    connection: Connection, changes: Iterable[Applied], total: int, watch: Watch = UNWATCHED
) -> list[Finding]:
    """The first place that shows something else than the log says. A page of an older file put back is found here."""
    memory = MemorySlots()
    for done, (change, facts, placing) in enumerate(changes, start=1):
        apply(change, facts, placing, memory)
        if done % _HEARD_EVERY == 0:
            watch.says("projection", done, total)
    expected_slots = {slot: slot_row(slot, settled) for slot, settled in memory.settled.items()}
    slots = {Slot(row[0], row[1]): row for row in connection.rows("SELECT * FROM slot")}
    if wrong := _first_unlike(slots, expected_slots):
        return [_finding(wrong)]
    expected_entries = {row[:4]: row for row in _entries(memory)}
    entries = {row[:4]: row for row in connection.rows("SELECT * FROM entry")}
    if place := _first_unlike(entries, expected_entries):
        return [_finding(Slot(place[0], place[1]))]
    return [] if state_sum(connection) == state_digest(connection) else [_finding(Slot("state", ""))]


def place_of(number: int | None, standing: str) -> Placing:
    """Where the EDC placed a change, as the table of changes says."""
    return msgspec.convert({"number": number, "standing": standing}, Placing)


def _entries(memory: MemorySlots) -> Iterable[tuple[Any, ...]]:
    return (entry_row(slot, entry) for slot in memory.settled for entry in memory.entries(slot))


def _first_unlike(found: dict[Any, Any], expected: dict[Any, Any]) -> Any:
    """The first key, as text, under which the two differ; None when they are equal."""
    # As text: a page of an older file may hold rows whose key is no text.
    return min((key for key in {*found, *expected} if found.get(key) != expected.get(key)), default=None, key=repr)


def _finding(slot: Slot) -> Finding:
    name = f"{slot.kind} {slot.key}"
    text = Text(
        f"What is shown at {name} is not what the log says; rebuild the projection.",
        f"{name} 处显示的内容与日志不符，请重建投影。",
    )
    return Finding("projection", text)
