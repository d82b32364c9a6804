"""CKiD U25 by cystatin C and as the average of both; the method of creatinine."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.derived.kidney import cystatin_k
from study.typed import derive

GIRL = {"sex": "F", "age_y": "10", "cysC": "0.9"}
BOTH = {**GIRL, "height_cm": "140", "creat_umolL": "50"}


@pytest.mark.parametrize(
    ("sex", "age", "k"),
    [
        # Girls turn at 12, boys at 15; from 18 on one constant.
        ("F", "11.99", "79.896"),
        ("F", "12", "79.9"),
        ("F", "18", "68.3"),
        ("M", "14.99", "87.190"),
        ("M", "15", "87.2"),
        ("M", "17.99", "77.180"),
        ("M", "18", "77.1"),
        ("M", "25", "77.1"),
    ],
)
def test_the_constant_at_its_turns(sex: str, age: str, k: str) -> None:
    assert abs(cystatin_k(sex, Decimal(age)) - Decimal(k)) < Decimal("0.01")


def test_the_average_of_creatinine_and_cystatin_c() -> None:
    # Creatinine: 36.1 x 1.008^-2 = 35.529; x 1.40 x 88.4 / 50 = 87.94. Cystatin C: 79.9 x 1.004^-2 / 0.9 = 88.07.
    found = derive("EGFR_U25AVG", BOTH)
    assert found.shown == "88.0"
    assert {each.name: each.shown for each in found.also} == {"creatinine": "87.9", "cystatin_c": "88.1"}
    assert "cysC" not in [name for name, _ in derive("EGFR_U25", {k: v for k, v in BOTH.items() if k != "cysC"}).inputs]


@pytest.mark.parametrize(
    ("code", "typed", "why"),
    [
        ("EGFR_U25CYS", {**GIRL, "cysC": "0.19"}, "outside 0.2-8"),
        ("EGFR_U25CYS", {**GIRL, "cysC": "8.1"}, "outside 0.2-8"),
        ("EGFR_U25CYS", {**GIRL, "age_y": "0.9"}, "1 to under 25 years; completed are 0"),
        ("EGFR_U25CYS", {**GIRL, "age_y": "25"}, "1 to under 25 years; completed are 25"),
        ("EGFR_U25CYS", {**GIRL, "dialysis": "Y"}, "cystatin C does not show"),
        ("EGFR_U25CYS", {"age_y": "9"}, "Missing: Cystatin C, Sex"),
        ("EGFR_U25AVG", {**BOTH, "dialysis": "Y"}, "dialysis"),
        ("EGFR_U25AVG", GIRL, "Missing: Height, Serum creatinine"),
        ("EGFR_U25AVG", {**BOTH, "height_cm": "59"}, "outside 60-200"),
        ("EGFR_U25AVG", {**BOTH, "creat_umolL": "<50", "cysC": ">0.9"}, "opposite"),
    ],
)
def test_when_there_is_no_rate(code: str, typed: dict[str, str], why: str) -> None:
    found = derive(code, typed)
    assert found.value is None
    assert found.why is not None
    assert why in found.why.en


def test_limits_and_notes() -> None:
    assert derive("EGFR_U25CYS", {**GIRL, "cysC": "<0.9"}).shown == ">88.1"
    assert derive("EGFR_U25AVG", {**BOTH, "cysC": ">0.9"}).shown == "<88.0"
    assert "steroid" in derive("EGFR_U25CYS", GIRL).notes[0].en


@pytest.mark.parametrize("code", ["EGFR_SCHW", "EGFR_U25", "EGFR_U25AVG"])
def test_creatinine_by_jaffe_is_said(code: str) -> None:
    typed = {name: value for name, value in BOTH.items() if code == "EGFR_U25AVG" or name != "cysC"}
    typed = {name: value for name, value in typed.items() if code != "EGFR_SCHW" or name != "sex"}
    usual, jaffe = derive(code, {**typed, "method": "酶法"}), derive(code, {**typed, "method": "Jaffe"})
    assert usual.value == jaffe.value
    assert [any("Jaffe" in note.en for note in found.notes) for found in (usual, jaffe)] == [False, True]


ages = st.decimals(Decimal(1), Decimal("24.9"), places=1)
levels = st.decimals(Decimal("0.2"), Decimal(8), places=2)


@given(st.sampled_from("FM"), ages, levels, levels)
def test_more_cystatin_c_is_never_a_higher_rate(sex: str, age: Decimal, one: Decimal, other: Decimal) -> None:
    low, high = (
        derive("EGFR_U25CYS", {"sex": sex, "age_y": str(age), "cysC": str(level)}).value
        for level in sorted((one, other))
    )
    assert low is not None
    assert high is not None
    assert low >= high > 0
