"""A picture, or the pages of a document one at a time: fitted to the room there is, and enlarged when asked for."""

from PySide6.QtCore import QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui.language import fill
from ui.look import Look
from ui.visit.preview import PictureState
from ui.widgets.buttons import Button
from ui.widgets.labels import label

ZOOMS = (1.0, 1.5, 2.0, 3.0, 4.0)
"""Times as large as fitted."""
_LARGEST = 4000
"""Px of a side that are drawn at most."""


class Picture(QScrollArea):
    """A picture that is fitted whole; one that is upright, as a page is, fits the width and is scrolled down."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._whole = QPixmap()
        self._data = b""
        self._zoom = 0
        self._shown = QLabel()
        self.setWidget(self._shown)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSize(1, 1)
        look.changed.connect(self._fit)

    def show_picture(self, data: bytes) -> bool:
        """Show encoded bytes, fitted; False when they are no picture that Qt reads. What is shown already stays."""
        if data != self._data:
            self._data, self._zoom = data, 0
            self._whole.loadFromData(data)
            self._fit()
            self.verticalScrollBar().setValue(0)
        return not self._whole.isNull()

    @property
    def zoomed(self) -> float:
        """How many times as large as fitted."""
        return ZOOMS[self._zoom]

    @property
    def size_shown(self) -> QSize:
        """Px of the picture as it stands on the screen."""
        return self._shown.size()

    def zoom(self, steps: int) -> None:
        """Larger or smaller, around what is in the middle."""
        before = self._zoom
        self._zoom = min(max(self._zoom + steps, 0), len(ZOOMS) - 1)
        if self._zoom != before:
            factor = ZOOMS[self._zoom] / ZOOMS[before]
            bars = (self.horizontalScrollBar(), self.verticalScrollBar())
            middles = [bar.value() + bar.pageStep() / 2 for bar in bars]
            self._fit()
            for bar, middle in zip(bars, middles, strict=True):
                bar.setValue(round(middle * factor - bar.pageStep() / 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolls; with Ctrl it enlarges."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def _fit(self) -> None:
        if self._whole.isNull():
            self._shown.clear()
            return
        whole, room = QSizeF(self._whole.size()), QSizeF(self.maximumViewportSize())
        across, down = room.width() / whole.width(), room.height() / whole.height()
        if whole.height() > whole.width() and down < across:
            # Room for the bar beside it, whether it is needed or not.
            across, down = (room.width() - self.verticalScrollBar().sizeHint().width()) / whole.width(), across
        scale = min(across, down, 1.0) * self.zoomed
        scale = max(min(scale, _LARGEST / max(whole.width(), whole.height())), 1 / whole.width())
        ratio = self.devicePixelRatioF()
        made = self._whole.scaled(
            (whole * scale * ratio).toSize().expandedTo(QSize(1, 1)),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        made.setDevicePixelRatio(ratio)
        painter = QPainter(made)
        # A white page on a white ground has an edge all the same.
        painter.setPen(QColor(self._look.tokens.line_strong))
        size = made.deviceIndependentSize().toSize()
        painter.drawRect(0, 0, size.width() - 1, size.height() - 1)
        painter.end()
        self._shown.setPixmap(made)
        self._shown.resize(size)


class PicturePages(QWidget):
    """A picture with the way to the pages before and after it. `page_asked` carries a page, counted from 0."""

    page_asked = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._page = self._pages = 0
        self.picture = Picture(look)
        self.smaller, self.larger = Button(look, "plain", "small"), Button(look, "plain", "small")
        self._before, self._after = Button(look, "plain", "small"), Button(look, "plain", "small")
        self._where = label("", "hint", "text_2")
        self.smaller.clicked.connect(lambda: self._zoom(-1))
        self.larger.clicked.connect(lambda: self._zoom(1))
        self._before.clicked.connect(lambda: self._go(-1))
        self._after.clicked.connect(lambda: self._go(1))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addStretch(1)
        for widget in (self.smaller, self.larger, self._before, self._where, self._after):
            foot.addWidget(widget)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.picture, 1)
        column.addLayout(foot)

    def show_page(self, state: PictureState) -> bool:
        """Show a picture; False when its bytes are none that Qt reads."""
        self._page, self._pages = state.page, state.pages
        self.setAccessibleName(self.tr("Preview of the file"))
        for button, sign, words in (
            (self.smaller, "−", self.tr("Smaller (-)")),
            (self.larger, "+", self.tr("Larger (+)")),
            (self._before, "‹", self.tr("Page before (PageUp)")),
            (self._after, "›", self.tr("Next page (PageDown)")),
        ):
            button.say(sign, words)
            button.setAccessibleName(words)
        self._before.setEnabled(state.page > 0)
        self._after.setEnabled(state.page + 1 < state.pages)
        for widget in (self._before, self._after, self._where):
            widget.setVisible(state.pages > 1)
        self._where.setText(fill(self.tr("Page %1 of %2"), state.page + 1, state.pages))
        read = self.picture.show_picture(state.data)
        self._able()
        return read

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """PageUp and PageDown turn pages, + and - enlarge, the arrows scroll."""
        key = Qt.Key(event.key())
        turns = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        zooms = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
        across, down = self.picture.horizontalScrollBar(), self.picture.verticalScrollBar()
        arrows = {
            Qt.Key.Key_Up: (down, -1), Qt.Key.Key_Down: (down, 1), Qt.Key.Key_Left: (across, -1),
            Qt.Key.Key_Right: (across, 1),
        }  # fmt: skip
        if key in turns:
            self._go(turns[key])
        elif key in zooms:
            self._zoom(zooms[key])
        elif key in arrows:
            bar, way = arrows[key]
            bar.setValue(bar.value() + way * bar.pageStep() // 4)
        else:
            super().keyPressEvent(event)

    def _zoom(self, steps: int) -> None:
        self.picture.zoom(steps)
        self._able()

    def _able(self) -> None:
        self.smaller.setEnabled(self.picture.zoomed > ZOOMS[0])
        self.larger.setEnabled(self.picture.zoomed < ZOOMS[-1])

    def _go(self, step: int) -> None:
        if 0 <= self._page + step < self._pages:
            self.page_asked.emit(self._page + step)
