"""A record of which only what moved is read again equals the whole record read anew, whatever moved."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from storage.store import Store
from study.address import Address
from study.changes import facts as f
from study.record import Record
from study.state.slots import created
from study.values import Cleared, Quantity, TextValue
from tests.storage.log.conftest import Ward, weight


def seen(record: Record) -> Mapping[str, Any]:
    """Everything a record says that could have moved."""
    child = Address(record.subject)
    places = {Address(child.subject, "M3", "", "VS"), Address(child.subject, "M3", "", "CHEM")}
    return {
        "values": record.values,
        "read": {address: record.value(address) for address in record.values},
        "withdrawn": {address: record.withdrawal(address) for address in (*record.values, *places)},
        "made": record.made,
        "by": record.authors,
        "rows": record.form_repeats(Address(child.subject, "M3", "", "CHEM")),
        "states": {place: record.form_state(place) for place in places},
        "signed": {place: record.signatures(place) for place in places},
        "asked": record.queries(child),
        "marked": record.marks("explained", child),
        "files": record.attachments(child),
        "frozen": record.freeze(Address(child.subject, "M3")),
        "enrolled": record.enrolment,
        "visit": record.visit_settled(Address(child.subject, "M3")),
    }


def steps(store: Store, child: str, other: str) -> Iterator[f.Fact]:
    """One fact of every kind that a screen makes, of two children in turn."""
    place, new = Address(child, "M3", "", "VS"), store.new_id
    chem = Address(child, "M3", "", "CHEM")
    yield f.VisitOpened(id=new(), address=Address(child, "M3"))
    first = f.ValueSet(id=new(), address=weight(child), value=Quantity("31", "kg"), typed="31")
    yield first
    yield f.ValueSet(id=new(), address=weight(other), value=Quantity("12", "kg"), typed="12")
    second = f.ValueSet(
        id=new(), address=weight(child), value=Quantity("32", "kg"), bases=(first.id,), typed="32", reason="again"
    )
    yield second
    row = f.RowCreated(id=new(), address=chem, level="form", order="1")
    yield row
    in_row = created(row.id, row.address, row.level)
    at = Address(child, "M3", "", "CHEM", in_row.form_repeat, "", "LBCOM")
    yield f.ValueSet(id=new(), address=at, value=TextValue("haemolytic"), typed="haemolytic")
    query, mark, file = new(), new(), new()
    yield f.QueryOpened(id=new(), query=query, address=weight(child), text="really?")
    yield f.QueryOpened(id=new(), query=new(), address=weight(other), text="and this?")
    yield f.MarkSet(id=mark, kind="explained", address=weight(child), note="grew")
    yield f.FormCompleted(id=new(), address=place)
    yield f.AttachmentAdded(
        id=file, address=place, name="a" * 64, kind="pdf", size=1, sealed_size=2, digest="b" * 64, key=b"k"
    )
    yield f.AttachmentWithdrawn(id=new(), bases=(file,), attachment=file, address=place, reason="wrong child")
    yield f.MarkWithdrawn(id=new(), bases=(mark,), mark=mark, address=weight(child), reason="not so")
    yield f.Withdrawn(id=new(), address=in_row, reason="entered twice")
    yield f.ValueSet(id=new(), address=weight(child), value=Cleared(), bases=(second.id,), typed="", reason="not hers")


def test_after_every_change_what_moved_is_all_that_has_to_be_read(ward: Ward) -> None:
    child, other = ward.enrol("LN-001"), ward.enrol("LN-002")
    reader = ward.store.reader
    records = {name: reader.record(name) for name in (child, other)}
    before = dict(records)
    for fact in steps(ward.store, child, other):
        slots = ward.store.append(ward.author(), [fact]).slots
        for name, record in records.items():
            records[name] = reader.record_again(record, slots)
            assert seen(records[name]) == seen(reader.record(name)), type(fact).__name__
    assert seen(records[child]) != seen(before[child])


@pytest.mark.parametrize("together", [2, 5, 40])
def test_changes_may_be_read_together(ward: Ward, together: int) -> None:
    child, other = ward.enrol("LN-001"), ward.enrol("LN-002")
    reader = ward.store.reader
    record = reader.record(child)
    waiting: set[Any] = set()
    for count, fact in enumerate(steps(ward.store, child, other)):
        waiting |= ward.store.append(ward.author(), [fact]).slots
        if count % together == 0:
            record, waiting = reader.record_again(record, waiting), set()
    assert seen(reader.record_again(record, waiting)) == seen(reader.record(child))


def test_a_record_that_was_read_does_not_move_with_the_next(ward: Ward) -> None:
    child = ward.enrol("LN-001")
    before = ward.store.reader.record(child)
    stood = dict(before.values)
    ward.weigh(child, "31")
    after = ward.store.reader.record_again(before, ward.store.reader.slots("value", Address(child)))
    assert before.values == stood
    assert weight(child) in after.values
    assert weight(child) not in before.values
