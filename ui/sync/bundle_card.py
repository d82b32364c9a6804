"""Bundles on the sync screen: the one that waits for its reply, with its age; progress; the last ones."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from ui.language import age_of, day_of, fill
from ui.look import Look
from ui.sync.bundle_state import BundleRow, BundleStanding, BundleState
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.labels import label, retone
from ui.widgets.marks import ProgressLine

_SHOWN = 3


class BundleCard(Card):
    """`export_requested` carries whether attached files go along; `import_requested` takes a reply or an invitation."""

    export_requested = Signal(bool)
    import_requested = Signal()
    stop_requested = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__((16, 10, 16, 10), 6)
        self._look = look
        self._title = label("", bold=True)
        self._standing = label("", tone="text_2", wrap=True)
        self.files = QCheckBox()
        self.files.setChecked(True)
        self.out = Button(look, "plain", "small", "file")
        self.back = Button(look, "plain", "small", "received")
        self.stop = Button(look, "plain", "small")
        _holder, line = self.head()
        line.addWidget(self._title)
        line.addWidget(self._standing, 1)
        for part in (self.files, self.out, self.back, self.stop):
            line.addWidget(part)
        self.bar = ProgressLine(look)
        self.column.addWidget(self.bar)
        self._said = label("", "hint", wrap=True)
        self.column.addWidget(self._said)
        self._rows = QWidget()
        self.column.addWidget(self._rows)
        self.out.clicked.connect(lambda: self.export_requested.emit(self.files.isChecked()))
        self.back.clicked.connect(self.import_requested)
        self.stop.clicked.connect(self.stop_requested)

    def show_state(self, state: BundleState | None) -> None:
        """Show how carrying stands; None where this record can't make bundles."""
        self.setVisible(state is not None)
        if state is None:
            return
        running = state.progress is not None
        self._title.setText(self.tr("Without a network"))
        self.files.setText(self.tr("with attached files"))
        self.out.say(self.tr("Export a bundle…"), self.tr("A sealed file that only the central EDC can open."))
        name = self.tr("Import a reply…") if state.enrolled else self.tr("Import an invitation or reply…")
        self.back.say(name)
        self.stop.say(self.tr("Stop"))
        self.files.setVisible(state.enrolled and not running)
        self.out.setVisible(state.enrolled and not running)
        self.back.setVisible(not running)
        self.stop.setVisible(running)
        self.bar.setVisible(running)
        if state.progress is not None:
            self.bar.show_share(state.progress.done, state.progress.total)
        self._standing.setText(self._words(state))
        retone(self._standing, "amber" if state.waiting is not None and not running else "text_2")
        self._said.setVisible(state.said is not None)
        if state.said is not None:
            self._said.setText(self._look.text(state.said))
            retone(self._said, "text_2" if state.well else "amber")
        self._show_rows(state)

    def _words(self, state: BundleState) -> str:
        if state.progress is not None:
            return self.tr("Writing the bundle…") if state.progress.writing else self.tr("Reading the reply…")
        if (waiting := state.waiting) is not None:
            count = self.tr("%n change(s)", "", waiting.changes)
            return fill(self.tr("%1 exported %2, no reply yet"), count, self._ago(waiting, state))
        if not state.rows:
            return self.tr("A bundle carries what is entered here to the centre, its reply brings the answers back.")
        return self.tr("Every bundle has its reply.")

    def _ago(self, row: BundleRow, state: BundleState) -> str:
        return fill(self.tr("%1 ago"), age_of(state.now - row.at))

    def _show_rows(self, state: BundleState) -> None:
        """Put the last bundles in the place of the ones before."""
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for row in state.rows[:_SHOWN]:
            line = QHBoxLayout()
            line.addWidget(label(self._row(row, state), "hint", "text_2"))
            line.addStretch()
            line.addWidget(label(self._answer(row, state), "hint", "text_2"))
            column.addLayout(line)
        self.column.replaceWidget(self._rows, body)
        self._rows.hide()
        self._rows.deleteLater()
        self._rows = body
        body.setVisible(bool(state.rows))

    def _row(self, row: BundleRow, state: BundleState) -> str:
        when = f"{day_of(row.at, state.now.date())} {row.at:%H:%M}"
        parts = [when, self.tr("%n change(s)", "", row.changes)]
        parts += [self.tr("%n attached file(s)", "", row.files)] if row.files else []
        parts += [self.tr("enrolment")] if row.enrols else []
        return " · ".join(parts)

    def _answer(self, row: BundleRow, state: BundleState) -> str:
        if row.standing is BundleStanding.WAITING:
            return self.tr("waits for its reply")
        if row.standing is BundleStanding.OVERTAKEN or row.answered is None:
            return self.tr("answered with a later one")
        when = f"{day_of(row.answered, state.now.date())} {row.answered:%H:%M}"
        received = self.tr("%n received", "", row.received)
        return fill(self.tr("reply imported %1 · %2"), when, received)
