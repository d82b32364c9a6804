"""The admin room: people, workstations, enrolment, site key, language and theme. Only administrators change keys."""

from desktop_app.jobs.add_user import Wanted, add_user
from desktop_app.jobs.enrol import enrol_store
from desktop_app.jobs.note import note
from desktop_app.jobs.site_key import take_site_key
from desktop_app.paper import CodeSheet, ask_secret_printer
from desktop_app.presenters.about import about, licences
from desktop_app.presenters.admin_backup import Backups
from desktop_app.presenters.admin_keys import Keys, KeysRead, read_keys
from desktop_app.presenters.admin_reading import AdminReading, read_admin
from desktop_app.presenters.admin_reference import ReferenceTables
from desktop_app.presenters.admin_study import StudyVersions
from desktop_app.presenters.keeping import Keeping
from desktop_app.presenters.page import Desk
from desktop_app.presenters.reference_reading import TablesRead, read_tables
from desktop_app.presenters.sheets import print_noted
from desktop_app.presenters.study_reading import VersionsRead, read_standing
from desktop_app.presenters.words import ROLES, SITE_ROLES
from desktop_app.reaching import Reaching
from desktop_app.records import Records
from storage.keys import SiteKey
from storage.keys.passphrase import LEAST
from storage.log import Appended
from study.errors import KnownError
from study.text import Text
from ui.admin.admin_view import AdminView
from ui.admin.state import AdminState, NewUser, Section, SiteKeySheet
from ui.ids import UserId
from ui.language import LanguageSwitch
from ui.theme.fonts import chinese_families
from ui.unlock.state import EnrolmentRequest
from ui.widgets.state import Message, Tone

_SITE_KEY = Text("Site key", "中心密钥")
_KEEP = Text(
    "Opens the names of the children of this site. Keep it locked away at the site; never send it.",
    "用于打开本中心患儿的姓名。请在中心妥善锁存，切勿外传。",
)


class AdminPage:
    """See `desktop_app.presenters.page.Page`."""

    def __init__(self, desk: Desk, keeping: Keeping | None = None) -> None:
        self._desk = desk
        self._section = Section.USERS
        self._read: AdminReading | None = None
        self._versions = VersionsRead((), None)
        self._tables = TablesRead()
        self._keys: KeysRead | None = None
        self._busy = False
        self._message: Message | None = None
        self._added = ""
        self._sheet: SiteKeySheet | None = None
        self.view = AdminView(desk.look)
        self.view.section_chosen.connect(self._choose)
        self.view.user_add_requested.connect(self._add)
        self.view.enrolment_requested.connect(self._enrol)
        self.reaching = Reaching(desk.tasks, desk.look, kept=self.refresh, failed=self._failed)
        self.view.line_requested.connect(lambda: self.reaching.ask(desk.session, self.view))
        self.view.site_key_sheet_requested.connect(self._show_sheet)
        self.view.site_key_print_requested.connect(self._print_sheet)
        self.view.site_key_sheet_closed.connect(self._close_sheet)
        self.view.site_key_typed.connect(self._take_key)
        self.study = StudyVersions(desk, self._show, self._set_busy)
        self.view.definition_look_requested.connect(lambda: self.study.ask_folder(self.view))
        self.view.definition_proposal_requested.connect(self.study.look_at_proposal)
        self.view.definition_adoption_requested.connect(self.study.adopt)
        self.view.definition_left.connect(self.study.leave)
        self.view.giving_requested.connect(lambda kind: self.study.giving.ask_where(kind, self.view))
        self.view.giving_stopped.connect(self.study.giving.stop)
        self.reference = ReferenceTables(desk, self._show, self._set_busy)
        self.view.table_import_requested.connect(lambda: self.reference.ask_file(self.view))
        self.view.table_template_requested.connect(lambda: self.reference.ask_template(self.view))
        self.view.table_adoption_requested.connect(self.reference.adopt)
        self.view.table_left.connect(self.reference.leave)
        self.keys = Keys(desk, self.view, self._show, self._set_busy, self._tell)
        self.backups = Backups(desk, keeping or Keeping(desk), self._show)
        self.backups.listen(self.view)
        self.view.language_chosen.connect(self._switch_language)
        self.view.theme_chosen.connect(self._switch_theme)

    def choose(self, section: Section) -> None:
        """Which section is open; shown at the next refresh."""
        self._section = section

    def refresh(self) -> None:
        """Read again and show."""
        session = self._desk.session

        def read(records: Records) -> tuple[AdminReading, VersionsRead, TablesRead, KeysRead | None]:
            licences()
            return (
                read_admin(session),
                read_standing(session, records),
                read_tables(session, records),
                read_keys(session),
            )

        self._desk.read(read, self._found)
        if self._section == Section.BACKUP:
            self.backups.refresh()

    def leave(self) -> None:
        """Another page comes to the front: a key does not stay on the screen."""
        self._sheet, self._message, self._added = None, None, ""
        self.study.forget()
        self.reference.forget()
        self.backups.forget()
        self.keys.forget()
        self._show()

    def _found(self, read: tuple[AdminReading, VersionsRead, TablesRead, KeysRead | None]) -> None:
        self._read, self._versions, self._tables, self._keys = read
        self._show()

    def _choose(self, section: Section) -> None:
        self._section, self._message = section, None
        self._show()
        if section == Section.BACKUP:
            self.backups.refresh()

    def _add(self, new: NewUser) -> None:
        session = self._desk.session
        wanted = Wanted(new.name, (new.role,), new.passphrase)

        def done(appended: Appended) -> None:
            self._busy, self._added = False, new.name
            self._desk.moved(appended.slots)

        self._start()
        self._desk.write(lambda: add_user(session, wanted), done, self._failed)

    def _enrol(self, request: EnrolmentRequest) -> None:
        session, tasks = self._desk.session, self._desk.tasks

        def done(_answer: object) -> None:
            self._busy = False
            self._message = Message(
                "enrolled", Text("This workstation is enrolled.", "本工作站已接入中心库。"), Tone.ACCENT
            )  # fmt: skip
            self._desk.moved(None)

        self._start()
        self._desk.network(
            lambda: enrol_store(session, request.address, request.token, lambda job: tasks.ask("write", job)),
            done,
            self._failed,
        )

    def _show_sheet(self) -> None:
        """The key is read and the look at it is noted in the record before it stands on the screen."""
        session = self._desk.session

        def read() -> SiteKeySheet | None:
            key = session.store.reader.site_key()
            if key is None:
                return None
            note(session, "site-key-shown", role="admin")
            home, site_key = session.store.reader.home(), SiteKey(key)
            return SiteKeySheet(
                f"{home.site} {home.site_name}".strip(), site_key.sheet(), site_key.fingerprint(), session.today
            )

        self._desk.write(read, self._sheet_read, self._failed)

    def _sheet_read(self, sheet: SiteKeySheet | None) -> None:
        self._sheet = sheet
        self._show()
        self._desk.refresh_frame()

    def _print_sheet(self) -> None:
        printer = ask_secret_printer(self.view) if self._sheet is not None else None
        if self._sheet is not None and printer is not None:
            sheet = CodeSheet(_SITE_KEY, self._sheet.key, _KEEP, f"{self._sheet.site} · {self._sheet.fingerprint}")
            print_noted(self._desk, "site-key", sheet, printer)

    def _close_sheet(self) -> None:
        self._sheet = None

    def _take_key(self, typed: str) -> None:
        store = self._desk.session.store

        def done(_none: None) -> None:
            self._busy = False
            words = Text("The site key is kept; names that it opens are shown.", "已保存中心密钥，可打开的姓名将显示。")
            self._message = Message("site-key-taken", words, Tone.ACCENT)
            self._desk.moved(None)

        self._start()
        self._desk.write(lambda: take_site_key(store, typed), done, self._failed)

    def _switch_language(self, switch: LanguageSwitch) -> None:
        self._desk.look.language.switch(switch.language)

    def _switch_theme(self, name: str) -> None:
        self._desk.look.theme.switch("dark" if name == "dark" else "light")
        self._show()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._show()

    def _tell(self, message: Message | None) -> None:
        self._message = message

    def _start(self) -> None:
        self._busy, self._message, self._added = True, None, ""
        self._show()

    def _failed(self, error: BaseException) -> None:
        self._busy = False
        if isinstance(error, KnownError):
            self._message = Message(error.code, error.sentence, Tone.AMBER)
        else:
            self._desk.failed(error)
        self._show()

    def _show(self) -> None:
        if self._read is None:
            return
        session, look = self._desk.session, self._desk.look
        self.view.render(
            AdminState(
                section=self._section,
                users=self._read.users,
                devices=self._read.devices,
                edc=self._read.edc,
                about=about(session.study, str(session.store.folder)),
                roles=tuple((role, ROLES[role]) for role in (*SITE_ROLES, "admin")),
                theme=look.theme.name,
                language=look.language.code,
                may_manage="admin" in session.person.roles and session.store.fault is None,
                minimum=LEAST,
                busy=self._busy,
                message=self._message,
                chinese_font=bool(chinese_families()),
                user_added=self._added,
                sheet=self._sheet,
                study=self.study.state(self._versions),
                reference=self.reference.state(self._tables),
                backup=self.backups.state(self._versions.keep),
                keys=self.keys.state(self._keys),
                me=UserId(session.person.user),
                may_change=session.store.fault is None,
            )
        )
