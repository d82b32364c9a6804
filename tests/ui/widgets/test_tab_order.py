"""Where Tab stops: each policy that takes it, however Qt names the combination."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.tab_order import stops

Policy = Qt.FocusPolicy


@pytest.mark.parametrize(
    "policy", [Policy.NoFocus, Policy.TabFocus, Policy.ClickFocus, Policy.StrongFocus, Policy.WheelFocus]
)
def test_tab_stops_where_the_policy_has_its_bit(qtbot: QtBot, policy: Policy) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    inside = QWidget(holder)
    inside.setFocusPolicy(policy)
    assert stops(holder) == ([inside] if policy.value & Policy.TabFocus.value else [])
