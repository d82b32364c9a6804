"""Every factor of the trial is what its two units come to: SI prefixes, and molar masses where these are needed."""

from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from desktop_app.study_files import read_folder
from study import units
from study.definition.load import load
from study.definition.model import AltUnit, Item, Study
from study.values import Comparator, Quantity

D = Decimal
MASS = {"kg": D(1000), "g": D(1), "mg": D("1e-3"), "ug": D("1e-6"), "ng": D("1e-9"), "pg": D("1e-12")}
MOLES = {"mmol": D("1e-3"), "umol": D("1e-6"), "pmol": D("1e-12")}
OTHERS = {
    "L": D(1), "dL": D("0.1"), "mL": D("1e-3"), "uL": D("1e-6"), "24h": D(1), "cells": D(1), "": D(1), "%": D("0.01"),
    "10^9": D("1e9"), "s": D(1), "ms": D("1e-3"), "min": D(60), "h": D(3600), "m": D(1), "cm": D("0.01"),
    "mm": D("1e-3"),
}  # fmt: skip
GRAMS_A_MOLE = {
    "CREAT": "113.12", "UCREAT": "113.12", "U24CREAT": "113.12", "UPCRR": "113.12", "UACRR": "113.12",
    "BILI": "584.66", "BILDIR": "584.66", "CA": "40.08", "ICA": "40.08", "CHOL": "386.65", "GLUC": "180.16",
    "MG": "24.305", "PHOS": "30.97", "TG": "885.4", "URATE": "168.11", "NTPROBNP": "8457",
    "UREA": "28.01",  # the two nitrogens of a urea: BUN
}  # fmt: skip
"""Molar masses, written here from the chemistry and not from the definition."""


@cache
def shipped() -> Study:
    return load(read_folder(resources.path("study")))


def _items() -> list[tuple[Item, AltUnit]]:
    items = [item for form in shipped().forms.values() for item in form.items]
    return [(item, alt) for item in items for alt in item.alt_units if alt.factor is not None]


def _size(unit: str, grams_a_mole: Decimal) -> Decimal:
    """A unit in grams, litres, seconds and metres."""
    size = D(1)
    for place, part in enumerate(unit.partition("{")[0].split("/")):
        factor = MASS.get(part) or (MOLES[part] * grams_a_mole if part in MOLES else OTHERS[part])
        size = size / factor if place else size * factor
    return size


@pytest.mark.parametrize(("item", "alt"), _items(), ids=lambda each: getattr(each, "code", getattr(each, "unit", "")))
def test_a_factor_is_what_the_units_come_to(item: Item, alt: AltUnit) -> None:
    assert alt.factor is not None
    moles = any(part in MOLES for unit in (item.unit, alt.unit) for part in unit.split("/"))
    grams = D(GRAMS_A_MOLE[item.code]) if moles else D(1)
    ratio = alt.factor / (_size(alt.unit, grams) / _size(item.unit, grams))
    assert D("0.995") < ratio < D("1.005"), f"{item.code}: {alt.unit} x {alt.factor}"


@given(
    which=st.sampled_from(_items()),
    number=st.decimals(D("0.001"), 99999, places=3),
    comparator=st.sampled_from(["", "<", "<=", ">", ">="]),
)
def test_there_and_back_is_the_same_number(
    which: tuple[Item, AltUnit], number: Decimal, comparator: Comparator
) -> None:
    item, alt = which
    assert alt.factor is not None
    base = units.to_base(item, Quantity(str(number), alt.unit, comparator))
    assert isinstance(base, Quantity)
    assert (base.unit, base.comparator) == (item.unit, comparator)
    assert abs(base.decimal / alt.factor - number) <= number * D("1e-20")
