"""The LMS method: there and back, rising, one rule up to 3 SD and WHO's beyond it, and L near and at zero."""

from decimal import Decimal
from math import log

from hypothesis import given, settings
from hypothesis import strategies as st

from study.lms import Lms

D = Decimal
TINY = D("1E-20")
powers = st.decimals(D(-3), D(3), places=4)
spreads = st.decimals(D("0.03"), D("0.1"), places=5)
values = st.decimals(D(1), D(400), places=2)
curves = st.builds(Lms, powers, st.decimals(D(10), D(200), places=4), spreads)


@settings(max_examples=60, deadline=None)
@given(curve=curves, z=st.decimals(D(-3), D(3), places=2))
def test_a_z_score_and_its_measurement_are_one_another(curve: Lms, z: Decimal) -> None:
    assert curve.usable
    assert abs(curve.z_score(curve.value_at(z)) - z) < TINY
    assert abs(curve.restricted(curve.value_at(z)) - z) < TINY


@settings(max_examples=60, deadline=None)
@given(curve=curves, pair=st.tuples(values, values))
def test_a_larger_measurement_never_has_a_smaller_z(curve: Lms, pair: tuple[Decimal, Decimal]) -> None:
    low, high = sorted(pair)
    assert curve.z_score(low) <= curve.z_score(high)
    assert curve.restricted(low) <= curve.restricted(high)


@settings(max_examples=40, deadline=None)
@given(curve=curves, steps=st.decimals(D("0.1"), D("2.5"), places=1), side=st.sampled_from([D(1), D(-1)]))
def test_beyond_3_sd_a_unit_is_the_distance_from_2_to_3(curve: Lms, steps: Decimal, side: Decimal) -> None:
    third = curve.value_at(3 * side)
    value = third + steps * (third - curve.value_at(2 * side))
    if value > 0:
        assert abs(curve.restricted(value) - side * (3 + steps)) < TINY


def test_without_a_power_the_logarithm_stands() -> None:
    curve = Lms(D(0), D(20), D("0.1"))
    assert abs(float(curve.z_score(D(25))) - log(25 / 20) / 0.1) < 1e-12
    assert abs(curve.z_score(curve.value_at(D("2.5"))) - D("2.5")) < TINY


@settings(max_examples=30, deadline=None)
@given(power=st.sampled_from(["1E-5", "-1E-5", "1E-11", "-1E-13", "1E-40"]), value=st.decimals(D(5), D(80), places=1))
def test_a_power_near_zero_is_near_the_logarithm(power: str, value: Decimal) -> None:
    near, at = Lms(D(power), D(20), D("0.1")), Lms(D(0), D(20), D("0.1"))
    assert abs(near.z_score(value) - at.z_score(value)) < D("0.001")


def test_what_gives_no_three_sd_is_not_usable() -> None:
    good = Lms(D(-1), D(16), D("0.1"))
    assert good.usable
    bad = [
        Lms(D(-1), D(0), D("0.1")),
        Lms(D(-1), D(16), D(0)),
        Lms(D(-1), D(16), D(1)),
        Lms(D(21), D(16), D("0.01")),
        Lms(D("3.4"), D(16), D("0.1")),
    ]
    assert [curve.usable for curve in bad] == [False] * len(bad)
