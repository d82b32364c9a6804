"""A row of the log of medicines edited, changed and stopped through the prescription line, over a real store."""

from datetime import date
from typing import Any

import msgspec
import pytest

from desktop_app.presenters.logs import LogsPage
from study.address import LOG, Address
from study.changes import facts as f
from study.state.settle import Entry
from study.values import Codes, DateValue, Quantity, TextValue, Value
from ui.logs.state import LineState

TAKEN = {"CMTRT": "泼尼松", "CMSTER": "prednisone", "CMDOSE": "5", "CMDOSU": "mg", "CMFRQ": "qd"}


@pytest.fixture
def subject(desk_fixture: Any) -> str:
    """A child of 31.2 kg who takes prednisone since October, as entered at the bedside."""
    made: str = desk_fixture.enrol("LN-001", name="林小满")
    desk_fixture.visit(made, "M3", date(2026, 11, 17), {"VS": {"WEIGHT": "31.2", "HEIGHT": "138"}})
    given = {**TAKEN, "CMSTDTC": DateValue("2026-10-18"), "CMONGO": Codes(("Y",)), "CMINDC": Codes(("LN",))}
    desk_fixture.set(made, LOG, "CM", given, anew=True)
    return made


@pytest.fixture
def page(desk_fixture: Any, subject: str) -> LogsPage:
    made = LogsPage(desk_fixture.desk)
    desk_fixture.desk.page = made
    made.choose(subject, "CM")
    made.refresh()
    return made


def line(page: LogsPage) -> LineState:
    assert page.view.state is not None
    assert page.view.state.line is not None
    return page.view.state.line


def begin(page: LogsPage, act: str, row: int = 0) -> LineState:
    assert page.view.state is not None
    page.view.acted.emit(act, page.view.state.rows[row].key)
    return line(page)


def typed(page: LogsPage, text: str) -> LineState:
    page.view.line.field.setText(text)
    page.view.line.typed.emit(text)
    return line(page)


def enter(page: LogsPage) -> LineState:
    page.view.line.entered.emit(page.view.line.field.text())
    return line(page)


def answer(page: LogsPage, place: int) -> LineState:
    page.view.line.answered.emit(place)
    return line(page)


def places(work: Any, subject: str) -> tuple[Address, ...]:
    found: tuple[Address, ...] = work.course(subject).form_places(Address(subject, LOG), "CM")
    return found


def at(work: Any, place: Address, code: str) -> Value | None:
    value: Value | None = work.course(place.subject).record.value(msgspec.structs.replace(place, item=code))
    return value


def head(work: Any, place: Address, code: str) -> Entry:
    [found] = work.course(place.subject).record.settled(msgspec.structs.replace(place, item=code)).heads
    entry: Entry = found
    return entry


def test_editing_offers_the_row_and_changes_only_what_differs(desk_fixture: Any, subject: str, page: LogsPage) -> None:
    [place] = places(desk_fixture, subject)
    before = head(desk_fixture, place, "CMFRQ").fact.id
    state = begin(page, "edit")
    assert state.text == "泼尼松 5 mg 每日1次 2026-10-18起"
    assert state.act is not None
    assert state.act.en == "Edit this row: Prednisone 5 mg qd"
    state = typed(page, "泼尼松 7.5 mg 每日1次 2026-10-18起")
    assert state.notes[0].text.zh == "单次剂量 5 → 7.5"
    assert state.amount is not None
    assert state.amount.zh.startswith("7.5 mg/日 · 0.24 mg/kg/日")
    state = enter(page)
    assert at(desk_fixture, place, "CMDOSE") == Quantity("7.5", "1")
    assert head(desk_fixture, place, "CMFRQ").fact.id == before
    assert at(desk_fixture, place, "CMINDC") == Codes(("LN",))
    assert page.view.line.field.text() == ""
    assert state.act is None
    assert places(desk_fixture, subject) == (place,)


def test_an_edit_that_changes_nothing_writes_nothing(desk_fixture: Any, subject: str, page: LogsPage) -> None:
    count = desk_fixture.store.reader.tip().seq
    begin(page, "edit")
    state = enter(page)
    assert [note.text.en for note in state.notes] == ["Nothing was changed."]
    assert desk_fixture.store.reader.tip().seq == count


def test_another_dose_ends_the_row_and_begins_the_next_in_one_change(
    desk_fixture: Any, subject: str, page: LogsPage
) -> None:
    [old] = places(desk_fixture, subject)
    state = begin(page, "change")
    assert state.text == "泼尼松 5 mg 每日1次 2026-11-17起"
    assert [text.en for text in state.refused] == ["The dose is still the same."]
    state = typed(page, "泼尼松 5mg 半片 qd 2026-11-17起")
    assert [note.text.zh for note in state.notes][:2] == [
        "将结束：泼尼松 5 mg 每日1次（至 2026-11-16）",
        "适应证沿用：狼疮性肾炎",
    ]
    assert state.question is not None
    assert state.question.options[0].zh == "按计划减量"
    enter(page)
    assert len(places(desk_fixture, subject)) == 1
    answer(page, 0)
    [first, second] = places(desk_fixture, subject)
    assert first == old
    assert at(desk_fixture, old, "CMENDTC") == DateValue("2026-11-16")
    assert at(desk_fixture, old, "CMREAS") == Codes(("TAPER",))
    assert at(desk_fixture, old, "CMONGO") == Codes(("N",))
    assert at(desk_fixture, second, "CMSTDTC") == DateValue("2026-11-17")
    assert at(desk_fixture, second, "CMDOSE") == Quantity("0.5", "1")
    assert at(desk_fixture, second, "CMINDC") == Codes(("LN",))
    assert at(desk_fixture, second, "CMENDTC") is None
    made = {head(desk_fixture, old, "CMENDTC").change, head(desk_fixture, second, "CMDOSE").change}
    assert len(made) == 1


def test_one_undo_takes_the_whole_act_back(desk_fixture: Any, subject: str, page: LogsPage) -> None:
    [old] = places(desk_fixture, subject)
    begin(page, "change")
    typed(page, "泼尼松 2.5 mg qd 2026-11-17起")
    assert answer(page, 0).undo is not None
    page.view.undo_asked.emit()
    assert places(desk_fixture, subject) == (old,)
    assert at(desk_fixture, old, "CMENDTC") is None
    assert at(desk_fixture, old, "CMREAS") is None
    assert at(desk_fixture, old, "CMONGO") == Codes(("Y",))
    assert line(page).undo is None
    assert line(page).notes[0].text.en.startswith("Taken back.")


def test_with_nothing_to_take_back_it_says_so(page: LogsPage) -> None:
    page.view.undo_asked.emit()
    assert "nothing to take back" in line(page).refused[0].en


def test_acts_are_taken_back_one_after_the_other(desk_fixture: Any, subject: str, page: LogsPage) -> None:
    [place] = places(desk_fixture, subject)
    for dose in ("7.5", "10"):
        begin(page, "edit")
        typed(page, f"泼尼松 {dose} mg qd 2026-10-18起")
        enter(page)
    page.view.undo_asked.emit()
    assert at(desk_fixture, place, "CMDOSE") == Quantity("7.5", "1")
    page.view.undo_asked.emit()
    assert at(desk_fixture, place, "CMDOSE") == Quantity("5", "1")
    assert at(desk_fixture, place, "CMLINE") is None


def test_a_row_on_which_more_was_entered_is_not_taken_back(desk_fixture: Any, subject: str, page: LogsPage) -> None:
    begin(page, "change")
    typed(page, "泼尼松 2.5 mg qd 2026-11-17起")
    answer(page, 0)
    second = places(desk_fixture, subject)[1]
    desk_fixture.append(desk_fixture.fact(msgspec.structs.replace(second, item="CMINDTX"), "减量后复查"))
    page.view.undo_asked.emit()
    assert len(places(desk_fixture, subject)) == 2
    assert "More was entered" in line(page).refused[0].en


def test_stopping_asks_why_and_the_answer_records_it(desk_fixture: Any, subject: str, page: LogsPage) -> None:
    [place] = places(desk_fixture, subject)
    state = begin(page, "stop")
    assert state.text == "泼尼松 5 mg 每日1次 2026-10-18起 2026-11-17停"
    assert state.question is not None
    enter(page)
    assert at(desk_fixture, place, "CMENDTC") is None
    state = answer(page, 3)
    assert at(desk_fixture, place, "CMENDTC") == DateValue("2026-11-17")
    assert at(desk_fixture, place, "CMREAS") == Codes(("DONE",))
    assert at(desk_fixture, place, "CMLINE") is None
    assert page.view.state is not None
    assert page.view.state.rows[0].over
    assert "ended on 2026-11-17 already" in begin(page, "stop").refused[0].en


def test_stopping_says_a_day_and_nothing_else(desk_fixture: Any, subject: str, page: LogsPage) -> None:
    begin(page, "stop")
    assert "only the last day" in typed(page, "泼尼松 10 mg qd 2026-10-18起 2026-11-17停").refused[0].en
    assert "Write the last day" in typed(page, "泼尼松 5 mg qd 2026-10-18起").refused[0].en
    state = typed(page, "泼尼松 5 mg qd 2026-10-18起 2026-10-01停")
    assert state.refused
    assert state.question is None
    answer(page, 0)
    assert at(desk_fixture, places(desk_fixture, subject)[0], "CMENDTC") is None


def test_a_new_dose_from_the_day_of_the_old_one_or_before_is_refused(page: LogsPage) -> None:
    begin(page, "change")
    state = typed(page, "泼尼松 2.5 mg qd 2026-10-18起")
    assert "before it began" in state.refused[0].en
    assert "from which day" in typed(page, "泼尼松 2.5 mg qd").refused[0].en


def test_an_unlikely_new_dose_is_asked_about_before_the_reason(desk_fixture: Any, subject: str, page: LogsPage) -> None:
    begin(page, "change")
    state = typed(page, "泼尼松 150 mg qd 2026-11-17起")
    assert state.question is not None
    assert "mg/kg" in state.question.text.en
    state = answer(page, 0)
    assert state.question is not None
    assert state.question.options[0].en == "Planned taper"
    answer(page, 1)
    second = places(desk_fixture, subject)[1]
    fact = desk_fixture.course(subject).record.fact(msgspec.structs.replace(second, item="CMDOSE"))
    assert "confirmed" in fact.explanation


def test_a_completed_row_wants_a_reason_in_words(desk_fixture: Any, subject: str, page: LogsPage) -> None:
    [place] = places(desk_fixture, subject)
    desk_fixture.append(f.FormCompleted(id=desk_fixture.store.new_id(), address=place))
    page.refresh()
    asked: list[str] = []
    page.view.reasoned.connect(asked.append)
    begin(page, "edit")
    typed(page, "泼尼松 7.5 mg qd 2026-10-18起")
    enter(page)
    assert at(desk_fixture, place, "CMDOSE") == Quantity("5", "1")
    page.view.reasoned.emit("抄录错误")
    assert at(desk_fixture, place, "CMDOSE") == Quantity("7.5", "1")
    fact = head(desk_fixture, place, "CMDOSE").fact
    assert isinstance(fact, f.ValueSet)
    assert fact.reason == "抄录错误"


def test_stopping_a_completed_row_gives_the_answer_as_the_reason(
    desk_fixture: Any, subject: str, page: LogsPage
) -> None:
    [place] = places(desk_fixture, subject)
    desk_fixture.append(f.FormCompleted(id=desk_fixture.store.new_id(), address=place))
    page.refresh()
    begin(page, "stop")
    answer(page, 2)
    fact = head(desk_fixture, place, "CMONGO").fact
    assert isinstance(fact, f.ValueSet)
    assert (fact.value, fact.reason) == (Codes(("N",)), "不良事件 / Adverse event")


def test_a_row_that_moved_meanwhile_is_not_written_over(desk_fixture: Any, subject: str, page: LogsPage) -> None:
    [place] = places(desk_fixture, subject)
    begin(page, "edit")
    typed(page, "泼尼松 7.5 mg qd 2026-10-18起")
    desk_fixture.append(desk_fixture.fact(msgspec.structs.replace(place, item="CMDOSE"), "20"))
    page.refresh()
    state = line(page)
    assert state.text == "泼尼松 7.5 mg qd 2026-10-18起"
    assert "changed meanwhile" in state.refused[0].en
    enter(page)
    assert at(desk_fixture, place, "CMDOSE") == Quantity("20", "1")


def test_a_half_typed_act_is_kept_and_comes_back_to_its_author(desk_fixture: Any, subject: str, page: LogsPage) -> None:
    begin(page, "change")
    typed(page, "泼尼松 2.5 mg")
    page.leave()
    again = LogsPage(desk_fixture.desk)
    desk_fixture.desk.page = again
    again.choose(subject, "CM")
    again.refresh()
    state = line(again)
    assert state.text == "泼尼松 2.5 mg"
    assert state.act is not None
    assert state.act.en.startswith("Change dose")
    again.view.line.given_up.emit()
    assert line(again).text == ""
    assert not [key for key in desk_fixture.store.reader.drafts(desk_fixture.session.person.user) if "?" in key]


def test_a_line_that_is_half_typed_is_not_thrown_away_by_an_act(page: LogsPage) -> None:
    typed(page, "MMF 0.25g")
    state = begin(page, "edit")
    assert state.act is None
    assert "holds what you were typing" in state.refused[0].en
    assert page.view.line.field.text() == "MMF 0.25g"


def test_a_row_in_conflict_is_decided_first(desk_fixture: Any, subject: str, page: LogsPage) -> None:
    [place] = places(desk_fixture, subject)
    desk_fixture.contradict(msgspec.structs.replace(place, item="CMDOSE"), "50")
    page.refresh()
    state = begin(page, "edit")
    assert state.act is None
    assert "Decide between them first" in state.refused[0].en


def test_a_new_line_can_be_taken_back_too(desk_fixture: Any, subject: str, page: LogsPage) -> None:
    typed(page, "MMF 0.25g bid 2026-11-17起")
    enter(page)
    assert len(places(desk_fixture, subject)) == 2
    page.view.undo_asked.emit()
    assert len(places(desk_fixture, subject)) == 1


def test_who_may_not_enter_gets_no_acts(desk_fixture: Any, page: LogsPage) -> None:
    desk_fixture.session.role = "monitor"
    page.refresh()
    assert line(page).acts == ()
    assert begin(page, "stop").act is None


def test_words_of_the_line_stay_with_the_row(desk_fixture: Any, subject: str, page: LogsPage) -> None:
    typed(page, "吗替麦考酚酯 0.25g bid 2026-11-01起 饭后")
    enter(page)
    place = places(desk_fixture, subject)[1]
    state = begin(page, "edit")
    assert state.text == "吗替麦考酚酯 0.25g bid 2026-11-01起 饭后"
    typed(page, "吗替麦考酚酯 0.5g bid 2026-11-01起 饭后")
    enter(page)
    assert at(desk_fixture, place, "CMLINE") == TextValue("吗替麦考酚酯 0.5g bid 2026-11-01起 饭后")
