"""How every table of painted rows behaves: whole rows, nothing edited in them, no grid, Tab leaves it."""

from collections.abc import Mapping

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView


def painted_rows(table: QTableView, height: int, *, spread: bool = False) -> None:
    """Rows of `height` px that a delegate paints. Cells of `spread` ones begin 12 px in, the first 24 px; heads too."""
    if spread:
        table.horizontalHeader().setProperty("part", "spread")
    table.setShowGrid(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setTabKeyNavigation(False)
    rows = table.verticalHeader()
    rows.setVisible(False)
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setDefaultSectionSize(height)
    table.horizontalHeader().setHighlightSections(False)


def column_widths(table: QTableView, widths: Mapping[int, int], wide: int) -> None:
    """Px of each column; `wide` takes the rest. The model stands already."""
    for column, width in widths.items():
        table.setColumnWidth(column, width)
    table.horizontalHeader().setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)
