"""A window may be used all day: Qt calls and signals do not use up the interpreter's own constants."""

import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel


class Bell(QObject):
    """Sends one signal."""

    rang = Signal(object)


def test_calls_and_signals_give_back_every_reference(qapp: QApplication) -> None:
    """PySide6 6.12.0 lost one reference to None a call: after a few thousand calls Python 3.11 aborted."""
    words, bell = QLabel(), Bell()
    heard: list[int] = []
    bell.rang.connect(heard.append)
    before = [sys.getrefcount(constant) for constant in (None, True, False)]
    for number in range(2_000):
        words.setText("x")
        bell.rang.emit(number)
    after = [sys.getrefcount(constant) for constant in (None, True, False)]
    assert len(heard) == 2_000
    assert all(now > then - 500 for then, now in zip(before, after, strict=True))
