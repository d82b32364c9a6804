"""The store's door asks for a reason where a form was completed or signed, for rows and marks as for values."""

from typing import Any

import pytest

from study.address import Address
from study.changes import facts as f
from study.errors import KnownError
from study.record import heads
from study.values import Quantity


@pytest.fixture
def child(ward: Any) -> str:
    made: str = ward.enrol("LN-001")
    ward.weigh(made, "53")
    return made


def form(child: str) -> Address:
    return Address(child, "M3", "", "VS")


def marked(ward: Any, child: str) -> str:
    name: str = ward.store.new_id()
    mark = f.MarkSet(id=name, kind="explained", address=form(child), note="grew")
    ward.store.append(ward.author(), [mark])
    return name


def complete(ward: Any, child: str, *besides: f.Fact) -> None:
    done = f.FormCompleted(id=ward.store.new_id(), address=form(child))
    ward.store.append(ward.author(), [done, *besides])


def sign(ward: Any, child: str) -> None:
    digest = ward.store.reader.record(child).digest(form(child))
    signed = f.Signed(id=ward.store.new_id(), address=form(child), meaning="m", digest=digest, basis=2)
    ward.store.append(ward.author(), [signed])


def taken_back(ward: Any, child: str, mark: str, reason: str = "") -> f.MarkWithdrawn:
    return f.MarkWithdrawn(id=ward.store.new_id(), bases=(mark,), mark=mark, address=form(child), reason=reason)


def row(ward: Any, child: str, reason: str = "") -> f.RowCreated:
    return f.RowCreated(id=ward.store.new_id(), address=form(child), level="row", reason=reason)


def refused(ward: Any, *facts: f.Fact) -> bool:
    try:
        ward.store.append(ward.author(), facts)
    except KnownError as error:
        return error.code == "reason-wanted"
    return False


def test_a_mark_on_an_open_form_goes_without_a_word(ward: Any, child: str) -> None:
    assert not refused(ward, taken_back(ward, child, marked(ward, child)))


def test_a_mark_on_a_completed_form_goes_with_a_reason_only(ward: Any, child: str) -> None:
    mark = marked(ward, child)
    complete(ward, child)
    assert refused(ward, taken_back(ward, child, mark))
    assert refused(ward, taken_back(ward, child, mark, "  "))
    assert not refused(ward, taken_back(ward, child, mark, "another child's"))


@pytest.mark.parametrize("closes", [complete, sign])
def test_an_explanation_beside_a_value_goes_with_a_reason_only(ward: Any, child: str, closes: Any) -> None:
    place = Address(child, "M3", "", "VS", item="WEIGHT")

    def said(words: str, reason: str = "") -> f.ValueSet:
        seen = heads(ward.store.reader.record(child).settled(place))
        return f.ValueSet(
            id=ward.store.new_id(), bases=seen, address=place, value=Quantity("53", "kg"), explanation=words,
            reason=reason,
        )  # fmt: skip

    assert not refused(ward, said("oedema"))
    assert not refused(ward, said(""))
    assert not refused(ward, said("oedema"))
    closes(ward, child)
    assert not refused(ward, said("oedema, both legs")), "another word is no taking back"
    assert refused(ward, said(""))
    assert not refused(ward, said("", "another child's"))


def test_completing_a_form_ends_what_was_awaited_by_itself(ward: Any, child: str) -> None:
    mark = marked(ward, child)
    complete(ward, child, taken_back(ward, child, mark))


def test_a_row_on_a_signed_form_needs_a_reason_its_own_or_its_values(ward: Any, child: str) -> None:
    complete(ward, child)
    assert not refused(ward, row(ward, child)), "a first entry on a form that is merely complete is no change"
    sign(ward, child)
    assert refused(ward, row(ward, child))
    assert not refused(ward, row(ward, child, "late report"))
    made = row(ward, child)
    where = Address(child, "M3", "", "VS", "", made.id, "WEIGHT")
    said = f.ValueSet(id=ward.store.new_id(), address=where, value=Quantity("9", "kg"), reason="late report")
    assert not refused(ward, made, said)


def test_a_mark_on_a_signed_form_goes_with_a_reason_only(ward: Any, child: str) -> None:
    mark = marked(ward, child)
    sign(ward, child)
    assert refused(ward, taken_back(ward, child, mark))
    assert not refused(ward, taken_back(ward, child, mark, "another child's"))
