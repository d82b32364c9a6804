"""The admin room: its sections at the left, the one that is open beside them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ui.admin.backup_panel import BackupPanel
from ui.admin.keys_dialogs import (
    CodeDialog,
    KeptDialog,
    KeysDialog,
    LeaveOutDialog,
    OwnPassphraseDialog,
    RemoveDialog,
    ResetDialog,
    TryCodeDialog,
)
from ui.admin.keys_panel import KeysPanel
from ui.admin.keys_state import Deed, NewCode
from ui.admin.panels import AboutPanel, AppearancePanel, DevicesPanel, EdcPanel, Panel, UsersPanel
from ui.admin.reference_panel import ReferencePanel
from ui.admin.site_key_dialog import SiteKeyDialog
from ui.admin.state import AdminState, Section, UserRow
from ui.admin.study_panel import StudyPanel
from ui.admin.user_dialog import UserDialog
from ui.look import Look
from ui.view import View
from ui.widgets.cards import MessageStrip
from ui.widgets.labels import label
from ui.widgets.segmented import Segmented


class AdminView(View[AdminState]):
    """Signals carry a Section, a NewUser, an EnrolmentRequest, an Adoption, a PlanShown, a backup's path, a
    LanguageSwitch, a theme's name, or nothing.
    """

    section_chosen = Signal(object)
    user_add_requested = Signal(object)
    enrolment_requested = Signal(object)
    line_requested = Signal()
    site_key_sheet_requested = Signal()
    site_key_print_requested = Signal()
    site_key_sheet_closed = Signal()
    site_key_typed = Signal(str)
    definition_look_requested = Signal()
    definition_proposal_requested = Signal()
    definition_adoption_requested = Signal(object)
    definition_left = Signal()
    table_import_requested = Signal()
    table_template_requested = Signal()
    table_adoption_requested = Signal()
    table_left = Signal()
    backup_requested = Signal()
    backup_drill_requested = Signal(str)
    verify_requested = Signal()
    long_job_stopped = Signal()
    backup_folder_requested = Signal()
    backup_plan_requested = Signal(object)
    archive_requested = Signal(object)
    giving_requested = Signal(str)
    giving_stopped = Signal()
    archive_check_requested = Signal()
    keys_requested = Signal(object)
    code_print_requested = Signal()
    code_dismissed = Signal()
    language_chosen = Signal(object)
    theme_chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._title = label("", "title", bold=True)
        self.sections = Segmented()
        self._strip = MessageStrip(look)
        self.users = UsersPanel(look)
        self.keys = KeysPanel(look)
        self.devices = DevicesPanel(look)
        self.edc = EdcPanel(look)
        self.study = StudyPanel(look)
        self.reference = ReferencePanel(look)
        self.backup = BackupPanel(look)
        self.appearance = AppearancePanel(look)
        self.about = AboutPanel(look)
        self._panels: dict[Section, Panel] = {
            Section.USERS: self.users,
            Section.KEYS: self.keys,
            Section.DEVICES: self.devices,
            Section.EDC: self.edc,
            Section.STUDY: self.study,
            Section.REFERENCE: self.reference,
            Section.BACKUP: self.backup,
            Section.APPEARANCE: self.appearance,
            Section.ABOUT: self.about,
        }
        self.dialog: UserDialog | None = None
        self.sheet: SiteKeyDialog | None = None
        self.keys_dialog: KeysDialog | None = None
        self._stack = QStackedWidget()
        self._build()
        self._connect()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(24, 0, 24, 0)
        head.setSpacing(16)
        head.addWidget(self._title)
        head.addWidget(self.sections)
        head.addStretch()
        for panel in self._panels.values():
            scroll = QScrollArea()
            scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            scroll.setWidgetResizable(True)
            inner = QWidget()
            inner.setProperty("part", "inner")
            row = QHBoxLayout(inner)
            row.setContentsMargins(24, 0, 24, 12)
            panel.setMaximumWidth(960)
            row.addWidget(panel, 1)
            row.addStretch()
            scroll.setWidget(inner)
            self._stack.addWidget(scroll)
        strip = QHBoxLayout()
        strip.setContentsMargins(24, 0, 24, 0)
        strip.addWidget(self._strip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 0)
        column.setSpacing(14)
        column.addLayout(head)
        column.addLayout(strip)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.sections.chosen.connect(lambda key: self.section_chosen.emit(Section(key)))
        self.users.add_asked.connect(self._ask_user)
        self.users.reset_asked.connect(self._ask_reset)
        self.users.remove_asked.connect(lambda user: self._open_keys(RemoveDialog(self.look, user, self)))
        self.keys.deed_asked.connect(self._ask_deed)
        self.edc.enrolment_asked.connect(self.enrolment_requested)
        self.edc.line_asked.connect(self.line_requested)
        self.edc.sheet_asked.connect(self.site_key_sheet_requested)
        self.edc.key_typed.connect(self.site_key_typed)
        self.study.look_asked.connect(self.definition_look_requested)
        self.study.proposal_asked.connect(self.definition_proposal_requested)
        self.study.adopt_asked.connect(self.definition_adoption_requested)
        self.study.back_asked.connect(self.definition_left)
        self.study.giving_asked.connect(self.giving_requested)
        self.study.giving_stopped.connect(self.giving_stopped)
        self.reference.import_asked.connect(self.table_import_requested)
        self.reference.template_asked.connect(self.table_template_requested)
        self.reference.adopt_asked.connect(self.table_adoption_requested)
        self.reference.back_asked.connect(self.table_left)
        self.backup.backup_asked.connect(self.backup_requested)
        self.backup.drill_asked.connect(self.backup_drill_requested)
        self.backup.verify_asked.connect(self.verify_requested)
        self.backup.stop_asked.connect(self.long_job_stopped)
        self.backup.folder_asked.connect(self.backup_folder_requested)
        self.backup.plan_asked.connect(self.backup_plan_requested)
        self.backup.archive_asked.connect(self.archive_requested)
        self.backup.archive_check_asked.connect(self.archive_check_requested)
        self.appearance.language_chosen.connect(self.language_chosen)
        self.appearance.theme_chosen.connect(self.theme_chosen)

    def _show(self, state: AdminState) -> None:
        self._title.setText(self.tr("Admin"))
        words = {
            Section.USERS: self.tr("Users"),
            Section.KEYS: self.tr("Passphrases and keys"),
            Section.DEVICES: self.tr("Workstations"),
            Section.EDC: self.tr("EDC and site key"),
            Section.STUDY: self.tr("Study definition"),
            Section.REFERENCE: self.tr("Reference intervals"),
            Section.BACKUP: self.tr("Backup"),
            Section.APPEARANCE: self.tr("Language and theme"),
            Section.ABOUT: self.tr("About and licences"),
        }
        self.sections.offer([(section.value, words[section]) for section in Section], state.section.value)
        self.sections.setAccessibleName(self.tr("Sections of the admin room"))
        open_dialog = self.dialog is not None or self.keys_dialog is not None
        self._strip.setVisible(state.message is not None and not open_dialog)
        if state.message is not None:
            self._strip.show_message(state.message)
        # The others are shown when they come to the front, which is another state.
        front = self._panels[state.section]
        front.show_state(state)
        front.settle()
        self._stack.setCurrentIndex(list(Section).index(state.section))
        if self.dialog is not None:
            self.dialog.show_state(state)
        self._show_keys(state)
        self._show_sheet(state)

    def _show_sheet(self, state: AdminState) -> None:
        if state.sheet is None:
            if self.sheet is not None:
                self.sheet.close()
            return
        if self.sheet is None:
            self.sheet = SiteKeyDialog(self.look, self)
            self.sheet.print_requested.connect(self.site_key_print_requested)
            self.sheet.finished.connect(self._forget_sheet)
            self.sheet.open()
        self.sheet.show_sheet(state.sheet)

    def _forget_sheet(self) -> None:
        if self.sheet is not None:
            self.sheet.deleteLater()
        self.sheet = None
        self.site_key_sheet_closed.emit()

    def _ask_user(self) -> None:
        if self.state is None:
            return
        self.dialog = UserDialog(self.look, self)
        self.dialog.show_state(self.state)
        self.dialog.add_requested.connect(self.user_add_requested)
        self.dialog.finished.connect(self._forget_dialog)
        self.dialog.open()
        self.dialog.name.setFocus()

    def _forget_dialog(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None

    # Passphrases and keys

    def _ask_deed(self, deed: Deed) -> None:
        state = self.state
        if state is None:
            return
        if deed is Deed.CHANGE:
            name = next((row.name for row in state.users if row.user == state.me), "")
            self._open_keys(OwnPassphraseDialog(self.look, name, state.minimum, self))
        elif deed is Deed.TRY:
            self._open_keys(TryCodeDialog(self.look, self))
        elif deed is Deed.KEPT:
            self._open_keys(KeptDialog(self.look, self))
        elif deed is Deed.RENEW and state.keys is not None and state.keys.behind:
            self._open_keys(LeaveOutDialog(self.look, state.keys.behind, self))
        else:
            self.keys_requested.emit(NewCode(deed))

    def _ask_reset(self, user: UserRow) -> None:
        if self.state is not None:
            self._open_keys(ResetDialog(self.look, user, self.state.minimum, self))

    def _show_keys(self, state: AdminState) -> None:
        keys = state.keys
        if keys is not None and keys.code and keys.shown_for is not None and self.keys_dialog is None:
            asked = self.code_print_requested.emit
            self._open_keys(CodeDialog(self.look, keys.shown_for, keys.code, asked, self))
        elif self.keys_dialog is not None:
            self.keys_dialog.show_state(state)

    def _open_keys(self, dialog: KeysDialog) -> None:
        self.keys_dialog = dialog
        dialog.asked.connect(self.keys_requested)
        dialog.finished.connect(self._forget_keys)
        dialog.open()

    def _forget_keys(self) -> None:
        if self.keys_dialog is not None:
            self.keys_dialog.deleteLater()
        self.keys_dialog = None
        self.code_dismissed.emit()
