"""Nobody goes past a text that is not saved: it is said on every form, and asked about before the visit is left."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from study.address import Address, parse_key
from study.values import DateTimeValue
from ui.visit.state import Ask, Refused

if TYPE_CHECKING:
    from tests.desktop_app.visit.conftest import Bedside


def here(bedside: "Bedside") -> str:
    """The item that has the keyboard."""
    row = bedside.view.grid.current()
    return parse_key(row.key).item if row is not None else ""


def press(key: Qt.Key) -> None:
    """A key, wherever the keyboard is."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)


@pytest.fixture
def asked(chemistry: "Bedside") -> "Bedside":
    """Cystatin C was asked about, and the person is three fields further."""
    chemistry.write("CYSC", "ND")
    for item, text in (("SODIUM", "138.6"), ("K", "4.5")):
        chemistry.write(item, text)
    return chemistry


def test_f8_leads_to_what_waits_from_another_form_too(asked: "Bedside") -> None:
    press(Qt.Key.Key_F8)
    assert here(asked) == "CYSC"
    asked.view.form_chosen.emit(Address(asked.subject, "M3", form="CBC").key)
    assert asked.state.form.code == "CBC"
    assert "CHEM" not in asked.state.form.code
    assert asked.view.foot.waiting.isVisible()
    assert asked.state.waiting.words.en.endswith("Cystatin C")
    asked.view.grid.go_back()
    press(Qt.Key.Key_F8)
    assert asked.state.form.code == "CHEM"
    assert here(asked) == "CYSC"


def test_esc_asks_once_before_it_leaves_and_what_waits_is_told_where_it_leads(asked: "Bedside") -> None:
    press(Qt.Key.Key_Escape)
    assert asked.work.desk.went == []
    assert here(asked) == "CYSC"
    assert "question is waiting" in asked.work.desk.told[-1][1].en
    press(Qt.Key.Key_Escape)
    assert asked.work.desk.went == [("back",)]
    asked.page.leave()
    code, said = asked.work.desk.told[-1]
    assert code == "texts-wait"
    assert said.en.startswith("LN-007 M3 was left, 1 question is waiting")


def test_a_text_typed_at_this_moment_is_asked_about_before_the_visit_is_left(chemistry: "Bedside") -> None:
    field = chemistry.go("CYSC")
    QTest.keyClicks(field, "ND")
    chemistry.view.review_asked.emit()
    assert chemistry.work.desk.went == []
    assert isinstance(chemistry.strip("CYSC", Ask), Ask)
    chemistry.view.review_asked.emit()
    assert len(chemistry.work.desk.went) == 1


def test_without_anything_that_waits_leaving_asks_nothing(chemistry: "Bedside") -> None:
    chemistry.write("SODIUM", "138.6")
    press(Qt.Key.Key_Escape)
    assert chemistry.work.desk.went == [("back",)]
    chemistry.page.leave()
    assert chemistry.work.desk.told == []


def test_completing_the_next_form_says_what_waits_on_this_one(asked: "Bedside") -> None:
    asked.view.form_chosen.emit(Address(asked.subject, "M3", form="CBC").key)
    asked.view.form_completed.emit(asked.state.form.key)
    assert asked.state.form.complete
    [said] = [said for code, said in asked.work.desk.told if code == "texts-wait"]
    assert "Cystatin C" in said.en
    assert "F8" in said.zh


def test_f7_leads_to_the_next_empty_field_that_had_a_value_last_time(bedside: Callable[..., "Bedside"]) -> None:
    made = bedside()
    made.open("M6", "CHEM")
    made.go("ALT")
    wanted = {"CREAT": "52.0", "K": "4.4", "ALB": "38.0", "UPROTC": "310", "UCREAT": "5.9"}
    wanted |= {"HEIGHT": "149", "WEIGHT": "42", "SYSBP": "110", "DIABP": "70", "VISDTC": "2026-11-17"}
    reached = []
    for _turn in range(len(wanted)):
        press(Qt.Key.Key_F7)
        reached.append(here(made))
        made.write(reached[-1], wanted[reached[-1]])
    assert sorted(reached) == sorted(wanted)
    told = len(made.work.desk.told)
    press(Qt.Key.Key_F7)
    assert [code for code, _said in made.work.desk.told[told:]] == ["as-before-all"]


def test_a_time_alone_stands_on_the_day_of_the_visit(chemistry: "Bedside") -> None:
    chemistry.write("LBDTC", "0829")
    assert chemistry.fact("LBDTC").value == DateTimeValue("2026-11-17T08:29")
    assert chemistry.fact("LBDTC").typed == "0829"
    assert chemistry.row("LBDTC").text == "2026-11-17 08:29"
    chemistry.write("LBDTC", "2:15")
    assert chemistry.fact("LBDTC").value == DateTimeValue("2026-11-17T08:29"), "it is asked first"
    assert len(chemistry.strip("LBDTC", Ask).options) == 2


def test_a_time_alone_is_refused_while_the_visit_has_no_date(bedside: Callable[..., "Bedside"]) -> None:
    made = bedside()
    made.open("M6", "CHEM")
    made.write("LBDTC", "8:29")
    assert made.fact("LBDTC") is None
    assert "no date yet" in made.strip("LBDTC", Refused).reason.en
