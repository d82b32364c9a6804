"""What a signature rested on, and what was changed after it: by whom, when, why. From the log's facts alone.

What the signer had before them is what their workstation had written or heard by then, so the order in which another
workstation received the changes plays no part; the digest that was signed proves the reading. Pure.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice, product
from typing import TypeGuard

import msgspec

from study.address import Address, parse_key
from study.changes import facts as f
from study.changes.ancestry import Standpoint
from study.changes.envelope import Seen
from study.state.digest import OF_FILES, form_digest
from study.state.settle import Entry, Placing, Settled, Standing, settle
from study.state.slots import Slot, slot_of
from study.values import Cleared, Value, canonical

RESTED_ON = f.ValueSet | f.AttachmentAdded | f.AttachmentWithdrawn | f.Withdrawn | f.Reinstated
"""The facts that say what a signature rests on."""
_MOST_READINGS = 500
"""So many are tried before a signature is called unproven."""


class Made(msgspec.Struct, frozen=True):
    """A fact of the log with its circumstances. `received` counts in this store, `index` within its change; `utc` in
    ms; `seen` is how far its workstation had heard the EDC; `stands`: among the changes of its device and of those
    that device went on from (nothing where no chain forked and none was gone on from).
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
    stands: Standpoint = Standpoint()


class Basis(msgspec.Struct, frozen=True):
    """The values that stood on the form when it was signed, and the files where the signature covers them.

    `proven`: they give the digest that was signed.
    """

    values: dict[Address, Value]
    proven: bool
    known: frozenset[str] = frozenset()
    """Ids of the changes that the signer had before them."""
    files: tuple[f.AttachmentAdded, ...] = ()


class Difference(msgspec.Struct, frozen=True):
    """A value that is no longer the signed one; None: nothing stood, or it was cleared or withdrawn. `by` moved it."""

    address: Address
    signed: Value | None
    now: Value | None
    by: Made
    conflict: bool = False


class FileMoved(msgspec.Struct, frozen=True):
    """A file that came beside the form after it was signed, or that was signed and is `gone`. `by` moved it."""

    file: f.AttachmentAdded
    gone: bool
    by: Made


class Later(msgspec.Struct, frozen=True):
    """One change after a signature: what it replaced, what it says, and who made it, when and why (`by`).

    Of a file, and of a place that was withdrawn or reinstated, `by` alone says what it was.
    """

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
    counts as it did before the EDC said so. An EDC that was restored counts anew, so what a signer had heard by its
    earlier numbers is then sought: it is some beginning of what every other device wrote.
    """
    signed = _signed(signature)
    tried: list[Basis] = []
    for known in _readings(lines, signature):
        for as_if_pending in (False, True):
            values = _standing(known, signed.address, as_if_pending)
            files = _files(known, signed, as_if_pending)
            contents = ((file.address.key, file.digest) for file in files)
            digest = form_digest({address.key: value for address, value in values.items()}, contents)
            basis = Basis(values, digest == signed.digest, frozenset(line.change for line in known), files)
            if basis.proven:
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


def files_moved(lines: Sequence[Made], signature: Made) -> tuple[FileMoved, ...]:
    """The files by which a signature is void: what was signed and is gone first, then what came. A file of the same
    content at the same place is the same file. Nothing of a signature that covers no files.
    """
    then, now = signed_over(lines, signature).files, _files(lines, _signed(signature))
    gone = (FileMoved(file, True, by) for file in _without(then, now) if (by := _file_mover(lines, file)))
    come = (FileMoved(file, False, by) for file in _without(now, then) if (by := _file_mover(lines, file)))
    return (*gone, *come)


def changes_after(lines: Sequence[Made]) -> tuple[Later, ...]:
    """Every change of a value, or of a file, after a signature that covers it: the auditor's list."""
    return tuple(later for signature in signatures(lines) for later in _after(lines, signature))


def _after(lines: Sequence[Made], signature: Made) -> Iterator[Later]:
    place, basis = _signed(signature).address, signed_over(lines, signature)
    standing = dict(basis.values)
    for line in sorted(lines, key=_moment):
        fact = line.fact
        if line.change in basis.known or line.change == signature.change:
            continue
        if isinstance(fact, f.ValueSet) and place.covers(fact.address):
            before, now = standing.get(fact.address), _said(fact)
            if not _same(before, now):
                yield Later(signature, fact.address, before, now, line)
                standing[fact.address] = now or Cleared()
        elif _moves_all(fact, place) or (_signed(signature).basis >= OF_FILES and _moves_file(fact, place)):
            yield Later(signature, fact.address, None, None, line)


def _moves_all(fact: f.Fact, place: Address) -> TypeGuard[f.Withdrawn | f.Reinstated]:
    return isinstance(fact, f.Withdrawn | f.Reinstated) and _meets(fact.address, place)


def _moves_file(fact: f.Fact, place: Address) -> TypeGuard[f.AttachmentAdded | f.AttachmentWithdrawn]:
    return isinstance(fact, f.AttachmentAdded | f.AttachmentWithdrawn) and place.covers(fact.address)


def _heard_by(lines: Sequence[Made], signature: Made) -> list[Made]:
    """What the signer's workstation had written by then, or heard from the EDC."""
    return [line for line in lines if _written_before(line, signature) or _told_before(line, signature)]


def _readings(lines: Sequence[Made], signature: Made) -> Iterator[list[Made]]:
    """What the signer may have had before them, the likeliest first; the digest tells which it was."""
    yield _heard_by(lines, signature)
    yield _received_before(lines, signature)
    place = _signed(signature).address
    own = [line for line in lines if _written_before(line, signature)]
    mine = {(line.change, line.index) for line in own} | {(signature.change, signature.index)}
    others: dict[str, list[Made]] = {}
    for line in sorted(lines, key=lambda each: (each.device, each.seq, each.index)):
        if (
            isinstance(line.fact, RESTED_ON)
            and _meets(line.fact.address, place)
            and (line.change, line.index) not in mine
        ):
            others.setdefault(line.device, []).append(line)
    # The most heard first: a signer who is online has heard nearly all.
    begun = product(*(range(len(each), -1, -1) for each in others.values()))
    for lengths in islice(begun, _MOST_READINGS):
        heard = (line for each, length in zip(others.values(), lengths, strict=True) for line in each[:length])
        yield [*own, *heard]


def _written_before(line: Made, signature: Made) -> bool:
    """By the same workstation, under this device or one before it, and not by a copy of it that went another way."""
    if line.change == signature.change:
        return line.index < signature.index
    if signature.stands.path:
        return signature.stands.after(line.stands)
    return line.device == signature.device and line.seq < signature.seq


def _told_before(line: Made, signature: Made) -> bool:
    return line.device != signature.device and line.number is not None and line.number <= signature.seen.number


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


def _files(lines: Sequence[Made], signed: f.Signed, as_if_pending: bool = False) -> tuple[f.AttachmentAdded, ...]:
    """The files that stand beside a form by these facts; none for a signature that covers values alone."""
    if signed.basis < OF_FILES:
        return ()
    gone = [fact.address for fact in _withdrawn(lines, as_if_pending)]
    moving = (line for line in lines if _moves_file(line.fact, signed.address))
    shown = (settled.shown.fact for _, settled in _settled(moving, as_if_pending) if settled.shown)
    standing = (fact for fact in shown if isinstance(fact, f.AttachmentAdded))
    return tuple(fact for fact in standing if not any(each.covers(fact.address) for each in gone))


def _without(files: Iterable[f.AttachmentAdded], others: Iterable[f.AttachmentAdded]) -> Iterator[f.AttachmentAdded]:
    """The files that the others lack; of one that stands there twice, once too few."""
    left = Counter((file.address, file.digest) for file in others)
    for file in files:
        known = (file.address, file.digest)
        if not left[known]:
            yield file
        left[known] -= 1 if left[known] else 0


def _file_mover(lines: Sequence[Made], file: f.AttachmentAdded) -> Made | None:
    """Who moved a file last: took it, added it, or withdrew the place around it."""
    about = (
        line
        for line in lines
        if slot_of(line.fact) == slot_of(file)
        or (isinstance(line.fact, f.Withdrawn | f.Reinstated) and line.fact.address.covers(file.address))
    )
    return max(about, key=_moment, default=None)


def _moment(line: Made) -> tuple[int, int, int]:
    return line.utc, line.received, line.index


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
    return max(about, key=_moment, default=None)


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
