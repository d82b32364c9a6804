"""The flare score: its parts, its classes at their edges, and limits that leave a class open."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.derived.given import Given
from study.derived.registry import FORMULAS
from study.derived.result import apply, plain_result
from study.text import Text
from study.typed import derive

NOTHING = {"dSLEDAI": "0", "dUPCR": "0", "dMD": "0", "dESR": "0"}
ORDER = ["none", "minor", "moderate", "major"]


def test_the_values_of_two_visits_give_the_same_score_as_their_changes() -> None:
    # 0.5 x (10-4) + 0.45 x (1.5-0.5) + 0.5 x (5-1) + 0.02 x (40-20) = 3 + 0.45 + 2 + 0.4 = 5.85
    pairs = {
        "sledai": "10", "sledai_prev": "4", "upcr": "1.5", "upcr_prev": "0.5", "mdglob": "5", "mdglob_prev": "1",
        "esr": "40", "esr_prev": "20",
    }  # fmt: skip
    changes = {"dSLEDAI": "6", "dUPCR": "1.0", "dMD": "4", "dESR": "20"}
    assert plain_result(derive("FLARE", pairs)) == {"score": 5.85, "class": "moderate"}
    assert plain_result(derive("FLARE", changes)) == {"score": 5.85, "class": "moderate"}


@pytest.mark.parametrize(
    ("sledai", "esr", "score", "found"),
    [
        # 0.5 x dSLEDAI + 0.02 x dESR
        ("1", "4", 0.58, "none"),
        ("1", "5", 0.6, "minor"),
        ("5", "24", 2.98, "minor"),
        ("5", "25", 3.0, "moderate"),
        ("12", "19", 6.38, "moderate"),
        ("12", "20", 6.4, "major"),
    ],
)
def test_classes_at_their_edges(sledai: str, esr: str, score: float, found: str) -> None:
    result = derive("FLARE", {**NOTHING, "dSLEDAI": sledai, "dESR": esr})
    assert plain_result(result) == {"score": score, "class": found}


def test_a_limit_of_the_ratio_survives_and_may_leave_the_class_open() -> None:
    # Before 0.04 or less, now 2.0: the change is above 1.96, the score above 0.882 - minor or more.
    rest = {"dSLEDAI": "0", "dMD": "0", "dESR": "0", "upcr": "2.0"}
    open_class = derive("FLARE", {**rest, "upcr_prev": "<0.04"})
    assert (open_class.shown, open_class.code_of("class")) == (">0.88", "")
    assert any("more than one class" in note.en for note in open_class.notes)
    # Now under 0.04, before 2.0: below 0.45 x -1.96 whatever it is - none.
    assert plain_result(derive("FLARE", {**rest, "upcr": "<0.04", "upcr_prev": "2.0"})) == {
        "score": "<-0.88",
        "class": "none",
    }
    assert derive("FLARE", {**rest, "upcr": "<0.04", "upcr_prev": "<0.1"}).why is not None


def test_the_global_of_0_to_3_must_not_be_used_and_is_named() -> None:
    assert any("0-3 must not" in note.en for note in derive("FLARE", NOTHING).notes)
    beyond = derive("FLARE", {"dSLEDAI": "0", "dUPCR": "0", "dESR": "0", "mdglob": "11", "mdglob_prev": "1"})
    assert beyond.why is not None
    assert "outside 0-10" in beyond.why.en


def test_what_is_missing_is_named() -> None:
    found = derive("FLARE", {"dSLEDAI": "1", "dUPCR": "0", "dESR": "0"})
    assert (found.known, found.why and found.why.en) == (False, "Missing: Change of physician global (0-10).")
    fed = apply(FORMULAS["FLARE"], Given({}, {"mdglob_prev": Text("not done", "未做")}))
    assert fed.why is not None
    assert "Physician global (0-10) at the previous visit (not done)" in fed.why.en


changes = st.decimals(Decimal(-20), Decimal(20), places=1)


@given(changes, changes, st.sampled_from(["<", "<=", ">", ">="]), st.decimals(Decimal(0), Decimal(9), places=2))
def test_a_class_said_of_a_limit_is_the_class_of_every_possible_score(
    sledai: Decimal, ratio: Decimal, sign: str, away: Decimal
) -> None:
    limited = derive("FLARE", {**NOTHING, "dSLEDAI": str(sledai), "dUPCR": f"{sign}{ratio}"})
    step = away + Decimal("0.01")
    inside = ratio - step if sign.startswith("<") else ratio + step
    possible = derive("FLARE", {**NOTHING, "dSLEDAI": str(sledai), "dUPCR": str(inside)})
    said = limited.code_of("class")
    assert said in ("", possible.code_of("class"))


@given(changes, changes)
def test_a_higher_score_is_never_a_lesser_flare(one: Decimal, other: Decimal) -> None:
    low, high = (derive("FLARE", {**NOTHING, "dMD": "0", "dSLEDAI": str(x)}) for x in sorted((one, other)))
    assert ORDER.index(low.code_of("class")) <= ORDER.index(high.code_of("class"))
