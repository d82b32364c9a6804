"""Which changes stand before which in the chains of devices, where a chain forked or a successor went on from it. Pure.

A copied or set-back store writes a second change under a number that is used; sequence numbers alone then say nothing.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from study.changes import facts as f
from study.changes.envelope import GENESIS, Change, UnknownFact


class Link(NamedTuple):
    """A change by its hash, and the one before it: of its device, or of the one that it went on from ("" for none)."""

    hash: str
    before: str


class Standpoint(NamedTuple):
    """Where a change stands: the first of all before it and the way gone at each fork; how many stand before it."""

    path: tuple[str, ...] = ()
    depth: int = 0

    def after(self, other: "Standpoint") -> bool:
        """Whether the other one stands before this one, on the same chain and no other branch of it."""
        return bool(other.path) and other.depth < self.depth and self.path[: len(other.path)] == other.path


def link_of(name: str, change: Change, facts: Iterable[f.Fact | UnknownFact]) -> Link:
    """The link of a change with this hash."""
    if change.prev != GENESIS:
        return Link(name, change.prev)
    begun = (fact.predecessor_hash for fact in facts if isinstance(fact, f.DeviceBegun))
    return Link(name, next(begun, ""))


def standpoints(links: Iterable[Link]) -> dict[str, Standpoint]:
    """By hash. A change comes after the one before it; one whose predecessor is not among them begins anew."""
    chain = list(links)
    followers = Counter(link.before for link in chain)
    found: dict[str, Standpoint] = {}
    for link in chain:
        before = found.get(link.before)
        if before is None:
            found[link.hash] = Standpoint((link.hash,), 0)
        else:
            turn = (link.hash,) if followers[link.before] > 1 else ()
            found[link.hash] = Standpoint((*before.path, *turn), before.depth + 1)
    return found
