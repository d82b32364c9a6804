"""The prescription line over a real store: what is shown with each key, what Enter writes, what is kept half typed."""

from datetime import date
from typing import Any

import msgspec
import pytest

from desktop_app.presenters.logs import LogsPage
from desktop_app.presenters.logs_line import around, draft_key
from study.address import LOG, Address
from study.changes import facts as f
from study.course import Course
from study.record import Record
from study.state.apply import apply
from study.state.memory import MemorySlots
from study.state.settle import Placing
from study.unusual import unusual
from study.values import Codes, DateValue, Quantity, TextValue, Value
from ui.logs.state import LineState
from ui.widgets.state import Tone


@pytest.fixture
def subject(desk_fixture: Any) -> str:
    """A child of 31.2 kg today."""
    made: str = desk_fixture.enrol("LN-001", name="林小满")
    desk_fixture.visit(made, "M3", date(2026, 11, 17), {"VS": {"WEIGHT": "31.2", "HEIGHT": "138"}})
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


def typed(page: LogsPage, text: str) -> LineState:
    page.view.line.field.setText(text)
    page.view.line.typed.emit(text)
    return line(page)


def enter(page: LogsPage) -> LineState:
    page.view.line.entered.emit(page.view.line.field.text())
    return line(page)


def rows(work: Any, subject: str) -> list[dict[str, Value]]:
    """The rows of the log by item."""
    course = work.course(subject)
    form = Address(subject, LOG, "", "CM")
    found = []
    for place in course.form_places(Address(subject, LOG), form.form):
        values = {
            i.code: course.record.value(msgspec.structs.replace(place, item=i.code))
            for i in work.study.forms["CM"].items
        }
        found.append({code: value for code, value in values.items() if value is not None})
    return found


def test_what_was_understood_is_shown_at_once(page: LogsPage) -> None:
    state = typed(page, "泼尼松 5mg 3片 qod")
    assert [(part.said.zh, part.how.zh if part.how else "") for part in state.parts] == [
        ("泼尼松", ""), ("15 mg", "5 mg × 3 片"), ("隔日1次", ""),
    ]  # fmt: skip
    assert state.amount is not None
    assert state.amount.zh == "7.5 mg/日 · 0.24 mg/kg/日（31.2 kg，今日）"
    assert state.amount.en == "7.5 mg/d · 0.24 mg/kg/d (31.2 kg, today)"
    assert state.ready
    assert [(note.text.en.partition(":")[0], note.tone) for note in state.notes] == [("No first day", Tone.QUIET)]
    assert typed(page, "泼尼松 5mg 3片 qod 2026-11-17起").notes == ()


def test_a_steroid_that_is_no_prednisone_has_its_equivalent(page: LogsPage) -> None:
    amount = typed(page, "甲泼尼龙 40mg ivgtt qd").amount
    assert amount is not None
    assert amount.en.endswith("prednisone eq. 1.60 mg/kg/d")


def test_enter_makes_one_row_in_one_change_and_empties_the_line(
    desk_fixture: Any, subject: str, page: LogsPage
) -> None:
    typed(page, "泼尼松 5mg 3片 qod")
    state = enter(page)
    assert rows(desk_fixture, subject) == [
        {
            "CMTRT": TextValue("泼尼松"), "CMCLASS": Codes(("STER",)), "CMSTER": Codes(("prednisone",)),
            "CMSTRN": Quantity("5", "mg"), "CMDOSE": Quantity("3", "1"), "CMDOSU": Codes(("tablet",)),
            "CMFRQ": Codes(("qod",)), "CMLINE": TextValue("泼尼松 5mg 3片 qod"),
        }
    ]  # fmt: skip
    record = desk_fixture.course(subject).record
    [place] = desk_fixture.course(subject).form_places(Address(subject, LOG), "CM")
    changes = {head.change for code in ("CMTRT", "CMDOSE", "CMLINE")
               for head in record.settled(msgspec.structs.replace(place, item=code)).heads}  # fmt: skip
    assert len(changes) == 1
    assert page.view.line.field.text() == ""
    assert [note.text.zh for note in state.notes] == ["已记入：泼尼松 5mg 3片 qod"]
    assert page.view.state is not None
    [row] = page.view.state.rows
    assert row.line is not None
    assert row.line.zh == "泼尼松 5 mg × 3 片 隔日1次 = 7.5 mg/日 = 0.24 mg/kg/日"


def test_two_doses_of_a_day_are_two_rows(desk_fixture: Any, subject: str, page: LogsPage) -> None:
    typed(page, "他克莫司 1mg 早 0.5mg 晚")
    enter(page)
    assert [row["CMDOSE"] for row in rows(desk_fixture, subject)] == [Quantity("1", "1"), Quantity("0.5", "1")]


def test_a_question_is_answered_by_writing_the_line_anew(desk_fixture: Any, subject: str, page: LogsPage) -> None:
    state = typed(page, "泼尼松 5mg 3")
    assert state.question is not None
    assert [option.zh for option in state.question.options] == ["3 片", "每日3次", "作为文字保留"]
    assert enter(page).question is not None
    assert rows(desk_fixture, subject) == []
    page.view.line.answered.emit(0)
    assert page.view.line.field.text() == "泼尼松 5mg 3片"
    assert line(page).question is None
    enter(page)
    assert rows(desk_fixture, subject)[0]["CMDOSE"] == Quantity("3", "1")


def test_an_unlikely_dose_wants_a_yes_and_is_never_changed(desk_fixture: Any, subject: str, page: LogsPage) -> None:
    state = typed(page, "泼尼松 150mg qd")
    assert state.question is not None
    assert "4.81 mg/kg" in state.question.text.en
    enter(page)
    assert rows(desk_fixture, subject) == []
    page.view.line.answered.emit(0)
    assert line(page).question is None
    enter(page)
    [row] = rows(desk_fixture, subject)
    assert row["CMDOSE"] == Quantity("150", "1")
    place = desk_fixture.course(subject).form_places(Address(subject, LOG), "CM")[0]
    fact = desk_fixture.course(subject).record.fact(msgspec.structs.replace(place, item="CMDOSE"))
    assert "confirmed" in fact.explanation


def test_the_yes_holds_for_the_line_it_was_said_of(desk_fixture: Any, subject: str, page: LogsPage) -> None:
    typed(page, "泼尼松 150mg qd")
    page.view.line.answered.emit(0)
    assert typed(page, "泼尼松 1500mg qd").question is not None
    enter(page)
    assert rows(desk_fixture, subject) == []


def test_daily_methotrexate_is_entered_only_after_a_yes_and_then_asked_no_more(
    desk_fixture: Any, subject: str, page: LogsPage
) -> None:
    state = typed(page, "甲氨蝶呤 10mg qd")
    assert (state.ready, rows(desk_fixture, subject)) == (False, [])
    assert state.question is not None
    assert "死亡" in state.question.text.zh
    assert [option.zh for option in state.question.options] == ["是，按所写"]
    enter(page)
    assert rows(desk_fixture, subject) == []
    page.view.line.answered.emit(0)
    enter(page)
    assert len(rows(desk_fixture, subject)) == 1
    course = desk_fixture.course(subject)
    [place] = course.form_places(Address(subject, LOG), "CM")
    asked = [each for each in unusual(course, course.visit_at(place.in_visit), place) if each.code == "UNUSUAL_OFTEN"]
    assert [(each.queried, bool(each.explanation)) for each in asked] == [(False, True)]


def test_a_wrong_line_stays_and_says_why(desk_fixture: Any, subject: str, page: LogsPage) -> None:
    typed(page, "5mg qd")
    state = enter(page)
    assert [text.en for text in state.refused] == ["The line names no drug. Begin with its name."]
    assert page.view.line.field.text() == "5mg qd"
    assert rows(desk_fixture, subject) == []


def test_an_unknown_drug_and_unread_words_are_kept_and_told(desk_fixture: Any, subject: str, page: LogsPage) -> None:
    state = typed(page, "某某胶囊 2粒 tid 饭后")
    told = " ".join(note.text.en for note in state.notes)
    assert "is no drug of the list" in told
    assert "“饭后”" in told
    assert "strength" in told
    enter(page)
    [row] = rows(desk_fixture, subject)
    assert (row["CMTRT"], row["CMLINE"]) == (TextValue("某某胶囊"), TextValue("某某胶囊 2粒 tid 饭后"))
    assert "CMCLASS" not in row


def test_words_that_look_like_the_child_are_told(page: LogsPage) -> None:
    notes = [note.text.en for note in typed(page, "泼尼松 5mg qd 林小满").notes]
    assert any("write the child's code" in note for note in notes)


def test_a_weight_that_is_too_old_is_said_with_its_day(desk_fixture: Any, page: LogsPage) -> None:
    other = desk_fixture.enrol("LN-002")
    desk_fixture.visit(other, "M1", date(2026, 9, 18), {"VS": {"WEIGHT": "30.0"}})
    page.choose(other)
    page.refresh()
    state = typed(page, "泼尼松 15mg qd")
    assert state.amount is not None
    assert "30 kg, 2026-09-18" in state.amount.en
    assert any("60 days old" in note.text.en for note in state.notes)


def test_what_is_taken_already_is_told_and_not_ended(desk_fixture: Any, subject: str, page: LogsPage) -> None:
    taken = {"CMTRT": "泼尼松", "CMSTER": "prednisone", "CMDOSE": "5", "CMDOSU": "mg", "CMFRQ": "qd"}
    desk_fixture.set(subject, LOG, "CM", {**taken, "CMSTDTC": DateValue("2026-10-18")}, anew=True)
    page.refresh()
    notes = [note.text.zh for note in typed(page, "强的松 5mg 半片 qd").notes]
    assert any("在用：泼尼松 5 mg 每日1次（自 2026-10-18）" in note for note in notes)
    enter(page)
    assert all("CMENDTC" not in row for row in rows(desk_fixture, subject))


def test_half_a_line_is_its_authors_and_comes_back(desk_fixture: Any, subject: str, page: LogsPage) -> None:
    typed(page, "泼尼松 5mg")
    page.leave()
    user = desk_fixture.session.person.user
    assert desk_fixture.store.reader.drafts(user)[draft_key(subject)] == "泼尼松 5mg"
    again = LogsPage(desk_fixture.desk)
    desk_fixture.desk.page = again
    again.choose(subject, "CM")
    again.refresh()
    assert again.view.line.field.text() == "泼尼松 5mg"
    typed(again, "泼尼松 5mg qd")
    enter(again)
    assert draft_key(subject) not in desk_fixture.store.reader.drafts(user)


def test_another_child_does_not_get_the_half_line(desk_fixture: Any, subject: str, page: LogsPage) -> None:
    other = desk_fixture.enrol("LN-002")
    typed(page, "泼尼松 5mg")
    page.choose(other, "CM")
    page.refresh()
    assert page.view.line.field.text() == ""
    page.choose(subject, "CM")
    page.refresh()
    assert page.view.line.field.text() == "泼尼松 5mg"


def test_who_has_no_right_is_told(desk_fixture: Any, subject: str, page: LogsPage) -> None:
    desk_fixture.session.role = "monitor"
    page.refresh()
    assert line(page).why_not is not None
    typed(page, "泼尼松 5mg qd")
    enter(page)
    assert rows(desk_fixture, subject) == []


@pytest.mark.parametrize("where", [Address("child"), Address("child", LOG), Address("child", LOG, "", "CM")])
def test_a_frozen_log_takes_no_line_and_says_why(desk_fixture: Any, subject: str, where: Address) -> None:
    slots = MemorySlots()
    apply("c1", (f.Frozen(id="z", address=where, reason="database lock"),), Placing(1, "accepted"), slots)
    record = Record("child", slots.settled, {"c1": 1_795_000_000_000}, {"c1": "monitor-1"})
    child = desk_fixture.child(subject)
    frozen = msgspec.structs.replace(child, course=Course(desk_fixture.study, record, None))
    found = around(frozen, desk_fixture.session)
    assert found is not None
    assert found.why_not is not None
    assert "database lock" in found.why_not.zh
