"""Heads, what is shown, and conflict, as a pure function of the *set* of entries on a slot.

Because nothing but the set and the EDC's numbers goes in, the order of arrival cannot come out. Stores nothing.
"""

import hashlib
from collections.abc import Iterable
from typing import Literal

import msgspec

from study.changes.facts import Fact
from study.state.slots import CONTESTED, Slot, attention, content

Standing = Literal["pending", "accepted", "held", "rejected"]
# Stands for "no number yet": after every number.
LATEST = 1 << 62


class Placing(msgspec.Struct, frozen=True, gc=False):
    """Where the EDC put a change: its number (None: not yet sent or not yet answered) and whether it takes effect."""

    number: int | None = None
    standing: Standing = "pending"


PENDING = Placing()


class Entry(msgspec.Struct, frozen=True, gc=False):
    """A fact on a slot, the change and position it came in, and where the EDC put that change."""

    fact: Fact
    change: str
    index: int
    placing: Placing = PENDING

    @property
    def order(self) -> tuple[int, str, int]:
        """First accepted first; what has no number yet comes last, in an order every device agrees on."""
        number = self.placing.number
        return (LATEST if number is None else number, self.change, self.index)


class Settled(msgspec.Struct, frozen=True, gc=False):
    """The state of a slot: heads (shown one first), and the identity of its conflict ("" when there is none)."""

    heads: tuple[Entry, ...] = ()
    waiting: tuple[Entry, ...] = ()
    conflict: str = ""

    @property
    def shown(self) -> Entry | None:
        """The head a screen shows; None when nothing stands."""
        return self.heads[0] if self.heads else None


def settle(slot: Slot, entries: Iterable[Entry]) -> Settled:
    """Decide a slot. Held and rejected facts, and facts based on them, wait without effect."""
    entries = tuple(entries)
    if len(entries) == 1:
        # Nearly every slot: a clinic's record holds a hundred thousand of them.
        return Settled((), entries) if entries[0].placing.standing in ("held", "rejected") else Settled(entries)
    unique: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda e: (e.placing.standing in ("held", "rejected"), e.order)):
        unique.setdefault(entry.fact.id, entry)
    waiting = _waiting(unique)
    standing = [entry for name, entry in unique.items() if name not in waiting]
    replaced = {base for entry in standing for base in entry.fact.bases if base != entry.fact.id}
    heads = sorted((e for e in standing if e.fact.id not in replaced), key=lambda e: e.order)
    asleep = tuple(sorted((unique[name] for name in waiting), key=lambda e: e.order))
    if slot.kind in CONTESTED:
        return Settled(tuple(heads), asleep, _conflict(slot, heads))
    heads.sort(key=lambda e: -attention(e.fact))
    return Settled(tuple(heads), asleep)


def rejected_last(settled: Settled) -> Entry | None:
    """The entry that a person at the EDC rejected, where nothing that stands was said after it."""
    latest = settled.waiting[-1] if settled.waiting else None
    if latest is None or latest.placing.standing != "rejected":
        return None
    return None if any(head.order > latest.order for head in settled.heads) else latest


def _waiting(unique: dict[str, Entry]) -> set[str]:
    """Ids of facts without effect: held or rejected themselves, or resting on such a fact."""
    waiting = {name for name, e in unique.items() if e.placing.standing in ("held", "rejected")}
    while more := {
        name for name, e in unique.items() if name not in waiting and any(base in waiting for base in e.fact.bases)
    }:
        waiting |= more
    return waiting


def resolves(fact: Fact, entries: Iterable[Entry]) -> bool:
    """True when a fact names bases that say different things: it decides between them. Needs the slot's entries."""
    named = {content(entry.fact) for entry in entries if entry.fact.id in fact.bases}
    return len(named) > 1


def _conflict(slot: Slot, heads: list[Entry]) -> str:
    """The identity of the conflict: the hash of the slot and the first head that differs from the one shown."""
    for head in heads[1:]:
        if content(head.fact) != content(heads[0].fact):
            return hashlib.sha256(f"{slot.kind}\n{slot.key}\n{head.fact.id}".encode()).hexdigest()[:32]
    return ""
