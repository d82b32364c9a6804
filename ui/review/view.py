"""Review and sign as one view: the forms at the left, what their signature rests on and the signature at the right.

State in, acts out. Esc goes back; Ctrl+Enter signs. Must not know what blocks a form or why.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.language import fill
from ui.look import Look
from ui.review.detail import Detail
from ui.review.sign_card import SIDE, EvidenceCard, SignCard
from ui.review.state import ReviewState, SignAsked
from ui.review.table import FormsTable
from ui.view import View
from ui.visit.header import HeaderBar
from ui.widgets.cards import MessageStrip
from ui.widgets.labels import label
from ui.widgets.state import Tone


class ReviewView(View[ReviewState]):
    """`sign_asked` carries a SignAsked, `withdraw_asked` a WithdrawAsked, `opened` an address key."""

    sign_asked = Signal(object)
    withdraw_asked = Signal(object)
    opened = Signal(str)
    back_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._tokens: dict[str, str] = {}
        self._here = ("", 0)
        self._signed = 0
        self._moved: tuple[str, ...] = ()
        self.header = HeaderBar(look)
        self._title = label("", "title", bold=True)
        self._counts = label("", "body", "text_2")
        self.aside = MessageStrip(look)
        self.aside.hide()
        self.moved_strip = MessageStrip(look, closable=True)
        self.table = FormsTable(look)
        self.detail = Detail(look)
        self.evidence = EvidenceCard(look)
        self.card = SignCard(look)
        self._compose()
        self._connect()

    def _compose(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addLayout(self._left(), 1)
        row.addWidget(self._right())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addWidget(self.aside)
        whole.addLayout(row, 1)
        self.setFocusProxy(self.table)

    def _left(self) -> QVBoxLayout:
        """The forms, and the one that is current in full."""
        head = QHBoxLayout()
        head.setContentsMargins(24, 10, 16, 8)
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._counts)
        head.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(head)
        left.addWidget(self.moved_strip)
        left.addWidget(self.table, 1)
        left.addWidget(self.detail)
        return left

    def _right(self) -> QFrame:
        """What the signature rests on, which may scroll away; below it the signature, which may not."""
        inner = QWidget()
        inner.setProperty("ground", "bg")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 16, 0, 0)
        column.addWidget(self.evidence)
        column.addStretch(1)
        self._area = area = QScrollArea()
        area.setWidgetResizable(True)
        # A stop of its own, so that the arrow keys reach what stands below the edge.
        area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        side = QFrame()
        side.setProperty("part", "side")
        side.setFixedWidth(SIDE)
        right = QVBoxLayout(side)
        right.setContentsMargins(16, 0, 16, 16)
        right.setSpacing(12)
        right.addWidget(area, 1)
        right.addWidget(self.card)
        return side

    def _connect(self) -> None:
        self.header.back_asked.connect(self.back_asked)
        self.table.opened.connect(self.opened)
        self.table.moved.connect(self._detail)
        self.table.forms.ticked_changed.connect(self._ticked)
        self.detail.opened.connect(self.opened)
        self.detail.withdrawn.connect(self.withdraw_asked)
        self.card.asked.connect(self._sign)
        self.card.left.connect(self.back_asked)
        self.moved_strip.dismissed.connect(lambda _code: self._forget_moved())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_asked.emit()
        else:
            super().keyPressEvent(event)

    def forget(self) -> None:
        """The page is left: nothing typed stays."""
        self.card.passphrase.forget()

    def _show(self, state: ReviewState) -> None:
        self._keep_ticks(state)
        self.header.show_header(state.header)
        self.aside.warn(state.header.child.aside)
        self._title.setText(self.tr("Review and sign"))
        self._area.setAccessibleName(self._title.text())
        self._count(state)
        self._say_moved(state)
        self.table.setAccessibleName(self.tr("Forms to review"))
        current = self.table.currentIndex().row()
        self.table.forms.show_lines(state.lines)
        if current < 0 and state.lines:
            self.table.setCurrentIndex(self.table.forms.index(0, 1))
        self.evidence.show_rows(state.derived)
        self._detail()
        self.card.show_state(state, len(self.table.forms.ticked))

    def _keep_ticks(self, state: ReviewState) -> None:
        """A place begins with the ticks it offers. A form that changed under the eyes of the person loses its tick, and
        they are told.
        """
        tokens = {line.key: line.token for line in state.lines if line.signable}
        here = (state.place, state.opening)
        if (*here, state.signed) != (*self._here, self._signed):
            fresh = [line.key for line in state.lines if line.signable and line.offered]
            self._moved = ()
            self.card.passphrase.forget()
            self.table.forms.choose(fresh if here != self._here else ())
        else:
            moved = [key for key in self.table.forms.ticked if tokens.get(key) != self._tokens.get(key)]
            self._moved = tuple(dict.fromkeys((*self._moved, *moved)))
            self.table.forms.choose([key for key in self.table.forms.ticked if key not in moved])
        self._here, self._signed, self._tokens = here, state.signed, tokens

    def _say_moved(self, state: ReviewState) -> None:
        names = [self.look.text(line.label) for line in state.lines if line.key in self._moved]
        self.moved_strip.setVisible(bool(names))
        if names:
            title = fill(self.tr("Changed while you were looking: %1"), ", ".join(names))
            self.moved_strip.say(title, self.tr("Look again, then tick it."), Tone.AMBER)

    def _forget_moved(self) -> None:
        self._moved = ()
        self.moved_strip.hide()

    def _count(self, state: ReviewState) -> None:
        counts = {standing: sum(line.standing == standing for line in state.lines) for standing in _COUNTED}
        words = {
            "ready": self.tr("ready %n", "", counts["ready"]),
            "blocked": self.tr("not yet %n", "", counts["blocked"]),
            "signed": self.tr("signed %n", "", counts["signed"]),
            "void": self.tr("void %n", "", counts["void"]),
        }
        said = [words[standing] for standing in _COUNTED if counts[standing]]
        self._counts.setText(" · ".join((self.tr("%n forms", "", len(state.lines)), *said)))

    def _detail(self) -> None:
        if self.state is not None:
            self.detail.show_line(self.table.current(), self.state.elsewhere, self.state.withdraw_reasons)

    def _ticked(self) -> None:
        if self.state is not None:
            self.card.show_state(self.state, len(self.table.forms.ticked))

    def _sign(self) -> None:
        ticked = self.table.forms.ticked
        forms = tuple((line.key, line.token) for line in self.table.forms.lines if line.key in ticked)
        asked = SignAsked(forms, self.card.meaning.key(), self.card.passphrase.text())
        self.card.passphrase.forget()
        self.sign_asked.emit(asked)


_COUNTED = ("ready", "blocked", "void", "signed")
