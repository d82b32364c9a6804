"""A letter that names what is not there, or leaves a form unspoken of: each fault is said where it stands."""

import pytest

from study.definition.load import find_faults, load
from study.definition.read_letter import written_of
from tests.kit.second import second_texts

LETTER = "letter.yaml"
CASES = [
    ("forms: [EEG]", "forms: [EEGG]", "there is no form `EEGG`"),
    ("untold: [DM,", "untold: [DMM, DM,", "there is no form `DMM`"),
    ("without: [APH, LD, D0]", "without: [APH, LD, D0, D9]", "there is no visit `D9`"),
    ("forms: [ECG]", "forms: [ECG, MH]", "`MH` is told all the same"),
    ("forms: [ECG]", "forms: [ECHO]", "asks `ECG`, of which families hear nothing"),
    ("source: U24COL", "source: U24COLL", "there is no source `U24COLL`"),
    ("forms: [CHEM, CBC]\n", "forms: [CHEM, CBB]\n", "there is no form `CBB`"),
    ("morning of {day}", "morning of {date}", "`{date}` is neither {eve} nor {day}"),
    ("from: 9y,", "from: 9y, below: 9y,", "no age lies between `from` and `below`"),
    ("below: 5y,", "below: five,", "`below: five` is not an age"),
    ("sex: F,", "sex: G,", "`sex: G` is none of F, M, A"),
    ("numbered: true", "numbred: true", "`numbred` is not a key"),
    (
        "title: {en: Your child's next visit, zh: 复诊预约通知}",
        "title: {en: Visit}",
        "the Chinese text (`zh`) is missing",
    ),
]


@pytest.mark.parametrize(("passage", "instead", "said"), CASES)
def test_a_fault_of_the_letter_is_said_where_it_stands(
    shipped: dict[str, str], passage: str, instead: str, said: str
) -> None:
    assert shipped[LETTER].count(passage) == 1
    faults = find_faults({**shipped, LETTER: shipped[LETTER].replace(passage, instead)})
    assert any(said in fault.sentence.en for fault in faults), [fault.sentence.en for fault in faults]
    assert all(fault.file == LETTER for fault in faults)
    assert all(fault.line > 0 and fault.sentence.zh for fault in faults)


def test_a_form_added_to_a_visit_must_be_spoken_of(shipped: dict[str, str]) -> None:
    visits = shipped["visits.yaml"]
    assert visits.count("forms: [VISIT, LTFU, VS,") == 1
    [fault] = find_faults(
        {**shipped, "visits.yaml": visits.replace("forms: [VISIT, LTFU, VS,", "forms: [VISIT, BM, LTFU, VS,")}
    )
    assert "LT2 asks `BM`" in fault.sentence.en
    assert "LT2含表单“BM”" in fault.sentence.zh


def test_a_definition_without_a_letter_is_whole(shipped: dict[str, str]) -> None:
    texts = {name: text for name, text in shipped.items() if name != LETTER}
    study = load(texts)
    assert study.letter is None
    assert not any(written_of(study, visit) for visit in study.visits)


def test_nothing_unchecked_is_marked_as_checked(shipped: dict[str, str]) -> None:
    """Nobody at the hospital has read these texts: the day somebody did, this list grows shorter."""
    letter = load(shipped).letter
    assert letter is not None
    assert {advice.code for advice in letter.advice if not advice.confirmed} == {
        "BRING",
        "MEDICINES",
        "FASTING",
        "URINE24",
    }


def test_the_letter_says_neither_the_disease_nor_the_treatment(shipped: dict[str, str]) -> None:
    words = [line for line in shipped[LETTER].casefold().splitlines() if not line.lstrip().startswith("#")]
    for told in (
        "lupus",
        "狼疮",
        "car-t",
        "car t",
        "nephritis",
        "肾炎",
        "infusion",
        "回输",
        "trial",
        "研究",
        "pregnan",
        "妊娠",
    ):
        assert not any(told in line for line in words), told


def test_another_trial_has_other_texts() -> None:
    study = load(second_texts())
    assert study.letter is not None
    assert [visit.code for visit in study.visits if written_of(study, visit)] == ["INTAKE", "WEEK4"]
