"""Eligibility at each gate: answers, evidence with the limit used, contradictions, what is pending, the flag."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from study.address import Address
from study.changes.facts import Report, ValueSet
from study.definition.model import Study
from study.definition.trial import Eligibility
from study.eligibility import Verdict, eligible_on, verdicts
from study.values import Quantity

FINE = {f"EXCL{n:02}": "N" for n in (1, 2, 3, 5, 8, 9, 10)}
NORMAL = {"CREAT": "53.9", "ALT": "20", "AST": "22", "BILI": "8"}


@pytest.fixture
def screened(begin: Callable[..., Any]) -> Any:
    """Screened on 2026-07-02: everything fine that can be known, the rest pending."""
    chart = begin()
    chart.visit("SCR", "2026-07-02")
    chart.form("SCR", "CHEM", LBDTC="2026-07-02T08:10", **NORMAL)
    chart.form("SCR", "IE", **FINE, EXCL04="P", EXCL06="P", EXCL07="P", IEBY="周敏", IEDTC="2026-07-03T15:00")
    return chart


def at_gate(chart: Any, gate: str) -> Verdict:
    return next(verdict for verdict in verdicts(chart.course()) if verdict.gate.code == gate)


def test_pending_is_allowed_until_the_first_gate_at_which_a_criterion_can_be_known(screened: Any) -> None:
    first, before_ld, before_inf = verdicts(screened.course())
    assert (first.outcome, first.by, str(first.on), first.reached) == ("eligible", "周敏", "2026-07-03", True)
    assert first.pending == ()
    assert [result.criterion.code for result in before_ld.pending] == ["EXCL04"]
    assert [result.criterion.code for result in before_inf.pending] == ["EXCL04", "EXCL06"]
    assert (before_ld.outcome, before_ld.reached) == ("pending", False)
    assert str(eligible_on(screened.course())) == "2026-07-03"


def test_the_last_answer_that_is_not_pending_counts_with_its_visit(screened: Any) -> None:
    screened.visit("LD", "2026-08-13")
    screened.form("LD", "CHEM", LBDTC="2026-08-13T08:00", **NORMAL)
    screened.form("LD", "IE", EXCL04="N", EXCL05="P")
    verdict = at_gate(screened, "BEFORE_LD")
    answers = {result.criterion.code: result.answer for result in verdict.results}
    assert verdict.outcome == "eligible"
    assert answers["EXCL04"] is not None
    assert (answers["EXCL04"].code, answers["EXCL04"].visit) == ("N", "LD")
    assert answers["EXCL05"] is not None
    assert (answers["EXCL05"].code, answers["EXCL05"].visit) == ("N", "SCR")
    assert at_gate(screened, "SCREEN").pending == ()


@pytest.mark.parametrize("code", ["EXCL01", "EXCL06"])
def test_one_criterion_that_is_met_excludes_even_before_its_gate(screened: Any, code: str) -> None:
    screened.put(Address("child", "SCR", form="IE"), **{code: "Y"})
    assert {verdict.outcome for verdict in verdicts(screened.course())} == {"not_eligible"}
    assert [result.criterion.code for result in at_gate(screened, "SCREEN").against] == [code]


def test_a_later_answer_does_not_change_an_earlier_gate(screened: Any) -> None:
    screened.visit("LD", "2026-08-13")
    screened.form("LD", "IE", EXCL04="Y")
    assert (at_gate(screened, "SCREEN").outcome, at_gate(screened, "BEFORE_LD").outcome) == ("eligible", "not_eligible")


@pytest.mark.parametrize(
    ("item", "number", "meets"),
    [
        ("CREAT", "220", False),
        ("CREAT", "220.1", True),
        ("BILI", "34", False),
        ("BILI", "34.1", True),
        ("BILI", "<40", None),
    ],
)
def test_a_no_that_a_measured_limb_contradicts_is_a_query(
    screened: Any, item: str, number: str, meets: bool | None
) -> None:
    screened.form("SCR", "CHEM", LBDTC="2026-07-02T18:00", **{item: number})
    verdict = at_gate(screened, "SCREEN")
    [result] = [result for result in verdict.results if result.criterion.code == "EXCL03"]
    limb = next(limb for limb in result.limbs if limb.limb.code == item)
    assert limb.meets is meets
    assert (verdict.outcome == "queries") == (meets is not False)
    assert len(verdict.queries) == (meets is not False)


def test_a_missing_limb_is_a_query_and_never_a_no(screened: Any, begin: Callable[..., Any]) -> None:
    chart = begin()
    chart.visit("SCR", "2026-07-02")
    chart.form("SCR", "CHEM", LBDTC="2026-07-02T08:10", CREAT="53.9", ALT="20", AST="22")
    chart.form("SCR", "IE", **FINE)
    verdict = at_gate(chart, "SCREEN")
    assert verdict.outcome == "queries"
    assert [("nobody can tell" in query.en, "bilirubin" in query.en) for query in verdict.queries] == [(True, True)]


def test_a_yes_that_nothing_measured_supports_is_a_query(screened: Any) -> None:
    screened.put(Address("child", "SCR", form="IE"), EXCL03="Y")
    verdict = at_gate(screened, "SCREEN")
    assert verdict.outcome == "not_eligible"
    assert ["nothing measured" in query.en for query in verdict.queries] == [True]


def test_the_limit_printed_on_the_report_is_the_one_that_is_used(screened: Any) -> None:
    place = Address(*at_gate(screened, "SCREEN").results[2].limbs[1].place.parts)  # type: ignore[union-attr]
    assert place.item == "ALT"
    heads = tuple(entry.fact.id for entry in screened.course().record.settled(place).heads)
    printed = ValueSet(
        id=screened.new_id(), bases=heads, address=place, value=Quantity("230", "U/L"), report=Report(high="45")
    )
    screened.write(printed)
    [limb] = [limb for limb in at_gate(screened, "SCREEN").results[2].limbs if limb.limb.code == "ALT"]
    assert (limb.meets, limb.value) == (True, Quantity("230", "U/L"))
    [used] = limb.limits
    assert (used.limit.number, used.report, used.side) == (Decimal(45), True, "high")


def test_evidence_comes_from_the_last_visit_that_measured_it(screened: Any) -> None:
    screened.visit("LD", "2026-08-13")
    screened.form("LD", "CHEM", LBDTC="2026-08-13T08:00", CREAT="260")
    screened.form("LD", "IE", EXCL04="N")
    by_code = {limb.limb.code: limb for limb in at_gate(screened, "BEFORE_LD").results[2].limbs}
    assert (by_code["CREAT"].meets, by_code["CREAT"].visit, str(by_code["CREAT"].on)) == (True, "LD", "2026-08-13")
    assert (by_code["ALT"].meets, by_code["ALT"].visit) == (None, "SCR"), "six weeks old: it tells nothing any more"
    assert at_gate(screened, "SCREEN").outcome == "eligible"


@pytest.mark.parametrize(("day", "older"), [("2026-07-16", False), ("2026-07-17", True)])
def test_a_result_older_than_two_weeks_leaves_the_criterion_open(screened: Any, day: str, older: bool) -> None:
    screened.visit("LD", day)
    screened.form("LD", "IE", EXCL04="N", IEBY="周敏", IEDTC=f"{day}T09:00")
    verdict = at_gate(screened, "BEFORE_LD")
    [result] = [result for result in verdict.results if result.criterion.code == "EXCL03"]
    assert {(limb.meets, limb.older_than) for limb in result.limbs} == {(None, 14) if older else (False, None)}
    assert verdict.outcome == ("queries" if older else "eligible")
    assert ["older than 14 days" in query.en for query in result.queries] == [True] * 4 * older
    assert all("已超过14天" in query.zh for query in result.queries)


def test_two_answers_side_by_side_are_a_query_and_no_answer(screened: Any) -> None:
    screened.contradict(Address("child", "SCR", form="IE"), "EXCL05", "Y")
    verdict = at_gate(screened, "SCREEN")
    assert verdict.outcome == "pending"
    assert any("side by side" in query.en for query in verdict.queries)


def test_two_results_side_by_side_decide_no_limb(screened: Any) -> None:
    limb = at_gate(screened, "SCREEN").results[2].limbs[0]
    assert limb.place is not None
    screened.contradict(limb.place, "CREAT", "300")
    again = at_gate(screened, "SCREEN")
    assert again.results[2].limbs[0].meets is None
    assert again.outcome == "queries"


def test_a_criterion_for_the_analysis_flags_and_never_excludes(screened: Any) -> None:
    screened.put(Address("child", "SCR", form="IE"), EXCL07="Y")
    verdict = at_gate(screened, "SCREEN")
    assert verdict.outcome == "eligible"
    assert [result.criterion.code for result in verdict.flags] == ["EXCL07"]


@pytest.mark.parametrize(
    ("answer", "outcome"), [("Y", "eligible"), ("N", "not_eligible"), ("P", "pending"), (None, "pending")]
)
def test_an_inclusion_criterion_of_the_site_counts_at_every_gate(
    screened: Any, answer: str | None, outcome: str
) -> None:
    items = {"INCLANS": answer} if answer else {}
    place = screened.row("INCL", INCLTX="年龄 5-17 岁", **items)
    verdict = at_gate(screened, "SCREEN")
    assert verdict.outcome == outcome
    result = verdict.results[-1]
    assert (result.criterion.label.zh, result.criterion.kind) == ("年龄 5-17 岁", "inclusion")
    if answer:
        assert result.answer is not None
        assert result.answer.place == replace(place, item="INCLANS")


def test_a_study_without_criteria_has_no_verdict(begin: Callable[..., Any], shipped: Study) -> None:
    bare = begin(study=replace(shipped, eligibility=Eligibility(shipped.eligibility.gates)))
    bare.visit("SCR", "2026-07-02")
    assert verdicts(bare.course()) == ()
    assert eligible_on(bare.course()) is None


@given(answers=st.lists(st.sampled_from(["Y", "N", "P", ""]), min_size=10, max_size=10))
def test_nobody_is_eligible_with_a_criterion_met_or_unanswered(begin: Callable[..., Any], answers: list[str]) -> None:
    chart = begin()
    chart.visit("SCR", "2026-07-02")
    chart.form("SCR", "CHEM", LBDTC="2026-07-02T08:10", **NORMAL)
    given_ = {f"EXCL{n:02}": code for n, code in enumerate(answers, 1) if code}
    chart.form("SCR", "IE", **given_)
    last = at_gate(chart, "BEFORE_INF")
    asked = [code for n, code in enumerate(answers, 1) if n != 7]
    if "Y" in asked:
        assert last.outcome == "not_eligible"
    elif "P" in asked or "" in asked:
        assert last.outcome == "pending"
    else:
        assert last.outcome == "eligible"
