"""Asks how the EDC is reached from here, in the admin room and in the first run; kept when it holds."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop_app.jobs.line_settings import keep_line, line_state
from desktop_app.session import Session
from desktop_app.tasks import Tasks
from study.errors import KnownError
from study.text import Text
from ui.admin.line_dialog import LineDialog
from ui.admin.line_state import LineState, LineWanted
from ui.file_dialog import Purpose, open_file
from ui.look import Look

_FILE = Text("The study's certificate authority", "研究的证书颁发机构文件")
_KINDS = "PEM (*.pem *.crt *.cer);;* (*)"


class Reaching:
    """`kept` once something was changed, `failed` with what nobody expected; what was refused is said in the dialog."""

    def __init__(
        self, tasks: Tasks, look: Look, *, kept: Callable[[], None], failed: Callable[[BaseException], None]
    ) -> None:
        self._tasks = tasks
        self._look = look
        self._kept = kept
        self._failed = failed

    def ask(self, session: Session, parent: QWidget) -> None:
        """Show how it stands and take what is wanted."""

        def show(state: LineState) -> None:
            dialog = LineDialog(self._look, state, parent)
            dialog.file_asked.connect(lambda: self._choose(dialog))
            dialog.wanted.connect(lambda wanted: self._keep(session, dialog, wanted))
            dialog.open()

        self._tasks.run("write", lambda: line_state(session), show, self._failed)

    def _choose(self, dialog: LineDialog) -> None:
        open_file(dialog, _FILE.get(self._look.language.code), _KINDS, Purpose.AUTHORITY, dialog.chosen)

    def _keep(self, session: Session, dialog: LineDialog, wanted: LineWanted) -> None:
        def done(_none: None) -> None:
            dialog.accept()
            self._kept()

        def refused(error: BaseException) -> None:
            if isinstance(error, KnownError):
                dialog.refuse(error.sentence)
            else:
                dialog.reject()
                self._failed(error)

        self._tasks.run("write", lambda: keep_line(session, wanted), done, refused)
