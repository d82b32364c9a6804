"""The field of a term among hundreds: the list narrows by any word, Enter takes, composing is left alone."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.visit.lookup import BESIDE, LookupField
from ui.visit.meaning import Criteria, Criterion
from ui.visit.state import ItemRow, Option

ItemKey = Callable[[str], str]
CHECKS, SKIN, HEART = (
    Text("Investigations", "各类检查"),
    Text("Skin disorders", "皮肤疾病"),
    Text("Cardiac", "心脏疾病"),
)


def _term(en: str, zh: str, group: Text, *others: str) -> Option:
    return Option(en, Text(en, zh), others, beside=group)


TERMS = (
    _term("Heart failure", "心力衰竭", HEART, "xlsj"),
    _term("Neutrophil count decreased", "中性粒细胞计数降低", CHECKS, "neutropenia", "zxlxbjsjd"),
    _term("Platelet count decreased", "血小板计数降低", CHECKS, "xxbjsjd"),
    _term("Alopecia", "脱发", SKIN, "tf"),
)


@pytest.fixture
def field(bedside: Any, item_key: ItemKey) -> LookupField:
    """The focused field of a row that is looked up among four terms."""
    row = ItemRow(item_key("TERM"), Text("Term", "术语"), "lookup", choices=TERMS)
    bedside.view.render(replace(bedside.state, rows=(row, *bedside.state.rows)))
    bedside.view.grid.go_to(item_key("TERM"))
    found = bedside.field("TERM")
    assert isinstance(found, LookupField)
    return found


def lines(field: LookupField) -> list[tuple[str, str]]:
    """The lines of the open list: the term and its class; none while it is closed."""
    popup = field._popup()
    if popup is None or not popup.isVisible():
        return []
    model = popup.model()
    found = [model.index(at, 0) for at in range(model.rowCount())]
    return [(str(index.data()), str(index.data(BESIDE))) for index in found]


def test_the_list_narrows_by_any_word_and_shows_the_class(field: LookupField, qtbot: QtBot) -> None:
    qtbot.keyClicks(field, "count")
    assert lines(field) == [
        ("Neutrophil count decreased", "Investigations"),
        ("Platelet count decreased", "Investigations"),
    ]
    qtbot.keyClicks(field, " pla")
    assert lines(field) == [("Platelet count decreased", "Investigations")]
    qtbot.keyClicks(field, "x")
    assert lines(field) == []


@pytest.mark.parametrize("typed", ["neutropenia", "zxlxb"])
def test_it_is_found_by_other_words_and_by_initials(field: LookupField, qtbot: QtBot, typed: str) -> None:
    qtbot.keyClicks(field, typed)
    assert [word for word, _ in lines(field)] == ["Neutrophil count decreased"]


def test_enter_takes_what_fits_better_than_all_else_and_goes_on(bedside: Any, field: LookupField, qtbot: QtBot) -> None:
    qtbot.keyClicks(field, "fail")
    popup = field._popup()
    assert popup is not None
    with qtbot.waitSignal(bedside.view.field_left) as heard:
        qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert heard.args[0].typed == "Heart failure"
    assert not field.hasFocus()
    assert not popup.isVisible()


def test_of_several_that_fit_as_well_enter_takes_none(bedside: Any, field: LookupField, qtbot: QtBot) -> None:
    qtbot.keyClicks(field, "decr")
    popup = field._popup()
    assert popup is not None
    with qtbot.waitSignal(bedside.view.field_left) as heard:
        qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert heard.args[0].typed == "decr"
    assert not popup.isVisible()


def test_the_arrow_keys_choose_a_line(bedside: Any, field: LookupField, qtbot: QtBot) -> None:
    qtbot.keyClicks(field, "decr")
    popup = field._popup()
    assert popup is not None
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    with qtbot.waitSignal(bedside.view.field_left) as heard:
        qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert heard.args[0].typed == "Platelet count decreased"


def test_what_fits_nothing_is_handed_over_as_typed(bedside: Any, field: LookupField, qtbot: QtBot) -> None:
    qtbot.keyClicks(field, "fell down the stairs")
    with qtbot.waitSignal(bedside.view.field_left) as heard:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert heard.args[0].typed == "fell down the stairs"


def test_while_composing_no_list_opens_and_enter_takes_nothing(
    bedside: Any, field: LookupField, qtbot: QtBot, compose: Callable[..., None]
) -> None:
    left: list[str] = []
    bedside.view.field_left.connect(lambda act: left.append(act.typed))
    compose(field, "xue")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_1)
    assert (lines(field), left, field.hasFocus()) == ([], [], True)
    compose(field, "", "血小板")
    assert [word for word, _ in lines(field)] == ["Platelet count decreased"]


def test_escape_closes_the_list_first_and_then_takes_back_what_was_typed(field: LookupField, qtbot: QtBot) -> None:
    qtbot.keyClicks(field, "alo")
    popup = field._popup()
    assert popup is not None
    qtbot.keyClick(popup, Qt.Key.Key_Escape)
    assert lines(field) == []
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_f4_opens_all_of_them_in_their_order(field: LookupField, qtbot: QtBot) -> None:
    qtbot.keyClick(field, Qt.Key.Key_F4)
    assert [word for word, _ in lines(field)] == [term.label.en for term in TERMS]
    popup = field._popup()
    assert popup is not None
    popup.hide()


def test_the_list_is_in_the_language_of_the_window(bedside: Any, field: LookupField, qtbot: QtBot) -> None:
    bedside.look.language.switch("zh")
    qtbot.keyClicks(field, "decr")
    assert lines(field)[0] == ("中性粒细胞计数降低", "各类检查")
    bedside.look.language.switch("en")


def test_a_click_puts_the_term_into_the_field(field: LookupField, qtbot: QtBot) -> None:
    qtbot.keyClicks(field, "decr")
    popup = field._popup()
    assert popup is not None
    place = popup.visualRect(popup.model().index(1, 0)).center()
    qtbot.mouseClick(popup.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert field.text() == "Platelet count decreased"
    assert field.dirty


def test_what_the_answers_mean_stands_beside_the_form_with_the_one_given_marked(bedside: Any) -> None:
    lines = (
        Criterion(Text("Grade 1", "1级"), "Mild pain"),
        Criterion(Text("Grade 2", "2级"), "Moderate pain", chosen=True),
    )
    shown = Criteria(Text("Worst grade: Pain", "最高分级：疼痛"), lines, Text("in the words of OURS", "我院原文"))
    card = bedside.view.side.criteria
    assert not card.isVisible()
    bedside.view.render(replace(bedside.state, criteria=shown))
    said = {each.text(): bool(each.property("bold")) for each in card.findChildren(QLabel)}
    assert card.isVisible()
    assert list(said) == [
        "Worst grade: Pain",
        "in the words of OURS",
        "Grade 1",
        "Mild pain",
        "Grade 2",
        "Moderate pain",
    ]
    assert [said[text] for text in ("Grade 1", "Grade 2")] == [False, True]
    bedside.view.render(bedside.state)
    assert not card.isVisible()
