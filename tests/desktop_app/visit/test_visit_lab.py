"""A laboratory report at the bedside, the whole way: real files, real dialog, real store, one change."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

import resources
from desktop_app.presenters.visit import VisitPage
from study.address import Address
from study.changes import facts as f
from study.rights import ASIDE
from study.values import Codes, Quantity
from ui.lab_import.dialog import LabImportDialog
from ui.lab_import.state import LabImportState, LineConfirmed, LineTicked, OptionTaken, ReportLine, ResultCorrected
from ui.visit.state import ItemRow

DEMO = resources.path("demo")
HEAD = "姓名:林小满,病历号:DEMO-000007\n项目名称,结果,单位,参考范围,标本类型,采样时间\n"


class Ward:
    """A child's visit on the screen, and the report over it."""

    def __init__(self, work: Any, subject: str, page: VisitPage, folder: Path, qtbot: QtBot) -> None:
        self.work, self.subject, self.page, self.folder, self.qtbot = work, subject, page, folder, qtbot

    def open(self, file: Path, visit: str = "M3", form: str = "CHEM") -> "Ward":
        """Show a visit and choose a file with the shortcut."""
        self.page.view.activateWindow()
        self.qtbot.waitUntil(self.page.view.isActiveWindow)
        self.page.choose(Address(self.subject, visit).key)
        self.page.refresh()
        self.page.view.form_chosen.emit(Address(self.subject, visit, form=form).key)
        self.page.lab.choose = lambda _parent, then: then(str(file))
        QTest.keyClick(self.page.view, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
        return self

    def write(self, *lines: str, head: str = HEAD) -> Path:
        """A report of a few lines."""
        file = self.folder / "report.csv"
        file.write_text(head + "\n".join(lines), encoding="utf-8")
        return file

    @property
    def dialog(self) -> LabImportDialog:
        dialog = self.page.lab.dialog
        assert dialog is not None
        return dialog

    @property
    def state(self) -> LabImportState:
        state = self.dialog.shown
        assert state is not None
        return state

    def line(self, test: str) -> ReportLine:
        """The line of a test."""
        return next(line for line in self.state.lines if line.test.startswith(test))

    def act(self, act: object) -> None:
        self.dialog.acted.emit(act)

    def take(self) -> None:
        """Press Import by its keys."""
        self.qtbot.waitUntil(self.dialog.isActiveWindow)
        QTest.keyClick(self.dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    @property
    def ready(self) -> bool:
        """Whether Import can be pressed."""
        return self.state.may_import

    @property
    def rows(self) -> tuple[ItemRow, ...]:
        """The rows of the form that is shown."""
        state = self.page.view.state
        assert state is not None
        return state.rows

    @property
    def seq(self) -> int:
        return int(self.work.store.reader.tip().seq)

    def facts(self, form: str, visit: str = "M3") -> dict[str, f.ValueSet]:
        """What stands on the latest filling of a form."""
        record = self.work.course(self.subject).record
        places = self.work.course(self.subject).form_places(Address(self.subject, visit), form)
        found = {address.item: record.fact(address) for address in record.values if places[-1].covers(address)}
        return {item: fact for item, fact in found.items() if fact is not None}


@pytest.fixture
def ward(make_desk: Callable[..., Any], qtbot: QtBot, tmp_path: Path) -> Callable[..., Ward]:
    def make(name: str = "林小满", number: str = "DEMO-000007", role: str = "investigator") -> Ward:
        work = make_desk(role)
        subject = work.enrol("LN-007", name=name, number=number)
        page = VisitPage(work.desk)
        work.desk.page = page
        qtbot.addWidget(page.view)
        page.view.resize(1294, 724)
        page.view.show()
        page.view.activateWindow()
        qtbot.waitUntil(page.view.isActiveWindow)
        return Ward(work, subject, page, tmp_path, qtbot)

    return make


def test_a_report_becomes_one_change_with_its_limits(ward: Callable[..., Ward]) -> None:
    made = ward().open(DEMO / "lab_chem_gb18030.csv")
    before = made.seq
    assert made.state.whose == "same"
    assert (made.state.counts.total, made.state.counts.taken, made.state.counts.ask) == (17, 16, 1)
    made.act(OptionTaken(made.line("乳酸脱氢酶").key, "0"))
    assert made.state.counts.taken == 17
    made.take()
    assert made.page.lab.dialog is None
    assert made.seq == before + 1
    facts = made.facts("CHEM")
    assert facts["K"].value == Quantity("3.92", "mmol/L")
    assert facts["LDH"].value == Quantity("1250", "U/L")
    report = facts["UREA"].report
    assert report is not None
    assert (report.low, report.high, report.flag) == ("2.5", "6.5", "H")
    shown = {row.label.zh: row.text for row in made.rows if row.text}
    assert "3.92" in shown.values()
    assert made.work.desk.told[-1][0] == "lab-imported"


def test_the_visit_is_opened_by_its_first_report(ward: Callable[..., Ward]) -> None:
    made = ward().open(DEMO / "lab_chem_gb18030.csv")
    visit = Address(made.subject, "M3")
    assert not made.work.course(made.subject).record.visit_settled(visit).heads
    made.take()
    assert made.work.course(made.subject).record.visit_settled(visit).heads


def test_the_same_file_again_changes_nothing(ward: Callable[..., Ward]) -> None:
    made = ward().open(DEMO / "lab_chem_gb18030.csv")
    made.take()
    before = made.seq
    made.open(DEMO / "lab_chem_gb18030.csv")
    assert (made.state.counts.same, made.state.counts.taken) == (16, 0)
    assert not made.state.may_import
    made.take()
    assert made.seq == before


@pytest.mark.parametrize(("name", "whose"), [("王小明", "other"), ("林小满", "doubt"), ("", "unknown")])
def test_another_childs_report_is_confirmed_explicitly_or_not_taken(
    ward: Callable[..., Ward], name: str, whose: str
) -> None:
    made = ward()
    person = f"姓名:{name},病历号:0099\n" if name else "\n"
    made.open(made.write("钾,4.1,mmol/L,3.5-5.3,血清,2026-11-17 08:10", head=person + HEAD.partition("\n")[2]))
    before = made.seq
    assert (made.state.whose, made.state.may_import) == (whose, False)
    made.take()
    assert made.seq == before, "never silently"
    QTest.keyClick(made.dialog.person, Qt.Key.Key_Space)
    assert made.ready
    made.take()
    assert made.seq == before + 1


def test_nothing_of_whose_report_it_is_is_kept(ward: Callable[..., Ward]) -> None:
    made = ward("王小明", "0077")
    file = made.write("钾,4.1,mmol/L,3.5-5.3,血清,2026-11-17 08:10")
    made.open(file)
    assert "林小满" in made.state.printed
    QTest.keyClick(made.dialog.person, Qt.Key.Key_Space)
    made.take()
    kept = repr(made.facts("CHEM"))
    assert "林小满" not in kept
    assert "report.csv" not in kept
    report = made.facts("CHEM")["K"].report
    assert report is not None
    assert len(report.source) == 64


def test_who_is_not_shown_names_is_told_only_whether_they_agree(ward: Callable[..., Ward]) -> None:
    made = ward(role="data_entry")
    made.open(made.write("钾,4.1,mmol/L,3.5-5.3,血清,2026-11-17 08:10"))
    assert (made.state.whose, made.state.printed) == ("same", "")
    assert "林小满" not in made.state.child.zh


def test_a_critical_value_is_as_loud_as_a_typed_one(ward: Callable[..., Ward]) -> None:
    made = ward()
    made.open(made.write("钾,6.8,mmol/L,3.5-5.3,血清,2026-11-17 08:10"), form="VS")
    assert made.line("钾").flag == "critical_high"
    made.take()
    row = next(row for row in made.rows if row.flag == "critical_high")
    assert row.text == "6.8"
    state = made.page.view.state
    assert state is not None
    assert any("6.8" in message.text.en for message in state.messages if message.kind == "critical")


def test_what_the_report_lacks_is_asked(ward: Callable[..., Ward]) -> None:
    made = ward()
    file = made.write("肌酐,53,μmol/L,27-66", head="姓名:林小满,病历号:DEMO-000007\n项目名称,结果,单位,参考范围\n")
    made.open(file)
    assert made.state.specimens
    assert made.state.time_wanted
    made.dialog.specimen_chosen.emit("blood")
    assert made.line("肌酐").standing == "no_time"
    assert not made.state.may_import
    made.dialog.time.setFocus()
    made.dialog.time.setText("2027-01-01 08:00")
    QTest.keyClick(made.dialog.time, Qt.Key.Key_Return)
    assert made.state.time_fault is not None
    made.dialog.time.setText("2026-11-17 08:10")
    QTest.keyClick(made.dialog.time, Qt.Key.Key_Return)
    assert made.line("肌酐").standing == "new"
    made.take()
    assert made.facts("CHEM")["CREAT"].value == Quantity("53", "umol/L")


def test_an_excel_date_is_typed_from_the_paper(ward: Callable[..., Ward]) -> None:
    made = ward().open(DEMO / "lab_urine.xlsx", form="URINE")
    line = made.line("红细胞 (")
    assert line.standing == "refused"
    made.act(ResultCorrected(line.key, "3-5"))
    assert made.line("红细胞 (").standing == "new"
    made.take()
    assert made.facts("URINE")["URBC"].typed == "3-5 /HP"
    assert made.facts("URINE")["UPRO"].value == Codes(("2P",))


def test_an_impossible_value_goes_in_only_as_an_investigator_says(ward: Callable[..., Ward]) -> None:
    made = ward().open(DEMO / "lab_odd_utf8.csv")
    standings = {line.test: line.standing for line in made.state.lines}
    assert sorted(standings.values()) == ["ask", "broken", "impossible", "new", "refused", "unknown"]
    line = made.line("白蛋白")
    assert line.may_confirm
    made.act(LineConfirmed(line.key, on=True))
    made.take()
    assert made.facts("CHEM")["ALB"].confirmed


def test_a_clinician_corrects_instead(ward: Callable[..., Ward]) -> None:
    made = ward(role="clinician").open(DEMO / "lab_odd_utf8.csv")
    assert not made.line("白蛋白").may_confirm
    made.act(ResultCorrected(made.line("白蛋白").key, "28.1 g/L"))
    assert made.line("白蛋白").standing == "new"


def test_a_line_is_left_out(ward: Callable[..., Ward]) -> None:
    made = ward().open(DEMO / "lab_chem_gb18030.csv")
    made.act(LineTicked(made.line("钾").key, on=False))
    assert made.line("钾").standing == "left"
    assert made.state.counts.left == 1
    made.take()
    assert "K" not in made.facts("CHEM")


def test_a_completed_form_asks_for_a_reason(ward: Callable[..., Ward]) -> None:
    made = ward().open(DEMO / "lab_chem_gb18030.csv")
    made.take()
    place = made.facts("CHEM")["K"].address.in_form
    made.work.append(f.FormCompleted(id=made.work.store.new_id(), bases=(), address=place))
    made.open(made.write("钾,4.1,mmol/L,3.5-5.3,血清,2026-11-17 08:10"))
    line = made.line("钾")
    assert line.standing == "changed"
    assert line.before is not None
    assert line.before.en == "3.92 mmol/L"
    assert made.state.reasons
    assert not made.state.may_import
    made.dialog.reason_given.emit("report")
    made.take()
    assert made.facts("CHEM")["K"].value == Quantity("4.1", "mmol/L")
    assert "报告更正" in made.facts("CHEM")["K"].reason


def test_what_moved_meanwhile_is_shown_before_it_goes_in(ward: Callable[..., Ward]) -> None:
    made = ward().open(DEMO / "lab_chem_gb18030.csv")
    made.work.set(made.subject, "M3", "VS", {"WEIGHT": "41"})
    made.work.desk.moved(None)
    made.take()
    assert "K" in made.facts("CHEM")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("a.pdf", b"%PDF-1.7", "lab-format"), ("a.csv", b"", "lab-empty"), ("a.csv", b"x,y\n1,2\n", "lab-no-table")],
)
def test_a_bad_file_says_why(ward: Callable[..., Ward], name: str, content: bytes, code: str) -> None:
    made = ward()
    file = made.folder / name
    file.write_bytes(content)
    made.open(file)
    assert made.page.lab.dialog is None
    assert made.work.desk.failures[-1].code == code


def test_a_report_is_dropped_onto_the_grid(ward: Callable[..., Ward], tmp_path: Path) -> None:
    made = ward()
    made.open(tmp_path / "gone.csv")
    assert made.work.desk.failures[-1].code == "lab-unreadable"
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(DEMO / "lab_chem_gb18030.csv"))])
    made.page.view.grid.dropEvent(
        QDropEvent(
            QPointF(40, 40), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )
    assert made.state.counts.total == 17


def test_leaving_the_page_lets_go_of_the_report(ward: Callable[..., Ward]) -> None:
    made = ward().open(DEMO / "lab_chem_gb18030.csv")
    made.page.leave()
    assert made.page.lab.dialog is None


def twice_enrolled(made: Ward) -> str:
    """The child of the ward stands aside for another record; returns that one's id."""
    other = str(made.work.enrol("LN-030", name="林小满", number="DEMO-000007"))
    aside = f.MarkSet(
        id=made.work.store.new_id(), kind=ASIDE, address=Address(made.subject), target=other, note="same hospital card"
    )
    made.work.append(aside)
    return other


def test_a_report_under_a_code_that_stands_aside_is_offered_to_the_one_that_goes_on(ward: Callable[..., Ward]) -> None:
    made = ward()
    other = twice_enrolled(made)
    made.open(DEMO / "lab_chem_gb18030.csv")
    aside = made.state.aside
    assert aside is not None
    assert (aside.code, aside.on, aside.may_open) == ("LN-007", "LN-030", True)
    assert not made.ready
    assert made.dialog.focusWidget() is made.dialog.aside.here
    before = made.seq
    QTest.keyClick(made.dialog.aside.here, Qt.Key.Key_Return)
    assert not made.ready, "the Enter that chose the file answers nothing"
    QTest.keyClick(made.dialog.aside.elsewhere, Qt.Key.Key_Return)
    assert made.page.lab.dialog is None
    there = Address(other, "M3")
    assert made.work.desk.went[-1][:2] == ("visit", there.key)
    made.page.choose(there.key)
    made.page.refresh()
    assert made.state.aside is None
    assert "LN-030" in made.state.child.en
    assert made.seq == before


def test_into_a_record_that_stands_aside_only_after_a_word(ward: Callable[..., Ward]) -> None:
    made = ward()
    twice_enrolled(made)
    made.open(DEMO / "lab_chem_gb18030.csv")
    QTest.keyClick(made.dialog.aside.here, Qt.Key.Key_Space)
    assert made.ready
    made.take()
    assert made.facts("CHEM")["K"].value == Quantity("3.92", "mmol/L")
