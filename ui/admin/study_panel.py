"""The section of the study definition: which version is in force, and looking at another one before adopting it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from ui.admin.adopting import AdoptingPanel, ReadFirst
from ui.admin.giving_card import GivingCard
from ui.admin.state import AdminState
from ui.admin.study_page import Heads
from ui.admin.study_state import Adoption, Sight, StudyState
from ui.language import fill
from ui.look import Look
from ui.widgets.buttons import Button
from ui.widgets.cards import MessageStrip
from ui.widgets.fields import Line
from ui.widgets.labels import label
from ui.widgets.state import Tone

_SHORT = 16


class SightCard(ReadFirst):
    """What another definition would change, and the button that adopts it with a reason."""

    adopted = Signal(object)

    def __init__(self, look: Look) -> None:
        self.seen = QCheckBox()
        self._asked = label("", "hint", "text_2")
        self.reason = Line()
        super().__init__(look, self.seen, self._asked, self.reason)
        self._danger = self._busy = False
        self._asked.setBuddy(self.reason)
        self.adopt.clicked.connect(self._adopt)
        self.reason.returnPressed.connect(self.adopt.click)
        self.reason.textChanged.connect(lambda _text: self._able())
        self.seen.toggled.connect(lambda _on: self._able())

    def show_sight(self, sight: Sight, busy: bool) -> None:
        """Show a definition; the reason that is being typed stays while it is the same one."""
        if self.fresh(sight):
            self.reason.clear()
            self.seen.setChecked(False)
        self._danger, self._busy = sight.danger is not None, busy
        heads = Heads(
            faults=self.tr("It can't be used yet"),
            nothing=self.tr("Nothing differs from the version in force."),
            decisions=self.tr("Wants a person's decision"),
            definition=self.tr("In the definition"),
            children=self.tr("Subject by subject"),
        )
        may = self.show_page(sight, heads)
        self.seen.setVisible(may and sight.danger is not None)
        self.seen.setText(self._look.text(sight.danger) if sight.danger is not None else "")
        for part in (self._asked, self.reason):
            part.setVisible(may)
        self._asked.setText(self.tr("Why this version is adopted (amendment, date of the ethics vote)"))
        self.reason.setAccessibleName(self._asked.text())
        self.adopt.say(self.tr("Adopting…") if busy else self.tr("Adopt this version"))
        self.back.say(self.tr("Back to the versions"))
        self._able()

    def _able(self) -> None:
        seen = self.seen.isChecked() or not self._danger
        self.adopt.setEnabled(seen and bool(self.reason.text().strip()) and not self._busy)

    def _adopt(self) -> None:
        if self.adopt.isEnabled():
            self.adopted.emit(Adoption(self.reason.text().strip(), self.seen.isChecked()))


class StudyPanel(AdoptingPanel):
    """The version in force, its history, and what is looked at beside it."""

    look_asked = Signal()
    proposal_asked = Signal()
    adopt_asked = Signal(object)
    giving_asked = Signal(str)
    giving_stopped = Signal()

    def __init__(self, look: Look) -> None:
        self.sight = SightCard(look)
        super().__init__(look, self.sight)
        self.banner = QWidget()
        column = QVBoxLayout(self.banner)
        column.setContentsMargins(0, 0, 0, 0)
        self.unread = MessageStrip(look)
        self.proposal = MessageStrip(look)
        column.addWidget(self.unread)
        column.addWidget(self.proposal)
        self.card.column.insertWidget(0, self.banner)
        self.add_versions()
        self.look_at = Button(look, "plain", "normal", "file")
        self.look_at_proposal = Button(look, "primary", "normal", "file")
        self.add_buttons(self.look_at_proposal, self.look_at)
        self.look_at.clicked.connect(self.look_asked)
        self.look_at_proposal.clicked.connect(self.proposal_asked)
        self.sight.adopted.connect(self.adopt_asked)
        self.giving = GivingCard(look)
        self.giving.asked.connect(self.giving_asked)
        self.giving.stop_asked.connect(self.giving_stopped)
        holder = self.layout()
        if isinstance(holder, QVBoxLayout):
            holder.insertWidget(1, self.giving)

    def show_state(self, state: AdminState) -> None:
        study = state.study
        if study is None:
            return
        if study.sight is not None:
            self.sight.show_sight(study.sight, state.busy)
        self.beside(study.sight)
        self._show_notes(study)
        self.pairs(
            self.fresh(),
            [
                (self.tr("Study"), f"{self.look.text(study.title)} · {study.code}"),
                (self.tr("Version in force"), study.version),
                (self.tr("Digest of its files"), study.digest),
                *([(self.tr("Registry"), self.look.text(study.registered))] if study.registered is not None else []),
                *([(self.tr("Records"), "\n".join(map(self.look.text, study.keep)))] if study.keep else []),
            ],
        )
        self._show_versions(study)
        self.giving.setVisible(study.sight is None)
        self.giving.show_giving(study.giving)
        self.look_at.say(self.tr("Look at another definition…"), self.tr("A folder with a study's YAML files"))
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
        self.history.setText(self.tr("Versions of this record"))
        grid = self.version_rows(
            self.tr("Version"),
            self.tr("Digest"),
            self.tr("Since"),
            self.tr("By"),
            self.tr("Standing"),
            self.tr("Reason"),
        )
        for row in study.versions:
            cells = (row.version, row.digest[:_SHORT], row.when, row.who)
            self.add_version(grid, cells, row.standing, in_force=row.in_force, at=4)
            unreadable = "" if row.readable else fill(self.tr("%1 (not readable here)"), row.reason).strip()
            grid.addWidget(label(unreadable or row.reason, tone="text_2", wrap=True), grid.rowCount() - 1, 5)
