"""The screen of one child: header, visit strip, what changed since the last visit, small charts, lists.

State in, signals out. Enter anywhere but in a button opens the visit that is due.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from study.text import Text
from ui.charts.drawer import Drawer
from ui.charts.drawing import days_of
from ui.child.chart_card import ChartCard
from ui.child.earlier import EarlierCard
from ui.child.erase_dialog import EraseDialog
from ui.child.lists import ConflictsCard, FilesCard, MedicationCard, SignaturesCard
from ui.child.queries_card import QueriesCard
from ui.child.since import SinceCard
from ui.child.state import ChildHeader, ChildState, EraseOffer, TwiceRow, VisitChip
from ui.child.trial import TrialView, attention_words
from ui.child.trial_state import TrialState
from ui.child.twice import TwiceCard
from ui.child.visit_strip import StripArea, VisitStrip
from ui.language import fill
from ui.look import Look
from ui.view import View
from ui.widgets.buttons import Button
from ui.widgets.cards import MessageStrip
from ui.widgets.labels import CutLabel, label
from ui.widgets.segmented import Segmented
from ui.widgets.tab_order import down

COURSE, TRIAL = "course", "trial"
"""The two pages of a child: how it does, and what the protocol asks."""


class ChildHeaderBar(QFrame):
    """52 px: back, who, study day, what can be done."""

    back_asked = Signal()
    charts_asked = Signal()
    logs_asked = Signal()
    unscheduled_asked = Signal()
    due_asked = Signal()
    erase_asked = Signal()
    letter_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("part", "band")
        self.setFixedHeight(56)
        self._back = Button(look, "quiet", "small", "back")
        self._back.setFixedWidth(28)
        self._code = label("", "title", bold=True)
        self._name = label("", "title")
        self._about = CutLabel("body", "text_2")
        self._day = label("", "title", bold=True)
        self._infused = CutLabel("body", "text_2")
        self._infused.setMinimumWidth(40)
        self.pages = Segmented()
        self._charts = Button(look)
        self.logs = Button(look)
        self._unscheduled = Button(look, icon="plus")
        self.more = Button(look, "plain")
        self.more.clicked.connect(lambda _checked=False: self.open_menu())
        self.menu: QMenu | None = None
        self._letters = self._may_erase = False
        self.due = Button(look, "primary")
        upright = QFrame()
        upright.setProperty("part", "upright")
        upright.setFixedSize(1, 28)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 16, 0)
        row.setSpacing(12)
        for part in (self._back, self._code, self._name, self._about, upright, self._day, self._infused):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.pages)
        actions = (
            (self._back, self.back_asked),
            (self._unscheduled, self.unscheduled_asked),
            (self.logs, self.logs_asked),
            (self._charts, self.charts_asked),
            (self.due, self.due_asked),
        )
        for button, signal in actions:
            button.clicked.connect(signal)
            if button is not self._back:
                row.addWidget(button)
        row.addWidget(self.more)

    def open_menu(self) -> None:
        """What is done seldom, as far as it can be done."""
        self.menu = menu = QMenu(self)
        if self._letters:
            letter = menu.addAction(self.tr("Letter to the family…"))
            letter.setShortcut(QKeySequence("Ctrl+P"))
            letter.triggered.connect(lambda _checked=False: self.letter_asked.emit())
        if self._may_erase:
            erase = menu.addAction(self.tr("Erase the identity…"))
            erase.triggered.connect(lambda _checked=False: self.erase_asked.emit())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def offer_more(self, *, letters: bool, may_erase: bool) -> None:
        """What the menu of seldom acts holds; no button where it holds nothing."""
        self._letters, self._may_erase = letters, may_erase
        self.more.setVisible(letters or may_erase)

    def show_header(self, header: ChildHeader, due: VisitChip | None, may_edit: bool, trial: int | None) -> None:
        """Show the child and the due visit's button; `trial` counts what waits in that view (None: there is none)."""
        text = self._look.text
        self.pages.setVisible(trial is not None)
        words = attention_words(self.tr("Trial"), trial or 0)
        self.pages.offer([(COURSE, self.tr("Course")), (TRIAL, words)], self.pages.current() or COURSE)
        self._code.setText(header.code)
        self._name.setText(header.name)
        self._name.setVisible(bool(header.name))
        self._about.say(text(header.about))
        self._day.setText(header.day)
        self._infused.say(text(header.infused) if header.infused is not None else "")
        self._back.setAccessibleName(self.tr("Back"))
        self._back.setToolTip(self.tr("Back"))
        self._charts.say(self.tr("Charts"))
        self.logs.say(self.tr("Logs"), self.tr("Medication, infections, samples, contacts and the other logs"))
        self.more.say("⋯", self.tr("More about this child"))
        self.more.setAccessibleName(self.tr("More"))
        self._unscheduled.say(self.tr("Unscheduled visit"))
        self._unscheduled.setVisible(may_edit)
        self.due.setVisible(due is not None)
        if due is not None:
            self.due.say(fill(self.tr("Open %1   Enter"), due.code))


class ChildView(View[ChildState]):
    """The child. Signals carry address keys (visit, field, prescription), a file's key, or what `TrialView` sends."""

    visit_opened = Signal(str)
    field_opened = Signal(str)
    unscheduled_asked = Signal(str)
    medication_added = Signal(str)
    medication_opened = Signal(str)
    file_opened = Signal(str)
    conflict_opened = Signal(str)
    charts_asked = Signal(str)
    logs_asked = Signal(str)
    review_opened = Signal(str)
    back_asked = Signal()
    proposal_accepted = Signal(str, str)
    proposal_dismissed = Signal(str, str, str)
    visit_served = Signal(str, str, bool, str)
    letter_asked = Signal(str)
    child_opened = Signal(str)
    twice_decided = Signal(object)
    """A `TwiceAnswer`."""
    erase_asked = Signal(str)
    erase_confirmed = Signal(object)
    """An `EraseRequest`."""

    def __init__(self, look: Look, drawer: Drawer, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._drawer = drawer
        self.setProperty("ground", "bg")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.header = ChildHeaderBar(look)
        self.gone = MessageStrip(look)
        self.gone.hide()
        self.aside = MessageStrip(look)
        self.aside.hide()
        self.twice = TwiceCard(look)
        self.twice.hide()
        self.erasing: EraseDialog | None = None
        self.strip = VisitStrip(look)
        self.strip_area = StripArea(self.strip)
        self.since = SinceCard(look)
        self.medication = MedicationCard(look, addable=True)
        self.conflicts = ConflictsCard(look)
        self.queries = QueriesCard(look)
        self.files = FilesCard(look)
        self.signatures = SignaturesCard(look)
        self.earlier = EarlierCard(look)
        self.trial = TrialView(look)
        self._behind: TrialState | None = None
        """What the trial view is to show once somebody turns to it: as much work as all the rest."""
        self._course_behind: ChildState | None = None
        """The same of the course."""
        self._right = (self.conflicts, self.queries, self.signatures, self.medication, self.files, self.earlier)
        self.charts: list[ChartCard] = []
        self._chart_grid = QGridLayout()
        self._chart_grid.setSpacing(12)
        self._compose()
        self._connect()

    def _compose(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(12)
        for card in self._right:
            card.setFixedWidth(304)
            right.addWidget(card)
        right.addStretch(1)
        self.since.setFixedWidth(356)
        self.course = QWidget()
        body = QHBoxLayout(self.course)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(12)
        body.addWidget(self.since)
        body.addLayout(self._chart_grid, 1)
        body.addLayout(right)
        inner = QWidget()
        inner.setProperty("ground", "bg")
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.twice)
        column.addWidget(self.strip_area)
        column.addWidget(self.course, 1)
        column.addWidget(self.trial)
        self.trial.hide()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addWidget(self.gone)
        whole.addWidget(self.aside)
        whole.addWidget(area, 1)

    def _connect(self) -> None:
        self.header.back_asked.connect(self.back_asked)
        self.header.charts_asked.connect(lambda: self.charts_asked.emit(self._subject()))
        self.header.logs_asked.connect(lambda: self.logs_asked.emit(self._subject()))
        self.header.unscheduled_asked.connect(lambda: self.unscheduled_asked.emit(self._subject()))
        self.header.due_asked.connect(self._open_due)
        self.header.erase_asked.connect(lambda: self.erase_asked.emit(self._subject()))
        self.header.letter_asked.connect(self._ask_letter)
        letter = QShortcut(QKeySequence("Ctrl+P"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        letter.activated.connect(self._ask_letter)
        self.strip.visit_opened.connect(self.visit_opened)
        self.since.field_chosen.connect(self.field_opened)
        self.medication.added.connect(lambda: self.medication_added.emit(self._subject()))
        self.medication.opened.connect(self.medication_opened)
        self.conflicts.opened.connect(self.conflict_opened)
        self.queries.opened.connect(self.field_opened)
        self.files.opened.connect(self.file_opened)
        self.signatures.opened.connect(self.review_opened)
        self.header.pages.chosen.connect(self._turn)
        self.trial.opened.connect(self.field_opened)
        self.trial.accepted.connect(self.proposal_accepted)
        self.trial.dismissed.connect(self.proposal_dismissed)
        self.trial.served.connect(self.visit_served)
        self.twice.opened.connect(self.child_opened)
        self.twice.decided.connect(self.twice_decided)

    def show_twice(self, rows: tuple[TwiceRow, ...]) -> None:
        """Which other records may be of this child, or were decided to be: known once all children are read."""
        self.twice.show_rows(rows)
        down((self.twice,))

    def offer_erasing(self, offer: EraseOffer) -> None:
        """Open the dialog that says what is destroyed and asks for reason and code."""
        self.erasing = EraseDialog(self.look, offer, self)
        self.erasing.asked.connect(self.erase_confirmed)
        self.erasing.open()

    def refuse_erasing(self, why: Text) -> None:
        """The dialog says why it was not done."""
        if self.erasing is not None:
            self.erasing.refuse(why)

    def erased(self) -> None:
        """It is done: the dialog goes."""
        if self.erasing is not None:
            self.erasing.accept()
            self.erasing = None

    def _turn(self, page: str) -> None:
        """Show the course or the trial view."""
        if page == TRIAL and self._behind is not None:
            self.trial.render(self._behind)
            self._behind = None
        if page != TRIAL and self._course_behind is not None:
            self._show_course(self._course_behind)
            self._course_behind = None
        self.course.setVisible(page != TRIAL)
        self.trial.setVisible(page == TRIAL)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button it is on, else it opens the visit that is due; Esc goes back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = QApplication.focusWidget()
            if isinstance(focus, QAbstractButton):
                focus.click()
            else:
                self._open_due()
        elif event.key() == Qt.Key.Key_Escape:
            self.back_asked.emit()
        else:
            super().keyPressEvent(event)

    def _show(self, state: ChildState) -> None:
        trial = state.trial
        self.setAccessibleName(state.header.code)
        self.header.show_header(state.header, self._due(), state.may_edit, trial.attention if trial else None)
        self.header.offer_more(letters=state.letters, may_erase=state.may_erase)
        self.gone.warn(state.header.erased)
        self.aside.warn(state.header.aside)
        self.strip.show_visits(state.visits)
        self.strip_area.show_due()
        self._behind, self._course_behind = trial, state
        self._turn(self.header.pages.current() if trial is not None else COURSE)

    def _show_course(self, state: ChildState) -> None:
        self.since.show_since(state.since)
        self._show_charts(state)
        self.medication.show_rows(state.medication, state.may_edit)
        self.conflicts.show_rows(state.conflicts)
        self.queries.show_rows(state.queries)
        self.signatures.show_rows(state.signatures)
        self.files.show_rows(state.files)
        self.earlier.show_rows(state.earlier)
        down((self.since, *self.charts, *self._right))

    def _show_charts(self, state: ChildState) -> None:
        while len(self.charts) > len(state.charts):
            card = self.charts.pop()
            card.hide()
            card.deleteLater()
        while len(self.charts) < len(state.charts):
            card = ChartCard(self.look, self._drawer)
            card.visit_chosen.connect(self.visit_opened)
            place = len(self.charts)
            self.charts.append(card)
            self._chart_grid.addWidget(card, place // 2, place % 2)
        days = days_of(state.charts) if state.charts else None
        for card, panel in zip(self.charts, state.charts, strict=True):
            card.show_panel(panel, days)

    def _due(self) -> VisitChip | None:
        visits = self.state.visits if self.state is not None else ()
        return next((chip for chip in visits if chip.due), None)

    def _open_due(self) -> None:
        due = self._due()
        if due is not None:
            self.visit_opened.emit(due.key)

    def _ask_letter(self) -> None:
        if self.state is not None and self.state.letters:
            self.letter_asked.emit(self._subject())

    def _subject(self) -> str:
        return self.state.header.subject if self.state is not None else ""
