"""The first run: a new record (study and site, first user, recovery code typed back, EDC or offline), or a backup."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ui.look import Look
from ui.unlock.brand import Brand
from ui.unlock.first_run_pages import EdcPage, RecoveryPage, StudyPage, UserPage
from ui.unlock.restore_page import RestorePage, StartPage
from ui.unlock.state import FirstRunState, Step, StoreRequest
from ui.view import View
from ui.widgets.cards import Card, MessageStrip
from ui.widgets.labels import label, retone
from ui.widgets.language_switch import LanguageSwitcher

_NUMBERED = (Step.STUDY, Step.USER, Step.RECOVERY, Step.EDC)


class FirstRunView(View[FirstRunState]):
    """Signals carry a StoreRequest, a RestoreRequest, an EnrolmentRequest, a LanguageSwitch, or nothing."""

    store_requested = Signal(object)
    recovery_confirmed = Signal()
    recovery_print_requested = Signal()
    enrolment_requested = Signal(object)
    offline_chosen = Signal()
    line_requested = Signal()
    invitation_chosen = Signal()
    backup_choice_requested = Signal()
    restore_requested = Signal(object)
    restore_stopped = Signal()
    language_chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.setProperty("ground", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.start = StartPage(look)
        self.restore = RestorePage(look)
        self.study = StudyPage(look)
        self.user = UserPage(look)
        self.recovery = RecoveryPage(look)
        self.edc = EdcPage(look)
        self._pages = {
            Step.START: self.start,
            Step.STUDY: self.study,
            Step.USER: self.user,
            Step.RECOVERY: self.recovery,
            Step.EDC: self.edc,
            Step.RESTORE: self.restore,
        }
        self._step: Step | None = None
        self._brand = Brand(look)
        self._languages = LanguageSwitcher(look)
        self._languages.asked.connect(self.language_chosen)
        self._strip = MessageStrip(look)
        self._steps = [label("", "hint", "text_3") for _step in _NUMBERED]
        self._stack = QStackedWidget()
        self._build()
        self._connect()

    @property
    def step(self) -> Step:
        """The step that is on the screen."""
        return self._step or Step.START

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._brand, 1)
        head.addWidget(self._languages, 0, Qt.AlignmentFlag.AlignTop)
        steps = QHBoxLayout()
        steps.setSpacing(16)
        for words in self._steps:
            steps.addWidget(words)
        steps.addStretch()
        for page in self._pages.values():
            self._stack.addWidget(page)
        card = Card((24, 20, 24, 20), 4)
        card.column.addWidget(self._stack)
        column = QVBoxLayout()
        column.setContentsMargins(0, 24, 0, 24)
        column.setSpacing(12)
        column.addStretch()
        column.addLayout(head)
        column.addLayout(steps)
        column.addWidget(self._strip)
        column.addWidget(card)
        column.addStretch()
        holder = QWidget()
        holder.setFixedWidth(520)
        holder.setLayout(column)
        scroll = QScrollArea()
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        inner = QWidget()
        inner.setProperty("part", "inner")
        row = QHBoxLayout(inner)
        row.addWidget(holder)
        scroll.setWidget(inner)
        page_column = QVBoxLayout(self)
        page_column.setContentsMargins(0, 0, 0, 0)
        page_column.addWidget(scroll)

    def _connect(self) -> None:
        self.start.new_asked.connect(lambda: self._begin(joining=False))
        self.start.join_asked.connect(lambda: self._begin(joining=True))
        self.start.restore_asked.connect(lambda: self._go(Step.RESTORE))
        self.restore.back.connect(lambda: self._go(Step.START))
        self.restore.folder_asked.connect(self.backup_choice_requested)
        self.restore.restore_asked.connect(self.restore_requested)
        self.restore.stop_asked.connect(self.restore_stopped)
        self.study.back.connect(lambda: self._go(Step.START))
        self.study.forward.connect(lambda: self._go(Step.USER))
        self.user.back.connect(lambda: self._go(Step.STUDY))
        self.user.forward.connect(self._ask_store)
        self.recovery.forward.connect(self.recovery_confirmed)
        self.recovery.print_asked.connect(self.recovery_print_requested)
        self.edc.enrol_asked.connect(self.enrolment_requested)
        self.edc.offline_asked.connect(self.offline_chosen)
        self.edc.invitation_asked.connect(self.invitation_chosen)
        self.edc.line_asked.connect(self.line_requested)

    def _show(self, state: FirstRunState) -> None:
        if self._step is None or state.step in (Step.RECOVERY, Step.EDC):
            self._step = state.step
        chosen = next((one for one in state.studies if one.code == self.study.study.key()), None)
        chosen = chosen or (state.studies[0] if state.studies else None)
        if chosen is not None:
            self._brand.show_study(self.look.text(chosen.title), chosen.registry)
        self._strip.setVisible(state.message is not None)
        if state.message is not None:
            self._strip.show_message(state.message)
        for page in self._pages.values():
            page.show_state(state)
        self._go(self._step)

    def _begin(self, *, joining: bool) -> None:
        self.edc.joining = joining
        self._go(Step.STUDY)

    def _go(self, step: Step) -> None:
        self._step = step
        self._stack.setCurrentWidget(self._pages[step])
        words = (
            self.tr("1 Study and site"),
            self.tr("2 First user"),
            self.tr("3 Recovery code"),
            self.tr("4 Central EDC"),
        )
        for shown, word, one in zip(self._steps, words, _NUMBERED, strict=True):
            shown.setText(word)
            shown.setVisible(step in _NUMBERED)
            retone(shown, "accent" if one is step else "text_3", one is step)
        self._pages[step].take_focus()

    def _ask_store(self) -> None:
        self.store_requested.emit(
            StoreRequest(
                study=self.study.study.key(),
                site_code=self.study.site_code.text().strip().upper(),
                site_name=self.study.site_name.text().strip(),
                time_zone=self.study.time_zone.key(),
                user_name=self.user.name.text().strip(),
                role=self.user.role.key(),
                passphrase=self.user.passphrase.text(),
            )
        )
        self.user.passphrase.forget()
