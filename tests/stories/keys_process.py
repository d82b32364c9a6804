"""The application in a process of its own with a real window; says what is on the screen whenever that changes.

One JSON line each: page, form, item with the focus, whether the form is complete, how many keys came from the window
system (`keys`) and how many from anywhere else (`made`). Usage: FOLDER AHEAD_MS.
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from desktop_app.demo.stage import Stage
from desktop_app.demo.story_clock import StoryClock
from desktop_app.demo.world import demo_study

_LOOK_MS = 20


class Counter(QObject):
    """Counts the keys that arrive at the window."""

    def __init__(self) -> None:
        super().__init__()
        self.keys = 0
        self.made = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's own name
        """Once a key: where Qt hands it to a window, before any widget has it."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched.isWindowType():
            self.keys += event.spontaneous()
            self.made += not event.spontaneous()
        return False


class Teller:
    """Says the state of the window when it is another one."""

    def __init__(self, stage: Stage, counter: Counter) -> None:
        self._stage = stage
        self._counter = counter
        self._said = ""

    def look(self) -> None:
        """Look, and say what is new."""
        line = json.dumps(self._now())
        if line != self._said:
            self._said = line
            sys.stdout.write(line + "\n")
            sys.stdout.flush()

    def _now(self) -> dict[str, object]:
        stage, desk = self._stage, self._stage.app.desk
        now: dict[str, object] = {"page": "", "keys": self._counter.keys, "made": self._counter.made}
        if desk is None:
            gate = stage.app.gate
            return now | {"page": "gate" if gate is not None and not gate.busy else ""}
        now |= {"page": desk.frame.page, "search": desk.frame.search.isVisible()}
        if desk.frame.page == "today":
            state = desk.pages.today.view.state
            now["read"] = state is not None and not state.loading
        if desk.frame.page == "child":
            now["read"] = desk.pages.child.view.state is not None
        if desk.frame.page == "visit":
            kept = stage.visit.state
            saved = kept is not None and kept.saved.state == "saved"
            now |= {
                "form": stage.form(),
                "item": stage.at(),
                "complete": stage.complete(),
                "saved": saved,
                "rows": len(kept.rows) if kept is not None else 0,
            }
        return now


def main() -> int:
    """Show the window until somebody ends the process."""
    application = QApplication([])
    folder = Path(sys.argv[1])
    stage = Stage(application, folder, demo_study(), StoryClock(int(sys.argv[2])), folder.parent / "pictures")
    counter = Counter()
    application.installEventFilter(counter)
    teller, timer = Teller(stage, counter), QTimer()
    timer.timeout.connect(teller.look)
    timer.start(_LOOK_MS)
    stage.app.start()
    stage.app.window.activateWindow()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
