"""The sync screen: what happens now, what waits, what came, what needs a person, and the receipt beside it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.language import age_of, day_of, fill
from ui.look import Look
from ui.sync.bundle_card import BundleCard
from ui.sync.history_dialog import HistoryDialog
from ui.sync.queue_table import QueueTable
from ui.sync.receipt_card import ReceiptCard
from ui.sync.received_card import ReceivedCard
from ui.sync.state import SyncState
from ui.sync.status_card import StatusCard
from ui.view import View
from ui.widgets.buttons import Button
from ui.widgets.cards import Card, EmptyState, MessageStrip
from ui.widgets.labels import label


class SyncView(View[SyncState]):
    """Signals carry ids or nothing; see the package."""

    sync_requested = Signal()
    pause_requested = Signal()
    resume_requested = Signal()
    conflict_opened = Signal(str)
    child_opened = Signal(str)
    receipt_print_requested = Signal()
    receipt_pdf_requested = Signal()
    bundle_export_requested = Signal(bool)
    bundle_import_requested = Signal()
    bundle_stop_requested = Signal()
    enrol_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._title = label("", "title", bold=True)
        self._last = label("", tone="text_2")
        self.history = Button(look, "plain")
        self.dialog: HistoryDialog | None = None
        self._strip = MessageStrip(look)
        self.status = StatusCard(look)
        self.bundles = BundleCard(look)
        self._queue_title = label("", bold=True)
        self._queue_count = label("", "hint", "text_2")
        self.table = QueueTable(look)
        self._sent = EmptyState(look, "check")
        self.received = ReceivedCard(look)
        self.receipt = ReceiptCard(look)
        self._whole = QWidget()
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._whole)
        # Until the first state is there: a tick in an empty frame would say that everything is sent.
        self._whole.hide()
        self._build()
        self._connect()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._last)
        head.addStretch()
        head.addWidget(self.history)
        queue = Card((0, 10, 0, 8), 4)
        _holder, line = queue.head()
        line.setContentsMargins(16, 0, 16, 0)
        line.addWidget(self._queue_title)
        line.addStretch()
        line.addWidget(self._queue_count)
        queue.column.addWidget(self.table)
        queue.column.addWidget(self._sent)
        left = QVBoxLayout()
        left.setSpacing(16)
        left.addWidget(self.status)
        left.addWidget(self.bundles)
        left.addWidget(queue, 3)
        left.addWidget(self.received, 2)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addLayout(left, 1)
        body.addWidget(self.receipt)
        column = QVBoxLayout(self._whole)
        column.setContentsMargins(24, 14, 24, 12)
        column.setSpacing(14)
        column.addLayout(head)
        column.addWidget(self._strip)
        column.addLayout(body, 1)

    def _connect(self) -> None:
        self.status.sync_requested.connect(self.sync_requested)
        self.status.pause_requested.connect(self.pause_requested)
        self.status.resume_requested.connect(self.resume_requested)
        self.status.enrol_asked.connect(self.enrol_asked)
        self.received.conflict_opened.connect(self.conflict_opened)
        self.received.child_opened.connect(self.child_opened)
        self.receipt.print_requested.connect(self.receipt_print_requested)
        self.receipt.pdf_requested.connect(self.receipt_pdf_requested)
        self.bundles.export_requested.connect(self.bundle_export_requested)
        self.bundles.import_requested.connect(self.bundle_import_requested)
        self.history.clicked.connect(self._open_history)
        self.bundles.stop_requested.connect(self.bundle_stop_requested)

    def _open_history(self) -> None:
        if self.state is not None:
            self.dialog = HistoryDialog(self.look, self.state, self)
            self.dialog.open()

    def _show(self, state: SyncState) -> None:
        self._whole.show()
        self.history.say(self.tr("History"), self.tr("The tries to reach the EDC, and how each ended"))
        self.history.setVisible(bool(state.tries))
        self._title.setText(self.tr("Sync"))
        self._last.setText(self._last_words(state))
        self.bundles.show_state(state.bundles)
        self._strip.setVisible(state.message is not None)
        if state.message is not None:
            self._strip.show_message(state.message)
        self.status.show_state(state)
        self._queue_title.setText(self.tr("To send"))
        self._queue_count.setText(self._queue_words(state))
        self.table.queue.show_state(state)
        self.table.queue.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 6)
        self.table.setAccessibleName(self.tr("Changes to send"))
        nothing = not state.queue and state.waiting == 0
        self.table.setVisible(not nothing)
        self._sent.setVisible(nothing)
        self._sent.say(
            self.tr("Nothing waits to be sent"), self.tr("What you enter appears here until the EDC has it.")
        )
        self.received.show_state(state)
        self.receipt.show_receipt(state.receipt)

    def _last_words(self, state: SyncState) -> str:
        if not state.enrolled:
            return ""
        if state.last_full is None:
            return self.tr("with the central EDC · no complete sync yet")
        when = f"{day_of(state.last_full, state.now.date())} {state.last_full:%H:%M}"
        return fill(self.tr("with the central EDC · last complete sync %1"), when)

    def _queue_words(self, state: SyncState) -> str:
        words = self.tr("%n change(s)", "", state.waiting)
        if state.oldest is None:
            return words
        when = f"{day_of(state.oldest, state.now.date())} {state.oldest:%H:%M}"
        return fill(self.tr("%1 · oldest %2 (%3)"), words, when, age_of(state.now - state.oldest))
