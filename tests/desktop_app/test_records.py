"""Who is read again after something moved: by count, since a course that did not move is the very same object."""

from typing import Any

import pytest

from desktop_app.records import Records
from study.address import Address
from study.changes import facts as f
from study.state.slots import Slot


def read_again(work: Any, before: dict[str, Any]) -> set[str]:
    """The codes of the children whose course is another one than before."""
    now = {child.subject.code: child.course for child in work.session.records.children()}
    return {code for code, course in now.items() if course is not before[code]}


@pytest.fixture
def three(desk_fixture: Any) -> tuple[Any, dict[str, Any]]:
    """Three children who were read."""
    for code in ("LN-001", "LN-002", "LN-003"):
        desk_fixture.follow(desk_fixture.enrol(code))
    records = desk_fixture.session.records
    return desk_fixture, {child.subject.code: child.course for child in records.children()}


def subject(work: Any, code: str) -> str:
    return next(str(each.id) for each in work.session.records.subjects() if each.code == code)


def test_what_goes_by_an_identifier_is_read_again_of_its_own_child(three: tuple[Any, dict[str, Any]]) -> None:
    """A query, a mark, a file, a signature: their slots do not say whose they are, and thousands need not be read."""
    work, before = three
    place = Address(subject(work, "LN-002"), "M3", "", "VS")
    work.append(f.QueryOpened(id=work.store.new_id(), query="q1", address=place, text="really?"))
    assert read_again(work, before) == {"LN-002"}
    assert len(work.session.records.child(place.subject).course.record.queries(place)) == 1
    work.append(f.MarkSet(id=work.store.new_id(), kind="explained", address=place, note="grew"))
    work.append(f.FormCompleted(id=work.store.new_id(), address=place))
    assert read_again(work, before) == {"LN-002"}


def test_what_is_of_no_record_reads_nobody_again(three: tuple[Any, dict[str, Any]]) -> None:
    work, before = three
    work.session.records.forget(Slot(kind, "x") for kind in ("verdict", "device", "user", "recovery", "codes"))
    assert read_again(work, before) == set()


@pytest.mark.parametrize("slot", [Slot("table", "t1"), Slot("site_key", ""), Slot("study", "")])
def test_what_every_course_rests_on_reads_everybody_again(three: tuple[Any, dict[str, Any]], slot: Slot) -> None:
    work, before = three
    work.session.records.forget([slot])
    assert read_again(work, before) == set(before)


def test_a_freeze_of_the_whole_site_reaches_everybody(three: tuple[Any, dict[str, Any]]) -> None:
    work, before = three
    work.session.records.forget([Slot("freeze", Address("").key)])
    assert read_again(work, before) == set(before)


def test_a_slot_nobody_knows_may_be_anybodys(three: tuple[Any, dict[str, Any]]) -> None:
    work, before = three
    work.session.records.forget([Slot("signature", "never seen")])
    assert read_again(work, before) == set(before)


def test_after_each_change_everyone_stands_as_if_read_anew(three: tuple[Any, dict[str, Any]]) -> None:
    work, _ = three
    child = subject(work, "LN-001")
    place = Address(child, "M3", "", "VS")
    work.set(child, "M3", "VS", {"WEIGHT": "31.0"})
    work.append(f.QueryOpened(id=work.store.new_id(), query="q1", address=place, text="really?"))
    work.append(f.QueryAnswered(id=work.store.new_id(), query="q1", address=place, text="yes"))
    work.append(f.FormCompleted(id=work.store.new_id(), address=place))
    anew = Records(work.store.reader, work.session.study)
    for kept, fresh in zip(work.session.records.children(), anew.children(), strict=True):
        ours, theirs = kept.course.record, fresh.course.record
        assert (ours.values, ours.queries(place), ours.form_state(place), ours.made) == (
            theirs.values, theirs.queries(place), theirs.form_state(place), theirs.made,
        )  # fmt: skip
