"""What the walk over every screen looks for is found where it is wrong, and nothing where nothing is."""

import pytest
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.desktop_app.screens.contrast import faint
from tests.desktop_app.screens.looking import clipped, laid_out, mixed, out_of_order, seen, unnamed
from tests.desktop_app.screens.wordings import foreign


@pytest.fixture
def shown(qtbot: QtBot) -> QWidget:
    """A window of 200 px with nothing wrong in it."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addWidget(QLabel("Weight"))
    field = QLineEdit()
    field.setAccessibleName("Weight")
    column.addWidget(field)
    window.resize(200, 160)
    window.setStyleSheet("QWidget { background: white; color: black; }")
    window.show()
    return window


def test_nothing_is_found_where_nothing_is_wrong(shown: QWidget) -> None:
    widgets = seen(shown)
    found = [*clipped(widgets), *unnamed(widgets), *out_of_order(shown, widgets), *faint(shown, widgets)]
    assert found == []


def test_a_text_wider_than_its_label_is_found_unless_a_tooltip_says_it(shown: QWidget) -> None:
    tight = QLabel("a sentence that has no room", shown)
    tight.setGeometry(10, 120, 40, 20)
    tight.show()
    assert [fault.kind for fault in clipped(seen(shown))] == ["clipped"]
    tight.setToolTip(tight.text())
    assert list(clipped(seen(shown))) == []


def test_words_of_the_other_language_are_found(shown: QWidget) -> None:
    label = shown.findChild(QLabel)
    assert label is not None
    label.setText("Nothing is written down yet.")
    found = [fault.what for fault in mixed(seen(shown), foreign("zh"), "zh")]
    assert len(found) == 2, "the label, and the name of the field"
    assert any("Nothing is written" in what for what in found)
    assert list(mixed(seen(shown), foreign("en"), "en")) == []


def test_a_control_without_a_name_is_found(shown: QWidget) -> None:
    QAccessible.setActive(True)
    field = shown.findChild(QLineEdit)
    assert field is not None
    field.setAccessibleName("")
    assert [fault.kind for fault in unnamed(seen(shown))] == ["unnamed"]


def test_a_step_back_up_the_screen_and_a_button_tab_never_reaches_are_found(shown: QWidget) -> None:
    high, low = QPushButton("high", shown), QPushButton("low", shown)
    high.setGeometry(10, 2, 60, 10)
    low.setGeometry(10, 130, 60, 10)
    high.show()
    low.show()
    shown.setTabOrder(low, high)
    assert "backwards" in {fault.kind for fault in out_of_order(shown, seen(shown))}
    high.setFocusPolicy(high.focusPolicy().NoFocus)
    assert "skipped" in {fault.kind for fault in out_of_order(shown, seen(shown))}


def test_a_faint_text_is_found(shown: QWidget) -> None:
    label = shown.findChild(QLabel)
    assert label is not None
    label.setStyleSheet("color: #cccccc")
    assert [fault.kind for fault in faint(shown, seen(shown))] == ["faint"]


def test_a_faint_cell_of_a_table_is_found(shown: QWidget) -> None:
    table = QTableWidget(1, 2, shown)
    for column, colour in enumerate(("#000000", "#dddddd")):
        item = QTableWidgetItem("creatinine")
        item.setForeground(QColor(colour))
        table.setItem(0, column, item)
    shown.resize(400, 300)
    table.setGeometry(10, 120, 380, 120)
    table.show()
    assert [fault.kind for fault in faint(shown, seen(shown))] == ["faint"]


def test_what_is_scrolled_out_of_sight_is_looked_at_too(shown: QWidget) -> None:
    area = QScrollArea(shown)
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.addSpacing(2_000)
    far = QLabel("far below")
    column.addWidget(far)
    area.setWidget(inner)
    area.show()
    assert far not in seen(shown)
    assert far in laid_out(shown)
