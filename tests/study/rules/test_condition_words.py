"""Conditions as people read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.condition_words import in_words
from study.definition.model import Study

CASES = [
    ("K < 3", "K < 3", "“钾” < 3"),
    ("UPRO == '2P'", "UPRO is 2P", "“UPRO”为2P"),
    ("UPRO not in ('1P', '2P')", "UPRO is none of 1P / 2P", "“UPRO”不为1P / 2P"),
    ("sex() == 'F' and age() >= 12", "sex is female and age in years ≥ 12", "性别为女且年龄（岁）≥12"),
    ("present(NOTE) or not missing(K)", "NOTE is given or not (Potassium is not given)", ""),
    ("visit() in ('D0', 'W2')", "visit is one of D0 / W2", ""),
    ("K > 1 and (K < 2 or K > 9)", "Potassium > 1 and (Potassium < 2 or Potassium > 9)", ""),
    ("abs(K - previous(K)) <= high(CREAT)", "abs(Potassium - the last Potassium) ≤ the upper limit of Creatinine", ""),
    ("CHEM.K > -1", "Potassium > 0 - 1", ""),
    ("derived(QTCF) > 500", "QTc > 500", ""),
]


@pytest.mark.parametrize(("condition", "en", "zh"), CASES)
def test_words(study: Study, condition: str, en: str, zh: str) -> None:
    said = in_words(study, study.forms["CHEM"], condition)
    assert said.en == en.replace("K < 3", "Potassium < 3")
    assert said.zh
    assert not zh or said.zh == zh.replace(" < ", "<")


@given(st.lists(st.sampled_from([case[0] for case in CASES]), min_size=2, max_size=5))
def test_whatever_is_joined_can_be_said(study: Study, conditions: list[str]) -> None:
    said = in_words(study, study.forms["CHEM"], " or ".join(f"({each})" for each in conditions))
    assert said.en.count(" or ") >= len(conditions) - 1
