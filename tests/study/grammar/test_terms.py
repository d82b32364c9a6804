"""Terms of a dictionary: by name in either language, by part of it, by initials; what is no term is said so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.study_files import read_folder
from resources import path
from study.definition.load import load
from study.definition.model import Item, Study
from study.definition.read_dictionary import dictionary_of
from study.grammar import Ask, Refused, Understood, understand
from study.grammar.term_search import Entry, TermIndex, index_of
from study.values import TextValue


@pytest.fixture(scope="module")
def study() -> Study:
    return load(read_folder(path("study")))


@pytest.fixture(scope="module")
def item(study: Study) -> Item:
    return study.item("AE", "AECTC")


def offered(study: Study, item: Item, typed: str) -> list[str]:
    """The terms that are asked about."""
    found = understand(study, item, typed)
    assert isinstance(found, Ask), found
    return [option.value.text for option in found.options if isinstance(option.value, TextValue)]


@pytest.mark.parametrize("typed", ["Anemia", "anemia", " ANEMIA ", "贫血", "ａｎｅｍｉａ"])
def test_a_name_in_either_language_is_kept_as_the_term(study: Study, item: Item, typed: str) -> None:
    found = understand(study, item, typed)
    assert isinstance(found, Understood)
    assert found.value == TextValue("Anemia")
    assert (found.shown.en, found.shown.zh) == ("Anemia", "贫血")


@pytest.mark.parametrize(
    ("typed", "term"),
    [
        ("plat decr", "Platelet count decreased"),
        ("count platelet", "Platelet count decreased"),
        ("neutropenia", "Neutrophil count decreased"),
        ("粒缺", "Neutrophil count decreased"),
        ("粒细胞降低", "Neutrophil count decreased"),
        ("zxlxb", "Neutrophil count decreased"),
        ("心电图 qt", "Electrocardiogram QT corrected interval prolonged"),
        ("other specify skin", "Skin and subcutaneous tissue disorders - Other, specify"),
        ("ALT", "Alanine aminotransferase increased"),
    ],
)
def test_a_part_of_it_is_asked_about_the_best_fit_first(study: Study, item: Item, typed: str, term: str) -> None:
    assert offered(study, item, typed)[0] == term


@pytest.mark.parametrize(
    ("typed", "term"),
    [
        ("febrile n", "Febrile neutropenia"),
        ("neutropenia", "Neutrophil count decreased"),
        ("减少", None),
        ("lymph", None),
        ("no such thing", None),
        ("", None),
    ],
)
def test_only_what_fits_better_than_all_else_is_the_best(
    study: Study, item: Item, typed: str, term: str | None
) -> None:
    found = dictionary_of(study, item)
    assert found is not None
    best = TermIndex(Entry(each.label.en, each.label.zh, each.others) for each in found.terms).best(typed)
    assert (None if best is None else found.terms[best].label.en) == term


def test_what_fits_too_many_asks_for_more(study: Study, item: Item) -> None:
    found = understand(study, item, "hemorrhage")
    assert isinstance(found, Refused)
    assert "terms of CTCAE v5.0: type more of it" in found.sentence.en


def test_what_is_no_term_is_refused_with_the_way_out(study: Study, item: Item) -> None:
    found = understand(study, item, "low gamma globulin of unknown kind")
    assert isinstance(found, Refused)
    assert "is no term of CTCAE v5.0" in found.sentence.en
    assert "Other, specify" in found.sentence.en
    assert "其他（请注明）" in found.sentence.zh


@given(typed=st.text(max_size=30))
def test_whatever_is_typed_only_a_term_is_kept(study: Study, item: Item, typed: str) -> None:
    found = understand(study, item, typed)
    known = dictionary_of(study, item)
    assert known is not None
    if isinstance(found, Understood) and isinstance(found.value, TextValue):
        term = known.find(found.value.text)
        assert term is not None
        assert term.label.en == found.value.text
    if isinstance(found, Ask):
        assert found.options


@given(at=st.integers(0, 836))
def test_every_term_is_found_first_by_its_own_names(study: Study, item: Item, at: int) -> None:
    known = dictionary_of(study, item)
    assert known is not None
    term, index = known.terms[at], index_of(known.code, study.tables[known.code])
    assert index.matching(term.label.en)[0] == at
    assert index.matching(term.label.zh)[0] == at
    assert at in index.matching(term.initials)
    assert at in index.matching(" ".join(reversed(term.label.en.split())))


def test_nothing_typed_finds_everything_in_its_order() -> None:
    index = TermIndex([Entry("B", "乙"), Entry("A", "甲")])
    assert index.matching("  ") == (0, 1)
    assert index.matching("", most=1) == (0,)
    assert index.matching("丙") == ()
