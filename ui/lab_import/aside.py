"""Above a report: the child's record stands aside, which one goes on, and what to do. State in, signals out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.lab_import.state import StandsAside
from ui.language import fill
from ui.look import Look
from ui.widgets.buttons import Button
from ui.widgets.cards import MessageStrip
from ui.widgets.fields import Tick
from ui.widgets.tab_order import after


class AsideStrip(QWidget):
    """`elsewhere_asked`: import into the record that goes on; `kept` whether it is to go in here all the same."""

    elsewhere_asked = Signal()
    kept = Signal(bool)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._strip = MessageStrip(look)
        self.elsewhere = Button(look, "primary", "small", "next")
        self.elsewhere.clicked.connect(self.elsewhere_asked)
        self.here = Tick(look)
        self.here.clicked.connect(self.kept)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.elsewhere)
        row.addWidget(self.here)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._strip)
        column.addLayout(row)
        after(None, (self.elsewhere, self.here))

    def show_aside(self, aside: StandsAside | None, *, busy: bool) -> None:
        """Show it, or nothing for a record that goes on."""
        self.setVisible(aside is not None)
        if aside is None:
            return
        self._strip.warn(aside.text)
        self.elsewhere.setVisible(aside.may_open)
        self.elsewhere.setEnabled(not busy)
        self.elsewhere.say(fill(self.tr("Import into %1 instead"), aside.on))
        self.here.setText(fill(self.tr("Into %1 all the same"), aside.code))
        # The frame of the focus takes room that the style's own hint leaves out.
        self.here.setMinimumWidth(self.here.sizeHint().width() + 12)
        self.here.setChecked(aside.kept)
        self.here.setEnabled(not busy)

    def begin(self) -> None:
        """Bring the keyboard here: to what Enter, the one that chose the file among them, does not answer."""
        self.here.setFocus(Qt.FocusReason.OtherFocusReason)
