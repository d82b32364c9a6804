"""Custody of samples and the chain of identity of the product."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from study.definition.model import Study
from study.product import product
from study.samples import Balance, Sample, balance, outstanding, samples

DESTROYED = {"SAMPSTAT": "DESTR", "DESTDTC": "2026-09-01T10:00", "DESTBY": "李", "DESTWIT": "王"}


def sample(begin: Callable[..., Any], **items: str) -> Sample:
    chart = begin()
    chart.row("SAMP", SAMPID="S1", SAMPDTC="2026-08-01T08:00", **items)
    [found] = samples(chart.course())
    return found


def codes(found: Sample) -> set[str]:
    return {each.code for each in found.findings}


@pytest.mark.parametrize(
    ("items", "wrong", "is_open"),
    [
        ({"SAMPSTAT": "STORED"}, set(), True),
        ({"SAMPSTAT": "USED"}, set(), False),
        ({}, set(), True),
        (DESTROYED, set(), False),
        ({**DESTROYED, "DESTWIT": ""}, {"sample-destruction"}, False),
        ({**DESTROYED, "DESTWIT": " 李"}, {"sample-witness"}, False),
        ({**DESTROYED, "SAMPSTAT": "STORED", "SAMPALQ": "2", "SAMPNDES": "2"}, {"sample-after"}, True),
        ({**DESTROYED, "SAMPSTAT": "STORED", "SAMPALQ": "2", "SAMPNDES": "1", "SAMPNSTO": "1"}, set(), True),
        ({**DESTROYED, "DESTDTC": "2026-07-31T10:00"}, {"sample-order"}, False),
        ({"SAMPSTAT": "STORED", "SHIPDTC": "2026-08-02T08:00", "SHIPRCV": "2026-08-01T20:00"}, {"sample-order"}, True),
        (
            {"SAMPSTAT": "TRANSIT", "SHIPDTC": "2026-08-02T08:00", "SHIPRCV": "2026-08-03T08:00"},
            {"sample-received"},
            True,
        ),
    ],
)
def test_the_chain_of_a_sample(
    begin: Callable[..., Any], items: dict[str, str], wrong: set[str], is_open: bool
) -> None:
    found = sample(begin, **items)
    assert (codes(found), found.open) == (wrong, is_open)


@pytest.mark.parametrize(
    ("parts", "off"), [(("2", "1", "0", "2"), 0), (("2", "1", "0", "1"), 1), (("3", "1", "0", "2"), -1)]
)
def test_collected_is_used_destroyed_lost_and_stored(
    begin: Callable[..., Any], parts: tuple[str, ...], off: int
) -> None:
    used, destroyed, lost, stored = parts
    found = sample(
        begin, SAMPSTAT="STORED", SAMPALQ="5", SAMPNUSE=used, SAMPNDES=destroyed, SAMPNLOS=lost, SAMPNSTO=stored,
        DESTDTC="2026-09-01T10:00", DESTBY="李", DESTWIT="王",
    )  # fmt: skip
    assert found.balance.off == off
    assert ("sample-balance" in codes(found)) == bool(off)


@pytest.mark.parametrize(("closed", "withdrawn", "due"), [(False, False, 0), (True, False, 1), (False, True, 1)])
def test_what_is_still_kept_is_due_when_the_study_or_the_consent_ends(
    begin: Callable[..., Any], closed: bool, withdrawn: bool, due: int
) -> None:
    chart = begin()
    chart.row("SAMP", SAMPID="S1", SAMPSTAT="STORED")
    chart.row("SAMP", SAMPID="S2", SAMPSTAT="USED")
    found = samples(chart.course())
    assert [each.number for each in outstanding(found, closed=closed, withdrawn=withdrawn)] == ["S1"] * due


def test_what_nobody_counted_is_one_where_its_status_says(begin: Callable[..., Any]) -> None:
    chart = begin()
    for number, status in enumerate(("STORED", "USED", "DESTR", "LOST", "TRANSIT", "COLL")):
        chart.row("SAMP", SAMPID=f"S{number}", SAMPSTAT=status)
    assert balance(samples(chart.course())) == Balance(*map(Decimal, (6, 1, 1, 1, 3)))
    assert balance(()) == Balance()


@given(parts=st.lists(st.integers(0, 9), min_size=4, max_size=4), more=st.integers(-3, 3))
def test_the_balance_is_off_by_exactly_what_is_missing(parts: list[int], more: int) -> None:
    one = Balance(Decimal(sum(parts) + more), *map(Decimal, parts))
    assert one.off == more
    assert (one + one).off == 2 * more


INFUSED = {
    "INFDTC": "2026-08-18T10:00", "INFCOMP": "Y", "COIID": "COI-7", "LOT": "L1", "INFCHK1": "李", "INFCHK2": "王",
    "QCPASS": "Y", "COA": "Y", "CARDOSE": "1", "WTINF": "41.2", "CARTOT": "41.2",
}  # fmt: skip


COLLECTED = {"LEUKDTC": "2026-07-20", "APHID": "A1", "COIID": "COI-7", "APHCHK1": "李", "APHCHK2": "王"}


def chain(begin: Callable[..., Any], collected: dict[str, str] | None = None, /, **items: str) -> dict[str, bool]:
    chart = begin()
    chart.form("APH", "APH", **{**COLLECTED, **(collected or {})})
    chart.form("D0", "INF", **{**INFUSED, **items})
    return {found.code: found.stop for found in product(chart.course()).findings}


def test_a_whole_chain_finds_nothing(begin: Callable[..., Any]) -> None:
    assert chain(begin) == {}
    assert chain(begin, COIID=" coi-7 ") == {}, "how a code is typed is no mismatch"


@pytest.mark.parametrize(
    ("items", "code", "stop"),
    [
        ({"COIID": "COI-8"}, "other-code", True),
        ({"COIID": ""}, "no-code", True),
        ({"INFCHK2": ""}, "unchecked", True),
        ({"INFCHK2": "李"}, "one-person", True),
        ({"QCPASS": "N"}, "release", True),
        ({"LOT": ""}, "no-lot", False),
        ({"COA": "N"}, "certificate", False),
        ({"CARTOT": "20"}, "dose", False),
    ],
)
def test_what_breaks_the_chain(begin: Callable[..., Any], items: dict[str, str], code: str, stop: bool) -> None:
    assert chain(begin, None, **items) == {code: stop}


def test_an_apheresis_without_a_code_leaves_nothing_to_compare_with(begin: Callable[..., Any]) -> None:
    assert chain(begin, {"COIID": ""}) == {"apheresis-code": False, "no-code": True}
    assert chain(begin, {"APHCHK1": "李", "APHCHK2": "李"}) == {"apheresis-check": False}
    assert chain(begin, {"APHCHK2": ""}) == {"apheresis-unchecked": False}


@pytest.mark.parametrize(("total", "fits"), [("43.36", True), ("43.37", False), ("39.23", False), ("39.24", True)])
def test_dose_times_weight_is_the_total_but_for_five_per_cent(
    begin: Callable[..., Any], total: str, fits: bool
) -> None:
    assert ("dose" in chain(begin, CARTOT=total)) != fits


def test_a_planned_infusion_is_not_yet_judged(begin: Callable[..., Any]) -> None:
    chart = begin()
    chart.form("D0", "INF", WTINF="41.2")
    assert product(chart.course()).findings == ()


def test_a_study_that_does_not_ask_for_a_chain_hears_nothing(begin: Callable[..., Any], shipped: Study) -> None:
    asked = ("INFDTC", "LOT")
    form = replace(
        shipped.forms["INF"], items=tuple(i for i in shipped.forms["INF"].items if i.code in asked), checks=()
    )
    chart = begin(study=replace(shipped, forms={**shipped.forms, "INF": form}))
    chart.form("D0", "INF", INFDTC="2026-08-18T10:00", LOT="L1")
    assert product(chart.course()).findings == ()
