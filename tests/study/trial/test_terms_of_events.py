"""The term of an adverse event: an old text stays and wants a word, a grade that the term does not have too."""

from typing import Any

import msgspec
import pytest

from study.address import LOG, Address
from study.suggested import Suggested, suggested
from study.unusual import TERM, unusual
from study.value_words import value_text
from study.values import TextValue

CHILD = "child"
BEGUN = {"AETERM": "发热", "AESTDTC": "2026-08-20"}


def event(chart: Any, **items: str) -> Address:
    place: Address = chart.row("AE", **(BEGUN | items))
    return place


def odd(chart: Any, place: Address) -> list[tuple[str, str]]:
    course = chart.course()
    at = course.visit_at(Address(CHILD, LOG))
    return [(each.item.code, each.sentence.en) for each in unusual(course, at, place) if each.code == TERM]


def test_a_term_with_one_of_its_grades_is_quiet(chart: Any) -> None:
    assert odd(chart, event(chart, AECTC="Alopecia", AETOXGR="2")) == []
    assert odd(chart, event(chart, AECTC="Alopecia")) == []
    assert odd(chart, event(chart, AETOXGR="5")) == []
    assert odd(chart, event(chart, AECTC="Skin and subcutaneous tissue disorders - Other, specify", AETOXGR="5")) == []


def test_a_grade_that_the_term_does_not_have_wants_a_word(chart: Any) -> None:
    place = event(chart, AECTC="Alopecia", AETOXGR="3")
    [(item, said)] = odd(chart, place)
    assert item == "AETOXGR"
    assert said.startswith("CTCAE v5.0 has no such answer for “Alopecia”, only: ")
    chart.put(place, AETOXGR="1")
    assert odd(chart, place) == []


@pytest.mark.parametrize("written", ["neutrophil count decreased", "中性粒细胞计数降低", "Neutrophil  count decreased"])
def test_a_term_written_otherwise_before_there_was_a_list_is_the_same_term(chart: Any, written: str) -> None:
    assert odd(chart, event(chart, AECTC=written, AETOXGR="4")) == []
    assert [item for item, _ in odd(chart, event(chart, AECTC=written, AETOXGR="5"))] == ["AETOXGR"]


def test_an_old_text_stays_as_it_was_written_and_wants_a_word(chart: Any) -> None:
    place = event(chart, AECTC="Neurotoxicity ICANS", AETOXGR="1")
    [(item, said)] = odd(chart, place)
    assert (item, said) == ("AECTC", "not a term of CTCAE v5.0; a term is chosen from its list")
    value = chart.course().filled(place)["AECTC"]
    assert value == TextValue("Neurotoxicity ICANS")
    asked = chart.study.item("AE", "AECTC")
    assert {value_text(chart.study, asked, value, language) for language in ("en", "zh")} == {"Neurotoxicity ICANS"}


def test_a_term_is_shown_in_the_language_of_the_reader(chart: Any) -> None:
    asked, value = chart.study.item("AE", "AECTC"), TextValue("Anemia")
    assert value_text(chart.study, asked, value, "en") == "Anemia"
    assert value_text(chart.study, asked, value, "zh") == "贫血"
    other = chart.study.item("AE", "AETERM")
    assert value_text(chart.study, other, value, "zh") == "Anemia"


@pytest.mark.parametrize(
    ("name", "term"),
    [
        ("发热", "Fever"),
        ("Fever", "Fever"),
        ("中性粒细胞减少", "Neutrophil count decreased"),
        ("神经毒性", ""),
        ("摔了", ""),
    ],
)
def test_the_term_is_suggested_by_the_name_of_the_event_where_it_is_one(chart: Any, name: str, term: str) -> None:
    place = event(chart, AETERM=name)
    found = suggested(chart.course(), place, "AECTC")
    assert (found.code if found is not None else "") == term
    if isinstance(found, Suggested):
        assert name in found.why.zh


def test_nothing_is_suggested_once_a_term_stands_there(chart: Any) -> None:
    place = event(chart, AECTC="Febrile neutropenia")
    assert suggested(chart.course(), place, "AECTC") is None
    assert suggested(chart.course(), msgspec.structs.replace(place, form_repeat="other"), "AECTC") is None


def test_a_grade_over_time_that_the_term_does_not_have_wants_a_word_on_its_own_row(chart: Any) -> None:
    place = event(chart, AECTC="Alopecia")
    quiet = chart.row("AEGR", AEGRAE=place.form_repeat, AEGRDTC="2026-08-21", AEGRGR="2")
    loud = chart.row("AEGR", AEGRAE=place.form_repeat, AEGRGR="4")
    course = chart.course()
    at = course.visit_at(Address(CHILD, LOG))
    assert [each.item.code for each in unusual(course, at, quiet)] == []
    [found] = unusual(course, at, loud)
    assert found.item.code == "AEGRGR"
    assert found.sentence.zh.startswith("CTCAE")
    chart.put(place, AECTC="Fever")
    assert unusual(chart.course(), at, loud) == ()
