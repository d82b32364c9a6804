"""Files beside a form: dropped, listed, previewed."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.child.state import FileRow
from ui.look import Look
from ui.visit.picture import PicturePages
from ui.visit.preview import PictureState, PreviewMessage, TraceState

FILES = (FileRow("a1", "ECG M3.pdf", "11-17", "sealed"), FileRow("b2", "ECG M3.edf", "11-17", "elsewhere"))


@pytest.fixture
def with_files(bedside: Any) -> Any:
    """The form as an ECG form with two files."""
    form = replace(bedside.state.form, attachments=True)
    bedside.state = replace(bedside.state, form=form, files=FILES)
    bedside.view.render(bedside.state)
    return bedside


def test_forms_without_files_have_no_strip(bedside: Any) -> None:
    assert not bedside.view.files.isVisible()


def test_a_dropped_file_is_handed_over_by_its_path(with_files: Any, qtbot: QtBot, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "心电图.pdf")), QUrl("https://example.org/x.pdf")])
    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    said: list[str] = []
    with_files.view.attachment_dropped.connect(said.append)
    with_files.view.files.dropEvent(drop)
    assert [Path(path) for path in said] == [tmp_path / "心电图.pdf"]


def test_a_listed_file_opens_again(with_files: Any, qtbot: QtBot) -> None:
    link = next(one for one in with_files.view.files.findChildren(QPushButton) if one.text() == "ECG M3.edf")
    with qtbot.waitSignal(with_files.view.attachment_opened) as heard:
        qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert heard.args == ["b2"]


def test_each_file_says_where_it_is_and_how_far_one_on_its_way_is(with_files: Any) -> None:
    strip = with_files.view.files

    def said() -> list[str]:
        return [text.text() for text in strip.findChildren(QLabel) if "11-17" in text.text()]

    assert said() == ["11-17 · here, not sent yet", "11-17 · not yet received"]
    strip.show_moving("a1", sending=True, percent=40)
    assert said() == ["11-17 · sending 40 %", "11-17 · not yet received"]
    strip.show_moving("", sending=False, percent=0)
    assert said() == ["11-17 · here, not sent yet", "11-17 · not yet received"]


def test_a_frozen_form_takes_no_file(with_files: Any) -> None:
    frozen = replace(with_files.state.form, readonly=Text("frozen", "已冻结"))
    with_files.view.render(replace(with_files.state, form=frozen))
    assert not with_files.view.files.acceptDrops()


def test_each_preview_has_its_page(with_files: Any, ecg: TraceState, tmp_path: Path) -> None:
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    file = tmp_path / "echo.png"
    image.save(str(file))
    pages = []
    strip = with_files.view.files
    for preview in (ecg, PictureState(file.read_bytes()), PreviewMessage(Text("opening", "正在打开"))):
        with_files.view.render(replace(with_files.state, preview=preview, preview_of="a1"))
        pages.append(strip._preview.currentIndex())
    assert pages == [0, 1, 2]


def test_bytes_that_are_no_picture_are_said_so(with_files: Any) -> None:
    with_files.view.render(replace(with_files.state, preview=PictureState(b"not a picture"), preview_of="a1"))
    assert "cannot be read" in with_files.view.files._message.text()


def test_the_pages_of_a_document_are_turned(with_files: Any, qtbot: QtBot, tmp_path: Path) -> None:
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    image.save(str(tmp_path / "a.png"))
    page = PictureState((tmp_path / "a.png").read_bytes(), 1, 2)
    with_files.view.render(replace(with_files.state, preview=page, preview_of="a1"))
    asked: list[int] = []
    with_files.view.page_asked.connect(asked.append)
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        qtbot.keyClick(with_files.view.files._pages, key)
    assert asked == [0]
    assert with_files.view.files._pages._where.text() == "Page 2 of 2"


def painted(path: Path, wide: int, high: int) -> PictureState:
    """A picture of so many px."""
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    image.save(str(path))
    return PictureState(path.read_bytes())


@pytest.fixture
def pages(look: Look, qtbot: QtBot) -> PicturePages:
    """Where a picture is shown, 700 x 300 px."""
    made = PicturePages(look)
    qtbot.addWidget(made)
    made.resize(700, 300)
    made.show()
    return made


def test_a_page_fits_the_width_and_a_picture_the_room(pages: PicturePages, tmp_path: Path) -> None:
    shown = []
    for wide, high in ((1000, 1400), (1600, 900), (40, 20)):
        assert pages.show_page(painted(tmp_path / "a.png", wide, high))
        shown.append((pages.picture.size_shown.width(), pages.picture.size_shown.height()))
    (page_wide, page_high), (_picture_wide, picture_high), small = shown
    assert 660 <= page_wide <= 700
    assert page_high > pages.picture.height()
    assert picture_high <= pages.picture.height()
    assert small == (40, 20), "nothing is drawn larger than it is"


def test_keys_enlarge_and_scroll_and_another_picture_is_fitted_again(
    pages: PicturePages, qtbot: QtBot, tmp_path: Path
) -> None:
    picture = painted(tmp_path / "a.png", 1600, 900)
    pages.show_page(picture)
    fitted = pages.picture.size_shown.width()
    qtbot.keyClick(pages, Qt.Key.Key_Plus)
    qtbot.keyClick(pages, Qt.Key.Key_Down)
    assert pages.picture.size_shown.width() == pytest.approx(1.5 * fitted, abs=1)
    assert pages.picture.verticalScrollBar().value() > 0
    pages.show_page(picture)
    assert pages.picture.zoomed == 1.5
    for _ in range(9):
        qtbot.keyClick(pages, Qt.Key.Key_Plus)
    assert not pages.larger.isEnabled()
    assert pages.picture.size_shown.width() <= 4000
    pages.show_page(painted(tmp_path / "b.png", 1600, 800))
    assert pages.picture.zoomed == 1.0
    assert not pages.smaller.isEnabled()
