"""Suggested descriptors: what the evidence shows, what it leaves to a person, and when it must be silent."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.derived.sledai import DESCRIPTORS
from study.derived.sledai_suggest import (
    LABELS,
    Episode,
    Evidence,
    Finding,
    Suggestion,
    suggestions,
    window_days,
)
from study.values import Comparator, Quantity, Range

ZERO = date(2026, 3, 1)
M3 = ZERO + timedelta(days=90)


def _q(number: str, comparator: Comparator = "") -> Quantity:
    return Quantity(number, "", comparator)


def _finding(what: Any, value: Quantity | Range | bool, on: date = M3, **more: Any) -> Finding:
    return Finding(on, what, value, **more)


def _one(*findings: Finding, **more: Any) -> Suggestion:
    """The only suggestion at M3, or at `on`."""
    fields = {"on": M3, "zero": ZERO, "visit": "M3", **more}
    (found,) = suggestions(Evidence(findings=findings, **fields))
    return found


@pytest.mark.parametrize(
    ("finding", "code", "present"),
    [
        (_finding("rbc_hpf", _q("6")), "HEMAT", True),
        (_finding("rbc_hpf", _q("5")), "HEMAT", False),
        (_finding("rbc_hpf", Range("3", "5", "/HPF")), "HEMAT", False),
        (_finding("rbc_hpf", Range("4", "8", "/HPF")), "HEMAT", None),
        (_finding("rbc_hpf", Range("5", "10", "/HPF")), "HEMAT", None),
        (_finding("rbc_hpf", Range("6", "10", "/HPF")), "HEMAT", True),
        (_finding("rbc_hpf", Range("50", "", "/HPF")), "HEMAT", True),
        (_finding("rbc_hpf", _q("12"), menses=True), "HEMAT", None),
        (_finding("rbc_hpf", _q("2"), menses=True), "HEMAT", False),
        (_finding("wbc_hpf", Range("8", "10", "/HPF")), "PYUR", True),
        (_finding("wbc_hpf", _q("5", "<")), "PYUR", False),
        (_finding("p24_mg", _q("501")), "PROTU", True),
        (_finding("p24_mg", _q("500")), "PROTU", False),
        (_finding("p24_mg", _q("600", "<")), "PROTU", None),
        (_finding("upcr_g_g", _q("0.51")), "PROTU", True),
        (_finding("upcr_g_g", _q("0.5")), "PROTU", False),
        (_finding("rbc_casts", True), "CASTS", True),
        (_finding("haem_granular_casts", True), "CASTS", True),
        (_finding("granular_casts", True), "CASTS", None),
        (_finding("granular_casts", False), "CASTS", False),
        (_finding("c3", _q("0.79"), low=Decimal("0.8")), "LOWCOMP", True),
        (_finding("ch50", _q("40"), low=Decimal(40)), "LOWCOMP", False),
        (_finding("c4", _q("0.1")), "LOWCOMP", None),
        (_finding("dsdna", _q("101"), high=Decimal(100)), "DNABIND", True),
        (_finding("dsdna", _q("10", "<"), high=Decimal(100)), "DNABIND", False),
        (_finding("dsdna", _q("800", ">"), high=Decimal(100)), "DNABIND", True),
        (_finding("dsdna", _q("50")), "DNABIND", None),
        (_finding("temperature", _q("38.1")), "FEVER", True),
        (_finding("temperature", _q("38.0")), "FEVER", False),
        (_finding("platelets", _q("99")), "THROMB", True),
        (_finding("platelets", _q("100")), "THROMB", False),
        (_finding("white_cells", _q("2.9")), "LEUKO", True),
        (_finding("white_cells", _q("3.0")), "LEUKO", False),
    ],
)
def test_what_one_finding_says(finding: Finding, code: str, present: bool | None) -> None:
    found = _one(finding)
    assert (found.code, found.present) == (code, present)
    for sentence in (found.why.en, found.why.zh):
        assert M3.isoformat() in sentence


def test_one_that_shows_it_is_enough_and_is_named() -> None:
    low = Decimal("0.8")
    found = _one(_finding("c3", _q("1.1"), low=low), _finding("c4", _q("0.05"), low=Decimal("0.1")))
    assert found.present is True
    assert found.why.en.startswith("C4 0.05 g/L on")
    # A complement without a limit says nothing beside one with a limit.
    assert _one(_finding("c3", _q("1.1"), low=low), _finding("ch50", _q("20"))).present is False


def test_24_h_protein_comes_before_the_ratio_which_is_named_as_its_stand_in() -> None:
    ratio, total = _finding("upcr_g_g", _q("0.9")), _finding("p24_mg", _q("300"))
    assert _one(ratio, total).present is False
    assert "for 24 h protein" in _one(ratio).why.en
    assert "g/g" in _one(ratio).why.zh


def test_an_infection_and_another_method_leave_it_to_a_person() -> None:
    for finding in (_finding("wbc_hpf", _q("20")), _finding("temperature", _q("39"))):
        found = _one(finding, infection=True)
        assert found.present is None
        assert "infection" in found.why.en
    assert _one(_finding("wbc_hpf", _q("2")), infection=True).present is False
    dna = _finding("dsdna", _q("300"), high=Decimal(100), method="CLIA")
    assert _one(dna, dna_method="CLIA").present is True
    assert _one(dna).present is True
    changed = _one(dna, dna_method="ELISA")
    assert changed.present is None
    assert "method" in changed.why.en
    assert _one(dna, _finding("dsdna", _q("300"), high=Decimal(100), method="ELISA")).present is None


@pytest.mark.parametrize(("day", "present"), [(-6, True), (-5, None), (0, None), (30, None), (31, True)])
@pytest.mark.parametrize("what", ["platelets", "white_cells"])
def test_counts_are_silent_from_lymphodepletion_to_day_30(what: str, day: int, present: bool | None) -> None:
    on = ZERO + timedelta(days=day)
    finding = _finding(what, _q("1"), on)
    assert _one(finding, on=on, visit="W2" if 0 <= day <= 14 else "").present is present


def test_a_low_count_of_day_25_says_nothing_at_day_40_and_a_new_one_does() -> None:
    on = ZERO + timedelta(days=40)
    old = _finding("platelets", _q("40"), on - timedelta(days=15))
    assert _one(old, on=on).present is None
    assert _one(old, _finding("platelets", _q("60"), on), on=on).present is True
    assert _one(old, _finding("platelets", _q("160"), on), on=on).present is False
    # Before any infusion nothing is silent.
    assert _one(old, on=on, zero=None).present is True


def test_fever_is_silent_while_cytokines_are_released() -> None:
    on = ZERO + timedelta(days=12)
    finding = _finding("temperature", _q("39.5"), on - timedelta(days=5))
    crs = (Episode(ZERO + timedelta(days=3), ZERO + timedelta(days=8)),)
    assert _one(finding, on=on, visit="W2", crs=crs).present is None
    assert _one(finding, on=on, visit="W2", crs=(Episode(ZERO + timedelta(days=3)),)).present is None
    assert _one(finding, on=on, visit="W2", crs=(Episode(on, None),)).present is True
    assert _one(finding, on=on, visit="W2").present is True


@pytest.mark.parametrize(("day", "present"), [(2, True), (3, None), (8, None), (9, True)])
def test_an_episode_holds_its_first_and_its_last_day(day: int, present: bool | None) -> None:
    crs = (Episode(ZERO + timedelta(days=3), ZERO + timedelta(days=8)),)
    finding = _finding("temperature", _q("39.5"), ZERO + timedelta(days=day))
    assert _one(finding, on=ZERO + timedelta(days=12), visit="W2", crs=crs).present is present


@pytest.mark.parametrize(
    ("day", "visit", "window", "days"),
    [
        (14, "W2", "30D", 10),
        (18, "W2", "30D", 10),
        (0, "", "30D", 10),
        (16, "", "30D", 10),
        (17, "", "30D", 30),
        (-1, "", "30D", 30),
        (30, "M1", "30D", 30),
        (30, "M1", "10D", 10),
        (-20, "BL", "30D", 30),
    ],
)
def test_how_far_an_assessment_looks_back(day: int, visit: str, window: Any, days: int) -> None:
    evidence = Evidence(ZERO + timedelta(days=day), (), ZERO, visit, window)
    assert window_days(evidence) == days


@pytest.mark.parametrize(
    ("crs", "heard"),
    [
        # At M1 (day 30) only what lies after day 14 and after cytokine release.
        ((), [15, 20, 28]),
        ((Episode(ZERO, ZERO + timedelta(days=9)),), [15, 20, 28]),
        ((Episode(ZERO, ZERO + timedelta(days=20)),), [28]),
        ((Episode(ZERO),), []),
    ],
)
def test_at_month_1_only_what_came_after_the_early_weeks_speaks(crs: tuple[Episode, ...], heard: list[int]) -> None:
    on, found = ZERO + timedelta(days=30), []
    for day in (2, 14, 15, 20, 28):
        finding = _finding("rbc_hpf", _q("30"), ZERO + timedelta(days=day))
        found += [day] if suggestions(Evidence(on, (finding,), ZERO, "M1", crs=crs)) else []
    assert found == heard


@pytest.mark.parametrize(("day", "heard"), [(16, True), (17, False)])
def test_the_early_weeks_speak_until_w2_is_over(day: int, heard: bool) -> None:
    finding = _finding("rbc_hpf", _q("30"), ZERO + timedelta(days=10))
    assert bool(suggestions(Evidence(ZERO + timedelta(days=day), (finding,), ZERO))) is heard


def test_what_lies_outside_the_window_or_ahead_is_not_heard() -> None:
    for away in (-31, 1):
        finding = _finding("rbc_hpf", _q("30"), M3 + timedelta(days=away))
        assert suggestions(Evidence(M3, (finding,), ZERO, "M3")) == ()
    assert _one(_finding("rbc_hpf", _q("30"), M3 - timedelta(days=30))).present is True


def test_every_suggestion_is_a_descriptor_in_the_order_of_the_form() -> None:
    findings = tuple(
        _finding(what, True if "casts" in what else _q("1"), low=Decimal(9), high=Decimal(9)) for what in LABELS
    )
    found = [each.code for each in suggestions(Evidence(M3, findings, ZERO))]
    assert found == [code for code in DESCRIPTORS if code in found]
    assert len(found) == 9


@given(st.decimals(0, 20, places=1), st.sampled_from(["<", "<=", ">", ">="]), st.decimals(0, 9, places=1))
def test_a_limit_suggests_only_what_every_possible_number_would(number: Decimal, sign: Any, away: Decimal) -> None:
    said = _one(_finding("rbc_hpf", _q(str(number), sign))).present
    step = away + Decimal("0.1")
    inside = number - step if sign.startswith("<") else number + step
    if inside >= 0:
        assert said in (None, _one(_finding("rbc_hpf", _q(str(inside)))).present)
