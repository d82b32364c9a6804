"""Sealed files opened for a preview: stretches without unsealing all, pages of a PDF, and what can't be shown, said."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pyedflib
import pytest
from PySide6.QtGui import QImage, QPainter, QPdfWriter
from pytestqt.qtbot import QtBot

from desktop_app.jobs.attach import attach, attachments
from desktop_app.jobs.document import document_page
from desktop_app.jobs.preview import Locked, OpenTracing, locked, marks_of, open_preview
from desktop_app.presenters.visit import VisitPage
from desktop_app.tasks import InlineTasks, Lane
from study.address import Address
from study.errors import KnownError
from study.from_tracing import FromTracing
from tests.kit.aecg import aecg, lead, series, wave
from ui.visit.preview import TILE, Measured, PictureState, PreviewMessage, TilesWanted, TraceState, TraceTile

T = TypeVar("T")
EDF = Path(pyedflib.__file__).parent / "tests" / "data" / "test_generator.edf"


@pytest.fixture
def work(desk_fixture: Any) -> Any:
    desk_fixture.subject = desk_fixture.enrol("LN-007", name="林小满")
    return desk_fixture


def put(work: Any, path: Path, kind: str, form: str = "ECG") -> Any:
    fact = attach(work.store, Address(work.subject, "M3", form=form), path, (kind,))
    work.append(fact)
    return fact


def opened(work: Any, fact: Any) -> Any:
    found = locked(work.store, fact)
    assert isinstance(found, Locked)
    return open_preview(found)


@pytest.fixture
def xml(tmp_path: Path) -> Path:
    path = tmp_path / "ecg.xml"
    path.write_bytes(aecg(series(lead("II", wave())), person=""))
    return path


def document(path: Path) -> Path:
    """Two pages."""
    writer = QPdfWriter(str(path))
    painter = QPainter(writer)
    painter.drawText(500, 500, "1")
    writer.newPage()
    painter.drawText(500, 500, "2")
    painter.end()
    return path


def test_a_tile_joins_the_one_before_it(work: Any) -> None:
    shown = opened(work, put(work, EDF, "edf", "EEG"))
    assert isinstance(shown, OpenTracing)
    leads = tuple(range(len(shown.state.leads)))
    first, second = (shown.tile(TilesWanted("k", 100.0, leads, ()), number) for number in (0, 1))
    assert first.lows.shape == (len(leads), TILE + 1)
    assert np.isnan(first.lows[:, 0]).all()
    assert np.array_equal(second.lows[:, 0], first.lows[:, TILE])
    assert np.array_equal(second.highs[:, 0], first.highs[:, TILE])
    shown.close()


def _all_tiles(shown: OpenTracing, wanted: TilesWanted, count: int) -> None:
    for number in range(count):
        shown.tile(wanted, number)


def test_only_what_is_looked_at_is_unsealed(work: Any) -> None:
    fact = put(work, EDF, "edf", "EEG")
    path = attachments(work.store).path(fact.name)
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    shown = opened(work, fact)
    last = int(shown.state.duration_s * 10 // TILE)
    wanted = TilesWanted("k", 100.0, (0,), ())
    assert not np.isnan(shown.tile(wanted, 0).lows[:, 1:]).any()
    with pytest.raises(KnownError) as caught:
        _all_tiles(shown, wanted, 10 * (last + 1))
    assert caught.value.code == "attachment-damaged"
    shown.close()


def test_marks_are_read_apart(work: Any) -> None:
    found = locked(work.store, put(work, EDF, "edf", "EEG"))
    assert isinstance(found, Locked)
    assert marks_of(found)[0].text == "Recording starts"


def test_the_pages_of_a_pdf(work: Any, tmp_path: Path, qtbot: QtBot) -> None:
    found = locked(work.store, put(work, document(tmp_path / "a.pdf"), "pdf"))
    assert isinstance(found, Locked)
    shown = [open_preview(found, page) for page in (0, 1, 9)]
    assert [(each.page, each.pages) for each in shown if isinstance(each, PictureState)] == [(0, 2), (1, 2), (1, 2)]
    image = QImage.fromData(shown[0].data) if isinstance(shown[0], PictureState) else QImage()
    assert 0 < max(image.width(), image.height()) <= 2200


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj", b"%PDF" + bytes(500)])
def test_a_pdf_that_is_none_is_answered_by_a_sentence(data: bytes) -> None:
    with pytest.raises(KnownError) as caught:
        document_page(io.BytesIO(data), 0)
    assert caught.value.code == "document-damaged"


def test_a_damaged_recording_is_said_in_words(work: Any, tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    path.write_bytes(aecg(series(lead("II", "1 2", scale="NaN")), person=""))
    assert isinstance(opened(work, put(work, path, "aecg")), PreviewMessage)


def shown_page(work: Any, qtbot: QtBot, fact: Any) -> Any:
    page: Any = VisitPage(work.desk)
    work.desk.page = page
    qtbot.addWidget(page.view)
    page.view.resize(1200, 800)
    page.view.show()
    page.choose(Address(work.subject, "M3").key)
    page.refresh()
    page.view.form_chosen.emit(fact.address.key)
    page.view.attachment_opened.emit(fact.id)
    return page


def _fail(error: BaseException) -> None:
    raise error


class Lanes(InlineTasks):
    """Runs every job at once and remembers what came out of which lane."""

    def __init__(self) -> None:
        super().__init__(_fail)
        self.out: list[tuple[str, object]] = []

    def run(
        self, lane: Lane, job: Callable[[], T], done: Callable[[T], None], failed: Callable[..., None] | None = None
    ) -> None:
        """See `Tasks`."""

        def told(result: T) -> None:
            self.out.append((lane, result))
            done(result)

        super().run(lane, job, told, failed)


def test_tiles_are_read_and_drawn_in_the_lane_that_draws(work: Any, qtbot: QtBot) -> None:
    """The window shows what it is given; see tests/ui/visit for a tile without a picture."""
    work.desk.tasks = lanes = Lanes()
    page = shown_page(work, qtbot, put(work, EDF, "edf", "EEG"))
    found = [(lane, each) for lane, each in lanes.out if isinstance(each, TraceTile)]
    assert page.view.files.trace.view.complete
    assert {lane for lane, _tile in found} == {"draw"}
    assert all(tile.picture is not None and tile.picture.width() == TILE for _lane, tile in found)


def test_an_ecg_is_shown_beside_its_form_and_offers_to_its_intervals(work: Any, xml: Path, qtbot: QtBot) -> None:
    page = shown_page(work, qtbot, put(work, xml, "aecg"))
    state = page.view.state.preview
    assert isinstance(state, TraceState)
    assert [take.key.rsplit("/", 1)[1] for take in state.takes] == ["RR", "PR", "QRS", "QT"]
    assert page.view.files.trace.view.complete
    page.view.files.trace.taken.emit(Measured(state.takes[3].key, "368", FromTracing("calipers", state.key)))
    field = page.view.grid.row(state.takes[3].key).field
    assert (field.text(), field.proposed) == ("368", True)


def test_leaving_the_visit_lets_the_sealed_file_go(work: Any, xml: Path, qtbot: QtBot) -> None:
    page = shown_page(work, qtbot, put(work, xml, "aecg"))
    tracing = page._files.looking._tracing
    page.leave()
    assert page._files.looking._tracing is None
    assert tracing._handle.closed
