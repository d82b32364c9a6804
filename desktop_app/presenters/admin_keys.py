"""Passphrases, the recovery code and the keys in the admin room: what is read, what is asked, what came of it."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from desktop_app.jobs.keys import use_kept
from desktop_app.jobs.passphrase import change_passphrase, reset_passphrase
from desktop_app.jobs.recovery_code import drill_recovery, new_code, replace_recovery_code
from desktop_app.jobs.remove_user import remove_user
from desktop_app.jobs.renew_keys import new_code_for_renewal, renew
from desktop_app.paper import CodeSheet, ask_secret_printer
from desktop_app.presenters.page import Desk
from desktop_app.presenters.sheets import print_noted
from desktop_app.session import Session
from storage.key_memory import key_memory
from study.errors import KnownError
from study.text import Text
from ui.admin.admin_view import AdminView
from ui.admin.keys_state import (
    Behind,
    ChangePassphrase,
    Deed,
    KeysRequest,
    KeysState,
    NewCode,
    RemoveUser,
    ResetPassphrase,
    TryCode,
    TypedBack,
    UseKept,
)
from ui.ids import UserId
from ui.widgets.state import Message, Tone

_DONE: dict[Deed, Text] = {
    Deed.CHANGE: Text("Your passphrase is changed.", "口令已修改。"),
    Deed.RESET: Text(
        "The new passphrase is set, and the new signing key is certified.", "新口令已设置，新签名密钥已认证。"
    ),
    Deed.REMOVE: Text(
        "They can no longer unlock this record. Renew the keys if they may have copied files.",
        "该用户不能再解锁本记录。如其可能复制过文件，请更换密钥。",
    ),
    Deed.TRY: Text("The code opens this record. The drill is noted.", "恢复码可以打开本记录，演练已记入日志。"),
    Deed.CODE: Text(
        "The new recovery code is in force; the old one opens nothing.", "新恢复码已生效，原恢复码不再有效。"
    ),
    Deed.KEPT: Text(
        "The kept copy of the key file is in place. The damaged one stays beside it.",
        "已启用保留的密钥文件副本，损坏的文件保留在旁。",
    ),
    Deed.RENEW: Text(
        "The keys are renewed. Everybody unlocks with the passphrase they have. Make a backup now.",
        "密钥已更换，各人仍用原有口令解锁。请立即备份。",
    ),
}


class KeysRead(NamedTuple):
    """How it stands with the keys, as read on the reader's lane."""

    code_since: date
    version: int
    drilled: date | None
    removed: tuple[str, ...]
    behind: tuple[Behind, ...]
    damaged: Text | None = None


def read_keys(session: Session) -> KeysRead | None:
    """Read the key file and what the database remembers of it; None when the file can't be read just now. A damaged one
    is said.
    """
    try:
        vault = session.vaults.open()
    except KnownError as error:
        if error.code != "keys-damaged":
            return None
        return KeysRead(session.today, 0, None, (), (), error.sentence)
    memory = key_memory(session.store.connection)
    return KeysRead(
        session.at(vault.recovery_since).date(),
        vault.epoch,
        session.at(memory.drilled).date() if memory.drilled is not None else None,
        memory.removed,
        tuple(Behind(UserId(user.user_id), user.name) for user in vault.not_renewable),
    )


class Keys:
    """`show` renders the room anew; `set_busy` says that a job runs; `tell` shows what came of it."""

    def __init__(
        self,
        desk: Desk,
        view: AdminView,
        show: Callable[[], None],
        set_busy: Callable[[bool], None],
        tell: Callable[[Message | None], None],
    ) -> None:
        self._desk = desk
        self._view = view
        self._show = show
        self._set_busy = set_busy
        self._tell = tell
        self._code = ""
        self._leave: tuple[UserId, ...] = ()
        self._shown_for: Deed | None = None
        self._done: Deed | None = None
        view.keys_requested.connect(self._asked)
        view.code_print_requested.connect(self._print)
        view.code_dismissed.connect(self.forget)

    def state(self, read: KeysRead | None) -> KeysState | None:
        """What the section shows."""
        if read is None:
            return None
        return KeysState(
            read.code_since, read.version, read.drilled, read.removed, read.behind, read.damaged, self._code,
            self._shown_for, self._done,
        )  # fmt: skip

    def forget(self) -> None:
        """A code does not stay in the window once its dialog is closed."""
        self._code, self._shown_for, self._done, self._leave = "", None, None, ()

    def _asked(self, request: KeysRequest) -> None:
        session = self._desk.session
        self._done = None
        match request:
            case ChangePassphrase(old=old, new=new):
                self._run(Deed.CHANGE, lambda: change_passphrase(session, old, new))
            case ResetPassphrase(user=user, new=new):
                self._run(Deed.RESET, lambda: reset_passphrase(session, user, new))
            case RemoveUser(user=user, reason=reason):
                self._run(Deed.REMOVE, lambda: remove_user(session, user, reason))
            case TryCode(typed=typed):
                self._run(Deed.TRY, lambda: drill_recovery(session, typed))
            case NewCode(deed=deed, leave=leave):
                self._offer(deed, leave)
            case UseKept():
                self._run(Deed.KEPT, lambda: use_kept(session))
            case TypedBack(deed=Deed.RENEW, typed=typed):
                self._renew(self._code, typed, self._leave)
            case TypedBack(typed=typed):
                code = self._code
                self._run(Deed.CODE, lambda: replace_recovery_code(session, code, typed))

    def _offer(self, deed: Deed, leave: tuple[UserId, ...]) -> None:
        """A new code is made and shown; nothing opens with it yet. `leave`: who is left out of the renewal."""
        session = self._desk.session
        make = new_code_for_renewal if deed is Deed.RENEW else new_code
        try:
            self._code, self._shown_for, self._leave = make(session), deed, leave
        except KnownError as error:
            self._tell(Message(error.code, error.sentence, Tone.AMBER))
        self._show()

    def _run(self, deed: Deed, job: Callable[[], object]) -> None:
        def done(_result: object) -> None:
            self._done = deed
            self._tell(Message(f"keys-{deed.value}", _DONE[deed], Tone.ACCENT))
            self._set_busy(False)
            self._desk.moved(None)

        def failed(error: BaseException) -> None:
            if isinstance(error, KnownError):
                self._tell(Message(error.code, error.sentence, Tone.AMBER))
            else:
                self._desk.failed(error)
            self._set_busy(False)

        self._tell(None)
        self._set_busy(True)
        self._desk.write(job, done, failed)

    def _renew(self, code: str, typed: str, leave: tuple[UserId, ...]) -> None:
        """The last job of this session: the record is closed by it, and everybody unlocks again."""
        session = self._desk.session

        def job() -> Message:
            renew(session, code, typed, leave)
            return Message("keys-renewed", _DONE[Deed.RENEW], Tone.ACCENT)

        self._desk.end_with(job)

    def _print(self) -> None:
        about = Text(
            "Opens the record of this workstation when every passphrase is lost. Keep it locked away.",
            "所有口令丢失时，用于打开本工作站的记录。请妥善锁存。",
        )
        sheet = CodeSheet(Text("Recovery code", "恢复码"), self._code, about, str(self._desk.session.store.folder))
        printer = ask_secret_printer(self._view)
        if printer is not None:
            print_noted(self._desk, "recovery-code", sheet, printer)
