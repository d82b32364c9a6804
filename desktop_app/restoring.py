"""The part of the first run that restores a backup: which one, who opens it, how far it is."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.house import House
from desktop_app.jobs.restore import Offered, Reopened, Wanted, look_at_backup, restore_here
from desktop_app.presenters.backup_words import STEPS, offered_said
from desktop_app.session import Session
from desktop_app.tasks import Tasks
from storage.watch import Watch
from study.text import Text
from ui.file_dialog import Purpose, open_folder
from ui.look import Look
from ui.unlock.state import OfferedBackup, RestoreRequest


class Show(Protocol):
    """Shows the first run with some of its fields changed."""

    def __call__(self, **changes: object) -> None: ...


class Restoring(QObject):
    """`entered` is called with the session on the restored record, `failed` with what went wrong."""

    _heard = Signal(str, int, int)

    def __init__(
        self,
        house: House,
        tasks: Tasks,
        look: Look,
        *,
        show: Show,
        entered: Callable[[Session], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        super().__init__()
        self._house = house
        self._tasks = tasks
        self._look = look
        self._show = show
        self._entered = entered
        self._failed = failed
        self._offered: Offered | None = None
        self._stop = False
        self._running = False
        self._heard.connect(self._getting_on)

    def ask_folder(self, parent: QWidget) -> None:
        """Let the person choose a backup."""
        title = Text("The folder of the backup", "备份所在的文件夹").get(self._look.language.code)
        open_folder(parent, title, Purpose.BACKUP, lambda folder: self.look_at(Path(folder)))

    def look_at(self, backup: Path) -> None:
        """Show what a backup says of itself, and who can open it."""
        self._offered = None
        self._show(message=None, offered=None)
        self._tasks.run("long", lambda: look_at_backup(self._house, backup), self._looked, self._failed)

    def restore(self, request: RestoreRequest) -> None:
        """Restore it here and go in."""
        if self._offered is None or self._running:
            return
        wanted = Wanted(self._offered.path, request.user, request.passphrase, request.code)
        watch = Watch(self._heard.emit, lambda: self._stop)
        self._stop, self._running = False, True
        self._show(busy=True, message=None, progress=STEPS["files"])
        self._tasks.run("long", lambda: restore_here(self._house, wanted, watch), self._restored, self._broke_off)

    def stop(self) -> None:
        """Let it be."""
        self._stop = True

    def _looked(self, offered: Offered) -> None:
        self._offered = offered
        said = offered_said(offered.manifest, self._house.study.timezone)
        self._show(offered=OfferedBackup(str(offered.path), said, offered.users))

    def _restored(self, reopened: Reopened) -> None:
        self._running = False
        self._entered(reopened.session)

    def _broke_off(self, error: BaseException) -> None:
        self._running = False
        self._show(progress=None)
        self._failed(error)

    def _getting_on(self, step: str, done: int, total: int) -> None:
        if self._running:
            words, share = STEPS.get(step, STEPS["files"]), 100 * done // total if total else 0
            self._show(progress=Text(f"{words.en}: {share} %", f"{words.zh}：{share} %"))
