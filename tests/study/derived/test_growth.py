"""Height, BMI and weight for age: ages, missing and unusable inputs, comparators, the rule beyond 3 SD, WHO's flags."""

from decimal import Decimal

import pytest

from study.derived import Derived
from study.typed import derive

BOY_8 = {
    "HAZ": "[1, 127.2651, 0.04438]",
    "BAZ": "[-1.4629, 15.7368, 0.09526]",
    "WAZ": "[-0.5482, 25.4163, 0.14344]",
}
USUAL = {"HAZ": "127", "BAZ": "16", "WAZ": "26"}


def score(code: str, **typed: str) -> Derived:
    """The z score of an eight-year-old boy with some inputs typed otherwise."""
    return derive(code, {"sex": "M", "age_months": "96", "value": USUAL[code], "LMS": BOY_8[code], **typed})


def why(code: str, **typed: str) -> str:
    """Why there is none."""
    result = score(code, **typed)
    assert result.value is None
    assert result.why is not None
    assert result.why.zh
    return result.why.en


@pytest.mark.parametrize(
    ("code", "inside", "outside"),
    [
        ("HAZ", ("61", "228", "228.9"), ("60", "60.99", "229", "0")),
        ("BAZ", ("61", "228"), ("60", "229")),
        ("WAZ", ("61", "120"), ("60", "121", "180")),
    ],
)
def test_ages_for_which_who_has_numbers(code: str, inside: tuple[str, ...], outside: tuple[str, ...]) -> None:
    assert all(score(code, age_months=age).known for age in inside)
    assert all("completed months" in why(code, age_months=age) for age in outside)


def test_below_61_months_only_with_the_standard_of_that_age() -> None:
    assert score("HAZ", age_months="60", standard="WHO2006").known
    assert "WHO2006" in why("HAZ", age_months="61", standard="WHO2006")
    assert score("HAZ", age_months="61", standard="WHO2007").known


def test_a_national_table_keeps_its_own_ages_and_is_named() -> None:
    result = score("WAZ", age_months="150", standard="WS/T 612-2018")
    assert result.known
    assert result.route is not None
    assert "WS/T 612-2018" in result.route.en


@pytest.mark.parametrize("name", ["sex", "age_months", "value", "LMS"])
def test_a_missing_input_is_named(name: str) -> None:
    assert why("BAZ", **{name: "null"}).startswith("Missing: ")


@pytest.mark.parametrize(
    "lms", ["[1, 127]", "[1, 127, 0.04, 3]", "[1, 0, 0.04]", "[1, 127, 0]", "[1, -127, 0.04]", "[9, 127, 0.5]"]
)
def test_l_m_s_that_say_nothing(lms: str) -> None:
    assert "three numbers" in why("HAZ", LMS=lms)


def test_a_limit_stays_a_limit() -> None:
    assert score("HAZ", value="<120").shown == "<-1.29"
    assert score("BAZ", value=">=30").shown[:2] == ">="
    assert "exact" in why("HAZ", age_months="<96")
    assert "above 0" in why("HAZ", value="0")


def test_rounding_is_half_away_from_zero_and_there_is_no_minus_zero() -> None:
    even = "[1, 100, 0.08]"
    assert score("HAZ", LMS=even, value="101").shown == "0.13"
    assert score("HAZ", LMS=even, value="99").shown == "-0.13"
    assert score("HAZ", LMS=even, value="99.99").shown == "0.00"
    assert score("WAZ", value="25.4").shown == "0.00"


def test_height_has_no_rule_of_its_own_beyond_3_sd_and_weight_has() -> None:
    assert score("HAZ", LMS="[1, 100, 0.05]", value="120").value == 4
    # With L = 1 both rules agree, with L = 0 they do not: 3 SD = 20 e^0.3, 2 SD = 20 e^0.2.
    assert score("HAZ", LMS="[0, 20, 0.1]", value="29").shown == "3.72"
    assert score("WAZ", LMS="[0, 20, 0.1]", value="29").shown == "3.78"
    assert [note.en[:11] for note in score("WAZ", LMS="[0, 20, 0.1]", value="29").notes] == ["Beyond 3 SD"]
    assert score("WAZ").notes == ()


@pytest.mark.parametrize(
    ("code", "z", "flagged"),
    [
        ("HAZ", "6.1", True), ("HAZ", "-6.1", True), ("HAZ", "6", False), ("HAZ", "-6", False),
        ("BAZ", "5.1", True), ("BAZ", "-5.1", True), ("BAZ", "5", False), ("BAZ", "-5", False),
        ("WAZ", "5.1", True), ("WAZ", "-5.9", False), ("WAZ", "-6.1", True),
    ],
)  # fmt: skip
def test_what_who_flags_as_implausible(code: str, z: str, *, flagged: bool) -> None:
    value = 100 + 4 * Decimal(z)
    result = score(code, LMS="[1, 100, 0.04]", value=str(value))
    assert result.value is not None
    assert abs(result.value - Decimal(z)) < Decimal("1E-20")
    assert any("implausible" in note.en for note in result.notes) is flagged
