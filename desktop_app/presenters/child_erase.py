"""Erasing a child's identity from its page: what the dialog must say, the act on the writer's lane, what is told then.

Owns no cryptography (`desktop_app.jobs.erase`) and never says a name.
"""

from collections.abc import Iterable
from pathlib import Path

from desktop_app.jobs.backup import backups_in
from desktop_app.jobs.erase import erase_identity
from desktop_app.place import Place
from desktop_app.presenters.page import Desk
from desktop_app.records import Records
from desktop_app.session import Session
from storage.backup_notes import BackupNote
from study.changes.facts import IdentityErased
from study.errors import KnownError
from study.naming import KnownIdentity, looks_like
from study.text import Text
from ui.child.state import EraseOffer, EraseRequest
from ui.child.view import ChildView

_DONE = Text(
    "The identity is erased. Print the new site-key sheet in the admin room, destroy the old sheets and the backups "
    "made before today.",
    "身份信息已删除。请在管理页面打印新的中心密钥单，并销毁旧的密钥单及今日之前的备份。",
)
_SYNC = Text("The next sync makes it final everywhere.", "下次同步后在所有工作站最终生效。")


class Erasing:
    """Offers and does it."""

    def __init__(self, desk: Desk, view: ChildView) -> None:
        self._desk = desk
        self._view = view
        view.erase_asked.connect(self.offer)
        view.erase_confirmed.connect(self.erase)

    def offer(self, subject: str) -> None:
        """Look which backups still open the name, then open the dialog."""
        session = self._desk.session

        def look(records: Records) -> tuple[str, list[BackupNote]]:
            return records.child(subject).subject.label, session.store.reader.backups()

        def found(read: tuple[str, list[BackupNote]]) -> None:
            self._desk.long(
                lambda: EraseOffer(subject, read[0], known_backups(session, read[1])),
                self._view.offer_erasing,
                self._desk.failed,
            )

        self._desk.read(look, found)

    def erase(self, request: EraseRequest) -> None:
        """Do what the dialog asks for; where it is refused, the dialog says why and stays."""
        session = self._desk.session

        def judge(records: Records) -> KnownError | None:
            child = records.child(request.subject)
            return refused(request, child.subject.label, child.identity.known)

        def judged(why: KnownError | None) -> None:
            if why is not None:
                self._failed(why)
            else:
                self._desk.write(lambda: _erased(session, request), self._done, self._failed)

        self._desk.read(judge, judged)

    def _done(self, waits: bool) -> None:
        self._view.erased()
        self._desk.moved(None)
        self._desk.tell("identity-erased", _DONE, detail=_SYNC if waits else None)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, KnownError):
            self._view.refuse_erasing(error.sentence)
        else:
            self._desk.failed(error)


def refused(request: EraseRequest, code: str, known: KnownIdentity) -> KnownError | None:
    """Why this can't be asked for: another code was typed, or the reason itself names the child."""
    if request.code != code:
        return KnownError(
            "not-confirmed", f"Type the code {code} to confirm.", f"请输入编号 {code} 以确认。"
        )  # fmt: skip
    return names_somebody(request.reason, known)


def names_somebody(reason: str, known: KnownIdentity) -> KnownError | None:
    """Why a reason can't be kept as it is: it seems to name the child."""
    if not looks_like(reason, known):
        return None
    return KnownError(
        "reason-names-somebody",
        "The reason seems to hold a name or a number. It stays in the record for good: say it without.",
        "原因中疑似含有姓名或号码。原因将永久保留在记录中，请去除后再提交。",
    )


def known_backups(session: Session, notes: Iterable[BackupNote]) -> tuple[Text, ...]:
    """Every backup made so far that may still be there, newest first: when and where. Reads disks; off the lanes."""
    noted = [(note.made, note.path) for note in notes if not _gone(note.path)]
    target = Place(session.store.folder).settings.backup.folder
    listed = backups_in(session, Path(target)) if target else []
    seen = {path for _made, path in noted}
    noted += [
        (found.sealed.manifest.created, found.path) for found in listed if found.sealed and found.path not in seen
    ]
    return tuple(
        Text(f"{session.at(made):%Y-%m-%d %H:%M}   {path}", f"{session.at(made):%Y-%m-%d %H:%M}   {path}")
        for made, path in sorted(noted, reverse=True)
    )


def _gone(path: Path) -> bool:
    """A backup that was removed; on a disk that is not plugged in nobody knows, and it counts as there."""
    try:
        return path.parent.is_dir() and not path.exists()
    except OSError:
        return False


def _erased(session: Session, request: EraseRequest) -> bool:
    """Runs on the writer's lane; whether the act waits for a sync."""
    author = session.author_as(session.role_for(IdentityErased) or session.role)
    erase_identity(session.store, author, request.subject, request.reason)
    return session.store.reader.edc_key() is not None
