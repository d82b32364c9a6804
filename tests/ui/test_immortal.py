"""A window may be used all day: None, True and False do not run out of references."""

import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel

from ui.immortal import keep


class Bell(QObject):
    """Sends one signal."""

    rang = Signal(object)


def test_a_long_day_of_calls_and_signals_uses_up_nothing(qapp: QApplication) -> None:
    words, bell = QLabel(), Bell()
    heard: list[int] = []
    bell.rang.connect(heard.append)
    for number in range(20_000):
        words.setText("x")
        bell.rang.emit(number)
    assert len(heard) == 20_000
    for constant in (None, True, False):
        assert sys.getrefcount(constant) > 1 << 29


def test_an_object_of_ones_own_gets_plenty() -> None:
    thing = object()
    assert keep(thing)
    assert sys.getrefcount(thing) > 1 << 59
