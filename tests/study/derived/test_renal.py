"""Renal response: one measure at both times, limbs that cannot be told, the eGFR, dialysis, rescue."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.derived.given import Given
from study.derived.registry import FORMULAS
from study.derived.result import Derived, apply
from study.typed import derive
from study.values import Quantity, TextValue

KIDNEY = {"base_egfr": "100", "egfr": "100", "rescue": "N"}
CHILD = {**KIDNEY, "age": "12"}
ADULT = {**KIDNEY, "age": "18.5"}


def _renal(**typed: str) -> Derived:
    return derive("RENAL", typed)


def _notes(found: Derived) -> str:
    return " ".join(note.en for note in found.notes)


def test_a_centre_that_follows_24_h_protein_gets_a_response() -> None:
    # 600 <= 0.5 x 1500 = 750, 600 >= 300
    partial = _renal(**CHILD, base_p24_m2_d="1500", p24_m2_d="600")
    assert (partial.verdict, partial.code_of("measure"), partial.code_of("under_3_g_g")) == (
        "PR", "P24_M2", "not_assessed",
    )  # fmt: skip
    assert "Under 3 g/g: not assessed" in _notes(partial)
    assert partial.route is not None
    assert "24 h protein" in partial.route.en
    # 299 < 300, baseline or none
    for base in ({"base_p24_m2_d": "1500"}, {}):
        complete = _renal(**CHILD, p24_m2_d="299", **base)
        assert (complete.verdict, complete.code_of("measure")) == ("CR", "P24_M2")
        assert "unconfirmed" in _notes(complete)
    # 300 is not under 300; 751 > 750
    assert _renal(**CHILD, base_p24_m2_d="1500", p24_m2_d="300").verdict == "PR"
    assert _renal(**CHILD, base_p24_m2_d="1500", p24_m2_d="751").verdict == "NR"


def test_the_fall_is_never_read_across_two_measures() -> None:
    found = _renal(**ADULT, base_upcr="4", p24_m2_d="100")
    assert found.verdict == "NE"
    assert "No measure of proteinuria at both times" in _notes(found)
    assert "Missing: Protein/creatinine ratio" in _notes(found)


def test_24_h_protein_at_both_times_with_a_ratio_now() -> None:
    # 700 <= 0.5 x 1600 by 24 h protein; the ratio of the same visit is not under 3
    found = _renal(**CHILD, base_p24_m2_d="1600", p24_m2_d="700", upcr="3.2")
    assert (found.verdict, found.code_of("under_3_g_g")) == ("NR", "N")


def test_an_adult_without_a_ratio_has_at_least_a_partial_response() -> None:
    found = _renal(**ADULT, base_p24_m2_d="1500", p24_m2_d="200")
    assert found.verdict == "PR"
    assert "At least partial" in _notes(found)
    assert "Missing: Protein/creatinine ratio." in _notes(found)
    assert "unconfirmed" not in _notes(found)
    # The fall is not half: whether the response is complete was not assessed, so it is not NR.
    assert _renal(**ADULT, base_p24_m2_d="1500", p24_m2_d="900").verdict == "NE"


def test_from_18_years_on_the_limit_of_24_h_protein_is_not_used() -> None:
    typed = {**KIDNEY, "base_upcr": "4", "upcr": "0.3", "p24_m2_d": "500"}
    assert [_renal(**typed, age=age).verdict for age in ("17.99", "18")] == ["PR", "CR"]


def test_without_an_age_the_limit_of_24_h_protein_is_not_used() -> None:
    found = _renal(**KIDNEY, base_upcr="4", upcr="0.3", p24_m2_d="100")
    assert found.verdict == "PR"
    assert "Missing: Age" in _notes(found)
    assert _renal(**KIDNEY, base_upcr="4", upcr="0.3").verdict == "CR"


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        # Both limbs fail whatever the eGFR is.
        ({"base_upcr": "4", "upcr": "3.5", "rescue": "N"}, "NR"),
        # The eGFR fell whatever the proteinuria is: 60 < 0.85 x 100.
        ({"base_egfr": "100", "egfr": "60", "rescue": "N"}, "NR"),
        # Rescue decides alone.
        ({"rescue": "Y"}, "NR"),
        # Proteinuria is a complete response; the eGFR or rescue is not known.
        ({"upcr": "0.2", "rescue": "N", "egfr": "90"}, "NE"),
        ({"upcr": "0.2", "egfr": "90", "base_egfr": "90"}, "NE"),
        # Not complete (0.8), and no baseline for the fall.
        ({"upcr": "0.8", "rescue": "N", "egfr": "90", "base_egfr": "90"}, "NE"),
        ({}, "NE"),
    ],
)
def test_not_evaluable_only_when_what_is_missing_matters(typed: dict[str, str], verdict: str) -> None:
    found = _renal(**typed)
    assert found.verdict == verdict
    assert ("Missing" in _notes(found)) == (verdict == "NE")


def test_rescue_that_nobody_knows_of_is_no_answer() -> None:
    found = _renal(**{**CHILD, "rescue": ""}, upcr="0.3")
    assert (found.verdict, "Missing: Rescue therapy" in _notes(found)) == ("NE", True)
    values = {name: Quantity(number, "") for name, number in {"upcr": "0.3", "base_egfr": "90", "egfr": "90"}.items()}
    unclear = apply(FORMULAS["RENAL"], Given({**values, "rescue": TextValue("U")}))
    assert (unclear.verdict, "neither yes nor no" in _notes(unclear)) == ("NE", True)


def test_only_the_egfr_in_the_way_is_always_said() -> None:
    # 137 -> 114: 114 < 0.85 x 137 = 116.45
    typed = {"base_upcr": "4", "upcr": "0.3", "base_egfr": "137", "egfr": "114", "rescue": "N", "age": "12"}
    found = _renal(**typed)
    assert (found.verdict, found.code_of("only_egfr")) == ("NR", "Y")
    assert "NR only because of eGFR." in _notes(found)
    floor = _renal(**typed, egfr_normal_floor="90")
    assert (floor.verdict, floor.code_of("only_egfr")) == ("CR", "N")
    assert "floor" in _notes(floor)
    # Under the floor: 89 < 90
    assert _renal(**{**typed, "egfr": "89"}, egfr_normal_floor="90").verdict == "NR"
    # Proteinuria stands in the way too: 3.5 > 0.5 x 4
    assert _renal(**{**typed, "upcr": "3.5"}).code_of("only_egfr") == "N"
    assert _renal(**{**typed, "rescue": "Y"}).code_of("only_egfr") == "N"
    # Whether the proteinuria responded is not known, so neither is this.
    assert _renal(base_egfr="137", egfr="100", rescue="N").code_of("only_egfr") == ""


def test_the_tolerance_is_a_setting() -> None:
    # 88 >= 0.85 x 100, 88 < 0.9 x 100, 90 >= 0.9 x 100
    typed = {**CHILD, "upcr": "0.3"}
    found = [_renal(**{**typed, "egfr": egfr}, **more).verdict for egfr, more in [
        ("88", {}), ("85", {}), ("84.9", {}), ("88", {"tolerance": "0.10"}), ("90", {"tolerance": "0.10"}),
    ]]  # fmt: skip
    assert found == ["CR", "CR", "NR", "NR", "CR"]
    assert [_renal(**typed, tolerance=part).known for part in ("0", "0.99", "1", "15")] == [True, True, False, False]


@pytest.mark.parametrize(
    ("base", "now", "said"),
    [("ENZ", "JAFFE", True), ("JAFFE", "ENZ", True), ("ENZ", "ENZ", False), ("", "JAFFE", False)],
)
def test_two_methods_of_creatinine_are_said(base: str, now: str, said: bool) -> None:
    methods = {name: word for name, word in (("base_method", base), ("method", now)) if word}
    given_ = {"base_upcr": "3.2", "upcr": "0.3", "base_egfr": "80", "egfr": "95", "age": "12", "rescue": "N"}
    found = _renal(**given_, **methods)
    assert (found.verdict, "by two methods" in _notes(found)) == ("CR", said)


def test_two_equations_do_not_compare() -> None:
    typed = {**CHILD, "base_upcr": "4", "upcr": "0.3"}
    found = _renal(**typed, base_eq="EGFR_SCHW", eq="EGFR_U25")
    assert found.verdict == "NE"
    assert "two equations: EGFR_SCHW, EGFR_U25" in _notes(found)
    assert _renal(**typed, base_eq="EGFR_U25", eq="egfr_u25").verdict == "CR"
    assert _renal(**typed, eq="EGFR_U25").verdict == "CR"


def test_on_dialysis_or_perhaps_on_it_there_is_no_response() -> None:
    typed = {**CHILD, "base_upcr": "4", "upcr": "0.3"}
    found = _renal(**typed, dialysis="Y")
    assert (found.known, "On dialysis" in str(found.why)) == (False, True)
    values = {name: Quantity(number, "") for name, number in typed.items() if name != "rescue"}
    perhaps = Given({**values, "rescue": TextValue("N"), "dialysis": TextValue("U")})
    unsure = apply(FORMULAS["RENAL"], perhaps)
    assert (unsure.known, "cannot be told" in str(unsure.why)) == (False, True)
    assert _renal(**typed, dialysis="N").verdict == "CR"


def test_measures_that_contradict_each_other() -> None:
    # 24 h protein says complete, the ratio is nephrotic: one of them is wrong.
    absurd = _renal(**CHILD, base_upcr="4", upcr="3.4", p24_m2_d="150")
    assert absurd.verdict == "NE"
    assert "one of them must be wrong" in _notes(absurd)
    mild = _renal(**CHILD, base_upcr="4", upcr="0.6", p24_m2_d="290")
    assert mild.verdict == "CR"
    assert "only one of the two holds" in _notes(mild)
    agreeing = _renal(**CHILD, base_upcr="4", upcr="0.4", p24_m2_d="290")
    assert agreeing.verdict == "CR"
    assert "only one of the two" not in _notes(agreeing)
    assert "floor" not in _notes(agreeing)


def test_a_limit_decides_only_what_it_decides() -> None:
    typed = {**CHILD, "base_upcr": "3.2"}
    assert _renal(**typed, upcr="<0.5").verdict == "CR"
    # Below 1.0 is half of 3.2 or less, and may be below 0.5: CR or PR.
    found = _renal(**typed, upcr="<1.0")
    assert not found.known
    assert "UPCR under 0.5 g/g" in str(found.why)
    assert _renal(**typed, upcr=">0.6").known is False
    assert _renal(**typed, upcr=">1.6").verdict == "NR"
    assert _renal(**{**typed, "egfr": ">120"}, upcr="0.3").verdict == "CR"
    assert not _renal(**{**typed, "egfr": ">80"}, upcr="0.3").known


ratios = st.decimals(Decimal(0), Decimal(8), places=1)
rates = st.decimals(Decimal(30), Decimal(150), places=0)


limits = st.sampled_from(["<", "<=", ">", ">="])


@given(ratios, ratios, rates, limits, st.decimals(0, 4, places=1))
def test_the_response_said_of_a_limit_is_that_of_every_possible_number(
    base: Decimal, now: Decimal, rate: Decimal, sign: str, away: Decimal
) -> None:
    rest = {"base_upcr": str(base), "base_egfr": "80", "egfr": str(rate), "rescue": "N", "age": "12"}
    step = away + Decimal("0.01")
    inside = max(now - step, Decimal(0)) if sign.startswith("<") else now + step
    limited = _renal(**rest, upcr=f"{sign}{now}")
    if now:
        assert limited.verdict in ("", _renal(**rest, upcr=str(inside)).verdict)


@given(ratios, ratios, rates, rates)
def test_with_exact_ratios_the_response_is_the_definition(
    base: Decimal, now: Decimal, base_rate: Decimal, rate: Decimal
) -> None:
    found = _renal(base_upcr=str(base), upcr=str(now), base_egfr=str(base_rate), egfr=str(rate), rescue="N", age="12")
    stable = rate >= base_rate * Decimal("0.85")
    complete, partial = now < Decimal("0.5"), now <= base / 2 and now < 3
    assert found.verdict == ("NR" if not stable else "CR" if complete else "PR" if partial else "NR")
    assert (found.code_of("only_egfr") == "Y") == (not stable and (complete or partial))
    worse = _renal(base_upcr=str(base), upcr=str(now + 3), base_egfr=str(base_rate), egfr=str(rate), rescue="N")
    assert ["NR", "PR", "CR"].index(worse.verdict) <= ["NR", "PR", "CR"].index(found.verdict)
