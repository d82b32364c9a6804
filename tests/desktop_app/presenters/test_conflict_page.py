"""The conflict screen: sides, what each saw, what speaks for a value, the decision as a fact, on to the next one."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from desktop_app.presenters.conflict import ConflictPage
from desktop_app.presenters.conflict_decide import third
from study.address import Address
from study.changes import facts as f
from study.checks import CheckContext
from study.state.slots import Slot
from study.values import Cleared, Codes, DateTimeValue, Quantity
from ui.conflict.state import ConflictState, Resolution

INFUSED = date(2026, 8, 18)


def with_collections(work: Any) -> tuple[str, Address]:
    """A child with three 24 h collections; the address of the total of M1, which concentration and volume also give."""
    subject = work.enrol("LN-007")
    for visit, day, concentration in (("BL", -6, "1500"), ("W2", 14, "950"), ("M1", 31, "567"), ("M3", 91, "300")):
        work.visit(subject, visit, INFUSED + timedelta(days=day), {"VS": {"HEIGHT": "148", "WEIGHT": "43"}})
        items = {"U24PROTC": concentration, "U24VOL": "1200", "U24HRS": "24", "U24COMP": Codes(("Y",))}
        work.set(subject, visit, "U24", items)
        if visit != "M1":
            work.set(subject, visit, "U24", {"UPROT24": str(int(int(concentration) * 1.2))})
    place = work.place(Address(subject, "M1", "", "U24"))
    return subject, msgspec.structs.replace(place, item="UPROT24")


def clash(work: Any) -> tuple[str, Address]:
    subject, address = with_collections(work)
    work.append(replace_typed(work.fact(address, Quantity("0.68", "g/24h")), "0.68 g"))
    work.append(replace_typed(work.fact(address, Quantity("6.8", "g/24h"), blind=True), "6.8 g"))
    return subject, address


def replace_typed(fact: f.ValueSet, typed: str) -> f.ValueSet:
    return msgspec.structs.replace(fact, typed=typed)


def opened(work: Any, address: Address) -> ConflictPage:
    page = ConflictPage(work.desk)
    page.choose(work.store.reader.slot(Slot("value", address.key)).conflict)
    work.desk.page = page
    page.refresh()
    return page


def state_of(page: ConflictPage) -> ConflictState:
    assert page.view.state is not None
    return page.view.state


def test_both_values_stand_side_by_side_with_who_when_and_as_typed(desk_fixture: Any) -> None:
    _, address = clash(desk_fixture)
    state = state_of(opened(desk_fixture, address))
    assert (state.position, state.total, state.subject) == (1, 1, "LN-007")
    assert {(s.value.en, s.unit, s.typed) for s in state.sides} == {
        ("680", "mg/24 h", "0.68 g"),
        ("6800", "mg/24 h", "6.8 g"),
    }
    assert {(s.author, s.role.en, s.device, s.seen) for s in state.sides} == {("周敏", "investigator", "CR-02", None)}
    assert state.sides[0].at.isoformat() == "2026-11-17T10:00:00+08:00"
    assert state.may_decide


def test_what_each_author_saw_follows_from_the_bases(desk_fixture: Any) -> None:
    work = desk_fixture
    _, address = with_collections(work)
    first = work.fact(address, "700")
    work.append(first)
    values = (Quantity("680", "mg/24h"), Cleared())
    seen = [work.fact(address, value) for value in values]
    for fact in seen:
        work.append(msgspec.structs.replace(fact, bases=(first.id,)))
    sides = state_of(opened(work, address)).sides
    assert {(s.value.en, s.seen.en if s.seen else "") for s in sides} == {("680", "700"), ("(cleared)", "700")}
    assert [s.plausibility for s in sides if s.value.en == "(cleared)"] == [()]


def test_the_computed_total_and_the_neighbours_speak_for_and_against(desk_fixture: Any) -> None:
    _, address = clash(desk_fixture)
    sides = {side.value.en: side.plausibility for side in state_of(opened(desk_fixture, address)).sides}
    assert [(p.fits, p.text.en) for p in sides["680"]] == [
        (True, "agrees with concentration x volume: 680"),
        (True, "between its neighbours: W2 1140 → M3 360"),
        (True, "within what is usual (0–8000)"),
    ]
    against = [(p.fits, p.text.en) for p in sides["6800"]]
    assert against[0] == (False, "does not agree with concentration x volume: 680 expected")
    assert against[1] == (False, "6.0 times the one before, 1140 (W2)")


def test_limits_and_pairs_of_the_form_speak_too(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.visit(subject, "M1", date(2026, 9, 18), {"VS": {"DIABP": "76", "SYSBP": "118"}})
    address = Address(subject, "M1", "", "VS", "", "", "SYSBP")
    desk_fixture.contradict(address, "66")
    sides = {side.value.en: side.plausibility for side in state_of(opened(desk_fixture, address)).sides}
    assert [p.fits for p in sides["118"]] == [True]
    assert [p.text.en for p in sides["66"]] == [
        "Systolic BP (mean of readings) is seldom outside 70-150 mmHg",
        "Diastolic pressure is not below systolic",
        (
            "would be critical: Systolic pressure is at least 30 mmHg above stage 2, or low for age "
            "(proposed rule, unconfirmed)"
        ),
    ]


def test_the_trend_holds_every_side_on_the_day_of_the_visit(desk_fixture: Any) -> None:
    _, address = clash(desk_fixture)
    trend = state_of(opened(desk_fixture, address)).trend
    assert trend is not None
    assert [point.x for point in trend.spark.points] == [-6, 14, 91]
    assert {(c.point.x, c.point.y) for c in trend.candidates} == {(31, 680.0), (31, 6800.0)}
    assert trend.spark.log


def test_a_choice_has_no_trend_and_answers_in_words(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.visit(subject, "M1", date(2026, 9, 18), {"VS": {"OEDEMA": Codes(("0",))}})
    address = Address(subject, "M1", "", "VS", "", "", "OEDEMA")
    desk_fixture.contradict(address, Codes(("3",)))
    state = state_of(opened(desk_fixture, address))
    assert state.trend is None
    assert {side.value.zh for side in state.sides} == {"无", "重度"}


def test_choosing_a_side_names_every_head_and_ends_the_conflict(desk_fixture: Any) -> None:
    subject, address = clash(desk_fixture)
    page = opened(desk_fixture, address)
    state = state_of(page)
    heads = desk_fixture.store.reader.slot(Slot("value", address.key)).heads
    side = next(side for side in state.sides if side.value.en == "680")
    page.view.resolved.emit(Resolution(state.conflict, side.fact, "", "已核对纸质报告"))
    record = desk_fixture.course(subject).record
    fact = record.fact(address)
    assert record.conflicts == ()
    assert fact is not None
    assert set(fact.bases) == {entry.fact.id for entry in heads}
    assert (fact.value, fact.reason, fact.typed) == (Quantity("0.68", "g/24h"), "已核对纸质报告", "0.68 g")
    assert desk_fixture.desk.went == [("back",)]


def test_a_third_value_is_read_as_in_any_field(desk_fixture: Any) -> None:
    subject, address = clash(desk_fixture)
    page = opened(desk_fixture, address)
    page.view.resolved.emit(Resolution(state_of(page).conflict, None, "0.69 g/24h", "third look"))
    fact = desk_fixture.course(subject).record.fact(address)
    assert fact is not None
    assert (fact.value, fact.typed) == (Quantity("0.69", "g/24h"), "0.69 g/24h")
    assert desk_fixture.course(subject).record.conflicts == ()


@pytest.mark.parametrize("typed", ["99999999", "abc", "1,250", ""])
def test_a_third_value_that_cannot_be_kept_is_refused_and_changes_nothing(desk_fixture: Any, typed: str) -> None:
    subject, address = clash(desk_fixture)
    page = opened(desk_fixture, address)
    page.view.resolved.emit(Resolution(state_of(page).conflict, None, typed, "reason"))
    assert state_of(page).third_refused is not None
    assert not state_of(page).busy
    assert desk_fixture.course(subject).record.conflicts == (address,)


def test_after_a_decision_the_next_conflict_comes_and_steps_go_through_all(desk_fixture: Any) -> None:
    subject, address = clash(desk_fixture)
    weight = Address(subject, "M1", "", "VS", "", "", "WEIGHT")
    desk_fixture.contradict(weight, "34")
    page = opened(desk_fixture, address)
    first = state_of(page)
    assert first.total == 2
    page.view.step_asked.emit(1 if first.position == 1 else -1)
    other = state_of(page)
    assert other.conflict != first.conflict
    page.view.step_asked.emit(5)
    assert state_of(page).conflict == other.conflict
    page.view.resolved.emit(Resolution(other.conflict, other.sides[0].fact, "", "as on paper"))
    assert state_of(page).conflict == first.conflict
    assert (state_of(page).position, state_of(page).total) == (1, 1)
    assert desk_fixture.desk.went == []


def test_a_conflict_decided_meanwhile_elsewhere_is_left(desk_fixture: Any) -> None:
    _, address = clash(desk_fixture)
    page = opened(desk_fixture, address)
    desk_fixture.append(desk_fixture.fact(address, "700"))
    page.refresh()
    assert desk_fixture.desk.went == [("back",)]


def test_a_data_entry_clerk_reads_and_does_not_decide(make_desk: Callable[..., Any]) -> None:
    work = make_desk("data_entry")
    _, address = clash(work)
    page = opened(work, address)
    state = state_of(page)
    assert (state.may_decide, state.why_not is not None) == (False, True)
    page.view.resolved.emit(Resolution(state.conflict, state.sides[0].fact, "", "reason"))
    assert [getattr(error, "code", "") for error in work.desk.failures] == ["no-right"]
    assert not state_of(page).busy


def test_whether_a_place_counts_can_be_in_conflict_too(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.visit(subject, "M1", date(2026, 9, 18), {})
    place = Address(subject, "M1")
    first = f.Withdrawn(id=desk_fixture.store.new_id(), address=place, reason="wrong child")
    desk_fixture.append(first)
    desk_fixture.append(f.Reinstated(id=desk_fixture.store.new_id(), address=place, reason="right child"))
    page = ConflictPage(desk_fixture.desk)
    slot = Slot("presence", place.key)
    page.choose(desk_fixture.store.reader.slot(slot).conflict)
    page.refresh()
    state = state_of(page)
    assert {(s.value.en, s.typed) for s in state.sides} == {("withdrawn", "wrong child"), ("counts", "right child")}
    page.view.resolved.emit(Resolution(state.conflict, None, "1", "reason"))
    assert state_of(page).third_refused is not None
    page.view.resolved.emit(Resolution(state.conflict, state.sides[0].fact, "", "asked the ward"))
    assert desk_fixture.store.reader.slot(slot).conflict == ""


def test_a_name_in_conflict_is_opened_and_sealed_again(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001", name="林小满")
    other = desk_fixture.enrol("LN-002", name="林小曼")
    address = Address(subject, "SCR", "", "DM", "", "", "NAME")
    sealed = desk_fixture.course(other).record.value(msgspec.structs.replace(address, subject=other))
    desk_fixture.append(f.ValueSet(id=desk_fixture.store.new_id(), address=address, value=sealed))
    page = opened(desk_fixture, address)
    assert {side.value.zh for side in state_of(page).sides} == {"林小满", "••••"}
    page.view.resolved.emit(Resolution(state_of(page).conflict, None, "林晓满", "户口本"))
    fact = desk_fixture.course(subject).record.fact(address)
    assert fact is not None
    assert fact.typed == ""
    assert desk_fixture.child(subject).identity.name == "林晓满"


def test_identity_is_not_entered_without_the_key(shipped: Any, desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001")
    address = Address(subject, "SCR", "", "DM", "", "", "NAME")
    settled = desk_fixture.store.reader.slot(Slot("value", address.key))
    resolution = Resolution("c", None, "林晓满", "r")  # type: ignore[arg-type]
    answer = third(
        shipped, shipped.item("DM", "NAME"), settled, resolution, "f1", context=CheckContext(), role="investigator"
    )
    assert not isinstance(answer, f.ValueSet)


def test_a_datetime_shows_its_day_and_hour(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001")
    address = desk_fixture.course(subject).anchor("infusion")
    desk_fixture.contradict(address, DateTimeValue("2026-08-19T09:30"))
    sides = state_of(opened(desk_fixture, address)).sides
    assert {side.value.en for side in sides} == {"2026-08-18 10:00", "2026-08-19 09:30"}


def test_whose_name_was_shown_is_told_to_the_desk_for_each_child_that_comes_to_the_front(desk_fixture: Any) -> None:
    subject, address = clash(desk_fixture)
    other = desk_fixture.enrol("LN-002", name="林小曼")
    desk_fixture.contradict(desk_fixture.course(other).anchor("infusion"), DateTimeValue("2026-08-19T09:30"))
    page = opened(desk_fixture, address)
    assert desk_fixture.desk.shown_names[-1] == subject
    page.view.step_asked.emit(1 if state_of(page).position == 1 else -1)
    assert desk_fixture.desk.shown_names[-1] == other
