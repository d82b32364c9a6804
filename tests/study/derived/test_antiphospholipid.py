"""Any antiphospholipid antibody, from words and from numbers against the report's own limits."""

import pytest

from study.typed import derive

NEGATIVE = {"lac": "NEG", "aclg": "NEG", "aclm": "NEG", "b2g": "NEG"}


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        (NEGATIVE, "NEG"),
        ({**NEGATIVE, "b2g": "1P"}, "POS"),
        ({"lac": "POS"}, "POS"),
        ({"aclg_n": "25", "aclg_high": "20"}, "POS"),
        ({**NEGATIVE, "aclm": "", "aclm_n": "7", "aclm_high": "12"}, "NEG"),
        ({**NEGATIVE, "aclm": "", "aclm_n": "12", "aclm_high": "12"}, "NEG"),
        ({**NEGATIVE, "aclm_n": "12.1", "aclm_high": "12"}, "POS"),
        ({**NEGATIVE, "aclg": "WEAK"}, ""),
        ({**NEGATIVE, "lac": ""}, ""),
        ({**NEGATIVE, "b2g": "", "b2g_n": "5"}, ""),
        ({**NEGATIVE, "aclg": "", "aclg_n": "<30", "aclg_high": "20"}, ""),
        ({**NEGATIVE, "aclg": "", "aclg_n": ">20", "aclg_high": "20"}, "POS"),
        ({**NEGATIVE, "aclg": "", "aclg_n": "<20", "aclg_high": "20"}, "NEG"),
    ],
)
def test_one_is_enough_and_all_must_be_known_to_deny_it(said: dict[str, str], verdict: str) -> None:
    derived = derive("APLAB", {name: text for name, text in said.items() if text})
    assert derived.verdict == verdict
    assert (derived.why is None) == bool(verdict)


def test_what_is_missing_is_named() -> None:
    why = derive("APLAB", {**NEGATIVE, "aclg": "WEAK"}).why
    assert why is not None
    assert "borderline" in why.en
    why = derive("APLAB", {"aclg": "NEG", "aclm": "NEG", "b2g": "NEG"}).why
    assert why is not None
    assert "upus anticoagulant" in why.en
