"""An expression that compares what has nothing in common is refused: it would never be true and never be false."""

from collections.abc import Callable

import pytest

from study.definition.faults import Fault
from study.definition.load import find_faults

Breaks = Callable[[str, str, str], tuple[Fault, ...]]
LAB = "forms/LAB.yaml"
HOLDS = "OTHER * 88.4 < CREAT"
# put instead of the check, part of the sentence
UNLIKE = [
    ("VISIT.VISDTC < 5", "`VISIT.VISDTC` is a date and `5` a number"),
    ("VISIT.VISDTC > CREAT", "a date and `CREAT` a number in umol/L"),
    ("CREAT < visit_date()", "`visit_date()` a date"),
    ("VISIT.NAME == CREAT", "`VISIT.NAME` is a word and `CREAT` a number"),
    ("VISIT.NAME == VISIT.VISDTC", "a word and `VISIT.VISDTC` a date"),
    ("VISIT.SEX > 3", "`VISIT.SEX` is a word and `3` a number"),
    ("VISIT.NAME < 'B'", "words have no order"),
    ("OTHER < CREAT", "`OTHER` is a number in mg/dL and `CREAT` a number in umol/L"),
    ("OTHER == high(CREAT)", "`high(CREAT)` a number in umol/L"),
    ("previous(CREAT) > OTHER", "`OTHER` a number in mg/dL"),
    ("CREAT + OTHER > 5", "`CREAT` is a number in umol/L and `OTHER` a number in mg/dL"),
    ("max(CREAT, 3, OTHER) > 5", "`OTHER` a number in mg/dL"),
    ("abs(VISIT.VISDTC) > 5", "`VISIT.VISDTC` is a date, not a number"),
    ("CREAT * VISIT.VISDTC > 5", "`VISIT.VISDTC` is a date, not a number"),
    ("VISIT.VISDTC - VISIT.BIRTH > CREAT", "`VISIT.VISDTC` is a date, not a number"),
    ("days(CREAT, VISIT.VISDTC) > 5", "`CREAT` is a number, not a date"),
    ("days(VISIT.BIRTH, VISIT.VISDTC) > CREAT", "a number in d and `CREAT` a number in umol/L"),
    ("CREAT in ('A', 'B')", "CREAT is no word"),
    ("age() == 'F' and CREAT > 6", "`age()` is a number and `'F'` a word"),
    ("sex() == 3 and CREAT > 6", "`sex()` is a word and `3` a number"),
    ("low(VISIT.SEX) > 3", "VISIT.SEX is no number and has no limits"),
    ("derived(TWICE) < CREAT", "`derived(TWICE)` is a number in kg/m2"),
    ("derived(TWICE) == 'Y' and CREAT > 6", "a number in kg/m2 and `'Y'` a word"),
    ("not (CREAT > 6 or VISIT.BIRTH < OTHER)", "`VISIT.BIRTH` is a date"),
    ("CREAT > 3000", "CREAT is never on the other side of 3000"),
    ("4 < CREAT", "CREAT is never on the other side of 4"),
]
LIKE = [
    "CREAT < 2 * high(CREAT)", "CREAT > previous(CREAT) and OTHER < 7", "CREAT * OTHER > 5", "CREAT / OTHER < CREAT",
    "days(VISIT.BIRTH, VISIT.VISDTC) > 30 or CREAT > 9", "VISIT.BIRTH < VISIT.INFDTC and CREAT > 9", "CREAT >= 5",
    "min(CREAT, high(CREAT)) + 3 > 5", "age() > 12 or CREAT < 9", "sex() == 'F' and CREAT > 9", "CREAT <= 2500",
    "VISIT.SEX in ('F', 'M') and CREAT > 9", "VISIT.NAME == 'A' or CREAT > 9", "derived(TWICE) > 5 and CREAT > 9",
]  # fmt: skip


@pytest.mark.parametrize(("expression", "said"), UNLIKE)
def test_what_is_unlike_is_refused_on_its_line(broken: Breaks, expression: str, said: str) -> None:
    found = [fault for fault in broken(LAB, HOLDS, f'"{expression}"') if said in fault.sentence.en]
    assert [(fault.file, fault.line, fault.item) for fault in found] == [(LAB, 34, "ORDER")]
    assert found[0].sentence.zh != found[0].sentence.en


@pytest.mark.parametrize("expression", LIKE)
def test_what_is_like_is_taken(broken: Breaks, expression: str) -> None:
    assert [fault.sentence.en for fault in broken(LAB, HOLDS, f'"{expression}"')] == []


def test_a_grade_is_a_number_and_a_word(small: dict[str, str]) -> None:
    small["codelists.yaml"] += "GRADE:\n  - {code: '1', en: a, zh: a}\n  - {code: '2', en: b, zh: b}\n"
    small[LAB] = small[LAB].replace("checks:", "  - {code: GR, en: g, zh: g, type: choice, choices: GRADE}\nchecks:")
    for expression, odd in (
        ("GR > 1", False),
        ("GR == '2'", False),
        ("GR in ('1', '2')", False),
        ("GR > '1'", True),
        ("GR < 9", True),
    ):
        broken = small[LAB].replace(HOLDS, f'"{expression}"')
        assert bool(find_faults({**small, LAB: broken})) == odd, expression


@pytest.mark.parametrize(
    ("file", "passage", "instead", "said"),
    [
        ("eligibility.yaml", "CHEM.BILI > 34", "CHEM.BILI > DM.BRTHDTC", "a date"),
        ("eligibility.yaml", "CHEM.BILI > 34", "CHEM.BILI > CHEM.ALT", "a number in U/L"),
        ("protocol.yaml", "SAETYPE == 'INIT'", "SAETYPE == 4", "a word and `4` a number"),
        ("derived.yaml", "VS.OEDEMA in ('2', '3')\n", "VS.HEIGHT > VS.WEIGHT\n", "a number in kg"),
    ],
)
def test_conditions_of_the_trial_are_held_to_it_too(
    shipped: dict[str, str], file: str, passage: str, instead: str, said: str
) -> None:
    assert passage in shipped[file]
    found = find_faults({**shipped, file: shipped[file].replace(passage, instead, 1)})
    assert any(said in fault.sentence.en and fault.file == file for fault in found), found
