"""The trial view of a child: what the protocol asks beside values, as calm cards in three columns.

State in, signals out. Every line leads to where it was written; proposals are accepted or dismissed with a reason.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.child.trial_rows import TONES, Proposal, Row, Service
from ui.child.trial_state import GateState, ProposalRow, ServiceRow, TrialBlock, TrialLine, TrialState
from ui.language import fill
from ui.look import Look
from ui.view import View
from ui.widgets.cards import Card
from ui.widgets.chips import Chip
from ui.widgets.labels import hairline, label
from ui.widgets.layouts import clear
from ui.widgets.segmented import Segmented
from ui.widgets.tab_order import down


class TrialCard(Card):
    """A titled card of rows. `opened` carries an address key."""

    opened = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__((12, 8, 8, 8), 4)
        self.look = look
        self.rows: list[Row] = []
        self._shown: object = None
        _holder, head = self.head()
        self.title = label("", "body", bold=True)
        self.verdict = Chip(look)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.verdict)
        self.below = QVBoxLayout()
        self.below.setSpacing(4)
        self.column.addLayout(self.below)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.column.addLayout(self._rows)
        self.empty = label("", "hint", "text_3", wrap=True)
        self.empty.setMinimumHeight(1)
        self.column.addWidget(self.empty)

    def say(self, title: str, block: TrialBlock, count: int = 0) -> None:
        """The head of the card, and what it is for while it is empty."""
        self.title.setText(f"{title} · {count}" if count else title)
        self.verdict.setVisible(block.verdict is not None)
        if block.verdict is not None:
            self.verdict.say(self.look.text(block.verdict), TONES[block.mark])
        self.empty.setText(self.look.text(block.empty) if block.empty is not None else "")
        self.empty.setVisible(block.empty is not None and not count and not block.lines)

    def fill_rows(self, what: object, make: Callable[[], list[Row]]) -> None:
        """Make the rows anew when what they show or the language changed; else what is being typed stays."""
        seen = (what, self.look.language.code)
        if seen == self._shown:
            return
        self._shown = seen
        clear(self._rows)
        self.rows = make()
        for place, row in enumerate(self.rows):
            if place:
                self._rows.addWidget(hairline())
            row.opened.connect(self.opened)
            self._rows.addWidget(row)

    def lines(self, lines: tuple[TrialLine, ...]) -> list[Row]:
        """Rows of plain lines."""
        return [Row(self.look, line) for line in lines]

    def show_block(self, title: str, block: TrialBlock) -> None:
        """A card of plain lines."""
        self.say(title, block)
        self.fill_rows(block.lines, lambda: self.lines(block.lines))


class EligibilityCard(TrialCard):
    """The gates, of which one is looked at, and its criteria with answer and evidence."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._gates: tuple[GateState, ...] = ()
        self.gates = Segmented(small=True)
        self.gates.chosen.connect(lambda _code: self._show_gate())
        self._decided = label("", "hint", "text_2", wrap=True)
        self._decided.setMinimumHeight(1)
        self.below.addWidget(self.gates, 0, Qt.AlignmentFlag.AlignLeft)
        self.below.addWidget(self._decided)

    def show_gates(self, gates: tuple[GateState, ...], none: TrialBlock) -> None:
        """Show the gate that was looked at, else the last that was reached."""
        current = self.gates.current()
        codes = [gate.code for gate in gates]
        if current not in codes:
            reached = [gate.code for gate in gates if gate.reached]
            current = reached[-1] if reached else next(iter(codes), "")
        self._gates = gates
        self.gates.setVisible(bool(gates))
        self.gates.offer([(gate.code, self.look.text(gate.label)) for gate in gates], current)
        self.say(self.tr("Eligibility"), none)
        self._show_gate()

    def _show_gate(self) -> None:
        gate = next((gate for gate in self._gates if gate.code == self.gates.current()), None)
        decided = gate.decided if gate is not None else None
        self._decided.setText(self.look.text(decided) if decided is not None else "")
        self._decided.setVisible(decided is not None)
        if gate is None:
            self.fill_rows((), list)
            return
        self.verdict.setVisible(True)
        self.verdict.say(self.look.text(gate.verdict), TONES[gate.mark])
        self.fill_rows(gate, lambda: self.lines(gate.lines))


class ProposalsCard(TrialCard):
    """Proposals, and below them what stands in the log."""

    accepted = Signal(str, str)
    dismissed = Signal(str, str, str)

    def show_proposals(
        self, title: str, proposals: tuple[ProposalRow, ...], block: TrialBlock, *, may_edit: bool
    ) -> None:
        """The proposals first: they wait for somebody."""
        self.say(title, block, len(proposals))

        def make() -> list[Row]:
            rows = [Proposal(self.look, row, may_edit=may_edit) for row in proposals]
            for row in rows:
                row.accepted.connect(self.accepted)
                row.dismissed.connect(self.dismissed)
            return [*rows, *self.lines(block.lines)]

        self.fill_rows((proposals, block, may_edit), make)


class StatusCard(TrialCard):
    """Where the child stands, flags for the analysis, records that serve as two visits."""

    served = Signal(str, str, bool, str)

    def show_status(self, title: str, block: TrialBlock, services: tuple[ServiceRow, ...], *, may_edit: bool) -> None:
        """The status with its flags."""
        self.say(title, block)

        def make() -> list[Row]:
            rows = [Service(self.look, row, may_edit=may_edit) for row in services]
            for row in rows:
                row.chosen.connect(self.served)
            return [*self.lines(block.lines), *rows]

        self.fill_rows((block, services, may_edit), make)


class TrialView(View[TrialState]):
    """The cards. `opened` carries an address key; `accepted` and `dismissed` a proposal; `served` a record's key, the
    visit it shall serve as, whether it shall, and why not any longer.
    """

    opened = Signal(str)
    accepted = Signal(str, str)
    dismissed = Signal(str, str, str)
    served = Signal(str, str, bool, str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.setProperty("ground", "bg")
        self.status, self.eligibility = StatusCard(look), EligibilityCard(look)
        self.safety, self.clocks, self.events = TrialCard(look), TrialCard(look), ProposalsCard(look)
        self.deviations = ProposalsCard(look)
        self.episodes = TrialCard(look)
        self.consent, self.product, self.samples = TrialCard(look), TrialCard(look), TrialCard(look)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(12)
        self._columns: tuple[tuple[TrialCard, ...], ...] = (
            (self.status, self.eligibility),
            (self.clocks, self.safety, self.episodes, self.events, self.deviations),
            (self.consent, self.product, self.samples),
        )
        for cards in self._columns:
            column = QVBoxLayout()
            column.setSpacing(12)
            for card in cards:
                card.opened.connect(self.opened)
                column.addWidget(card)
            column.addStretch(1)
            columns.addLayout(column, 1)
        for proposals in (self.events, self.deviations):
            proposals.accepted.connect(self.accepted)
            proposals.dismissed.connect(self.dismissed)
        self.status.served.connect(self.served)

    def _show(self, state: TrialState) -> None:
        self.status.show_status(self.tr("Status"), state.status, state.services, may_edit=state.may_edit)
        self.eligibility.show_gates(state.gates, TrialBlock(empty=None if state.gates else state.no_gates))
        self.clocks.show_block(self.tr("Serious events: deadlines"), state.clocks)
        self.clocks.setVisible(bool(state.clocks.lines))
        self.safety.show_block(self.tr("Adverse events"), state.safety)
        self.episodes.show_block(self.tr("CRS and ICANS"), state.episodes)
        self.episodes.setVisible(state.episodes != TrialBlock())
        self.events.show_proposals(
            self.tr("Adverse events proposed"), state.events, TrialBlock(), may_edit=state.may_edit
        )
        self.events.setVisible(bool(state.events))
        self.deviations.show_proposals(
            self.tr("Deviations"), state.deviations, state.confirmed, may_edit=state.may_edit
        )
        self.consent.show_block(self.tr("Consent"), state.consent)
        self.product.show_block(self.tr("Product"), state.product)
        self.samples.show_block(self.tr("Samples"), state.samples)
        down(card for cards in self._columns for card in cards)


def attention_words(word: str, count: int) -> str:
    """The word of the switch, with how much waits behind it."""
    return fill("%1 · %2", word, count) if count else word
