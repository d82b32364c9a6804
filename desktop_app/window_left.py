"""The window as a person leaves it, and as they find it again. Reads and writes no file: that is `window_kept`'s."""

from datetime import date

from PySide6.QtCore import QSize, Qt

from desktop_app.desk import Desk
from desktop_app.window_kept import WindowState
from ui.frame.state import Room
from ui.frame.window import MainWindow


def left(window: MainWindow, desk: Desk, before: WindowState | None) -> WindowState:
    """The window as it stands; what was not opened stays as it was `before`."""
    size = window.normalGeometry().size() if window.isMaximized() else window.size()
    before, opened = before or WindowState(), desk.pages.added
    return WindowState(
        width=size.width(),
        height=size.height(),
        maximised=window.isMaximized(),
        columns={"children": desk.pages.children.view.widths()} if "children" in opened else before.columns,
        side=desk.pages.visit.view.side_wanted if "visit" in opened else before.side,
        room=desk.room.value,
        day=desk.session.today,
    )


def restore(window: MainWindow, desk: Desk, state: WindowState) -> None:
    """The window as the person left it, no larger than the screen unless it is so already; its pages as they open."""
    if state.width and state.height:
        most = window.screen().availableSize().expandedTo(window.size())
        window.resize(QSize(state.width, state.height).boundedTo(most))
    if state.maximised != window.isMaximized():
        window.setWindowState(window.windowState() ^ Qt.WindowState.WindowMaximized)

    def opened(page: str) -> None:
        if page == "children" and "children" in state.columns:
            desk.pages.children.view.widen(state.columns["children"])
        elif page == "visit":
            desk.pages.visit.view.side_wanted = state.side

    desk.frame.page_added.connect(opened)


def room_of(state: WindowState | None, today: date) -> Room:
    """Where to begin."""
    known = {room.value: room for room in Room}
    return known.get(state.room, Room.TODAY) if state is not None and state.day == today else Room.TODAY
