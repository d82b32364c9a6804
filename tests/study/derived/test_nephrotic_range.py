"""The nephrotic range is said of the measure that is in it, and of nothing that may still lie below."""

import pytest

from study.derived.registry import FORMULAS
from study.derived.result import Derived, part_of
from study.typed import derive

RATIO, AREA, WEIGHT = "2 g/g or more", "1000 mg/m²/d or more", "50 mg/kg/d or more"


def said(result: Derived) -> list[str]:
    return [note.en for note in result.notes if "ephrotic" in note.en]


@pytest.mark.parametrize(
    ("reported", "nephrotic"), [("1.99", False), ("2", True), (">=2", True), (">2", True), ("<2.5", False)]
)
def test_a_ratio_of_two(reported: str, nephrotic: bool) -> None:
    found = said(derive("UPCR", {"upcr_reported_gg": reported}))
    assert [RATIO in each for each in found] == [True] * nephrotic


@pytest.mark.parametrize(
    ("mg", "kg", "cm", "per_m2", "per_kg"),
    [
        ("999", "36", "100", False, False),
        ("1000", "36", "100", True, False),
        ("1000", "20", "180", True, True),
        ("1800", "36", "100", True, True),
        ("1799", "36", "100", True, False),
        ("<2000", "36", "100", False, False),
        (">2000", "36", "100", True, True),
    ],
)
def test_each_unit_of_24_h_protein_speaks_for_itself(mg: str, kg: str, cm: str, per_m2: bool, per_kg: bool) -> None:
    typed = {"reported_mg24h": mg, "weight_kg": kg, "height_cm": cm}
    whole = derive("P24", typed)
    assert said(whole) == [], "the total itself has no range"
    for code, part, words, expected in (("P24_M2", "mg_m2_d", AREA, per_m2), ("P24_KG", "mg_kg_d", WEIGHT, per_kg)):
        for found in (said(derive(code, typed)), said(part_of(whole, code, part))):
            assert [words in each for each in found] == [True] * expected


def test_what_a_part_lacks_is_said_and_not_the_range_of_another() -> None:
    whole = derive("P24", {"reported_mg24h": "3000", "weight_kg": "20"})
    assert FORMULAS["P24"].parts
    alone = part_of(whole, "P24_M2", "mg_m2_d")
    assert alone.why is not None
    assert "Height" in alone.why.en
