"""The history of the sync: what each try came to, in words; quiet where there is none."""

from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.look import Look
from ui.sync.history_dialog import HistoryDialog
from ui.sync.state import SyncState, TryRow
from ui.sync.sync_view import SyncView

NOW = datetime.fromisoformat("2026-11-17T14:02")
AWAY = Text("The EDC does not answer.", "中心库无应答。")
FIRST, LAST, NEXT, BEFORE = map(
    datetime.fromisoformat, ("2026-11-17T11:02", "2026-11-17T13:55", "2026-11-17T14:10", "2026-11-16T18:00")
)
STATE = SyncState(
    NOW,
    enrolled=True,
    online=False,
    tries=(
        TryRow(FIRST, LAST, 12, AWAY, failed=True, next_try=NEXT),
        TryRow(BEFORE, BEFORE, 1, Text("All", "已全部交换。"), sent=7),
    ),
)


@pytest.fixture
def view(qtbot: QtBot, look: Look) -> SyncView:
    made = SyncView(look)
    qtbot.addWidget(made)
    made.render(STATE)
    made.show()
    return made


def test_the_button_opens_what_was_tried(view: SyncView, qtbot: QtBot) -> None:
    QTest.keyClick(view.history, Qt.Key.Key_Return)
    dialog = view.dialog
    assert isinstance(dialog, HistoryDialog)
    qtbot.waitUntil(dialog.isVisible)
    model = dialog.table.model()
    cells = [[model.index(row, column).data() for column in range(5)] for row in range(2)]
    assert cells == [
        ["今日 11:02 – 13:55", "12 次：中心库无应答。", "", "", "今日 14:10"],
        ["昨日 18:00", "已全部交换。", "7", "", ""],
    ]
    QTest.keyClick(dialog.table, Qt.Key.Key_Down)
    assert dialog.whole.text() == "昨日 18:00 · 已全部交换。"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not view.findChildren(HistoryDialog))


def test_without_a_try_there_is_no_button(view: SyncView) -> None:
    assert view.history.isVisible()
    view.render(replace(STATE, tries=()))
    assert not view.history.isVisible()
