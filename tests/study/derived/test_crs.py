"""CRS: what is not known of fever and signs, the end of a treated episode, death."""

import itertools

import pytest

from tests.kit.formulas import compute, notes, why


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ({"fever": True, "hypo": "0", "hypox": "0"}, 1),
        # Positive pressure is grade 4 whatever the blood pressure.
        ({"fever": True, "hypox": "3"}, 4),
        # Without fever and without an open episode there is no CRS, whatever the signs.
        ({"fever": False, "ongoing": False}, 0),
        # With fever it does not matter whether an episode was open.
        ({"fever": True, "hypo": "1", "hypox": "1"}, 2),
        ({"fever": False, "hypo": "0", "hypox": "0"}, 0),
        ({"fever": False, "hypo": "1", "hypox": "0", "ongoing": True}, 2),
        ({"death": True}, 5),
    ],
)
def test_a_grade_is_given_as_soon_as_it_is_decided(inputs: dict[str, str | bool], expected: int) -> None:
    assert compute("CRSG", **inputs).value == expected


def test_what_is_open_names_what_is_missing() -> None:
    assert why(compute("CRSG", fever=True, hypo="1")) == "Cannot tell: grade 2 to 4. Missing: Hypoxia (0-3)."
    unknown_fever = why(compute("CRSG", hypo="2", hypox="0"))
    assert unknown_fever.startswith("Cannot tell: grade 0 to 3.")
    assert "Fever" in unknown_fever
    assert "Ongoing" in unknown_fever
    assert "0 to 4" in why(compute("CRSG"))


def test_a_treated_episode_without_fever_and_signs_is_over() -> None:
    over = compute("CRSG", fever=False, hypo="0", hypox="0", ongoing=True)
    assert (over.shown, "over" in notes(over)) == ("0", True)


def test_signs_without_fever_or_episode_are_pointed_out() -> None:
    assert "not graded as CRS" in notes(compute("CRSG", fever=False, hypo="2", hypox="0", ongoing=False))


@pytest.mark.parametrize("hypo", ["4", "1.5", "<2", "-1"])
def test_a_sign_is_a_code_from_0_to_3(hypo: str) -> None:
    assert "whole number from 0 to 3" in why(compute("CRSG", fever=True, hypo=hypo, hypox="0"))


def test_a_worse_sign_is_never_a_lower_grade() -> None:
    for fever, ongoing in itertools.product((True, False), repeat=2):
        for hypo, hypox in itertools.product(range(3), range(4)):
            milder, worse = (
                compute("CRSG", fever=fever, ongoing=ongoing, hypo=str(code), hypox=str(hypox)).value
                for code in (hypo, hypo + 1)
            )
            assert milder is not None
            assert worse is not None
            assert milder <= worse


def test_a_missing_sign_never_decides_what_some_sign_would_not() -> None:
    answers = (True, False, None)
    codes = (*range(4), None)
    for fever, ongoing, hypo, hypox in itertools.product(answers, answers, codes, codes):
        known = {
            **({"fever": fever} if fever is not None else {}),
            **({"ongoing": ongoing} if ongoing is not None else {}),
        }
        signs = {name: str(code) for name, code in (("hypo", hypo), ("hypox", hypox)) if code is not None}
        decided = compute("CRSG", **known, **signs).value
        if decided is None:
            continue
        for each_fever, each_ongoing in itertools.product((True, False), repeat=2):
            full = {"fever": each_fever, "ongoing": each_ongoing, **known}
            for code in range(4):
                assert compute("CRSG", **full, **{"hypo": str(code), "hypox": str(code), **signs}).value == decided
