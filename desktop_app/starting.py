"""Asks what a start of the program finds, and asks again while the folder of the record does not answer.

Shows nothing, and reads nothing on the window's thread.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from desktop_app.house import House
from desktop_app.outside import Beginning, begin
from desktop_app.tasks import Tasks

PATIENCE_MS = 400
"""So long the folder of the record is waited for before the window stands without what it says."""
_AGAIN_MS = 5_000


class Starting(QObject):
    """`found` is called with what was found, more than once where there was no answer at first; `slow` once at most,
    before that.
    """

    def __init__(
        self,
        house: House,
        tasks: Tasks,
        *,
        found: Callable[[Beginning], None],
        slow: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._house = house
        self._tasks = tasks
        self._found = found
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(slow)

    def begin(self) -> None:
        """Ask."""
        self._patience.start(PATIENCE_MS)
        self._ask()

    def _ask(self) -> None:
        house = self._house
        self._tasks.run("write", lambda: begin(house), self._answered)

    def _answered(self, beginning: Beginning) -> None:
        self._patience.stop()
        if beginning.settings is None:
            QTimer.singleShot(_AGAIN_MS, self, self._ask)
        self._found(beginning)
