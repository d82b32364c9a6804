"""The backups in the admin room: how it stands, the plan, the backups in the folder with their drills.

A part of the admin page. The folder may lie on a network, so it is listed on the lane for long jobs.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop_app.backup_plan import BackupPlan, When, read_time
from desktop_app.backup_standing import BackupStanding, backup_standing
from desktop_app.jobs.backup import backups_in, plan_backups
from desktop_app.place import Place
from desktop_app.presenters import backup_words as words
from desktop_app.presenters.admin_archive import Archives
from desktop_app.presenters.keeping import Keeping
from desktop_app.presenters.page import Desk
from storage.backup_notes import BackupNote
from storage.backups import Found
from storage.retention import Rules
from study.errors import KnownError
from study.text import Text
from ui.admin.admin_view import AdminView
from ui.admin.backup_state import BackupRow, BackupState, PlanShown, Running
from ui.file_dialog import Purpose, open_folder
from ui.widgets.state import Message, Tone

_WHEN: dict[str, When] = {"off": "off", "daily": "daily", "hours": "hours", "lock": "lock"}


class Backups:
    """`changed` is called when there is something else to show."""

    def __init__(self, desk: Desk, keeping: Keeping, changed: Callable[[], None]) -> None:
        self._desk = desk
        self._changed = changed
        self.keeping = keeping
        self.archives = Archives(desk, keeping)
        self._standing: BackupStanding | None = None
        self._notes: tuple[BackupNote, ...] = ()
        self._found: tuple[Found, ...] = ()
        keeping.changed.connect(changed)
        keeping.ended.connect(self.refresh)

    def listen(self, view: AdminView) -> None:
        """Do what the section asks for."""
        view.backup_requested.connect(self.keeping.back_up_now)
        view.backup_drill_requested.connect(lambda path: self.keeping.drill(Path(path)))
        view.verify_requested.connect(self.keeping.verify)
        view.long_job_stopped.connect(self.keeping.cancel)
        view.backup_folder_requested.connect(lambda: self.ask_folder(view))
        view.backup_plan_requested.connect(self.plan)
        self.archives.listen(view)

    def refresh(self) -> None:
        """Read again how it stands, then list the folder."""
        session = self._desk.session

        def read(standing_notes: tuple[BackupStanding, tuple[BackupNote, ...]]) -> None:
            self._standing, self._notes = standing_notes
            self._changed()
            folder = self._standing.plan.folder
            if folder and not self.keeping.busy:
                self._desk.long(lambda: tuple(backups_in(session, Path(folder))), self._listed, self._desk.failed)

        self._desk.read(lambda _records: (self._read_standing(), tuple(session.store.reader.backups())), read)

    def ask_folder(self, parent: QWidget) -> None:
        """Let the person choose where backups go."""
        title = Text("Where backups go", "备份存放位置").get(self._desk.language)
        open_folder(parent, title, Purpose.BACKUP, lambda folder: self.choose_folder(Path(folder)))

    def choose_folder(self, folder: Path) -> None:
        """Keep where backups go."""
        self._keep(lambda plan: BackupPlan(str(folder), plan.when, plan.at, plan.hours, plan.keep))

    def plan(self, shown: PlanShown) -> None:
        """Keep when backups are made and how many are kept."""
        self._keep(lambda plan: _read_plan(plan.folder, shown))

    def forget(self) -> None:
        """Another page comes to the front."""
        self.keeping.forget()

    def state(self, keep: tuple[Text, ...] = ()) -> BackupState | None:
        """The section as it stands; None before it was read. `keep`: until when the records are kept."""
        standing, keeping, session = self._standing, self.keeping, self._desk.session
        if standing is None:
            return None
        plan = standing.plan
        shown = PlanShown(
            plan.when, plan.at, str(plan.hours), str(plan.keep.daily), str(plan.keep.weekly), str(plan.keep.monthly)
        )
        return BackupState(
            last=words.last_backup(standing),
            folder=plan.folder,
            plan=shown,
            warnings=tuple(words.warnings(standing)),
            rows=tuple(self._row(found) for found in self._found),
            running=self._running(),
            result=keeping.result,
            findings=keeping.findings,
            may_plan="admin" in session.person.roles,
            archive=self.archives.state(keep),
        )

    def _read_standing(self) -> BackupStanding:
        session = self._desk.session
        return backup_standing(Place(session.store.folder), session.clock, session.study.timezone)

    def _keep(self, change: Callable[[BackupPlan], BackupPlan]) -> None:
        place = Place(self._desk.session.store.folder)

        def failed(error: BaseException) -> None:
            if isinstance(error, KnownError):
                self.keeping.say(Message(error.code, error.sentence, Tone.AMBER))
            else:
                self._desk.failed(error)

        self._desk.write(
            lambda: plan_backups(place, change(place.settings.backup)), lambda _none: self.refresh(), failed
        )

    def _listed(self, found: tuple[Found, ...]) -> None:
        self._found = found
        self._changed()

    def _running(self) -> Running | None:
        if not self.keeping.busy or self.keeping.kind is None:
            return None
        progress = self.keeping.progress
        if progress is None:
            return Running(words.KINDS[self.keeping.kind])
        said = words.STEPS.get(progress.step, words.KINDS[self.keeping.kind])
        return Running(words.counted(progress.step, said, progress.done, progress.total), progress.done, progress.total)

    def _row(self, found: Found) -> BackupRow:
        session, sealed, created = self._desk.session, found.sealed, found.created
        note = next((one for one in self._notes if one.path == found.path), None)
        fault = found.fault.sentence if found.fault else None
        if note is not None and note.drill:
            fault = words.drill_found(note.drill)
        return BackupRow(
            path=str(found.path),
            name=found.path.name,
            made=f"{created.astimezone(session.zone):%Y-%m-%d %H:%M}" if created else "",
            entries=str(sealed.manifest.content.changes) if sealed else "",
            size=f"{sealed.manifest.size / 1_000_000:.1f} MB" if sealed else "",
            drilled=f"{session.at(note.drilled):%Y-%m-%d}" if note and note.drilled else "",
            fault=fault,
        )


def _read_plan(folder: str, shown: PlanShown) -> BackupPlan:
    """KnownError `backup-time` or `backup-number` for what can't be read; `backup-where` without a folder."""
    when = _WHEN[shown.when]
    if when != "off" and not folder:
        raise KnownError("backup-where", "Choose the backup folder first.", "请先选择备份文件夹。")
    if when == "daily" and read_time(shown.at) is None:
        raise KnownError("backup-time", f"{shown.at} is no time of day.", f"{shown.at} 不是有效的时间。")
    numbers = [text.strip() for text in (shown.hours, shown.daily, shown.weekly, shown.monthly)]
    if not all(number.isdecimal() for number in numbers) or not int(numbers[0]):
        raise KnownError(
            "backup-number", "Hours, days, weeks and months are whole numbers.", "时、日、周、月应为整数。"
        )
    hours, *keep = map(int, numbers)
    return BackupPlan(folder, when, shown.at.strip(), hours, Rules(*keep))
