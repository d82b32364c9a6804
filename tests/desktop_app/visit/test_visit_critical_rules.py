"""A critical rule at the bedside: it alarms under its row, is acknowledged there; only then is the form complete."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QComboBox

from desktop_app.presenters.summary import marks
from study.address import parse_key
from study.changes.facts import MarkSet
from study.judgement import ACKNOWLEDGED
from tests.desktop_app.conftest import INFUSED
from ui.visit.state import Critical, Note
from ui.widgets.buttons import Button

if TYPE_CHECKING:
    from tests.desktop_app.visit.conftest import Bedside

RULE = "Creatinine is at least 1.5 times the lowest of the 7 days before (proposed rule, unconfirmed)"


@pytest.fixture
def rise(bedside: Callable[..., "Bedside"]) -> "Bedside":
    """M3 (creatinine 58) with a potassium that is well, four days after an unscheduled creatinine of 40."""
    made = bedside()
    made.work.visit(made.subject, "UNS", INFUSED + timedelta(days=87), {"CHEM": {"CREAT": "40"}})
    made.open("M3", "CHEM")
    made.write("K", "4.4")
    return made


def _acknowledge(made: "Bedside", item: str, action: str) -> None:
    """Say what was done and press the button."""
    row = made.view.grid.row(made.row(item).key)
    assert row is not None
    line = next(line for line in row.strips._lines if isinstance(line.strip, Critical))
    box = [one for one in line.inputs if isinstance(one, QComboBox)][-1]
    box.setCurrentText(action)
    next(one for one in line.inputs if isinstance(one, Button)).click()


def _children_marks(made: "Bedside") -> list[str]:
    return [mark.text.en for mark in marks(made.work.course(made.subject), (), False)]


def test_a_rise_alarms_under_its_row_in_the_messages_in_the_list_and_for_the_child(rise: "Bedside") -> None:
    assert rise.strip("CREAT", Critical) is None
    assert rise.form_row("CHEM").flag == ""
    rise.write("CREAT", "60")
    strip = rise.strip("CREAT", Critical)
    assert (strip.check, strip.acknowledged) == ("CHEM_RISE", None)
    assert (strip.limit.en, strip.limit.zh) == ("Critical by rule · rule unconfirmed", "危急值规则 · 规则未核准")
    loud = rise.state.messages[0]
    assert (loud.kind, loud.key) == ("critical", rise.row("CREAT").key)
    assert RULE in loud.text.en
    assert rise.form_row("CHEM").flag == "critical"
    assert _children_marks(rise) == ["Creatinine 60"]


def test_the_form_is_complete_only_after_the_rule_was_acknowledged(rise: "Bedside") -> None:
    rise.write("CREAT", "66")
    rise.view.form_completed.emit("")
    code, said = rise.work.desk.told[-1]
    assert (code, said.en) == ("form-not-complete", "Acknowledge Creatinine first.")
    _acknowledge(rise, "CREAT", "tacrolimus stopped")
    fact = rise.fact("CREAT")
    [entry] = rise.work.course(rise.subject).record.marks(ACKNOWLEDGED, fact.address)
    mark = entry.fact
    assert isinstance(mark, MarkSet)
    assert (mark.target, mark.note, mark.data["check"]) == (fact.id, "tacrolimus stopped", "CHEM_RISE")
    assert mark.data["person"]
    assert mark.data["at"]
    assert "tacrolimus stopped" in rise.strip("CREAT", Critical).acknowledged.en
    assert (rise.form_row("CHEM").flag, _children_marks(rise)) == ("", [])
    rise.view.form_completed.emit("")
    record: Any = rise.work.course(rise.subject).record
    assert record.form_state(parse_key(rise.row("CREAT").key).in_form) == "complete"


def test_a_newer_value_asks_again_and_one_within_the_rule_is_calm(rise: "Bedside") -> None:
    rise.write("CREAT", "66")
    _acknowledge(rise, "CREAT", "tacrolimus stopped")
    rise.write("CREAT", "67")
    assert rise.strip("CREAT", Critical).acknowledged is None
    rise.write("CREAT", "59.9")
    assert rise.strip("CREAT", Critical) is None
    assert not any(message.kind == "critical" for message in rise.state.messages)


def test_an_old_specimen_is_marked_and_asks_nobody(rise: "Bedside") -> None:
    rise.write("LBDTC", str(INFUSED + timedelta(days=87)) + " 20:00")
    rise.write("CREAT", "66")
    assert rise.strip("CREAT", Critical) is None
    notes = [strip.text.en for strip in rise.row("CREAT").strips if isinstance(strip, Note)]
    assert any(RULE in note and "72 h" in note for note in notes)
    assert rise.form_row("CHEM").flag == ""


def test_a_rule_that_two_values_leave_open_says_so_under_its_row_and_in_the_messages(rise: "Bedside") -> None:
    rise.open("M3", "ECG")
    rise.write("QT", "420")
    rise.write("EGHR", "60")
    rise.work.contradict(parse_key(rise.row("EGHR").key), "110")
    rise.page.refresh()
    notes = [strip.text.en for strip in rise.row("QT").strips if isinstance(strip, Note)]
    assert any("Cannot tell whether this is critical: two values stand (ECG heart rate)" in note for note in notes)
    said = [message for message in rise.state.messages if message.key == rise.row("QT").key]
    assert [(message.kind, "无法判断是否为危急值" in message.text.zh) for message in said] == [("conflict", True)]


def test_a_rule_at_a_visit_without_a_date_says_that_it_was_not_judged(bedside: Callable[..., "Bedside"]) -> None:
    made = bedside()
    made.open("M6", "ECG")
    made.write("QT", "480")
    made.write("EGHR", "75")
    notes = [strip.text.en for strip in made.row("QT").strips if isinstance(strip, Note)]
    assert any("no date" in note and "it is critical" in note for note in notes)
    assert [message.kind for message in made.state.messages if message.key == made.row("QT").key] == ["waiting"]
