"""Workstations that write, send and receive in any order end with one state and lose nothing that was saved."""

import random
from typing import Any

import pytest

from storage.projection import projection_hash
from storage.verify import verify_store
from study.address import Address
from study.changes import facts as f
from study.changes.envelope import decode
from study.errors import KnownError
from study.state.slots import Slot
from study.text import Text


def some_act(draw: random.Random, ward: Any, child: str, central: Any, weight_of: Any) -> None:
    """One thing that happens at one place."""
    place = weight_of(child, draw.choice(["M3", "M6"]))
    heads = tuple(entry.fact.id for entry in ward.store.reader.slot(Slot("value", place.key)).heads)
    match draw.randrange(8):
        case 0 | 1:
            ward.weigh(child, str(draw.randrange(50, 53)), *heads, visit=place.visit, reason="r")
        case 2:
            ward.weigh(child, str(draw.randrange(50, 53)), visit=place.visit, reason="r")
        case 3:
            ward.store.append(ward.author(), [f.FormCompleted(id=ward.store.new_id(), address=place.in_form)])
        case 4:
            waiting = ward.store.reader.pending(draw.randrange(1, 4))
            if waiting and draw.random() < 0.3:
                central.holds[decode(waiting[-1].body).id] = ("frozen", Text("held", "暂缓"))
            answers = central.take(waiting)
            if draw.random() < 0.7:  # else the answer was lost on the way
                ward.store.receive(epoch=central.epoch, answers=answers)
        case 5:
            central.pull(ward.store, page=draw.randrange(1, 5))
        case 6:
            name = f"c{central.counter}-z"
            central.act(draw.choice([f.Frozen, f.Locked])(id=name, address=Address(child, "M6")))
            central.act(f.FreezeReleased(id=f"{name}r", address=Address(child, "M6"), reason="r", bases=(name,)))
        case _:
            # Who rejects a workstation's beginning ends it; that is another story.
            entry = draw.choice(
                [each for each in central.entries if decode(each.change.body).seq > 1] or central.entries[:1]
            )
            kind = draw.choice([f.ChangeHeld, f.ChangeReleased, f.ChangeRejected])
            central.act(kind(id=f"v{central.counter}", change=decode(entry.change.body).id, reason="r"))


@pytest.mark.parametrize("seed", range(10))
def test_all_end_with_one_state(new_ward: Any, central: Any, weight_of: Any, seed: int) -> None:
    draw = random.Random(seed)
    wards = [new_ward(f"ward-{number}", f"u-{number}") for number in range(3)]
    for each in wards:
        each.store.enrolled(edc=central.trusted, site_name="Renji")
    child = wards[0].enrol("LN-001")
    mine = {each: {signed.hash for signed in each.store.reader.pending()} for each in wards}
    for _ in range(draw.randrange(5, 60)):
        ward = draw.choice(wards)
        try:
            some_act(draw, ward, child, central, weight_of)
        except KnownError as error:  # then nothing was saved
            if error.code not in {"frozen", "locked"}:
                raise
        mine[ward] |= {signed.hash for signed in ward.store.reader.pending(10_000)}
    for _ in range(2):
        for each in wards:
            central.sync(each.store)
    numbered = {entry.hash for entry in central.entries}
    for each in wards:
        assert mine[each] <= numbered
        assert each.store.reader.queue().count == 0
        assert each.store.reader.digest() == wards[0].store.reader.digest()
        assert each.store.reader.conflicts() == wards[0].store.reader.conflicts()
        before = projection_hash(each.store.connection)
        each.store.rebuild()
        assert projection_hash(each.store.connection) == before
        assert verify_store(each.store, each.unlocked).whole
