"""Long jobs of one desk: backups when they are due or asked for, drills, verification, archives; and whether the disk
fills up.

One at a time, on the lane for long jobs; each can be stopped. A backup that runs when somebody locks goes on. Owns the
timer and what the last job said. Must not know a widget.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.backup_standing import BackupStanding, backup_standing
from desktop_app.jobs.backup import BackedUp, back_up_open, drill_backup, open_of, tell_backups
from desktop_app.jobs.verify import verify
from desktop_app.place import Place
from desktop_app.presenters import backup_words as words
from desktop_app.presenters.archive.make import Made, Wanted, make_archive
from desktop_app.presenters.archive.manifest import Checked, check
from desktop_app.presenters.archive.words import absent_words, checked_words, made_words
from desktop_app.presenters.page import Desk
from storage.finding import Report
from storage.restore import Drilled
from storage.room import FreeRoom, Room, free_room, room_of
from storage.watch import Watch
from study.errors import KnownError
from study.state.slots import Slot
from study.text import Text
from ui.widgets.state import Message, Tone

T = TypeVar("T")
Kind = Literal["backup", "drill", "verify", "archive", "archive-check"]
_TICK_MS = 60_000
_FIRST_MS = 4_000
_ROOM_EVERY = 10
_MANY = 20
"""So many places moved at once are an import."""


class Progress(NamedTuple):
    """How far a job is in its present step."""

    step: str
    done: int
    total: int


class Keeping(QObject):
    """`changed` is sent when a job began, got on or ended; `ended` when one did: there may be another backup."""

    changed = Signal()
    ended = Signal()
    _heard = Signal(object)

    def __init__(self, desk: Desk, free: FreeRoom = free_room) -> None:
        super().__init__()
        self._desk = desk
        self._free = free
        self._stop = False
        self._gone = False
        self._ticks = 0
        self._by_itself = False
        self._after: Callable[[], None] = lambda: None
        self.busy = False
        """Whether a job runs; true until it has let go of the store, also when the desk is gone."""
        self.kind: Kind | None = None
        self.progress: Progress | None = None
        self.result: Message | None = None
        self.findings: tuple[Text, ...] = ()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.look)
        self._heard.connect(self._getting_on)

    def start(self) -> None:
        """Somebody is in: look now and then what is due, and at once whether there is room."""
        self._timer.start()
        self.look_at_room()
        QTimer.singleShot(_FIRST_MS, self, self.look)

    def stop(self) -> None:
        """The window closes, or another desk takes over: what runs ends as soon as it can."""
        self._timer.stop()
        self._stop = self._gone = True

    def leave(self, after: Callable[[], None]) -> None:
        """Somebody locks: a backup goes on, or is made now where the plan says so; `after` is called when it ended."""
        self._timer.stop()
        if self.busy and self.kind != "backup":
            self._stop = True
        self._after, self._gone = after, True
        if not self.busy:
            # On the writer's lane: answered before the next person is let in.
            self._desk.tasks.run("write", self._standing, self._leave_with, self._desk.failed)

    def _leave_with(self, standing: BackupStanding) -> None:
        if not self.busy and standing.due_at_lock:
            self._back_up(standing)

    def look(self) -> None:
        """Make a backup when one is due, say when one is overdue, look at the disk now and then."""
        if not self._timer.isActive():
            return
        self._ticks += 1
        if self._ticks % _ROOM_EVERY == 0:
            self.look_at_room()
        self._desk.read(lambda _records: self._standing(), self._found)

    def moved(self, slots: frozenset[Slot]) -> None:
        """Something was entered: after a file or an import, look at the disk."""
        if len(slots) > _MANY or any(slot.kind == "attachment" for slot in slots):
            self.look_at_room()

    def look_at_room(self) -> None:
        """Say it early when the disk fills up."""
        folder, free = self._desk.session.store.folder, self._free

        def found(room: Room) -> None:
            if room.scarce:
                self._desk.tell("disk-scarce", words.scarce(room))

        self._desk.read(lambda _records: room_of(folder, free), found)

    def back_up_now(self) -> None:
        """Somebody asks for a backup."""
        if not self.busy:
            self._by_itself = False
            self._desk.read(lambda _records: self._standing(), self._back_up)

    def drill(self, backup: Path) -> None:
        """Somebody asks whether a backup restores."""
        session = self._desk.session
        self._run("drill", lambda watch: drill_backup(session, backup, self._on_writer, watch), self._drilled)

    def verify(self) -> None:
        """Somebody asks whether the whole record holds."""
        session = self._desk.session
        self._run("verify", lambda watch: verify(session, watch), self._verified)

    def archive(self, wanted: Wanted) -> None:
        """Somebody asks for the archive of the study."""
        session = self._desk.session
        self._run("archive", lambda watch: make_archive(session, wanted, self._on_writer, watch), self._archived)

    def check_archive(self, folder: Path) -> None:
        """Somebody asks whether an archive is whole."""
        self._run("archive-check", lambda watch: check(folder, watch), self._archive_checked)

    def cancel(self) -> None:
        """Stop what runs."""
        self._stop = True

    def forget(self) -> None:
        """What the last job said is out of date by the time somebody comes back."""
        self.result, self.findings = None, ()

    def say(self, message: Message) -> None:
        """Show a message where the jobs' results stand."""
        self.result, self.findings = message, ()
        self.changed.emit()

    def _standing(self) -> BackupStanding:
        session = self._desk.session
        return backup_standing(Place(session.store.folder), session.clock, session.study.timezone)

    def _found(self, standing: BackupStanding) -> None:
        if standing.due and not self.busy:
            self._by_itself = True
            self._back_up(standing)
        elif standing.overdue:
            self._desk.tell("backup-overdue", words.OVERDUE, detail=standing.known.failure)

    def _back_up(self, standing: BackupStanding) -> None:
        opened, plan = open_of(self._desk.session), standing.plan

        def job(watch: Watch) -> BackedUp:
            return back_up_open(opened, Path(plan.folder), plan, self._on_writer, watch)

        self._run("backup", job, self._backed_up)

    def _run(self, kind: Kind, job: Callable[[Watch], T], done: Callable[[T], None]) -> None:
        if self.busy:
            return
        self.busy, self.kind, self._stop = True, kind, False
        self.progress = None
        self.forget()

        def listen(*said: *tuple[str, int, int]) -> None:
            self._desk.tasks.give_way()
            self._heard.emit(Progress(*said))

        watch = Watch(listen, lambda: self._stop)

        def run() -> T:
            try:
                return job(watch)
            finally:
                self.busy = False

        self._desk.tasks.run("long", run, lambda result: self._ended(lambda: done(result)), self._failed)
        if not self._gone:
            self.changed.emit()

    def _on_writer(self, job: Callable[[], Any]) -> Any:
        return self._desk.tasks.ask("write", job)

    def _getting_on(self, progress: Progress) -> None:
        if self.busy and not self._gone:
            self.progress = progress
            self.changed.emit()

    def _ended(self, show: Callable[[], None]) -> None:
        self.kind = self.progress = None
        if self._gone:
            self._after()
            return
        show()
        self.changed.emit()
        self.ended.emit()

    def _failed(self, error: BaseException) -> None:
        known = isinstance(error, KnownError)
        if not known:
            self._desk.failed(error)
        self._ended(lambda: self._show_failure(error) if isinstance(error, KnownError) else None)

    def _show_failure(self, error: KnownError) -> None:
        if self._by_itself:
            # Nobody waits for it: said once, and it does not stand in the way.
            self._desk.tell(error.code, error.sentence)
        self.result = Message(error.code, error.sentence, Tone.AMBER)

    def _backed_up(self, done: BackedUp) -> None:
        session, manifest = self._desk.session, done.made.manifest
        self._desk.write(lambda: tell_backups(session), lambda _none: self._desk.refresh_frame(), self._desk.failed)
        left = tuple(words.lacking(manifest))
        text = Text(
            f"{done.made.path.name}: {manifest.content.changes} entries, checked.",
            f"{done.made.path.name}：{manifest.content.changes} 条记录，已校验。",
        )
        self.result = Message("backup-made", text, Tone.AMBER if left else Tone.ACCENT)
        self.findings = left

    def _archived(self, made: Made) -> None:
        self._desk.refresh_frame()
        self.result = Message("archived", made_words(made), Tone.ACCENT)
        self.findings = absent_words(made)

    def _archive_checked(self, found: Checked) -> None:
        about, *lines = checked_words(found)
        self.result = Message("archive-checked", about, Tone.ACCENT if found.whole else Tone.RED)
        self.findings = tuple(lines)

    def _drilled(self, drilled: Drilled) -> None:
        self._desk.refresh_frame()
        self._show_report(
            drilled.report,
            Text("The backup restores, and everything in it holds", "该备份可以恢复，内容全部有效"),
            Text("The backup restores; in it was found:", "该备份可以恢复，但发现："),
        )

    def _verified(self, report: Report) -> None:
        self._show_report(
            report,
            Text("Everything holds", "全部有效"),
            Text("Something does not hold:", "发现问题："),
        )

    def _show_report(self, report: Report, whole: Text, broken: Text) -> None:
        counts = Text(
            f"{report.changes} entries, {report.attachments} attached files",
            f"{report.changes} 条记录、{report.attachments} 个附件",
        )
        self.findings = tuple(finding.what for finding in report.findings[:_MANY])
        if report.whole:
            text = Text(f"{whole.en}: {counts.en}.", f"{whole.zh}：{counts.zh}。")
            self.result = Message("whole", text, Tone.ACCENT, words.waiting(report))
        else:
            self.result = Message("findings", broken, Tone.RED)
