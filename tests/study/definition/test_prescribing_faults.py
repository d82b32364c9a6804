"""The drugs of a definition: one name leads to one drug, classes are on their lists, every fault stands at its line."""

import pytest

from study.definition.load import find_faults, load

FILE = "prescriptions.yaml"
HEAD = "drugs:\n"


def line(code: str, zh: str, rest: str = "") -> str:
    return f"  - {{code: {code}, en: {code}, zh: {zh}{', ' + rest if rest else ''}}}\n"


@pytest.mark.parametrize(
    ("drugs", "said", "at"),
    [
        (line("aaa", "甲") + line("bbb", "乙", "aliases: [甲]"), "also means aaa", 3),
        (line("aaa", "甲") + line("bbb", "乙", "unconfirmed: [ＡＡＡ]"), "also means aaa", 3),
        (line("aaa", "甲") + line("aaa", "乙"), "the drug stands twice", 3),
        (line("aaa", "甲", "aliases: [qod]"), "is also a word of CMFRQ", 2),
        (line("aaa", "甲", "unconfirmed: [片]"), "is also a word of CMDOSU", 2),
        (line("aaa", "甲", "aliases: [口服]"), "is also a word of CMROUTE", 2),
        (line("aaa", "甲", "class: NONE"), "is no answer of CMCLASS", 2),
        (line("aaa", "甲", "steroid: NONE"), "is no answer of STERDRUG", 2),
        (line("aaa", "甲", "usual: [3, 1]"), "the lower end is above", 2),
        (line("aaa", "甲", "often: [3, 1]"), "the lower end is above", 2),
        (line("aaa", "甲", "often: daily"), "", 0),
        (line("aaa", "甲", "danger: {en: it kills}"), "the Chinese text", 2),
        (line("aaa", "甲", "usual: [1, 3], per: week"), "is none of day, dose", 2),
        (line("aaa", "甲", "dose: 5"), "is not a key that is known here", 2),
        ("  - {code: aaa, en: aaa}\n", "the Chinese text", 2),
        ("  - {code: aaa, en: aaa, zh: 甲}\n    - x\n", "", 0),
    ],
)
def test_a_fault_is_said_where_it_stands(shipped: dict[str, str], drugs: str, said: str, at: int) -> None:
    faults = find_faults({**shipped, FILE: HEAD + drugs})
    assert faults
    assert {fault.file for fault in faults} == {FILE}
    if said:
        assert any(said in fault.sentence.en and fault.line == at for fault in faults), faults


def test_a_time_of_the_day_is_no_drug(shipped: dict[str, str]) -> None:
    text = "moments:\n  - {code: morning, en: am, zh: 早}\n" + HEAD + line("aaa", "早")
    [fault] = find_faults({**shipped, FILE: text})
    assert "is also a word of moments" in fault.sentence.en


def test_a_definition_without_the_file_knows_no_drug(shipped: dict[str, str]) -> None:
    study = load({name: text for name, text in shipped.items() if name != FILE})
    assert study.prescribing.drugs == ()


def test_the_shipped_drugs_say_what_nobody_confirmed(shipped: dict[str, str]) -> None:
    drugs = {drug.code: drug for drug in load(shipped).prescribing.drugs}
    assert not any(drug.confirmed for drug in drugs.values())
    assert "骁悉" in drugs["mycophenolate"].unconfirmed
    steroids = {drug.steroid for drug in drugs.values() if drug.family == "STER"}
    assert {"prednisone", "methylprednisolone", "hydrocortisone"} <= steroids
    assert "" not in steroids
