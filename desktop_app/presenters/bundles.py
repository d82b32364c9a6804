"""Bundles at the desk: asks for the file, notes the export, runs the job, says what came of it. See `jobs.bundle`."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.jobs.bundle import (
    ENDING,
    Asked,
    Heard,
    export_bundle,
    file_name,
    import_reply,
    invitation_for,
    is_invitation_file,
)
from desktop_app.jobs.note import EXPORT
from desktop_app.jobs.status import BundleAway, bundle_away
from desktop_app.place import Place
from desktop_app.presenters.page import Desk
from desktop_app.presenters.sync_reading import local
from storage.bundle_notes import BundleNote, read_bundles
from storage.watch import Watch
from study.errors import KnownError
from study.text import Text
from sync.client.bundle_out import Written
from sync.client.report import Progress
from sync.protocol.invitation import Invitation
from ui.file_dialog import Purpose, open_file, save_file
from ui.look import Look
from ui.sync.bundle_state import BundleProgress, BundleRow, BundleStanding, BundleState, InvitationState
from ui.sync.invitation_dialog import InvitationDialog

KINDS = f"Cartella (*{ENDING});;(*)"
OUT = Text("Export a bundle", "导出数据包")
IN = Text("Import a reply or an invitation", "导入回复或邀请")


class Bundles(QObject):
    """One export or import at a time. `changed`: the card should be shown anew; `heard`: what a reply brought."""

    changed = Signal()
    heard = Signal(object)
    _getting_on = Signal(bool, int, int)

    def __init__(self, desk: Desk, parent_of: Callable[[], QWidget]) -> None:
        super().__init__()
        self._desk = desk
        self._parent_of = parent_of
        self._stopped = False
        self._progress: BundleProgress | None = None
        self._said: Text | None = None
        self._well = True
        self._getting_on.connect(self._on)

    def ask_export(self, files: bool) -> None:
        """Ask where a bundle goes, then write it."""
        self._ask_where(Asked(files=files))

    def ask_import(self) -> None:
        """Ask for a reply or an invitation."""
        open_file(
            self._parent_of(), IN.get(self._desk.language), KINDS, Purpose.BUNDLE,
            lambda path: self.take(Path(path)),
        )  # fmt: skip

    def take(self, path: Path) -> None:
        """A file that was brought: an invitation is shown, a reply taken in."""
        self._desk.long(lambda: is_invitation_file(path), lambda yes: self._brought(path, yes), self._failed)

    def export(self, path: Path, asked: Asked) -> None:
        """Note it in the record, then write the bundle."""
        if self._progress is not None:
            return
        self._begin(writing=True)
        session, tasks = self._desk.session, self._desk.tasks
        watch = Watch(lambda _step, done, total: self._getting_on.emit(True, done, total), lambda: self._stopped)

        def write() -> Written:
            return export_bundle(session, path, lambda job: tasks.ask("write", job), asked, watch)

        def noted(count: int) -> None:
            self._desk.noted(
                EXPORT, "bundle", count + 1,
                lambda: self._desk.network(write, lambda written: self._written(path, written), self._failed),
            )  # fmt: skip

        self._desk.read(lambda _records: session.store.reader.queue().count, noted)

    def stop(self) -> None:
        """End what is running after its present step."""
        self._stopped = True

    def read(self) -> tuple[BundleRow, ...]:
        """What is remembered of the bundles written here; on the reader's lane."""
        session = self._desk.session
        folder = session.store.folder
        away = bundle_away(Place(folder), session.clock())
        return tuple(_row(note, away, session.zone) for note in read_bundles(folder))

    def state(self, now: datetime, rows: tuple[BundleRow, ...], *, enrolled: bool) -> BundleState:
        """The card. `now` is wall-clock time at the site."""
        return BundleState(now, enrolled or bool(rows), rows, self._progress, self._said, self._well)

    def _brought(self, path: Path, invitation: bool) -> None:
        if not invitation:
            self._hear(path)
            return
        session = self._desk.session

        def show(found: tuple[Invitation, bytes]) -> None:
            taken_up = Asked(invitation=found[1])
            compare(self._parent_of(), self._desk.look, found[0], session.zone, lambda: self._ask_where(taken_up))

        self._desk.long(lambda: invitation_for(session, path), show, self._failed)

    def _ask_where(self, asked: Asked) -> None:
        session = self._desk.session
        day, enrols = f"{session.today}", bool(asked.invitation)

        def ask(name: str) -> None:
            title = OUT.get(self._desk.language)
            save_file(self._parent_of(), title, name, KINDS, lambda path, _kind: self.export(Path(path), asked))

        self._desk.read(lambda _records: file_name(session.store.reader, day, enrols=enrols), ask)

    def _hear(self, path: Path) -> None:
        if self._progress is not None:
            return
        self._begin(writing=False)
        session, tasks = self._desk.session, self._desk.tasks

        def listen(progress: Progress) -> None:
            done, total = progress.sent + progress.received, progress.to_send + progress.to_receive
            self._getting_on.emit(False, done, total)

        self._desk.network(
            lambda: import_reply(session, path, lambda job: tasks.ask("write", job), listen, lambda: self._stopped),
            self._came,
            self._failed,
        )

    def _begin(self, *, writing: bool) -> None:
        self._stopped, self._said = False, None
        self._progress = BundleProgress(writing)
        self.changed.emit()

    def _on(self, writing: bool, done: int, total: int) -> None:
        if self._progress is not None:
            self._progress = BundleProgress(writing, done, total)
            self.changed.emit()

    def _written(self, path: Path, written: Written) -> None:
        self._progress, self._well, self._said = None, True, written_words(path, written)
        self._desk.refresh_frame()
        self._desk.moved(frozenset())
        self.changed.emit()

    def _came(self, heard: Heard) -> None:
        report = heard.report
        self._progress = None
        if report.error is not None:
            self._well, self._said = False, report.error
        else:
            self._well, self._said = True, heard_words(heard)
        self.heard.emit(heard.synced)
        self._desk.moved(None if report.moved or heard.files else frozenset())
        self.changed.emit()

    def _failed(self, error: BaseException) -> None:
        self._progress = None
        if isinstance(error, KnownError):
            self._well, self._said = False, error.sentence
        else:
            self._desk.failed(error)
        self.changed.emit()


def compare(
    parent: QWidget, look: Look, invitation: Invitation, zone: ZoneInfo, same: Callable[[], None]
) -> InvitationDialog:
    """Show the fingerprint; `same` once somebody says that the centre read out the same."""
    until = datetime.fromtimestamp(invitation.until_utc / 1000, UTC).astimezone(zone)
    name = f"{invitation.site} {invitation.site_name}".strip()
    dialog = InvitationDialog(look, InvitationState(name, invitation.fingerprint, until), parent)
    dialog.same.connect(same)
    dialog.open()
    return dialog


def written_words(path: Path, written: Written) -> Text:
    """What was written and what to do with it."""
    return Text(
        f"{path.name}: {written.changes} changes, {written.files} attached files. Bring it to the centre and import "
        "the reply here. Only the centre can open it.",
        f"{path.name}：{written.changes} 条变更，{written.files} 个附件。"
        "请送至中心库，并在此导入其回复。只有中心库能打开该文件。",
    )


def heard_words(heard: Heard) -> Text:
    """What a reply brought."""
    report = heard.report
    if not heard.new:
        return Text("Nothing new: all of this reply was here already.", "没有新内容：该回复均已导入。")
    refused = len(report.refused)
    more = Text(f" {refused} were not taken.", f" {refused} 条未被接受。") if refused else Text("", "")
    return Text(
        f"{report.sent} changes confirmed, {report.received} received, {heard.files} attached files.{more.en}",
        f"已确认 {report.sent} 条变更，已接收 {report.received} 条，附件 {heard.files} 个。{more.zh}",
    )


def _row(note: BundleNote, away: BundleAway | None, zone: ZoneInfo) -> BundleRow:
    standing = BundleStanding.OVERTAKEN
    if away is not None and note.made == away.made:
        standing = BundleStanding.WAITING
    elif note.answered is not None and note.number:
        standing = BundleStanding.ANSWERED
    answered = local(note.answered, zone) if note.answered is not None else None
    return BundleRow(
        local(note.made, zone), note.changes, note.files, standing, answered, note.received, note.enrols
    )  # fmt: skip
