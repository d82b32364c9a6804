"""The logs of a child on the screen, for every test of their view."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from ui.logs.state import LogsState
from ui.logs.view import LogsView
from ui.look import Look


@pytest.fixture
def on_screen(qtbot: QtBot, look: Look) -> Callable[[LogsState], LogsView]:
    """Shows a state in a window of its own that has the keyboard."""

    def show(state: LogsState) -> LogsView:
        made = LogsView(look)
        qtbot.addWidget(made)
        made.resize(1294, 724)
        made.render(state)
        made.show()
        qtbot.waitExposed(made)
        made.activateWindow()
        made.setFocus()
        return made

    return show
