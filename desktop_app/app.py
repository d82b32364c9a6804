"""The application: builds everything and passes it in; the way from the gate to the desk, back by locking, and out.

Holds no rule of the trial and shows no data. At any time there is a gate, a first run or a desk in the window.
"""

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

import resources
from desktop_app.clipboard import ClipboardGuard
from desktop_app.crash import Crash
from desktop_app.definitions import InForce
from desktop_app.desk import Desk, Where
from desktop_app.first_run import FirstRun
from desktop_app.garbage import Garbage
from desktop_app.gate import Gate
from desktop_app.house import House
from desktop_app.idle import IdleWatch, hear_session_lock
from desktop_app.jobs.status import keep_known
from desktop_app.outside import UNREAD, Beginning, Outside
from desktop_app.place import Place, Settings
from desktop_app.presenters.keeping import Keeping
from desktop_app.remembered import Remembered
from desktop_app.session import Session
from desktop_app.starting import Starting
from desktop_app.study_files import read_folder
from desktop_app.system_lock import SystemLock
from desktop_app.tasks import Failed, Tasks, ThreadTasks
from desktop_app.vaults import Vaults, people_vaults
from desktop_app.window_kept import WindowsKept
from desktop_app.window_left import left, restore, room_of
from storage.keys import Clock, Unlocked, system_clock
from storage.store import Store
from study.definition.load import load
from study.definition.model import Study
from study.errors import KnownError
from study.text import Text
from ui import file_dialog
from ui.charts.drawer import warm_up
from ui.frame.state import LeaveState, Room
from ui.frame.window import MainWindow
from ui.language import Language, LanguageSwitch
from ui.look import Look
from ui.theme import icons
from ui.theme.theme import Theme
from ui.widgets.state import Message, Tone

KEPT_OPEN_MS = 30_000
"""After locking the store stays open so long at most: for a running sync step, and for the next person."""
_WIPE_MS = 2_000


def shipped_study() -> Study:
    """The study definition that came with the program."""
    return load(read_folder(resources.path("study")))


class App(QObject):
    """One window on one store."""

    def __init__(
        self,
        application: QApplication,
        place: Place,
        study: Study,
        *,
        tasks: Callable[[Failed], Tasks] = ThreadTasks,
        clock: Clock = system_clock,
        vaults: Vaults | None = None,
        log_folder: Path | None = None,
    ) -> None:
        super().__init__()
        settings = Settings()
        theme = Theme(settings.theme)
        theme.lay_ground(application)
        self.look = Look(theme, Language(settings.language), self)
        self.crash = Crash(self.look, log_folder or place.folder, self)
        self._tasks = tasks(self.crash.met)
        ui_thread = threading.get_ident() if isinstance(self._tasks, ThreadTasks) else None
        self.house = House(place, vaults or people_vaults(place.folder, clock), study, clock, ui_thread)
        self._remembered = Remembered(self.look, place, self._tasks)
        self._starting = Starting(self.house, self._tasks, found=self._begun, slow=self._folder_is_slow, parent=self)
        self.window = MainWindow(self.look)
        self.desk: Desk | None = None
        self.gate: Gate | None = None
        self.first_run: FirstRun | None = None
        self._open: tuple[Store, Unlocked] | None = None
        self._stood: dict[str, list[Where]] = {}
        """Where each person was when they left the desk, until the program ends."""
        self._windows = WindowsKept(place.folder, {})
        self._outside = UNREAD
        self._left = False
        self._keeping: Keeping | None = None
        self.clipboard = ClipboardGuard(application.clipboard(), self)
        self.idle = IdleWatch(application, settings.idle_minutes, clock)
        self.idle.left.connect(self.lock)
        self.garbage = Garbage(self._quiet_ms, self)
        self.system = SystemLock(self)
        self.system.left.connect(self.lock)
        self._closing = QTimer(self)
        self._closing.setSingleShot(True)
        self._closing.timeout.connect(self._close_kept)
        theme.turned.connect(self._tasks.window_first)
        self.window.close_requested.connect(self.leave)

    # From the start to the desk

    def start(self) -> None:
        """Read where we are, then show the window with the gate, or with the first run when there is no record yet.

        A folder that does not answer at once is waited for with the gate in the window.
        """
        self._starting.begin()

    def _begun(self, found: Beginning) -> None:
        if found.settings is not None:
            self._remembered.take(found.settings)
            self.idle.leave_after(found.settings.idle_minutes)
            self._windows = WindowsKept(self.house.place.folder, found.windows)
        if self.desk is not None:
            # The gate found the folder there before it was asked again: somebody works already.
            return
        if not found.exists:
            self._show_first_run()
        elif self.gate is None:
            self._show_gate(outside=found.outside)
        else:
            # Somebody may have begun to type.
            self.gate.take(found.outside)
        self._show_window()

    def _folder_is_slow(self) -> None:
        self._show_gate()
        self._show_window()

    def _show_window(self) -> None:
        if not self.window.isVisible():
            self.window.show()
            hear_session_lock(self.window)

    def warm_up(self) -> None:
        """Load what charts and pages need while nobody waits for it."""
        self._tasks.run("read", icons.warm_up, lambda _none: None)
        self._tasks.run("draw", warm_up, lambda _none: None)

    def _show_gate(self, message: Message | None = None, left: str = "", outside: Outside | None = None) -> None:
        """`outside`: what was read just now; without it the gate reads, and shows what is known from before."""
        self.gate = Gate(
            self.house, self._tasks, self.look,
            entered=self._entered, crashed=self.crash.met, kept=lambda: self._open[0] if self._open else None,
            outside=outside or self._outside,
        )  # fmt: skip
        self.gate.open(message, left, fresh=outside is not None)
        # Once it says that it checks.
        self.gate.view.unlock_requested.connect(lambda _request: QTimer.singleShot(0, self.garbage.look))
        self.window.show_gate(self.gate.view)

    def _show_first_run(self) -> None:
        self.gate = None
        self.first_run = FirstRun(
            self.house, self._tasks, self.look, entered=self._entered, crashed=self.crash.met
        )  # fmt: skip
        self.window.show_gate(self.first_run.view)

    def _entered(self, session: Session) -> None:
        """Somebody is in: the desk takes the gate's place."""
        self._closing.stop()
        user = session.person.user
        if self.gate is not None:
            self._outside = self.gate.outside._replace(last_user=user)
        before = self._open
        self._open = (session.store, session.unlocked)
        if before is not None and before[1] is not session.unlocked:
            self._wipe(before[1])
        desk = self._sit(session)
        kept = self._windows.of(user)
        desk.start(Room.TODAY if user in self._stood else room_of(kept, session.today))
        desk.come_back(self._stood.pop(user, []))
        desk.pages.sync.start()
        desk.pages.keeping.start()
        if session.store.fault is not None:
            desk.tell(session.store.fault.code, session.store.fault.sentence, Tone.RED, _READ_ONLY)
        self.idle.start()

    def _sit(self, session: Session) -> Desk:
        """A desk in the window."""
        desk = Desk(session, self._tasks, self.look, self.crash.met, renewed=self._renew, ended=self._end_with)
        desk.frame.lock_requested.connect(self.lock)
        desk.frame.switch_requested.connect(self.switch_user)
        desk.frame.language_chosen.connect(self._switch)
        self.gate = self.first_run = None
        self.desk = desk
        kept = self._windows.of(session.person.user)
        if kept is not None:
            restore(self.window, desk, kept)
        self.window.show_frame(desk.frame)
        return desk

    def _renew(self, desk: Desk, found: InForce, where: Where) -> None:
        """Another version of the study: the same person at a desk made anew; half-typed texts are kept as drafts."""
        if desk is not self.desk:
            return
        desk.pages.sync.stop()
        desk.pages.keeping.stop()
        self._note_window(desk)
        desk.close()
        session = desk.session.under(found)
        place, store = self.house.place, session.store
        self._tasks.run("write", lambda: keep_known(place, store, found.study), lambda _known: None)
        fresh = self._sit(session)
        fresh.take_over(desk, where)
        fresh.pages.sync.start()
        fresh.pages.keeping.start()

    # Back to the gate

    def lock(self) -> None:
        """Destroy the desk and the signing key at once; keep what is half typed; the store closes soon after."""
        self._leave_desk()

    def switch_user(self) -> None:
        """Another person wants the desk: the same as locking, with the next name at the gate. The store stays open."""
        self._leave_desk(switching=True)

    def _leave_desk(self, *, switching: bool = False) -> None:
        desk = self.desk
        if desk is None:
            return
        person = desk.session.person.user
        self.clipboard.clear()
        self._stood[person] = desk.left_at()
        self._keeping = desk.pages.keeping
        self._keeping.leave(self._refresh_gate)
        self._put_away(desk)
        self._show_gate(left=person if switching else "")
        self.garbage.somebody_left()
        self._tasks.run("write", self._remember, lambda _none: self._refresh_gate())
        self._closing.start(KEPT_OPEN_MS)

    def _end_with(self, desk: Desk, job: Callable[[], Message]) -> None:
        """The last job of a session, which closes the record: nobody is at the desk while it runs."""
        if desk is not self.desk:
            return
        if desk.pages.keeping.busy or self._backing_up:
            desk.tell("backup-running", _BACKUP_RUNS)
            return
        desk.pages.keeping.stop()
        self._close_desk(desk)
        self._show_gate()
        if self.gate is not None:
            self.gate.wait()

        def failed(error: BaseException) -> None:
            if isinstance(error, KnownError):
                told = Message(error.code, error.sentence, Tone.AMBER)
                self._close_store(lambda: self._show_gate(told))
            else:
                self.crash.met(error)
                self._close_store(self._show_gate)

        self._tasks.run("write", job, lambda told: self._close_store(lambda: self._show_gate(told)), failed)

    def _close_desk(self, desk: Desk) -> None:
        file_dialog.forget()
        self._note_window(desk)
        self._tasks.run("write", self._windows.save, lambda _none: None)
        self.desk = None
        self.idle.stop()
        desk.pages.sync.stop()
        desk.close()

    def _note_window(self, desk: Desk) -> None:
        user = desk.session.person.user
        self._windows.keep(user, left(self.window, desk, self._windows.of(user)))

    def _put_away(self, desk: Desk) -> None:
        self._close_desk(desk)
        unlocked = desk.session.unlocked
        # Behind the last save on the writer's lane, which is a moment; never later than the timer.
        self._tasks.run("write", unlocked.forget_signing_key, lambda _none: None)
        QTimer.singleShot(_WIPE_MS, unlocked.forget_signing_key)

    def _quiet_ms(self) -> int:
        """For how long nobody has typed."""
        if self.desk is not None:
            return self.idle.quiet_ms
        return self.gate.quiet_ms if self.gate is not None else 0

    def _refresh_gate(self) -> None:
        if self.gate is not None:
            self.gate.refresh()

    def _remember(self) -> None:
        if self._open is not None:
            keep_known(self.house.place, self._open[0])

    def _close_kept(self) -> None:
        """Nobody came back: close the store."""
        if self._backing_up or (self.gate is not None and self.gate.busy):
            self._closing.start(_WIPE_MS)
            return
        self._close_store(lambda: None)

    @property
    def _backing_up(self) -> bool:
        """Whether a backup goes on that began before somebody locked: it needs the store and its keys."""
        return self._keeping is not None and self._keeping.busy

    def _wipe(self, unlocked: Unlocked) -> None:
        """The keys of the person before, once nothing needs them."""
        if self._backing_up:
            QTimer.singleShot(_WIPE_MS, lambda: self._wipe(unlocked))
        else:
            unlocked.close()

    def _close_store(self, then: Callable[[], None]) -> None:
        opened, self._open = self._open, None

        def close() -> None:
            if opened is not None:
                store, unlocked = opened
                store.close()
                unlocked.close()

        self._tasks.run("write", close, lambda _none: then())

    # Out

    def leave(self) -> None:
        """Somebody wants to close the window: ask when something waits, save, close the store, go."""
        desk = self.desk
        if desk is None:
            self._go()
            return

        def look(_records: object) -> tuple[int, int | None, int]:
            reader = desk.session.store.reader
            queue = reader.queue()
            return queue.count, queue.oldest_utc, len(reader.drafts(desk.session.person.user))

        desk.read(look, self._ask_leave)

    def _ask_leave(self, found: tuple[int, int | None, int]) -> None:
        waiting, oldest, drafts = found
        age = timedelta(milliseconds=max(self.house.clock() - oldest, 0)) if oldest is not None else None
        if (waiting or drafts) and not self.window.ask_leave(LeaveState(waiting, age, drafts)):
            return
        self._go()

    def _go(self) -> None:
        if self._left:
            return
        self._left = True
        self.garbage.end()
        self.clipboard.clear()
        for keeping in (self._keeping, self.desk.pages.keeping if self.desk is not None else None):
            if keeping is not None:
                keeping.stop()
        if self.desk is not None:
            self._put_away(self.desk)
        if self._open is None and self.first_run is not None and self.first_run.session is not None:
            session = self.first_run.session
            self._open = (session.store, session.unlocked)
        self.window.hide()
        self._tasks.run("write", self._remember, lambda _none: None)
        self._closing.stop()
        self._close_store(lambda: None)
        self._tasks.close()
        self.window.allow_close()

    def _switch(self, switch: LanguageSwitch) -> None:
        self._tasks.window_first()
        self.look.language.switch(switch.language)


_BACKUP_RUNS = Text(
    "A backup is being made. Wait until it is done, then try again; nothing was changed.",
    "正在备份。请等待完成后重试，未作任何更改。",
)
_READ_ONLY = Text(
    "Until then this workstation shows the record and takes no entries.",
    "在此之前，本工作站仅可查看记录，不能录入。",
)
