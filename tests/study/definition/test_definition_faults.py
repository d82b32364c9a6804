"""Every kind of fault is found, with its file, line and item, and said in both languages."""

from collections.abc import Callable

import pytest

from study.definition.faults import DefinitionError, Fault
from study.definition.load import find_faults, load

Breaks = Callable[[str, str, str], tuple[Fault, ...]]
LAB, VISIT, VISITS, STUDY = "forms/LAB.yaml", "forms/VISIT.yaml", "visits.yaml", "study.yaml"

# file, passage, put instead, line of the fault, item, part of the sentence
KINDS = [
    (LAB, "    soft: [10, 220]", "    sofft: [10, 220]", 14, "CREAT", "`sofft` is not a key"),
    (LAB, "    zh: 肌酐\n", "", 7, "CREAT", "Chinese text (`zh`) is missing"),
    (LAB, "    zh: 肌酐\n", "    zh: ''\n", 9, "CREAT", "`zh` must be a text"),
    (LAB, "    en: Creatinine\n", "", 7, "CREAT", "English text (`en`) is missing"),
    (LAB, "unit: umol/L", "unit: umol/l", 11, "CREAT", "unit `umol/l` is not in units.yaml"),
    (LAB, "    unit: umol/L\n", "", 10, "CREAT", "a number needs a unit"),
    (LAB, "    decimals: 1\n", "", 7, "CREAT", "a number needs `decimals`"),
    (LAB, "    hard: [5, 2500]\n", "", 10, "CREAT", "a number needs hard limits"),
    (LAB, "type: number\n    unit: mg", "type: nummer\n    unit: mg", 29, "OTHER", "`type: nummer` is none of"),
    (LAB, "[5, 2500]", "[2500, 5]", 13, "CREAT", "hard limits are reversed"),
    (LAB, "[10, 220]", "[220, 10]", 14, "CREAT", "soft limits are reversed"),
    (LAB, "[10, 220]", "[4, 220]", 14, "CREAT", "soft limits lie outside the hard"),
    (LAB, "[10, 220]", "[10, 22O]", 14, "CREAT", "`soft: 22O` is not a number"),
    (LAB, "[10, 220]", "[10]", 14, "CREAT", "`soft` must be [low, high]"),
    (LAB, "[10, 220]", "[10, 220]\n    critical: [~, 9999]", 15, "CREAT", "critical limits lie outside the hard"),
    (
        LAB,
        "[10, 220]",
        "[10, 220]\n    soft_by_day: {days: [9, 8], limits: [6, 7]}",
        15,
        "CREAT",
        "the days are reversed",
    ),
    (LAB, "alt: {mg/dL: 88.4}", "alt: {mg/dl: 88.4}", 15, "CREAT", "unit `mg/dl` is not in units.yaml"),
    (LAB, "alt: {mg/dL: 88.4}", "alt: {mg/dL: 0}", 15, "CREAT", "factor must be above 0"),
    (LAB, "alt: {mg/dL: 88.4}", "alt: {umol/L: 1}", 15, "CREAT", "own unit is no other unit"),
    (LAB, "laboratory: true", "laboratory: yes", 16, "CREAT", "`laboratory: yes` is none of true, false"),
    (LAB, "aliases: [血肌酐, Cr]", "aliases: 血肌酐", 17, "CREAT", "`aliases` must be a list"),
    (LAB, "      source: BOOK", "      source: BOKO", 18, "CREAT", "no source `BOKO`"),
    (LAB, "      confirmed: false\n", "", 19, "CREAT", "`confirmed` is missing"),
    (LAB, "laboratory: true", "laboratory: true\n    method: KIT", 17, "CREAT", "no choice or text `KIT`"),
    (LAB, "      confirmed: false\n", "      confirmed: false\n      method: ENZ\n", 18, "CREAT", "`ENZ` is no answer"),
    (LAB, "below: 6y, sex: A", "below: 5y, sex: A", 18, "CREAT", "no interval from 5y to 6y (F)"),
    (LAB, "below: 6y, sex: A", "below: 7y, sex: A", 18, "CREAT", "intervals overlap at 6y (M)"),
    (
        LAB,
        "from: 6y, below: 18y, sex: F",
        "from: 73m, below: 18y, sex: F",
        18,
        "CREAT",
        "no interval from 6y to 73m (F)",
    ),
    (LAB, "low: 19, high: 44", "low: 44, high: 19", 18, "CREAT", "an interval is reversed"),
    (LAB, ", low: 19, high: 44", "", 18, "CREAT", "neither low nor high"),
    (LAB, "from: 2y, below: 6y", "from: 6y, below: 6y", 18, "CREAT", "ends before its age begins"),
    (LAB, "from: 2y,", "from: 2,", 22, "CREAT", "`from: 2` is not an age"),
    (LAB, "below: 6y, sex: A", "below: 6y, sex: X", 22, "CREAT", "`sex: X` is none of"),
    (LAB, "panel: P,", "panel: P9,", 25, "CREAT", "there is no panel `P9`"),
    (LAB, "axis: left", "axis: top", 25, "CREAT", "`axis: top` is none of"),
    (LAB, "hard: [0, 10]", "hard: [0, 10]\n    curves: [{panel: P}]", 33, "OTHER", "does not fit the left axis of P"),
    (LAB, "code: OTHER", "code: CREAT", 26, "CREAT", "stands twice in this form"),
    (LAB, "code: OTHER", "code: O-1", 26, "O-1", "`O-1` is not a code"),
    (LAB, "  - code: OTHER\n    en: Other", "  - en: Other", 26, "LAB", "`code` is missing"),
    (LAB, "    decimals: 1\n", "    decimals: 1\n    decimals: 2\n", 13, "CREAT", "`decimals` is said twice"),
    (LAB, "    decimals: 0", "    decimals: many", 31, "OTHER", "`decimals: many` is not a whole number"),
    (LAB, "    hard: [0, 10]", "    hard: [0, 10]\n    choices: SEX", 33, "OTHER", "`choices` is for choices only"),
    (LAB, "    hard: [0, 10]", "    hard: [0, 10]\n    identity: true", 33, "OTHER", "only a text or a date"),
    (LAB, "    hard: [0, 10]", "    hard: [0, 10]\n    pattern: a", 33, "OTHER", "`pattern` is for texts"),
    (LAB, "    hard: [0, 10]", "    hard: [0, 10]\n    loinc_confirmed: true", 33, "OTHER", "no LOINC code"),
    (
        LAB,
        "    hard: [0, 10]",
        "    hard: [0, 10]\n    laboratory: true\n    aliases: [ＣＲ]",
        34,
        "OTHER",
        "`cr` also names CREAT",
    ),
    (LAB, "holds: OTHER", "holds: NONE", 34, "ORDER", "there is no `NONE`"),
    (LAB, "holds: OTHER", "holds: LABO.OTHER", 34, "ORDER", "there is no `LABO.OTHER`"),
    (LAB, "OTHER * 88.4 < CREAT", "OTHER <> CREAT", 34, "ORDER", "can't be read as an expression"),
    (LAB, "OTHER * 88.4 < CREAT", "open(OTHER)", 34, "ORDER", "there is no function `open`"),
    (LAB, "OTHER * 88.4 < CREAT", "OTHER < derived(NONE)", 34, "ORDER", "there is no `NONE`"),
    (LAB, "OTHER * 88.4 < CREAT", "OTHER + CREAT", 34, "ORDER", "neither true nor false"),
    (LAB, "OTHER * 88.4 < CREAT", "OTHER == 'A'", 34, "ORDER", "OTHER is no word"),
    (LAB, "OTHER * 88.4 < CREAT", "\"VISIT.SEX in ('F', 'W')\"", 34, "ORDER", "W is no answer of SEX"),
    (LAB, "en: Odd", "severity: loud, en: Odd", 34, "ORDER", "`severity: loud` is none of"),
    (LAB, "en: Odd", "at: NONE, en: Odd", 34, "ORDER", "there is no item `NONE` in LAB"),
    (LAB, "derived: [TWICE]", "derived: [THRICE]", 5, "LAB", "there is no derived value `THRICE`"),
    (LAB, "derived: [TWICE]", "all_normal: true", 5, "LAB", "are never filled at once"),
    (LAB, "derived: [TWICE]", "attachments: [zip]", 5, "LAB", "`zip` is no kind of file"),
    (LAB, "derived: [TWICE]", "central: [edf]", 5, "LAB", "`edf` can't go to central readers"),
    (LAB, "form: LAB", "form: LABO", 1, "LABO", "must be named LABO.yaml"),
    (VISIT, "dated_by: VISDTC", "dated_by: SEX", 4, "VISIT", "`SEX` is no date of this form"),
    (VISIT, "choices: SEX", "choices: SEXES", 10, "SEX", "there is no code list `SEXES`"),
    (VISIT, ", choices: SEX", "", 10, "SEX", "a choice needs a code list"),
    (VISIT, "type: text, identity", "type: text, unit: umol/L, identity", 11, "NAME", "`unit` is for numbers only"),
    (VISIT, "type: text, identity", "type: text, censored: true, identity", 11, "NAME", "`censored` is for numbers"),
    (VISIT, "'[A-Z]+-[0-9]+'", "'[A-Z'", 12, "SUBJID", "not a regular expression"),
    (VISITS, "forms: [VISIT, LAB]", "forms: [VISIT, LAB, EGG]", 8, "V1", "there is no form `EGG`"),
    (VISITS, "forms: [VISIT, LAB]", "forms: [VISIT, VISIT, LAB]", 8, "V1", "a form stands twice"),
    (VISITS, "window: [-2, 3]", "window: [3, -2]", 6, "V1", "target day lies outside"),
    (VISITS, "window: [-2, 3]", "window: [-2.5, 3]", 6, "V1", "`window` is two whole days"),
    (VISITS, "    window: [-2, 3]\n", "", 2, "V1", "target_day and window go together"),
    (VISITS, "code: LOG", "code: LOGS", 1, "LOG", "the visit LOG is missing"),
    (VISITS, "code: LOG", "code: V1", 9, "V1", "the visit stands twice"),
    (VISITS, "    baseline: true\n", "", 1, "", "exactly one visit must be the baseline"),
    (VISITS, "    forms: [LAB]", "    repeating: true\n    forms: [LAB]", 9, "LOG", "LOG has no day"),
    ("units.yaml", "code: mg/dL,", "code: umol/L,", 3, "umol/L", "the unit stands twice"),
    ("units.yaml", "label: mg/dL", "label: mg/dL, aliases: [umol / L]", 15, "CREAT", "`umol/l` may mean"),
    ("codelists.yaml", "code: M", "code: F", 3, "SEX F", "stands twice in this list"),
    ("codelists.yaml", ", zh: 男", "", 3, "SEX M", "Chinese text"),
    ("panels.yaml", "panels:", "listed: [CREAT, OTHER]\npanels:", 1, "OTHER", "no panel of curves draws this value"),
    ("panels.yaml", "panels:", "listed: [CREAT, CREAT]\npanels:", 1, "CREAT", "the value is listed twice"),
    ("panels.yaml", "panels:", "listed: [A, B, C, D, E, F]\npanels:", 1, "", "has room for 5 values"),
    ("panels.yaml", "panels:", "listed: CREAT\npanels:", 1, "", "must be a list of words"),
    ("panels.yaml", "code: P", "code: P-", 2, "P-", "is not a code"),
    ("panels.yaml", "value: 100,", "value: 100, axis: right,", 5, "P", "on which nothing is drawn"),
    ("panels.yaml", "value: 100,", "of: NOBODY,", 5, "P", "`NOBODY` is not drawn on the left axis"),
    ("panels.yaml", "value: 100, ", "", 6, "P", "a line has a `value`, or `of`"),
    ("panels.yaml", "value: 100,", "value: 2, less_by: SHARE,", 6, "P", "`less_by` needs `of`"),
    ("panels.yaml", "value: 100,", "value: 2, of: CREAT, less_by: SHARE,", 6, "P", "and no `value`"),
    ("panels.yaml", "value: 100,", "of: CREAT, less_by: SHARE,", 5, "P", "there is no setting `SHARE`"),
    ("panels.yaml", "code: P", "code: P\n    range_left: [3, 1]", 3, "P", "`range_left` is [lowest, highest]"),
    ("panels.yaml", "code: P", "code: P\n    range_right: [0, 3]", 3, "P", "nothing is drawn on the right axis"),
    ("panels.yaml", "code: P", "code: P\n    days: [1, 2.5]", 3, "P", "`days` is two whole days"),
    ("panels.yaml", "code: P", "code: P\n    toxicity: [LAB]", 3, "P", "`LAB` is no form of CRS or ICANS"),
    ("panels.yaml", "code: P", "code: P\n    graded: TWICE", 3, "P", "`TWICE` has no limits below which"),
    ("panels.yaml", "code: P", "code: P\n    spans: [{of: NONE, en: a, zh: 甲}]", 3, "P", "there is no `NONE`"),
    ("panels.yaml", "code: P", "code: P\n    spans: [{of: TWICE, from: x, en: a, zh: 甲}]", 3, "P", "no `TWICE/x`"),
    ("panels.yaml", "code: P", "code: P\n    cautions: [{of: NO, when: a, en: a, zh: 甲}]", 3, "P", "not drawn here"),
    ("panels.yaml", "code: P", "code: P\n    cautions: [{of: CREAT, en: a, zh: 甲}]", 3, "P", "a caution has `after`"),
    ("panels.yaml", "code: P", "code: P\n    kind: pie", 3, "P", "pie"),
    ("panels.yaml", "code: P", "code: P\n    alike: [KIT]", 3, "P", "no form that is drawn here asks `KIT`"),
    ("panels.yaml", "code: P", "code: P\n    kind: response", 3, "P", "derived verdicts only"),
    ("panels.yaml", "code: P", "code: P\n    bars: [{form: AE, from: X}]", 3, "P", "there is no `AE`"),
    ("panels.yaml", "code: P", "code: P\n    bars: [{form: LAB, from: CREAT, when: NO == 1}]", 3, "P", "no `NO`"),
    ("panels.yaml", "code: P", "code: P\n    kind: heat\n    bars: [{form: LAB, from: CREAT}]", 4, "P", "only curves"),
    ("panels.yaml", "code: P", "code: P\n    kind: swimmer\n    bars: [{form: A, from: X}]", 4, "P", "there is no `A`"),
    ("derived.yaml", "unit: kg/m2", "unit: mol", 6, "TWICE", "unit `mol` is not in units.yaml"),
    ("derived.yaml", "source: BOOK", "source: BOKO", 8, "TWICE", "no source `BOKO`"),
    ("derived.yaml", "source: BOOK", "source: BOOK\n    curves: [{panel: Q}]", 9, "TWICE", "no panel `Q`"),
    ("derived.yaml", "    valid: {en: Always, zh: 总是}\n", "", 2, "TWICE", "`valid` is missing"),
    (STUDY, "  sex: V1/VISIT/SEX\n", "", 7, "sex", "the anchor `sex` is missing"),
    (STUDY, "sex: V1/VISIT/SEX", "sex: V1/VISIT/NAME", 11, "sex", "is no choice item"),
    (STUDY, "sex: V1/VISIT/SEX", "sex: LOG/VISIT/SEX", 11, "sex", "is no choice item"),
    (STUDY, "sex: V1/VISIT/SEX", "sex: V1/VISIT/SEX\n  moon: V1/VISIT/SEX", 12, "moon", "no such anchor"),
    (STUDY, "version: '1'\n", "", 1, "SMALL", "`version` is missing"),
    (STUDY, "timezone: Asia", "colour: red\ntimezone: Asia", 4, "SMALL", "`colour` is not a key"),
    (LAB, "    en: Other\n", "    en: Other: more\n", 27, "", "not YAML"),
    (LAB, "    en: Other\n", "    en: &a Other\n", 27, "", "anchors and aliases"),
    (LAB, "    en: Other\n", "    en: !!str Other\n", 27, "", "tags are not read"),
    (LAB, "    en: Other\n", "    ? [en]\n    : Other\n", 27, "", "a key must be a word"),
    (STUDY, "code: SMALL", "code: " + "[" * 30 + "]" * 30, 1, "", "nested too deeply"),
    (STUDY, "timezone: Asia/Shanghai\n", "timezone: Asia/Shanghai\n---\na: b\n", 6, "", "a second document"),
]


def test_the_small_definition_has_no_faults(small: dict[str, str]) -> None:
    assert find_faults(small) == ()


@pytest.mark.parametrize("kind", KINDS, ids=[f"{kind[4]}-{kind[5]}" for kind in KINDS])
def test_a_fault_is_found_where_it_stands(broken: Breaks, kind: tuple[str, str, str, int, str, str]) -> None:
    file, passage, instead, line, item, said = kind
    faults = broken(file, passage, instead)
    found = [fault for fault in faults if said in fault.sentence.en]
    assert found, [fault.sentence.en for fault in faults]
    where = "forms/LAB.yaml" if file == "units.yaml" and item == "CREAT" else file
    assert (where, line, item) in [(fault.file, fault.line, fault.item) for fault in found]
    assert all(fault.sentence.en.startswith(f"{fault.file}:{fault.line}") for fault in faults)
    assert all(fault.sentence.zh.startswith(f"{fault.file}:{fault.line}") for fault in faults)


def test_a_fault_brings_no_others(broken: Breaks) -> None:
    for file, passage, instead, said in (
        (LAB, "[10, 220]", "[220, 10]", "reversed"),
        (LAB, "    en: Other\n", "    en: Other: more\n", "not YAML"),
        (VISITS, "window: [-2, 3]", "window: [[-2, 3]", "not YAML"),
        ("units.yaml", "units:", "units: {", "not YAML"),
        ("codelists.yaml", "SEX:", "SEX: {", "not YAML"),
        (STUDY, "anchors:", "anchors: [", "not YAML"),
    ):
        faults = broken(file, passage, instead)
        assert [fault.file for fault in faults] == [file], [fault.sentence.en for fault in faults]
        assert said in faults[0].sentence.en


def test_all_faults_come_at_once_in_order(small: dict[str, str]) -> None:
    small[LAB] = (
        small[LAB].replace("[5, 2500]", "[2500, 5]").replace("    zh: 其他\n", "").replace("panel: P,", "panel: Q,")
    )
    small[VISITS] = small[VISITS].replace("LAB]", "LAB, EGG]", 1)
    with pytest.raises(DefinitionError) as caught:
        load(small)
    faults = caught.value.faults
    assert list(faults) == sorted(faults)
    assert {fault.item for fault in faults} >= {"CREAT", "OTHER", "V1"}
    assert caught.value.code == "definition_faulty"
    assert f"(and {len(faults) - 1} more)" in caught.value.sentence.en
    assert f"另有{len(faults) - 1}处" in caught.value.sentence.zh


@pytest.mark.parametrize("file", ["study.yaml", "visits.yaml", "units.yaml", "codelists.yaml", "panels.yaml"])
def test_a_missing_or_empty_file_is_named(small: dict[str, str], file: str) -> None:
    without = {name: text for name, text in small.items() if name != file}
    assert [(fault.file, fault.line) for fault in find_faults(without)] == [(file, 1)]
    assert [(fault.file, fault.line) for fault in find_faults({**small, file: "# nothing\n"})] == [(file, 1)]


def test_a_file_that_belongs_nowhere_is_named(small: dict[str, str]) -> None:
    assert [fault.file for fault in find_faults({**small, "notes.yaml": "a: b"})] == ["notes.yaml"]


def test_a_form_in_no_visit_is_named(small: dict[str, str]) -> None:
    small[VISITS] = small[VISITS].replace("[VISIT, LAB]", "[VISIT]").replace("forms: [LAB]", "forms: [VISIT]")
    assert [(f.file, f.line, f.item) for f in find_faults(small)] == [("forms/LAB.yaml", 1, "LAB")]


def test_a_definition_without_forms_says_so(small: dict[str, str]) -> None:
    parts = {name: text for name, text in small.items() if not name.startswith("forms/")}
    assert any(fault.sentence.en == "forms/:1: no form is defined" for fault in find_faults(parts))


def test_a_panel_with_nothing_on_it_is_named(broken: Breaks) -> None:
    faults = broken(LAB, "    curves: [{panel: P, axis: left}]\n", "")
    assert [(f.file, f.item) for f in faults] == [("panels.yaml", "P")]
