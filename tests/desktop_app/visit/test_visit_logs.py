"""The child's logs beside a visit: filled in place, asked about in forms; rows withdrawn and brought back."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from study.address import LOG, Address, parse_key
from study.changes import facts as f
from study.values import Codes, DateValue, TextValue
from ui.visit import acts
from ui.visit.state import DraftBack, Refused, Suggested

if TYPE_CHECKING:
    from tests.desktop_app.visit.conftest import Bedside


@pytest.fixture
def drugs(bedside: Callable[..., "Bedside"]) -> "Bedside":
    """M3 of a child who takes prednisone and took tacrolimus."""
    made = bedside()
    made.work.set(made.subject, LOG, "CM", {"CMTRT": "Prednisone", "CMSTDTC": DateValue("2026-08-01")})
    ended = {"CMTRT": "Tacrolimus", "CMSTDTC": DateValue("2026-01-01"), "CMENDTC": DateValue("2026-06-01")}
    made.work.set(made.subject, LOG, "CM", ended, anew=True)
    made.open("M3", "VS")
    return made


def _rows(made: "Bedside") -> list[str]:
    record = made.work.course(made.subject).record
    rows = record.form_repeats(Address(made.subject, LOG, form="CM"))
    names = [record.value(msgspec.structs.replace(row.address, item="CMTRT")) for row in rows]
    return [name.text for name in names if isinstance(name, TextValue)]


def test_every_visit_shows_the_logs_below_its_forms_with_what_goes_on(drugs: "Bedside") -> None:
    logs = [row for row in drugs.state.forms if row.log]
    assert [row.code for row in logs] == list(drugs.work.study.visit(LOG).forms)
    assert {row.number for row in logs} == {""}
    assert drugs.form_row("CM").note.en == "1 open / 2"
    assert drugs.form_row("AE").note.en == ""
    assert drugs.state.header.title.en.startswith("M3")
    listed = drugs.view.forms.logs.model_of_forms
    assert listed.rowCount() == len(logs)


def test_a_row_of_a_log_is_filled_without_leaving_the_visit(drugs: "Bedside") -> None:
    before = drugs.work.store.reader.tip().seq
    drugs.open_log("CM")
    assert [row.code for row in drugs.state.forms if not row.log] == list(drugs.work.study.visit("M3").forms)
    assert drugs.row("CMTRT").text == "Prednisone"
    drugs.write("CMINDTX", "lupus nephritis")
    assert drugs.work.store.reader.tip().seq == before + 1
    fact = drugs.fact("CMTRT")
    assert (fact.address.visit, fact.address.form) == (LOG, "CM")
    record = drugs.work.course(drugs.subject).record
    assert not record.visit_settled(Address(drugs.subject, LOG)).heads, "a log is no visit that opens"
    drugs.open("M3", "VS")
    assert drugs.state.form.code == "VS"


def test_a_log_bears_the_childs_header_and_the_forms_of_the_visit_bring_back_the_visits(drugs: "Bedside") -> None:
    assert drugs.state.header.window_note is not None
    drugs.open_log("CM")
    header = drugs.state.header
    assert header.title == drugs.work.study.visit(LOG).label
    assert (header.when.en, header.standing, header.low_day, header.target_day) == ("", "", None, None)
    assert not header.may_import
    drugs.view.review_asked.emit()
    assert drugs.work.desk.went[-1] == ("review", Address(drugs.subject, LOG).key)
    drugs.view.form_chosen.emit(Address(drugs.subject, "M3", form="VS").key)
    assert drugs.state.header.title.en.startswith("M3")


def test_a_new_row_begins_with_its_first_value(drugs: "Bedside") -> None:
    drugs.open_log("CM")
    drugs.view.form_repeat_added.emit("")
    assert drugs.row("CMTRT").text == ""
    assert len(_rows(drugs)) == 2, "nothing is written before something is said"
    drugs.write("CMTRT", "Ramipril")
    assert set(_rows(drugs)) == {"Prednisone", "Tacrolimus", "Ramipril"}
    assert drugs.form_row("CM").note.en == "2 open / 3"


def test_rows_are_called_by_what_names_them_and_when(drugs: "Bedside") -> None:
    drugs.open_log("CM")
    labels = [repeat.label.en for repeat in drugs.state.form.repeats]
    assert labels == ["1 · Tacrolimus · 2026-01-01", "2 · Prednisone · 2026-08-01"]
    assert [repeat.ended for repeat in drugs.state.form.repeats] == [True, False]


def test_a_question_that_stands_for_rows_names_the_last_ones_and_leads_to_them(
    bedside: Callable[..., "Bedside"],
) -> None:
    made = bedside()
    made.open("SCR", "DM")
    assert made.row("PRIORTX").text == "0 条"
    for drug, day in (("A", "2024-01"), ("B", "2024-02"), ("C", "2024-03"), ("D", "2024-04")):
        made.work.set(made.subject, LOG, "PTX", {"PTXTRT": drug, "PTXSTDTC": DateValue(day)}, anew=True)
    made.page.refresh()
    assert made.row("PRIORTX").text == "4 条：D、C、B…"
    field = made.go("PRIORTX")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert made.state.form.code == "PTX"
    assert made.row("PTXTRT").text == "D"
    assert parse_key(made.row("PTXTRT").key).visit == LOG
    assert made.state.header.title.en == "Child's logs"


def test_the_keyboard_goes_past_a_question_that_stands_for_rows(bedside: Callable[..., "Bedside"]) -> None:
    made = bedside()
    made.open("SCR", "DM")
    field = made.go("PRIORTX")
    QTest.keyClicks(field, "x")
    assert made.row("PRIORTX").text == "0 条", "it takes no text"
    before = made.items()[made.items().index("PRIORTX") - 1]
    QTest.keyClick(field, Qt.Key.Key_Up)
    current = made.view.grid.current()
    assert current is not None
    assert parse_key(current.key).item == before


def test_what_waits_in_a_log_is_seen_from_every_visit(drugs: "Bedside") -> None:
    backwards = {"CMTRT": "MMF", "CMSTDTC": DateValue("2026-05-01"), "CMENDTC": DateValue("2026-04-01")}
    drugs.work.set(drugs.subject, LOG, "CM", backwards, anew=True)
    drugs.page.refresh()
    assert "Medication · MMF – The medicine ends before it starts" in drugs.messages()
    assert drugs.form_row("CM").wants == 1


def test_a_mistaken_row_is_withdrawn_with_a_reason_and_counts_no_more(drugs: "Bedside") -> None:
    drugs.open_log("CM")
    assert drugs.row("CMTRT").text == "Prednisone"
    drugs.view.bar.row_menu.open_menu()
    menu = drugs.view.bar.row_menu.opened
    assert menu is not None
    (why,) = [submenu for submenu in menu.findChildren(QMenu) if submenu.actions()]
    assert "Prednisone" in menu.actions()[0].text(), "what is withdrawn is named"
    why.actions()[1].trigger()
    menu.close()
    assert _rows(drugs) == ["Tacrolimus"]
    assert drugs.row("CMTRT").text == "Tacrolimus", "the form goes on with a row that counts"
    assert drugs.form_row("CM").note.en == "0 open / 1"
    gone = [repeat for repeat in drugs.state.form.repeats if repeat.withdrawn]
    assert [repeat.label.en for repeat in gone] == ["Prednisone · 2026-08-01"]


def test_a_withdrawn_row_can_be_looked_at_and_brought_back(drugs: "Bedside") -> None:
    drugs.open_log("CM")
    drugs.view.row_withdrawn.emit(acts.RowWithdrawn("", "entered for the other twin"))
    gone = next(repeat for repeat in drugs.state.form.repeats if repeat.withdrawn)
    drugs.view.repeat_chosen.emit(gone.key)
    assert drugs.row("CMTRT").text == "Prednisone"
    assert {row.state for row in drugs.state.rows} == {"readonly"}
    assert drugs.state.form.readonly.en == "withdrawn: entered for the other twin"
    assert (drugs.state.form.may_withdraw, drugs.state.form.may_reinstate) == (False, True)
    drugs.view.row_reinstated.emit(acts.RowReinstated("", "source"))
    assert set(_rows(drugs)) == {"Prednisone", "Tacrolimus"}
    assert drugs.state.form.readonly is None
    record = drugs.work.course(drugs.subject).record
    settled = record.presence(parse_key(drugs.state.form.key))
    assert isinstance(settled.shown.fact, f.Reinstated)
    assert "原始资料" in settled.shown.fact.reason


def test_what_is_half_typed_in_a_row_is_kept_in_it_when_it_is_withdrawn(drugs: "Bedside") -> None:
    drugs.open_log("CM")
    key = drugs.row("CMINDTX").key
    field = drugs.go("CMINDTX")
    QTest.keyClicks(field, "nephritis")
    drugs.view._withdraw("mistake")
    record = drugs.work.course(drugs.subject).record
    fact = record.fact(parse_key(key))
    assert fact is not None
    assert fact.value == TextValue("nephritis")
    assert record.withdrawn(parse_key(key))


def test_who_only_reads_withdraws_nothing(drugs: "Bedside") -> None:
    drugs.work.session.role = "monitor"
    drugs.open_log("CM")
    assert not drugs.state.form.may_withdraw
    assert drugs.view.bar.row_menu.isHidden()


def test_a_half_typed_text_of_a_log_is_offered_back_in_every_visit(drugs: "Bedside") -> None:
    drugs.open_log("CM")
    key = drugs.row("CMINDTX").key
    drugs.view.text_edited.emit(acts.DraftText(key, "neph"))
    drugs.open("M1", "VS")
    drugs.open_log("CM")
    assert drugs.strip("CMINDTX", DraftBack).text == "neph"


def test_a_text_half_typed_in_a_row_that_was_never_begun_is_found_again(drugs: "Bedside") -> None:
    drugs.open_log("CM")
    drugs.view.form_repeat_added.emit("")
    drugs.view.text_edited.emit(acts.DraftText(drugs.row("CMTRT").key, "Rami"))
    drugs.open("M3", "VS")
    said = next(m for m in drugs.state.messages if m.kind == "asked")
    assert said.text.en == "Medication – Drug: not saved yet."
    drugs.view.side.message_chosen.emit(said.key)
    assert drugs.strip("CMTRT", DraftBack).text == "Rami"
    drugs.view.draft_answered.emit(acts.DraftAnswered(drugs.row("CMTRT").key, True, "Ramipril"))
    assert set(_rows(drugs)) == {"Prednisone", "Tacrolimus", "Ramipril"}


def test_the_logs_alone_are_a_page_of_their_own(drugs: "Bedside") -> None:
    drugs.open(LOG, "CM")
    assert {row.log for row in drugs.state.forms} == {True}
    assert drugs.form_row("CM").number == "1"
    assert drugs.view.forms.list.isHidden()


@pytest.fixture
def event(bedside: Callable[..., "Bedside"]) -> "Bedside":
    """Two events of a child; the first one is open."""
    made = bedside()
    for name, day in (("fever", "2026-08-20"), ("rash", "2026-08-25")):
        said = {"AETERM": TextValue(name), "AESTDTC": DateValue(day), "AETOXGR": Codes(("2",))}
        made.work.set(made.subject, LOG, "AE", said, anew=True)
    made.open(LOG, "AE")
    made.view.repeat_chosen.emit(made.state.form.repeats[0].key)
    assert made.row("AETERM").text == "fever"
    return made


def test_a_grade_over_time_is_written_under_its_event(event: "Bedside") -> None:
    fever = parse_key(event.state.form.key)
    QTest.keyClick(event.go("AEGRS"), Qt.Key.Key_Return)
    assert event.state.form.code == "AEGR"
    event.write("AEGRDTC", "2026-08-22")
    assert event.row("AEGRAE").text == "fever · 2026-08-20", "to which event it belongs is said by where it was begun"
    event.write("AEGRGR", "3")
    event.view.form_repeat_added.emit("")
    event.write("AEGRDTC", "2026-08-24")
    event.write("AEGRGR", "1")
    assert len(event.state.form.repeats) == 2
    record = event.work.course(event.subject).record
    places = [row.address for row in record.form_repeats(Address(event.subject, LOG, form="AEGR"))]
    links = {record.value(msgspec.structs.replace(place, item="AEGRAE")) for place in places}
    assert links == {Codes((fever.form_repeat,))}
    event.open_log("AE")
    event.view.repeat_chosen.emit(fever.key)
    assert event.row("AEGRS").text == "2 条：2026-08-24 1级、2026-08-22 3级"
    strip = event.strip("AETOXGR", Suggested)
    assert strip is not None
    assert (strip.answer.en, strip.may_take) == ("Grade 3 severe", False)
    assert any("A grade over time is higher: G3" in text for text in event.messages())


def test_the_other_event_has_none_of_them_and_a_row_from_the_list_names_no_event_by_itself(event: "Bedside") -> None:
    QTest.keyClick(event.go("AEGRS"), Qt.Key.Key_Return)
    event.write("AEGRDTC", "2026-08-22")
    event.open_log("AE")
    rash = next(each for each in event.state.form.repeats if "rash" in each.label.en)
    event.view.repeat_chosen.emit(rash.key)
    assert event.row("AEGRS").text == "0 条"
    event.open_log("AEGR")
    event.view.form_repeat_added.emit("")
    event.write("AEGRDTC", "2026-08-26")
    assert event.row("AEGRAE").text == ""
    event.write("AEGRAE", "rash")
    assert event.row("AEGRAE").text == "rash · 2026-08-25"
    event.write("AEGRAE", "cough")
    assert any(isinstance(strip, Refused) for strip in event.row("AEGRAE").strips)
