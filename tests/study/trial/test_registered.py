"""What the registry announced: who counts as enrolled, the recruiting period, the day by which data are shared."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from study.address import Address
from study.definition.model import Study
from study.definition.trial import Protocol
from study.registered import Recruited, enrolled_on, outside_recruiting, recruited, sharing

DAYS = st.dates(date(2022, 1, 1), date(2030, 12, 31))


def test_the_shipped_trial_plans_sixty_and_shares_half_a_year_after_its_end(shipped: Study) -> None:
    found = recruited(shipped.protocol, ())
    assert found == Recruited(0, 60)
    assert found.words.zh == "已入组 0/60"
    said = sharing(shipped.protocol, date(2026, 11, 17))
    assert said is not None
    assert said.en == "data to be shared by 2027-06-30, 225 d left"


def test_a_child_counts_from_its_apheresis_or_infusion_at_the_latest(chart: Any, begin: Any) -> None:
    assert enrolled_on(chart.course()) == date(2026, 8, 18)
    chart.form("APH", "APH", LEUKDTC="2026-07-28")
    assert enrolled_on(chart.course()) == date(2026, 7, 28)
    assert enrolled_on(begin().course()) is None


def test_a_screening_failure_does_not_count_unless_it_was_infused(chart: Any, begin: Any, shipped: Study) -> None:
    failed = begin()
    failed.form("APH", "APH", LEUKDTC="2026-07-28")
    assert recruited(shipped.protocol, [failed.course()]) == Recruited(1, 60)
    for child in (chart, failed):
        child.form("ET", "DS", DSDECOD="SCREENFAIL", DSSTDTC="2026-08-19")
    assert recruited(shipped.protocol, [chart.course(), failed.course()]) == Recruited(1, 60)


@given(st.integers(0, 500), st.integers(0, 200))
def test_more_than_planned_is_said_and_nothing_else(enrolled: int, planned: int) -> None:
    found = Recruited(enrolled, planned)
    assert (found.too_many is not None) is (enrolled > planned)
    assert f"{enrolled} of {planned}" in found.words.en


@given(DAYS, DAYS)
def test_the_days_to_sharing_add_up(by: date, today: date) -> None:
    said = sharing(Protocol(share_by=by), today)
    assert said is not None
    days = (by - today).days
    assert (f"{days} d left" if days >= 0 else f"{-days} d ago") in said.en
    assert str(by) in said.zh


def test_a_protocol_that_announces_nothing_is_not_held_against_anything(chart: Any, shipped: Study) -> None:
    silent = replace(shipped, protocol=Protocol())
    assert recruited(silent.protocol, [chart.course()]) is None
    assert sharing(silent.protocol, date(2026, 1, 1)) is None
    chart.study = silent
    assert outside_recruiting(chart.course()) is None


@pytest.mark.parametrize(
    ("consent", "said"),
    [
        ("2024-05-28", "before recruiting began (2024-05-29)"),
        ("2024-05-29", ""),
        ("2025-11-30", ""),
        ("2025-12-01", "after recruiting ended (2025-11-30)"),
    ],
)
def test_a_consent_outside_the_recruiting_period_is_flagged(begin: Any, consent: str, said: str) -> None:
    chart = begin(date.fromisoformat(consent))
    chart.put(Address("child", "SCR", form="DM"), ICDTC=consent)
    found = outside_recruiting(chart.course())
    assert (found is None) is not bool(said)
    if found is not None:
        assert said in found.sentence.en
        assert found.place.item == "ICDTC"
        assert not found.stop


def test_a_later_consent_to_a_new_version_is_no_recruiting(begin: Any) -> None:
    chart = begin(date(2025, 6, 2))
    for day in ("2025-06-01", "2026-03-01"):
        chart.row("ICF", ICFTYPE="TRIAL", ICFDTC=f"{day}T10:00", ICFVER="V2.0")
    assert outside_recruiting(chart.course()) is None


def test_an_enrolment_after_the_end_is_flagged_though_the_consent_was_in_time(begin: Any) -> None:
    chart = begin(date(2025, 11, 20))
    chart.put(Address("child", "SCR", form="DM"), ICDTC="2025-11-20")
    chart.form("D0", "INF", INFDTC=f"{date(2025, 11, 30) + timedelta(days=30)}T10:00", INFCOMP="Y")
    found = outside_recruiting(chart.course())
    assert found is not None
    assert "enrolment of 2025-12-30" in found.sentence.en
