"""Asks for files and folders: the one place. Qt's own dialog, for the system's keeps lists of recent files.

A file's name may be a child's. Owns what of a choice is remembered: the folder, in memory, until `forget`; nothing
that was chosen reaches the disk. Must not open or write a file.
"""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QDir, QObject, QStandardPaths, Qt, QUrl
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from ui.language import translate
from ui.theme.theme import wear_as

_Folder = QStandardPaths.StandardLocation
_Label = QFileDialog.DialogLabel


class Purpose(StrEnum):
    """What is asked for; the folder used last is remembered of each."""

    REPORT = "report"
    ATTACHMENT = "attachment"
    TABLE = "table"
    STUDY = "study"
    BACKUP = "backup"
    ARCHIVE = "archive"
    BUNDLE = "bundle"
    AUTHORITY = "authority"
    SAVE = "save"


_BEGIN: dict[Purpose, QStandardPaths.StandardLocation] = {
    Purpose.REPORT: _Folder.DownloadLocation,
    Purpose.ATTACHMENT: _Folder.DownloadLocation,
    Purpose.TABLE: _Folder.DocumentsLocation,
    Purpose.STUDY: _Folder.DocumentsLocation,
    Purpose.BACKUP: _Folder.HomeLocation,
    Purpose.ARCHIVE: _Folder.HomeLocation,
    Purpose.BUNDLE: _Folder.HomeLocation,
    Purpose.AUTHORITY: _Folder.HomeLocation,
    Purpose.SAVE: _Folder.DocumentsLocation,
}
_last: dict[Purpose, str] = {}
_open: set["FileDialog"] = set()


def open_file(parent: QWidget, title: str, kinds: str, purpose: Purpose, then: Callable[[str], None]) -> None:
    """Ask for one file of `kinds` ("Tables (*.csv);;All files (*)"); `then` gets its path, unless nobody chose one."""
    dialog = FileDialog(parent, title, purpose)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(kinds)
    dialog.ask(lambda: then(dialog.selectedFiles()[0]))


def open_files(parent: QWidget, title: str, purpose: Purpose, then: Callable[[list[str]], None]) -> None:
    """Ask for files; `then` gets their paths, unless nobody chose any."""
    dialog = FileDialog(parent, title, purpose)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.ask(lambda: then(dialog.selectedFiles()))


def open_folder(parent: QWidget, title: str, purpose: Purpose, then: Callable[[str], None]) -> None:
    """Ask for a folder; `then` gets its path, unless nobody chose one."""
    dialog = FileDialog(parent, title, purpose)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.ask(lambda: then(dialog.selectedFiles()[0]))


def save_file(
    parent: QWidget, title: str, name: str, kinds: str, then: Callable[[str, str], None], *, confirm: bool = True
) -> None:
    """Ask where a file goes; `then` gets its path and the kind chosen of `kinds`, unless nobody said where.

    `confirm` asks before a file that is there is replaced; without it whoever writes refuses.
    """
    dialog = FileDialog(parent, title, Purpose.SAVE)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setNameFilters(kinds.split(";;"))
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite, not confirm)
    dialog.selectFile(name)
    dialog.ask(lambda: then(dialog.selectedFiles()[0], dialog.selectedNameFilter()))


def forget() -> None:
    """Close what is open and forget the folders: somebody locked the record, or another person sits down."""
    for dialog in tuple(_open):
        dialog.reject()
    _last.clear()


class FileDialog(QFileDialog):
    """Qt's dialog with a memory of its own. Closes over `then`, so that the window's loop goes on meanwhile."""

    def __init__(self, parent: QWidget, title: str, purpose: Purpose) -> None:
        super().__init__(parent.window(), title)
        wear_as(self, parent)
        self._purpose = purpose
        self.setOption(QFileDialog.Option.DontUseNativeDialog)
        self.setOption(QFileDialog.Option.HideNameFilterDetails, False)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setViewMode(QFileDialog.ViewMode.Detail)
        self.resize(820, 520)
        self.setSidebarUrls(_sidebar())
        self.setDirectory(_last.get(purpose) or _begin(purpose))

    def ask(self, chosen: Callable[[], None]) -> None:
        """Show it; `chosen` is called once somebody chose."""
        # Qt's own Chinese catalogue leaves out some of these.
        self.setLabelText(_Label.LookIn, translate("FileDialog", "Look in:"))
        self.setLabelText(_Label.FileName, translate("FileDialog", "File &name:"))
        self.setLabelText(_Label.FileType, translate("FileDialog", "Files of &type:"))
        self.setLabelText(_Label.Reject, translate("FileDialog", "Cancel"))
        if self.fileMode() is QFileDialog.FileMode.Directory:
            self.setLabelText(_Label.FileName, translate("FileDialog", "&Folder:"))
            self.setLabelText(_Label.Accept, translate("FileDialog", "&Choose"))
        _open.add(self)
        self.finished.connect(lambda result: self._done(bool(result), chosen))
        self.open()
        edit = self.findChild(QObject, "fileNameEdit")
        if isinstance(edit, QLineEdit):
            edit.setFocus()

    def _done(self, accepted: bool, chosen: Callable[[], None]) -> None:
        _open.discard(self)
        if not accepted:
            self._leave_no_trace()
            return
        _last[self._purpose] = self.directory().absolutePath()
        try:
            chosen()
        finally:
            self._leave_no_trace()

    def _leave_no_trace(self) -> None:
        """Where Qt writes the folders that were visited into its settings, as a dialog is destroyed, it finds home."""
        self.setDirectory(QDir.homePath())
        self.setHistory([])
        self.deleteLater()


def _begin(purpose: Purpose) -> str:
    return QStandardPaths.writableLocation(_BEGIN[purpose]) or QDir.homePath()


def _sidebar() -> list[QUrl]:
    """Where files usually come from; never a folder that somebody dragged there, which Qt would keep."""
    places = (_Folder.HomeLocation, _Folder.DesktopLocation, _Folder.DocumentsLocation, _Folder.DownloadLocation)
    paths = dict.fromkeys(QStandardPaths.writableLocation(place) for place in places)
    return [QUrl("file:"), *(QUrl.fromLocalFile(path) for path in paths if path and QDir(path).exists())]
