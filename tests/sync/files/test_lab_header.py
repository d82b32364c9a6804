"""Laboratory and method of a report: into the form's own questions, and into what its results are judged by."""

from datetime import date

import pytest

from study.address import Address
from study.changes import facts as f
from study.course import Course
from study.definition.model import Study
from study.lab_table import Tables
from study.record import Record
from study.reference_table import read_table as read_intervals
from study.state.apply import apply
from study.state.memory import MemorySlots
from study.state.settle import PENDING
from study.values import Codes, TextValue, Value
from sync.files.lab import LabPreview, match, read_table, to_facts
from sync.files.lab.header import read_header
from sync.files.lab.match import About

VISIT = Address("child-1", "M3")
BIRTH = date(2014, 7, 1)
HEAD = "item,sex,age_from,age_below,low,high,unit,effective_from,method,laboratory\n"


def tables(study: Study) -> Tables:
    """Creatinine: by any method up to 50, by Jaffe up to 80; up to 90 at Fudan's laboratory."""
    rows = ("50,umol/L,2020-01-01,,", "80,umol/L,2020-01-01,JAFFE,", "90,umol/L,2020-01-01,,复旦儿科")
    return (read_intervals(study, "LAB", HEAD + "".join(f"CREAT,A,2y,18y,20,{row}\n" for row in rows)),)


def preview(study: Study, *lines: str, house: str = "", site: str = "") -> LabPreview:
    """A report of serum lines (test, result, unit, interval, method)."""
    text = "\n".join(
        [*([f"{house}检验报告单"] if house else []), "项目名称,结果,单位,参考范围,检测方法,标本类型,采样时间",
         *(f"{line},血清,2026-11-17 08:10" for line in lines)]
    )  # fmt: skip
    about = About(BIRTH, "F", tables=tables(study), site=site)
    return match(study, read_table("report.csv", text.encode()), ("CHEM", "SERO"), about)


class Child:
    """A child's record in memory under the tables."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.slots = MemorySlots()
        self.count = 0

    def new_id(self) -> str:
        self.count += 1
        return f"id-{self.count:04d}"

    def apply(self, *facts: f.Fact) -> None:
        apply(f"change-{self.count}", facts, PENDING, self.slots)

    @property
    def course(self) -> Course:
        return Course(self.study, Record("child-1", self.slots.settled), BIRTH, tables=tables(self.study))

    def take(self, found: LabPreview) -> dict[str, f.ValueSet]:
        """Import everything that asks nothing; the value facts by item."""
        facts = to_facts(found, {}, self.course, VISIT, self.new_id)
        self.apply(*facts)
        return {fact.address.item: fact for fact in facts if isinstance(fact, f.ValueSet)}


def answers(taken: dict[str, f.ValueSet]) -> dict[str, Value]:
    """What was answered of the specimen itself."""
    return {item: fact.value for item, fact in taken.items() if item in ("LBNAM", "LBNAMTX", "CREATM", "DSDNAM")}


def test_the_method_goes_into_its_own_question_and_decides_the_interval(study: Study) -> None:
    found = preview(study, "肌酐,62,μmol/L,,苦味酸法")
    [line] = found.taken
    judged = line.proposal.findings
    assert (judged.flag, judged.interval and str(judged.interval.high)) == ("", "80")
    taken = Child(study).take(found)
    assert answers(taken) == {"CREATM": Codes(("JAFFE",))}
    assert taken["CREAT"].judged == f.Judged("20", "80", tables(study)[0].version)
    assert taken["CREATM"].judged is None


def test_the_limits_on_the_report_come_first_and_are_kept(study: Study) -> None:
    [line] = preview(study, "肌酐,62,μmol/L,27-66,酶法").taken
    assert line.proposal.findings.flag == ""
    taken = Child(study).take(preview(study, "肌酐,62,μmol/L,27-66,酶法"))
    assert taken["CREAT"].judged == f.Judged("27", "66", "report")


def test_a_laboratory_that_is_not_listed_stays_a_name_and_finds_its_rows(study: Study) -> None:
    found = preview(study, "肌酐,85,μmol/L,,", house="复旦儿科医院")
    assert found.laboratory == "复旦儿科医院"
    assert [line.proposal.findings.flag for line in found.taken] == ["high"]
    assert answers(Child(study).take(found)) == {"LBNAMTX": TextValue("复旦儿科医院")}
    header = read_header(
        study, study.forms["CHEM"], study.item("CHEM", "CREAT"), laboratory="复旦儿科", method="", site=""
    )
    assert header.laboratory_name == "复旦儿科"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("上海儿童医学中心", "LOCAL"),
        ("上海儿童医学中心检验科", "LOCAL"),
        ("上海儿童医学中心 医学检验科", "LOCAL"),
        ("本院检验科", "LOCAL"),
        ("外院", "OUTSIDE"),
        ("上海儿童医学中心贵州医院", ""),
        ("复旦大学附属儿科医院", ""),
    ],
)
def test_the_hospitals_own_name_is_this_hospital_and_no_other(study: Study, printed: str, expected: str) -> None:
    form, item = study.forms["CHEM"], study.item("CHEM", "CREAT")
    header = read_header(study, form, item, laboratory=printed, method="", site="上海儿童医学中心")
    assert header.laboratory == expected
    assert header.laboratory_name == ("" if expected else printed)


def test_methods_that_disagree_and_answers_that_stand_are_left_alone(study: Study) -> None:
    child = Child(study)
    first = child.take(preview(study, "肌酐,62,μmol/L,,苦味酸法", house="示例儿童医院", site="示例儿童医院"))
    assert answers(first) == {"LBNAM": Codes(("LOCAL",)), "CREATM": Codes(("JAFFE",))}
    place = first["CREAT"].address
    other = child.take(preview(study, "尿素,5.1,mmol/L,,", "肌酐,63,μmol/L,,酶法", house="别院医院"))
    assert place.form_repeat == other["UREA"].address.form_repeat
    assert set(other) == {"UREA", "CREAT"}
    # What stands says Jaffe: the new result is judged by that.
    assert other["CREAT"].judged == f.Judged("20", "80", tables(study)[0].version)


def test_an_unknown_method_is_no_answer(study: Study) -> None:
    assert answers(Child(study).take(preview(study, "肌酐,62,μmol/L,,干化学法"))) == {}


def test_two_methods_on_one_specimen_are_no_answer(study: Study) -> None:
    found = preview(study, "抗双链DNA抗体,20,IU/mL,,化学发光法", "抗dsDNA抗体IgG,20,IU/mL,,放免法")
    taken = Child(study).take(found)
    assert "DSDNA" in taken
    assert "DSDNAM" not in taken
