"""Owns the check that every electronic signature rests on what stood on its form when it was made.

The digest that was signed is computed again from the log's own facts, as far as the signer's workstation knew them.
The signature over the change is `storage.verify`'s.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from storage.finding import Finding
from study.address import Address
from study.after_signing import RESTED_ON, Made, signatures, signed_over
from study.changes import facts as f
from study.changes.ancestry import Standpoint, link_of, standpoints
from study.changes.envelope import Change, UnknownFact
from study.state.settle import Standing
from study.state.slots import address_of
from study.text import Text


class Read(NamedTuple):
    """A change of the log with its facts and the EDC's answer."""

    change: Change
    facts: Sequence[f.Fact | UnknownFact]
    number: int | None
    standing: str
    hash: str


def check_signatures(log: Iterable[Read]) -> list[Finding]:
    """Each signature whose digest nothing in the log gives, in the order received."""
    return [finding for lines in _by_child(log).values() for finding in _unproven(lines)]


def _by_child(log: Iterable[Read]) -> dict[str, list[Made]]:
    found: dict[str, list[Made]] = defaultdict(list)
    reads = list(log)
    stands = standpoints(link_of(read.hash, read.change, read.facts) for read in reads)
    for received, read in enumerate(reads):
        for index, fact in enumerate(read.facts):
            if isinstance(fact, RESTED_ON | f.Signed):
                found[fact.address.subject].append(_made(read, received, index, fact, stands[read.hash]))
    return found


def _made(read: Read, received: int, index: int, fact: f.Fact, stands: Standpoint) -> Made:
    change = read.change
    standing: Standing = msgspec.convert(read.standing, Standing)
    return Made(
        fact, change.id, index, change.device, change.seq, received, change.author, change.role, change.at.utc,
        change.seen, read.number, standing, stands,
    )  # fmt: skip


def _unproven(lines: list[Made]) -> Iterator[Finding]:
    for signature in signatures(lines):
        place = address_of(signature.fact)
        near = [line for line in lines if place is not None and _meets(address_of(line.fact), place)]
        if not signed_over(near, signature).proven:
            name = f"{signature.device}, {signature.seq}"
            text = Text(
                f"The signature in entry {name} rests on values or files that the log does not hold.",
                f"记录 {name} 中的签名所依据的数值或附件与日志不符。",
            )
            yield Finding("signature-basis", text, signature.device, signature.seq)


def _meets(place: Address | None, form: Address) -> bool:
    return place is not None and (place.covers(form) or form.covers(place))
