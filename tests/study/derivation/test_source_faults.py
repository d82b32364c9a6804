"""A source that cannot give what its formula wants refuses the definition, with the line on which it is written."""

import pytest

from study.definition.load import find_faults

FILE = "derived.yaml"
# passage of derived.yaml, put instead, item of the fault, part of the sentence
KINDS = [
    (
        "height_cm: {item: VS/HEIGHT",
        "height_cn: {item: VS/HEIGHT",
        "height_cn",
        "no formula takes an input `height_cn`",
    ),
    ("item: VS/HEIGHT, within", "item: VS/HIGHT, within", "height_cm", "there is no item `VS/HIGHT`"),
    ("item: VS/HEIGHT, within", "item: VT/HEIGHT, within", "height_cm", "there is no form `VT`"),
    ("item: VS/HEIGHT, within", "item: VS/WEIGHT, within", "height_cm", "VS/WEIGHT comes in kg, not in cm"),
    ("item: VS/HEIGHT, within", "item: VISIT/VISDTC, within", "height_cm", "VISIT/VISDTC gives day, not number"),
    ("within: 90, fresh: 30", "fresh: 30", "height_cm", "`fresh` goes with `within`"),
    ("within: 90, fresh: 30", "within: 90, at: baseline", "height_cm", "`within` is for values of this visit"),
    ("item: DM/DIALBL, at: SCR", "item: DM/DIALBL, at: SRC", "krt_baseline", "there is no visit `SRC`"),
    ('at: SCR, when: "visit()', 'at: SCR, when: "visits()', "krt_baseline", "there is no function `visits`"),
    ("OEDEMA in ('2',)", "OEDEM in ('2',)", "weight_kg", "there is no `OEDEM`"),
    ("person: age_y", "person: age", "age_y", "`age` is none of age_y, age_months"),
    ("person: day", "person: sex", "on", "sex gives word, not day"),
    ("derived: DIALYSIS", "derived: DIALYSES", "dialysis", "there is no derived value `DIALYSES`"),
    ("derived: DIALYSIS", "derived: BMI", "dialysis", "BMI gives number, not flag"),
    ("krt_log: {rows: KRT}", "krt_log: {rows: VS}", "krt_log", "VS is no log of the child, and no form of a specimen"),
    ("krt_log: {rows: KRT}", "krt_log: {rows: KRTS}", "krt_log", "there is no form `KRTS`"),
    ("present: {codes: SCORE/SLE_*", "present: {codes: SCORE/SLD_*", "present", "no item begins so"),
    ("SCORE/SLE_*, part: Y}\n", "SCORE/SLE_*, part: yes}\n", "present", "SLE_RASH has no answer `yes`"),
    ("present: {codes: SCORE/SLE_*, part: Y}", "present: {codes: SCORE/*, part: Y}", "present", "PGA is no choice"),
    ("hours: U24/U24SDTC, part: U24/U24EDTC", "hours: U24/U24SDTC, part: CHEM/LBDTC", "hours", "stand on one form"),
    ("hours: U24/U24SDTC", "hours: U24/U24VOL", "hours", "U24/U24VOL is no datetime"),
    ("rate: ECG/RR", "rate: ECG/EGHR", "hr", "ECG/EGHR comes in beats/min, not in ms"),
    ("{rows: {rows: CM}}", "{row: {rows: CM}}", "PREDEQ", "PREDEQ takes no `row`; it takes drug, mg, per_day"),
    ("x: {item: CBC/NEUT}", "x: {item: CBC/CD19A}", "CTC_NEUT", "CBC/CD19A comes in cells/uL, not in 10^9/L"),
    ("limit: CBC/NEUT, part: low", "limit: CBC/NEUT, part: lo", "CTC_NEUT", "`part` is low or high"),
    ("{series: CBC/NEUT, days: [0, 30]}", "{series: CBC/NEUT, days: [30, 0]}", "NICAHT", "`days` are reversed"),
    ("{series: CBC/NEUT, days: [0, 30]}", "{item: CBC/NEUT}", "NICAHT", "CBC/NEUT gives number, not series"),
    ("setting: threshold", "setting: treshold", "BCELL", "there is no setting `treshold`"),
    ("LMS: {table: HAZ, part: LMS}", "LMS: {table: HAZZ, part: LMS}", "HAZ", "there is no table `HAZZ`"),
    ("LMS: {table: HAZ, part: LMS}", "LMS: {table: HAZ, part: P90}", "HAZ", "`part` is one of standard, LMS"),
    ("LMS: {table: HAZ, part: LMS}", "LMS: {table: HAZ, part: standard}", "HAZ", "HAZ gives word, not numbers"),
    ("pred: {derived: PREDEQ}", "pred: {derived: UPCR, part: mg}", "LLDAS", "UPCR gives no `mg`"),
    ("item: SCORE/PGA", "item: KRT/KRTMOD", "LLDAS", "KRT is a log: take its `rows`"),
    ("code: BMI,", "code: BMJ,", "BMJ", "there is no formula `BMJ`"),
    ("unit: kg/m2", "unit: kg", "BMI", "BMI comes in kg/m2, not in kg"),
    ("choices: BAND", "choices: BANDS", "BCELL", "there is no code list `BANDS`"),
    ("choices: BAND", "unit: grade, decimals: 0", "BCELL", "its verdicts need a code list"),
    ("zh: DIALYSIS, choices: YNU", "zh: DIALYSIS, choices: SEX", "DIALYSIS", "SEX has no word for `Y`"),
    (
        "zh: DIALYSIS, choices: YNU",
        "zh: DIALYSIS, choices: YNU, quiet: MAYBE",
        "DIALYSIS",
        "`MAYBE` is no verdict of YNU",
    ),
    ("code: P24, en: P24", "code: P24, part: mg_m2, en: P24", "P24", "P24 gives no `mg_m2`"),
]


def test_the_small_trial_has_no_faults(texts: dict[str, str]) -> None:
    assert find_faults(texts) == ()


@pytest.mark.parametrize("kind", KINDS, ids=[f"{kind[2]}-{kind[3]}" for kind in KINDS])
def test_a_fault_is_found_where_it_stands(texts: dict[str, str], kind: tuple[str, str, str, str]) -> None:
    passage, instead, item, said = kind
    assert texts[FILE].count(passage) == 1
    broken = texts[FILE].replace(passage, instead)
    line = texts[FILE][: texts[FILE].index(passage)].count("\n") + 1
    found = [fault for fault in find_faults({**texts, FILE: broken}) if said in fault.sentence.en]
    assert found
    assert all((fault.file, fault.item) == (FILE, item) for fault in found)
    # the line on which the input begins; a source of a list stands on one of the next
    assert all(0 <= line - fault.line <= 2 for fault in found), line
    assert all(fault.sentence.zh for fault in found)


def broken(texts: dict[str, str], **inputs: str) -> list[str]:
    """The sentences about circles when derived values rest on one another so."""
    written = texts[FILE]
    for code, source in inputs.items():
        start = written.index(f"- {{code: {code},")
        line = written[start : written.index("\n", start)]
        fed = line[: line.rindex("inputs: {")] + f"inputs: {{{source}, " + line[line.rindex("inputs: {") + 9 :]
        written = written.replace(line, fed)
    faults = find_faults({**texts, FILE: written})
    return [fault.sentence.en.partition("rests on itself: ")[2] for fault in faults if "itself" in fault.sentence.en]


@pytest.mark.parametrize(
    ("inputs", "circles"),
    [
        ({"LLDAS": "pga: {derived: RENAL}"}, []),
        ({"RENAL": "rescue: {derived: LLDAS}", "LLDAS": "stable: {derived: RENAL}"}, ["LLDAS -> RENAL -> LLDAS"]),
        ({"RENAL": "rescue: {derived: RENAL, at: previous}"}, []),
        ({"RENAL": "rescue: {derived: RENAL, at: baseline}"}, ["RENAL -> RENAL"]),
        ({"RENAL": "rescue: {derived: RENAL, at: BL}"}, ["RENAL -> RENAL"]),
        (
            {"RENAL": "rescue: {derived: LLDAS, at: previous}", "LLDAS": "stable: {derived: RENAL}"},
            [],
        ),
        (
            {"RENAL": "rescue: {derived: LLDAS, at: previous}", "LLDAS": "stable: {derived: RENAL, at: baseline}"},
            ["LLDAS -> RENAL -> LLDAS"],
        ),
        ({"BCELL": "lln: {item: CBC/CD19A, when: derived(BCELL) == 'partial'}"}, ["BCELL -> BCELL"]),
    ],
)
def test_derived_values_that_rest_on_themselves(
    texts: dict[str, str], inputs: dict[str, str], circles: list[str]
) -> None:
    assert broken(texts, **inputs) == circles
