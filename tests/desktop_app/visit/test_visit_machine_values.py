"""Promise of the ECG screen: what the machine wrote into the file is shown as the machine's, goes into a field only
when a person asks for it, and into the record only when they confirm it there.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.jobs.attach import attach
from study.address import Address
from study.values import Quantity
from tests.kit.aecg import aecg, lead, note, series, wave
from ui.visit.preview import TraceState

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
