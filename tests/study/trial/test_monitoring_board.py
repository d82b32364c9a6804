"""The pack for a monitoring board: a child once in a term, clocks, rules that may be open, nobody's name."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.address import Address
from study.board.facts import Facts, facts_of
from study.board.frame import AsideRecord, Device, Frame
from study.board.harm import terms_of
from study.board.pack import pack
from study.board.rules import Judged, standing
from study.board.terms import WITHHELD
from study.definition.model import Study
from study.definition.trial import StoppingRule
from study.naming import KnownIdentity
from study.no_identity import Hidden, leaks
from study.sheet import Sheet
from study.text import Text

NOW = datetime.fromisoformat("2026-11-17T09:00")
D0 = date(2026, 8, 18)
KNOWN = KnownIdentity("王小明", ("12345678",))
RULE = StoppingRule("DEATHS", Text("Deaths", "死亡"), "AE", "AEOUT == 'FATAL'", count=2)
Begin = Callable[..., Any]


def infused(begin: Begin, code: str, study: Study) -> Any:
    """A chart of a child that was infused on D0."""
    chart = begin(study=study)
    chart.put(Address("child", "SCR", form="DM"), SEX="F", SUBJID=code, ICDTC="2026-07-01")
    chart.today = D0
    chart.form("D0", "INF", INFDTC="2026-08-18T10:00", INFCOMP="Y", CARDOSE="1.2", FRESH="FROZEN")
    return chart


def facts(chart: Any) -> Facts:
    return facts_of(chart.course(), NOW, KNOWN)


def tables(study: Study, *children: Facts) -> dict[str, Sheet]:
    frame = Frame(study, NOW, "SH01", (Device("CR-02", 9, "2026-11-17 08:00", here=True),))
    return {sheet.name: sheet for sheet in pack(frame, children)}


def lines(sheet: Sheet) -> dict[str, list[str]]:
    return {row[0]: row[1:] for row in sheet.texts("en")}


def test_a_child_stands_once_in_a_term_and_its_events_apart(begin: Begin, shipped: Study) -> None:
    one, two = infused(begin, "LN-001", shipped), infused(begin, "LN-002", shipped)
    for grade, day, words in (("2", 3, "贫血"), ("3", 20, "Anemia")):
        one.row("AE", AETERM=words, AESTDTC=str(D0 + timedelta(days=day)), AETOXGR=grade, AEBLGR="0")
    two.row("AE", AETERM="Anemia", AESTDTC=str(D0 + timedelta(days=5)), AETOXGR="1", AEBLGR="0")
    made = lines(tables(shipped, facts(one), facts(two))["events"])
    assert made["Anemia"] == ["1", "0", "1", "0", "0", "0", "2 / 2", "3"]
    assert made["Any event"] == ["1", "0", "1", "0", "0", "0", "2 / 2", "3"]


def test_what_a_table_leaves_out_is_told_with_its_highest_grade(begin: Begin, shipped: Study) -> None:
    chart = infused(begin, "LN-001", shipped)
    chart.row("AE", AETERM="Anemia", AESTDTC="2026-08-20", AETOXGR="3")
    other = begin(study=shipped)
    other.put(Address("child", "SCR", form="DM"), SEX="M", SUBJID="LN-002", ICDTC="2026-07-01")
    other.row("INFE", INFTYPE="BACT", INFST="2026-08-10", INFGR="5")
    made = tables(shipped, facts(chart), facts(other))
    events, infections = (" ".join(note.en for note in made[name].notes) for name in ("events", "infections"))
    assert "1 of which it cannot be told (highest grade: 3)" in events
    assert "1 of children who were not infused (highest grade: 5)" in infections


def test_the_term_of_the_dictionary_stands_in_both_languages(begin: Begin, shipped: Study) -> None:
    chart = infused(begin, "LN-001", shipped)
    chart.row("AE", AETERM="烧", AECTC="Fever", AESTDTC="2026-08-20", AETOXGR="2", AEBLGR="0")
    made = tables(shipped, facts(chart))["events"]
    assert [row[0] for row in made.texts("en")] == ["Any event", "Fever"]
    assert made.texts("zh")[1][0] == "发热"
    assert "own name: 0" in made.notes[2].en


def test_an_event_before_treatment_is_named_and_not_counted(begin: Begin, shipped: Study) -> None:
    chart = infused(begin, "LN-001", shipped)
    chart.row("AE", AETERM="Rash", AESTDTC="2026-07-10", AETOXGR="2", AEBLGR="0")
    made = tables(shipped, facts(chart))["events"]
    assert list(lines(made)) == ["Any event"]
    assert "1 events that are not under treatment" in made.notes[1].en


def test_a_term_that_names_the_child_is_withheld(begin: Begin, shipped: Study) -> None:
    chart = infused(begin, "LN-001", shipped)
    chart.row("AE", AETERM="小明发热", AESTDTC="2026-08-20", AETOXGR="2", AEBLGR="0", AESER="Y")
    chart.row("AE", AETERM="Rash 12345678", AESTDTC="2026-08-21", AETOXGR="2", AEBLGR="0")
    made = tables(shipped, facts(chart))
    said = "\n".join(cell for sheet in made.values() for row in sheet.texts("zh") for cell in row)
    assert "小明" not in said
    assert "12345678" not in said
    assert said.count(WITHHELD.zh) == 3


def test_a_serious_event_with_its_relation_and_clock(begin: Begin, shipped: Study) -> None:
    chart = infused(begin, "LN-001", shipped)
    chart.row(
        "AE", AETERM="CRS", AESTDTC="2026-08-20", AETOXGR="4", AEBLGR="0", AESER="Y", AEREL="DEF", AEEXP="Y",
        AESCRIT="LIFE", SAEDTC="2026-08-20T09:00", AEOUT="REC",
    )  # fmt: skip
    [row] = tables(shipped, facts(chart))["serious"].texts("en")
    assert row[:4] == ["LN-001", "CRS", "G4", "D2"]
    assert (row[5], row[8], row[10]) == ("Definite", "Recovered", "SAE to institution and ethics committee: overdue")


def test_numbers_stand_against_the_plan_and_each_child_in_one_line_of_the_disposition(
    begin: Begin, shipped: Study
) -> None:
    treated, screened = infused(begin, "LN-001", shipped), begin(study=shipped)
    screened.put(Address("child", "SCR", form="DM"), SUBJID="LN-002")
    made = tables(shipped, facts(treated), facts(screened))
    assert lines(made["numbers"])["Enrolled, of those planned"] == ["1 / 60 (2 %)"]
    assert lines(made["numbers"])["Infused, of the enrolled"] == ["1 / 1"]
    *groups, every = made["disposition"].texts("en")
    assert sum(int(row[2]) for row in groups) == int(every[2]) == 2
    assert lines(made["rules"]) == {}
    assert "none was invented" in made["rules"].notes[0].en


def test_what_stands_aside_and_what_is_not_here_is_said(begin: Begin, shipped: Study) -> None:
    aside = AsideRecord("LN-009", "LN-003", 2, 1)
    frame = Frame(shipped, NOW, "SH01", aside=(aside,), unsent=4, held=1)
    first = pack(frame, [facts(infused(begin, "LN-003", shipped))])[0]
    said = lines(first)
    assert said["Not sent to the EDC yet"] == ["changes: 4"]
    assert said["Last full sync with the EDC"] == ["never: only this workstation's data are here"]
    assert any("LN-009 stands aside: LN-003" in note.en and "2 adverse events" in note.en for note in first.notes)


def with_rules(study: Study, *rules: StoppingRule) -> Study:
    return msgspec.structs.replace(study, protocol=msgspec.structs.replace(study.protocol, stopping_rules=rules))


def test_a_rule_counts_children_on_its_days_by_the_highest_grade(begin: Begin, shipped: Study) -> None:
    rule = StoppingRule("G4", Text("Grade 4", "4级"), "AE", "AETOXGR == '4'", proportion=Decimal("0.5"), days=(0, 28))
    study = with_rules(shipped, rule)
    one, two = infused(begin, "LN-001", study), infused(begin, "LN-002", study)
    event = one.row("AE", AETERM="Fever", AESTDTC="2026-08-20", AETOXGR="3", AEBLGR="0")
    one.row("AEGR", AEGRAE=event.form_repeat, AEGRDTC="2026-08-21", AEGRGR="4")
    two.row("AE", AETERM="Fever", AESTDTC="2026-11-01", AETOXGR="4", AEBLGR="0")
    [row] = tables(study, facts(one), facts(two))["rules"].texts("en")
    assert row == [
        "Grade 4 (unconfirmed)", "AE: AETOXGR == '4', D0 … D28", "1", "2 children infused", "50 % or more",
        "MET", "–", "–",
    ]  # fmt: skip


def test_a_rule_that_rests_on_what_is_missing_cannot_be_told(begin: Begin, shipped: Study) -> None:
    study = with_rules(shipped, msgspec.structs.replace(RULE, count=1))
    chart = infused(begin, "LN-001", study)
    chart.row("AE", AETERM="Fever", AESTDTC="2026-08-20")
    [row] = tables(study, facts(chart))["rules"].texts("en")
    assert (row[2], row[5], row[7]) == ("0", "cannot tell", "LN-001")
    assert "missing or undecided for LN-001" in row[6]


TRUTHS = st.sampled_from((True, False, None))


@given(st.lists(st.tuples(TRUTHS, TRUTHS), max_size=8), st.integers(1, 4), st.booleans())
def test_a_rule_is_called_met_or_not_only_where_no_answer_changes_it(
    children: list[tuple[bool | None, bool | None]], limit: int, share: bool
) -> None:
    limits = {"count": None, "proportion": Decimal(limit) / 4} if share else {"count": limit}
    rule = msgspec.structs.replace(RULE, **limits)
    told = standing(rule, [(f"LN-{n:03}", Judged(*each)) for n, each in enumerate(children)])
    for every in _settled(children):
        state = standing(rule, [(f"LN-{n:03}", Judged(*each)) for n, each in enumerate(every)]).state
        assert told.state in ("open", state)
    assert told.numerator <= told.denominator


def _settled(children: list[tuple[bool | None, bool | None]]) -> list[list[tuple[bool, bool]]]:
    """All or none of what is open, one way and the other."""
    return [
        [(among if a is None else a, happened if h is None else h) for a, h in children]
        for among in (True, False)
        for happened in (True, False)
    ]


@pytest.mark.parametrize("grades", [("1", "4"), ("3",), ()])
def test_children_by_grade_add_up_to_the_children_of_a_term(
    begin: Begin, shipped: Study, grades: tuple[str, ...]
) -> None:
    chart = infused(begin, "LN-001", shipped)
    for grade in grades:
        chart.row("AE", AETERM="Fever", AESTDTC="2026-08-20", AETOXGR=grade, AEBLGR="0")
    for term in terms_of([facts(chart)]):
        assert sum(term.at_worst(grade) for grade in (1, 2, 3, 4, 5, None)) == len(term.by_child) == 1
        assert term.events == len(grades)


@pytest.mark.parametrize(
    ("items", "told"),
    [
        ({"CRSTMAX": "39.2", "CRSFEV": "Y"}, "cannot tell"),
        ({"CRSGRINV": "0"}, "G0"),
        ({"CRSGRINV": "2"}, "G2"),
    ],
)
def test_an_assessment_that_has_no_grade_is_no_grade_0(
    begin: Begin, shipped: Study, items: dict[str, str], told: str
) -> None:
    chart = infused(begin, "LN-001", shipped)
    chart.visit("W2", "2026-09-01")
    chart.form("W2", "CRS", CRSDTC="2026-09-01T08:00", **items)
    made = tables(shipped, facts(chart))
    assert made["children"].texts("en")[0][-2:] == [told, "–"]
    assert lines(made["toxicity"])["CRS: children by highest grade"][0] == f"{told}: 1"


def test_beside_a_known_grade_one_that_is_not_known_may_have_been_higher(begin: Begin, shipped: Study) -> None:
    chart = infused(begin, "LN-001", shipped)
    chart.visit("W2", "2026-09-01")
    for day, items in (("02", {"CRSGRINV": "1"}), ("03", {"CRSGRINV": "0"}), ("05", {"CRSFEV": "Y"})):
        chart.form("W2", "CRS", CRSDTC=f"2026-09-{day}T08:00", **items)
    made = tables(shipped, facts(chart))
    assert made["children"].texts("en")[0][-2] == "≥G1", "the episode was over before the one without a grade"
    assert lines(made["toxicity"])["CRS: children by highest grade"][0] == "≥G1: 1"


def test_a_child_that_had_lymphodepletion_alone_is_among_those_of_whom_events_are_counted(
    begin: Begin, shipped: Study
) -> None:
    one, two = infused(begin, "LN-001", shipped), begin(study=shipped)
    two.put(Address("child", "SCR", form="DM"), SUBJID="LN-002")
    two.visit("LD", "2026-08-13")
    two.form("LD", "LDC", LDSTDTC="2026-08-13")
    two.row("AE", AETERM="Rash", AESTDTC="2026-08-15", AETOXGR="3", AEBLGR="0")
    made = lines(tables(shipped, facts(one), facts(two))["events"])
    assert made["Rash"][6] == "1 / 2"


def test_a_term_that_names_another_child_is_found_before_anything_is_written(begin: Begin, shipped: Study) -> None:
    chart = infused(begin, "LN-001", shipped)
    chart.row("AE", AETERM="李建国同室感染", AESTDTC="2026-08-20", AETOXGR="5", AEBLGR="0", AESER="Y", AEOUT="FATAL")
    made = tables(shipped, facts(chart))
    found = leaks(list(made.values()), [Hidden(("李建国",))])
    assert {leak.table for leak in found} == {"serious", "events", "deaths"}


def test_whoever_got_cells_and_is_not_counted_as_infused_is_named(begin: Begin, shipped: Study) -> None:
    stopped = begin(study=shipped)
    stopped.put(Address("child", "SCR", form="DM"), SUBJID="LN-004")
    stopped.form("D0", "INF", INFDTC="2026-08-18T10:00", INFCOMP="N", CARDOSE="0.2")
    made = tables(shipped, facts(infused(begin, "LN-001", shipped)), facts(stopped))["numbers"]
    assert lines(made)["Infused, of the enrolled"][0].startswith("1 / ")
    assert [note.en for note in made.notes] == [
        "An infusion was begun and never completed for LN-004: not counted as infused."
    ]


@pytest.mark.parametrize(
    ("item", "here", "there"), [("AESER", "Y", "N"), ("AETOXGR", "5", "4"), ("AEOUT", "FATAL", "REC")]
)
def test_an_event_of_which_nobody_decided_whether_it_is_serious_is_not_passed_over(
    begin: Begin, shipped: Study, item: str, here: str, there: str
) -> None:
    chart = infused(begin, "LN-001", shipped)
    event = chart.row("AE", AETERM="Sepsis", AESTDTC="2026-08-20", AEBLGR="0", **{item: here})
    assert tables(shipped, facts(chart))["serious"].texts("en")[0][0] == "LN-001"
    chart.contradict(event, item, there)
    made = tables(shipped, facts(chart))["serious"]
    assert "1 events of LN-001" in made.notes[-1].en
    assert "LN-001" in made.notes[-1].zh
