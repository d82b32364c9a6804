"""What a record says of values, repeats, completion, signatures and freezes."""

from typing import Any

from study.address import Address
from study.changes import facts as f
from study.record import heads
from study.values import Cleared, Quantity

VS = Address("child", "M3", form="VS")
WEIGHT = Address("child", "M3", form="VS", item="WEIGHT")
KG = Quantity("41.2", "kg")


def test_a_value_that_was_never_set_was_cleared_or_was_withdrawn_is_no_value(writer: Any) -> None:
    assert writer.record.value(WEIGHT) is None
    writer.put(VS, "WEIGHT", KG)
    assert writer.record.value(WEIGHT) == KG
    writer.put(VS, "WEIGHT", Cleared())
    assert writer.record.value(WEIGHT) is None
    assert isinstance(writer.record.fact(WEIGHT).value, Cleared), "cleared is still said"
    writer.put(VS, "WEIGHT", KG)
    writer.write(f.Withdrawn(id="w", address=Address("child", "M3"), reason="wrong child"))
    assert writer.record.value(WEIGHT) is None
    writer.write(f.Reinstated(id="r", bases=("w",), address=Address("child", "M3"), reason="right after all"))
    assert writer.record.value(WEIGHT) == KG


def test_repeats_are_listed_until_they_are_withdrawn(writer: Any) -> None:
    form = Address("child", "M3", form="CHEM")
    first, second = writer.repeat(form), writer.repeat(form)
    assert [r.address for r in writer.record.form_repeats(form)] == [first, second]
    writer.write(f.Withdrawn(id="w", address=first, reason="another child's specimen"))
    assert [r.address for r in writer.record.form_repeats(form)] == [second]


def test_two_values_made_without_knowing_each_other_are_a_conflict_until_a_person_names_both(writer: Any) -> None:
    writer.put(VS, "WEIGHT", KG, bases=())
    writer.put(VS, "WEIGHT", Quantity("42.1", "kg"), bases=())
    assert writer.record.conflicts == (WEIGHT,)
    writer.put(VS, "WEIGHT", KG, bases=heads(writer.record.settled(WEIGHT)))
    assert writer.record.conflicts == ()


def test_a_signature_is_void_while_the_form_says_something_else(writer: Any) -> None:
    writer.put(VS, "WEIGHT", KG)
    signed = f.Signed(id="s", address=VS, meaning="reviewed", digest=writer.record.digest(VS))
    writer.write(signed)
    assert [s.valid for s in writer.record.signatures(VS)] == [True]
    writer.put(VS, "WEIGHT", Quantity("41.20", "kg"))
    assert [s.valid for s in writer.record.signatures(VS)] == [True], "the same number written otherwise"
    writer.put(VS, "WEIGHT", Quantity("41.3", "kg"))
    assert [s.valid for s in writer.record.signatures(VS)] == [False]
    writer.put(VS, "WEIGHT", KG)
    assert [s.valid for s in writer.record.signatures(VS)] == [True]


def test_a_signature_is_void_while_a_value_on_the_form_is_in_conflict(writer: Any) -> None:
    writer.put(VS, "WEIGHT", KG, bases=())
    writer.write(f.Signed(id="s", address=VS, meaning="reviewed", digest=writer.record.digest(VS)))
    writer.put(VS, "WEIGHT", Quantity("14.2", "kg"), bases=())
    assert [s.valid for s in writer.record.signatures(VS)] == [False]


def test_completion_queries_and_marks_follow_their_last_word(writer: Any) -> None:
    writer.write(f.FormCompleted(id="c", address=VS))
    assert writer.record.form_state(VS) == "complete"
    writer.write(f.FormReopened(id="o", bases=("c",), address=VS, reason="late result"))
    assert writer.record.form_state(VS) == "open"
    writer.write(f.QueryOpened(id="q", query="q", address=WEIGHT, text="41 or 14?"))
    assert len(writer.record.queries(VS)) == 1
    writer.write(f.QueryClosed(id="q2", bases=("q",), query="q", address=WEIGHT))
    assert writer.record.queries(VS) == ()
    writer.write(f.MarkSet(id="m", kind="awaiting-results", address=VS))
    assert len(writer.record.marks("awaiting-results", Address("child"))) == 1
    writer.write(f.MarkWithdrawn(id="m2", bases=("m",), mark="m", address=VS))
    assert writer.record.marks("awaiting-results", VS) == ()


def test_a_freeze_reaches_everything_below_and_a_lock_is_said_first(writer: Any) -> None:
    writer.write(f.Frozen(id="z", address=Address("child")))
    assert isinstance(writer.record.freeze(WEIGHT), f.Frozen)
    writer.write(f.Locked(id="l", address=VS))
    assert isinstance(writer.record.freeze(WEIGHT), f.Locked)
    writer.write(f.FreezeReleased(id="zr", bases=("l",), address=VS, reason="correction"))
    assert isinstance(writer.record.freeze(WEIGHT), f.Frozen), "the child's own freeze still stands"
    assert writer.record.freeze(Address("another")) is None


def test_the_tenth_repeat_comes_after_the_ninth(writer: Any) -> None:
    form = Address("child", "M3", form="CHEM")
    rows = []
    for number in range(1, 12):
        row = writer.new_id()
        writer.write(f.RowCreated(id=row, address=form, level="form", order=str(number)))
        rows.append(row)
    assert [r.address.form_repeat for r in writer.record.form_repeats(form)] == rows


def test_a_withdrawn_repeat_is_listed_apart_with_its_reason_and_comes_back(writer: Any) -> None:
    form = Address("child", "M3", form="CHEM")
    first, second = writer.repeat(form), writer.repeat(form)
    fact = f.Withdrawn(id=writer.new_id(), address=first, reason="entered twice")
    writer.write(fact)
    assert [r.address for r in writer.record.withdrawn_repeats(form)] == [first]
    assert writer.record.withdrawal(first).reason == "entered twice"
    assert writer.record.withdrawal(second) is None
    writer.write(f.Reinstated(id=writer.new_id(), bases=(fact.id,), address=first, reason="it was right"))
    assert writer.record.withdrawn_repeats(form) == ()
    writer.write(f.Withdrawn(id=writer.new_id(), address=Address("child", "M3"), reason="wrong child"))
    assert writer.record.withdrawn_repeats(form) == (), "the visit around it went, not the repeat"
    assert writer.record.withdrawal(first).reason == "wrong child"
