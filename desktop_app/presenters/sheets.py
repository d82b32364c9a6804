"""Prints a sheet with a secret on it: noted first, then drawn where a slow printer keeps nobody waiting.

Must not keep the secret.
"""

from PySide6.QtPrintSupport import QPrinter

from desktop_app.jobs.note import PRINT
from desktop_app.paper import CodeSheet, print_sheet
from desktop_app.presenters.page import Desk
from study.text import Text
from ui.widgets.state import Tone

SENT = Text("Sent to the printer.", "已发送至打印机。")


def print_noted(desk: Desk, what: str, sheet: CodeSheet, printer: QPrinter) -> None:
    """`what` is the sheet's word in the record."""

    def sent(_none: None) -> None:
        desk.tell("sheet-printed", SENT, Tone.PLAIN)

    desk.noted(PRINT, what, then=lambda: desk.long(lambda: print_sheet(sheet, printer), sent, desk.failed))
