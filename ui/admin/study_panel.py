"""The section of the study definition: which version is in force, and looking at another one before adopting it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from ui.admin.panels import Panel
from ui.admin.state import AdminState
from ui.admin.study_page import Heads, page
from ui.admin.study_state import Adoption, Sight, StudyState
from ui.language import fill
from ui.look import Look
from ui.widgets.buttons import Button
from ui.widgets.cards import Card, MessageStrip
from ui.widgets.chips import Chip
from ui.widgets.fields import Line
from ui.widgets.labels import LabelTone, label
from ui.widgets.state import Tone

_SHORT = 16


class SightCard(Card):
    """What another definition would change, and the button that adopts it. Esc goes back."""

    adopted = Signal(object)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__((20, 14, 20, 14), 8)
        self._look = look
        self._sight: Sight | None = None
        self._busy = False
        self._title = label("", "title", bold=True)
        self._source = label("", "hint", "text_3", wrap=True)
        self.page = QTextBrowser()
        self.page.setMinimumHeight(320)
        self.page.setOpenLinks(False)
        self._why_not = MessageStrip(look)
        self.seen = QCheckBox()
        self._asked = label("", "hint", "text_2")
        self.reason = Line()
        self._asked.setBuddy(self.reason)
        self.adopt = Button(look, "primary", "normal", "check")
        self.back = Button(look, "plain")
        foot = QHBoxLayout()
        foot.addWidget(self.adopt)
        foot.addWidget(self.back)
        foot.addStretch()
        for part in (self._title, self._source, self.page, self._why_not, self.seen, self._asked, self.reason):
            self.column.addWidget(part)
        self.column.addLayout(foot)
        self.adopt.clicked.connect(self._adopt)
        self.reason.returnPressed.connect(self.adopt.click)
        self.reason.textChanged.connect(lambda _text: self._able())
        self.seen.toggled.connect(lambda _on: self._able())
        self.back.clicked.connect(self.left)

    def show_sight(self, sight: Sight, busy: bool) -> None:
        """Show a definition; the reason that is being typed stays while it is the same one."""
        fresh = self._sight is None or (sight.title, sight.source) != (self._sight.title, self._sight.source)
        if fresh:
            self.reason.clear()
            self.seen.setChecked(False)
        self._sight, self._busy = sight, busy
        self._title.setText(self._look.text(sight.title))
        self._source.setText(sight.source)
        heads = Heads(
            faults=self.tr("It can't be used yet"),
            nothing=self.tr("Nothing differs from the version in force."),
            decisions=self.tr("Wants a person's decision"),
            definition=self.tr("In the definition"),
            children=self.tr("Subject by subject"),
        )
        self.page.setHtml(page(sight, self._look.text, self._look.tokens, heads))
        self.page.setAccessibleName(self._title.text())
        self._why_not.setVisible(sight.why_not is not None)
        if sight.why_not is not None:
            self._why_not.say(self._look.text(sight.why_not), tone=Tone.AMBER)
        may = sight.why_not is None and not sight.faults
        self.seen.setVisible(may and sight.danger is not None)
        self.seen.setText(self._look.text(sight.danger) if sight.danger is not None else "")
        for part in (self._asked, self.reason, self.adopt):
            part.setVisible(may)
        self._asked.setText(self.tr("Why this version is adopted (amendment, date of the ethics vote)"))
        self.reason.setAccessibleName(self._asked.text())
        self.adopt.say(self.tr("Adopting …") if busy else self.tr("Adopt this version"))
        self.back.say(self.tr("Back to the versions"))
        self._able()
        if fresh:
            self.page.setFocus()

    def forget(self) -> None:
        """Nothing is looked at any more."""
        self._sight = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the versions."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _able(self) -> None:
        sight = self._sight
        seen = sight is not None and (sight.danger is None or self.seen.isChecked())
        self.adopt.setEnabled(seen and bool(self.reason.text().strip()) and not self._busy)

    def _adopt(self) -> None:
        if self.adopt.isEnabled():
            self.adopted.emit(Adoption(self.reason.text().strip(), self.seen.isChecked()))


class StudyPanel(Panel):
    """The version in force, its history, and what is looked at beside it."""

    look_asked = Signal()
    proposal_asked = Signal()
    adopt_asked = Signal(object)
    back_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.banner = QWidget()
        column = QVBoxLayout(self.banner)
        column.setContentsMargins(0, 0, 0, 0)
        self.unread = MessageStrip(look)
        self.proposal = MessageStrip(look)
        column.addWidget(self.unread)
        column.addWidget(self.proposal)
        self.card.column.insertWidget(0, self.banner)
        self._history = label("", bold=True)
        self.card.column.addSpacing(8)
        self.card.column.addWidget(self._history)
        self._rows = QWidget()
        self.card.column.addWidget(self._rows)
        self.look_at = Button(look, "plain", "normal", "file")
        self.look_at_proposal = Button(look, "primary", "normal", "file")
        row = QHBoxLayout()
        row.addWidget(self.look_at_proposal)
        row.addWidget(self.look_at)
        row.addStretch()
        self.card.column.addLayout(row)
        self.sight = SightCard(look)
        holder = self.layout()
        if isinstance(holder, QVBoxLayout):
            holder.insertWidget(1, self.sight)
        self.look_at.clicked.connect(self.look_asked)
        self.look_at_proposal.clicked.connect(self.proposal_asked)
        self.sight.adopted.connect(self.adopt_asked)
        self.sight.left.connect(self.back_asked)

    def show_state(self, state: AdminState) -> None:
        study = state.study
        if study is None:
            return
        if study.sight is not None:
            self.sight.show_sight(study.sight, state.busy)
        else:
            self.sight.forget()
        self.sight.setVisible(study.sight is not None)
        self.card.setVisible(study.sight is None)
        self._show_notes(study)
        self.pairs(
            self.fresh(),
            [
                (self.tr("Study"), f"{self.look.text(study.title)} · {study.code}"),
                (self.tr("Version in force"), study.version),
                (self.tr("Digest of its files"), study.digest),
            ],
        )
        self._show_versions(study)
        self.look_at.say(self.tr("Look at another definition …"), self.tr("A folder with a study's YAML files"))
        self.look_at_proposal.say(self.tr("Look at its effect"))
        self.look_at_proposal.setVisible(study.proposal is not None)
        for button in (self.look_at, self.look_at_proposal):
            button.setEnabled(not state.busy)

    def _show_notes(self, study: StudyState) -> None:
        self.unread.setVisible(study.unread is not None)
        if study.unread is not None:
            self.unread.say(self.look.text(study.unread), tone=Tone.AMBER)
        self.proposal.setVisible(study.proposal is not None)
        if study.proposal is not None:
            self.proposal.say(self.look.text(study.proposal))

    def _show_versions(self, study: StudyState) -> None:
        self._history.setText(self.tr("Versions of this record"))
        rows = QWidget()
        grid = self.grid_in(rows)
        self.heads(
            grid,
            self.tr("Version"),
            self.tr("Digest"),
            self.tr("Since"),
            self.tr("By"),
            self.tr("Standing"),
            self.tr("Reason"),
        )
        for place, row in enumerate(study.versions, start=2):
            tone: LabelTone = "text" if row.in_force else "text_3"
            for column, words in enumerate((row.version, row.digest[:_SHORT], row.when, row.who)):
                grid.addWidget(label(words, tone=tone, bold=column == 0), place, column)
            if row.standing is not None:
                chip = Chip(self.look, self.look.text(row.standing), Tone.ACCENT if row.in_force else Tone.QUIET)
                grid.addWidget(chip, place, 4)
            unreadable = "" if row.readable else fill(self.tr("%1 (not readable here)"), row.reason).strip()
            grid.addWidget(label(unreadable or row.reason, tone="text_2", wrap=True), place, 5)
        self.card.column.replaceWidget(self._rows, rows)
        self._rows.hide()
        self._rows.deleteLater()
        self._rows = rows

    def settle(self) -> None:
        """Show at once what was prepared."""
        super().settle()
        self._rows.show()
