"""The clinical, safety, log and administrative forms of the trial: every question is there, placed, named and dated."""

from itertools import chain
from pathlib import Path

import pytest
import yaml

from study.address import LOG
from study.definition.load import load
from study.definition.model import Study
from study.text import Text

ASKED: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("trial_forms.yaml").read_text("utf-8"))
LOGS = {
    "CM", "AE", "AEGR", "SAE", "INFE", "SAMP", "KRT", "BX", "FLARE", "ICF", "CONT", "DV", "HOSP", "VAX", "PTX", "INCL",
}  # fmt: skip
EVERYWHERE = ("SCR", "BL", "W2", "M1", "M3", "M6", "M12", "UNS", "ET")
PLACED = {
    "VISIT": ("SCR", "APH", "BL", "LD", "D0", "EARLY", "W2", "M1", "M3", "M6", "M12", "UNS", "ET", "LT2", "LT15"),
    "VS": ("SCR", "APH", "BL", "LD", "D0", "EARLY", "W2", "M1", "M3", "M6", "M12", "UNS", "ET", "LT2", "LT15"),
    "DM": ("SCR",),
    "IE": ("SCR", "LD", "D0"),
    "MH": ("SCR",),
    "GEN": ("SCR",),
    "PREG": ("SCR", "BL", "LD", "M3", "M6", "M12"),
    "APH": ("APH",),
    "LDC": ("LD",),
    "INF": ("D0",),
    "CRS": ("D0", "EARLY", "W2"),
    "ICANS": ("BL", "LD", "D0", "EARLY", "W2"),
    "SLEDAI": (*EVERYWHERE, "LT2", "LT15"),
    "DS": ("M12", "ET"),
    "LTFU": ("LT2", "LT15"),
}
LABELS = [
    ("LOC", "1", "嗜睡，可自行醒来"),
    ("LOC", "2", "呼唤可唤醒"),
    ("LOC", "3", "仅触摸刺激可唤醒"),
    ("ICEDEMA", "1", "影像学局灶性水肿"),
    ("AEOUT", "REC", "痊愈"),
    ("AEOUT", "RECING", "好转"),
    ("AEOUT", "NREC", "未好转"),
    ("AEOUT", "SEQ", "有后遗症"),
    ("AEOUT", "UNK", "不详"),
    ("SAECRIT", "HOSP", "导致住院或住院时间延长"),
    ("SAECRIT", "CONG", "先天性异常/出生缺陷"),
    ("SAECRIT", "DISAB", "永久或显著的功能丧失"),
]


# Usual limits that nobody has given: proposals, and marked so.
PROPOSED = {
    "APH": ("APHVOL", "APHMNC", "APHCD3"),
    "LDC": ("BSALD", "FLUMG", "CYMG"),
    "INF": ("INFVOL",),
    "VS": ("UOP", "OEDEMA", "DRYWT"),
    "CRS": ("LOWSBP", "LOWSPO2", "O2FLOW", "TOCIDOSE", "TOCINUM"),
    "BX": ("BXGLOM",),
    "SAMP": ("SAMPALQ",),
    "HOSP": ("HOICUD",),
    "VAX": ("VAXDOSE",),
}


@pytest.fixture
def study(shipped: dict[str, str]) -> Study:
    return load(shipped)


@pytest.mark.parametrize("form", ASKED)
def test_every_question_of_the_protocol_is_asked(study: Study, form: str) -> None:
    assert [code for code in ASKED[form] if code not in {item.code for item in study.forms[form].items}] == []


def test_logs_stand_under_the_child_and_only_there(study: Study) -> None:
    assert set(study.visit(LOG).forms) == LOGS
    elsewhere = chain.from_iterable(visit.forms for visit in study.visits if visit.code != LOG)
    assert LOGS.isdisjoint(elsewhere)
    assert all(study.forms[form].repeating for form in LOGS)


@pytest.mark.parametrize("form", PLACED)
def test_each_form_stands_in_its_visits(study: Study, form: str) -> None:
    assert [visit for visit in PLACED[form] if form not in study.visit(visit).forms] == []


def test_every_repeat_can_be_dated_and_every_row_of_a_log_named(study: Study) -> None:
    repeating = [form for form in study.forms.values() if form.repeating]
    assert [form.code for form in repeating if not form.dated_by] == []
    assert [code for code in LOGS if not study.forms[code].named_by] == []


def test_tables_stand_for_logs(study: Study) -> None:
    assert study.item("DM", "PRIORTX").rows == "PTX"
    assert study.item("IE", "INCLTXT").rows == "INCL"


def test_eligibility_may_be_pending_and_is_asked_at_each_gate(study: Study) -> None:
    items = [item for item in study.forms["IE"].items if item.code.startswith("EXCL") and not item.code.endswith("TX")]
    assert [item.choices for item in items] == ["YNP"] * 10
    assert [gate.visit for gate in study.eligibility.gates] == ["SCR", "LD", "D0"]
    assert {criterion.item for criterion in study.eligibility.criteria} == {f"IE/{item.code}" for item in items}
    first = {criterion.code: criterion.gate for criterion in study.eligibility.criteria}
    assert (first["EXCL03"], first["EXCL04"], first["EXCL06"]) == ("SCREEN", "BEFORE_LD", "BEFORE_INF")
    assert [criterion.code for criterion in study.eligibility.criteria if criterion.analysis] == ["EXCL07"]


def test_nothing_that_the_registry_leaves_empty_is_invented(study: Study) -> None:
    assert [criterion.code for criterion in study.eligibility.criteria if criterion.kind == "inclusion"] == []
    assert study.protocol.consent_versions == ()
    assert not any(clock.confirmed for clock in study.protocol.clocks)


def test_the_dates_of_the_registry(study: Study) -> None:
    found = study.protocol
    dates = (found.ethics_approved, found.runs_from, found.runs_to, found.recruits_from, found.recruits_to)
    assert [str(each) for each in dates] == ["2023-04-22", "2022-12-01", "2026-12-31", "2024-05-29", "2025-11-30"]
    assert (found.planned_subjects, str(found.share_by)) == (60, "2027-06-30")
    assert found.monitoring_board == Text("none yet", "暂未设立")
    assert (found.assent_from.written, found.own_consent_from.written) == ("8y", "18y")
    assert [(clock.code, clock.hours) for clock in found.clocks] == [("SITE", 24), ("SUSAR7", 168), ("SUSAR15", 360)]


def test_the_registrys_three_primary_outcomes_are_said_by_the_definition(study: Study) -> None:
    found = study.protocol.outcomes
    assert [(each.code, each.forms, each.primary) for each in found] == [
        ("SEROLOGY", ("SERO",), True), ("CYTOKINES", ("CYTO",), True), ("ORGANS", ("CHEM",), True),
    ]  # fmt: skip
    assert [each.label.zh for each in found] == ["血清学指标", "细胞因子", "肝肾功能"]


def test_recipients_of_a_clock_are_answers_of_the_report(study: Study) -> None:
    known = {choice.code for choice in study.codelists["SAERECIP"]}
    assert {recipient for clock in study.protocol.clocks for recipient in clock.recipients} <= known


@pytest.mark.parametrize(("codelist", "code", "zh"), LABELS)
def test_answers_read_at_the_bedside_as_they_are_meant(study: Study, codelist: str, code: str, zh: str) -> None:
    assert next(choice.label.zh for choice in study.codelists[codelist] if choice.code == code) == zh


def test_weights_of_the_descriptors_are_said_where_they_are_answered(study: Study) -> None:
    notes = [item.note for item in study.forms["SLEDAI"].items if item.code.startswith("SLE_")]
    points = [int(note.en.split(" ", 1)[0]) for note in notes if note is not None]
    assert (len(points), sum(points)) == (24, 105)
    assert [int(note.zh.split("分", 1)[0]) for note in notes if note is not None] == points


@pytest.mark.parametrize("form", PROPOSED)
def test_limits_that_are_only_proposed_are_marked(study: Study, form: str) -> None:
    assert [code for code in PROPOSED[form] if study.item(form, code).confirmed] == []
    given = [item for item in study.forms[form].items if item.soft is not None and item.code not in PROPOSED[form]]
    assert all(item.confirmed for item in given)


def test_fludarabine_may_be_low_for_the_kidneys(study: Study) -> None:
    soft = study.item("LDC", "FLUDOSE").soft
    assert soft is not None
    assert soft.low == 12
