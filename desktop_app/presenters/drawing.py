"""Where a desk's charts are drawn: on its drawing lane. Owns the drawer's making and the early load of matplotlib."""

from PySide6.QtCore import QObject, QTimer

from desktop_app.presenters.page import Desk
from ui.charts.drawer import Drawer, warm_up

_IDLE_MS = 400


def drawer_of(desk: Desk) -> Drawer:
    """A drawer whose drawings run on the desk's drawing lane, one at a time, whichever page asked."""
    return Drawer(lambda work: desk.tasks.run("draw", work, lambda _none: None))


def warm_up_soon(desk: Desk, owner: QObject) -> None:
    """Load matplotlib on the drawing lane once the window has been idle a moment; not when `owner` is gone by then."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.timeout.connect(lambda: desk.tasks.run("draw", warm_up, lambda _none: None))
    timer.start(_IDLE_MS)
