"""The gate: who wants in, with what is known of the store before anyone is. Decides nothing about the record itself."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
from PySide6.QtCore import QElapsedTimer, QTimer

from desktop_app.backup_standing import backup_standing
from desktop_app.garbage import QUIET_MS
from desktop_app.house import House
from desktop_app.jobs.status import Known, KnownStudy, bundle_away, read_known
from desktop_app.jobs.unlock import recover, unlock
from desktop_app.presenters.backup_words import warnings
from desktop_app.presenters.words import roles_text
from desktop_app.session import Session
from desktop_app.tasks import Tasks
from desktop_app.version import VERSION
from storage.anchor import Anchor
from storage.keys import VaultUser
from storage.keys.passphrase import LEAST
from storage.lock import StoreLock, read_holder
from storage.store import Store
from storage.witness import ANCHOR_NAME
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


class Gate:
    """The unlock screen of one store. `kept` is the store while it is still open from the person before."""

    def __init__(
        self,
        house: House,
        tasks: Tasks,
        look: Look,
        *,
        entered: Entered,
        crashed: Callable[[BaseException], None],
        kept: Callable[[], Store | None],
    ) -> None:
        self._house = house
        self._tasks = tasks
        self._look = look
        self._entered = entered
        self._crashed = crashed
        self._kept = kept
        self._users: tuple[VaultUser, ...] = ()
        self._known = Known()
        self._busy = False
        self._next = ""
        self._message: Message | None = None
        self.view = UnlockView(look)
        self.view.unlock_requested.connect(self._unlock)
        self.view.recovery_requested.connect(self._recover)
        self.view.kept_requested.connect(self._use_kept)
        self.view.language_chosen.connect(self._switch)
        self._since = QElapsedTimer()
        self._since.start()
        self._minute = QTimer(self.view)
        self._minute.timeout.connect(self._note_waiting)
        self._minute.start(_MINUTE_MS)

    def open(self, message: Message | None = None, left: str = "") -> None:
        """Read what is known and show it; `message` says why the person stands here, `left` is who gave the desk up
        to somebody else: the name after theirs is offered.
        """
        self._message = message
        try:
            self._users = self._house.vaults.open().users
        except KnownError as error:
            self._message = message or _said(error)
        self._next = _after(left, self._users)
        self.refresh()

    def wait(self) -> None:
        """A last job of the session before runs: nobody gets in until it is over."""
        self._busy = True
        self._show()

    def refresh(self) -> None:
        """Show what is known by now: the counts are taken a moment after locking."""
        self._known = read_known(self._house.place)
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
        if not self._busy:
            # A key file that can't be read is said where somebody tries to get in.
            self._tasks.run("write", self._house.vaults.note_waiting, lambda _none: None, lambda _error: None)

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

    def _show(self) -> None:
        house, known = self._house, self._known
        study = known.study or KnownStudy(house.study.code, house.study.title, house.study.timezone)
        now = _at(house.clock(), study.timezone)
        anchor = Anchor.read(house.place.folder / ANCHOR_NAME)
        away = bundle_away(house.place, house.clock())
        self.view.render(
            UnlockState(
                study=study.title,
                registry=study.code,
                site=known.site,
                device=known.device,
                version=VERSION,
                now=now,
                users=tuple(self._choice(user) for user in self._users),
                chosen=UserId(self._next or house.place.settings.last_user) or None,
                unsent=known.unsent,
                oldest=now - _at(known.oldest, study.timezone) if known.oldest is not None else None,
                bundle=timedelta(milliseconds=away.age) if away is not None else None,
                bundle_late=away is not None and away.late,
                backup=_at(known.backups.made, study.timezone) if known.backups.made is not None else None,
                backup_verified=known.backups.made is not None,
                entries=anchor.seq if anchor else None,
                warnings=tuple(warnings(backup_standing(house.place, house.clock, house.study.timezone))),
                drafts=known.drafts,
                busy=self._busy,
                message=self._message,
                held_by=self._held_by(),
                minimum=LEAST,
                may_use_kept=self._message is not None and self._message.code == "keys-damaged",
            )
        )

    def _choice(self, user: VaultUser) -> UserChoice:
        return UserChoice(UserId(user.user_id), user.name, roles_text(self._known.roles.get(user.user_id, ())))

    def _held_by(self) -> str | None:
        """Who has the store open in another process; nobody while it is this one."""
        if self._kept() is not None or self._busy:
            return None
        folder = self._house.place.folder
        before = read_holder(folder)
        try:
            StoreLock.acquire(folder, self._house.holder("")).release()
        except KnownError as error:
            if error.code == "store-in-use":
                return before.name if before else "?"
            self._message = _said(error)
        return None


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
    return Message(error.code, error.sentence, Tone.AMBER)


def _at(utc: int, timezone: str) -> datetime:
    return datetime.fromtimestamp(utc / 1000, UTC).astimezone(ZoneInfo(timezone))
