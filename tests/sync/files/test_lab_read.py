"""Reading reports: encodings, separators, headings, faults; nothing is lost and nothing but a KnownError is raised."""

import io
import zipfile
from datetime import datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from study.errors import KnownError
from sync.files.lab import corrected, read_table
from sync.files.lab.table import At, LabSheet

HEAD = "项目名称,英文缩写,结果,单位,参考范围,提示"
TABLE = f"姓名：林小满,病历号：LN-013\n采样时间：2026-11-17 08:10,标本类型：血清\n{HEAD}\n肌酐,Cr,53.9,μmol/L,27-66,\n"


def sheet(text: str, encoding: str = "utf-8") -> LabSheet:
    return read_table("report.csv", text.encode(encoding))


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_report_reads_the_same_however_it_was_saved(encoding: str, separator: str, ending: str) -> None:
    found = sheet(TABLE.replace(",", separator).replace("\n", ending), encoding)
    (row,) = found.rows
    assert (row.test, row.short, row.result.text, row.unit, row.interval) == ("肌酐", "Cr", "53.9", "μmol/L", "27-66")
    assert (row.collected, row.specimen) == ("2026-11-17 08:10", "血清")
    assert found.person.names == ("林小满",)
    assert found.person.numbers == ("LN-013",)
    assert not found.faults


def test_the_demo_report_in_gb18030(demo: Path) -> None:
    found = read_table("a.csv", (demo / "lab_chem_gb18030.csv").read_bytes())
    assert len(found.rows) == 17
    assert found.laboratory == "示例儿童医院"
    assert [at.line for at in found.headings] == [1, 2, 3, 4, 22, 23]
    assert found.rows[16].result.text == "1,250"
    assert found.rows[0].method == "酶法"
    assert {row.tested for row in found.rows} == {"2026-11-17 09:26:14"}


def test_the_demo_workbook(demo: Path) -> None:
    found = read_table("a.xlsx", (demo / "lab_urine.xlsx").read_bytes())
    results = {(row.test, row.unit): row.result for row in found.rows}
    assert results["比重", ""].text == "1.020"
    assert results["比重", ""].made == "number"
    assert results["红细胞", "/HP"].made == "date"
    assert {row.collected for row in found.rows} == {"2026-11-17 07:45:00"}
    assert found.rows[0].at == At("尿液分析", 5)
    assert not found.faults


def test_a_name_never_shows_in_a_representation() -> None:
    assert "林" not in repr(sheet(TABLE).person)


def test_labels_stand_in_one_cell_or_in_two_and_in_either_language() -> None:
    one = sheet(
        f"Name: Lin Xiaoman Sex: F MRN: LN-013 Collected: 2026-11-17 08:10 Specimen: serum,,,,,\n{HEAD}\nx,,1,,,\n"
    )
    two = sheet(
        f"Name,Lin Xiaoman,Patient ID,LN-013,,\nSpecimen,serum,Collection time,2026-11-17 08:10,,\n{HEAD}\nx,,1,,,\n"
    )
    for found in (one, two):
        assert found.person.names == ("Lin Xiaoman",)
        assert found.person.numbers == ("LN-013",)
        assert (found.rows[0].specimen, found.rows[0].collected) == ("serum", "2026-11-17 08:10")


def test_english_headings_and_separate_limits() -> None:
    (row,) = sheet("Test,Result,Units,Low,High,Flag\nCreatinine,53.9,umol/L,27,66,H\n").rows
    assert (row.test, row.interval, row.mark) == ("Creatinine", "27-66", "H")


def test_headings_in_both_languages() -> None:
    (row,) = sheet("检验项目/Test,结果(Result),单位 Unit,参考区间\n肌酐,53.9↑,μmol/L,27-66\n").rows
    assert (row.result.text, row.mark) == ("53.9", "↑")


def test_two_halves_side_by_side() -> None:
    found = sheet(
        "项目,结果,单位,项目,结果,单位,采样时间\n钾,3.9,mmol/L,钠,138,mmol/L,2026-11-17 08:10\n氯,102,mmol/L,,,,\n"
    )
    assert [(row.test, row.result.text, row.at.line) for row in found.rows] == [
        ("钾", "3.9", 2),
        ("钠", "138", 2),
        ("氯", "102", 3),
    ]
    assert [row.collected for row in found.rows] == ["2026-11-17 08:10", "2026-11-17 08:10", ""]


def test_a_second_table_has_its_own_specimen() -> None:
    found = sheet(f"{TABLE}标本类型：尿液,采样时间：2026-11-17 07:45\n{HEAD}\n肌酐,Cr,8200,μmol/L,,\n")
    assert [(row.specimen, row.collected[11:]) for row in found.rows] == [("血清", "08:10"), ("尿液", "07:45")]


def test_labels_between_tables_need_no_colon() -> None:
    found = sheet(f"{TABLE}标本类型,尿液,采样时间,2026-11-17 07:45,,\n{HEAD}\n肌酐,Cr,8200,μmol/L,,\n")
    assert [(row.specimen, row.collected[11:]) for row in found.rows] == [("血清", "08:10"), ("尿液", "07:45")]


def test_a_report_that_follows_inherits_nothing_from_the_one_before() -> None:
    found = sheet(f"{TABLE}检验者：王某,,,,,\n姓名：林小满,,,,,\n{HEAD}\n肌酐,Cr,8200,μmol/L,,\n")
    assert [(row.specimen, row.collected[11:]) for row in found.rows] == [("血清", "08:10"), ("", "")]


def test_a_head_that_is_printed_again_on_the_next_page_changes_nothing() -> None:
    found = sheet(f"{TABLE}{HEAD}\n钾,K,3.9,mmol/L,,\n")
    assert [row.specimen for row in found.rows] == ["血清", "血清"]


def test_another_specimen_inside_a_table_takes_no_time_of_the_one_before() -> None:
    found = sheet(f"{TABLE}标本类型：尿液,,,,,\n肌酐,Cr,8200,μmol/L,,\n")
    assert [(row.specimen, row.collected[11:]) for row in found.rows] == [("血清", "08:10"), ("尿液", "")]


def test_a_label_in_front_of_a_result_hides_no_result() -> None:
    found = sheet(f"{TABLE}样本号：0117,肌酐,53.9,μmol/L,,\n")
    assert [fault.at.line for fault in found.faults] == [5]


@pytest.mark.parametrize("line", ["肌酸激酶,CK,1,250,U/L,10-500,H", "肌酸激酶,CK,12", "以下空白", ",,,μmol/L,,"])
def test_a_broken_line_is_kept_as_a_fault_with_its_number(line: str) -> None:
    found = sheet(f"{TABLE}{line}\n尿素,UREA,5.1,mmol/L,,\n")
    assert [row.test for row in found.rows] == ["肌酐", "尿素"]
    if line == "以下空白":
        assert [at.line for at in found.headings] == [1, 2, 3, 5]
        return
    (fault,) = found.faults
    assert fault.at == At("", 5)
    assert fault.sentence.en
    assert fault.sentence.zh
    assert "μmol/L" in fault.text or "肌酸激酶" in fault.text


def test_a_forgotten_quotation_mark_spoils_its_own_line_only() -> None:
    lines = "\n".join(f"钾,K,{n}.1,mmol/L,," for n in range(2, 10))
    found = sheet(f'{TABLE}尿素,UREA,"5.1,mmol/L,,\n{lines}\n')
    assert len(found.rows) == 9
    assert [fault.at.line for fault in found.faults] == [5]


def test_a_quoted_cell_may_run_over_two_lines() -> None:
    found = sheet(f'{TABLE}尿素,UREA,5.1,mmol/L,"男 2.7-7.0\n女 2.5-6.5",\n钾,K,4,mmol/L,,\n')
    assert [(row.at.line, row.interval) for row in found.rows[1:]] == [(5, "男 2.7-7.0 女 2.5-6.5"), (7, "")]


def test_what_excel_made_of_a_cell_is_remembered() -> None:
    rows = [("x", value) for value in (datetime(2026, 3, 5), time(1, 20), 3, 0.1 + 0.2, "3-5", True)]  # noqa: DTZ001
    found = read_table("a.xlsx", workbook(("项目", "结果"), *rows))
    assert [row.result.made for row in found.rows] == ["date", "date", "number", "number", "", ""]
    assert [row.result.text for row in found.rows][2:] == ["3", "0.3", "3-5", "True"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.csv", b"", "lab-empty"),
        ("a.csv", b"\xff\xff\xfe\x00\x80", "lab-encoding"),
        ("a.csv", "一,二\n三,四\n".encode(), "lab-no-table"),
        ("a.csv", "项目,单位\n钾,mmol/L\n".encode(), "lab-no-table"),
        ("a.xlsx", b"PK\x03\x04 and no more", "lab-workbook-damaged"),
        ("a.xlsx", b"nothing of a workbook", "lab-workbook-damaged"),
        ("a.xls", b"\xd0\xcf\x11\xe0 old Excel", "lab-format"),
        ("a.pdf", b"%PDF-1.7", "lab-format"),
        ("a.csv", b"x" * (8 * 1024**2 + 1), "lab-too-large"),
        ("a.csv", "姓名,项目,结果\n林小满,钾,3\n周小北,钾,4\n".encode(), "lab-several-people"),
    ],
)
def test_bad_input_is_refused_with_a_sentence_in_both_languages(name: str, data: bytes, code: str) -> None:
    with pytest.raises(KnownError) as caught:
        read_table(name, data)
    assert caught.value.code == code
    assert caught.value.sentence.en
    assert any("\u4e00" <= letter <= "\u9fff" for letter in caught.value.sentence.zh)


def test_a_workbook_without_a_table_is_refused() -> None:
    with pytest.raises(KnownError) as caught:
        read_table("a.xlsx", workbook(("一", "二")))
    assert caught.value.code == "lab-no-table"


def test_a_person_may_correct_a_result() -> None:
    assert corrected(sheet(TABLE), 0, "<20").rows[0].result.text == "<20"


CELL = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters='",'), max_size=8)


@given(
    st.lists(st.lists(CELL, min_size=1, max_size=8), max_size=12), st.sampled_from(["utf-8", "gb18030", "utf-8-sig"])
)
def test_every_line_that_holds_anything_is_accounted_for_once(body: list[list[str]], encoding: str) -> None:
    text = TABLE + "\n".join(",".join(line) for line in body)
    try:
        found = read_table("a.csv", text.encode(encoding))
    except KnownError as error:
        assert error.code == "lab-several-people"  # noqa: PT017
        return
    lines = text.split("\n")
    expected = [number for number, line in enumerate(lines, 1) if any(cell.strip() for cell in line.split(","))]
    assert sorted(at.line for at in found.lines) == expected
    parts = [
        {at.line for at in part} for part in (found.headings, [r.at for r in found.rows], [f.at for f in found.faults])
    ]
    assert sum(map(len, parts)) == len(expected)


@given(st.data())
def test_a_mutilated_text_file_raises_nothing_but_a_known_error(demo: Path, data: st.DataObject) -> None:
    raw = bytearray((demo / data.draw(st.sampled_from(["lab_chem_gb18030.csv", "lab_odd_utf8.csv"]))).read_bytes())
    _mutilate(raw, data)
    try:
        found = read_table("a.csv", bytes(raw))
    except KnownError:
        return
    assert found.lines


@given(st.data())
def test_a_mutilated_workbook_raises_nothing_but_a_known_error(demo: Path, data: st.DataObject) -> None:
    raw = bytearray((demo / "lab_urine.xlsx").read_bytes())
    _mutilate(raw, data)
    try:
        found = read_table("a.xlsx", bytes(raw))
    except KnownError:
        return
    assert found.lines


def _mutilate(raw: bytearray, data: st.DataObject) -> None:
    """Change, remove and insert a few bytes, and sometimes cut the file."""
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))
    if data.draw(st.booleans()):
        del raw[data.draw(st.integers(1, len(raw))) :]


@given(st.data())
def test_damage_inside_a_workbook_raises_nothing_but_a_known_error(demo: Path, data: st.DataObject) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(demo / "lab_urine.xlsx") as source, zipfile.ZipFile(target, "w") as copy:
        damaged = data.draw(st.sampled_from(source.namelist()))
        for name in source.namelist():
            part = bytearray(source.read(name))
            if name == damaged:
                _mutilate(part, data)
            copy.writestr(name, bytes(part))
    try:
        found = read_table("a.xlsx", target.getvalue())
    except KnownError:
        return
    assert found.lines
