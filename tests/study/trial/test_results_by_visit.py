"""The results file: every infused child once in a line, with a result or a reason; limits never made numbers."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from study.address import Address
from study.definition.model import Study
from study.results.measures import BASELINE, measures, visits_of
from study.results.of_child import WHY, Results, key_of, results_of
from study.results.tables import tables
from study.sheet import Sheet
from study.span import span_of
from study.values import Quantity

TODAY = date(2026, 11, 17)
Begin = Callable[..., Any]
HEAD = 8


def child(begin: Begin, study: Study, *, m3: str = "", dsdna: str = "") -> Results:
    """A child infused on 2026-08-18 with C3 at baseline and, where given, at M3."""
    chart = begin(study=study)
    chart.put(Address("child", "SCR", form="DM"), SEX="F", SUBJID="LN-001")
    bl = chart.visit("BL", "2026-08-12")
    chart.form(bl.visit, "SERO", C3="0.5", DSDNA="300")
    chart.form("D0", "INF", INFDTC="2026-08-18T10:00", INFCOMP="Y")
    if m3 or dsdna:
        chart.visit("M3", "2026-11-17")
        chart.form("M3", "SERO", **({"C3": m3} if m3 else {}), **({"DSDNA": dsdna} if dsdna else {}))
    return results_of(chart.course(), TODAY)


def row(sheet: Sheet, code: str, visit: str) -> list[str]:
    return next(each for each in sheet.texts("en") if each[2] == code and each[5].startswith(visit))


def numbers(study: Study, *children: Results) -> Sheet:
    return next(sheet for sheet in tables(study, children) if sheet.name == "numbers")


def test_a_median_of_three_and_of_fewer_nothing(begin: Begin, shipped: Study) -> None:
    some = [child(begin, shipped, m3=value) for value in ("0.8", "1.0", "1.1")]
    made = row(numbers(shipped, *some), "C3", "M3")
    assert made[:2] == ["Serology", "primary"]
    assert made[HEAD - 2 : HEAD + 6] == ["3", "3", "0", "1.00", "0.90", "1.05", "0.80", "1.10"]
    fewer = row(numbers(shipped, *some[:2]), "C3", "M3")
    assert fewer[HEAD - 2 : HEAD + 6] == ["2", "2", "0", "", "", "", "", ""]


def test_a_limit_stays_a_limit(begin: Begin, shipped: Study) -> None:
    some = [child(begin, shipped, dsdna=value) for value in ("<12", "<12", "40")]
    made = row(numbers(shipped, *some), "DSDNA", "M3")
    assert made[HEAD - 1 : HEAD + 2] == ["3", "2", "<12.0"]
    assert made[HEAD + 4 : HEAD + 6] == ["<12.0", "40.0"]


def test_why_there_is_none(begin: Begin, shipped: Study) -> None:
    made = numbers(shipped, child(begin, shipped, m3="0.8"), child(begin, shipped), child(begin, shipped, dsdna="20"))
    reasons = dict(zip(WHY, row(made, "C3", "M3")[HEAD + 6 :], strict=True))
    assert {why: count for why, count in reasons.items() if count != "0"} == {"not_due": "1", "not_entered": "1"}
    assert row(made, "C3", "M12")[HEAD + 6] == "3"
    assert row(made, "C3", "Baseline")[HEAD - 1] == "3"


def test_a_baseline_that_nobody_decided_gives_way_to_no_earlier_one(begin: Begin, shipped: Study) -> None:
    chart = begin(study=shipped)
    chart.put(Address("child", "SCR", form="DM"), SEX="F", SUBJID="LN-001")
    chart.visit("SCR", "2026-08-01")
    chart.form("SCR", "SERO", C3="0.4")
    chart.visit("BL", "2026-08-12")
    last = chart.form("BL", "SERO", C3="0.5")
    chart.form("D0", "INF", INFDTC="2026-08-18T10:00", INFCOMP="Y")
    serology = next(each for each in measures(shipped) if each.code == "C3")
    key = key_of(serology, BASELINE)
    assert results_of(chart.course(), TODAY).had[key].span == span_of(Quantity("0.5", "g/L"))
    chart.contradict(last, "C3", "0.7")
    assert results_of(chart.course(), TODAY).had[key].missing == "undecided"


def test_results_and_reasons_add_up_to_the_infused_in_every_line(begin: Begin, shipped: Study) -> None:
    children = [child(begin, shipped, m3="0.8"), child(begin, shipped, dsdna="<12"), child(begin, shipped)]
    _, _, told, answers = tables(shipped, children)
    for each in told.texts("en"):
        assert int(each[HEAD - 1]) + sum(map(int, each[HEAD + 6 :])) == int(each[HEAD - 2]) == 3
    for each in answers.texts("en"):
        assert int(each[HEAD - 1]) + sum(map(int, each[HEAD + 3 :])) == int(each[HEAD - 2]) == 3


def test_a_child_that_was_not_infused_is_in_no_line(begin: Begin, shipped: Study) -> None:
    chart = begin(study=shipped)
    chart.put(Address("child", "SCR", form="DM"), SUBJID="LN-002")
    only = results_of(chart.course(), TODAY)
    about = tables(shipped, [only])[0].texts("en")
    assert [each[1] for each in about][2:4] == ["1", "0"]
    assert only.had == {}


def test_the_primary_outcomes_come_first_and_every_measure_once(shipped: Study) -> None:
    every = measures(shipped)
    assert [each.primary for each in every] == sorted((each.primary for each in every), reverse=True)
    assert {each.outcome.en for each in every if each.primary} == {"Serology", "Cytokines", "Liver and kidney function"}
    keys = [key_of(each, BASELINE) for each in every]
    assert len(keys) == len(set(keys))
    assert {"RENAL", "DORIS", "LLDAS", "SLEDAI2K"} <= {each.code for each in every}
    assert not {"LBNAM", "LBHEM", "DSDNAM"} & {each.code for each in every}


@pytest.mark.parametrize("code", ["RENAL", "SRI4"])
def test_what_compares_with_the_baseline_has_no_line_there(shipped: Study, code: str) -> None:
    measure = next(each for each in measures(shipped) if each.code == code)
    assert measure.since_baseline
    assert "M3" in {visit.code for visit in visits_of(shipped, measure)}


def test_a_child_of_whose_infusion_the_day_is_not_decided_is_said_to_be_left_out(begin: Begin, shipped: Study) -> None:
    chart = begin(study=shipped)
    infusion = chart.form("D0", "INF", INFDTC="2026-08-18T10:00", INFCOMP="Y")
    chart.contradict(infusion, "INFDTC", "2026-08-19T10:00")
    made = results_of(chart.course(), TODAY)
    about = {each[0]: each[1] for each in tables(shipped, [made, child(begin, shipped)])[0].texts("en")}
    assert about["Not told: nobody decided between two days of the infusion"] == "1"
    assert about["Children infused: all of them are told (N)"] == "1"
