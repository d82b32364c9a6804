"""The program as a window: from an empty application to its end. What is in the window is `app`'s."""

import platformdirs
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop_app.app import App
from desktop_app.crash import log_to_file
from desktop_app.place import Place
from study.definition.model import Study

_IDLE_AFTER_START_MS = 400


def run(place: Place, study: Study) -> int:
    """The window until it is closed; the exit code. `study` is what a first run begins with."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication([])
    application.setApplicationName("Cartella")
    # Also where a dialog opens another one by itself (printing into a file): the system's keep lists of recent files.
    application.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    logs = platformdirs.user_log_path("Cartella", appauthor=False)
    end_log = log_to_file(logs)
    app = App(application, place, study, log_folder=logs)
    app.crash.listen()
    app.start()
    app.garbage.begin()
    QTimer.singleShot(_IDLE_AFTER_START_MS, app.warm_up)
    # A bus that answers late would keep the window back, and nobody is in before.
    QTimer.singleShot(_IDLE_AFTER_START_MS, app.system.listen)
    try:
        return application.exec()
    finally:
        end_log()
