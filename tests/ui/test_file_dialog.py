"""Files are asked for in Qt's own dialog: in the language on the screen, by keyboard, and nothing of a choice stays."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QLineEdit, QTreeView, QWidget
from pytestqt.qtbot import QtBot

from ui import file_dialog
from ui.file_dialog import FileDialog, Purpose
from ui.language import Language

NAME = "linxiaoman-LN007"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home of its own, with a folder and a file named after a child; Qt's settings lie there too."""
    before = QSettings(QSettings.Scope.UserScope, "QtProject").fileName()
    home = tmp_path / "home"
    (home / NAME).mkdir(parents=True)
    (home / NAME / f"{NAME}.csv").write_text("x")
    monkeypatch.setenv("HOME", str(home))
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(home / "settings"))
    yield home
    file_dialog.forget()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(Path(before).parent))


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """What the dialog stands over."""
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def dialog(window: QWidget) -> FileDialog:
    """The dialog that is open."""
    [found] = [each for each in window.findChildren(FileDialog) if each.isVisible()]
    return found


def type_in(asked: FileDialog, text: str) -> None:
    """Write where the focus is, which is the name of the file, and press Enter.

    At once and not key by key: offscreen the list of completions takes the keyboard and does not give it back.
    """
    edit = asked.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(edit, QLineEdit)
    assert asked.focusWidget() is edit
    edit.setText(text)
    QTest.keyClick(edit, Qt.Key.Key_Return)


def on_disk(home: Path) -> list[str]:
    """Every file of the profile whose content names the child; the planted file itself is not looked into."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    settings = QSettings(QSettings.Scope.UserScope, "QtProject")
    settings.sync()
    found = [Path(folder) / name for folder, _folders, names in os.walk(home) for name in names]
    assert Path(settings.fileName()) in found, "Qt did write its settings, here"
    return [str(path) for path in found if NAME.encode() in path.read_bytes()]


def test_a_file_is_chosen_by_keyboard_and_its_name_and_folder_stay_nowhere(window: QWidget, profile: Path) -> None:
    chosen: list[str] = []
    for _ in range(2):
        file_dialog.open_file(window, "A report", "Tables (*.csv);;All (*)", Purpose.REPORT, chosen.append)
        type_in(dialog(window), str(profile / NAME / f"{NAME}.csv"))
    assert chosen == [str(profile / NAME / f"{NAME}.csv")] * 2
    assert on_disk(profile) == []


def test_the_folder_used_last_is_offered_again_until_somebody_locks(window: QWidget, profile: Path) -> None:
    def ask() -> str:
        file_dialog.open_folder(window, "Where", Purpose.BACKUP, lambda _path: None)
        return str(dialog(window).directory().absolutePath())

    assert ask() != str(profile / NAME)
    dialog(window).setDirectory(str(profile / NAME))
    dialog(window).accept()
    assert ask() in (str(profile), str(profile / NAME))
    file_dialog.forget()
    assert not [each for each in window.findChildren(FileDialog) if each.isVisible()], "what is open is closed"
    assert NAME not in ask()
    file_dialog.forget()
    assert on_disk(profile) == []


def test_escape_chooses_nothing(window: QWidget, profile: Path) -> None:
    chosen: list[Any] = []
    file_dialog.open_files(window, "Files", Purpose.ATTACHMENT, chosen.append)
    dialog(window).setDirectory(str(profile / NAME))
    QTest.keyClick(dialog(window), Qt.Key.Key_Escape)
    assert chosen == []
    assert on_disk(profile) == []


def test_a_place_for_a_file_comes_with_the_kind_that_was_chosen(window: QWidget, profile: Path) -> None:
    said: list[tuple[str, str]] = []
    file_dialog.save_file(
        window, "Save", "a.pdf", "PNG (*.png);;PDF (*.pdf)", lambda path, kind: said.append((path, kind))
    )
    asked = dialog(window)
    asked.setDirectory(str(profile))
    asked.selectNameFilter("PDF (*.pdf)")
    type_in(asked, "charts.pdf")
    assert said == [(str(profile / "charts.pdf"), "PDF (*.pdf)")]


def test_it_is_never_the_systems_own_dialog(window: QWidget, profile: Path) -> None:
    assert profile.exists()
    file_dialog.open_file(window, "A report", "All (*)", Purpose.REPORT, lambda _path: None)
    assert dialog(window).testOption(QFileDialog.Option.DontUseNativeDialog)


def test_its_words_are_chinese_where_the_window_is(window: QWidget, profile: Path) -> None:
    assert profile.exists()
    language = Language("zh")
    file_dialog.open_file(window, "报告", "全部 (*)", Purpose.REPORT, lambda _path: None)
    asked = dialog(window)
    words = [label.text() for label in asked.findChildren(QLabel) if label.text()]
    words += [button.text() or button.toolTip() for button in asked.findChildren(QAbstractButton)]
    tree = asked.findChild(QTreeView, "treeView")
    assert isinstance(tree, QTreeView)
    words += [str(tree.model().headerData(n, Qt.Orientation.Horizontal)) for n in (0, 3)]
    words.append(QCoreApplication.translate("QFileDialog", "%1 already exists.\nDo you want to replace it?"))
    english = [word for word in words if word and word.isascii()]
    language.switch("en")
    assert english == []
    assert QCoreApplication.translate("QFileDialog", "Forward") == "Forward", "and English again at once"


def test_the_catalogue_of_qt_is_there() -> None:
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    assert (folder / "qtbase_zh_CN.qm").exists()


def test_no_screen_asks_for_a_file_by_itself() -> None:
    rooms = [path for room in ("ui", "desktop_app") for path in (ROOT / room).rglob("*.py")]
    assert [str(path) for path in rooms if "QFileDialog" in path.read_text() and path.name != "file_dialog.py"] == []
