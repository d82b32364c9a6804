"""What a signature rested on, and what was changed after it: by whom, when, why. From the log's facts alone.

What the signer had before them is what their workstation had written or heard by then, so the order in which another
workstation received the changes plays no part; the digest that was signed proves the reading. Pure.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import msgspec

from study.address import Address, parse_key
from study.changes import facts as f
from study.changes.envelope import Seen
from study.state.digest import form_digest
from study.state.settle import Entry, Placing, Settled, Standing, settle
from study.state.slots import Slot, slot_of
from study.values import Cleared, Value, canonical


class Made(msgspec.Struct, frozen=True):
    """A fact of the log with its circumstances. `received` counts in this store, `index` within its change; `utc` in
    ms; `seen` is how far its workstation had heard the EDC.
    """

    fact: f.Fact
    change: str
    index: int
    device: str
    seq: int
    received: int
    author: str
    role: str
    utc: int
    seen: Seen = Seen()
    number: int | None = None
    standing: Standing = "pending"


class Basis(msgspec.Struct, frozen=True):
    """The values that stood on the form when it was signed. `proven`: they give the digest that was signed."""

    values: dict[Address, Value]
    proven: bool
    known: frozenset[str] = frozenset()
    """Ids of the changes that the signer had before them."""


class Difference(msgspec.Struct, frozen=True):
    """A value that is no longer the signed one; None: nothing stood, or it was cleared or withdrawn. `by` moved it."""

    address: Address
    signed: Value | None
    now: Value | None
    by: Made
    conflict: bool = False


class Later(msgspec.Struct, frozen=True):
    """One change of a value after a signature: what it replaced, what it says, and who made it, when and why (`by`)."""

    signature: Made
    address: Address
    before: Value | None
    now: Value | None
    by: Made

    @property
    def reason(self) -> str:
        """Why, as it was given; "" where none was asked for."""
        return str(getattr(self.by.fact, "reason", ""))


def signatures(lines: Iterable[Made]) -> tuple[Made, ...]:
    """Every signature ever made, the withdrawn ones too, in the order of the log."""
    return tuple(line for line in lines if isinstance(line.fact, f.Signed))


def signed_over(lines: Sequence[Made], signature: Made) -> Basis:
    """What a signature rests on, found again from the facts of its form; unproven where no reading gives its digest.

    Besides the order in which the signer heard things, the order of this store is tried, and what the EDC holds now
    counts as it did before the EDC said so.
    """
    place, wanted = _signed(signature).address, _signed(signature).digest
    tried: list[Basis] = []
    for known in (_heard_by(lines, signature), _received_before(lines, signature)):
        for as_if_pending in (False, True):
            values = _standing(known, place, as_if_pending)
            proven = form_digest({address.key: value for address, value in values.items()}) == wanted
            basis = Basis(values, proven, frozenset(line.change for line in known))
            if proven:
                return basis
            tried.append(basis)
    return tried[0]


def differences(lines: Sequence[Made], signature: Made) -> tuple[Difference, ...]:
    """What stands otherwise now than when it was signed, item by item: why the signature is void."""
    place = _signed(signature).address
    then, now = signed_over(lines, signature).values, _standing(lines, place)
    settled = _slots(lines, place)
    found = []
    for address in sorted({*then, *now, *(a for a, each in settled.items() if each.conflict)}):
        conflict = bool(address in settled and settled[address].conflict)
        if conflict or not _same(then.get(address), now.get(address)):
            by = _mover(lines, address, settled.get(address))
            if by is not None:
                found.append(Difference(address, then.get(address), now.get(address), by, conflict))
    return tuple(found)


def changes_after(lines: Sequence[Made]) -> tuple[Later, ...]:
    """Every change of a value after a signature on its form, signature by signature: the auditor's list."""
    return tuple(later for signature in signatures(lines) for later in _after(lines, signature))


def _after(lines: Sequence[Made], signature: Made) -> Iterator[Later]:
    place, basis = _signed(signature).address, signed_over(lines, signature)
    standing = dict(basis.values)
    for line in sorted(lines, key=lambda each: (each.utc, each.received, each.index)):
        fact = line.fact
        if line.change in basis.known or line.change == signature.change:
            continue
        if isinstance(fact, f.ValueSet) and place.covers(fact.address):
            before, now = standing.get(fact.address), _said(fact)
            if not _same(before, now):
                yield Later(signature, fact.address, before, now, line)
                standing[fact.address] = now or Cleared()
        elif isinstance(fact, f.Withdrawn | f.Reinstated) and _meets(fact.address, place):
            yield Later(signature, fact.address, None, None, line)


def _heard_by(lines: Sequence[Made], signature: Made) -> list[Made]:
    """What the signer's workstation had written by then, or heard from the EDC."""
    own = (signature.seq, signature.index)
    return [
        line
        for line in lines
        if (line.device == signature.device and (line.seq, line.index) < own)
        or (line.device != signature.device and line.number is not None and line.number <= signature.seen.number)
    ]


def _received_before(lines: Sequence[Made], signature: Made) -> list[Made]:
    here = (signature.received, signature.index)
    return [line for line in lines if (line.received, line.index) < here]


def _standing(lines: Sequence[Made], place: Address, as_if_pending: bool = False) -> dict[Address, Value]:
    """The values that stand on a form by these facts, as the digest of a signature takes them."""
    gone = [fact.address for fact in _withdrawn(lines, as_if_pending)]
    values: dict[Address, Value] = {}
    for address, settled in _slots(lines, place, as_if_pending).items():
        value = _said(settled.shown.fact) if settled.shown else None
        if value is not None and not any(each.covers(address) for each in gone):
            values[address] = value
    return values


def _slots(lines: Iterable[Made], place: Address, as_if_pending: bool = False) -> dict[Address, Settled]:
    inside = (line for line in lines if isinstance(line.fact, f.ValueSet) and place.covers(line.fact.address))
    return {parse_key(slot.key): settled for slot, settled in _settled(inside, as_if_pending)}


def _withdrawn(lines: Iterable[Made], as_if_pending: bool) -> Iterator[f.Withdrawn]:
    presence = (line for line in lines if isinstance(line.fact, f.Withdrawn | f.Reinstated))
    for _, settled in _settled(presence, as_if_pending):
        if settled.shown and isinstance(settled.shown.fact, f.Withdrawn):
            yield settled.shown.fact


def _settled(lines: Iterable[Made], as_if_pending: bool) -> Iterator[tuple[Slot, Settled]]:
    named = sorted(((slot, line) for line in lines if (slot := slot_of(line.fact))), key=lambda each: each[0])
    for slot, group in groupby(named, key=lambda each: each[0]):
        yield slot, settle(slot, (_entry(line, as_if_pending) for _, line in group))


def _entry(line: Made, as_if_pending: bool) -> Entry:
    standing: Standing = "pending" if as_if_pending and line.standing in ("held", "rejected") else line.standing
    return Entry(line.fact, line.change, line.index, Placing(line.number, standing))


def _mover(lines: Sequence[Made], address: Address, settled: Settled | None) -> Made | None:
    """Who moved a value: the last fact that stands on it, or what withdrew it later."""
    heads = {head.fact.id for head in settled.heads} if settled else set()
    about = [
        line
        for line in lines
        if line.fact.id in heads
        or (isinstance(line.fact, f.Withdrawn | f.Reinstated) and line.fact.address.covers(address))
    ]
    return max(about, key=lambda line: (line.utc, line.received, line.index), default=None)


def _signed(line: Made) -> f.Signed:
    if not isinstance(line.fact, f.Signed):
        raise TypeError("this is no signature")
    return line.fact


def _said(fact: f.Fact) -> Value | None:
    return None if not isinstance(fact, f.ValueSet) or isinstance(fact.value, Cleared) else fact.value


def _same(left: Value | None, right: Value | None) -> bool:
    absent = [value is None or isinstance(value, Cleared) for value in (left, right)]
    if any(absent):
        return all(absent)
    return left is not None and right is not None and canonical(left) == canonical(right)


def _meets(place: Address, form: Address) -> bool:
    return place.covers(form) or form.covers(place)
