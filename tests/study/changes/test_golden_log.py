"""The log of released version 1 decodes for ever, to the same state. A new version adds a file; none is ever edited."""

import base64
from pathlib import Path

import msgspec

from study.changes.chain import follows
from study.changes.envelope import SignedChange, UnknownFact, decode, facts_of, unknown_entries
from study.state.apply import apply
from study.state.memory import MemorySlots
from study.state.settle import Placing

GOLDEN = Path(__file__).parents[2] / "golden" / "log_v1.jsonl"


class Line(msgspec.Struct):
    """One change of the golden log: its body in base64, its hash, the EDC's number."""

    body: str
    hash: str
    number: int | None


def test_the_log_of_version_1_gives_its_recorded_state() -> None:
    slots = MemorySlots()
    previous: tuple[int, str] | None = None
    unknown = 0
    kinds: set[str] = set()
    for raw in GOLDEN.read_bytes().splitlines():
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
    assert previous is not None
    assert previous == (5, "ea63af5a277c5a3c18edb67352ac644e03f5a48db54ffd9a39ce9004fb69ef89")
    assert unknown == 1
    assert len(kinds) == 17
    assert sum(bool(settled.conflict) for settled in slots.settled.values()) == 1
    assert slots.digest() == "56c2482b684cac38ab448cd180fbda7970c74943b2715bb52748ec58a9eb5cad"
