"""Keeps the rows of a paged text's tables whole: a row that a page would part begins on the next one.

Qt parts a row between two of its lines and has no word against it. Must not know what stands in a row.
"""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QTextDocument, QTextTable, QTextTableCell

_DOTS = 96.0
"""Of an inch, in which a padding is said; a layout has those of its device."""
_MOST = 200
"""Rows that are moved at most: each lays the text out again."""


def keep_rows_whole(document: QTextDocument) -> None:
    """Begin what stands in a parted row at the top of the next page. A row that no page has room for stays parted."""
    tables = [frame for frame in document.rootFrame().childFrames() if isinstance(frame, QTextTable)]
    moved = 0
    for table in tables:
        for row in range(table.rows()):
            gap = _gap(document, table, row)
            if gap > 0 and moved < _MOST:
                for column in range(table.columns()):
                    _lower(
                        table.cellAt(row, column), gap * _DOTS / document.documentLayout().paintDevice().logicalDpiY()
                    )
                moved += 1
    # What follows a table is not always laid out again with it.
    document.markContentsDirty(0, document.characterCount())


def _gap(document: QTextDocument, table: QTextTable, row: int) -> float:
    """How far the row's text has to go down for Qt to begin the row on the next page, which it does once not one line
    of it has room; 0 where it is whole or too high.
    """
    high = document.pageSize().height()
    boxes = [_box(document, table.cellAt(row, column)) for column in range(table.columns())]
    top, bottom = min(box.top() for box in boxes), max(box.bottom() for box in boxes)
    page = int(top // high)
    if bottom <= (page + 1) * high or bottom - top >= high:
        return 0.0
    lines = (
        document.findBlock(table.cellAt(row, column).firstPosition()).layout() for column in range(table.columns())
    )
    line = min(layout.lineAt(0).height() for layout in lines if layout.lineCount())
    return max((page + 1) * high - top - line, 0.0) + 0.1 * line


def _box(document: QTextDocument, cell: QTextTableCell) -> QRectF:
    """What the cell's text takes, tables within it too."""
    layout, box = document.documentLayout(), QRectF()
    block = document.findBlock(cell.firstPosition())
    while block.isValid() and block.position() <= cell.lastPosition():
        box = box.united(layout.blockBoundingRect(block))
        block = block.next()
    return box


def _lower(cell: QTextTableCell, gap: float) -> None:
    shape = cell.format().toTableCellFormat()
    shape.setTopPadding(shape.topPadding() + gap)
    cell.setFormat(shape)
