"""The section of the backups: how it stands, back up now, try one, verify the record, the plan, the backups made."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ui.admin.archive_card import ArchiveCard
from ui.admin.backup_plan_form import PlanForm
from ui.admin.backup_state import BackupRow, BackupState, Running
from ui.admin.panels import Panel
from ui.admin.state import AdminState
from ui.language import fill
from ui.look import Look
from ui.widgets.buttons import Button, LinkButton
from ui.widgets.cards import Card, MessageStrip
from ui.widgets.chips import Chip
from ui.widgets.labels import label
from ui.widgets.state import Tone

_BAR = 1000


class RunningRow(QWidget):
    """What runs, how far it is, and the button that stops it."""

    stop_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._words = label("", tone="text_2")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(220, 10)
        self.stop = Button(look, "plain", "normal", "cross")
        self.stop.clicked.connect(self.stop_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for part in (self.bar, self._words):
            row.addWidget(part)
        row.addStretch()
        row.addWidget(self.stop)

    def show_running(self, running: Running, words: str) -> None:
        """Show how far it is; a step of unknown length keeps the bar moving."""
        self._words.setText(words)
        self.bar.setAccessibleName(words)
        self.bar.setRange(0, _BAR if running.total else 0)
        if running.total:
            self.bar.setValue(_BAR * running.done // running.total)
        self.stop.say(self.tr("Stop"))


class BackupPanel(Panel):
    """Signals carry the path of a backup, a PlanShown, or nothing."""

    backup_asked = Signal()
    drill_asked = Signal(str)
    verify_asked = Signal()
    stop_asked = Signal()
    folder_asked = Signal()
    plan_asked = Signal(object)
    archive_asked = Signal(object)
    archive_check_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.warning = MessageStrip(look)
        self.result = MessageStrip(look)
        for place, strip in enumerate((self.warning, self.result)):
            self.card.column.insertWidget(place, strip)
        self.running = RunningRow(look)
        self.running.stop_asked.connect(self.stop_asked)
        self.card.column.addWidget(self.running)
        self.back_up = Button(look, "primary", "normal", "file")
        self.verify = Button(look, "plain", "normal", "check")
        self.folder = Button(look, "plain", "normal")
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.back_up, self.verify, self.folder):
            row.addWidget(button)
        row.addStretch()
        self.card.column.addLayout(row)
        self.back_up.clicked.connect(self.backup_asked)
        self.verify.clicked.connect(self.verify_asked)
        self.folder.clicked.connect(self.folder_asked)
        self.plan = PlanForm(look)
        self.plan.chosen.connect(self.plan_asked)
        self.card.column.addWidget(self.plan)
        self._list = Card((20, 14, 20, 14), 8)
        self._heading = label("", bold=True)
        self._rows = QWidget()
        self._list.column.addWidget(self._heading)
        self._list.column.addWidget(self._rows)
        self.archive = ArchiveCard(look)
        self.archive.asked.connect(self.archive_asked)
        self.archive.check_asked.connect(self.archive_check_asked)
        holder = self.layout()
        if isinstance(holder, QVBoxLayout):
            holder.insertWidget(1, self._list)
            holder.insertWidget(2, self.archive)

    def show_state(self, state: AdminState) -> None:
        found = state.backup
        if found is None:
            return
        text = self.look.text
        self.pairs(
            self.fresh(),
            [
                (self.tr("Last backup"), text(found.last)),
                (self.tr("Backup folder"), found.folder or self.tr("none chosen yet")),
            ],
        )
        self.warning.setVisible(bool(found.warnings))
        if found.warnings:
            self.warning.say("\n".join(map(text, found.warnings)), tone=Tone.AMBER)
        self._show_result(found)
        idle = found.running is None
        self.running.setVisible(not idle)
        if found.running is not None:
            self.running.show_running(found.running, text(found.running.words))
        self.back_up.say(self.tr("Back up now"))
        self.verify.say(self.tr("Verify the record"), self.tr("Entries, signatures, attached files, key file"))
        self.folder.say(self.tr("Choose the folder…"))
        self.folder.setVisible(found.may_plan)
        self.back_up.setEnabled(idle and bool(found.folder))
        self.verify.setEnabled(idle)
        self.plan.show_plan(found.plan, enabled=found.may_plan)
        self._show_rows(found.rows, idle)
        self.archive.setVisible(found.archive is not None)
        if found.archive is not None:
            self.archive.show_archive(found.archive, idle=idle)

    def _show_result(self, found: BackupState) -> None:
        self.result.setVisible(found.result is not None)
        if found.result is None:
            return
        detail = "\n".join(map(self.look.text, found.findings))
        if not detail and found.result.detail is not None:
            detail = self.look.text(found.result.detail)
        self.result.say(self.look.text(found.result.text), detail, found.result.tone)

    def _show_rows(self, found: tuple[BackupRow, ...], idle: bool) -> None:
        self._heading.setText(self.tr("Backups in the folder"))
        self._list.setVisible(bool(found))
        rows = QWidget()
        if found:
            grid = self.grid_in(rows)
            self.heads(
                grid, self.tr("Backup"), self.tr("Made"), self.tr("Entries"), self.tr("Size"),
                self.tr("Last tried"), self.tr("Standing"), "",
            )  # fmt: skip
            for place, row in enumerate(found, start=2):
                cells = (row.name, row.made, row.entries, row.size, row.drilled or self.tr("never"))
                for column, words in enumerate(cells):
                    grid.addWidget(label(words, bold=column == 0), place, column)
                grid.addWidget(self._standing(row), place, 5)
                attempt = LinkButton(self.look)
                attempt.say(self.tr("Try it"), fill(self.tr("Restore %1 to try, and throw it away again"), row.name))
                attempt.setEnabled(idle)
                attempt.clicked.connect(lambda _checked=False, path=row.path: self.drill_asked.emit(path))
                grid.addWidget(attempt, place, 6)
        self._list.column.replaceWidget(self._rows, rows)
        self._rows.hide()
        self._rows.deleteLater()
        self._rows = rows

    def _standing(self, row: BackupRow) -> QWidget:
        if row.fault is not None:
            chip = Chip(self.look, self.tr("can't be used"), Tone.AMBER, "warning")
            chip.setToolTip(self.look.text(row.fault))
            return chip
        if row.drilled:
            return Chip(self.look, self.tr("restores"), Tone.PLAIN, "check")
        return Chip(self.look, self.tr("checked when made"), Tone.PLAIN, "check")

    def settle(self) -> None:
        """Show at once what was prepared."""
        super().settle()
        self._rows.show()
