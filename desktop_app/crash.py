"""What happens to a bug: a line in a log file without any data of a subject, and a dialog that loses nothing.

Of an exception only its type and the places in the program are kept: messages may carry what somebody typed.
"""

import logging
import sys
import threading
from collections.abc import Callable
from io import TextIOWrapper
from logging.handlers import QueueHandler, QueueListener, RotatingFileHandler
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop_app.fault import where
from study.text import Text
from ui.look import Look

LOG_NAME = "cartella.log"
_LOGGER = logging.getLogger("cartella.desktop")
_TITLE = Text("A fault in the program", "程序故障")
_WHAT = Text(
    "Cartella met a fault of its own. Everything that was shown as saved is saved, and half-typed fields are kept.",
    "Cartella 遇到自身故障。已显示为“已保存”的内容均已保存，未完成的录入也会保留。",
)
_NEXT = Text(
    "You can go on. If it happens again, close Cartella, open it again, and give this file to your IT: {path}",
    "您可以继续工作。如再次发生，请关闭并重新打开 Cartella，并将此文件交给信息科：{path}",
)
_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class _LogFile(RotatingFileHandler):
    """Never more than three megabytes; its folder is made when there is something to write."""

    def __init__(self, file: Path) -> None:
        super().__init__(file, maxBytes=1_000_000, backupCount=2, encoding="utf-8", delay=True)

    def _open(self) -> TextIOWrapper:
        Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        return super()._open()


def log_to_file(folder: Path) -> Callable[[], None]:
    """Send the program's log to a file, on a thread of its own: nobody waits for it. What is returned ends that and
    writes what is left.
    """
    said: SimpleQueue[logging.LogRecord] = SimpleQueue()
    file, logger = _LogFile(folder / LOG_NAME), logging.getLogger("cartella")
    file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler, writer = QueueHandler(said), QueueListener(said, file)
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    writer.start()

    def end() -> None:
        logger.removeHandler(handler)
        writer.stop()
        file.close()

    return end


class Crash(QObject):
    """Takes every bug, from any thread. One dialog at a time."""

    happened = Signal(object)

    def __init__(self, look: Look, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._folder = folder
        self.dialog: QMessageBox | None = None
        self.happened.connect(self._tell)

    def met(self, error: BaseException) -> None:
        """Write it down and say so."""
        _LOGGER.error("bug %s", where(error))
        self.happened.emit(error)

    def listen(self) -> None:
        """Hear of every exception that nobody caught, and of what Qt complains about."""

        def uncaught(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
            if isinstance(error, KeyboardInterrupt):
                QApplication.quit()
            else:
                self.met(error)

        def in_thread(arguments: threading.ExceptHookArgs) -> None:
            if arguments.exc_value is not None:
                self.met(arguments.exc_value)

        sys.excepthook = uncaught
        threading.excepthook = in_thread
        qInstallMessageHandler(_from_qt)

    def _tell(self, _error: BaseException) -> None:
        if self.dialog is not None:
            return
        language = self._look.language.code
        box = QMessageBox(QApplication.activeWindow())
        self._look.theme.wear(box)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(_TITLE.get(language))
        box.setText(_WHAT.get(language))
        box.setInformativeText(_NEXT.get(language).format(path=self._folder / LOG_NAME))
        box.finished.connect(self._closed)
        self.dialog = box
        box.open()

    def _closed(self, _result: int) -> None:
        self.dialog = None


def _from_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Qt's own complaints name widgets and files of the program, never what stands in a field."""
    level = _QT_LEVELS.get(kind, logging.WARNING)
    logging.getLogger("cartella.qt").log(level, "%s %s", context.category or "", message)
