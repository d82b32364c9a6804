"""Puts a text on paper or into a PDF: the recovery code, the site-key sheet, the receipt of the day, long tables.

Owns the page and the dialogs. Must not decide what stands on it.
"""

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import NamedTuple

import segno
from PySide6.QtCore import QEventLoop, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QImage, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from desktop_app.paper_rows import keep_rows_whole
from storage.files import disk_errors
from study.errors import KnownError
from study.text import Text
from ui.theme.fonts import FAMILIES

_MARGINS = QMarginsF(15, 15, 15, 12)
_FOOT_MM = 8
_CODE_MM = 22
_POINTS = 7.5
_DOTS = 600
_END_OF_PDF, _TAIL = b"%%EOF", 64
_FOOT_FLAGS = int(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap)
TABLE = (
    "<table width='100%' border='1' cellspacing='0' "
    "style='border-collapse:collapse; border-style:solid; border-color:#a0a0a0'"
)
"""The beginning of a table with hair lines on paper; its cell padding and the rest follow."""


class CodeSheet(NamedTuple):
    """A secret to be kept on paper: what it is, the code in groups, what it is for, a last line."""

    title: Text
    code: str
    about: Text
    foot: str


def sheet_html(sheet: CodeSheet) -> str:
    """The sheet as HTML, in both languages: whoever finds it years later may read only one of them."""
    title, about = sheet.title, sheet.about
    return (
        f"<p style='font-size:15pt'><b>Cartella · {escape(title.en)} · {escape(title.zh)}</b></p>"
        f"<p style='font-size:11pt'>{escape(about.en)}</p><p style='font-size:11pt'>{escape(about.zh)}</p>"
        f"<p style='font-size:17pt'><b>{escape(sheet.code)}</b></p>"
    )


def print_sheet(sheet: CodeSheet, printer: QPrinter) -> None:
    """Print a secret. Everything has its size in points: the window's font is in pixels, a speck on paper."""
    print_folio(Folio(sheet_html(sheet), sheet.foot), printer)


def ask_printer(parent: QWidget, *, wide: bool = False) -> QPrinter | None:
    """Let the person choose a printer, the paper on its side where `wide`; None: they thought better of it."""
    return _asked(parent, wide=wide, to_file=True)


def ask_secret_printer(parent: QWidget) -> QPrinter | None:
    """The same for a secret, which goes on paper: the dialog offers no file."""
    return _asked(parent, wide=False, to_file=False)


def _asked(parent: QWidget, *, wide: bool, to_file: bool) -> QPrinter | None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageLayout(_layout(wide))
    dialog = printer_dialog(printer, parent, to_file=to_file)
    return printer if dialog.exec() == QDialog.DialogCode.Accepted else None


def printer_dialog(printer: QPrinter, parent: QWidget, *, to_file: bool) -> QPrintDialog:
    """The dialog in which a printer is chosen, or with `to_file` a file. Does not own the printer."""
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintToFile, to_file)
    return dialog


def print_pictures(pages: Sequence[QImage], printer: QPrinter) -> None:
    """Print pictures, a page each, as wide as the paper or as high where that is less. May run on any one thread."""
    area = printer.pageLayout().paintRectPixels(printer.resolution())
    painter = QPainter(printer)
    for number, page in enumerate(pages):
        if number:
            printer.newPage()
        scale = min(area.width() / page.width(), area.height() / page.height())
        painter.drawImage(QRectF(0, 0, page.width() * scale, page.height() * scale), page)
    painter.end()


class Folio(NamedTuple):
    """Pages of one kind: the HTML, and what stands on every page. %1 is the page and %2 how many there are.

    `head` is HTML above the body, `foot` a line below it; `code` is a text that machines read from the top right corner
    (%1 is the page), "" for none. `whole`: no row of a table is parted by the end of a page; for some dozen rows.
    """

    html: str
    foot: str
    head: str = ""
    code: str = ""
    whole: bool = False


def print_folio(folio: Folio, printer: QPrinter) -> None:
    """Print it. May run on any one thread."""
    print_folios([folio], printer)


def print_folios(folios: Sequence[Folio], printer: QPrinter) -> None:
    """Print several, each from a page of its own on and with pages counted for itself. May run on any one thread."""
    _draw(folios, printer, printer.pageLayout(), printer.resolution())


def write_folio(folio: Folio, path: Path) -> None:
    """Write it to a PDF file, lying on its side. May run on any one thread. KnownErrors `not-writable`, `disk-full`."""
    write_folios([folio], path, wide=True)


def write_folios(folios: Sequence[Folio], path: Path, *, wide: bool = False) -> None:
    """Write several to one PDF file. May run on any one thread. KnownErrors `not-writable`, `disk-full`."""
    with _pdf(path, wide=wide) as writer:
        writer.setResolution(_DOTS)
        _draw(folios, writer, writer.pageLayout(), writer.resolution())


def _draw(folios: Sequence[Folio], device: QPagedPaintDevice, layout: QPageLayout, dots: int) -> None:
    # A document starts timers, which a thread that is not Qt's own has only once it has had a loop.
    QEventLoop()
    area = layout.paintRectPixels(dots)
    painter = QPainter(device)
    for number, folio in enumerate(folios):
        if number:
            device.newPage()
        _draw_one(folio, painter, device, QSizeF(area.width(), area.height()), dots)
    painter.end()


def _draw_one(folio: Folio, painter: QPainter, device: QPagedPaintDevice, area: QSizeF, dots: int) -> None:
    """Page by page, so that every foot can say how many pages there are."""
    foot, side = _FOOT_MM / 25.4 * dots, _CODE_MM / 25.4 * dots if folio.code else 0.0
    head = _laid_out(folio.head, device, area.width() - side * 1.1) if folio.head else None
    top = max(head.size().height() * 1.05 if head is not None else 0.0, side * 1.05)
    height = area.height() - foot - top
    document = _laid_out(folio.html, device, area.width())
    document.setPageSize(QSizeF(area.width(), height))
    if folio.whole:
        keep_rows_whole(document)
    pages = document.pageCount()
    for page in range(pages):
        if page:
            device.newPage()
        if head is not None:
            head.drawContents(painter)
        if folio.code:
            _draw_code(painter, folio.code.replace("%1", str(page + 1)), QRectF(area.width() - side, 0, side, side))
        painter.save()
        painter.translate(0, top - page * height)
        # A dot less: Qt also writes the line that begins where the page ends, under the foot and unseen.
        document.drawContents(painter, QRectF(0, page * height, area.width(), height - 1))
        painter.restore()
        painter.setFont(_font())
        line = folio.foot.replace("%1", str(page + 1)).replace("%2", str(pages))
        box = QRectF(0, area.height() - foot, area.width(), foot)
        painter.drawText(box, _FOOT_FLAGS, line)


def _laid_out(html: str, device: QPagedPaintDevice, width: float) -> QTextDocument:
    document = QTextDocument()
    document.documentLayout().setPaintDevice(device)
    document.setDefaultFont(_font())
    document.setDocumentMargin(0)
    document.setHtml(html)
    document.setTextWidth(width)
    return document


def _draw_code(painter: QPainter, text: str, box: QRectF) -> None:
    """A QR code (ISO/IEC 18004) that still reads with a quarter of it spoiled, by a fold or a stamp."""
    rows = [bytes(row) for row in segno.make(text, error="q", micro=False).matrix_iter(border=2)]
    cell = box.width() / len(rows)
    for place, row in enumerate(rows):
        for column, dark in enumerate(row):
            if dark:
                square = QRectF(box.left() + column * cell, box.top() + place * cell, cell, cell)
                painter.fillRect(square, Qt.GlobalColor.black)


def _font() -> QFont:
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPointSizeF(_POINTS)
    # Letters of another locale's shape would be drawn right and read back from the PDF as other characters.
    font.setFeature(QFont.Tag("locl"), 0)
    return font


@contextmanager
def _pdf(path: Path, *, wide: bool) -> Iterator[QPdfWriter]:
    if not path.parent.is_dir():
        raise _not_writable(path)
    writer = QPdfWriter(str(path))
    writer.setPageLayout(_layout(wide))
    yield writer
    if not path.exists() or path.stat().st_size == 0:
        raise _not_writable(path)
    with path.open("rb") as handle:
        handle.seek(max(0, path.stat().st_size - _TAIL))
        whole = _END_OF_PDF in handle.read()
    if not whole:
        # Qt tells nobody of a disk that is full; half a document must not pass for one.
        path.unlink()
        with disk_errors(path):
            raise OSError(errno.ENOSPC, "the end of the file is missing")


def _layout(wide: bool) -> QPageLayout:
    orientation = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    return QPageLayout(QPageSize(QPageSize.PageSizeId.A4), orientation, _MARGINS, QPageLayout.Unit.Millimeter)


def _not_writable(path: Path) -> KnownError:
    return KnownError("not-writable", f"{path.name} can't be written there.", f"无法在该处写入 {path.name}。")
