"""The review on the screen: ticks by keyboard, a signature asked for once, what changed under one's eyes."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.child.state import ChildHeader
from ui.look import Look
from ui.review.state import FormLine, Matter, ReviewState, SignAsked, SignatureLine, WithdrawAsked
from ui.review.view import ReviewView
from ui.visit.state import DerivedRow, Option, VisitHeader
from ui.widgets.buttons import LinkButton
from ui.widgets.state import Message, Tone

Key = Qt.Key


def both(text: str) -> Text:
    """The same in both languages."""
    return Text(text, text)


READY = FormLine(
    "c/M3//VS///", Text("Vital signs", "生命体征"), "ready", Text("can be signed", "可签"), filled=9, total=9,
    token="t1", digest="2836d73a", completes=True, offered=True,
)  # fmt: skip
BLOCKED = FormLine(
    "c/M3//CHEM///", Text("Chemistry", "生化"), "blocked", Text("not yet", "不能签"), filled=22, total=22,
    flag="critical_high", flags=both("+ 3"),
    remarks=(
        Matter(Text("Potassium: critical, not acknowledged", "血钾：危急值未确认"), "c/M3//CHEM///K", True, True),
    ),
)  # fmt: skip
SIGNED = FormLine(
    "c/M3//ECG///", Text("ECG", "心电图"), "signed", Text("signed", "已签"), filled=6, total=6, token="t3",
    signatures=(SignatureLine("s1", both("周敏 2026-11-17"), both("reviewed · 11aa"), may_withdraw=True),),
)  # fmt: skip
NOT_ASKED = FormLine("c/M3//EEG///", Text("EEG", "脑电图"), "not_applicable", Text("not asked for", "本次无"))
HEADER = VisitHeader(
    ChildHeader("c", "LN-007", "林小满", both("F"), "D+91"), both("M3"), both("D+91"), may_review=False
)  # fmt: skip
STATE = ReviewState(
    "c/M3/////", HEADER, (READY, BLOCKED, SIGNED, NOT_ASKED), both("周敏"), both("2026-11-17 16:32 (UTC+08:00)"),
    derived=(
        DerivedRow("UPCR", both("UPCR"), both("0.42"), "g/g", both("baseline 3.80"), unconfirmed=True),
        DerivedRow("CCR", both("cCR"), missing=Text("needs 24 h urine", "待 24 小时尿")),
    ),
    meanings=(Option("reviewed", Text("Reviewed", "已审核")), Option("entered", Text("Verified", "已核对"))),
    withdraw_reasons=(Option("error", Text("signed by mistake", "误签")),),
)  # fmt: skip


@pytest.fixture
def view(qtbot: QtBot, look: Look) -> ReviewView:
    """Four forms: one ready, one blocked, one signed, one not asked for."""
    made = ReviewView(look)
    qtbot.addWidget(made)
    made.resize(1294, 724)
    made.render(STATE)
    made.show()
    return made


def said(view: ReviewView) -> str:
    """Every text that is visible, buttons included."""
    QApplication.processEvents()
    labels = [words.text() for words in view.findChildren(QLabel) if words.isVisibleTo(view)]
    return "\n".join((*labels, *(link.text() for link in view.findChildren(LinkButton) if link.isVisibleTo(view))))


def test_a_record_that_stands_aside_says_so_where_it_would_be_signed(view: ReviewView) -> None:
    assert view.aside.isHidden()
    aside = Text("LN-021 stands aside: LN-013 goes on", "LN-021 停用：由 LN-013 继续记录")
    view.render(replace(STATE, header=replace(HEADER, child=replace(HEADER.child, aside=aside))))
    assert not view.aside.isHidden()
    assert "LN-013" in view.aside.accessibleName()
    view.render(STATE)
    assert view.aside.isHidden()


def test_every_form_that_waits_is_ticked_and_a_blocked_one_can_not_be(view: ReviewView) -> None:
    assert view.table.forms.ticked == {READY.key}
    for row in (1, 3):
        view.table.setCurrentIndex(view.table.forms.index(row, 1))
        QTest.keyClick(view.table, Key.Key_Space)
    assert view.table.forms.ticked == {READY.key}
    QTest.keyClick(view.table, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert view.table.forms.ticked == {READY.key, SIGNED.key}
    QTest.keyClick(view.table, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert view.table.forms.ticked == set()


def test_signing_hands_over_what_is_ticked_exactly_as_shown_and_forgets_the_passphrase(
    qtbot: QtBot, view: ReviewView
) -> None:
    assert not view.card.sign.isEnabled(), "no passphrase yet"
    view.card.meaning.setCurrentIndex(1)
    QTest.keyClicks(view.card.passphrase, "a rainy spring")
    with qtbot.waitSignal(view.sign_asked) as asked:
        QTest.keyClick(view.card.passphrase, Key.Key_Return)
    assert asked.args == [SignAsked(((READY.key, "t1"),), "entered", "a rainy spring")]
    assert view.card.passphrase.text() == ""


def test_without_a_tick_nothing_can_be_signed(view: ReviewView) -> None:
    QTest.keyClicks(view.card.passphrase, "a rainy spring")
    assert view.card.sign.isEnabled()
    QTest.keyClick(view.table, Key.Key_Space)
    assert not view.card.sign.isEnabled()


def test_a_form_that_changed_under_the_eyes_of_the_person_loses_its_tick_and_is_named(view: ReviewView) -> None:
    view.render(replace(STATE, lines=(replace(READY, token="t2"), BLOCKED, SIGNED, NOT_ASKED)))
    assert view.table.forms.ticked == set()
    assert "您查看期间已有变化：生命体征" in said(view)
    view.render(replace(STATE, lines=(replace(READY, token="t2"), BLOCKED, SIGNED, NOT_ASKED)))
    assert "生命体征" in said(view), "said until it is dismissed"
    view.moved_strip.close_button.click()
    assert not view.moved_strip.isVisible()


def test_what_blocks_leads_to_where_it_is_dealt_with(qtbot: QtBot, view: ReviewView) -> None:
    view.table.setCurrentIndex(view.table.forms.index(1, 1))
    link = next(b for b in view.detail.findChildren(LinkButton) if "血钾" in b.text())
    with qtbot.waitSignal(view.opened) as opened:
        link.click()
    assert opened.args == ["c/M3//CHEM///K"]
    with qtbot.waitSignal(view.opened) as opened:
        QTest.keyClick(view.table, Key.Key_Return)
    assert opened.args == [BLOCKED.key]


def test_a_signature_is_taken_back_with_a_reason(qtbot: QtBot, view: ReviewView) -> None:
    view.table.setCurrentIndex(view.table.forms.index(2, 1))
    assert "周敏 2026-11-17" in said(view)
    link = next(b for b in view.detail.findChildren(LinkButton) if b.text() == "撤回…")
    link.click()
    assert view.detail.menu is not None
    with qtbot.waitSignal(view.withdraw_asked) as asked:
        view.detail.menu.actions()[0].trigger()
    assert asked.args == [WithdrawAsked(SIGNED.key, "s1", "error")]
    view.detail.menu.close()


def test_who_may_not_sign_is_told_why_and_can_still_read(view: ReviewView) -> None:
    view.render(replace(STATE, why_not=Text("Only an investigator may sign.", "仅研究者可以签名。")))
    assert not view.card.passphrase.isEnabled()
    assert "仅研究者可以签名。" in said(view)


def test_after_signing_the_ticks_are_gone_and_it_is_said(view: ReviewView) -> None:
    done = Message("signed", Text("1 form signed", "已签署 1 张表"), Tone.ACCENT)
    view.render(replace(STATE, signed=1, message=done))
    assert view.table.forms.ticked == set()
    assert "已签署 1 张表" in said(view)


def test_it_speaks_both_languages_and_marks_what_nobody_confirmed(view: ReviewView, look: Look) -> None:
    assert "待确认" in said(view)
    look.language.switch("en")
    for words in ("Review and sign", "4 forms · 1 ready · 1 not yet · 1 signed", "Sign 1 form", "unconfirmed"):
        assert words in said(view)
    heads = [
        view.table.forms.headerData(n, Qt.Orientation.Horizontal, int(Qt.ItemDataRole.DisplayRole)) for n in range(6)
    ]
    assert heads == ["", "Form", "Filled", "Flags", "Missing and why · queries", "Signature"]


def test_escape_goes_back(qtbot: QtBot, view: ReviewView) -> None:
    with qtbot.waitSignal(view.back_asked):
        QTest.keyClick(view, Key.Key_Escape)


def test_another_language_makes_room_for_its_lines(view: ReviewView) -> None:
    long = Text("Reviewed: the data are complete and agree with the source documents", "已审核")
    rows = tuple(DerivedRow(f"D{n}", both(f"D{n}"), both("1.2"), "g/g") for n in range(22))
    view.resize(1294, 724)
    view.show()
    view.render(replace(STATE, meanings=(Option("reviewed", long),), derived=rows))
    for theme, language in (("dark", "zh"), ("light", "en"), ("light", "zh"), ("dark", "en")):
        view.look.theme.switch(theme)  # type: ignore[arg-type]
        view.look.language.switch(language)  # type: ignore[arg-type]
        for _ in range(30):
            QApplication.processEvents()
        assert view.card.height() >= view.card.heightForWidth(view.card.width())


def test_another_language_changes_the_words_of_the_derived_values_in_place(view: ReviewView) -> None:
    """Made anew they would stop the window for as long as the rest of the page."""
    before = list(view.evidence.lines)
    view.look.language.switch("en")
    assert view.evidence.lines == before
    assert "needs 24 h urine" in said(view)
    assert "待 24 小时尿" not in said(view)


def test_derived_values_that_come_and_go_are_shown_as_they_are(view: ReviewView) -> None:
    upcr, ccr = STATE.derived
    known = replace(ccr, value=both("58"), unit="mL/min", missing=None)
    view.render(replace(STATE, derived=(replace(upcr, value=None, missing=both("no sample")), known, upcr)))
    assert len(view.evidence.lines) == 3
    for words in ("no sample", "58", "mL/min", "0.42"):
        assert words in said(view)
    assert "待 24 小时尿" not in said(view)
    view.render(replace(STATE, derived=(ccr,)))
    assert len(view.evidence.lines) == 1
    assert "待 24 小时尿" in said(view)
    assert "58" not in said(view)
