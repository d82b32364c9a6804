"""Exclusion criterion 3: each limb yes, no or unknown, with the numbers used."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.derived.result import plain_result
from tests.kit.formulas import compute, fits, notes

FINE = {"creat": "60", "alt": "20", "ast": "30", "uln_alt": "30", "uln_ast": "44", "bili": "8"}


def without(*names: str) -> dict[str, str]:
    return {name: value for name, value in FINE.items() if name not in names}


@pytest.mark.parametrize(
    ("inputs", "limb", "code"),
    [
        (without("creat"), "creat", "unknown"),
        (without("bili"), "bili", "unknown"),
        (without("alt"), "alt_ast", "unknown"),
        (without("uln_ast"), "alt_ast", "unknown"),
        ({**without("ast"), "alt": "151"}, "alt_ast", "Y"),
        ({**FINE, "creat": ">220"}, "creat", "Y"),
        ({**FINE, "creat": ">=220"}, "creat", "unknown"),
        ({**FINE, "creat": "<=220"}, "creat", "N"),
        ({**FINE, "bili": "<40"}, "bili", "unknown"),
        ({**FINE, "bili": "<5"}, "bili", "N"),
        ({**FINE, "alt": "150"}, "alt_ast", "N"),
    ],
)
def test_a_limb_is_yes_no_or_unknown(inputs: dict[str, str], limb: str, code: str) -> None:
    assert compute("EXCL3", **inputs).code_of(limb) == code


def test_one_limb_excludes_and_one_unknown_asks() -> None:
    assert compute("EXCL3", **FINE).verdict == "N"
    assert compute("EXCL3", **without("bili")).verdict == "unknown"
    assert compute("EXCL3", **{**without("bili"), "creat": "300"}).verdict == "Y"
    assert plain_result(compute("EXCL3")) == {"creat": "unknown", "alt_ast": "unknown", "bili": "unknown"}


def test_every_limb_shows_its_value_and_limit() -> None:
    said = notes(compute("EXCL3", **without("bili")))
    assert "Creatinine 60, limit 220 µmol/L: not above." in said
    assert "ALT 20, limit 5 x 30 U/L: not above." in said
    assert "Bilirubin ?, limit 34 µmol/L: unknown, ask." in said
    assert "Missing: Bilirubin." in said


numbers = st.integers(0, 3000).map(lambda number: str(Decimal(number) / 10))


@given(st.sampled_from(["creat", "alt", "ast", "bili"]), st.sampled_from(["<", "<=", ">", ">="]), numbers, numbers)
def test_a_limit_never_decides_what_some_number_would_not(name: str, comparator: str, limit: str, number: str) -> None:
    if not fits(number, comparator + limit):
        return
    limb = {"alt": "alt_ast", "ast": "alt_ast"}.get(name, name)
    by_limit, by_number = (compute("EXCL3", **{**FINE, name: x}).code_of(limb) for x in (comparator + limit, number))
    assert by_limit in ("unknown", by_number)
