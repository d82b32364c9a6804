"""The bedside page over a real store and real widgets: what is typed, what is kept, what is asked, what comes back."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from study.address import Address, parse_key
from study.errors import KnownError
from study.text import Text
from study.values import Cleared, Codes, DateTimeValue, NotDone, Quantity, Range, Sealed
from ui.visit import acts
from ui.visit.state import Ask, Critical, DraftBack, Note, ReadAs, ReasonForChange, Refused, SoftLimit

if TYPE_CHECKING:
    from tests.desktop_app.visit.conftest import Bedside


def test_saved_does_not_speak_for_a_text_that_waits_for_an_answer(chemistry: "Bedside") -> None:
    chemistry.write("CYSC", "ND")
    chemistry.write("SODIUM", "138.6")
    assert chemistry.state.saved.state == "saved"
    waiting = chemistry.state.waiting
    assert waiting.words.en == "1 question is waiting: Cystatin C"
    assert waiting.words.zh.startswith("1 个询问待答：胱抑素")
    assert waiting.keys == (chemistry.row("CYSC").key,)
    assert chemistry.form_row("CHEM").wants == 1
    chemistry.write("CYSC", "0.83")
    assert chemistry.state.waiting is None


def test_a_field_that_is_left_is_a_change_and_says_saved(chemistry: "Bedside") -> None:
    before = chemistry.work.store.reader.tip().seq
    chemistry.write("CREAT", "53.9")
    assert chemistry.fact("CREAT").value == Quantity("53.9", "umol/L")
    assert chemistry.fact("CREAT").typed == "53.9"
    assert chemistry.work.store.reader.tip().seq == before + 1
    assert chemistry.state.saved.state == "saved"
    assert next(row.value for row in chemistry.state.derived if row.code == "EGFR_SCHW") == Text("100.6", "100.6")


def test_text_that_was_not_changed_makes_no_change(chemistry: "Bedside") -> None:
    before = chemistry.work.store.reader.tip().seq
    field = chemistry.go("CREAT")
    QTest.keyClick(field, Qt.Key.Key_Return)
    chemistry.write("CREAT", chemistry.row("CREAT").text)
    assert chemistry.work.store.reader.tip().seq == before


def test_a_first_value_brings_the_repeat_it_stands_in_in_one_change(bedside: Callable[..., "Bedside"]) -> None:
    made = bedside()
    made.open("W2", "URINE")
    made.page.view.form_repeat_added.emit("")
    before = made.work.store.reader.tip().seq
    made.write("UPRO", "++")
    assert made.fact("UPRO").value == Codes(("2P",))
    assert made.work.store.reader.tip().seq == before + 1
    repeats = made.work.course(made.subject).record.form_repeats(Address(made.subject, "W2", form="URINE"))
    assert len(repeats) == 2


def test_a_change_has_no_more_decimals_than_the_numbers_beside_it(chemistry: "Bedside") -> None:
    chemistry.write("CREAT", "0.61mg/dl")
    row = chemistry.row("CREAT")
    assert chemistry.fact("CREAT").value == Quantity("0.61", "mg/dL")
    before, now = Decimal(row.previous), Decimal(row.text)
    assert Decimal(row.change.replace("\N{MINUS SIGN}", "-")) == now - before


def test_another_unit_is_kept_as_written_and_shown_as_read(chemistry: "Bedside") -> None:
    chemistry.write("UREA", "12.6mg/dl")
    assert isinstance(chemistry.strip("UREA", Ask), Ask)
    assert chemistry.fact("UREA") is None
    assert chemistry.row("UREA").text == "12.6mg/dl", "the text is kept"
    chemistry.view.option_chosen.emit(acts.OptionChosen(chemistry.row("UREA").key, "0"))
    assert chemistry.fact("UREA").value == Quantity("12.6", "mg/dL{BUN}")
    assert chemistry.row("UREA").text == "4.50"
    assert chemistry.strip("UREA", ReadAs).typed == "12.6mg/dl"


def test_sediment_takes_a_range(bedside: Callable[..., "Bedside"]) -> None:
    made = bedside()
    made.open("M3", "URINE")
    made.write("URBC", "3-5")
    assert made.fact("URBC").value == Range("3", "5", "/HPF")
    assert made.row("URBC").text == "3-5"


def test_the_impossible_is_refused_kept_as_text_and_confirmed_by_an_investigator(chemistry: "Bedside") -> None:
    chemistry.write("CREAT", "5390")
    refused = chemistry.strip("CREAT", Refused)
    assert refused.may_confirm
    assert chemistry.row("CREAT").text == "5390"
    assert chemistry.fact("CREAT").value == Quantity("58", "umol/L"), "what stood there stands"
    key = chemistry.row("CREAT").key
    assert chemistry.work.store.drafts("u-zhou")[key] == "5390", "the text survives a crash"
    chemistry.view.confirmed_on_report.emit(acts.ConfirmedOnReport(key, "5390", "report"))
    assert chemistry.fact("CREAT").value == Quantity("5390", "umol/L")
    assert chemistry.fact("CREAT").confirmed
    assert chemistry.work.store.drafts("u-zhou") == {}


def test_a_clinician_may_not_confirm_the_impossible(bedside: Callable[..., "Bedside"]) -> None:
    made = bedside("clinician")
    made.open("M3", "CHEM")
    made.write("CREAT", "5390")
    assert not made.strip("CREAT", Refused).may_confirm


def test_the_unusual_wants_a_word_and_without_one_becomes_a_query_at_completion(chemistry: "Bedside") -> None:
    chemistry.write("CK", "612")
    assert isinstance(chemistry.strip("CK", SoftLimit), SoftLimit)
    chemistry.view.explanation_given.emit(acts.Explained(chemistry.row("CK").key, "sports test the day before"))
    assert chemistry.strip("CK", SoftLimit).explained
    chemistry.write("LDH", "900")
    _acknowledge(chemistry, "K")
    chemistry.view.form_completed.emit("")
    record = chemistry.work.course(chemistry.subject).record
    assert record.form_state(parse_key(chemistry.row("K").key).in_form) == "complete"
    assert [parse_key(e.fact.address.key).item for e in record.queries(Address(chemistry.subject))] == ["LDH"]


def _acknowledge(made: "Bedside", item: str) -> None:
    made.view.critical_acknowledged.emit(acts.Acknowledged(made.row(item).key, "u-zhou", "14:01", "repeat K now"))


def test_a_critical_value_stays_loud_until_somebody_acknowledged_it(chemistry: "Bedside") -> None:
    assert chemistry.row("K").flag == "critical_high"
    assert chemistry.strip("K", Critical).acknowledged is None
    chemistry.view.form_completed.emit("")
    assert chemistry.work.desk.told[-1][0] == "form-not-complete"
    _acknowledge(chemistry, "K")
    assert "14:01" in chemistry.strip("K", Critical).acknowledged.en
    chemistry.write("K", "6.51")
    assert chemistry.strip("K", Critical).acknowledged is None, "a new value wants a new acknowledgement"


def test_a_critical_value_of_an_old_specimen_is_marked_and_does_not_alarm(chemistry: "Bedside") -> None:
    chemistry.write("LBDTC", "2026-11-10 08:00")
    chemistry.write("K", "6.9")
    assert chemistry.row("K").flag == "critical_high"
    assert chemistry.strip("K", Critical) is None
    assert not [m for m in chemistry.state.messages if m.kind == "critical"]


def test_four_days_do_not_silence_a_fresh_critical_value(chemistry: "Bedside") -> None:
    chemistry.write("LBDTC", "2026-11-17 08:00")
    chemistry.write("K", "6.9")
    chemistry.work.clock.now += 4 * 24 * 3600 * 1000
    chemistry.page.refresh()
    assert chemistry.strip("K", Critical).acknowledged is None


def test_a_completed_form_wants_a_reason(chemistry: "Bedside") -> None:
    _acknowledge(chemistry, "K")
    chemistry.view.form_completed.emit("")
    chemistry.write("CREAT", "63.9")
    wanted = chemistry.strip("CREAT", ReasonForChange)
    assert (wanted.before, wanted.typed) == ("58", "63.9")
    assert chemistry.fact("CREAT").value == Quantity("58", "umol/L")
    chemistry.view.reason_given.emit(acts.ReasonGiven(chemistry.row("CREAT").key, "63.9", "typing"))
    assert chemistry.fact("CREAT").value == Quantity("63.9", "umol/L")
    assert "录入错误" in chemistry.fact("CREAT").reason


def test_not_done_and_cleared_are_two_things(chemistry: "Bedside") -> None:
    chemistry.view.not_done_chosen.emit(acts.NotDoneChosen(chemistry.row("CYSC").key, "HAEMOLYSED"))
    assert isinstance(chemistry.fact("CYSC").value, NotDone)
    assert chemistry.row("CYSC").state == "notdone"
    chemistry.write("CREAT", "")
    assert isinstance(chemistry.fact("CREAT").value, Cleared)
    assert chemistry.row("CREAT").state == "empty"


def test_half_typed_text_is_offered_back_to_its_author_after_a_crash(chemistry: "Bedside") -> None:
    key = chemistry.row("CREAT").key
    chemistry.view.text_edited.emit(acts.DraftText(key, "53."))
    chemistry.open("M3", "CHEM")
    assert chemistry.strip("CREAT", DraftBack).text == "53."
    assert chemistry.fact("CREAT").value == Quantity("58", "umol/L")
    chemistry.view.draft_answered.emit(acts.DraftAnswered(key, True, "53."))
    assert chemistry.fact("CREAT").value.decimal == 53
    assert chemistry.work.store.drafts("u-zhou") == {}


def test_a_draft_can_be_discarded(chemistry: "Bedside") -> None:
    key = chemistry.row("CREAT").key
    chemistry.view.text_edited.emit(acts.DraftText(key, "99"))
    chemistry.open("M3", "CHEM")
    chemistry.view.draft_answered.emit(acts.DraftAnswered(key, False, "99"))
    assert chemistry.row("CREAT").strips == ()
    assert chemistry.work.store.drafts("u-zhou") == {}


def test_leaving_the_page_saves_the_field_that_has_the_focus(chemistry: "Bedside") -> None:
    field = chemistry.go("ALB")
    field.selectAll()
    QTest.keyClicks(field, "38.2")
    chemistry.page.leave()
    assert chemistry.fact("ALB").value == Quantity("38.2", "g/L")


def test_locking_keeps_a_half_typed_field_as_a_draft(chemistry: "Bedside") -> None:
    field = chemistry.go("ALB")
    field.selectAll()
    QTest.keyClicks(field, "38")
    chemistry.page.keep()
    field.clearFocus()
    assert chemistry.work.store.drafts("u-zhou")[chemistry.row("ALB").key] == "38"
    assert chemistry.fact("ALB").value == Quantity("32.0", "g/L"), "losing the focus to the gate is not leaving"


def test_a_store_that_cannot_write_says_so_and_the_text_stays(
    chemistry: "Bedside", monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise KnownError("disk-full", "The disk is full.", "磁盘已满。")

    monkeypatch.setattr(chemistry.work.store, "append", full)
    chemistry.write("ALB", "38.2")
    assert chemistry.state.saved.state == "failed"
    assert chemistry.row("ALB").text == "38.2"
    assert chemistry.strip("ALB", Refused).reason.zh == "磁盘已满。"
    assert chemistry.fact("ALB").value == Quantity("32.0", "g/L")


def test_identity_is_kept_sealed_and_its_typed_text_is_not_kept(bedside: Callable[..., "Bedside"]) -> None:
    made = bedside()
    made.open("SCR", "DM")
    assert made.row("NAME").text == "林小满"
    made.write("NAME", "林小曼")
    fact = made.fact("NAME")
    assert isinstance(fact.value, Sealed)
    assert fact.typed == ""
    assert made.row("NAME").text == "林小曼"
    body = made.work.store.reader.changes_after(made.work.store.device, 0)[-1].body
    assert "林小曼".encode() not in body


def test_a_role_that_reads_only_cannot_type(bedside: Callable[..., "Bedside"]) -> None:
    made = bedside()
    made.work.session.role = "monitor"
    made.open("M3", "CHEM")
    assert {row.state for row in made.state.rows} == {"readonly"}
    assert made.state.form.readonly is not None


def test_awaiting_results_is_counted_apart_and_ends_with_completion(chemistry: "Bedside") -> None:
    chemistry.view.form_awaiting.emit(acts.Awaiting("", "2026-11-19"))
    form = next(form for form in chemistry.state.forms if form.code == "CHEM")
    assert form.awaiting > 0
    assert "2026-11-19" in chemistry.state.form.awaiting.en
    _acknowledge(chemistry, "K")
    chemistry.view.form_completed.emit("")
    assert chemistry.state.form.awaiting is None


def test_the_history_of_a_field_names_every_value_with_its_author(chemistry: "Bedside", qtbot: QtBot) -> None:
    chemistry.write("CREAT", "53.9")
    chemistry.view.history_asked.emit(chemistry.row("CREAT").key)
    table: Any = chemistry.page.history.table
    values = [table.item(row, 4).text() for row in range(table.rowCount())]
    assert values == ["53.9 µmol/L", "58 µmol/L"]
    assert table.item(0, 1).text() == "周敏"
    chemistry.page.history.close()


def test_the_date_of_a_specimen_is_read_as_people_write_it(chemistry: "Bedside") -> None:
    chemistry.write("LBDTC", "2026/11/17 8:10")
    assert chemistry.fact("LBDTC").value == DateTimeValue("2026-11-17T08:10")


def test_a_file_is_sealed_attached_and_seen_again(bedside: Callable[..., "Bedside"], tmp_path: Path) -> None:
    made = bedside()
    made.open("M3", "ECG")
    source = tmp_path / "ECG of 林小满.png"
    picture = made.view.grab()
    assert picture.save(str(source))
    made.view.attachment_dropped.emit(str(source))
    (file,) = made.state.files
    assert file.name == source.name
    sealed = list((made.work.store.folder / "attachments").iterdir())
    assert len(sealed) == 1
    assert source.read_bytes()[:64] not in sealed[0].read_bytes()
    made.view.attachment_opened.emit(file.key)
    assert made.state.preview.data == source.read_bytes()
    body = made.work.store.reader.changes_after(made.work.store.device, 0)[-1].body
    assert "林小满".encode() not in body, "a file's name may hold a child's name"


def test_a_file_of_a_kind_the_form_does_not_take_is_refused(bedside: Callable[..., "Bedside"], tmp_path: Path) -> None:
    made = bedside()
    made.open("M3", "EEG")
    source = tmp_path / "notes.txt"
    source.write_text("just words")
    made.view.attachment_dropped.emit(str(source))
    assert made.work.desk.failures[-1].code == "attachment-type"
    assert made.state.files == ()


@pytest.mark.parametrize(("typed", "said"), [("12,4", "The comma was read as a point: 12.4."), ("12.4 ↑", "↑")])
def test_what_was_read_into_a_text_is_said_below_it(chemistry: "Bedside", typed: str, said: str) -> None:
    chemistry.write("ALB", typed)
    assert chemistry.fact("ALB").value == Quantity("12.4", "g/L")
    assert said in chemistry.strip("ALB", Note).text.en
    chemistry.write("ALB", "12.5")
    assert chemistry.strip("ALB", Note) is None


def test_thousands_are_asked_about_and_nothing_is_kept(chemistry: "Bedside") -> None:
    chemistry.write("CK", "1,250")
    assert chemistry.fact("CK") is None
    assert [option.label.en for option in chemistry.strip("CK", Ask).options] == ["1250 U/L"]


def test_what_a_derived_value_used_is_legible(chemistry: "Bedside") -> None:
    used = [row.detail.en for row in chemistry.state.derived if row.detail is not None]
    digits = [max(map(len, re.findall(r"[0-9]+\.?[0-9]*", text)), default=0) for text in used]
    assert used
    assert max(digits) <= 10, "no number has more digits than anybody reads; a date has ten"


def test_the_visit_an_input_comes_from_is_told_with_the_inputs_and_is_no_reason(chemistry: "Bedside") -> None:
    chemistry.work.visit(chemistry.subject, "BL", date(2026, 8, 12), {"CHEM": {"CREAT": "60"}})
    chemistry.write("CREAT", "53.9")
    chemistry.page.refresh()
    told = [(row.detail, row.used) for row in chemistry.state.derived if row.value is not None]
    assert any(used is not None and "of BL" in used.en for _detail, used in told)
    assert not [detail for detail, _used in told if detail is not None and "of BL" in detail.en]
