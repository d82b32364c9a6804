"""Bands of IgG, absolute subsets, state of the B cells and the way back after aplasia."""

import itertools
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.derived.given import Day, Given, Rows
from study.derived.registry import FORMULAS
from study.derived.result import Derived, apply
from study.values import Codes, DateValue, Quantity, TextValue, Value
from tests.kit.formulas import beside, compute, fits, notes, series, why

tenths = st.integers(0, 400).map(lambda number: str(Decimal(number) / 10))


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ({"igg": "<1.35", "lln": "6.17"}, "severe"),
        ({"igg": "<1.35"}, "severe"),
        ({"igg": "<4.0", "lln": "6.17"}, "severe"),
        ({"igg": ">=4.0"}, "not_severe"),
        ({"igg": "9.0"}, "not_severe"),
        ({"igg": ">7", "lln": "6.17"}, "normal"),
        ({"igg": "3.5", "lln": "3.0"}, "severe"),
    ],
)
def test_bands_of_igg(inputs: dict[str, str], expected: str) -> None:
    assert compute("IGGBAND", **inputs).verdict == expected


def test_a_band_that_is_open_and_a_limit_that_is_missing() -> None:
    assert why(compute("IGGBAND", igg="<6", lln="6.17")) == "Cannot tell: severe or low."
    assert why(compute("IGGBAND", igg=">5", lln="6.17")) == "Cannot tell: low or normal."
    assert why(compute("IGGBAND", igg="<5")).endswith("Missing: Lower limit of normal.")
    assert "only severe or not severe" in notes(compute("IGGBAND", igg="9"))
    assert "not the child's own" in notes(compute("IGGBAND", igg="9", lln="6", ivig=True))


def _given(**items: str) -> dict[str, Value]:
    dates = {code: DateValue(said) for code, said in items.items() if code.endswith("DTC")}
    codes = {code: Codes((said,)) for code, said in items.items() if not code.endswith("DTC")}
    return {"CMTRT": TextValue("IVIG"), "CMCLASS": Codes(("IVIG",)), **codes, **dates}


def _banded(row: dict[str, Value], **flags: TextValue) -> str:
    igg, lln = Quantity("9", "g/L"), Quantity("6", "g/L")
    log, day = Rows((row,), (frozenset(),)), Day(date(2026, 9, 18))
    return notes(apply(FORMULAS["IGGBAND"], Given({"igg": igg, "lln": lln, "rows": log, "on": day, **flags})))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (_given(CMSTDTC="2026-08-21", CMFRQ="once"), "not the child's own. IVIG, from 2026-08-21"),
        (_given(CMSTDTC="2026-08-20", CMFRQ="once"), ""), (_given(CMSTDTC="2026-09-19", CMFRQ="once"), ""),
        (_given(CMSTDTC="2026-06-01", CMENDTC="2026-08-21"), "not the child's own"),
        (_given(CMSTDTC="2026-06-01", CMENDTC="2026-08-20"), ""),
        (_given(CMSTDTC="2026-06-01", CMONGO="Y"), "not the child's own"),
        (_given(CMSTDTC="2026-06-01", CMFRQ="q4w"), "not the child's own"),
        (_given(CMSTDTC="2026-06-01", CMFRQ="q4w", CMONGO="N"), "was it still given?"),
        (_given(CMSTDTC="2026-06-01", CMFRQ="qd"), "Immunoglobulin IVIG of 2026-06-01: it has no end"),
        (_given(CMSTDTC="2026-08-21", CMFRQ="qd"), "not the child's own"),
        (_given(CMFRQ="once"), "its first day is not said"),
        (_given(CMSTDTC="2026-08", CMFRQ="once"), "not the child's own"), (_given(CMSTDTC="2026-07", CMFRQ="once"), ""),
        (_given(CMCLASS="STER", CMSTDTC="2026-09-01"), ""),
    ],
)  # fmt: skip
def test_the_log_of_medicines_tells_of_immunoglobulin(row: dict[str, Value], said: str) -> None:
    found = _banded(row)
    assert said in found if said else "mmunoglobulin" not in found


def test_a_form_that_says_no_and_a_log_that_says_yes_are_both_told() -> None:
    row = _given(CMSTDTC="2026-09-01", CMFRQ="once")
    assert "log of medicines says otherwise" in _banded(row, ivig=TextValue("N"))
    assert "otherwise" not in _banded(row, ivig=TextValue("Y"))
    assert "is not answered" in notes(compute("IGGBAND", "ivig", igg="9", lln="6"))


def test_an_absolute_count_from_lymphocytes_and_percentage() -> None:
    assert compute("ABSSUB", lym="1.5", pct="<0.1").shown == "<1.5"
    assert "outside 0-100" in why(compute("ABSSUB", lym="1.5", pct="101"))
    assert "Lymphocytes" in why(compute("ABSSUB", pct="12"))


def test_a_single_platform_count_comes_first() -> None:
    measured = compute("ABSSUB", lym="1.5", pct="12", single="171")
    assert (measured.shown, measured.route and measured.route.en) == ("171.0", "single-platform count as measured")


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ({"cd19": "<5"}, "depleted"),
        ({"cd19": "<20", "lln": "270"}, "depleted"),
        ({"cd19": "99", "lln": "270", "threshold": "100"}, "depleted"),
        ({"cd19": "100", "lln": "270", "threshold": "100"}, "partial"),
        ({"cd19": ">300", "lln": "270"}, "reconstituted"),
    ],
)
def test_the_state_of_the_b_cells(inputs: dict[str, str], expected: str) -> None:
    assert compute("BCELL", **inputs).verdict == expected


def test_a_state_that_is_open_still_says_whether_depleted() -> None:
    back = compute("BCELL", cd19="150")
    assert why(back) == "Cannot tell: partial or reconstituted. Missing: Lower limit of normal."
    assert back.code_of("depleted") == "N"
    assert "depleted or partial" in why(compute("BCELL", cd19="<40", lln="270"))


@given(st.sampled_from(["<", "<=", ">", ">="]), tenths, tenths)
def test_a_limit_never_decides_a_band_that_some_number_would_not(comparator: str, limit: str, number: str) -> None:
    if not fits(number, comparator + limit):
        return
    for code, name, lln in (("IGGBAND", "igg", "6.5"), ("BCELL", "cd19", "30")):
        by_limit, by_number = (
            compute(code, **{name: each, "lln": lln}).verdict for each in (comparator + limit, number)
        )
        assert by_limit in ("", by_number)


def course(*results: tuple[int, str], **more: str) -> Derived:
    return compute("BRECON", cd19s=series(results, "cells/uL"), **more)


def test_back_on_the_first_day_that_the_next_sample_confirms() -> None:
    found = course((0, "150"), (7, "0"), (28, "2"), (90, "20"), (120, "45"), (180, "200"))
    assert found.verdict == "reconstituted"
    assert beside(found) == {"aplasia_start": "7", "recon_day": "90", "aplasia_days": "83"}


def test_a_single_sample_above_is_no_return() -> None:
    found = course((7, "0"), (60, "30"), (90, "5"), (120, "25"), (150, "60"))
    assert beside(found) == {"aplasia_start": "7", "recon_day": "120", "aplasia_days": "113"}


def test_not_yet_back_and_not_yet_confirmed() -> None:
    away = course((7, "0"), (90, "3"))
    assert (away.verdict, beside(away)) == ("depleted", {"aplasia_start": "7", "aplasia_days": ">=83"})
    last = course((7, "0"), (90, "30"))
    assert (last.verdict, beside(last)) == ("unconfirmed", {"aplasia_start": "7", "aplasia_days": ">=83"})
    assert course((0, "150"), (30, "90")).verdict == "never_depleted"


def test_before_the_infusion_and_without_samples() -> None:
    # The aplasia of the lymphodepletion before day 0 is not that of the CAR-T cells.
    assert beside(course((-3, "0"), (0, "5"), (30, "0")))["aplasia_start"] == "0"
    assert "day 0" in why(course((-3, "0")))
    assert "day 0" in why(compute("BRECON"))


def test_two_samples_on_one_day_do_not_confirm_each_other() -> None:
    assert course((7, "0"), (90, "30"), (90, "35")).verdict == "unconfirmed"


def test_a_limit_that_may_be_either_leaves_open_only_what_it_must() -> None:
    assert "still depleted or back in the last sample" in why(course((7, "0"), (90, "<40")))
    assert course((7, "0"), (90, "<5"), (120, "<20")).verdict == "depleted"
    # Whatever day 60 was, the child was depleted again on day 90 and the return is that of day 120.
    assert beside(course((7, "0"), (60, "<40"), (90, "0"), (120, "30"), (150, "60")))["recon_day"] == "120"
    assert course((7, "0"), (90, "30"), (120, "60"), threshold="50").verdict == "unconfirmed"


@given(st.lists(st.sampled_from(["0", "30", "<40"]), min_size=1, max_size=6))
def test_a_course_is_told_only_when_all_readings_agree(found: list[str]) -> None:
    told = course(*((day * 30, count) for day, count in enumerate(found)))
    readings = itertools.product(*((("0", "30") if count == "<40" else (count,)) for count in found))
    possible = {
        (exact.verdict, tuple(sorted(beside(exact).items())))
        for exact in (course(*((day * 30, count) for day, count in enumerate(reading))) for reading in readings)
    }
    if told.known:
        assert possible == {(told.verdict, tuple(sorted(beside(told).items())))}
    else:
        assert len(possible) > 1
