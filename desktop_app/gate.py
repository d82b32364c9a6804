"""The gate: who wants in, with what is known of the store before anyone is.

Reads no file itself, and decides nothing about the record.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import shiboken6
from PySide6.QtCore import QElapsedTimer, QTimer

from desktop_app.garbage import QUIET_MS
from desktop_app.house import House
from desktop_app.jobs.status import KnownStudy
from desktop_app.jobs.unlock import recover, unlock
from desktop_app.outside import UNREACHED, UNREAD, Outside, look, unreached
from desktop_app.presenters.backup_words import warnings
from desktop_app.presenters.words import roles_text
from desktop_app.session import Session
from desktop_app.tasks import Tasks
from desktop_app.version import VERSION
from storage.keys import VaultUser
from storage.keys.passphrase import LEAST
from storage.store import Store
from study.errors import KnownError
from study.text import Text
from ui.ids import UserId
from ui.language import LanguageSwitch
from ui.look import Look
from ui.unlock.state import RecoveryRequest, UnlockRequest, UnlockState, UserChoice
from ui.unlock.unlock_view import UnlockView
from ui.widgets.state import Message, Tone

Entered = Callable[[Session], None]
_MINUTE_MS = 60_000
_SOON_MS = 5_000
"""How often it is read anew whether another process has let go of the store, or the folder is there again."""
_SLOW_MS = 2_000
"""For so long a folder may take before the screen says that it does not answer."""


class Gate:
    """The unlock screen of one store. `kept` is the store while it is still open from the person before.

    Reads nothing itself: what the folder says comes by the writer's lane, and until it is here the screen says so and
    takes what is typed. `outside` is what was read before, if anything was.
    """

    def __init__(
        self,
        house: House,
        tasks: Tasks,
        look: Look,
        *,
        entered: Entered,
        crashed: Callable[[BaseException], None],
        kept: Callable[[], Store | None],
        outside: Outside = UNREAD,
    ) -> None:
        self._house = house
        self._tasks = tasks
        self._look = look
        self._entered = entered
        self._crashed = crashed
        self._kept = kept
        self.outside = outside
        self._fresh = self._asked = self._began = self._again = False
        self._busy = False
        self._left = ""
        self._message: Message | None = None
        self.view = UnlockView(look)
        self.view.unlock_requested.connect(self._unlock)
        self.view.recovery_requested.connect(self._recover)
        self.view.kept_requested.connect(self._use_kept)
        self.view.language_chosen.connect(self._switch)
        self._since = QElapsedTimer()
        self._since.start()
        self._minute = self._timer(_MINUTE_MS, self._note_waiting)
        self._soon = self._timer(_SOON_MS, self.refresh)
        self._slow = self._timer(_SLOW_MS, self._say_slow)

    def _timer(self, interval: int, then: Callable[[], None]) -> QTimer:
        made = QTimer(self.view)
        made.setInterval(interval)
        made.timeout.connect(then)
        return made

    def open(self, message: Message | None = None, left: str = "", *, fresh: bool = False) -> None:
        """Show what is known and read the rest; `message` says why the person stands here, `left` is who gave the desk
        up to somebody else: the name after theirs is offered. `fresh`: `outside` was read just now.
        """
        self._message, self._left, self._fresh = message, left, fresh
        self._minute.start()
        if fresh:
            self.take(self.outside)
        else:
            self.refresh()

    def wait(self) -> None:
        """A last job of the session before runs: nobody gets in until it is over."""
        self._busy = True
        self._show()

    def refresh(self) -> None:
        """Read anew, behind what the writer's lane still has to do, and show it."""
        if self._asked or not shiboken6.isValid(self.view):
            self._again = True
            return
        self._asked, self._began, self._again = True, False, False
        open_here = self._kept() is not None

        def job() -> Outside:
            self._began = True
            return look(self._house, open_here=open_here)

        self._tasks.run("write", job, self._looked, self._not_looked)
        if self._asked:
            self._slow.start()
            if not self._fresh:
                self._show()

    def _looked(self, outside: Outside) -> None:
        self._asked = False
        self.take(outside)
        if self._again:
            self.refresh()

    def take(self, outside: Outside) -> None:
        """Show what was read just now; what is being typed stays."""
        if not shiboken6.isValid(self.view):
            return
        self._slow.stop()
        away = outside.fault is not None and outside.fault.code == UNREACHED
        # Who may unlock is known from before where the drive is away for a moment.
        self.outside = self.outside._replace(fault=outside.fault) if away else outside
        self._fresh = self._fresh or not away
        self._show()
        if away or self._held_by() is not None:
            self._soon.start()
        else:
            self._soon.stop()

    def _not_looked(self, error: BaseException) -> None:
        self._asked = False
        self._crashed(error)

    def _say_slow(self) -> None:
        """The folder does not answer: say which. A lane that still writes what was entered is no fault of it."""
        if self._asked and (self._began or self._kept() is None) and not self._busy:
            self._slow.stop()
            self.outside = self.outside._replace(fault=unreached(self._house.place))
            self._show()

    @property
    def busy(self) -> bool:
        """True while a passphrase is checked."""
        return self._busy

    @property
    def quiet_ms(self) -> int:
        """For how long nobody typed: since the gate is there, not at all once a passphrase is begun, and long enough
        while one is checked, for nobody can type then.
        """
        if self._busy:
            return QUIET_MS
        return 0 if self.view.passphrase.text() else self._since.elapsed()

    def _switch(self, switch: LanguageSwitch) -> None:
        self._look.language.switch(switch.language)

    def _unlock(self, request: UnlockRequest) -> None:
        self._enter(lambda: unlock(self._house, request.user, request.passphrase, self._kept()))

    def _recover(self, request: RecoveryRequest) -> None:
        self._enter(lambda: recover(self._house, request.user, request.code, request.passphrase, self._kept()))

    def _use_kept(self) -> None:
        """A person decided for the kept copy of a damaged key file."""
        self._busy, self._message = True, None
        self._show()

        def done(_none: None) -> None:
            self._busy = False
            self.open(_KEPT)

        self._tasks.run("write", self._house.vaults.use_kept, done, self._failed)

    def _note_waiting(self) -> None:
        """What somebody has waited after failed unlocks stays waited if the computer is started anew."""
        if not self._busy and not self._asked:
            # A key file that can't be read is said where somebody tries to get in.
            self._tasks.run("write", self._house.vaults.note_waiting, lambda _none: None, lambda _error: None)
            self.refresh()

    def _enter(self, job: Callable[[], Session]) -> None:
        self._busy, self._message = True, None
        self._show()
        self._tasks.run("write", job, self._done, self._failed)

    def _done(self, session: Session) -> None:
        self._busy = False
        place = self._house.place
        user = session.person.user

        def remember() -> None:
            settings = place.settings
            if settings.last_user != user:
                place.remember(msgspec.structs.replace(settings, last_user=user))

        self._tasks.run("write", remember, lambda _none: None)
        self._entered(session)

    def _failed(self, error: BaseException) -> None:
        self._busy = False
        if isinstance(error, KnownError):
            self._message = _said(error)
        else:
            self._crashed(error)
        self._show()
        self.refresh()

    def _show(self) -> None:
        house, outside = self._house, self.outside
        known, backups, bundle = outside.known, outside.backups, outside.bundle
        study = known.study or KnownStudy(house.study.code, house.study.title, house.study.timezone)
        now = _at(house.clock(), study.timezone)
        message = self._message or (_said(outside.fault) if outside.fault is not None else None)
        self.view.render(
            UnlockState(
                study=study.title,
                registry=study.code,
                site=known.site,
                device=known.device,
                version=VERSION,
                now=now,
                users=tuple(self._choice(user) for user in outside.users),
                chosen=UserId(_after(self._left, outside.users) or outside.last_user) or None,
                reading=not self._fresh,
                unsent=known.unsent,
                oldest=now - _at(known.oldest, study.timezone) if known.oldest is not None else None,
                bundle=timedelta(milliseconds=bundle.age) if bundle is not None else None,
                bundle_late=bundle is not None and bundle.late,
                backup=backups.last if backups is not None else None,
                backup_verified=backups is not None and backups.last is not None,
                entries=outside.entries,
                warnings=tuple(warnings(backups)) if backups is not None else (),
                drafts=known.drafts,
                busy=self._busy,
                message=message,
                held_by=self._held_by(),
                minimum=LEAST,
                may_use_kept=message is not None and message.code == "keys-damaged",
            )
        )

    def _choice(self, user: VaultUser) -> UserChoice:
        return UserChoice(UserId(user.user_id), user.name, roles_text(self.outside.known.roles.get(user.user_id, ())))

    def _held_by(self) -> str | None:
        """Who has the store open in another process; nobody while it is this one."""
        return None if self._kept() is not None or self._busy else self.outside.held_by


_KEPT = Message(
    "keys-kept",
    Text("The kept copy of the key file is in place. Unlock now.", "已启用保留的密钥文件副本，请解锁。"),
    Tone.ACCENT,
)


def _after(left: str, users: tuple[VaultUser, ...]) -> str:
    """Who stands after somebody in the list, round and round; "" when nobody left."""
    ids = [user.user_id for user in users]
    return ids[(ids.index(left) + 1) % len(ids)] if left in ids else ""


def _said(error: KnownError) -> Message:
    return Message(error.code, error.sentence, Tone.RED if error.code == "keys-missing" else Tone.AMBER)


def _at(utc: int, timezone: str) -> datetime:
    return datetime.fromtimestamp(utc / 1000, UTC).astimezone(ZoneInfo(timezone))
