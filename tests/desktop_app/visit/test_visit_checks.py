"""A failing check at the bedside: its strip, the word that explains it, the query it becomes, what it refuses."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from study.address import Address, parse_key
from study.changes.facts import MarkSet
from study.unusual import EXPLAINED
from study.values import Quantity, TextValue
from ui.visit import acts
from ui.visit.state import FailedCheck, Refused, SoftLimit

if TYPE_CHECKING:
    from tests.desktop_app.visit.conftest import Bedside

ODD = "Diastolic pressure is not below systolic"


@pytest.fixture
def pressure(bedside: Callable[..., "Bedside"]) -> "Bedside":
    """The vital signs of M3 (118 / 76), with a diastolic pressure above the systolic one."""
    made = bedside()
    made.open("M3", "VS")
    made.write("DIABP", "130")
    return made


def _explain(made: "Bedside", item: str, words: str) -> None:
    """Type into the box of the failing check and go on."""
    row = made.view.grid.row(made.row(item).key)
    assert row is not None
    line = next(line for line in row.strips._lines if isinstance(line.strip, FailedCheck))
    (box,) = line.editors
    box.setFocus()
    QTest.keyClicks(box, words)
    QTest.keyClick(box, Qt.Key.Key_Return)


def _queries(made: "Bedside") -> list[tuple[str, str]]:
    record = made.work.course(made.subject).record
    return [(parse_key(e.fact.address.key).item, e.fact.check) for e in record.queries(Address(made.subject))]


def test_a_failing_check_stands_under_its_row_in_the_messages_and_in_the_list(pressure: "Bedside") -> None:
    strip = pressure.strip("DIABP", FailedCheck)
    assert (strip.message.en, strip.explained, strip.always) == (ODD, False, False)
    assert ODD in pressure.messages()
    assert pressure.form_row("VS").wants == sum(m.kind == "high" for m in pressure.state.messages)
    pressure.write("DIABP", "78")
    assert pressure.strip("DIABP", FailedCheck) is None
    assert pressure.form_row("VS").wants == 0
    assert ODD not in pressure.messages()


def test_from_another_form_the_message_says_where_and_leads_there(pressure: "Bedside") -> None:
    key = pressure.row("DIABP").key
    pressure.open("M3", "URINE")
    said = next(m for m in pressure.state.messages if ODD in m.text.en)
    assert said.text.en == f"Vital signs – {ODD}"
    assert pressure.form_row("VS").wants > 0
    pressure.view.side.message_chosen.emit(said.key)
    assert pressure.state.form.code == "VS"
    assert pressure.view.grid.current().key == key  # type: ignore[union-attr]


def test_a_word_makes_it_calm_and_another_value_asks_again(pressure: "Bedside") -> None:
    _explain(pressure, "DIABP", "read twice")
    assert pressure.strip("DIABP", FailedCheck).explained
    assert ODD not in pressure.messages()
    fact = pressure.fact("DIABP")
    record = pressure.work.course(pressure.subject).record
    (mark,) = [e.fact for e in record.marks(EXPLAINED, fact.address)]
    assert isinstance(mark, MarkSet)
    assert (mark.target, mark.note, mark.data["check"]) == (fact.id, "read twice", "VS_BP")
    pressure.write("DIABP", "131")
    assert not pressure.strip("DIABP", FailedCheck).explained
    assert ODD in pressure.messages()


def test_words_taken_back_ask_again(pressure: "Bedside") -> None:
    _explain(pressure, "DIABP", "read twice")
    key = pressure.row("DIABP").key
    pressure.view.check_explained.emit(acts.CheckExplained(key, "VS_BP", ""))
    assert not pressure.strip("DIABP", FailedCheck).explained
    pressure.view.check_explained.emit(acts.CheckExplained(key, "VS_BP", "sitting"))
    assert pressure.strip("DIABP", FailedCheck).explanation == "sitting"


def test_two_strips_under_one_row_are_answered_apart(pressure: "Bedside") -> None:
    assert isinstance(pressure.strip("DIABP", SoftLimit), SoftLimit)
    _explain(pressure, "DIABP", "read twice")
    assert not pressure.strip("DIABP", SoftLimit).explained
    pressure.view.explanation_given.emit(acts.Explained(pressure.row("DIABP").key, "in pain"))
    assert pressure.strip("DIABP", SoftLimit).explained
    assert pressure.strip("DIABP", FailedCheck).explained, "the value is the same; its check stays explained"


def test_at_completion_what_nobody_explained_becomes_a_query_of_its_check(pressure: "Bedside") -> None:
    pressure.view.explanation_given.emit(acts.Explained(pressure.row("DIABP").key, "in pain"))
    pressure.view.form_completed.emit("")
    assert pressure.state.form.complete
    assert _queries(pressure) == [("DIABP", "VS_BP")]


def test_an_explained_check_raises_no_query(pressure: "Bedside") -> None:
    pressure.view.explanation_given.emit(acts.Explained(pressure.row("DIABP").key, "in pain"))
    _explain(pressure, "DIABP", "read twice")
    pressure.view.form_completed.emit("")
    assert pressure.state.form.complete
    assert _queries(pressure) == []


def test_a_check_that_is_always_queried_becomes_one_with_its_explanation(bedside: Callable[..., "Bedside"]) -> None:
    made = bedside()
    made.open("M3", "VS")
    made.open_log("AE")
    event = {"AETERM": "sepsis", "AESTDTC": "2026-08-20", "AESER": "Y", "AESCRIT": "DEATH", "AEOUT": "REC"}
    for item, text in event.items():
        made.write(item, text)
    strip = made.strip("AESCRIT", FailedCheck)
    assert strip.always
    made.view.check_explained.emit(acts.CheckExplained(made.row("AESCRIT").key, strip.check, "being asked"))
    assert made.strip("AESCRIT", FailedCheck).explained
    made.view.form_completed.emit("")
    assert ("AESCRIT", strip.check) in _queries(made)


def test_a_hard_check_refuses_the_value_and_keeps_the_text(bedside: Callable[..., "Bedside"]) -> None:
    made = bedside("clinician")
    made.open("D0", "INF")
    made.write("INFCHK1", "Zhou Min")
    made.write("INFCHK2", "Zhou Min")
    refused = made.strip("INFCHK2", Refused)
    assert refused.reason.en == "Two different people must check the product"
    assert not refused.may_confirm
    assert made.fact("INFCHK2") is None
    assert made.row("INFCHK2").text == "Zhou Min"
    made.write("INFCHK2", "Li Na")
    assert made.fact("INFCHK2").value == TextValue("Li Na")


def test_an_investigator_confirms_what_a_hard_check_refuses_with_a_reason(bedside: Callable[..., "Bedside"]) -> None:
    made = bedside()
    made.open("D0", "INF")
    made.write("INFCHK1", "Zhou Min")
    made.write("INFCHK2", "Zhou Min")
    key = made.row("INFCHK2").key
    made.view.confirmed_on_report.emit(acts.ConfirmedOnReport(key, "Zhou Min", "report"))
    assert made.fact("INFCHK2").confirmed
    failed = made.strip("INFCHK2", FailedCheck)
    assert failed.explained
    assert "the report says so" in failed.explanation


def test_a_hard_check_sees_a_value_that_is_still_on_its_way(bedside: Callable[..., "Bedside"]) -> None:
    made = bedside("clinician")
    made.open("D0", "INF")
    waiting: list[Callable[[], None]] = []
    at_once = made.work.desk.write

    def later(job: Any, done: Any, failed: Any) -> None:
        waiting.append(lambda: at_once(job, done, failed))

    made.work.desk.write = later
    made.write("INFCHK1", "Zhou Min")
    made.write("INFCHK2", "Zhou Min")
    while waiting:
        waiting.pop(0)()
    assert isinstance(made.strip("INFCHK2", Refused), Refused)
    assert made.fact("INFCHK2") is None


def test_a_value_entered_elsewhere_against_a_hard_check_is_shown_and_queried(bedside: Callable[..., "Bedside"]) -> None:
    made = bedside()
    made.work.set(made.subject, "D0", "INF", {"INFCHK1": "Zhou Min", "INFCHK2": "Zhou Min", "INFVOL": "50"})
    made.open("D0", "INF")
    assert not made.strip("INFCHK2", FailedCheck).explained
    made.view.form_completed.emit("")
    assert ("INFCHK2", "INF_TWO") in _queries(made)


def test_a_role_that_only_reads_is_shown_the_strip(pressure: "Bedside") -> None:
    pressure.work.session.role = "monitor"
    pressure.page.refresh()
    assert pressure.strip("DIABP", FailedCheck).message.en == ODD
    assert pressure.row("DIABP").state == "readonly"
    assert not pressure.strip("DIABP", FailedCheck).may_explain
    pressure.view.check_explained.emit(acts.CheckExplained(pressure.row("DIABP").key, "VS_BP", "a monitor's word"))
    assert not pressure.strip("DIABP", FailedCheck).explained


def test_a_value_that_leaves_a_check_open_says_nothing(bedside: Callable[..., "Bedside"]) -> None:
    made = bedside()
    made.open("M3", "CHEM")
    made.write("BILI", "<5")
    made.write("BILDIR", "4")
    assert made.fact("BILDIR").value == Quantity("4", "umol/L")
    assert made.strip("BILDIR", FailedCheck) is None
    made.write("BILDIR", "6")
    assert made.strip("BILDIR", FailedCheck).message.en == "Direct bilirubin is above total bilirubin"
