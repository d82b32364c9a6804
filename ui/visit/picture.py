"""A picture, or the pages of a document one at a time: as large as there is room, never larger than it is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.language import fill
from ui.look import Look
from ui.visit.preview import PictureState
from ui.widgets.buttons import Button
from ui.widgets.labels import label


class Picture(QLabel):
    """A picture as large as there is room, never larger than it is."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = QPixmap()
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMinimumSize(1, 1)

    def show_picture(self, data: bytes) -> bool:
        """Show encoded bytes; False when they are no picture that Qt reads."""
        read = self._whole.loadFromData(data)
        self._fit()
        return bool(read)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        if not self._whole.isNull():
            self.setPixmap(
                self._whole.scaled(
                    self.size().boundedTo(self._whole.size()),
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )


class PicturePages(QWidget):
    """A picture with the way to the pages before and after it. `page_asked` carries a page, counted from 0."""

    page_asked = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._page = self._pages = 0
        self.picture = Picture()
        self._before, self._after = Button(look, "plain", "small"), Button(look, "plain", "small")
        self._where = label("", "hint", "text_2")
        self._before.clicked.connect(lambda: self._go(-1))
        self._after.clicked.connect(lambda: self._go(1))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        foot = QHBoxLayout()
        foot.addStretch(1)
        for widget in (self._before, self._where, self._after):
            foot.addWidget(widget)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.picture, 1)
        column.addLayout(foot)

    def show_page(self, state: PictureState) -> bool:
        """Show a picture; False when its bytes are none that Qt reads."""
        self._page, self._pages = state.page, state.pages
        self._before.say("‹", self.tr("Page before (PageUp)"))
        self._after.say("›", self.tr("Next page (PageDown)"))
        self._before.setEnabled(state.page > 0)
        self._after.setEnabled(state.page + 1 < state.pages)
        for widget in (self._before, self._after, self._where):
            widget.setVisible(state.pages > 1)
        self._where.setText(fill(self.tr("Page %1 of %2"), state.page + 1, state.pages))
        return self.picture.show_picture(state.data)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """PageUp and PageDown turn pages."""
        steps = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        key = Qt.Key(event.key())
        if key in steps:
            self._go(steps[key])
        else:
            super().keyPressEvent(event)

    def _go(self, step: int) -> None:
        if 0 <= self._page + step < self._pages:
            self.page_asked.emit(self._page + step)
