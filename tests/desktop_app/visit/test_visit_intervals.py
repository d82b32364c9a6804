"""The adopted table at the bedside: what a value is judged by, what is kept with it, what is said when they differ."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt

from desktop_app.jobs.reference import adopt
from study.changes import facts as f
from study.values import Codes
from ui.visit.state import Note

if TYPE_CHECKING:
    from tests.desktop_app.visit.conftest import Bedside

HEAD = "item,sex,age_from,age_below,low,high,unit,effective_from,method,source,confirmed\n"


def in_force(made: "Bedside", *rows: str) -> None:
    """The laboratory's table, adopted here; rows of creatinine as "low,high,since[,method]"."""
    lines = []
    for row in rows:
        low, high, since, method = (*row.split(","), "")[:4]
        lines.append(f"CREAT,A,2y,18y,{low},{high},umol/L,{since},{method},Renji 2026,yes\n")
    appended = adopt(made.work.session, HEAD + "".join(lines))
    made.work.desk.moved(appended.slots)


def note(made: "Bedside", item: str) -> str:
    """What a plain note under a row says, in English."""
    strip = made.strip(item, Note)
    return strip.text.en if strip else ""


def test_the_table_is_shown_and_flags_and_is_kept_with_the_value(chemistry: "Bedside") -> None:
    assert chemistry.row("CREAT").reference == "27–66"
    in_force(chemistry, "30,50,2024-01-01")
    row = chemistry.row("CREAT")
    assert (row.reference, row.flag) == ("30–50", "high")
    version = chemistry.work.session.records.adopted.tables[-1].version
    assert row.reference_note.en == f"laboratory's table {version} · Renji 2026"
    chemistry.write("CREAT", "48")
    assert chemistry.fact("CREAT").judged == f.Judged("30", "50", version)
    assert note(chemistry, "CREAT") == ""


def test_a_default_says_that_it_is_one_and_is_kept_too(chemistry: "Bedside") -> None:
    chemistry.write("CREAT", "59")
    digest = chemistry.work.study.digest[:12]
    assert chemistry.fact("CREAT").judged == f.Judged("27", "66", f"WST780@{digest}")
    said = chemistry.row("CREAT").reference_note
    assert "Enzymatic method" in said.en
    assert "酶法" in said.zh


def test_a_value_that_was_judged_by_other_limits_says_so(chemistry: "Bedside") -> None:
    chemistry.write("CREAT", "59")
    in_force(chemistry, "30,50,2024-01-01")
    assert chemistry.row("CREAT").flag == "high"
    said = note(chemistry, "CREAT")
    assert said.startswith("when entered: 27–66")
    assert "now: 30–50 (laboratory's table LAB@" in said
    chemistry.view.history_asked.emit(chemistry.row("CREAT").key)
    table = chemistry.page.history.table
    model = table.model()
    heads = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(table.columnCount())]
    assert "27–66" in model.index(0, heads.index("判定依据")).data()


def test_a_table_that_takes_effect_after_the_specimen_changes_nothing_of_it(chemistry: "Bedside") -> None:
    chemistry.write("CREAT", "59")
    before = chemistry.row("CREAT")
    in_force(chemistry, "30,50,2026-11-18")
    assert chemistry.row("CREAT") == before


def test_the_method_that_is_entered_later_decides(chemistry: "Bedside") -> None:
    in_force(chemistry, "30,50,2024-01-01", "30,80,2024-01-01,JAFFE")
    assert chemistry.row("CREAT").flag == "high"
    chemistry.write("CREATM", "苦味酸法")
    assert chemistry.fact("CREATM").value == Codes(("JAFFE",))
    assert (chemistry.row("CREAT").reference, chemistry.row("CREAT").flag) == ("30–80", "")


def test_an_ecg_is_judged_by_age_and_sex_and_says_whose_limits_they_are(bedside: Callable[..., "Bedside"]) -> None:
    made = bedside()
    made.open("M3", "ECG")
    made.write("PR", "190")
    row = made.row("PR")
    assert (row.reference, row.flag, row.reference_unconfirmed) == ("106–176", "high", True)
    assert "Rijnbeek" in row.reference_note.en
    assert "待本院确认" in row.reference_note.zh
    made.write("EGQTCM", "460")
    assert made.row("EGQTCM").flag == "high"
    made.write("EGQTCF", "Fridericia")
    assert (made.row("EGQTCM").reference, made.row("EGQTCM").flag) == ("—", "")


def test_what_the_report_prints_wins_over_the_limits_by_age(bedside: Callable[..., "Bedside"]) -> None:
    made = bedside()
    made.open("M3", "ECG")
    made.write("PR", "190")
    fact = made.fact("PR")
    printed = f.Report(low="100", high="200")
    made.work.append(msgspec.structs.replace(fact, id="printed", bases=(fact.id,), report=printed))
    made.page.refresh()
    assert (made.row("PR").reference, made.row("PR").flag) == ("100–200", "")


def test_echo_says_that_no_limits_are_shipped_until_the_hospitals_are_taken_in(
    bedside: Callable[..., "Bedside"],
) -> None:
    made = bedside()
    made.open("M3", "ECHO")
    row = made.row("LVIDD")
    assert row.reference == "—"
    assert row.reference_note.en.startswith("No limits by age are shipped")
    assert row.reference_note.zh.startswith("未附带按年龄的正常值")
    made.write("LVIDD", "49")
    assert made.row("LVIDD").flag == ""
    table = "LVIDD,A,5y,18y,32,48,mm,2024-01-01,,Echo room,yes\n"
    made.work.desk.moved(adopt(made.work.session, HEAD + table).slots)
    assert (made.row("LVIDD").reference, made.row("LVIDD").flag) == ("32–48", "high")
