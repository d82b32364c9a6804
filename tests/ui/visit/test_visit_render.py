"""A render changes what is shown and nothing else: not the focus, not the caret, not what is being typed."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.charts.state import Tick
from ui.visit.acts import DraftText
from ui.visit.header import WindowBand
from ui.visit.row import ItemRowWidget
from ui.visit.state import DerivedRow, FieldKind, ItemRow, Note, Option, Refused, Saved, TrendState

ItemKey = Callable[[str], str]


def test_text_being_typed_is_never_overwritten(bedside: Any, qtbot: QtBot) -> None:
    qtbot.keyClicks(bedside.field("CREAT"), "61")
    bedside.field("CREAT").setCursorPosition(1)
    bedside.view.render(bedside.change("CREAT", text="58.0"))
    assert bedside.field("CREAT").text() == "61"
    assert bedside.field("CREAT").cursorPosition() == 1
    assert bedside.field("CREAT").hasFocus()


def test_text_being_composed_is_not_disturbed(bedside: Any, compose: Callable[..., None]) -> None:
    compose(bedside.field("CREAT"), "yin")
    bedside.view.render(bedside.change("CREAT", text="58.0"))
    assert bedside.field("CREAT").composing
    assert bedside.field("CREAT").text() != "58.0"


def test_a_field_nobody_types_in_shows_the_new_value(bedside: Any) -> None:
    bedside.view.render(bedside.change("GGT", text="17"))
    assert bedside.field("GGT").text() == "17"


def test_the_widgets_of_a_form_stay_while_it_is_shown(bedside: Any) -> None:
    before = [bedside.view.grid.row(row.key) for row in bedside.state.rows]
    bedside.view.render(replace(bedside.state, saved=Saved("saved", "14:03:00")))
    assert [bedside.view.grid.row(row.key) for row in bedside.state.rows] == before


def test_a_row_that_is_made_for_a_form_is_shown_once(bedside: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    show_row = ItemRowWidget.show_row

    def counted(widget: ItemRowWidget, row: ItemRow) -> None:
        shown.append(row.key)
        show_row(widget, row)

    monkeypatch.setattr(ItemRowWidget, "show_row", counted)
    rows = tuple(replace(row, key=row.key.replace("CHEM", "COPY")) for row in bedside.state.rows)
    bedside.view.render(replace(bedside.state, form=replace(bedside.state.form, key="LN-007/M3//COPY///"), rows=rows))
    assert shown == [row.key for row in rows]
    bedside.view.grid.show_rows("LN-007/M3//COPY///", rows, "")
    assert len(shown) == 2 * len(rows), "a row that is there is shown again with each state"


def test_typed_text_stays_until_the_answer_comes(bedside: Any, qtbot: QtBot) -> None:
    qtbot.keyClicks(bedside.field("CREAT"), "0.7 mg/dl")
    qtbot.keyClick(bedside.field("CREAT"), Qt.Key.Key_Return)
    bedside.view.render(bedside.state)
    assert bedside.field("CREAT").text() == "0.7 mg/dl"
    bedside.view.render(bedside.change("CREAT", text="61.9"))
    assert bedside.field("CREAT").text() == "61.9"


def test_a_new_row_appears_in_its_place_and_keeps_the_focus(bedside: Any, item_key: ItemKey) -> None:
    more = ItemRow(item_key("EGFRNOTE"), Text("Note", "备注"), "text")
    place = len(bedside.state.rows) // 2
    rows = (*bedside.state.rows[:place], more, *bedside.state.rows[place:])
    bedside.view.render(replace(bedside.state, rows=rows))
    assert bedside.view.grid.row(more.key) is not None
    assert bedside.field("CREAT").hasFocus()


def test_another_form_replaces_the_rows_and_focuses_the_first_empty_one(bedside: Any) -> None:
    form = replace(bedside.state.form, key="LN-007/M3//U24///", code="U24", title=Text("24 h urine", "24 小时尿"))
    rows = tuple(
        ItemRow(f"LN-007/M3//U24///{code}", Text(code, code), "number", text=text, state="filled" if text else "empty")
        for code, text in (("VOL", "1200"), ("PROT", ""))
    )
    bedside.view.render(replace(bedside.state, form=form, rows=rows, focus=""))
    assert bedside.view.grid.current().key == "LN-007/M3//U24///PROT"
    assert bedside.view.grid.row(bedside.state.rows[0].key) is None


def test_drafts_are_sent_while_typing_without_preedit(
    bedside: Any, qtbot: QtBot, compose: Callable[..., None], item_key: ItemKey
) -> None:
    said: list[DraftText] = []
    bedside.view.text_edited.connect(said.append)
    with qtbot.waitSignal(bedside.view.text_edited, timeout=3000):
        qtbot.keyClicks(bedside.field("CREAT"), "61")
        compose(bedside.field("CREAT"), "yin")
    assert said == [DraftText(item_key("CREAT"), "61")]


def test_a_refused_text_stays_in_the_field_with_its_reason(bedside: Any) -> None:
    reason = Text("5390 is above the highest possible value, 3000", "5390 高于可能的最大值 3000")
    bedside.view.render(bedside.change("GGT", strips=(Refused("5390", reason),)))
    assert bedside.field("GGT").text() == "5390"
    assert bedside.field("GGT").property("stands") == "refused"


def test_language_and_theme_switch_in_place(bedside: Any, qtbot: QtBot) -> None:
    qtbot.keyClicks(bedside.field("CREAT"), "61")
    bedside.look.language.switch("zh")
    assert bedside.view.header._review.text() == "审核与签名"
    assert bedside.field("CREAT").accessibleName() == "肌酐（酶法） µmol/L"
    assert bedside.field("CREAT").text() == "61"
    bedside.look.language.switch("en")


def test_read_only_rows_are_skipped_and_say_nothing(bedside: Any, qtbot: QtBot) -> None:
    bedside.view.render(bedside.change("UREA", state="readonly"))
    qtbot.keyClick(bedside.field("CREAT"), Qt.Key.Key_Return)
    assert bedside.field("UA").hasFocus()


CHOICES = (
    Option("NEG", Text("negative", "阴性"), ("-", "(-)")),
    Option("1", Text("1+", "1+"), ("+",)),
    Option("2", Text("2+", "2+"), ("++",)),
)


def choice_field(bedside: Any, item_key: ItemKey, kind: FieldKind) -> Any:
    """The focused field of a choice row above the others."""
    row = ItemRow(item_key("PRO"), Text("Protein", "尿蛋白"), kind, choices=CHOICES)
    bedside.view.render(replace(bedside.state, rows=(row, *bedside.state.rows)))
    bedside.view.grid.go_to(item_key("PRO"))
    return bedside.field("PRO")


@pytest.mark.parametrize("typed", ["++", "阴性", "(-)"])
def test_a_choice_typed_in_any_spelling_is_handed_over_as_typed(
    bedside: Any, qtbot: QtBot, item_key: ItemKey, compose: Callable[..., None], typed: str
) -> None:
    field = choice_field(bedside, item_key, "choice")
    with qtbot.waitSignal(bedside.view.field_left) as heard:
        compose(field, "", typed)
        field.completer().popup().hide()
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert heard.args[0].typed == typed


def test_enter_takes_the_answer_highlighted_in_the_list(bedside: Any, qtbot: QtBot, item_key: ItemKey) -> None:
    field = choice_field(bedside, item_key, "choice")
    qtbot.keyClicks(field, "neg")
    popup = field.completer().popup()
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    with qtbot.waitSignal(bedside.view.field_left) as heard:
        qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert heard.args[0].typed == "negative"
    assert not field.hasFocus()


def test_enter_takes_the_line_that_is_highlighted_and_not_the_first_of_the_whole_list(
    bedside: Any, qtbot: QtBot, item_key: ItemKey
) -> None:
    field = choice_field(bedside, item_key, "choice")
    qtbot.keyClicks(field, "2")
    popup = field.completer().popup()
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    with qtbot.waitSignal(bedside.view.field_left) as heard:
        qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert heard.args[0].typed == "2+"


def test_enter_closes_an_open_list_before_the_focus_goes_on(bedside: Any, qtbot: QtBot, item_key: ItemKey) -> None:
    """A list that closes later takes the focus back, and the next value would be typed into this field."""
    field = choice_field(bedside, item_key, "choice")
    qtbot.keyClicks(field, "neg")
    popup = field.completer().popup()
    assert popup.isVisible()
    seen: list[bool] = []
    field.moved.connect(lambda _step: seen.append(popup.isVisible()))
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert seen == [False]
    assert not field.hasFocus()


def test_the_list_wears_what_the_field_wears_before_it_opens(bedside: Any, qtbot: QtBot, item_key: ItemKey) -> None:
    """A list that took its sheet while it showed itself ended the program."""
    field = choice_field(bedside, item_key, "choice")
    popup = field.completer().popup()
    sheets: list[tuple[bool, str]] = []
    for sheet in ("QListView { color: #101010; }", "QListView { color: #efefef; }"):
        field.setStyleSheet(sheet)
        qtbot.keyClicks(field, "n")
        sheets.append((popup.isVisible(), popup.styleSheet()))
        popup.hide()
        field.clear()
    assert sheets == [(True, "QListView { color: #101010; }"), (True, "QListView { color: #efefef; }")]


def test_f4_opens_the_whole_list(bedside: Any, qtbot: QtBot, item_key: ItemKey) -> None:
    field = choice_field(bedside, item_key, "choice")
    qtbot.keyClick(field, Qt.Key.Key_F4)
    assert field.completer().popup().isVisible()
    field.completer().popup().hide()


def test_several_answers_complete_one_after_the_other(bedside: Any, qtbot: QtBot, item_key: ItemKey) -> None:
    field = choice_field(bedside, item_key, "multichoice")
    qtbot.keyClicks(field, "negative, 2")
    popup = field.completer().popup()
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    with qtbot.waitSignal(bedside.view.field_left) as heard:
        qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert heard.args[0].typed == "negative, 2+"


@pytest.mark.parametrize("trend", [None, TrendState(Text("none", "无"), None, (), note=Text("first value", "首次"))])
def test_a_trend_may_be_missing(bedside: Any, trend: TrendState | None) -> None:
    bedside.view.render(replace(bedside.state, trend=trend))
    assert bedside.view.side.trend.isVisible() == (trend is not None)


def test_one_value_makes_a_trend(bedside: Any) -> None:
    only = replace(bedside.state.trend, points=bedside.state.trend.points[-1:], ticks=(Tick(91, "M3"),), bands=())
    bedside.view.render(replace(bedside.state, trend=only))
    assert not bedside.view.grab().isNull()


def test_a_note_under_a_row_makes_it_higher_and_goes_again(bedside: Any) -> None:
    row = bedside.view.grid.row(bedside.state.rows[0].key)
    flat = row.sizeHint().height()
    bedside.view.render(bedside.change("GGT", strips=(Note(Text("held by the EDC", "EDC 暂留"), "amber"),)))
    assert row.sizeHint().height() > flat
    bedside.view.render(bedside.state)
    assert row.sizeHint().height() == flat


def test_what_is_unconfirmed_is_said_without_a_mouse(bedside: Any, item_key: ItemKey) -> None:
    """Dots under label and interval with a legend above; a screen reader says so too."""
    head = bedside.view.grid._head
    plain = head.grab().toImage()
    row = bedside.field("GGT")
    before = bedside.view.grid.row(item_key("GGT")).grab().toImage()
    bedside.view.render(bedside.change("GGT", unconfirmed=True, reference_unconfirmed=True))
    assert row.accessibleDescription() == "unconfirmed, reference 5–19, unconfirmed, previous 18 D+61"
    assert head.grab().toImage() != plain, "the legend is there"
    assert bedside.view.grid.row(item_key("GGT")).grab().toImage() != before
    bedside.view.render(bedside.change("GGT"))
    assert "unconfirmed" not in row.accessibleDescription()
    assert head.grab().toImage() == plain


def test_a_derived_value_that_is_unconfirmed_says_so_in_words(bedside: Any) -> None:
    def said() -> list[str]:
        return [one.text() for one in bedside.view.side.derived.findChildren(QLabel) if one.text() == "unconfirmed"]

    assert said() == []
    known = DerivedRow("RENAL", Text("Renal response", "肾脏应答"), Text("PR", "PR"), unconfirmed=True)
    lacking = replace(known, code="OTHER", value=None, missing=Text("Missing", "缺少"))
    bedside.view.side.derived.show_rows((known, lacking))
    assert said() == ["unconfirmed", "unconfirmed"]


def test_a_long_verdict_stays_inside_the_pane(bedside: Any) -> None:
    """Words go below the name where they do not fit beside it; a number stays at the right."""
    verdict = Text("Remission without steroid (cCR-0)", "无激素缓解(cCR-0)")
    rows = (
        DerivedRow("CCR", Text("Childhood remission", "儿童缓解"), verdict, unconfirmed=True, flag="high"),
        DerivedRow("BMI", Text("Body mass index", "体质指数"), Text("18.7", "18.7"), "kg/m²"),
    )
    card = bedside.view.side.derived
    card.show_rows(rows)
    told = {one.text(): one for one in card.findChildren(QLabel) if one.text() and not one.isHidden()}
    assert told[verdict.en].wordWrap()
    assert not told["18.7"].wordWrap()
    assert "unconfirmed" in told
    assert card.minimumSizeHint().width() <= 276


@pytest.mark.parametrize("note", [None, Text("window unconfirmed", "时间窗待确认")])
def test_the_head_dots_a_window_that_nobody_confirmed(bedside: Any, note: Text | None) -> None:
    days = {"low_day": 81, "high_day": 101, "today_day": 91}
    bedside.view.render(replace(bedside.state, header=replace(bedside.state.header, **days, window_note=note)))
    (band,) = bedside.view.findChildren(WindowBand)
    said = bedside.view.look.text(note) if note else ""
    assert band.toolTip() == said
    assert band.accessibleName().endswith(said)
    plain = band.grab().toImage()
    bedside.view.render(replace(bedside.state, header=replace(bedside.state.header, **days, window_note=None)))
    assert (band.grab().toImage() == plain) == (note is None)


def test_an_answer_in_doubt_says_so_in_the_list_and_is_taken_by_its_own_words(
    bedside: Any, qtbot: QtBot, item_key: ItemKey
) -> None:
    why = Text("Not approved yet.", "尚未批准。")
    choices = (Option("CRS", Text("Release", "释放")), Option("IECHS", Text("HLH-like", "噬血"), doubt=why))
    row = ItemRow(item_key("KIND"), Text("Kind", "类别"), "choice", choices=choices)
    bedside.view.render(replace(bedside.state, rows=(row, *bedside.state.rows)))
    bedside.view.grid.go_to(row.key)
    field = bedside.field("KIND")
    qtbot.keyClicks(field, "HLH")
    popup = field.completer().popup()
    index = popup.model().index(0, 0)
    assert index.data() == "HLH-like · unconfirmed"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "Not approved yet."
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    with qtbot.waitSignal(bedside.view.field_left) as heard:
        qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert heard.args[0].typed == "HLH-like"


def test_an_answer_in_doubt_keeps_its_mark_after_it_was_given(bedside: Any, item_key: ItemKey) -> None:
    why = Text("HLH-like: not approved yet.", "噬血:尚未批准。")
    row = ItemRow(item_key("KIND"), Text("Kind", "类别"), "choice", text="HLH-like", state="filled", answer_doubt=why)
    bedside.view.render(replace(bedside.state, rows=(row, *bedside.state.rows)))
    assert bedside.field("KIND").toolTip() == "HLH-like: not approved yet."
    assert "answer unconfirmed" in bedside.field("KIND").accessibleDescription()
    bedside.view.render(replace(bedside.state, rows=(replace(row, answer_doubt=None), *bedside.state.rows)))
    assert bedside.field("KIND").toolTip() == ""
