"""Plays scenes through real widgets: types keys, presses buttons, waits for what must come, takes pictures.

A scene is a generator that yields what it waits for; between its steps the application's own event loop runs. Nothing
sleeps: a condition is looked at again after every few milliseconds of events until it holds or its deadline passes.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QDeadlineTimer, QMimeData, QObject, QPoint, QPointF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QInputMethodEvent, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget

_LOOK_AGAIN_MS = 10
SIZE = (1366, 768)


class Wait(NamedTuple):
    """What a scene waits for; `what` is said when it does not come within `seconds`."""

    condition: Callable[[], bool]
    what: str
    seconds: int = 30


Scene = Iterator[Wait]


class SceneError(Exception):
    """Something that must come did not come in time."""


class Player(QObject):
    """Runs one scene to its end; `ended` is sent once, then `error` says whether it went well."""

    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.error: BaseException | None = None
        self._scene: Scene = iter(())
        self._wait: Wait | None = None
        self._deadline = QDeadlineTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_AGAIN_MS)
        self._timer.timeout.connect(self._look)

    def play(self, scene: Scene) -> None:
        """Begin with the next turn of the event loop."""
        self._scene = scene
        self._timer.start()

    def fail(self, error: BaseException) -> None:
        """Something broke beside the scene (a job, a widget): the play is over."""
        self.error = self.error or error
        self._end()

    def _look(self) -> None:
        try:
            if self._wait is None or self._wait.condition():
                self._wait = next(self._scene, None)
                if self._wait is None:
                    self._end()
                else:
                    self._deadline = QDeadlineTimer(self._wait.seconds * 1000)
            elif self._deadline.hasExpired():
                raise SceneError(f"waited {self._wait.seconds} s for: {self._wait.what}")
        # The edge of the play: whatever a scene meets ends it and is told.
        except Exception as error:  # noqa: BLE001
            self.error = error
            self._end()

    def _end(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
            self.ended.emit()


def seen(window: QWidget) -> QPixmap:
    """What a person sees: the window, and in its middle the dialog that is open."""
    picture = window.grab()
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            over = QPainter(picture)
            over.drawPixmap(window.rect().center() - dialog.rect().center(), dialog.grab())
            over.end()
    return picture


class Camera:
    """Takes pictures of a window and the dialog over it into a folder, numbered in the order of taking."""

    def __init__(self, window: QWidget, folder: Path) -> None:
        self._window = window
        self._folder = folder
        self.taken: list[str] = []
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, name: str) -> Path:
        """One picture as PNG. Raises OSError when it can't be written."""
        path = self._folder / f"{len(self.taken) + 1:02d}-{name}.png"
        image: QImage = seen(self._window).toImage()
        if not image.save(str(path)):
            raise OSError(f"{path} can't be written")
        self.taken.append(path.name)
        return path


def write(widget: QWidget, text: str) -> None:
    """Type a text with the keyboard; what no key gives is committed as an input method does."""
    if text.isascii():
        for letter in text:
            QTest.keyClicks(_keyboard(widget), letter)
    else:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(widget, event)


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press one key."""
    QTest.keyClick(_keyboard(widget), key, modifier)


def _keyboard(widget: QWidget) -> QWidget:
    """Who gets the keys: an open list of answers has them before the field it belongs to."""
    return QApplication.activePopupWidget() or widget


def click(button: QAbstractButton) -> None:
    """Press a button with the mouse."""
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def button_saying(around: QWidget, *words: str) -> QAbstractButton | None:
    """The visible button inside a widget that bears one of these words; None when there is none."""
    found = around.findChildren(QAbstractButton)
    return next((b for b in found if b.isVisible() and any(word in b.text() for word in words)), None)


def drop(target: QWidget, path: Path) -> None:
    """Drop a file on a widget."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target, QDragEnterEvent(QPoint(20, 20), copy, data, left, none))
    QApplication.sendEvent(target, QDropEvent(QPointF(20, 20), copy, data, left, none))


def push(around: QWidget, *words: str) -> Scene:
    """Wait for a button that bears one of these words, then press it with the mouse."""

    def ready() -> bool:
        button = button_saying(around, *words)
        return button is not None and button.isEnabled()

    yield Wait(ready, f"a button that says {' or '.join(words)}")
    button = button_saying(around, *words)
    if button is not None:
        click(button)
