"""The first run where no network is: an EDC's invitation, its fingerprint compared, a bundle to be carried there.

The record goes to work at once; the reply is imported on the sync page whenever it comes.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop_app.jobs.bundle import Asked, export_bundle, file_name, invitation_for
from desktop_app.jobs.note import EXPORT, note
from desktop_app.presenters.bundles import KINDS, OUT, compare
from desktop_app.session import Session
from desktop_app.tasks import Tasks
from study.text import Text
from sync.client.bundle_out import Written
from sync.protocol.invitation import Invitation
from ui.file_dialog import Purpose, open_file, save_file
from ui.look import Look

INVITATION = Text("The EDC's invitation", "中心库的邀请文件")


class Inviting:
    """`busy` when a job begins, `done` with the session once the bundle is written, `failed` with what went wrong."""

    def __init__(
        self,
        tasks: Tasks,
        look: Look,
        *,
        busy: Callable[[], None],
        done: Callable[[Session], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        self._tasks = tasks
        self._look = look
        self._busy = busy
        self._done = done
        self._failed = failed

    def ask(self, session: Session, parent: QWidget) -> None:
        """Ask for the invitation."""
        title = INVITATION.get(self._look.language.code)
        open_file(parent, title, KINDS, Purpose.BUNDLE, lambda path: self.take(session, parent, Path(path)))

    def take(self, session: Session, parent: QWidget, path: Path) -> None:
        """Show the invitation of this file."""

        def show(found: tuple[Invitation, bytes]) -> None:
            compare(parent, self._look, found[0], session.zone, lambda: self._where(session, parent, found[1]))

        self._tasks.run("read", lambda: invitation_for(session, path), show, self._failed)

    def _where(self, session: Session, parent: QWidget, data: bytes) -> None:
        def ask(name: str) -> None:
            title = OUT.get(self._look.language.code)
            save_file(parent, title, name, KINDS, lambda path, _kind: self.write(session, Path(path), data))

        day = f"{session.today}"
        self._tasks.run("read", lambda: file_name(session.store.reader, day, enrols=True), ask, self._failed)

    def write(self, session: Session, path: Path, data: bytes) -> None:
        """Note the export, then write the bundle that asks to be let in."""
        self._busy()
        tasks = self._tasks

        def export() -> Written:
            tasks.ask("write", lambda: note(session, EXPORT, "bundle"))
            return export_bundle(session, path, lambda job: tasks.ask("write", job), Asked(invitation=data))

        tasks.run("network", export, lambda _written: self._done(session), self._failed)
