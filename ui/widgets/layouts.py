"""What is done to layouts in several places. Owns no widget."""

from PySide6.QtWidgets import QLayout, QWidget


def clear(layout: QLayout) -> None:
    """Take every widget out of a layout; each is hidden at once and deleted when nothing uses it any more."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def as_high_as_its_words(dialog: QWidget, column: QLayout) -> None:
    """Room for every line at the width that the dialog has; Qt asks a wrapped label for one line only."""
    dialog.setMinimumHeight(max(0, column.totalHeightForWidth(dialog.width())))
