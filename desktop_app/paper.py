"""Puts a text on paper or into a PDF: the recovery code, the site-key sheet, the receipt of the day.

Owns the page and the dialogs. Must not decide what stands on it.
"""

from html import escape
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from study.errors import KnownError
from study.text import Language, Text

_MARGINS = QMarginsF(20, 20, 20, 20)


class CodeSheet(NamedTuple):
    """A secret to be kept on paper: what it is, the code in groups, what it is for, a last line."""

    title: Text
    code: str
    about: Text
    foot: str


def sheet_html(sheet: CodeSheet, language: Language) -> str:
    """The sheet as HTML."""
    return (
        f"<h2>Cartella · {escape(sheet.title.get(language))}</h2><p>{escape(sheet.about.get(language))}</p>"
        f"<p style='font-size:18pt'><b>{escape(sheet.code)}</b></p><p>{escape(sheet.foot)}</p>"
    )


def print_sheet(sheet: CodeSheet, language: Language, parent: QWidget) -> None:
    """Ask for a printer and print."""
    print_html(sheet_html(sheet, language), parent)


def print_html(html: str, parent: QWidget) -> bool:
    """Ask for a printer and print; False when the person thought better of it."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if QPrintDialog(printer, parent).exec() != QDialog.DialogCode.Accepted:
        return False
    _document(html).print_(printer)
    return True


def write_pdf(html: str, path: Path) -> None:
    """Write a page to a PDF file. KnownError `not-writable`."""
    if not path.parent.is_dir():
        raise _not_writable(path)
    writer = QPdfWriter(str(path))
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, _MARGINS)
    )  # fmt: skip
    _document(html).print_(writer)
    if not path.exists() or path.stat().st_size == 0:
        raise _not_writable(path)


def _document(html: str) -> QTextDocument:
    document = QTextDocument()
    document.setHtml(html)
    return document


def _not_writable(path: Path) -> KnownError:
    return KnownError("not-writable", f"{path.name} can't be written there.", f"无法在该处写入 {path.name}。")
