"""Each person finds the window as they left it, also after a new start; nothing of a child is kept for it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize

from desktop_app.app import App
from desktop_app.desk import Desk
from desktop_app.window_kept import NAME, WindowsKept, WindowState, read_windows
from tests.kit.window import unlock
from ui.frame.state import Room


def at_desk(app: App) -> Desk:
    assert app.desk is not None
    return app.desk


def test_a_new_start_finds_size_columns_pane_and_room(app_at_work: App, new_app: Callable[[], App]) -> None:
    app_at_work.window.resize(1100, 700)
    desk = at_desk(app_at_work)
    desk.open_children()
    table = desk.pages.children.view.table
    table.setColumnWidth(0, 133)
    desk.pages.children.refresh()
    assert table.columnWidth(0) == 133, "reading the children again leaves the columns alone"
    desk._go(Room.CHILDREN, "visit", desk.pages.visit, Desk.open_children)
    desk.pages.visit.view.side_wanted = False
    desk.open_room(Room.QUERIES)
    app_at_work.lock()
    app_at_work.leave()
    again = new_app()
    again.window.resize(1366, 768)
    unlock(again)
    desk = at_desk(again)
    assert again.window.size() == QSize(1100, 700)
    assert desk.frame.page == "queries"
    desk.open_children()
    assert desk.pages.children.view.table.columnWidth(0) == 133
    desk._go(Room.CHILDREN, "visit", desk.pages.visit, Desk.open_children)
    assert desk.pages.visit.view.side_wanted is False


def test_who_locks_and_unlocks_keeps_what_is_not_opened_again(app_at_work: App) -> None:
    desk = at_desk(app_at_work)
    desk.open_children()
    desk.pages.children.view.table.setColumnWidth(0, 133)
    for _ in range(2):
        app_at_work.lock()
        unlock(app_at_work)
    desk = at_desk(app_at_work)
    desk.open_children()
    assert desk.pages.children.view.table.columnWidth(0) == 133


def test_the_file_says_nothing_but_the_window(app_at_work: App, tmp_path: Path) -> None:
    user = at_desk(app_at_work).session.person.user
    at_desk(app_at_work).open_children()
    app_at_work.lock()
    kept = read_windows(tmp_path / "store").get(user)
    assert kept is not None
    assert set(WindowState.__struct_fields__) == {"width", "height", "maximised", "columns", "side", "room", "day"}
    assert kept.room == "children"
    assert set(kept.columns) == {"children"}


def test_another_day_begins_with_today(app_at_work: App, new_app: Callable[[], App], tmp_path: Path) -> None:
    at_desk(app_at_work).open_room(Room.QUERIES)
    app_at_work.lock()
    app_at_work.leave()
    file = tmp_path / "store" / NAME
    text = file.read_text(encoding="utf-8")
    before = text[: text.index('"day":"') + 7] + "2001-01-01" + text[text.index('"day":"') + 17 :]
    file.write_text(before, encoding="utf-8")
    again = new_app()
    unlock(again)
    assert at_desk(again).frame.page == "today"


@pytest.mark.parametrize("content", [b"", b"\xff", b"[]", b'{"zhou": {"width": "wide"}}'])
def test_a_damaged_file_is_a_window_as_it_comes(
    content: bytes, app_at_work: App, new_app: Callable[[], App], tmp_path: Path
) -> None:
    app_at_work.lock()
    app_at_work.leave()
    (tmp_path / "store" / NAME).write_bytes(content)
    again = new_app()
    unlock(again)
    assert at_desk(again).frame.page == "today"


def test_a_folder_that_takes_no_file_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    kept = WindowsKept(tmp_path, read_windows(tmp_path))
    kept.keep("zhou", WindowState(width=900, height=600))
    kept.save()
    found = kept.of("zhou")
    assert found is not None
    assert found.width == 900
