"""After a cycle only the children of whom something came are read again; after a restored EDC everybody is."""

from typing import Any

import msgspec
import pytest

from desktop_app.jobs.sync import Synced
from desktop_app.presenters.syncing import Syncing
from study.address import Address
from study.state.slots import Slot
from sync.client.report import CycleReport

WEIGHT = {"form": "VS", "item": "WEIGHT"}


@pytest.fixture
def three(desk_fixture: Any) -> Any:
    for code in ("LN-001", "LN-002", "LN-003"):
        desk_fixture.enrol(code)
    return desk_fixture


def read_again(work: Any, report: CycleReport) -> int:
    """How many children are read again after a cycle that reports so."""
    records = work.session.records
    before = [child.course for child in records.children()]
    Syncing(work.desk, work.session.clock)._done(Synced(report, ()), frozenset())
    return sum(old is not child.course for old, child in zip(before, records.children(), strict=True))


def test_only_whose_slots_moved(three: Any) -> None:
    child = three.session.records.subjects()[1].id
    moved = frozenset({Slot("value", Address(child, "M3", **WEIGHT).key), Slot("verdict", "a change")})
    assert read_again(three, CycleReport(0, moved=moved)) == 1
    assert read_again(three, CycleReport(0)) == 0


@pytest.mark.parametrize("said", [{"recovered_from": "e1"}, {"went_back": True}, {"forked_at": 3}])
def test_everybody_after_an_edc_that_was_restored(three: Any, said: dict[str, Any]) -> None:
    report = msgspec.structs.replace(CycleReport(0), **said)
    assert read_again(three, report) == 3
