"""Comparators, ranges of validity, routes, what is missing, dialysis; and the direction of every formula."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.derived.given import Given, Input
from study.derived.registry import FORMULAS
from study.derived.result import apply
from study.derived.steroid import SteroidRow, mean_dose
from study.errors import KnownError
from study.text import Text
from study.typed import derive
from study.values import Quantity, TextValue


def _why(code: str, **typed: str) -> str:
    result = derive(code, typed)
    assert result.value is None
    assert result.why is not None
    assert result.why.zh
    return result.why.en


@pytest.mark.parametrize(
    ("code", "typed", "shown"),
    [
        ("UPCR", {"prot_mgL": "<40", "ucreat_mmolL": "8"}, "<0.04"),
        ("UPCR", {"prot_mgL": "40", "ucreat_mmolL": "<8"}, ">0.04"),
        ("UPCR", {"prot_mgL": "＜40", "ucreat_mmolL": "≥8"}, "<0.04"),
        ("UPCR", {"upcr_reported_gg": "<=0.1"}, "<=0.10"),
        ("EGFR_SCHW", {"height_cm": "110", "creat_umolL": "<35.4"}, ">113.4"),
        ("EGFR_U25", {"height_cm": "125", "creat_umolL": ">40", "age_y": "8", "sex": "女"}, "<96.6"),
        ("P24", {"reported_mg24h": "<60", "hours": "24"}, "<60"),
    ],
)
def test_a_comparator_survives_the_formula(code: str, typed: dict[str, str], shown: str) -> None:
    assert derive(code, typed).shown == shown


def test_two_limits_that_pull_apart_give_no_number() -> None:
    assert "opposite" in _why("UPCR", prot_mgL="<40", ucreat_mmolL="<8")


def test_what_is_missing_is_named_in_both_languages() -> None:
    result = derive("EGFR_U25", {"height_cm": "125", "sex": "F"})
    assert result.why is not None
    assert result.why.en == "Missing: Serum creatinine, Age."
    assert result.why.zh == "缺少：血肌酐、年龄。"


@pytest.mark.parametrize("code", ["EGFR_SCHW", "EGFR_U25"])
def test_on_dialysis_there_is_no_filtration_rate(code: str) -> None:
    typed = {"height_cm": "125", "creat_umolL": "40", "age_y": "8", "dialysis": "Y"}
    assert "dialysis" in _why(code, **typed, **({"sex": "F"} if code == "EGFR_U25" else {}))


def test_ranges_of_validity() -> None:
    assert "18 years" in _why("EGFR_SCHW", height_cm="160", creat_umolL="60", age_y="18")
    assert "1 to under 25 years" in _why("EGFR_U25", height_cm="160", creat_umolL="60", age_y="0.9", sex="M")
    assert "outside 60-200" in _why("EGFR_U25", height_cm="59", creat_umolL="60", age_y="2", sex="M")
    assert "8.84" in _why("EGFR_U25", height_cm="100", creat_umolL="8", age_y="2", sex="M")
    assert "outside 40-180" in _why("QTCB", qt="300", hr="181")
    assert derive("QTCF", {"qt": "300", "hr": "181"}).value is not None
    assert "dilute" in _why("UPCR", prot_mgL="40", ucreat_mmolL="0.5")
    assert "outside 20-28" in _why("P24", conc_mgL="80", vol_mL="900", hours="19.5")
    assert "above 0" in _why("BMI", height_cm="0", weight_kg="20")


def test_schwartz_above_120_is_computed_and_called_imprecise() -> None:
    result = derive("EGFR_SCHW", {"height_cm": "150", "creat_umolL": "30", "age_y": "10"})
    assert result.value is not None
    assert ["imprecise" in note.en for note in result.notes] == [True]


def test_24_h_protein_names_its_route() -> None:
    routes = {
        "concentration x volume": {"conc_mgL": "80", "vol_mL": "900", "hours": "24", "reported_mg24h": "500"},
        "total as reported": {"reported_mg24h": "500"},
        "reported total, normalised to 24 h": {"reported_mg24h": "500", "hours": "25"},
    }
    found = {name: derive("P24", typed) for name, typed in routes.items()}
    assert {name: result.route.en for name, result in found.items() if result.route} == {name: name for name in routes}
    assert [result.shown for result in found.values()] == ["72", "500", "480"]


def test_24_h_protein_without_a_weight_is_still_an_amount() -> None:
    result = derive("P24", {"reported_mg24h": "500", "height_cm": "150"})
    assert [each.name for each in result.also] == ["P24"]
    assert any("Weight" in note.en for note in result.notes)
    assert "Weight" in _why("P24_M2", reported_mg24h="500", height_cm="150")


@pytest.mark.parametrize(("complete", "said"), [("Y", False), ("U", True)])
def test_a_collection_that_may_be_incomplete_says_so(complete: str, said: bool) -> None:
    total, weight = Quantity("500", "mg/24h"), Quantity("30", "kg")
    given_: dict[str, Input] = {"reported_mg24h": total, "weight_kg": weight, "complete": TextValue(complete)}
    for code in ("P24", "P24_KG"):
        notes = [note.en for note in apply(FORMULAS[code], Given(given_)).notes]
        assert ("Whether the collection is complete is not known." in notes) is said
    unanswered = Given({"reported_mg24h": total}, {"complete": Text("", "")})
    assert any("not known" in note.en for note in apply(FORMULAS["P24"], unanswered).notes)


def test_an_incomplete_collection_gives_none() -> None:
    assert "incomplete" in _why("P24", reported_mg24h="500", complete="N")


@pytest.mark.parametrize(("reported", "notes"), [("0.115", 0), ("0.2", 1)])
def test_a_reported_ratio_that_disagrees_is_said(reported: str, notes: int) -> None:
    typed = {"prot_mgL": "100", "ucreat_mmolL": "8", "upcr_reported_gg": reported}
    result = derive("UPCR", typed)
    assert (result.shown, len(result.notes)) == ("0.11", notes)


def test_a_ratio_of_the_24_h_collection_is_the_last_resort() -> None:
    result = derive("UPCR", {"conc_mgL": "850", "u24creat_mmolL": "8.5"})
    assert (result.shown, result.route and result.route.en) == ("0.88", "measured pair of the 24 h collection")
    # The concentration of a 24 h collection is never divided by the creatinine of a spot.
    assert _why("UPCR", conc_mgL="850", ucreat_mmolL="3.1")


@pytest.mark.parametrize(
    ("code", "typed", "error"),
    [
        ("EGFR", {}, "derived.unknown"),
        ("BSA", {"height": "120"}, "derived.input"),
        ("BSA", {"height_cm": "tall"}, "derived.unreadable"),
        ("BSA", {"height_cm": "-120"}, "derived.unreadable"),
        ("BSA", {"height_cm": "1,200"}, "derived.unreadable"),
        ("EGFR_U25", {"sex": "X"}, "derived.unreadable"),
    ],
)
def test_what_the_command_line_cannot_read(code: str, typed: dict[str, str], error: str) -> None:
    with pytest.raises(KnownError) as caught:
        derive(code, typed)
    assert caught.value.code == error


def test_mean_steroid_dose_over_seven_days() -> None:
    on = date(2026, 8, 18)
    rows = (
        SteroidRow("prednisone", Decimal(15), Decimal(1), date(2026, 1, 1), date(2026, 8, 14)),
        SteroidRow("prednisone", Decimal(8), Decimal(1), date(2026, 8, 15)),
        SteroidRow("methylprednisolone", Decimal(500), Decimal(1), date(2026, 8, 12), date(2026, 8, 12)),
    )
    assert mean_dose(rows, on) == (Decimal(15) * 3 + Decimal(8) * 4 + 625) / 7
    assert [row.pulse for row in rows] == [False, False, True]


_RISING = {
    ("EGFR_SCHW", "height_cm"): 1, ("EGFR_SCHW", "creat_umolL"): -1, ("EGFR_U25", "height_cm"): 1,
    ("EGFR_U25", "creat_umolL"): -1, ("BSA", "height_cm"): 1, ("BSA", "weight_kg"): 1, ("BMI", "height_cm"): -1,
    ("BMI", "weight_kg"): 1, ("UPCR", "prot_mgL"): 1, ("UPCR", "ucreat_mmolL"): -1, ("UACR", "alb_mgL"): 1,
    ("UACR", "ucreat_mmolL"): -1, ("P24_M2", "conc_mgL"): 1, ("P24_M2", "weight_kg"): -1, ("P24", "hours"): -1,
    ("QTCB", "qt"): 1, ("QTCB", "hr"): 1, ("QTCF", "qt"): 1, ("QTCF", "hr"): 1,
}  # fmt: skip
_USUAL = {
    "height_cm": "120", "weight_kg": "25", "creat_umolL": "50", "prot_mgL": "300", "ucreat_mmolL": "6", "alb_mgL": "90",
    "conc_mgL": "300", "vol_mL": "1000", "hours": "24", "qt": "360", "hr": "90", "age_y": "9", "sex": "F",
}  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(which=st.sampled_from(sorted(_RISING)), factor=st.decimals(Decimal("0.85"), Decimal("1.15"), places=2))
def test_every_formula_moves_the_way_its_comparator_says(which: tuple[str, str], factor: Decimal) -> None:
    code, name = which
    usual = {each: _USUAL[each] for each in FORMULAS[code].inputs if each in _USUAL}
    moved = {**usual, name: str(Decimal(usual[name]) * factor)}
    before, after = derive(code, usual), derive(code, moved)
    assert before.value is not None
    assert after.value is not None
    assert (after.value - before.value) * _RISING[which] * (factor - 1) >= 0
    limited = derive(code, {**usual, name: f"<{usual[name]}"})
    assert limited.comparator == ("<" if _RISING[which] > 0 else ">")
