"""The conflict screen: all values in equal frames, the trend with both, and the decision. Works offline."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.conflict.decision_card import OTHER, DecisionCard
from ui.conflict.side_card import SideCard
from ui.conflict.state import ConflictState, Resolution
from ui.language import fill
from ui.look import Look
from ui.view import View
from ui.widgets.buttons import Button
from ui.widgets.cards import Card, MessageStrip
from ui.widgets.labels import label
from ui.widgets.state import Tone
from ui.widgets.tab_order import in_place
from ui.widgets.trend import TrendChart


class ConflictView(View[ConflictState]):
    """`resolved` carries a Resolution, `step_asked` -1 or +1."""

    resolved = Signal(object)
    step_asked = Signal(int)
    back_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._choice = ""
        self._shown = ""
        self.back = Button(look, "quiet", "normal", "back")
        self._title = label("", "title", bold=True)
        self._place = label("", tone="text_2")
        self._count = label("", tone="text_2")
        self.previous = Button(look, "plain", "normal", "back")
        self.next = Button(look, "plain", "normal", "next")
        self.next.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._about = MessageStrip(look)
        self._strip = MessageStrip(look)
        self.sides: list[SideCard] = []
        self._side_grid = QGridLayout()
        self._side_grid.setSpacing(16)
        self._trend_title = label("", bold=True)
        self._trend_unit = label("", "hint", "text_2")
        self._trend = TrendChart(look)
        self._trend_card = Card((12, 10, 12, 6), 4)
        self.decision = DecisionCard(look)
        self._build()
        self._connect()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        for part in (self.back, self._title, self._place):
            head.addWidget(part)
        head.addStretch()
        for part in (self._count, self.previous, self.next):
            head.addWidget(part)
        _holder, line = self._trend_card.head()
        line.addWidget(self._trend_title)
        line.addStretch()
        line.addWidget(self._trend_unit)
        self._trend_card.column.addWidget(self._trend, 1)
        low = QHBoxLayout()
        low.setSpacing(16)
        low.addWidget(self._trend_card, 1)
        low.addWidget(self.decision, 1)
        inner = QWidget()
        inner.setProperty("part", "inner")
        column = QVBoxLayout(inner)
        column.setContentsMargins(24, 0, 24, 12)
        column.setSpacing(16)
        column.addWidget(self._about)
        column.addWidget(self._strip)
        column.addLayout(self._side_grid, 3)
        column.addLayout(low, 2)
        scroll = QScrollArea()
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 14, 0, 0)
        page.setSpacing(14)
        holder = QWidget()
        head.setContentsMargins(16, 0, 24, 0)
        holder.setLayout(head)
        page.addWidget(holder)
        page.addWidget(scroll, 1)

    def _connect(self) -> None:
        self.back.clicked.connect(self.back_asked)
        self.previous.clicked.connect(lambda: self.step_asked.emit(-1))
        self.next.clicked.connect(lambda: self.step_asked.emit(1))
        self.decision.picked.connect(self._pick)
        self.decision.decided.connect(self._decide)

    def _show(self, state: ConflictState) -> None:
        if state.conflict != self._shown:
            self._shown, self._choice = state.conflict, ""
            self.decision.reason.clear()
            self.decision.third.clear()
        self._words(state)
        self._strip.setVisible(state.message is not None)
        if state.message is not None:
            self._strip.show_message(state.message)
        while len(self.sides) < len(state.sides):
            card = SideCard(self.look, chr(ord("A") + len(self.sides)))
            card.picked.connect(self._pick)
            self._side_grid.addWidget(card, len(self.sides) // 2, len(self.sides) % 2)
            self.sides.append(card)
            in_place(self._trend_card, [card.radio])
        for place, card in enumerate(self.sides):
            card.setVisible(place < len(state.sides))
            if place < len(state.sides):
                card.show_side(state.sides[place], card.letter == self._choice, state.may_decide and not state.busy)
        self._trend_card.setVisible(state.trend is not None)
        self._trend.show_trend(state.trend)
        self.decision.show_state(state, self._choice)

    def _words(self, state: ConflictState) -> None:
        self.back.setAccessibleName(self.tr("Back"))
        self.back.setToolTip(self.tr("Back"))
        self._title.setText(self.tr("Conflict"))
        self._place.setText(f"{state.subject} · {self.look.text(state.place)}")
        self._count.setText(f"{state.position} / {state.total}")
        self.previous.say(self.tr("Previous"))
        self.next.say(self.tr("Next"))
        self.previous.setEnabled(state.position > 1)
        self.next.setEnabled(state.position < state.total)
        self._about.say(
            fill(self.tr("One item has %1 values: %2"), len(state.sides), self.look.text(state.item)),
            self.tr(
                "They were entered without knowledge of each other, and all are kept. Until this is resolved the form "
                "cannot be signed. You can resolve it offline; it is sent later."
            ),
            Tone.AMBER,
            "fork",
        )
        if state.trend is not None:
            scale = self.tr("logarithmic") if state.trend.spark.log else self.tr("linear")
            across = self.tr("x = days since infusion")
            self._trend_title.setText(self.tr("Trend"))
            self._trend_unit.setText(f"{state.trend.unit} · {scale} · {across}")

    def _pick(self, key: str) -> None:
        self._choice = key
        if self.state is not None:
            for card in self.sides:
                card.radio.setChecked(card.letter == key)
                card.chosen(card.letter == key)
            self.decision.show_state(self.state, key)

    def _decide(self) -> None:
        state = self.state
        if state is None:
            return
        other = self._choice == OTHER
        place = 0 if other else ord(self._choice) - ord("A")
        self.resolved.emit(
            Resolution(
                conflict=state.conflict,
                fact=None if other else state.sides[place].fact,
                third=self.decision.third.text().strip() if other else "",
                reason=self.decision.reason.toPlainText().strip(),
            )
        )
