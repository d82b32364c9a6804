"""What study definition and reference intervals share: adopted versions in rows; a new one is read, then adopted."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from study.text import Text
from ui.admin.panels import Panel
from ui.admin.study_page import Heads, page
from ui.admin.study_state import Sight
from ui.look import Look
from ui.widgets.buttons import Button
from ui.widgets.cards import Card, MessageStrip
from ui.widgets.chips import Chip
from ui.widgets.labels import LabelTone, label
from ui.widgets.state import Tone


class ReadFirst(Card):
    """A page of what would change, what is `asked` below it, and the button that adopts. Esc goes back."""

    left = Signal()

    def __init__(self, look: Look, *asked: QWidget) -> None:
        super().__init__((20, 14, 20, 14), 8)
        self._look = look
        self._read: tuple[Text, str] | None = None
        self._title = label("", "title", bold=True)
        self._source = label("", "hint", "text_3", wrap=True)
        self.page = QTextBrowser()
        self.page.setMinimumHeight(320)
        self.page.setOpenLinks(False)
        self._why_not = MessageStrip(look)
        self.adopt = Button(look, "primary", "normal", "check")
        self.back = Button(look, "plain")
        foot = QHBoxLayout()
        foot.addWidget(self.adopt)
        foot.addWidget(self.back)
        foot.addStretch()
        for part in (self._title, self._source, self.page, self._why_not, *asked):
            self.column.addWidget(part)
        self.column.addLayout(foot)
        self.back.clicked.connect(self.left)

    def show_page(self, sight: Sight, heads: Heads) -> bool:
        """Show it; True when it may be adopted."""
        text = self._look.text
        self._title.setText(text(sight.title))
        self._source.setText(sight.source)
        self.page.setHtml(page(sight, text, self._look.tokens, heads))
        self.page.setAccessibleName(self._title.text())
        self._why_not.setVisible(sight.why_not is not None)
        if sight.why_not is not None:
            self._why_not.say(text(sight.why_not), tone=Tone.AMBER)
        may = sight.why_not is None and not sight.faults
        self.adopt.setVisible(may)
        return may

    def fresh(self, sight: Sight) -> bool:
        """Whether this is another one than the last; then it has the focus, so that arrows roll and Esc leaves it."""
        read = (sight.title, sight.source)
        if read == self._read:
            return False
        self._read = read
        self.page.setFocus()
        return True

    def forget(self) -> None:
        """Nothing is looked at any more."""
        self._read = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class AdoptingPanel(Panel):
    """The card with the versions, or instead of it the one that is looked at."""

    back_asked = Signal()

    def __init__(self, look: Look, sight: ReadFirst) -> None:
        super().__init__(look)
        self.history = label("", bold=True)
        self._rows = QWidget()
        self._beside = sight
        holder = self.layout()
        if isinstance(holder, QVBoxLayout):
            holder.insertWidget(1, sight)
        sight.left.connect(self.back_asked)

    def add_versions(self) -> None:
        """The rows of the versions go here in the card."""
        self.card.column.addSpacing(8)
        self.card.column.addWidget(self.history)
        self.card.column.addWidget(self._rows)

    def add_buttons(self, *buttons: Button) -> None:
        """A row of buttons at the left."""
        row = QHBoxLayout()
        for button in buttons:
            row.addWidget(button)
        row.addStretch()
        self.card.column.addLayout(row)

    def beside(self, sight: Sight | None) -> None:
        """The versions make room for what is looked at."""
        self._beside.setVisible(sight is not None)
        self.card.setVisible(sight is None)
        if sight is None:
            self._beside.forget()

    def version_rows(self, *heads: str) -> QGridLayout:
        """A new grid for the versions in the place of the old one."""
        rows = QWidget()
        grid = self.grid_in(rows)
        if heads:
            self.heads(grid, *heads)
        self.card.column.replaceWidget(self._rows, rows)
        self._rows.hide()
        self._rows.deleteLater()
        self._rows = rows
        return grid

    def add_version(
        self, grid: QGridLayout, cells: tuple[str, ...], standing: Text | None, *, in_force: bool, at: int
    ) -> None:
        """One row: the version, its cells, and in the column `at` how it stands. What is over is grey."""
        tone: LabelTone = "text" if in_force else "text_3"
        place = grid.rowCount()
        for column, words in enumerate(cells):
            grid.addWidget(label(words, tone=tone, bold=column == 0), place, column)
        if standing is not None:
            chip = Chip(self.look, self.look.text(standing), Tone.ACCENT if in_force else Tone.QUIET)
            grid.addWidget(chip, place, at)

    def settle(self) -> None:
        """Show at once what was prepared."""
        super().settle()
        self._rows.show()
