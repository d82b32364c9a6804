"""The frame around the rooms once somebody is in: rail, top bar, messages, and the page that is open."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QGridLayout, QLineEdit, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ui.frame.rail import Rail
from ui.frame.state import FrameState, Room
from ui.frame.top_bar import TopBar
from ui.look import Look
from ui.search.palette import Palette
from ui.view import View
from ui.widgets.cards import MessageStrip


class Frame(View[FrameState]):
    """Pages are added under a name and shown by it; which page belongs to which room is the presenter's matter."""

    room_chosen = Signal(object)
    language_chosen = Signal(object)
    lock_requested = Signal()
    switch_requested = Signal()
    message_dismissed = Signal(str)
    search_asked = Signal()
    keys_asked = Signal()
    back_asked = Signal()
    page_added = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.setProperty("ground", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.rail = Rail(look)
        self.top = TopBar(look)
        self._messages = QVBoxLayout()
        self._messages.setContentsMargins(24, 0, 24, 0)
        self._messages.setSpacing(8)
        self._strips: list[MessageStrip] = []
        self._holders: dict[str, QScrollArea] = {}
        self._stack = QStackedWidget()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self.rail, 0, 0, 3, 1)
        grid.addWidget(self.top, 0, 1)
        grid.addLayout(self._messages, 1, 1)
        grid.addWidget(self._stack, 2, 1)
        grid.setRowStretch(2, 1)
        grid.setColumnStretch(1, 1)
        self.rail.chosen.connect(self.room_chosen)
        self.top.queue_asked.connect(lambda: self.room_chosen.emit(Room.SYNC))
        self.top.language_chosen.connect(self.language_chosen)
        self.top.lock_requested.connect(self.lock_requested)
        self.top.switch_requested.connect(self.switch_requested)
        # Of the frame and not of the button, which a narrow window hides.
        keys = {"Ctrl+Shift+L": self.switch_requested, "Ctrl+K": self.search_asked, "F1": self.keys_asked}
        for key, asked in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(asked)
        self.top.search_asked.connect(self.search_asked)
        self.search = Palette(look, self)
        for part in (self.rail, self.top, self.search):
            look.theme.wear(part)

    def add_page(self, name: str, page: QWidget) -> None:
        """Add a page under `name`; a page that stood there before is destroyed.

        A window smaller than the page (200 % on a small screen) scrolls instead of cutting off.
        """
        before = self._holders.pop(name, None)
        if before is not None:
            self._stack.removeWidget(before)
            before.deleteLater()
        holder = QScrollArea()
        holder.setWidgetResizable(True)
        holder.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder.setWidget(page)
        self.look.theme.wear(holder)
        self._holders[name] = holder
        self._stack.addWidget(holder)
        self.page_added.emit(name)

    def show_page(self, name: str) -> None:
        """Show the page `name` and give it the focus. Raises KeyError when there is none."""
        holder = self._holders[name]
        self._stack.setCurrentWidget(holder)
        page = holder.widget()
        if page is not None:
            page.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc that no part of the page had a use for goes back; never out of a text somebody has typed into."""
        focus = QApplication.focusWidget()
        typed = isinstance(focus, QLineEdit) and focus.isModified() and bool(focus.text())
        if event.key() == Qt.Key.Key_Escape and not typed:
            self.back_asked.emit()
        else:
            super().keyPressEvent(event)

    @property
    def page(self) -> str:
        """The name of the page that is open; empty when there is none."""
        shown = self._stack.currentWidget()
        return next((name for name, holder in self._holders.items() if holder is shown), "")

    def _show(self, state: FrameState) -> None:
        self.rail.show_state(state)
        self.top.show_state(state)
        while len(self._strips) < len(state.messages):
            strip = MessageStrip(self.look, closable=True)
            self.look.theme.wear(strip)
            strip.dismissed.connect(self.message_dismissed)
            self._messages.addWidget(strip)
            self._strips.append(strip)
        for place, strip in enumerate(self._strips):
            strip.setVisible(place < len(state.messages))
            if place < len(state.messages):
                strip.show_message(state.messages[place])
        margin = 12 if state.messages else 0
        self._messages.setContentsMargins(24, margin, 24, 0)
