"""From when a person's key no longer signs, read from what the chain of a device says of that person. Pure.

A person has one key in each store. Where the chain of a store certifies another one (a passphrase was reset, for the
old key can't be recovered) or ends the person, the key before signs no longer in that chain: what it signed until then
stands. Other stores' words say nothing of it, for there the person has another key.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple


class Said(NamedTuple):
    """A word about a person in a change of a device: their key from here on, or b"" where their rights end."""

    device: str
    seq: int
    key: bytes


class Reach(NamedTuple):
    """A part of a lineage: a device and the last of its changes that counts."""

    device: str
    seq: int


def lineage_of(reach: Reach, before: Callable[[str], Reach | None]) -> list[Reach]:
    """A device up to one of its changes, after its predecessors as far as it took over from each; the oldest first.

    `before`: of a device, the last change of its predecessor that it went on from; None for one that began anew, or
    whose predecessor the caller does not know.
    """
    lineage = [reach]
    while (found := before(lineage[0].device)) and all(found.device != known.device for known in lineage):
        lineage.insert(0, found)
    return lineage


def ended_keys(said: Iterable[Said], lineage: Sequence[Reach]) -> frozenset[bytes]:
    """The keys that no longer sign at the end of a lineage: a device after its predecessors, the oldest first."""
    place = {reach.device: (index, reach.seq) for index, reach in enumerate(lineage)}
    words = [word for word in said if word.device in place and word.seq <= place[word.device][1]]
    ended: set[bytes] = set()
    current = b""
    for word in sorted(words, key=lambda word: (place[word.device][0], word.seq)):
        if current and current != word.key:
            ended.add(current)
        ended.discard(word.key)
        current = word.key
    return frozenset(ended)
