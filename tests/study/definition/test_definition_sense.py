"""What can be read and makes no sense is refused too: where it stands, in both languages."""

from collections.abc import Callable

import pytest

from study.definition.faults import Fault
from study.definition.load import find_faults, load

Breaks = Callable[[str, str, str], tuple[Fault, ...]]
LAB, VISITS, PROTOCOL = "forms/LAB.yaml", "visits.yaml", "protocol.yaml"
SECOND = """\
  - code: V2
    en: Second
    zh: 第二次
    target_day: 5
    window: [3, 9]
    forms: [LAB]
"""
YEARLY = """\
  - code: Y{n}
    en: Year {n}
    zh: 第{n}年
    years: [1, 3]
    target_day: 365
    window: [-30, 30]
    forms: [LAB]
"""
LOG = "  - code: LOG\n"
# file, passage, put instead, line of the fault, item, part of the sentence
KINDS = [
    (VISITS, "[-2, 3]", "[-2, 40000]", 6, "V1", "a day lies within 36500 of day 0"),
    (VISITS, LOG, YEARLY.replace("[1, 3]", "[3, 1]") + LOG, 9, "Y{n}", "`years` is [first, last]"),
    (VISITS, LOG, YEARLY.replace("[1, 3]", "[1, 999999999]") + LOG, 9, "Y{n}", "`years` is [first, last]"),
    (VISITS, LOG, YEARLY.replace("Y{n}", "Y") + LOG, 9, "Y", "has `{n}` in it"),
    (VISITS, LOG, "  - code: LOG\n    confirmed: true\n", 9, "LOG", "no window of which to say so"),
    (VISITS, LOG, "  - code: LOG\n    shares_window: true\n", 9, "LOG", "no window of which to say so"),
    (VISITS, LOG, "  - code: LOG\n    day_confirmed: true\n", 9, "LOG", "no target day to be confirmed"),
    (VISITS, "    baseline: true\n", "    repeating: true\n    baseline: true\n", 8, "V1", "the baseline is one visit"),
    (LAB, "hard: [0, 10]", "hard: [0, 10]\n    critical_confirmed: true", 33, "OTHER", "nothing is critical"),
    (LAB, "en: Odd", "confirmed: true, en: Odd", 34, "ORDER", "only a critical check is confirmed"),
    (LAB, "hard: [0, 10]", "hard: [0, 10]\n    loinc: 2160-1", 33, "OTHER", "`2160-1` is no LOINC code"),
    (LAB, "hard: [0, 10]", "hard: [0, 10]\n    loinc: '-5-4'", 33, "OTHER", "`-5-4` is no LOINC code"),
    (LAB, "hard: [0, 10]", "hard: [0, 10]\n    sdtm: WBC WBC", 33, "OTHER", "`WBC WBC` is no SDTM code"),
    (LAB, "hard: [0, 10]", "hard: [0, 10]\n    sdtm: wbc", 33, "OTHER", "`wbc` is no SDTM code"),
    (LAB, "hard: [0, 10]", "hard: [0, 10]\n    sdtm: LEUKOCYTES", 33, "OTHER", "`LEUKOCYTES` is no SDTM code"),
    (LAB, "hard: [0, 10]", "hard: [0, 10]\n    sdtm: CP.(none)", 33, "OTHER", "`CP.(none)` is no SDTM code"),
    (LAB, "hard: [0, 10]", "hard: [0, 10]\n    sdtm: ZZ.WBC", 33, "OTHER", "SDTM has no domain `ZZ`"),
    (LAB, "hard: [0, 10]", "hard: [0, 10]\n    sdtm: ISBDAGT=", 33, "OTHER", "`ISBDAGT=` is no SDTM code"),
    (LAB, "hard: [0, 10]", "hard: [0, 10]\n    sdtm: ZZBDAGT=DNA", 33, "OTHER", "SDTM has no domain `ZZ`"),
    (LAB, "hard: [0, 10]", "hard: [0, 10]\n    cdash: QQTERM", 33, "OTHER", "CDASH has no domain `QQ`"),
    (LAB, "hard: [0, 10]", "hard: [0, 10]\n    cdash: AE TERM", 33, "OTHER", "`AE TERM` is no CDASH code"),
    (LAB, "hard: [0, 10]", "hard: [0, 10]\n    sdtm_confirmed: true", 33, "OTHER", "no SDTM code is given"),
    (LAB, "hard: [0, 10]", "hard: [0, 10]\n    cdash_confirmed: true", 33, "OTHER", "no CDASH code is given"),
    (
        LAB,
        "hard: [0, 10]",
        "hard: [0, 10]\n    sdtm: AST\n    sdtm_confirmed: maybe",
        34,
        "OTHER",
        "`sdtm_confirmed: maybe` is none of true, false",
    ),
    (LAB, "hard: [0, 10]", "hard: [0, 10]\n    confirmed: maybe", 33, "OTHER", "`confirmed: maybe` is none of"),
    (
        "codelists.yaml",
        "zh: 女}",
        "zh: 女, confirmed: maybe}",
        2,
        "SEX F",
        "`confirmed: maybe` is none of true, false",
    ),
    (LAB, "{mg/dL: 88.4}", "{mg/dL: 99999999999}", 15, "CREAT", "no unit is so much larger"),
    (LAB, "low: 19, high: 44", "low: -19, high: 44", 18, "CREAT", "an interval lies outside the hard limits"),
    (LAB, "repeating: true", "repeating: true\nspecimen: true", 1, "LAB", "a specimen has a time"),
    (LAB, "from: 2y,", "from: 200y,", 22, "CREAT", "is not an age"),
    ("derived.yaml", "decimals: 1", "decimals: -5", 7, "TWICE", "`decimals` is 0 to 6"),
    ("derived.yaml", "decimals: 1", "decimals: 1\n    critical: [9, 5]", 8, "TWICE", "critical limits are reversed"),
    ("derived.yaml", "decimals: 1", "decimals: 1\n    critical_confirmed: true", 8, "TWICE", "nothing is critical"),
    (LAB, "en: Other", "en: ~", 27, "OTHER", "`en` must be a text"),
    (LAB, "code: OTHER", "code: 1OTHER", 26, "1OTHER", "`1OTHER` is not a code"),
    (LAB, "code: OTHER", "code: or", 26, "or", "`or` is not a code"),
    ("study.yaml", "Asia/Shanghai", "Asia/Atlantis", 4, "timezone", "`Asia/Atlantis` is no time zone"),
    ("codelists.yaml", "code: M, en: Male", "code: M, aliases: [女], en: Male", 3, "SEX M", "`女` also means F"),
]


@pytest.mark.parametrize("kind", KINDS, ids=[f"{kind[4]}-{kind[5]}" for kind in KINDS])
def test_nonsense_is_refused_where_it_stands(broken: Breaks, kind: tuple[str, str, str, int, str, str]) -> None:
    file, passage, instead, line, item, said = kind
    faults = broken(file, passage, instead)
    found = [fault for fault in faults if said in fault.sentence.en]
    assert [(fault.file, fault.line, fault.item) for fault in found] == [(file, line, item)], faults
    assert found[0].sentence.zh.startswith(f"{file}:{line}")
    assert found[0].sentence.zh != found[0].sentence.en


@pytest.mark.parametrize(
    ("window", "said", "faults"),
    [("[4, 9]", "", 0), ("[3, 9]", "", 1), ("[3, 9]", "one", 1), ("[3, 9]", "other", 1), ("[3, 9]", "both", 0)],
)
def test_windows_overlap_only_where_both_say_so(small: dict[str, str], window: str, said: str, faults: int) -> None:
    text = small[VISITS].replace(LOG, SECOND.replace("[3, 9]", window) + LOG)
    if said in ("one", "both"):
        text = text.replace("    window: [-2, 3]\n", "    window: [-2, 3]\n    shares_window: true\n")
    if said in ("other", "both"):
        text = text.replace(f"    window: {window}\n", f"    window: {window}\n    shares_window: true\n")
    found = find_faults({**small, VISITS: text})
    assert [(fault.file, fault.item) for fault in found] == [(VISITS, "V2")] * faults
    assert all("overlaps that of V1" in fault.sentence.en and "V1重叠" in fault.sentence.zh for fault in found)


def test_a_repeating_visit_may_lie_over_others(small: dict[str, str]) -> None:
    daily = SECOND.replace("    target_day: 5\n", "    repeating: true\n")
    assert find_faults({**small, VISITS: small[VISITS].replace(LOG, daily + LOG)}) == ()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "consent: {assent_from: 18y, own_consent_from: 8y}",
            "a child assents from 18y, after it consents itself from 8y",
        ),
        ("consent: {assent_from: 19y}", "a child assents from 19y"),
        ("runs_from: 2026-01-02\nruns_to: 2026-01-01", "`runs_to` lies before `runs_from`"),
        ("recruits_from: 2026-01-02\nrecruits_to: 2026-01-01", "`recruits_to` lies before `recruits_from`"),
        ("runs_from: 2026-W33-2", "`runs_from: 2026-W33-2` is not a day"),
        ("planned_subjects: -60", "`planned_subjects` is 1 at least"),
        ("contact_attempts: 0", "`contact_attempts` is 1 at least"),
        (
            "consent: {versions: [{code: A, kind: T, approved: 2026-02-01, until: 2026-01-01}]}",
            "its use ended before it was approved",
        ),
        (
            "consent: {versions: [{code: A, kind: T, approved: 2026-02-01}, {code: A, kind: T, approved: 2026-03-01}]}",
            "the version stands twice",
        ),
        (
            "safety: {clocks: [{code: C, en: c, zh: c, when: LAB.OTHER > 5, hours: 99999, recipients: [X]}]}",
            "a deadline lies 1 to 8784 hours ahead",
        ),
        (
            "safety: {clocks: [{code: C, en: c, zh: c, when: LAB.OTHER > 5, hours: 24, recipients: []}]}",
            "nobody is told of it",
        ),
    ],
)
def test_a_protocol_that_contradicts_itself_is_refused(small: dict[str, str], written: str, said: str) -> None:
    (fault,) = find_faults({**small, PROTOCOL: written + "\n"})
    assert (fault.file, said in fault.sentence.en) == (PROTOCOL, True), fault
    assert fault.sentence.zh != fault.sentence.en


def test_who_is_told_is_somebody_on_the_list(shipped: dict[str, str]) -> None:
    broken = shipped[PROTOCOL].replace("recipients: [INST, EC]", "recipients: [INST, MOON]")
    (fault,) = find_faults({**shipped, PROTOCOL: broken})
    assert "SAERECIP has no `MOON`" in fault.sentence.en


def test_an_input_from_a_choice_that_never_answers_it_is_refused(shipped: dict[str, str]) -> None:
    form = "forms/U24.yaml"
    broken = shipped[form].replace("choices: YNU}", "choices: OEDEMA}")
    found = find_faults({**shipped, form: broken})
    assert any("no answer of U24COMP is known to it" in fault.sentence.en for fault in found)


def test_the_marks_of_confirmation_are_read(shipped: dict[str, str]) -> None:
    study = load(shipped)
    marks = {visit.code: (visit.day_confirmed, visit.confirmed) for visit in study.visits}
    assert {code for code, mark in marks.items() if mark == (True, False)} == {"W2", "M1", "M3", "M6", "M12"}
    assert {code for code, mark in marks.items() if mark[1]} == {"D0"}


def test_usual_limits_without_a_source_and_grades_not_read_in_print_are_marked(shipped: dict[str, str]) -> None:
    study = load(shipped)
    ours = ["COAG/FIB", "ECHO/IVSD", "ECHO/LVPWD", "ECG/EGQTCM", "URINE/URBCUL", "URINE/UWBCUL"]
    assert not any(study.item(*each.split("/")).confirmed for each in ours)
    assert not any(study.derived[code].confirmed for code in ("NICAHT", "TICAHT", "ICAHT_LATE"))
    assert study.item("COAG", "FIB").soft is not None
