"""Until when records are kept: the rule that ends last counts, an end that is not known is said, nothing is deleted."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.definition.model import Study
from study.definition.trial import Protocol, RetentionRule
from study.retention import how_sure, keep_until, retention, rule_line
from study.text import Text

TODAY = date(2026, 11, 17)
LABEL = Text("rule", "规则")


def rule(code: str, years: int, starts: Any, *, confirmed: bool = False) -> RetentionRule:
    return RetentionRule(code, LABEL, years, starts, confirmed=confirmed)


def test_of_the_shipped_rules_the_one_that_ends_last_counts(chart: Any, shipped: Study) -> None:
    chart.visit("M1", "2026-09-15")
    found = retention(shipped.protocol, [chart.course()], TODAY)
    assert found is not None
    assert found.planned is not None
    assert found.planned.on.year == 2041, "the yearly visits go on to year 15"
    assert found.strictest is not None
    assert found.strictest.rule.code == "BIOTECH"
    assert found.until == date(2071, found.planned.on.month, found.planned.on.day)
    by = {each.rule.code: each.until for each in found.counted}
    assert by["INPATIENT"] == date(2056, 9, 15)
    assert by["OUTPATIENT"] == date(2041, 9, 15)
    assert by["GCP"] is not None
    assert by["GCP"].year == 2046
    said = how_sure(found)
    assert "not known yet" in said.en
    assert "the registry says 2026-12-31" in said.en
    assert "尚未确定" in said.zh
    assert "unconfirmed" in keep_until(found, TODAY).en


def test_whoever_chose_against_the_yearly_visits_moves_nothing_to_year_15(chart: Any, shipped: Study) -> None:
    chart.form("ET", "DS", DSDECOD="COMPLETE", DSSTDTC="2026-11-01", DSLT="N")
    found = retention(shipped.protocol, [chart.course()], TODAY)
    assert found is not None
    assert found.planned is None or found.planned.on.year < 2028


def test_a_study_that_ended_counts_from_that_day_alone(chart: Any, shipped: Study) -> None:
    protocol = Protocol(ended=date(2024, 2, 29), retention=(rule("A", 30, "study_end", confirmed=True),))
    found = retention(protocol, [chart.course()], TODAY)
    assert found is not None
    assert found.until == date(2054, 3, 1), "a year from 29 February is 1 March where there is no 29th"
    assert how_sure(found).en == "the study ended on 2024-02-29"
    assert "unconfirmed" not in keep_until(found, TODAY).en


def test_without_an_end_or_a_visit_it_cannot_be_said() -> None:
    found = retention(Protocol(retention=(rule("A", 5, "study_end"), rule("B", 9, "last_visit"))), [], TODAY)
    assert found is not None
    assert found.until is None
    assert "can't be said" in keep_until(found, TODAY).en
    assert "not known yet" in how_sure(found).en
    assert all("not countable yet" in rule_line(each).en for each in found.counted)


def test_a_definition_without_rules_has_no_clock(chart: Any) -> None:
    assert retention(Protocol(runs_to=date(2026, 12, 31)), [chart.course()], TODAY) is None


def test_a_day_that_is_over_deletes_nothing_and_says_so() -> None:
    found = retention(Protocol(ended=date(2010, 1, 1), retention=(rule("A", 5, "study_end"),)), [], TODAY)
    assert found is not None
    assert "nothing is deleted" in keep_until(found, TODAY).en
    assert "不会删除" in keep_until(found, TODAY).zh


@given(st.lists(st.integers(1, 200), min_size=1, max_size=6), st.dates(date(2000, 1, 1), date(2050, 12, 31)))
def test_no_rule_ends_after_the_one_that_counts(years: list[int], ended: date) -> None:
    rules = tuple(rule(f"R{place}", each, "study_end") for place, each in enumerate(years))
    found = retention(Protocol(ended=ended, retention=rules), [], TODAY)
    assert found is not None
    assert found.until == max(each.until for each in found.counted if each.until is not None)
    assert found.strictest is not None
    assert found.strictest.rule.years == max(years)
    assert found.until.year == ended.year + max(years)


@pytest.mark.parametrize("starts", ["study_end", "last_visit"])
def test_every_rule_is_said_in_both_languages(starts: str, shipped: Study, chart: Any) -> None:
    found = retention(shipped.protocol, [chart.course()], TODAY)
    assert found is not None
    lines = [rule_line(each) for each in found.counted if each.rule.starts == starts]
    assert lines
    for line in lines:
        assert " years from " in line.en
        assert "年" in line.zh
