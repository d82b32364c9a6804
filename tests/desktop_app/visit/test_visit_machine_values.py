"""Promise of the ECG screen: what the machine wrote into the file is shown as the machine's, goes into a field only
when a person asks for it, and into the record only when they confirm it there.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.jobs.attach import attach
from desktop_app.presenters.audit_rows import AuditRow, AuditWords
from desktop_app.presenters.inspection.children import sources
from desktop_app.presenters.inspection.model import Inspected
from desktop_app.presenters.visit.history import history_state
from study.address import Address, parse_key
from study.changes import facts as f
from study.from_tracing import from_tracing
from study.text import Text
from study.values import Quantity
from tests.kit.aecg import aecg, lead, note, series, wave
from ui.visit.acts import ReasonGiven
from ui.visit.calipers import Reading
from ui.visit.preview import TraceState
from ui.visit.state import Note

if TYPE_CHECKING:
    from tests.desktop_app.visit.conftest import Bedside

NOTES = (
    note("MDC_ECG_TIME_PD_QT", "0.368", "s")
    + note("MDC_ECG_TIME_PD_QRS", "84")
    + note("MDC_ECG_HEART_RATE", "75", "bpm")
)


def tracing(made: "Bedside", folder: Path, notes: str) -> "Bedside":
    """An ECG with what the machine wrote, looked at beside the ECG form of M3."""
    path = folder / "ecg.xml"
    path.write_bytes(aecg(series(lead("II", wave()), notes=notes), person=""))
    fact = attach(made.work.store, Address(made.subject, "M3", form="ECG"), path, ("aecg",))
    made.work.append(fact)
    made.open("M3", "ECG")
    made.view.attachment_opened.emit(fact.id)
    assert isinstance(made.state.preview, TraceState)
    return made


@pytest.fixture
def measured(bedside: Callable[..., "Bedside"], tmp_path: Path) -> "Bedside":
    """An investigator before such an ECG."""
    return tracing(bedside(), tmp_path, NOTES)


def take(made: "Bedside", place: int) -> None:
    """Press the button and choose a line of its menu."""
    panel = made.view.files.trace
    panel.from_machine.click()
    assert panel.menu is not None
    panel.menu.actions()[place].trigger()
    panel.menu.close()


@pytest.mark.parametrize(
    ("language", "said", "offered"),
    [
        ("zh", "设备测量值：QT间期 0.368 s · QRS时限 84 ms · 心电图心率 75 /min", "&2  QRS时限：84 ms"),
        (
            "en",
            "The machine wrote: QT interval 0.368 s · QRS duration 84 ms · ECG heart rate 75 /min",
            "&2  QRS duration: 84 ms",
        ),
    ],
)
def test_the_machines_numbers_are_shown_as_the_machines(
    measured: "Bedside", language: str, said: str, offered: str
) -> None:
    measured.work.desk.look.language.switch(language)
    panel = measured.view.files.trace
    assert panel.machine_says.isVisible()
    assert panel.machine_says.text() == said
    panel.from_machine.click()
    assert panel.menu is not None
    assert panel.menu.actions()[1].text() == offered
    panel.menu.close()
    assert [measured.fact(item) for item in ("QT", "QRS", "EGHR")] == [None] * 3, "shown is not entered"


def test_one_goes_to_its_field_and_enter_keeps_it_in_the_unit_it_was_written_in(measured: "Bedside") -> None:
    take(measured, 0)
    field = measured.view.grid.current().field  # type: ignore[union-attr]
    assert (field.text(), field.proposed) == ("0.368 s", True)
    assert measured.fact("QT") is None
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert measured.fact("QT").value == Quantity("0.368", "s")
    assert measured.row("QT").text == "368"


def test_any_other_way_out_keeps_nothing(measured: "Bedside") -> None:
    take(measured, 1)
    field = measured.view.grid.current().field  # type: ignore[union-attr]
    assert field.text() == "84"
    QTest.keyClick(field, Qt.Key.Key_Escape)
    measured.go("EGHR")
    assert measured.fact("QRS") is None
    assert measured.row("QRS").text == ""


def test_what_the_machine_did_not_measure_offers_nothing(bedside: Callable[..., "Bedside"], tmp_path: Path) -> None:
    made = tracing(bedside(), tmp_path, note("MDC_ECG_TIME_PD_QT", "29999"))
    assert not made.view.files.trace.from_machine.isVisible()
    assert not made.view.files.trace.machine_says.isVisible()


def test_who_only_reads_is_offered_nothing(bedside: Callable[..., "Bedside"], tmp_path: Path) -> None:
    made = tracing(bedside(), tmp_path, NOTES)
    assert made.view.files.trace.from_machine.isVisible()
    made.work.session.role = "monitor"
    made.page.refresh()
    assert not made.view.files.trace.from_machine.isVisible()


def came(made: "Bedside", item: str) -> tuple[str, str]:
    """Who read the number of a tracing that stands in a field, and from which file."""
    found = from_tracing(made.fact(item))
    return (found.reader, found.file) if found is not None else ("", "")


def audited(made: "Bedside") -> list[AuditRow]:
    """The audit trail's lines of values on this child's ECG, the oldest first."""
    session = made.work.session
    rows = AuditWords(session).rows(session.store.reader.audit())
    return [row for row in rows if "/ECG/" in row.key and row.typed]


def test_the_record_says_that_a_number_is_the_machines(measured: "Bedside") -> None:
    file = measured.state.preview_of
    take(measured, 0)
    QTest.keyClick(measured.view.grid.current().field, Qt.Key.Key_Return)  # type: ignore[union-attr]
    assert came(measured, "QT") == ("machine", file)
    assert any(isinstance(each, Note) and "the machine's number" in each.text.en for each in measured.row("QT").strips)
    [line] = [row for row in audited(measured) if row.typed == "0.368 s"]
    assert "from the tracing: the machine's number" in line.kind.en
    assert "取自波形：设备测量值" in line.kind.zh
    shown = history_state(measured.work.session, measured.row("QT").key).lines[0]
    assert shown.came is not None
    assert shown.came.zh == "取自波形：设备测量值"


def test_what_somebody_types_over_the_machines_number_is_theirs(measured: "Bedside") -> None:
    take(measured, 1)
    field = measured.view.grid.current().field  # type: ignore[union-attr]
    QTest.keyClicks(field, "86")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert measured.fact("QRS").value == Quantity("86", "ms")
    assert came(measured, "QRS") == ("", "")
    measured.write("QRS", "84")
    assert came(measured, "QRS") == ("", ""), "the same number, typed"


def test_the_mark_stays_when_a_completed_form_first_asks_why(measured: "Bedside") -> None:
    measured.write("QRS", "90")
    measured.work.append(f.FormCompleted(id="done", address=parse_key(measured.row("QRS").key).in_form))
    measured.page.refresh()
    take(measured, 1)
    field = measured.view.grid.current().field  # type: ignore[union-attr]
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert measured.fact("QRS").value == Quantity("90", "ms"), "first the reason"
    measured.view.reason_given.emit(ReasonGiven(measured.row("QRS").key, "84", "source"))
    assert (measured.fact("QRS").value, came(measured, "QRS")[0]) == (Quantity("84", "ms"), "machine")


def test_a_time_between_the_calipers_is_marked_as_measured_on_the_tracing(measured: "Bedside") -> None:
    panel, file = measured.view.files.trace, measured.state.preview_of
    panel.view.measured.emit(Reading(ms=400.4, error_ms=4.0, lead="II"))
    button = next(button for taken, button in panel._takes if taken.key.endswith("/QT"))
    button.click()
    field = measured.view.grid.current().field  # type: ignore[union-attr]
    assert field.text() == "400"
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (measured.fact("QT").value, came(measured, "QT")) == (Quantity("400", "ms"), ("calipers", file))
    assert "measured on the tracing by calipers" in audited(measured)[-1].kind.en


def test_another_workstations_note_of_a_report_is_not_a_tracing(measured: "Bedside") -> None:
    measured.write("QT", "380")
    fact = measured.fact("QT")
    from_laboratory = msgspec.structs.replace(fact, report=f.Report(method="酶法", source="ab12"))
    assert from_tracing(from_laboratory) is None


def test_the_auditors_list_of_sources_names_the_tracing(measured: "Bedside") -> None:
    take(measured, 0)
    QTest.keyClick(measured.view.grid.current().field, Qt.Key.Key_Return)  # type: ignore[union-attr]
    measured.write("QRS", "84")
    named = {row[2]: row[3] for row in sources(Inspected(measured.work.session)).rows}
    assert named["ECG.QT"] == Text("from the tracing: the machine's number", "取自波形：设备测量值")
    assert named["ECG.QRS"] != named["ECG.QT"]
