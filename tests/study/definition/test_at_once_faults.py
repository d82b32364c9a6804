"""What may be filled at once is refused at load where a person must judge, and where it could not be filled."""

from collections.abc import Callable

import pytest

from study.definition.faults import Fault
from study.definition.load import find_faults, load
from study.definition.table import rows
from tests.kit.second import second_texts

VISIT, LAB = "forms/VISIT.yaml", "forms/LAB.yaml"
DATED = "dated_by: VISDTC\n"
BOTH = f"{DATED}all_normal: true\nas_last: true\n"
ON = (DATED, BOTH)
SEX, NAME, CODE, DAY = "choices: SEX}", "zh: 姓名, type: text, identity: true}", "[0-9]+'}", "zh: 访视日期, type: date}"
PLAN = "zh: 计划, type: date}"

# file, passages and what is put instead, line of the fault, item, part of the sentence
KINDS: list[tuple[str, list[tuple[str, str]], int, str, str]] = [
    (VISIT, [(DATED, f"{DATED}all_normal: true\n")], 5, "VISIT", "has a normal answer"),
    (VISIT, [(DATED, f"{DATED}as_last: true\n")], 5, "VISIT", "no item of this form may be copied"),
    (VISIT, [(DATED, f"{DATED}at_once_confirmed: true\n")], 5, "VISIT", "nothing is filled at once"),
    (VISIT, [(SEX, "choices: SEX, normal: F}")], 10, "SEX", "the form does not allow `all_normal`"),
    (VISIT, [(SEX, "choices: SEX, as_last: true}")], 10, "SEX", "the form does not allow `as_last`"),
    (VISIT, [ON, (SEX, "choices: SEX, normal: W}")], 12, "SEX", "`W` is no choice of `SEX`"),
    (VISIT, [ON, (PLAN, PLAN[:-1] + ", normal: '2026-01-01'}")], 10, "PLAN", "only an answer of a code"),
    (VISIT, [ON, (NAME, NAME[:-1] + ", normal: 甲}")], 13, "NAME", "has no normal answer"),
    (VISIT, [ON, (CODE, CODE[:-1] + ", normal: A-1}")], 14, "SUBJID", "has no normal answer"),
    (VISIT, [ON, (NAME, NAME[:-1] + ", as_last: true}")], 13, "NAME", "are never copied"),
    (VISIT, [ON, (DAY, DAY[:-1] + ", as_last: true}")], 8, "VISDTC", "are never copied"),
    (LAB, [("derived: [TWICE]", "as_last: true")], 5, "LAB", "are never filled at once"),
    (LAB, [("    laboratory: true\n", ""), ("derived: [TWICE]", "all_normal: true")], 5, "LAB", "a form that repeats"),
    (LAB, [("    hard: [0, 10]\n", "    hard: [0, 10]\n    normal: '1'\n")], 33, "OTHER", "a date never is"),
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS, ids=[f"{kind[3]}-{kind[4][:24]}" for kind in KINDS])
def test_each_is_refused_with_its_file_and_line(
    small: dict[str, str], kind: tuple[str, list[tuple[str, str]], int, str, str]
) -> None:
    file, passages, line, item, said = kind
    for before, after in passages:
        assert before in small[file]
        small[file] = small[file].replace(before, after, 1)
    found = [fault for fault in find_faults(small) if said in fault.sentence.en]
    assert [(fault.file, fault.line, fault.item) for fault in found] == [(file, line, item)]
    assert all(fault.sentence.zh.startswith(f"{file}:{line}") for fault in found)


@pytest.mark.parametrize("code", ["SLEDAI", "CRS", "ICANS", "AE", "AEGR", "SAE", "IE"])
@pytest.mark.parametrize("flag", ["all_normal", "as_last"])
def test_no_form_of_judgement_is_ever_filled_at_once(small: dict[str, str], code: str, flag: str) -> None:
    allowed = {"all_normal": "normal: F", "as_last": "as_last: true"}[flag]
    item = f"{{code: X, en: X, zh: 某, type: choice, choices: SEX, {allowed}}}"
    small[f"forms/{code}.yaml"] = f"form: {code}\nen: Judged\nzh: 判断\n{flag}: true\nitems:\n  - {item}\n"
    small["visits.yaml"] = small["visits.yaml"].replace("[VISIT, LAB]", f"[VISIT, LAB, {code}]", 1)
    faults = find_faults(small)
    assert [(f.file, f.line, f.item) for f in faults] == [(f"forms/{code}.yaml", 4, code)]
    assert "不得一键填写" in faults[0].sentence.zh


def test_a_form_of_eligibility_is_known_by_its_criteria(broken: Callable[..., tuple[Fault, ...]]) -> None:
    texts = second_texts({"forms/CUFF.yaml": [("zh: 家用血压计\n", "zh: 家用血压计\nall_normal: true\n"),
                                              ("choices: TAKEN}", "choices: TAKEN, normal: DAILY}")]})  # fmt: skip
    assert find_faults(texts) == ()
    texts["eligibility.yaml"] = (
        "gates:\n  - {code: G, en: Gate, zh: 关口, visit: WEEK4}\n"
        "criteria:\n  - {code: C1, kind: exclusion, en: One, zh: 一, item: CUFF/TAKES, gate: G}\n"
    )
    assert [f.sentence.en.partition(" ")[0] for f in find_faults(texts)] == ["forms/CUFF.yaml:4"]


def test_the_data_dictionary_says_what_is_filled(small: dict[str, str]) -> None:
    small[VISIT] = small[VISIT].replace(*ON).replace(SEX, "choices: SEX, normal: F, as_last: true}")
    row = next(row for row in rows(load(small)) if row["code"] == "SEX")
    assert row["normal"] == "F ?"
    assert "as_last" in row["marks"].split()
    small[VISIT] = small[VISIT].replace("as_last: true\n", "as_last: true\nat_once_confirmed: true\n", 1)
    assert next(row for row in rows(load(small)) if row["code"] == "SEX")["normal"] == "F"
