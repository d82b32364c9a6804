"""The archive of the study in the admin room: who may write it, where it goes, whether one is whole.

A part of the section of the backups, whose long jobs it shares. Must not write a file.
"""

from pathlib import Path

from desktop_app.presenters.archive import errors
from desktop_app.presenters.archive.make import Wanted, may_archive
from desktop_app.presenters.keeping import Keeping
from desktop_app.presenters.page import Desk
from study.text import Text
from ui.admin.admin_view import AdminView
from ui.admin.backup_state import ArchiveAsked, ArchiveState
from ui.file_dialog import Purpose, open_folder

_WHERE = Text("The medium or folder that takes the archive", "存放归档的介质或文件夹")
_WHICH = Text("The archive's folder", "归档文件夹")


class Archives:
    """Asks where, and hands on to the long jobs."""

    def __init__(self, desk: Desk, keeping: Keeping) -> None:
        self._desk = desk
        self._keeping = keeping

    def listen(self, view: AdminView) -> None:
        """Do what the section asks for."""
        view.archive_requested.connect(lambda asked: self.ask_where(view, asked))
        view.archive_check_requested.connect(lambda: self.ask_which(view))

    def ask_where(self, view: AdminView, asked: ArchiveAsked) -> None:
        """Let the person choose where the archive goes, then write it."""
        title = _WHERE.get(self._desk.language)
        open_folder(view, title, Purpose.ARCHIVE, lambda folder: self.write(Path(folder), names=asked.names))

    def write(self, folder: Path, *, names: bool) -> None:
        """Write it: whoever asks here has said that they know what it is."""
        self._keeping.archive(Wanted(folder, self._desk.language, names=names, confirmed=True))

    def ask_which(self, view: AdminView) -> None:
        """Let the person choose an archive, then look at every file of it."""
        title = _WHICH.get(self._desk.language)
        open_folder(view, title, Purpose.ARCHIVE, lambda folder: self._keeping.check_archive(Path(folder)))

    def state(self, keep: tuple[Text, ...]) -> ArchiveState:
        """The card as it stands."""
        session = self._desk.session
        allowed = may_archive(session) and session.store.fault is None
        why = (
            None if allowed else session.store.fault.sentence if session.store.fault else errors.not_allowed().sentence
        )
        return ArchiveState(
            keep=keep,
            plain=errors.PLAIN,
            named=errors.NAMED,
            may_name=allowed and session.sees_names,
            why_not=why,
        )
