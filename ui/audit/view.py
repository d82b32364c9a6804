"""The audit room as one view: its two halves, what runs, and what may leave the record.

State in, acts out; the lines of the trail come page by page. Must not know where anything is read.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.audit.inspection_panel import InspectionPanel
from ui.audit.state import AuditState, Job, LinesPage, Tab
from ui.audit.trail_panel import TrailPanel
from ui.language import fill
from ui.look import Look
from ui.view import View
from ui.widgets.buttons import Button
from ui.widgets.labels import label
from ui.widgets.marks import ProgressLine
from ui.widgets.segmented import Segmented


class AuditView(View[AuditState]):
    """`tab_chosen` carries a Tab. The signals of the halves: `trail`, `inspection`."""

    tab_chosen = Signal(object)
    verify_asked = Signal()
    print_asked = Signal()
    pdf_asked = Signal()
    csv_asked = Signal()
    stop_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._title = label("", "title", bold=True)
        self.tabs = Segmented()
        self.trail = TrailPanel(look)
        self.inspection = InspectionPanel(look)
        self._job = QWidget()
        self._job_text = label("", "hint", "text_2")
        self._bar = ProgressLine(look)
        self.stop = Button(look, "quiet", "small", "cross")
        self.verify = Button(look, "plain", "normal", "shield")
        self.csv = Button(look, "plain", "normal", "file")
        self.print = Button(look, "plain", "normal", "print")
        self.pdf = Button(look, "plain")
        self._stack = QStackedWidget()
        self._build()
        self._connect()

    def _build(self) -> None:
        job = QHBoxLayout(self._job)
        job.setContentsMargins(0, 0, 0, 0)
        job.setSpacing(8)
        self._bar.setFixedWidth(160)
        for part in (self._job_text, self._bar, self.stop):
            job.addWidget(part)
        head = QHBoxLayout()
        head.setContentsMargins(24, 0, 24, 0)
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self.tabs)
        head.addStretch(1)
        head.addWidget(self._job)
        for button in (self.verify, self.csv, self.pdf, self.print):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        self._stack.addWidget(self.trail)
        self._stack.addWidget(self.inspection)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.tabs.chosen.connect(lambda key: self.tab_chosen.emit(Tab(key)))
        self.verify.clicked.connect(self.verify_asked)
        self.csv.clicked.connect(self.csv_asked)
        self.print.clicked.connect(self.print_asked)
        self.pdf.clicked.connect(self.pdf_asked)
        self.stop.clicked.connect(self.stop_asked)

    def show_page(self, page: LinesPage) -> None:
        """Some lines of the trail."""
        self.trail.show_page(page)

    def _show(self, state: AuditState) -> None:
        self._title.setText(self.tr("Audit"))
        words = {Tab.TRAIL: self.tr("Trail"), Tab.INSPECTION: self.tr("Inspection")}
        self.tabs.offer([(tab.value, words[tab]) for tab in Tab], state.tab.value)
        self.tabs.setAccessibleName(self.tr("Halves of the audit room"))
        self.verify.say(self.tr("Verify"), self.tr("Check every entry, signature and file of this record"))
        self.csv.say(self.tr("CSV…"), self.tr("Save the entries that the filter shows as a table"))
        self.print.say(self.tr("Print…"))
        self.pdf.say(self.tr("PDF…"))
        self.stop.say(self.tr("Stop"))
        trail, busy = state.tab is Tab.TRAIL, state.job is not None
        for button in (self.csv, self.print, self.pdf):
            button.setVisible(trail)
            button.setEnabled(not busy)
        self.verify.setVisible(trail)
        self.verify.setEnabled(not busy)
        self._show_job(state.job)
        panel = self.trail if trail else self.inspection
        self._stack.setCurrentWidget(panel)
        self.setFocusProxy(panel)
        self.trail.show_filter(state.filter, state.choices)
        self.inspection.show_state(state.inspection, busy=busy)

    def _show_job(self, job: Job | None) -> None:
        self._job.setVisible(job is not None)
        if job is None:
            return
        words = self.look.text(job.text)
        if job.total:
            words = fill(self.tr("%1 %2 of %3"), words, job.done, job.total)
        self._job_text.setText(words)
        self._bar.show_share(job.done, job.total)
