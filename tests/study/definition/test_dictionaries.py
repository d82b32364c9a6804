"""Dictionaries: what they must prove, each fault with file and line, what an item may ask; the shipped one."""

import re
from collections import Counter

import pytest

from study.clinical import clinical_page
from study.definition.dictionary import Dictionary, is_dictionary
from study.definition.faults import DefinitionError
from study.definition.load import find_faults, load
from study.definition.model import Study
from study.definition.read_dictionary import read_dictionary
from study.definition.table import rows
from study.event_proposals import TERMS
from study.terms import term_of

HEAD = (
    "# name: OURS 2\n# name_zh: 我院术语\n# source: a list, of ours\n# version: 2\n# licence: CC0\n"
    "# retrieved: 2026-11-23\n# confirmed: no\n# unconfirmed: nobody looked\n# unconfirmed_zh: 尚未核对\n"
)
SOUND = HEAD + (
    "group,term,zh,initials,also,answers\n"
    "Blood,,血液,,,\n"
    "Blood,Anemia,贫血,px,anaemia; Hb low,1 2 3\n"
    '"Skin, hair",,皮肤毛发,,,\n'
    '"Skin, hair","Rash, any",皮疹,pz,,1 2\n'
)
FIRST = SOUND.count("\n", 0, SOUND.index("Blood,,")) + 1
CLASSES = 26
TERMS_OF_V5 = 837


@pytest.fixture(scope="module")
def study(shipped: dict[str, str]) -> Study:
    return load(shipped)


@pytest.fixture(scope="module")
def ctcae(shipped: dict[str, str]) -> Dictionary:
    return read_dictionary("CTCAE5", shipped["tables/CTCAE5.csv"])


def test_a_sound_dictionary_is_read_with_its_head_and_its_classes() -> None:
    found = read_dictionary("OURS", SOUND)
    assert (found.name.zh, found.source, found.version) == ("我院术语", "a list, of ours", "2")
    assert found.unconfirmed is not None
    assert found.unconfirmed.en == "nobody looked"
    assert [group.zh for group in found.groups] == ["血液", "皮肤毛发"]
    [anemia, rash] = found.terms
    assert (anemia.also, anemia.initials, anemia.answers) == (("anaemia", "Hb low"), "px", ("1", "2", "3"))
    assert (rash.label.en, rash.group.en) == ("Rash, any", "Skin, hair")
    assert found.find(" ＲＡＳＨ, any ") is rash
    assert found.find("皮 疹") is rash
    assert found.find("Hb low") is None


def test_what_a_spreadsheet_makes_of_it_is_still_a_dictionary() -> None:
    saved = "\ufeff" + SOUND.replace("\n", "\r\n") + ",,,,,\r\n"
    assert is_dictionary(saved)
    assert read_dictionary("OURS", saved) == read_dictionary("OURS", SOUND)


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ("also,answers\n", "also,answers,,\n", FIRST - 1, "then answers"),
        ("# licence: CC0\n", "", 1, "licence"),
        ("# unconfirmed_zh: 尚未核对\n", "", 1, "unconfirmed_zh"),
        ("# confirmed: no\n", "# confirmed: perhaps\n", 1, "perhaps"),
        ("# confirmed: no\n", "# confirmed: no\n# advice: take another\n", 1, "advice_zh"),
        ("initials,also", "initials,other", FIRST - 1, "the columns must be"),
        ("Blood,,血液", "Blood,,", FIRST, "its Chinese name"),
        ('"Skin, hair",,皮肤毛发', "Blood,,血", FIRST + 2, "stands twice"),
        ("Blood,Anemia", "Heart,Anemia", FIRST + 1, "“Heart”, which no row names"),
        ("Anemia,贫血", "Anemia,", FIRST + 1, "“Anemia” has no Chinese name"),
        ('"Rash, any"', "ANEMIA", FIRST + 3, f"stands on line {FIRST + 1} already"),
        (",皮疹,", ",贫血,", FIRST + 3, f"stands on line {FIRST + 1} already"),
        (",px,", ",PX,", FIRST + 1, "small letters"),
        ("1 2 3", "1 2 2", FIRST + 1, "each once"),
        ("1 2 3", "1;2", FIRST + 1, "codes with spaces"),
        (",px,anaemia; Hb low,1 2 3", ",px", FIRST + 1, "4 cells instead of 6"),
    ],
)
def test_a_fault_is_told_with_its_line(old: str, new: str, line: int, word: str) -> None:
    broken = SOUND.replace(old, new, 1)
    assert broken != SOUND
    with pytest.raises(DefinitionError) as refused:
        read_dictionary("OURS", broken)
    told = [(fault.file, fault.line, fault.sentence.en) for fault in refused.value.faults]
    assert [(file, at) for file, at, said in told if word in said] == [("tables/OURS.csv", line)], told


def test_it_may_say_what_each_answer_means_and_of_no_other_answer() -> None:
    rows = [f"{row},," for row in SOUND.splitlines() if not row.startswith("#")]
    text = HEAD + "\n".join(["group,term,zh,initials,also,answers,1,2", *rows[1:]]) + "\n"
    said = text.replace("1 2 3,,", '1 2 3,mild,"severe, or so"')
    assert read_dictionary("OURS", said).terms[0].says == (("1", "mild"), ("2", "severe, or so"))
    assert read_dictionary("OURS", said).terms[1].says == ()
    with pytest.raises(DefinitionError) as refused:
        read_dictionary("OURS", said.replace("1 2 3,mild", "2,mild"))
    [fault] = refused.value.faults
    assert (fault.line, "“Anemia” does not have the answer 1" in fault.sentence.en) == (FIRST + 1, True)


def test_a_dictionary_without_terms_is_refused() -> None:
    with pytest.raises(DefinitionError) as refused:
        read_dictionary("OURS", HEAD + "group,term,zh,initials,also,answers\nBlood,,血液,,,\n")
    assert "没有任何术语" in refused.value.faults[0].sentence.zh


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("dictionary: CTCAE5, ", "", "`narrows` needs a `dictionary`"),
        ("dictionary: CTCAE5", "dictionary: CTCAE6", "there is no dictionary `CTCAE6`"),
        ("dictionary: CTCAE5", "dictionary: HAZ", "there is no dictionary `HAZ`"),
        ("narrows: AETOXGR", "narrows: AETERM", "`AETERM` is no choice of this form"),
        ("narrows: AETOXGR", "narrows: AEREL", "gives answers that AEREL does not have: 1, 2, 3, 4, 5"),
        ("type: text, dictionary: CTCAE5", "type: date, dictionary: CTCAE5", "`dictionary` is for texts"),
        ("dictionary: CTCAE5", "pattern: '[A-Z]+', dictionary: CTCAE5", "`dictionary` is for texts"),
    ],
)
def test_what_an_item_asks_of_a_dictionary_must_be_there(
    shipped: dict[str, str], old: str, new: str, word: str
) -> None:
    form = shipped["forms/AE.yaml"]
    assert old in form
    told = find_faults({**shipped, "forms/AE.yaml": form.replace(old, new, 1)})
    line = next(at for at, written in enumerate(form.splitlines(), 1) if "code: AECTC" in written)
    assert [(fault.file, fault.line) for fault in told if word in fault.sentence.en] == [("forms/AE.yaml", line)]


def test_a_formula_takes_no_number_from_a_dictionary(shipped: dict[str, str]) -> None:
    derived = shipped["derived.yaml"].replace("table: HAZ", "table: CTCAE5")
    assert derived != shipped["derived.yaml"]
    told = find_faults({**shipped, "derived.yaml": derived})
    assert any("there is no table `CTCAE5`" in fault.sentence.en for fault in told)


def test_an_item_is_unconfirmed_while_its_dictionary_is(shipped: dict[str, str], study: Study) -> None:
    assert study.item("AE", "AECTC").confirmed is False
    text = shipped["tables/CTCAE5.csv"].replace("# confirmed: no", "# confirmed: yes")
    looked = load({**shipped, "tables/CTCAE5.csv": text})
    assert looked.item("AE", "AECTC").confirmed is True
    assert "Dictionaries (词典)" not in clinical_page(looked)


def test_the_page_and_the_data_dictionary_name_it_with_its_mark(study: Study) -> None:
    page = clinical_page(study)
    listed = page.partition("## What is unconfirmed")[2]
    assert "- **CTCAE5**: CTCAE v5.0, version 5.0; 837 terms in" in page
    assert "- Dictionaries (词典): CTCAE5: the Chinese names and other words are our own translation" in listed
    [row] = [row for row in rows(study) if row["code"] == "AECTC"]
    assert row["choices"] == "837 terms of CTCAE5 (CTCAE v5.0, version 5.0), narrowing AETOXGR ?"
    assert "unconfirmed" in row["marks"].split()


def test_the_shipped_one_is_whole(ctcae: Dictionary) -> None:
    """NCI, CTCAE v5.0 (27 November 2017): 837 terms in 26 classes, each with its own "Other, specify"."""
    assert (len(ctcae.terms), len(ctcae.groups)) == (TERMS_OF_V5, CLASSES)
    others = [term for term in ctcae.terms if term.label.en.endswith(" - Other, specify")]
    assert {term.group.en for term in others} == {group.en for group in ctcae.groups}
    assert len(others) == CLASSES
    sizes = Counter(term.group.en for term in ctcae.terms)
    assert (sizes["Gastrointestinal disorders"], sizes["Investigations"], sizes["Eye disorders"]) == (122, 42, 26)
    for group in ctcae.groups:
        names = [term.label.en.casefold() for term in ctcae.terms if term.group == group]
        assert names == sorted(names), group.en


@pytest.mark.parametrize(
    ("term", "grades"),
    [
        ("Alopecia", "1 2"),
        ("Anaphylaxis", "3 4 5"),
        ("Neutrophil count decreased", "1 2 3 4"),
        ("Febrile neutropenia", "3 4 5"),
        ("Cytokine release syndrome", "1 2 3 4 5"),
        ("Hypoalbuminemia", "1 2 3 4 5"),
        ("Electrocardiogram QT corrected interval prolonged", "1 2 3 4"),
        ("Ejection fraction decreased", "2 3 4"),
        ("Bacteremia", "2"),
        ("Acute kidney injury", "3 4 5"),
        ("Eosinophilia", "1 3"),
        ("Asystole", "1 4 5"),
        ("Vaginal stricture", "1 2 3 5"),
        ("Death NOS", "5"),
        ("Urine output decreased", "3 4"),
    ],
)
def test_the_grades_of_a_term_are_those_of_the_publication(ctcae: Dictionary, term: str, grades: str) -> None:
    found = ctcae.find(term)
    assert found is not None
    assert " ".join(found.answers) == grades


def test_each_grade_that_exists_has_its_words_and_no_other(ctcae: Dictionary) -> None:
    """Typed a second time apart from the grades, so a slip in either shows."""
    for term in ctcae.terms:
        assert tuple(code for code, _ in term.says) == term.answers, term.label.en
    fever = ctcae.find("Fever")
    assert fever is not None
    assert dict(fever.says)["4"] == ">40.0 degrees C (>104.0 degrees F) for >24 hrs"
    neutrophils = ctcae.find("Neutrophil count decreased")
    assert neutrophils is not None
    assert dict(neutrophils.says)["3"] == "<1000 - 500/mm3; <1.0 - 0.5 x 10e9 /L"


def test_no_code_of_a_licensed_dictionary_is_shipped(shipped: dict[str, str]) -> None:
    """MedDRA's codes have eight digits."""
    assert re.findall(r"\d{8}", shipped["tables/CTCAE5.csv"]) == []


def test_the_chinese_is_written_with_chinese_signs(ctcae: Dictionary) -> None:
    odd = [term.label.zh for term in (*ctcae.terms,) if set(term.label.zh) & set("(),;:") or not term.initials]
    assert odd == []


def test_what_grades_propose_are_terms_of_the_dictionary(study: Study) -> None:
    item = study.item("AE", "AECTC")
    for code, term in TERMS.items():
        found = term_of(study, item, term.en)
        assert found is not None, code
        assert found.label == term, code
