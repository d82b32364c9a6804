"""Parts that go on in the next line, and come and go while they are shown."""

from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from ui.widgets.flow import Flow


def test_parts_go_on_in_the_next_line_where_the_room_ends(qtbot: QtBot) -> None:
    flow = Flow(gap=10)
    qtbot.addWidget(flow)
    parts = [QPushButton("one two three") for _ in range(4)]
    flow.put(parts)
    flow.resize(2000, 40)
    flow.show()
    wide = parts[0].sizeHint().width()
    assert len({part.y() for part in parts}) == 1
    assert flow.heightForWidth(wide) > 3 * flow.heightForWidth(2000)
    flow.resize(wide, 400)
    assert [part.x() for part in parts] == [0, 0, 0, 0]
    assert len({part.y() for part in parts}) == 4


def test_parts_come_and_go_while_they_are_shown(qtbot: QtBot) -> None:
    flow = Flow()
    qtbot.addWidget(flow)
    flow.show()
    for count in (3, 0, 1, 5, 2) * 20:
        flow.put([QLabel(f"part {number}") for number in range(count)])
        QApplication.processEvents()
        assert len([label for label in flow.findChildren(QLabel) if label.isVisible()]) == count
    flow.put([])
    assert not flow.isVisible()
