"""The versions of the study in the admin room: what is in force, looking at another definition, adopting it.

A part of the admin page. What would change is read on the reader's lane and shown before anything happens.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop_app.jobs.adopt import adopt
from desktop_app.presenters.giving_out import GivingOut
from desktop_app.presenters.page import Desk
from desktop_app.presenters.study_reading import Looked, VersionsRead, look_at, look_at_folder
from desktop_app.records import Records
from study.text import Text
from ui.admin.state import Section
from ui.admin.study_state import Adoption, GivingState, StudyState
from ui.file_dialog import Purpose, open_folder


class StudyVersions:
    """`changed` is called when there is something else to show; `busy` tells that something runs."""

    def __init__(self, desk: Desk, changed: Callable[[], None], busy: Callable[[bool], None]) -> None:
        self._desk = desk
        self._changed = changed
        self._busy = busy
        self._looked: Looked | None = None
        self.giving = GivingOut(desk)
        self.giving.changed.connect(changed)

    def ask_folder(self, parent: QWidget) -> None:
        """Let the person choose a folder, and look at it."""
        title = Text("A study definition's folder", "研究定义文件夹").get(self._desk.language)
        open_folder(parent, title, Purpose.STUDY, lambda folder: self.look_at_folder(Path(folder)))

    def look_at_folder(self, folder: Path) -> None:
        """Read a definition and show what it would change, or its faults."""
        session = self._desk.session
        self._look(lambda records: look_at_folder(session, records, folder))

    def look_at_proposal(self) -> None:
        """Show what the definition that came with the program would change."""
        session = self._desk.session
        shipped = session.definitions.shipped
        source = Text("came with the program", "随程序提供").get(self._desk.language)
        self._look(lambda records: look_at(session, records, shipped, source))

    def leave(self) -> None:
        """Back to the versions."""
        self.forget()
        self._changed()

    def forget(self) -> None:
        """What was looked at is out of date by the time somebody comes back."""
        self._looked = None

    def adopt(self, adoption: Adoption) -> None:
        """Adopt what is looked at; the desk is made anew on it at once."""
        looked, session = self._looked, self._desk.session
        if looked is None or looked.study is None or (looked.sight.danger is not None and not adoption.dangers_seen):
            return
        study = looked.study

        def done(_appended: object) -> None:
            self._busy(False)
            self._looked = None
            self._desk.renew(lambda desk: desk.open_admin(Section.STUDY))

        self._busy(True)
        self._desk.write(lambda: adopt(session, study, adoption.reason), done, self._failed)

    def state(self, read: VersionsRead) -> StudyState:
        """The section as it stands."""
        session = self._desk.session
        study = session.study
        return StudyState(
            code=study.code,
            title=study.title,
            version=study.version,
            digest=study.digest,
            versions=read.versions,
            proposal=read.proposal,
            unread=session.unread.sentence if session.unread else None,
            sight=self._looked.sight if self._looked else None,
            registered=read.registered,
            keep=read.keep,
            giving=GivingState(self.giving.why_not, self.giving.job),
        )

    def _look(self, job: Callable[[Records], Looked]) -> None:
        def show(looked: Looked) -> None:
            self._looked = looked
            self._changed()

        self._desk.read(job, show)

    def _failed(self, error: BaseException) -> None:
        self._busy(False)
        self._desk.failed(error)
