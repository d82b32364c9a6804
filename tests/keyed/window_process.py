"""The application in a process of its own with a real window; says what is on the screen whenever that changes.

One JSON line each: page, form, rows, item with the focus, what stands below it, whether the form is complete, how many
keys came from the window system (`keys`) and how many from anywhere else (`made`). Usage: FOLDER AHEAD_MS.
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget

from desktop_app.demo.stage import Stage
from desktop_app.demo.story_clock import StoryClock
from desktop_app.demo.world import demo_study
from desktop_app.desk import Desk

_LOOK_MS = 20
_MODIFIERS = frozenset({"Key_Shift", "Key_Control", "Key_Alt", "Key_Meta", "Key_AltGr"})
Told = dict[str, object]


class Counter(QObject):
    """Counts the keys that arrive at the window."""

    def __init__(self) -> None:
        super().__init__()
        self.keys = 0
        self.made = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's own name
        """Once a key: where Qt hands it to a window, before any widget has it. Shift for a sign is part of the sign."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched.isWindowType():
            if getattr(event.key(), "name", "") not in _MODIFIERS:
                self.keys += event.spontaneous()
            self.made += not event.spontaneous()
        return False


class Teller:
    """Says the state of the window when it is another one."""

    def __init__(self, stage: Stage, counter: Counter) -> None:
        self._stage = stage
        self._counter = counter
        self._said = ""
        self._came = False

    def look(self) -> None:
        """Look, and say what is new."""
        window = self._stage.app.window
        if window.isVisible() and not self._came:
            # It comes once the folder was read, and on a screen without a window manager nobody else activates it.
            self._came = True
            window.activateWindow()
        line = json.dumps(self._now())
        if line != self._said:
            self._said = line
            try:
                sys.stdout.write(line + "\n")
                sys.stdout.flush()
            except BrokenPipeError:
                # Nobody listens any more: a window that stayed would take the keys of the next one.
                self._stage.application.exit(1)

    def _now(self) -> Told:
        stage, desk = self._stage, self._stage.app.desk
        now: Told = {"page": "", "keys": self._counter.keys, "made": self._counter.made, "focus": _focus()}
        if desk is None:
            gate = stage.app.gate
            if gate is None or gate.busy:
                return now
            names = gate.view.user
            people = [str(names.itemData(place)) for place in range(names.count())]
            return now | {"page": "gate", "offered": names.key(), "people": people}
        now |= {"page": desk.frame.page, "search": desk.frame.search.isVisible(), "who": desk.session.person.user}
        match desk.frame.page:
            case "today":
                state = desk.pages.today.view.state
                now["read"] = state is not None and not state.loading
            case "child":
                now["read"] = desk.pages.child.view.state is not None
            case "visit":
                now |= self._visit()
            case "review":
                now |= _review(desk)
            case "sync":
                now |= {"may_sync": desk.pages.sync.view.status.start.isEnabled(), "waiting": stage.waiting()}
        return now

    def _visit(self) -> Told:
        stage, kept = self._stage, self._stage.visit.state
        rows = kept.rows if kept is not None else ()
        here = stage.visit.grid.current()
        return {
            "form": stage.form(),
            "item": stage.at(),
            "text": stage.row_widget(stage.at()).field.text() if stage.at() else "",
            "complete": stage.complete(),
            "done": [form.code for form in kept.forms if form.complete] if kept is not None else [],
            "saved": kept is not None and kept.saved.state == "saved",
            "rows": len(rows),
            "filled": [row.key.rpartition("/")[2] for row in rows if row.text],
            "below": [type(strip).__name__ for strip in here.row.strips] if here is not None else [],
            "told": [str(getattr(strip, "acknowledged", None) or getattr(strip, "explanation", ""))
                     for strip in here.row.strips] if here is not None else [],
        }  # fmt: skip


def _review(desk: Desk) -> Told:
    view = desk.pages.review.view
    return {
        "ticked": len(view.table.forms.ticked),
        "signed": view.state.signed if view.state is not None else 0,
    }


def _focus() -> str:
    """What a screen reader would call the part that has the keyboard; a field's name, else its class."""
    popup = QApplication.activePopupWidget()
    widget: QWidget | None = popup or QApplication.focusWidget()
    if widget is None:
        return ""
    kind = "button" if isinstance(widget, QAbstractButton) else type(widget).__name__
    around = widget.parent()
    if isinstance(widget, QLineEdit) and isinstance(around, QComboBox):
        return f"field {around.accessibleName()}"
    if isinstance(widget, QLineEdit | QComboBox):
        return f"field {widget.accessibleName()}"
    return f"{kind} {widget.accessibleName()}"


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
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
