"""The letter of an appointment on paper: what a family reads, in which language, and what never stands on it."""

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from desktop_app.paper import write_folios
from desktop_app.presenters.printed.foot import Printed
from desktop_app.presenters.printed.letter import Written, letter
from study.letter import Appointment, stop_of
from study.text import Language
from tests.kit.paper import faults, plain, read_pages

TODAY = date(2026, 11, 17)
PAGE = Printed("XH 儿科", "周敏", "2026-11-17 10:00")
FIXED = Written(TODAY, Appointment(date(2027, 2, 16), time(9, 30)))


def html(work: Any, subject: str, visit: str, written: Written, language: Language = "en") -> str:
    """Body and foot of the letter."""
    course = work.course(subject)
    [folio] = letter(course, stop_of(course, written.today, visit), written, PAGE, language)
    return folio.html + folio.foot


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("visit", ["M3", "M6", "M12", "SCR"])
def test_it_stands_on_two_pages_and_nothing_is_cut(
    qapp: QApplication, desk_fixture: Any, tmp_path: Path, language: Language, visit: str
) -> None:
    subject = desk_fixture.enrol("LN-007", name="林小满", born=date(2023, 7, 1))
    course, path = desk_fixture.course(subject), tmp_path / "letter.pdf"
    written = Written(TODAY, FIXED.appointment, "林小满")
    write_folios(letter(course, stop_of(course, TODAY, visit), written, PAGE, language), path)
    assert faults(path) == []
    pages = read_pages(path)
    assert len(pages) == 2
    for number, page in enumerate(pages, start=1):
        for said in (desk_fixture.study.code, desk_fixture.study.version, "LN-007", visit):
            assert said in page.plain
        assert plain({"zh": f"第{number}页，共2页", "en": f"page{number}of2"}[language]) in page.plain
    assert "林小满(LN-007)" in pages[0].plain
    eve = {"zh": "2027年2月15日（星期一）早晨", "en": "morning of Monday 15 February 2027"}[language]
    assert plain(eve) in pages[1].plain


def test_every_word_of_the_definition_is_on_the_paper(qapp: QApplication, desk_fixture: Any, tmp_path: Path) -> None:
    """Nothing is a box instead of a character, in neither language: what is read back is what was asked."""
    subject = desk_fixture.enrol("LN-007", born=date(2023, 7, 1), sex="F")
    course, path = desk_fixture.course(subject), tmp_path / "letter.pdf"
    for language in ("zh", "en"):
        write_folios(letter(course, stop_of(course, TODAY, "M6"), FIXED, PAGE, language), path)
        read = "".join(page.plain for page in read_pages(path))
        told = desk_fixture.study.letter
        texts = [told.title, told.opening, told.closing, *(each.label for each in told.examinations)]
        texts += [text for each in told.advice for text in (each.label, *each.rooms)]
        for text in texts:
            assert plain(text.get(language)) in read, text


def test_days_that_are_over_are_left_out(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-007")
    ahead = html(desk_fixture, subject, "M3", Written(date(2026, 11, 1)))
    assert "Saturday 7 November 2026 to Friday 27 November 2026" in ahead
    assert "Tuesday 17 November 2026" in ahead
    within = html(desk_fixture, subject, "M3", Written(date(2026, 11, 20)))
    assert "Friday 20 November 2026 to Friday 27 November 2026" in within
    assert "Best day" not in within
    late = html(desk_fixture, subject, "M3", Written(date(2026, 12, 24)))
    assert "please come as soon as you can" in late
    assert "Possible days" not in late


def test_what_nobody_said_yet_is_room_to_write(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-007")
    assert "____ 年" in html(desk_fixture, subject, "M6", Written(TODAY), "zh")
    day_only = html(desk_fixture, subject, "M6", Written(TODAY, Appointment(date(2027, 2, 16))), "zh")
    assert "2027年2月16日（星期二）</b> ____ 时" in day_only
    assert "Telephone: ____" in html(desk_fixture, subject, "M6", FIXED)


def test_a_name_stands_only_where_it_was_chosen(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-007", name="林小满", number="0012345")
    assert "林小满" not in html(desk_fixture, subject, "M6", FIXED)
    named = html(desk_fixture, subject, "M6", Written(TODAY, FIXED.appointment, "<林>小满"))
    assert "&lt;林&gt;小满 (LN-007)" in named
    assert "0012345" not in named


@pytest.mark.parametrize("language", ["zh", "en"])
def test_who_sees_it_on_the_way_learns_no_diagnosis(desk_fixture: Any, language: Language) -> None:
    subject = desk_fixture.enrol("LN-007")
    for visit in ("SCR", "BL", "M3", "M12", "ET"):
        said = html(desk_fixture, subject, visit, FIXED, language).casefold()
        for told in ("lupus", "狼疮", "car-t", "nephritis", "肾炎", "回输", "infusion", "妊娠", "pregnan"):
            assert told not in said


def test_advice_the_hospital_has_not_checked_says_so(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-007")
    assert "尚待本院核对" in html(desk_fixture, subject, "M6", FIXED, "zh")
