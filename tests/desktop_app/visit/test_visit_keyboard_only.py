"""A visit entered without a mouse: how many keys are pressed beside the values, and that every value is kept."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from study.address import parse_key
from study.definition.model import Item, Study

MOST = Decimal("1.2")
"""Keys a field, beside its value."""
ON = "2026-11-17"
FORMS = ("VISIT", "VS", "CBC", "INFL", "CHEM")
TYPED = {
    "SYSBP": "108", "DIABP": "64", "DRYWT": "41", "HEIGHT": "148.9", "WEIGHT": "41.8", "WBC": "6.1", "NEUT": "3.2",
    "NEUTLE": "52.5", "LYM": "2.1", "LYMLE": "34.4", "CREAT": "58", "K": "4.2",
}  # fmt: skip
"""Where the middle of what is usual would fail a check or alarm."""


@dataclass
class Hands:
    """Presses keys on what has the focus, and counts those that are no part of a value."""

    keys: int = 0
    values: dict[str, str] = field(default_factory=dict)

    def enter(self) -> None:
        """Enter, wherever the focus is."""
        self.keys += 1
        QTest.keyClick(self.focus(), Qt.Key.Key_Return)

    def type(self, key: str, text: str) -> None:
        """A value into the field that has the focus."""
        QTest.keyClicks(self.focus(), text)
        self.values[key] = text

    def focus(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None, "the keyboard is always somewhere"
        return found


def usual(item: Item, study: Study) -> str:
    """A value that nobody asks about."""
    match item.type:
        case "number":
            limits = item.soft or item.hard
            low = limits.low if limits and limits.low is not None else Decimal(0)
            high = limits.high if limits and limits.high is not None else low + 2
            return f"{(low + high) / 2:.{item.decimals or 0}f}"
        case "choice" | "multichoice":
            codes = [choice.code for choice in study.codelists[item.choices]]
            return next((code for code in ("N", "NONE", "0") if code in codes), codes[0])
        case "date":
            return ON
        case "datetime":
            return f"{ON} 08:00"
        case _:
            return "none"


def fill(made: Any, hands: Hands) -> None:
    """The open form from the first field to the last, Enter by Enter."""
    study = made.work.session.study
    for _ in range(99):
        row = made.view.grid.current()
        if row is None:
            return
        place = parse_key(row.key)
        item = study.item(place.form, place.item)
        if not row.row.text and row.kind != "table":
            hands.type(row.key, TYPED.get(item.code) or usual(item, study))
        hands.enter()
        after = made.view.grid.current()
        assert after is None or after.key != row.key, f"Enter does not go on from {item.code}"


def completed(made: Any) -> list[str]:
    """The forms of the visit that are complete."""
    return [form.code for form in made.state.forms if form.complete]


def test_a_visit_takes_hardly_more_keys_than_its_values(bedside: Callable[..., Any]) -> None:
    made = bedside()
    made.open("M6", FORMS[0])
    hands = Hands()
    for form in FORMS:
        assert made.state.form.code == form
        keys, rows = hands.keys, len(made.state.rows)
        fill(made, hands)
        hands.enter()
        assert form in completed(made)
        assert Decimal(hands.keys - keys) / rows <= MOST, form
    assert made.state.form.code not in FORMS, "Enter behind the last field completes a form and opens the next"
    assert made.view.grid.current() is not None
    kept = made.work.course(made.subject).record
    assert [key for key in hands.values if kept.fact(parse_key(key)) is None] == []
    assert len(hands.values) > 90
    assert Decimal(hands.keys) / len(hands.values) <= MOST


def test_who_completes_from_within_a_field_stays_there(bedside: Callable[..., Any]) -> None:
    made = bedside()
    made.open("M6", "VISIT")
    made.write("VISDTC", ON)
    at = made.view.grid.current().key
    QTest.keyClick(made.view.grid.current().field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert made.state.form.complete
    assert made.view.grid.current().key == at


def test_the_right_pane_is_reached_and_left_by_keys(bedside: Callable[..., Any], qtbot: QtBot) -> None:
    made = bedside()
    made.open("M3", "CHEM")
    key, hands, lines = made.view.grid.current().key, Hands(), made.view.side.derived.lines
    qtbot.waitUntil(lines["EGFR_U25"].isVisible)
    QTest.keyClick(hands.focus(), Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert made.view.side.messages.isAncestorOf(hands.focus()), "what needs somebody comes first"
    for _ in range(9):
        if hands.focus() is not lines["EGFR_U25"]:
            QTest.keyClick(hands.focus(), Qt.Key.Key_Down)
    assert said(lines["EGFR_U25"]) == ""
    hands.enter()
    qtbot.waitUntil(lambda: "周岁年龄" in said(lines["EGFR_U25"]))
    made.work.set(made.subject, "M3", "CHEM", {"CREAT": "59"})
    made.page.refresh()
    assert hands.focus() is made.view.side.derived.lines["EGFR_U25"], "a new result does not take the focus"
    hands.enter()
    assert said(lines["EGFR_U25"]) == ""
    QTest.keyClick(hands.focus(), Qt.Key.Key_Escape)
    assert made.view.grid.current().key == key


def said(line: QWidget) -> str:
    """All that went into a derived value, where it is shown."""
    shown = (one.text() for one in line.findChildren(QLabel) if one.isVisible())
    return next((text for text in shown if text.startswith("依据")), "")


def test_beside_other_forms_only_headlines_stand(bedside: Callable[..., Any]) -> None:
    made = bedside()
    made.open("M3", "VISIT")
    study = made.work.session.study
    assert {row.code for row in made.state.derived} >= {"EGFR_U25", "UPCR"}
    elsewhere = {row.code for row in made.state.derived} - {*study.forms["VISIT"].derived}
    assert all(study.derived[code].headline or study.derived[code].quiet for code in elsewhere)
    made.open("M3", "CHEM")
    found = {row.code: row for row in made.state.derived}
    assert "EGFR_SCHW" in found
    assert found["EGFR_U25"].detail.en == "height 148.5 cm · serum creatinine 58 µmol/L · age 12.4 y · F"
    assert "age in completed years 12 y" in found["EGFR_U25"].used.en


@pytest.mark.parametrize(("tool", "shown"), [("ICE", "ICETOT"), ("CAPD", "CAPDTOT")])
def test_the_score_of_the_other_tool_is_not_asked_for(bedside: Callable[..., Any], tool: str, shown: str) -> None:
    made = bedside()
    made.work.set(made.subject, "BL", "ICANS", {"ICANSDTC": "2026-08-12T08:00", "ICTOOL": tool}, anew=True)
    made.open("BL", "ICANS")
    assert [row.code for row in made.state.derived if row.code in ("ICETOT", "CAPDTOT")] == [shown]
