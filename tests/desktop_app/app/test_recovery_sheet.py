"""The recovery code of a first run: on paper in both languages, in no file, typed back before anybody goes on."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.app import shipped_study
from desktop_app.first_run import FirstRun
from desktop_app.house import House
from desktop_app.paper import printer_dialog
from desktop_app.place import Place
from desktop_app.session import Session
from desktop_app.tasks import InlineTasks
from desktop_app.vaults import Vaults
from storage.keys import KdfProfile, system_clock
from study.changes.envelope import decode, facts_of
from study.changes.facts import Accessed
from tests.kit.paper import plain, read_pages
from ui.look import Look
from ui.unlock.state import Step, StoreRequest

CHEAP = KdfProfile(memory_kib=8, iterations=1, lanes=1)
LEGIBLE = 4.0
"""Points."""
PASSPHRASE = "a rainy spring in Xuhui"


def fail(error: BaseException) -> None:
    raise error


class Paper:
    """A printer that prints into a PDF the test can read, or none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.there = True

    def ask(self, _parent: QWidget) -> QPrinter | None:
        if not self.there:
            return None
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.path))
        return printer

    def height(self, text: str) -> float:
        """How high the first character of a text stands on the paper, in points."""
        document = pypdfium2.PdfDocument(self.path)
        words = document[0].get_textpage()
        found = words.search(text).get_next()
        assert found is not None
        _left, bottom, _right, top = words.get_charbox(found[0])
        document.close()
        return float(top - bottom)

    @property
    def text(self) -> str:
        return "".join(page.plain for page in read_pages(self.path))


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    (tmp_path / "paper").mkdir()
    return Paper(tmp_path / "paper" / "sheet.pdf")


@pytest.fixture
def run(look: Look, qtbot: QtBot, tmp_path: Path, paper: Paper) -> Iterator[FirstRun]:
    """A first run that stands before its recovery code."""
    folder = tmp_path / "house" / "store"
    house = House(Place(folder), Vaults(folder, floor=CHEAP), shipped_study(), system_clock)
    entered: list[Session] = []
    made = FirstRun(
        house, InlineTasks(fail), look, entered=entered.append, crashed=fail,
        ask_paper=paper.ask,
    )  # fmt: skip
    qtbot.addWidget(made.view)
    made.view.store_requested.emit(
        StoreRequest("CARTLN", "SH01", "Hospital", "Asia/Shanghai", "Dr Lin", "investigator", PASSPHRASE)
    )
    yield made
    if made.session is not None:
        made.session.store.close()
        made.session.unlocked.close()


def code_of(run: FirstRun) -> str:
    assert run.view.state is not None
    assert run.view.state.step is Step.RECOVERY
    return run.view.state.recovery


def test_the_sheet_has_the_code_and_says_in_both_languages_what_it_is_for(run: FirstRun, paper: Paper) -> None:
    run.view.recovery_print_requested.emit()
    assert plain(code_of(run)) in paper.text
    assert "Openstherecordofthisworkstationwheneverypassphraseislost" in paper.text
    assert "所有口令丢失时" in paper.text
    assert PASSPHRASE not in paper.text
    assert len(read_pages(paper.path)) == 1
    assert paper.height("Opens the record") > LEGIBLE
    assert paper.height(code_of(run)) > LEGIBLE


def test_printing_is_in_the_record_and_the_code_is_not(run: FirstRun, paper: Paper) -> None:
    run.view.recovery_print_requested.emit()
    assert run.session is not None
    reader = run.session.store.reader
    changes = [decode(signed.body) for signed in reader.changes_after(reader.home().device, 0, 100)]
    said = [fact for change in changes for fact in facts_of(change) if isinstance(fact, Accessed)]
    assert [fact.detail for fact in said if fact.what == "print"] == ["recovery-code"]
    assert code_of(run) not in repr(changes)


def test_no_file_holds_the_code(run: FirstRun, paper: Paper, tmp_path: Path) -> None:
    run.view.recovery_print_requested.emit()
    code = code_of(run)
    letters = "".join(each for each in code if each.isalnum())
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path != paper.path]
    assert len(files) > 3
    for path in files:
        held = path.read_bytes()
        for form in (code, letters, code.lower(), letters.lower()):
            assert form.encode() not in held, path
            assert form.encode("utf-16-le") not in held, path


def test_without_a_printer_nothing_is_noted_and_the_code_still_stands(run: FirstRun, paper: Paper) -> None:
    paper.there = False
    run.view.recovery_print_requested.emit()
    assert not paper.path.exists()
    assert code_of(run)


def test_the_code_is_typed_back_and_then_gone_from_the_window(run: FirstRun) -> None:
    code = code_of(run)
    page = run.view.recovery
    page.typed.setText(code[:-1])
    assert not page.next.isEnabled()
    page.typed.setText(f" {code.lower().replace('-', ' ')} ")
    page.next.click()
    assert run.view.state is not None
    assert run.view.state.step is Step.EDC
    assert run.view.state.recovery == ""
    assert page.typed.text() == ""


def test_a_secret_is_offered_no_file(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    printer = QPrinter()
    option = QAbstractPrintDialog.PrintDialogOption.PrintToFile
    assert printer_dialog(printer, parent, to_file=True).testOption(option)
    assert not printer_dialog(printer, parent, to_file=False).testOption(option)
