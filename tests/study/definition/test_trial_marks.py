"""What a source calls unchecked bears its mark: in the definition, in the data dictionary, on the clinical page."""

import re

import pytest

from study.clinical import clinical_page
from study.definition.load import load
from study.definition.model import Study
from study.definition.table import rows

UNCHECKED = re.compile("not checked|awaits|not confirmed|needs reading|not seen|verified only in")
CHECKED_IN_PART = {
    "CTC": "the laboratory criteria are verified; QTc and ejection fraction are marked by themselves",
    "STER": "only deflazacort is not checked, which the formula says where it is given",
}


@pytest.fixture(scope="module")
def study(shipped: dict[str, str]) -> Study:
    return load(shipped)


def test_a_formula_of_an_unchecked_source_is_unconfirmed(study: Study) -> None:
    bare = [
        spec.code
        for spec in study.derived.values()
        if UNCHECKED.search(study.sources[spec.source]) and spec.confirmed and spec.source not in CHECKED_IN_PART
    ]
    assert bare == []
    assert {study.derived[code].confirmed for code in ("CTC_QTC", "CTC_EF")} == {False}


def test_an_interval_of_an_unchecked_source_is_unconfirmed(study: Study) -> None:
    judged = [item.reference for form in study.forms.values() for item in form.items if item.reference]
    judged += [spec.reference for spec in study.derived.values() if spec.reference]
    assert len(judged) > 10
    assert [each.source for each in judged if each.confirmed and UNCHECKED.search(study.sources[each.source])] == []


def test_the_dictionary_marks_derived_values_and_names_their_verdicts(study: Study) -> None:
    found = {row["code"]: row for row in rows(study) if row["type"] == "derived"}
    assert set(found) == set(study.derived)
    for code, spec in study.derived.items():
        assert ("unconfirmed" in found[code]["marks"]) is not spec.confirmed, code
    assert "CR = Complete response / 完全缓解" in found["RENAL"]["choices"]
    assert found["BSA"]["choices"] == ""


def test_the_dictionary_says_for_which_method_an_interval_holds(study: Study) -> None:
    found = {row["code"]: row["reference"] for row in rows(study) if row["form"] == "CHEM"}
    assert found["CREAT"].endswith("16y-<19y F 39 .. 76 (only for method ENZ) ?")
    assert "method" not in found["UREA"]


def test_the_page_says_of_each_interval_and_setting_whose_word_it_awaits(study: Study) -> None:
    page = clinical_page(study)
    listed = page.partition("## What is unconfirmed")[2]
    section = page.partition("### UACR: ")[2].partition("\n### ")[0]
    assert re.search(r"- Interval: .*≤ 30 \(KDIGO .*\) \*\*unconfirmed\*\*\n", section)
    assert "- UACR: Urine albumin/creatinine ratio / 尿白蛋白/肌酐比值 (its interval)\n" in listed
    assert all(clock.code in listed.partition("Reporting clocks")[2] for clock in study.protocol.clocks)
    for name, value in study.settings.items():
        assert f"\n| {name} | {value} | " in page
        assert name in listed
    assert "| bcell_threshold | 20 | BCELL, BRECON |" in page
    assert page.count("one healthy child in five lies outside / ") == 15


def test_dates_of_a_start_or_an_end_say_of_what(study: Study) -> None:
    """Alone in an export 开始日期 says nothing."""
    alone = [
        f"{form.code}.{item.code}"
        for form in study.forms.values()
        for item in form.items
        if item.label.zh in ("开始", "结束", "开始日期", "结束日期", "发生日期", "开始时间", "结束时间")
    ]
    assert alone == []
