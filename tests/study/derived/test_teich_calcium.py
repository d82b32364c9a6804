"""Left ventricle by M-mode, calcium corrected for albumin, QTc by rate."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.derived.result import plain_result
from tests.kit.formulas import beside, compute, notes, why


def test_a_limit_of_one_diameter_goes_the_way_each_result_goes() -> None:
    found = beside(compute("TEICH", lvidd_mm=">40", lvids_mm="26"))
    # 7 / 6.4 x 64 = 70.0; 7 / 5.0 x 17.576 = 24.6
    assert found == {"EDV": ">70.0", "ESV": "24.6", "EF": ">64.8", "FS": ">35.0"}
    assert "opposite" in why(compute("TEICH", lvidd_mm=">40", lvids_mm=">26"))


def test_diameters_that_cannot_be() -> None:
    assert "larger" in why(compute("TEICH", lvidd_mm="26", lvids_mm="40"))
    assert "above 0" in why(compute("TEICH", lvidd_mm="40", lvids_mm="0"))
    assert "Systolic" in why(compute("TEICH", lvidd_mm="40"))


def test_an_unusual_shortening_is_pointed_out() -> None:
    assert "25-45" in notes(compute("TEICH", lvidd_mm="52", lvids_mm="42"))
    assert not compute("TEICH", lvidd_mm="40", lvids_mm="26").notes


@given(st.integers(20, 60), st.integers(15, 59))
def test_a_smaller_systole_ejects_more(diastole: int, systole: int) -> None:
    if systole >= diastole:
        return
    less, more = (compute("TEICH", lvidd_mm=str(diastole), lvids_mm=str(each)).value for each in (systole, systole - 1))
    assert less is not None
    assert more is not None
    assert Decimal(0) < less < more <= 100


def test_calcium_in_the_nephrotic_state_is_called_unreliable() -> None:
    low = compute("CACORR", ca="1.9", alb="18")
    assert (low.shown, "Unreliable" in notes(low)) == ("2.34", True)  # 1.9 + 0.02 x 22
    assert "Unreliable" in notes(compute("CACORR", ca="2.1", alb="32", nephrotic=True))
    assert not compute("CACORR", ca="2.1", alb="30").notes


def test_ionised_calcium_is_preferred_when_it_is_there() -> None:
    assert "1.12 mmol/L: prefer it" in notes(compute("CACORR", ca="2.3", alb="40", ica="1.12"))


def test_calcium_falls_with_albumin() -> None:
    assert compute("CACORR", ca="2.1", alb="<25").shown == ">2.40"
    assert compute("CACORR", ca="<2.1", alb="25").shown == "<2.40"
    assert "opposite" in why(compute("CACORR", ca="<2.1", alb="<25"))


@pytest.mark.parametrize(
    ("qt", "hr", "shown", "long", "route"),
    [
        ("400", "75", "447", "N", "Bazett"),
        ("380", "90", "465", "Y", "Bazett"),  # 380 x sqrt(1.5) = 465.4
        ("380", "91", "437", "N", "Fridericia"),  # 380 x cube root of 1.5167 = 436.6
        ("380", "110", "465", "Y", "Fridericia"),
        ("460.4", "60", "460", "N", "Bazett"),  # compared after rounding
        ("460.5", "60", "461", "Y", "Bazett"),
    ],
)
def test_qtc_by_the_formula_for_the_rate(qt: str, hr: str, shown: str, long: str, route: str) -> None:
    found = compute("QTCSEL", qt=qt, hr=hr)
    assert found.route is not None
    assert (found.shown, found.code_of("long")) == (shown, long)
    assert found.route.en.startswith(route)
    assert plain_result(found) == int(shown)


def test_a_rate_that_may_be_either_chooses_no_formula() -> None:
    assert why(compute("QTCSEL", qt="380", hr="<120"))
    assert compute("QTCSEL", qt="380", hr=">110").shown == ">465"
    assert compute("QTCSEL", qt="300", hr=">110").code_of("long") == ""
    assert "outside 40-180" in why(compute("QTCSEL", qt="380", hr="30"))
    fast = compute("QTCSEL", qt="380", hr="200")
    assert (fast.shown, "outside 40-180" in notes(fast)) == ("568", True)
    assert "outside 40-180" not in notes(compute("QTCSEL", qt="300", hr="180"))
    assert "Heart rate" in why(compute("QTCSEL", qt="380"))
