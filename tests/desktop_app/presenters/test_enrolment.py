"""Enrolling a child: the next code, faults in words, the same child again, and what is written into the log."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.presenters import enrol, gathering
from desktop_app.presenters.children import ChildrenPage
from study.address import Address
from study.changes import facts as f
from study.definition.model import Study
from study.subject_codes import next_code
from study.values import Sealed
from tests.kit.lanes import Waiting
from ui.children.state import EnrolRequest

TODAY = date(2026, 11, 17)
PATTERN = "[A-Z]{2,4}-[0-9]{3}"
GOOD = EnrolRequest("LN-009", "陈予安", "H-778", "M", date(2016, 3, 2), date(2026, 11, 16))


@pytest.mark.parametrize(
    ("codes", "site", "code"),
    [
        ((), "LN", "LN-001"),
        ((), "shanghai-01", "SHAN-001"),
        ((), "1", ""),
        (("LN-001", "LN-012", "LN-003"), "LN", "LN-013"),
        (("LN-999",), "LN", ""),
        (("X1", "LN-004"), "LN", "LN-005"),
    ],
)
def test_the_next_code_follows_the_greatest(codes: tuple[str, ...], site: str, code: str) -> None:
    assert next_code(PATTERN, codes, site) == code


@given(st.lists(st.from_regex(f"\\A{PATTERN}\\Z"), max_size=8))
def test_the_next_code_is_free_and_has_the_form(codes: list[str]) -> None:
    found = next_code(PATTERN, codes, "LN")
    assert found == "" or (re.fullmatch(PATTERN, found) and found not in codes)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "LN9"}, "code"),
        ({"code": "LN-001"}, "code"),
        ({"name": ""}, "name"),
        ({"sex": "X"}, "sex"),
        ({"born": date(2026, 11, 18)}, "born"),
        ({"consent": date(2026, 11, 18)}, "consent"),
        ({"consent": date(2015, 1, 1)}, "consent"),
    ],
)
def test_each_fault_is_said_at_its_field(shipped: Study, change: dict[str, Any], field: str) -> None:
    found = enrol.faults(shipped, replace(GOOD, **change), ("LN-001",), TODAY, keeps_names=True)
    assert field in dict(found)
    assert enrol.faults(shipped, GOOD, ("LN-001",), TODAY, keeps_names=True) == ()


def dialog(work: Any) -> ChildrenPage:
    page = ChildrenPage(work.desk)
    page.refresh()
    page.view.enrol_asked.emit()
    assert page.dialog is not None
    return page


def asked(page: ChildrenPage) -> Any:
    """What the dialog shows."""
    return page.asked


def test_one_change_enrols_and_opens_the_child(desk_fixture: Any) -> None:
    page = dialog(desk_fixture)
    seq = desk_fixture.store.reader.tip().seq
    page.dialog.enrol_requested.emit(GOOD)  # type: ignore[union-attr]
    reader = desk_fixture.store.reader
    [subject] = reader.subjects("SUBJID")
    assert subject.code == "LN-009"
    assert reader.tip().seq == seq + 1
    assert desk_fixture.desk.went == [("child", subject.id)]
    assert page.dialog is None
    child = desk_fixture.child(subject.id)
    assert (child.identity.name, child.identity.birth, child.identity.texts["HOSPNO"]) == ("陈予安", GOOD.born, "H-778")
    assert child.course.person.sex == "M"
    assert child.course.record.value(Address(subject.id, "SCR", "", "DM", "", "", "ICDTC")) is not None
    assert child.course.record.visit_settled(Address(subject.id, "SCR")).heads


def test_nothing_that_names_the_child_stands_in_the_log_in_clear(desk_fixture: Any) -> None:
    dialog(desk_fixture).dialog.enrol_requested.emit(GOOD)  # type: ignore[union-attr]
    log = desk_fixture.store.reader
    bodies = b"".join(change.body for change in log.changes_after(desk_fixture.store.device, 0))
    for clear in ("陈予安", "H-778", "2016-03-02"):
        assert clear.encode() not in bodies


def test_without_the_site_key_a_child_is_enrolled_with_its_code_only(make_desk: Callable[..., Any]) -> None:
    work = make_desk(site_key=False)
    page = dialog(work)
    page.dialog.enrol_requested.emit(replace(GOOD, name=""))  # type: ignore[union-attr]
    [subject] = work.store.reader.subjects("SUBJID")
    values = work.course(subject.id).record.values
    assert {address.item for address in values} == {"SUBJID", "SEX", "ICDTC"}
    assert not any(isinstance(e.fact.value, Sealed) for s in values.values() for e in s.heads)
    assert page.view.state is not None
    assert page.view.state.names_hidden is not None


def test_the_same_child_is_asked_about_and_may_be_confirmed_as_another(desk_fixture: Any) -> None:
    desk_fixture.enrol("LN-001", name="陈予安", sex="M", born=GOOD.born)
    page = dialog(desk_fixture)
    assert page.dialog is not None
    page.dialog.enrol_requested.emit(replace(GOOD, code="LN-002"))
    assert asked(page).duplicate.en == "LN-001 has the same name."
    assert not asked(page).busy
    page.dialog.enrol_requested.emit(replace(GOOD, code="LN-002", name="陈余安"))
    assert asked(page).duplicate.en == "LN-001 has the same date of birth and sex."
    page.dialog.enrol_requested.emit(replace(GOOD, code="LN-002", confirmed=True))
    assert [s.code for s in desk_fixture.store.reader.subjects("SUBJID")] == ["LN-001", "LN-002"]


def test_a_code_that_was_given_is_refused_also_when_its_child_was_withdrawn(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-009")
    desk_fixture.append(f.Withdrawn(id=desk_fixture.store.new_id(), address=Address(subject), reason="wrong child"))
    page = dialog(desk_fixture)
    page.dialog.enrol_requested.emit(GOOD)  # type: ignore[union-attr]
    assert dict(asked(page).faults)["code"].en == "LN-009 belongs to another child"


def test_a_refusal_of_the_store_is_said_in_the_dialog(make_desk: Callable[..., Any]) -> None:
    work = make_desk("monitor")
    page = dialog(work)
    page.dialog.enrol_requested.emit(GOOD)  # type: ignore[union-attr]
    assert page.dialog is not None
    assert work.store.reader.subjects("SUBJID") == []
    assert page.view.state is not None
    assert not page.view.state.may_enrol


def test_nobody_is_enrolled_before_every_child_was_looked_at(
    desk_fixture: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one who came in while the others were looked at counts."""
    for code in ("LN-001", "LN-002", "LN-003"):
        desk_fixture.enrol(code)
    page = dialog(desk_fixture)
    lane = desk_fixture.desk.tasks = Waiting()
    monkeypatch.setattr(gathering, "A_WHILE_S", 0.0)
    page.dialog.enrol_requested.emit(GOOD)  # type: ignore[union-attr]
    lane.one()
    for read in (1, 2):
        lane.one()
        assert asked(page).looked == (read, 3)
        assert (asked(page).busy, asked(page).duplicate) == (True, None)
        assert page.dialog.name.isReadOnly()  # type: ignore[union-attr]
    desk_fixture.enrol("LN-004", name=GOOD.name, sex="M", born=GOOD.born)
    lane.through()
    assert asked(page).duplicate.en == "LN-004 has the same name."
    assert (asked(page).busy, asked(page).looked) == (False, None)
    assert len(desk_fixture.store.reader.subjects("SUBJID")) == 4


def test_who_may_be_the_child_is_said_at_once_and_nobody_else_is_looked_at(
    desk_fixture: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk_fixture.enrol("LN-001", name=GOOD.name)
    desk_fixture.enrol("LN-002")
    desk_fixture.enrol("LN-003")
    page = dialog(desk_fixture)
    lane = desk_fixture.desk.tasks = Waiting()
    monkeypatch.setattr(gathering, "A_WHILE_S", 0.0)
    page.dialog.enrol_requested.emit(GOOD)  # type: ignore[union-attr]
    lane.one()
    lane.one()
    assert asked(page).duplicate.en == "LN-001 has the same name."
    assert not lane.jobs


@pytest.mark.parametrize("act", ["stop", "close"])
def test_a_look_that_is_stopped_enters_nothing(desk_fixture: Any, monkeypatch: pytest.MonkeyPatch, act: str) -> None:
    for code in ("LN-001", "LN-002", "LN-003"):
        desk_fixture.enrol(code)
    page = dialog(desk_fixture)
    lane = desk_fixture.desk.tasks = Waiting()
    monkeypatch.setattr(gathering, "A_WHILE_S", 0.0)
    page.dialog.enrol_requested.emit(GOOD)  # type: ignore[union-attr]
    for _ in range(2):
        lane.one()
    page.dialog.cancel.click() if act == "stop" else page.dialog.reject()  # type: ignore[union-attr]
    lane.through()
    assert len(desk_fixture.store.reader.subjects("SUBJID")) == 3
    if act == "stop":
        assert asked(page).message.text.en.startswith("Nothing was entered: only 1 of 3 children")
        assert not page.dialog.name.isReadOnly()  # type: ignore[union-attr]
    else:
        assert page.dialog is None
