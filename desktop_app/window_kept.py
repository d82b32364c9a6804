"""How each person left the window: size, column widths, side pane, room. Beside the record; nothing of a child.

Comfort only: a file that can't be read or written is a window as it comes, and never stands in anybody's way.
"""

from datetime import date
from pathlib import Path

import msgspec
from PySide6.QtCore import QSize, Qt

from desktop_app.desk import Desk
from storage.files import write_atomic
from study.errors import KnownError
from ui.frame.state import Room
from ui.frame.window import MainWindow

NAME = "windows.json"


class WindowState(msgspec.Struct, frozen=True):
    """`columns`: px of the columns of a page's table. `side`: the pane beside a visit, None: as it comes.

    `room` is where the person was on `day`; another day begins with Today.
    """

    width: int = 0
    height: int = 0
    maximised: bool = False
    columns: dict[str, tuple[int, ...]] = {}
    side: bool | None = None
    room: str = ""
    day: date | None = None


class WindowsKept:
    """By user id. Read once, when the program starts."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / NAME
        self._kept = _read(self._file)

    def of(self, user: str) -> WindowState | None:
        """How a person left the window; None before the first time."""
        return self._kept.get(user)

    def keep(self, user: str, state: WindowState) -> None:
        """Remember until the program ends; `save` makes it last."""
        self._kept[user] = state

    def save(self) -> None:
        """Write the file. For the writer's lane."""
        try:
            write_atomic(self._file, msgspec.json.encode(self._kept))
        except (OSError, KnownError):
            # The values of a child are told when they can't be written; the width of a column is not worth a word.
            return


def _read(file: Path) -> dict[str, WindowState]:
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, WindowState])
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return {}


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
