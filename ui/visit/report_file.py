"""The file of a laboratory report: asked for in a dialog, or told by its ending when it is dropped."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ui.file_dialog import Purpose, open_file
from ui.language import translate

ENDINGS = (".csv", ".xlsx", ".xlsm", ".txt", ".tsv", ".xls")
"""Files that are tried; what cannot be read after all says so."""


def choose_report(parent: QWidget, then: Callable[[str], None]) -> None:
    """Ask for the file; `then` gets its path, unless nobody chose one."""
    reports, every = translate("ReportFile", "Laboratory reports"), translate("ReportFile", "All files")
    kinds = f"{reports} (*.csv *.xlsx *.xlsm *.txt *.tsv);;{every} (*)"
    open_file(parent, translate("ReportFile", "Choose a laboratory report"), kinds, Purpose.REPORT, then)


def is_report(path: str) -> bool:
    """True for a file whose ending a laboratory report may have."""
    return path.lower().endswith(ENDINGS)
