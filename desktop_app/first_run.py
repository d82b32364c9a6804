"""The first run of a workstation: study and site, first user, recovery code typed back, central EDC or offline; or a
backup restored.

The record exists from the second step on; everything after can be done again later.
"""

import dataclasses
import platform
from collections.abc import Callable

import msgspec
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from desktop_app.house import House
from desktop_app.inviting import Inviting
from desktop_app.jobs.create_store import Created, NewStore, create
from desktop_app.jobs.enrol import enrol_store
from desktop_app.jobs.note import PRINT, note
from desktop_app.jobs.site_key import make_site_key
from desktop_app.paper import CodeSheet, ask_secret_printer, print_sheet
from desktop_app.presenters.words import ROLES, SITE_ROLES
from desktop_app.reaching import Reaching
from desktop_app.restoring import Restoring
from desktop_app.session import Session
from desktop_app.tasks import Tasks
from storage.keys.passphrase import LEAST
from study.errors import KnownError
from study.text import Text
from ui.language import LanguageSwitch
from ui.look import Look
from ui.unlock.first_run_view import FirstRunView
from ui.unlock.state import EnrolmentRequest, FirstRunState, Step, StoreRequest, StudyChoice
from ui.widgets.state import Message, Tone


class FirstRun:
    """Ends with a session: `entered` is called once."""

    def __init__(
        self,
        house: House,
        tasks: Tasks,
        look: Look,
        *,
        entered: Callable[[Session], None],
        crashed: Callable[[BaseException], None],
        ask_paper: Callable[[QWidget], QPrinter | None] = ask_secret_printer,
    ) -> None:
        self._house = house
        self._tasks = tasks
        self._look = look
        self._entered = entered
        self._crashed = crashed
        self._ask_paper = ask_paper
        self._session: Session | None = None
        study = house.study
        self._state = FirstRunState(
            step=Step.START,
            studies=(StudyChoice(study.code, study.version, study.title, study.code),),
            time_zones=(study.timezone,),
            roles=tuple((role, ROLES[role]) for role in SITE_ROLES),
            folder=str(house.place.folder),
            minimum=LEAST,
        )
        self.view = FirstRunView(look)
        self.view.store_requested.connect(self._make)
        self.view.recovery_confirmed.connect(lambda: self._show(step=Step.EDC, recovery=""))
        self.view.recovery_print_requested.connect(self._print)
        self.view.enrolment_requested.connect(self._enrol)
        self.view.offline_chosen.connect(self._alone)
        self.inviting = Inviting(
            tasks, look, busy=lambda: self._show(busy=True, message=None), done=self._finish, failed=self._failed
        )
        self.view.invitation_chosen.connect(self._by_file)
        self.reaching = Reaching(tasks, look, kept=lambda: self._show(message=None), failed=self._failed)
        self.view.line_requested.connect(self._reach)
        self.restoring = Restoring(house, tasks, look, show=self._show, entered=self._finish, failed=self._failed)
        self.view.backup_choice_requested.connect(lambda: self.restoring.ask_folder(self.view))
        self.view.restore_requested.connect(self.restoring.restore)
        self.view.restore_stopped.connect(self.restoring.stop)
        self.view.language_chosen.connect(self._switch)
        self._show()

    @property
    def session(self) -> Session | None:
        """The session once the record is made; whoever closes the window closes it."""
        return self._session

    def _switch(self, switch: LanguageSwitch) -> None:
        self._look.language.switch(switch.language)

    def _make(self, request: StoreRequest) -> None:
        wanted = NewStore(
            site=request.site_code, site_name=request.site_name, device_name=platform.node() or request.site_code,
            name=request.user_name, roles=(request.role,), passphrase=request.passphrase,
        )  # fmt: skip
        self._show(busy=True, message=None)
        self._tasks.run("write", lambda: create(self._house, wanted), self._made, self._failed)

    def _made(self, created: Created) -> None:
        self._session = created.session
        self._show(step=Step.RECOVERY, recovery=created.recovery_code, busy=False)

    def _print(self) -> None:
        session = self._session
        printer = self._ask_paper(self.view) if session is not None else None
        if session is None or printer is None:
            return
        sheet = CodeSheet(
            Text("Recovery code", "恢复码"),
            self._state.recovery,
            Text(
                "Opens the record of this workstation when every passphrase is lost. Keep it locked away.",
                "所有口令丢失时，用于打开本工作站的记录。请妥善锁存。",
            ),
            str(self._house.place.folder),
        )
        self._tasks.run(
            "write",
            lambda: note(session, PRINT, "recovery-code"),
            lambda _appended: self._tasks.run(
                "long", lambda: print_sheet(sheet, printer), lambda _none: None, self._failed
            ),
            self._failed,
        )

    def _enrol(self, request: EnrolmentRequest) -> None:
        session = self._session
        if session is None:
            return
        self._show(busy=True, message=None)
        self._tasks.run(
            "network",
            lambda: enrol_store(
                session, request.address, request.token, lambda job: self._tasks.ask("write", job)
            ),
            lambda _answer: self._finish(session),
            self._failed,
        )  # fmt: skip

    def _reach(self) -> None:
        if self._session is not None:
            self.reaching.ask(self._session, self.view)

    def _by_file(self) -> None:
        if self._session is not None:
            self.inviting.ask(self._session, self.view)

    def _alone(self) -> None:
        session = self._session
        if session is not None:
            self._tasks.run(
                "write", lambda: make_site_key(session.store), lambda _made: self._finish(session), self._failed
            )

    def _finish(self, session: Session) -> None:
        place, user = self._house.place, session.person.user
        self._tasks.run(
            "write",
            lambda: place.remember(msgspec.structs.replace(place.settings, last_user=user)),
            lambda _none: None,
        )
        self._entered(session)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, KnownError):
            self._show(busy=False, message=Message(error.code, error.sentence, Tone.AMBER))
        else:
            self._show(busy=False)
            self._crashed(error)

    def _show(self, **changes: object) -> None:
        self._state = dataclasses.replace(self._state, **changes)  # type: ignore[arg-type]  # fields by name
        self.view.render(self._state)
