"""Which item a printed test becomes, and what is asked or refused instead of guessed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from study.definition.model import Study
from study.text import Text
from study.values import Codes, Quantity, Range, TextValue, Value
from sync.files.lab import About, LabPreview, match, read_table
from sync.files.lab.limits import PrintedLimits, read_limits, read_mark
from sync.files.lab.names import specimen_of
from sync.files.lab.preview import Asked, Refused, Taken, Unknown

Preview = Callable[..., LabPreview]


@pytest.mark.parametrize(
    ("specimen", "row", "item", "value"),
    [
        ("血清", ("肌酐", "Cr", "53.9", "μmol/L"), "CREAT", Quantity("53.9", "umol/L")),
        ("尿液", ("肌酐", "Cr", "8200", "μmol/L"), "UCREAT", Quantity("8200", "umol/L")),
        ("24小时尿", ("肌酐", "", "8.2", "mmol/L"), "U24CREAT", Quantity("8.2", "mmol/L")),
        ("静脉血", ("*肌酐(酶法)", "", "0.6", "mg/dL"), "CREAT", Quantity("0.6", "mg/dL")),
        ("血清", ("白蛋白(溴甲酚绿法)", "", "28.1", "g/L"), "ALB", Quantity("28.1", "g/L")),
        ("血清", ("丙氨酸氨基转移酶(ALT)", "", "18", "U/L"), "ALT", Quantity("18", "U/L")),
        ("尿液", ("白蛋白", "ALB", "35", "mg/L"), "UALB", Quantity("35", "mg/L")),
        ("尿液", ("尿蛋白", "PRO", "2+", ""), "UPRO", Codes(("2P",))),
        ("尿液", ("尿蛋白", "", "++", ""), "UPRO", Codes(("2P",))),
        ("尿液", ("尿蛋白", "PRO", "0.35", "g/L"), "UPROTC", Quantity("0.35", "g/L")),
        ("尿液", ("隐血", "BLD", "±", ""), "UBLD", Codes(("TRACE",))),
        ("尿液", ("葡萄糖", "GLU", "阴性", ""), "UGLU", Codes(("NEG",))),
        ("尿液", ("红细胞", "RBC", "3-5", "/HP"), "URBC", Range("3", "5", "/HPF")),
        ("尿液", ("红细胞", "RBC", "满视野", "/HP"), "URBC", Range("50", "", "/HPF")),
        ("尿液", ("红细胞", "RBC", "35.2", "/μL"), "URBCUL", Quantity("35.2", "/uL")),
        ("尿液", ("24h尿蛋白定量", "", "1.25", "g/24 h"), "UPROT24", Quantity("1.25", "g/24h")),
        ("血清", ("直接胆红素", "DBIL", "<0.5", "μmol/L"), "BILDIR", Quantity("0.5", "umol/L", "<")),
        ("血清", ("直接胆红素", "DBIL", "未检出(<0.5)", "μmol/L"), "BILDIR", Quantity("0.5", "umol/L", "<")),
        ("血清", ("钾", "K", "2.5↓", "mmol/L"), "K", Quantity("2.5", "mmol/L")),
        ("血清", ("钾", "K", "2.5 mmol/L", ""), "K", Quantity("2.5", "mmol/L")),
        ("尿液", ("尿蛋白", "", "阴性", ""), "UPRO", Codes(("NEG",))),
        ("尿液", ("管型", "", "0-1", "/LP"), "UCASTLP", Range("0", "1", "/LPF")),
        ("尿液", ("管型", "", "0.3", "/μL"), "UCASTUL", Quantity("0.3", "/uL")),
        ("尿液", ("上皮细胞", "EC", "3.2", "/ul"), "UEPIUL", Quantity("3.2", "/uL")),
        ("尿液", ("细菌", "", "+", ""), "UBACT", Codes(("1P",))),
        ("尿液", ("颜色", "", "淡黄色", ""), "UCOL", Codes(("PALE",))),
        ("尿液", ("尿胆原", "URO", "正常", ""), "UURO", Codes(("NORMAL",))),
        ("全血", ("白细胞", "WBC", "0.05", "10^9/L"), "WBC", Quantity("0.05", "10^9/L")),
        ("全血", ("中性粒细胞绝对值", "NEUT#", "3.5", "×10⁹/L"), "NEUT", Quantity("3.5", "10^9/L")),
        ("全血", ("中性粒细胞百分比", "NEUT%", "65.2", "%"), "NEUTLE", Quantity("65.2", "%")),
        ("全血", ("红细胞压积", "HCT", "36.5", "%"), "HCT", Quantity("36.5", "%")),
        ("全血", ("超敏C反应蛋白", "hs-CRP", "<0.5", "mg/L"), "CRP", Quantity("0.5", "mg/L", "<")),
        ("全血", ("CD3+T淋巴细胞", "", "72.1", "%"), "CD3P", Quantity("72.1", "%")),
        ("全血", ("CD3+T淋巴细胞", "", "1200", "个/μL"), "CD3A", Quantity("1200", "cells/uL")),
        ("全血", ("CD3+CD4+", "", "500", "cells/ul"), "CD4A", Quantity("500", "cells/uL")),
        ("全血", ("B淋巴细胞(CD3-CD19+)", "", "0.00", "%"), "CD19P", Quantity("0.00", "%")),
        ("全血", ("CD3-CD16+CD56+", "", "12", "%"), "NKP", Quantity("12", "%")),
        ("血清", ("抗双链DNA抗体", "dsDNA", "123.4", "IU/mL"), "DSDNA", Quantity("123.4", "IU/mL")),
        ("血清", ("抗双链DNA抗体", "dsDNA", "35", "RU/ml"), "DSDNA", Quantity("35", "RU/mL")),
        ("血清", ("抗双链DNA抗体", "", "阴性", ""), "DSDNAQ", Codes(("NEG",))),
        ("血清", ("抗Sm抗体", "Sm", "++", ""), "SMAB", Codes(("2P",))),
        ("血清", ("抗心磷脂抗体IgG", "ACL-IgG", "12.5", "GPL-U/mL"), "ACLGN", Quantity("12.5", "GPLU/mL")),
        ("血清", ("抗心磷脂抗体IgG", "ACL-IgG", "12.5", "RU/mL"), "ACLGN", Quantity("12.5", "RU/mL")),
        ("血清", ("抗心磷脂抗体IgG", "ACL-IgG", "阴性", ""), "ACLG", Codes(("NEG",))),
        ("血清", ("抗心磷脂抗体IgM", "", "<2", "U/ml"), "ACLMN", Quantity("2", "U/mL", "<")),
        ("血清", ("抗β2糖蛋白1抗体", "", "3.1", "AU/ml"), "B2GN", Quantity("3.1", "AU/mL")),
        ("血清", ("抗β2糖蛋白1抗体", "", "弱阳性", ""), "B2G", Codes(("WEAK",))),
        ("血清", ("乙肝表面抗原", "HBsAg", "0.02", "IU/mL"), "HBSAGN", Quantity("0.02", "IU/mL")),
        ("血清", ("乙型肝炎表面抗原", "HBsAg", "0.35", "COI"), "HBSAGN", Quantity("0.35", "index")),
        ("血清", ("乙肝表面抗原", "HBsAg", "阴性", ""), "HBSAG", Codes(("NEG",))),
        ("血清", ("抗SSA抗体", "SSA", "阳性(+++)", ""), "SSA60", Codes(("3P",))),
        ("血清", ("抗核抗体滴度", "", "1:320", ""), "ANATITER", Codes(("320",))),
        ("血清", ("可溶性白介素-2受体", "sIL-2R", "450", "pg/mL"), "SIL2R", Quantity("450", "pg/mL")),
        ("血浆", ("D-二聚体", "DD", "550", "ng/mL FEU"), "DD", Quantity("550", "ug/L{FEU}")),
        ("血浆", ("CMV-DNA", "", "<500", "copies/ml"), "CMVDNA", Quantity("500", "copies/mL", "<")),
        ("全血", ("CAR拷贝数", "", "1250", "拷贝/μg DNA"), "CARVCN", Quantity("1250", "copies/ug")),
    ],
)
def test_a_line_becomes_its_item(
    preview: Preview, specimen: str, row: tuple[str, ...], item: str, value: Value
) -> None:
    (line,) = preview(row, specimen=specimen).lines
    assert isinstance(line, Taken)
    assert (line.proposal.item.code, line.proposal.value) == (item, value)


@pytest.mark.parametrize(
    ("specimen", "row", "items"),
    [
        ("", ("肌酐", "", "8200", "μmol/L"), ["CREAT", "UCREAT", "U24CREAT"]),
        ("血清", ("谷丙转氨酶", "ALT", "ND", "U/L"), ["ALT", "ALT"]),
        ("血清", ("谷丙转氨酶", "ALT", "未检出", "U/L"), ["ALT"]),
        ("血清", ("乳酸脱氢酶", "LDH", "1,250", "U/L"), ["LDH"]),
        ("血清", ("无机磷", "P", "1.50", ""), ["PHOS", "PHOS"]),
        ("血清", ("钙(校正)", "", "2.3", "mmol/L"), ["CA"]),
        ("血清", ("降钙素原", "P", "1.2", "mmol/L"), ["PHOS"]),
        ("24小时尿", ("尿蛋白", "", "0.35", ""), ["UPROT24", "UPROT24"]),
        ("尿液", ("尿量", "", "1200", "mL"), ["U24VOL"]),
        ("尿液", ("红细胞", "", "偶见", "/HP"), ["URBC", "URBC"]),
        ("尿液", ("尿糖", "", "1", ""), ["UGLU"]),
        ("尿液", ("尿蛋白", "", "ND", ""), ["UPROTC", "UPROTC"]),
        ("血浆", ("D-二聚体", "DD", "0.55", "mg/L"), ["DD", "DD"]),
        ("血浆", ("D-二聚体", "DD", "550", "ng/mL"), ["DD", "DD"]),
        ("血清", ("抗双链DNA抗体", "", "123.4", ""), ["DSDNA", "DSDNA"]),
        ("血清", ("EB病毒DNA", "EBV-DNA", "未检出", "IU/mL"), ["EBVDNA"]),
    ],
)
def test_two_readings_are_a_question(preview: Preview, specimen: str, row: tuple[str, ...], items: list[str]) -> None:
    (line,) = preview(row, specimen=specimen).lines
    assert isinstance(line, Asked)
    assert [option.item.code for option in line.options] == items
    assert line.question.en
    assert line.question.zh


@pytest.mark.parametrize(
    ("row", "word"),
    [
        (("胱抑素C", "", "1.3", "IU/mL"), "IU/mL"),
        (("白蛋白", "", "281", "mmol/L"), "g/L"),
        (("钾", "", "", "mmol/L"), "结果"),
        (("钾", "", "溶血?", "mmol/L"), "数字"),
        (("钾", "", "3-5", "mmol/L"), "范围"),
        (("钾", "", "3月5日", "mmol/L"), "Excel"),
    ],
)
def test_what_cannot_be_the_value_is_refused_with_a_sentence(preview: Preview, row: tuple[str, ...], word: str) -> None:
    (line,) = preview(row).lines
    assert isinstance(line, Refused)
    assert word in line.sentence.zh


@pytest.mark.parametrize(
    ("test", "specimen"), [("前白蛋白", "血清"), ("蛋白", "脑脊液"), ("尿蛋白", "血清"), ("隐血", "大便")]
)
def test_what_is_no_item_of_these_forms_is_listed_as_unknown(preview: Preview, test: str, specimen: str) -> None:
    (line,) = preview((test, "", "1", ""), specimen=specimen).lines
    assert isinstance(line, Unknown)
    assert (test in line.sentence.zh) or (specimen in line.sentence.zh)


def test_a_person_may_say_the_specimen_where_the_report_does_not(study: Study) -> None:
    sheet = read_table("a.csv", "项目,结果,单位\n肌酐,8200,μmol/L\n".encode())
    (line,) = match(study, sheet, ("CHEM", "URINE"), About(specimen="urine", collected="2026-11-17 07:45")).lines
    assert isinstance(line, Taken)
    assert line.proposal.item.code == "UCREAT"
    assert line.proposal.collected is not None


def test_a_test_printed_twice_with_two_results_is_asked_about(preview: Preview) -> None:
    found = preview(("钾", "", "3.9", "mmol/L"), ("钾", "", "4.1", "mmol/L"), ("钠", "", "138", "mmol/L"))
    assert [type(line) for line in found.lines] == [Asked, Asked, Taken]


def test_a_date_made_by_excel_is_refused_with_that_sentence(study: Study, demo: Path) -> None:
    sheet = read_table("a.xlsx", (demo / "lab_urine.xlsx").read_bytes())
    found = match(study, sheet, ("URINE", "U24"))
    assert [line.row.title for line in found.refused] == ["红细胞"]
    assert "3-5" in found.refused[0].sentence.en
    assert "3-5" in found.refused[0].sentence.zh
    assert not found.unknown
    assert not found.ask
    assert [(one.proposal.item.code, one.proposal.typed) for one in found.taken if one.row.title == "细菌"]


def test_the_odd_demo_report(study: Study, demo: Path) -> None:
    found = match(study, read_table("a.csv", (demo / "lab_odd_utf8.csv").read_bytes()), ("CHEM",))
    assert [type(line) for line in found.lines] == [Taken, Unknown, Asked, Refused, Taken]
    assert [fault.at.line for fault in found.faults] == [6]
    assert found.taken[-1].proposal.findings.hard is not None


def test_findings_use_the_reports_own_limits_in_the_unit_printed(preview: Preview) -> None:
    found = preview(
        ("肌酐", "", "0.80", "mg/dL", "0.3-0.7"),
        ("肌酐", "", "60", "μmol/L", "27-66"),
        ("钾", "", "2.5", "mmol/L", "3.7-5.2"),
        ("尿酸", "", "402", "μmol/L", "<420"),
    )
    by_text = {line.row.result.text: line.options[0] if isinstance(line, Asked) else line.proposal
               for line in found.lines if isinstance(line, Taken | Asked)}  # fmt: skip
    assert by_text["0.80"].findings.flag == "high"
    assert by_text["60"].findings.flag == ""
    assert by_text["2.5"].findings.critical is not None
    assert by_text["402"].findings.interval is not None


@pytest.mark.parametrize(
    ("printed", "low", "high"),
    [
        ("27-66", "27", "66"),
        ("27--66", "27", "66"),
        ("27.0~66.5", "27.0", "66.5"),
        ("0～5", "0", "5"),
        ("27 - 66 μmol/L", "27", "66"),
        ("(27-66)", "27", "66"),
        ("<5.2", "", "5.2"),
        ("≤0.15", "", "0.15"),
        ("＜20", "", "20"),
        (">1.0", "1.0", ""),
        ("男：59-104；女：45-84", "45", "84"),
        ("男59-104 女45-84", "45", "84"),
        ("M: 59-104; F: 45-84", "45", "84"),
        ("66-27", "", ""),
        ("见说明", "", ""),
        ("新生儿 50-100 儿童 27-66", "", ""),
        ("阴性", "", ""),
        ("--", "", ""),
        ("", "", ""),
    ],
)
def test_printed_intervals(study: Study, printed: str, low: str, high: str) -> None:
    assert read_limits(study, study.item("CHEM", "CREAT"), printed, "F") == PrintedLimits(low, high)


def test_an_interval_for_each_sex_needs_the_sex(study: Study) -> None:
    assert read_limits(study, study.item("CHEM", "CREAT"), "男:59-104 女:45-84") == PrintedLimits()


def test_the_normal_answer_of_a_test_strip(study: Study) -> None:
    assert read_limits(study, study.item("URINE", "UPRO"), "阴性").expected == ("NEG",)


@pytest.mark.parametrize(
    ("printed", "mark"), [("↑", "H"), ("L", "L"), ("↓↓", "LL"), ("正常", ""), ("*", "A"), ("复查", "复查")]
)
def test_printed_marks(printed: str, mark: str) -> None:
    assert read_mark(printed) == mark


@pytest.mark.parametrize(
    ("printed", "kind"),
    [("", ""), ("血清", "blood"), ("静脉血", "blood"), ("EDTA全血", "blood"), ("Serum", "blood"), ("尿液", "urine"),
     ("随机尿", "urine"), ("24h尿", "urine24"), ("24小时尿液", "urine24"), ("脑脊液", "other"), ("大便隐血", "other")],
)  # fmt: skip
def test_specimens(printed: str, kind: str) -> None:
    assert specimen_of(printed) == kind


def test_text_kept_as_printed_is_an_option(preview: Preview) -> None:
    (line,) = preview(("红细胞", "", "+", "/HP"), specimen="尿液").lines
    assert isinstance(line, Asked)
    assert [option.value for option in line.options] == [TextValue("+")]
    assert isinstance(line.options[0].shown, Text)
