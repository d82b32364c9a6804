"""What a cycle does next, as pure functions: the order of a push, the numbers to compare after a restore, what fits.

Must not call the EDC, read a store or know a clock.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from study.changes.envelope import SignedChange, decode
from sync.protocol.messages import Greeting

_PROBES = 32


class Own(msgspec.Struct, frozen=True):
    """Where the device stands: cursor (epoch, number, head) and the last change of its own."""

    epoch: str
    number: int
    head: str
    seq: int


def must_recover(own: Own, greeting: Greeting) -> bool:
    """True when the EDC's chain is not a continuation of what this device was told: it was restored from a backup."""
    if own.number == 0:
        return bool(own.epoch) and own.epoch != greeting.epoch
    return own.epoch != greeting.epoch or own.head != greeting.head_at_yours


def went_back(own: Own, greeting: Greeting) -> bool:
    """True when the chain differs although the EDC claims the same life: a restore nobody declared, or tampering."""
    return own.epoch == greeting.epoch and must_recover(own, greeting)


def wants_own(own: Own, greeting: Greeting) -> bool:
    """True when the EDC may hold changes under this device's name that this store does not have."""
    return greeting.forked_at is not None or greeting.your_seq > own.seq


def probes(low: int, high: int) -> list[int]:
    """Numbers to ask heads for when `low` is known common and `high` is the last that can be: evenly spread."""
    span = high - low
    if span <= _PROBES:
        return list(range(low + 1, high + 1))
    return sorted({low + span * step // _PROBES for step in range(1, _PROBES + 1)})


def narrow(low: int, asked: Sequence[int], theirs: Mapping[int, str], ours: Mapping[int, str]) -> tuple[int, int]:
    """After an answer: the last number asked for where both agree, and the last that may still be common."""
    for number in asked:
        if theirs.get(number) is None or theirs.get(number) != ours.get(number):
            return low, number - 1
        low = number
    return low, low


def in_chain_order(changes: Iterable[SignedChange]) -> list[SignedChange]:
    """The changes in the order given, but none before an earlier one of its own device.

    The EDC's roster is received ahead of the EDC's other acts, so the order of arrival alone would leave gaps.
    """
    given = list(changes)
    read = [decode(signed.body) for signed in given]
    return [given[which] for which in chain_order([(change.device, change.seq) for change in read])]


def chain_order(places: Sequence[tuple[str, int]]) -> list[int]:
    """The same of devices and their sequence numbers alone: which of them stands at each place."""
    of_device: dict[str, list[int]] = {}
    for place, (device, _seq) in enumerate(places):
        of_device.setdefault(device, []).append(place)
    order = list(range(len(places)))
    for mine in of_device.values():
        by_seq = sorted(mine, key=lambda place: (places[place][1], place))
        for place, which in zip(mine, by_seq, strict=True):
            order[place] = which
    return order


def fitting(changes: Sequence[SignedChange], count: int, size: int) -> list[SignedChange]:
    """The first changes within a count and a size in bytes; one at least."""
    taken: list[SignedChange] = []
    for signed in changes[:count]:
        size -= len(signed.body)
        if taken and size < 0:
            break
        taken.append(signed)
    return taken
