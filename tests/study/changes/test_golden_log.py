"""The logs of earlier versions decode for ever, to the same state. A new version adds a file; none is ever edited."""

import base64
from pathlib import Path
from typing import NamedTuple

import msgspec

from study.changes.chain import follows
from study.changes.envelope import SignedChange, UnknownFact, decode, facts_of, unknown_entries
from study.changes.facts import CodesLeased, RecoveryKeyed
from study.state.apply import apply
from study.state.memory import MemorySlots
from study.state.settle import Placing
from study.state.slots import Slot

GOLDEN = Path(__file__).parents[2] / "golden"


class Line(msgspec.Struct):
    """One change of the golden log: its body in base64, its hash, the EDC's number."""

    body: str
    hash: str
    number: int | None


class Read(NamedTuple):
    """What a golden log says: its end, the kinds of its facts, what nobody knows yet, the state."""

    end: tuple[int, str] | None
    kinds: frozenset[str]
    unknown: int
    slots: MemorySlots


def read(name: str) -> Read:
    """A golden log from its first line to its last."""
    slots = MemorySlots()
    previous: tuple[int, str] | None = None
    unknown = 0
    kinds: set[str] = set()
    for raw in (GOLDEN / name).read_bytes().splitlines():
        line = msgspec.json.decode(raw, type=Line)
        body = base64.b64decode(line.body)
        change = decode(body)
        assert SignedChange(body, b"").hash == line.hash
        assert follows(previous, change)
        previous = (change.seq, line.hash)
        unknown += unknown_entries(change, body)
        kinds |= {type(fact).__name__ for fact in facts_of(change) if not isinstance(fact, UnknownFact)}
        placing = Placing() if line.number is None else Placing(line.number, "accepted")
        apply(change.id, facts_of(change), placing, slots)
    return Read(previous, frozenset(kinds), unknown, slots)


def test_the_log_of_version_1_gives_its_recorded_state() -> None:
    found = read("log_v1.jsonl")
    assert found.end == (5, "ea63af5a277c5a3c18edb67352ac644e03f5a48db54ffd9a39ce9004fb69ef89")
    assert (found.unknown, len(found.kinds)) == (1, 17)
    assert sum(bool(settled.conflict) for settled in found.slots.settled.values()) == 1
    assert found.slots.digest() == "56c2482b684cac38ab448cd180fbda7970c74943b2715bb52748ec58a9eb5cad"


def test_recovery_keys_and_leases_of_codes_give_their_recorded_state() -> None:
    found = read("log_v2.jsonl")
    assert found.end == (4, "a4b659218086a7d4fe57c44d1fde0d22692d076beebc47a45da62ab418e3f260")
    assert (found.unknown, sorted(found.kinds)) == (0, ["CodesLeased", "RecoveryKeyed"])
    shown = {slot.kind: settled.shown.fact for slot, settled in found.slots.settled.items() if settled.shown}
    assert isinstance(shown["codes"], CodesLeased)
    assert (shown["codes"].id, shown["codes"].device, shown["codes"].last) == ("l2", "d2", 10)
    assert isinstance(shown["recovery"], RecoveryKeyed)
    assert shown["recovery"].public_key in (bytes(range(32)), bytes(range(32))[::-1])
    assert set(found.slots.settled) == {Slot("codes", "LN-1"), Slot("recovery", "d1")}
    assert int(found.slots.digest(), 16) == 0, "neither is study data"
