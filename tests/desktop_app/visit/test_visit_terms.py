"""The term of an adverse event at the bedside: looked up, kept in English, its grades beside it; old texts stay."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from study.address import LOG
from study.values import TextValue
from ui.visit.state import FailedCheck, Refused, Suggested

if TYPE_CHECKING:
    from tests.desktop_app.visit.conftest import Bedside


@pytest.fixture
def event(bedside: Callable[..., "Bedside"]) -> "Bedside":
    """An adverse event that was named before there was a list: fever, "high temperature", grade 2."""
    made = bedside()
    told = {"AETERM": "发热", "AECTC": "high temperature", "AETOXGR": "2"}
    made.work.set(made.subject, LOG, "AE", told)
    made.open("M3", "VS")
    made.open_log("AE")
    return made


def test_an_old_text_stands_as_it_was_written_and_wants_a_word(event: "Bedside") -> None:
    row = event.row("AECTC")
    assert (row.kind, row.text, row.unconfirmed, len(row.choices)) == ("lookup", "high temperature", True, 837)
    assert "our own translation" in row.hint.en
    assert event.strip("AECTC", FailedCheck).message.en.startswith("not a term of CTCAE v5.0")
    assert event.state.criteria is None


def test_a_term_is_kept_in_english_and_its_grades_stand_beside_the_form(event: "Bedside") -> None:
    event.write("AECTC", "发热")
    assert event.fact("AECTC").value == TextValue("Fever")
    assert event.row("AECTC").strips == ()
    found = event.state.criteria
    assert found.title.en == "Worst grade: Fever"
    assert [(line.answer.en, line.chosen) for line in found.lines][:2] == [
        ("Grade 1 mild", False),
        ("Grade 2 moderate", True),
    ]
    assert found.lines[0].words == "38.0 - 39.0 degrees C (100.4 - 102.2 degrees F)"
    assert found.source.zh == "CTCAE v5.0原文 · 待确认"
    assert event.view.side.criteria.isVisible()


def test_what_is_no_term_is_refused_and_what_stood_there_stays(event: "Bedside") -> None:
    before = event.fact("AECTC")
    event.write("AECTC", "a thing of its own kind")
    refused = event.strip("AECTC", Refused)
    assert refused.typed == "a thing of its own kind"
    assert "Other, specify" in refused.reason.en
    assert event.fact("AECTC") == before


def test_enter_takes_the_best_fit_of_the_list(event: "Bedside") -> None:
    event.write("AECTC", "ALT")
    assert event.fact("AECTC").value == TextValue("Alanine aminotransferase increased")


def test_the_name_of_the_event_suggests_its_term(event: "Bedside") -> None:
    event.write("AECTC", "")
    shown = event.strip("AECTC", Suggested)
    assert (shown.answer.en, shown.may_take) == ("Fever", True)


def test_a_grade_that_the_term_does_not_have_wants_a_word(event: "Bedside") -> None:
    event.write("AECTC", "Alopecia")
    event.write("AETOXGR", "3级")
    assert "“Alopecia”, only: Grade 1 mild, Grade 2 moderate" in event.strip("AETOXGR", FailedCheck).message.en
