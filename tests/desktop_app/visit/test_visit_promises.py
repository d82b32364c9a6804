"""Promises of the bedside, each kept through the keyboard on a real store. Every test names the one it keeps."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QToolTip

from desktop_app.jobs.reference import adopt
from storage.meta import EdcKey
from study.followup import stops
from study.values import Codes, NotDone, Quantity, Range
from ui.visit.state import Ask, Note, ReadAs, Refused, SoftLimit

if TYPE_CHECKING:
    from tests.desktop_app.visit.conftest import Bedside

Make = Callable[..., "Bedside"]


def buttons_of(made: "Bedside", item: str) -> list[QAbstractButton]:
    """The buttons below a row, in the order of Tab."""
    row = made.view.grid.row(made.row(item).key)
    assert row is not None
    return [each for each in row.strips.inputs() if isinstance(each, QAbstractButton)]


def press(made: "Bedside", item: str, place: int) -> None:
    """A button below a row, by the keyboard."""
    button = buttons_of(made, item)[place]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)


@pytest.mark.parametrize(
    ("place", "typed", "value", "shown"),
    [
        ("SERO/C3", "<0.5", Quantity("0.5", "g/L", "<"), "<0.5"),
        ("URINE/UPRO", "1+", Codes(("1P",)), "1+"),
        ("URINE/UPRO", "++", Codes(("2P",)), "2+"),
        ("URINE/UPRO", "±", Codes(("TRACE",)), "±"),
        ("URINE/UPRO", "阴性", Codes(("NEG",)), "阴性"),
        ("URINE/UPRO", "(-)", Codes(("NEG",)), "阴性"),
        ("SERO/ANATITER", "1:320", Codes(("320",)), "1:320"),
        ("URINE/URBC", "3-5", Range("3", "5", "/HPF"), "3-5"),
        ("CHEM/ALB", "32,4", Quantity("32.4", "g/L"), "32.4"),
        ("CHEM/ALB", "３２．４", Quantity("32.4", "g/L"), "32.4"),
        ("CHEM/CREAT", "0.61 mg/dl", Quantity("0.61", "mg/dL"), "54"),
    ],
)
def test_a_field_understands_what_people_write_and_shows_back_what_it_understood(
    bedside: Make, place: str, typed: str, value: Any, shown: str
) -> None:
    """A field understands "<0.5", "1+", "++", "±", "阴性", "(-)", "1:320", "3-5", "12,4", full-width digits, a unit."""
    made = bedside()
    form, _, item = place.partition("/")
    made.open("M3", form)
    made.write(item, typed)
    fact = made.fact(item)
    assert fact is not None
    assert (fact.value, fact.typed) == (value, typed)
    assert made.row(item).text == shown
    if isinstance(value, Quantity) and value.unit == "mg/dL":
        read = made.strip(item, ReadAs)
        assert (read.typed, read.shown) == (typed, "54 µmol/L")


@pytest.mark.parametrize(("language", "words"), [("zh", ["未做", "未检出"]), ("en", ["not done", "not detected"])])
def test_nd_is_asked_about_and_only_the_answer_is_kept(bedside: Make, language: str, words: list[str]) -> None:
    """It asks where a text has two readings: "ND" is 未做 or 未检出."""
    made = bedside()
    made.work.desk.look.language.switch(language)
    made.open("M3", "SERO")
    made.write("C3", "ND")
    assert made.fact("C3") is None
    assert isinstance(made.strip("C3", Ask), Ask)
    offered = [button.text() for button in buttons_of(made, "C3")]
    assert len(offered) == 2
    assert all(word in said.lower() for word, said in zip(words, offered, strict=True)), offered
    press(made, "C3", 0)
    assert isinstance(made.fact("C3").value, NotDone)
    assert made.fact("C3").typed == "ND"


def test_a_comma_before_three_digits_is_never_a_point(bedside: Make) -> None:
    """A text such as "1,250" is never 1.25: asked, and kept as 1250 only by the person's own press, text kept."""
    made = bedside()
    made.open("M3", "CHEM")
    made.write("CK", "1,250")
    assert made.fact("CK") is None
    assert made.row("CK").text == "1,250"
    press(made, "CK", 0)
    assert made.fact("CK").value == Quantity("1250", "U/L")


def test_what_is_refused_keeps_its_text_in_the_field_and_is_confirmed_from_the_keyboard(chemistry: "Bedside") -> None:
    """Hard limit: refused with the reason, text kept; an investigator may accept with "confirmed on the report"."""
    chemistry.write("CREAT", "5390")
    row = chemistry.view.grid.row(chemistry.row("CREAT").key)
    assert row is not None
    assert row.field.text() == "5390"
    refused = chemistry.strip("CREAT", Refused)
    assert refused.reason.en
    assert refused.reason.zh
    press(chemistry, "CREAT", 0)
    menu = chemistry.view.menu
    assert menu is not None
    menu.actions()[0].trigger()
    menu.close()
    assert chemistry.fact("CREAT").value == Quantity("5390", "umol/L")
    said = [strip.text.en for strip in chemistry.row("CREAT").strips if isinstance(strip, Note)]
    assert [text for text in said if text.startswith("confirmed on the report: ") and "the report says so" in text]


def test_a_word_explains_and_silence_becomes_a_query(chemistry: "Bedside") -> None:
    """Soft limit: a word of explanation makes it *explained*, none makes it a query: seen in the room of queries' own
    record, not in the strip alone.
    """
    chemistry.write("CK", "612")
    chemistry.write("LDH", "900")
    row = chemistry.view.grid.row(chemistry.row("CK").key)
    assert row is not None
    (box,) = (editor for line in row.strips._lines for editor in line.editors)
    box.setFocus()
    QTest.keyClicks(box, "sports")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert chemistry.strip("CK", SoftLimit).explained
    assert chemistry.fact("CK").explanation == "sports"
    chemistry.write("K", "4.2")
    QTest.keyClick(chemistry.go("ALB"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert chemistry.state.form.complete
    queried = [e.fact.address.item for e in chemistry.work.course(chemistry.subject).record.queries(_form(chemistry))]
    assert queried == ["LDH"]


def _form(made: "Bedside") -> Any:
    return made.page.scene().place  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("sex", "born", "visit", "interval"),
    [
        ("M", date(2012, 1, 1), "M3", "37–93"),
        ("F", date(2012, 1, 1), "M3", "33–75"),
        ("M", date(2013, 10, 1), "M1", "27–66"),
        ("M", date(2013, 10, 1), "M3", "37–93"),
    ],
)
def test_the_interval_is_that_of_the_childs_age_and_sex_on_the_visits_day(
    bedside: Make, sex: str, born: date, visit: str, interval: str
) -> None:
    """One row an item: the reference interval for this child's age and sex on the visit's day, not today's."""
    made = bedside(sex=sex, born=born)
    made.open(visit, "CHEM")
    assert made.row("CREAT").reference == interval


def test_a_row_shows_the_value_before_with_its_day_and_the_change(bedside: Make) -> None:
    """One row an item: previous value and change."""
    made = bedside()
    made.open("M3", "CHEM")
    row = made.row("CREAT")
    assert (row.previous, row.previous_day, row.change) == ("74", "D+31", "−16")


def test_alt_and_a_number_jump_to_the_form_and_save_what_was_typed(chemistry: "Bedside") -> None:
    """Alt+number jumps to a form; left is saved."""
    field = chemistry.go("ALB")
    field.selectAll()
    QTest.keyClicks(field, "38.2")
    number = Qt.Key(Qt.Key.Key_0.value + int(chemistry.form_row("VS").number))
    QTest.keyClick(field, number, Qt.KeyboardModifier.AltModifier)
    assert chemistry.state.form.code == "VS"
    chemistry.open("M3", "CHEM")
    assert chemistry.fact("ALB").value == Quantity("38.2", "g/L")


def test_the_trend_follows_the_focus(chemistry: "Bedside") -> None:
    """At the right: the trend of the field that has the focus."""
    for item in ("CREAT", "K"):
        chemistry.go(item)
        trend = chemistry.state.trend
        label = chemistry.row(item).label
        assert label.zh in trend.title.zh
        assert [point.shown for point in trend.points][-1].startswith(chemistry.row(item).text)


@pytest.mark.parametrize(("language", "word"), [("zh", "将同步"), ("en", "will sync")])
def test_the_line_under_the_form_says_when_it_was_saved_and_where_it_goes(
    chemistry: "Bedside", language: str, word: str
) -> None:
    """No Save button: left is saved, and the line under the form says so ("saved 14:02:11 - will sync"); a workstation
    without an EDC promises nothing of the kind.
    """
    chemistry.work.desk.look.language.switch(language)
    foot = chemistry.view.foot
    chemistry.write("ALB", "38.2")
    at = chemistry.work.session.now.strftime("%H:%M:%S")
    assert at in foot._saved.text()
    assert foot._words.text() == {"zh": "保存在本工作站", "en": "kept on this workstation"}[language]
    chemistry.work.store.enrolled(edc=EdcKey("edc", b"e" * 32), site_name="肾脏科")
    chemistry.write("ALB", "38.3")
    assert foot._words.text() == word
    texts = [button.text() for button in chemistry.view.findChildren(QAbstractButton) if button.isVisible()]
    assert not [text for text in texts if text.startswith(("Save", "保存"))]


def test_every_label_says_the_other_language_in_its_tooltip(chemistry: "Bedside") -> None:
    """Labels are the field's words in the chosen language, with the other language in the tooltip."""
    for language in ("zh", "en"):
        chemistry.work.desk.look.language.switch(language)
        row = chemistry.view.grid.row(chemistry.row("CREAT").key)
        assert row is not None
        spot = QPoint(24, 14)
        asked = QHelpEvent(QEvent.Type.ToolTip, spot, row._line.mapToGlobal(spot))
        QApplication.sendEvent(row._line, asked)
        label = chemistry.row("CREAT").label
        own, other = (label.zh, label.en) if language == "zh" else (label.en, label.zh)
        assert QToolTip.text().splitlines()[:2] == [own, other]
        QToolTip.hideText()
        assert row.field.accessibleName() == f"{own} µmol/L"


@pytest.mark.parametrize("form", ["CHEM", "SLEDAI", "AE", "CM"])
def test_nothing_is_filled_at_once(bedside: Make, form: str) -> None:
    """Never for scores, toxicity, adverse events, laboratory: "all normal" and "as last time" (the definition
    allows them nowhere: tests/study/definition/test_definition_shipped.py).
    """
    made = bedside()
    made.open("M3", "VISIT")
    if form in made.work.session.study.visit("M3").forms:
        made.open("M3", form)
    else:
        made.open_log(form)
    assert made.state.form.code == form
    said = [button.text() for button in made.view.findChildren(QAbstractButton) if button.isVisible()]
    assert not [text for text in said if "normal" in text.lower() or "正常" in text or "上次" in text]


def test_old_visits_from_paper_are_entered_calmly(bedside: Make) -> None:
    """Entry from paper or for past visits: order of the CRF, no overdue noise, old specimens don't alarm, the source is
    noted, and that it was entered later is said once.
    """
    made = bedside(infused=date(2026, 1, 10))
    study = made.work.session.study
    made.open("M1", "VISIT")
    made.write("VISDTC", "2026-02-10")
    asked_for = next(m for m in made.state.messages if "where the data come from" in m.text.en)
    assert (asked_for.kind, "资料来源" in asked_for.text.zh) == ("info", True), "asked calmly"
    made.open("M1", "VS")
    made.view.side.message_chosen.emit(asked_for.key)
    assert made.view.grid.current().key == made.row("SRCTYP").key  # type: ignore[union-attr]
    made.write("SRCTYP", study.codelists["SRCTYP"][0].label.zh)
    assert made.fact("SRCTYP").value == Codes((study.codelists["SRCTYP"][0].code,))
    assert not [m for m in made.state.messages if "where the data come from" in m.text.en]
    asked = study.visit("M1").forms
    assert tuple(row.code for row in made.state.forms if not row.log) == asked, "the forms in the order of the CRF"
    made.open("M1", "CHEM")
    order = [item.code for item in study.forms["CHEM"].items]
    assert made.items() == [code for code in order if code in made.items()], "the questions in the order of the CRF"
    made.write("LBDTC", "2026-02-10 08:00")
    made.write("K", "6.9")
    assert made.row("K").flag == "critical_high"
    assert not [m for m in made.state.messages if m.kind == "critical"], (
        "nobody is alarmed by a specimen of last winter"
    )
    said = made.state.header.standing_words
    assert "补录" in said.zh
    assert "entered" in said.en
    today = made.work.session.now.date()
    late = [stop.visit.code for stop in stops(made.work.course(made.subject), today) if stop.state == "overdue"]
    assert late == [], "what closed before the child came into this record is old records, not work left undone"


def test_a_visit_of_today_is_not_asked_for_its_source(bedside: Make) -> None:
    """Entry at the bedside is not the mode of old records."""
    made = bedside()
    made.open("M3", "VS")
    made.write("SYSBP", "110")
    assert made.state.messages == () or not [m for m in made.state.messages if "where the data come from" in m.text.en]


def test_the_rest_of_a_form_awaits_results_until_a_day_that_is_chosen(bedside: Make) -> None:
    """A form may be "awaiting results" with a chase date, by the button and its menu."""
    made = bedside()
    made.open("M6", "CHEM")
    made.write("CREAT", "58")
    made.view.bar.await_button.click()
    menu = made.view.menu
    assert menu is not None
    offered = menu.actions()[1]
    assert offered.text() == "&2  11-19 追查（2天后）"
    offered.trigger()
    menu.close()
    assert "2026-11-19" in made.state.form.awaiting.zh
    assert not made.view.bar.await_button.isVisible()
    assert made.form_row("CHEM").awaiting > 0


def test_the_qtc_comes_to_life_from_what_was_measured(bedside: Make) -> None:
    """ECG: QTc from what was measured, with its inputs; before, what is missing."""
    made = bedside()
    made.open("M3", "ECG")

    def shown() -> Any:
        return next(row for row in made.state.derived if row.code == "QTCF")

    assert shown().value.en == ""
    assert "QT interval" in shown().missing.en
    made.write("RR", "800")
    made.write("QT", "368")
    assert shown().value.en == "396"
    assert "368 ms" in shown().used.en
    assert "75 /min" in shown().used.en, "the rate that the interval of 800 ms means"


@pytest.mark.parametrize(("visit", "interval", "flag"), [("M1", "90–160", "high"), ("M3", "92–175", "")])
def test_limits_of_an_ecg_follow_the_age_on_its_day_once_the_site_adopted_them(
    bedside: Make, visit: str, interval: str, flag: str
) -> None:
    """ECG: age-normal limits shown. The definition brings none that anybody checked in print; the site's table does."""
    made = bedside(born=date(2014, 10, 1))
    table = "item,sex,age_from,age_below,low,high,unit,effective_from,source,confirmed\n"
    table += (
        "PR,A,8y,12y,90,160,ms,2024-01-01,the site's own,yes\nPR,A,12y,18y,92,175,ms,2024-01-01,the site's own,yes\n"
    )
    made.work.desk.moved(adopt(made.work.session, table).slots)
    made.open(visit, "ECG")
    made.write("PR", "170")
    assert (made.row("PR").reference, made.row("PR").flag) == (interval, flag)
    assert "the site's own" in made.row("PR").reference_note.en
