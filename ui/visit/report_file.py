"""The file of a laboratory report: asked for in a dialog, or told by its ending when it is dropped."""

from PySide6.QtWidgets import QFileDialog, QWidget

from ui.language import translate

ENDINGS = (".csv", ".xlsx", ".xlsm", ".txt", ".tsv", ".xls")
"""Files that are tried; what cannot be read after all says so."""


def choose_report(parent: QWidget) -> str:
    """The path of the file chosen; "" when nobody chose one."""
    reports, every = translate("ReportFile", "Laboratory reports"), translate("ReportFile", "All files")
    kinds = f"{reports} (*.csv *.xlsx *.xlsm *.txt *.tsv);;{every} (*)"
    path, _kind = QFileDialog.getOpenFileName(parent, translate("ReportFile", "Choose a laboratory report"), "", kinds)
    return path


def is_report(path: str) -> bool:
    """True for a file whose ending a laboratory report may have."""
    return path.lower().endswith(ENDINGS)
