"""Making, thinning, drilling and noting backups. A job runs beside the lanes and hands what it writes to the writer's.

A backup that fails is said and noted, and never stands in anybody's way.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import msgspec

from desktop_app.backup_plan import BackupPlan
from desktop_app.jobs.line import OnWriter, straight
from desktop_app.jobs.status import BackupKnown, keep_backup_known, read_known
from desktop_app.place import Place
from desktop_app.session import Session
from desktop_app.version import VERSION
from storage.backup import Made, Source, back_up
from storage.backup_notes import BackupNote, note_backup, note_drill, note_told
from storage.backup_place import check_marked, leave_note, mark, note_of, take_notes
from storage.backups import Found, find_backups, thin
from storage.keys import Clock, Unlocked
from storage.restore import Drilled, drill
from storage.room import same_disk
from storage.store import Store
from storage.watch import UNWATCHED, Watch
from study.changes.facts import Accessed
from study.errors import KnownError
from study.text import Text


class BackedUp(NamedTuple):
    """A finished backup, which older ones went, and whether it lies on the record's own disk."""

    made: Made
    gone: tuple[Path, ...]
    same_disk: bool


class Open(NamedTuple):
    """An open store as a backup needs it; the signing key may be gone already."""

    store: Store
    unlocked: Unlocked
    clock: Clock

    @property
    def source(self) -> Source:
        """What is copied."""
        return Source(self.store.folder, self.unlocked, self.clock, VERSION, self.store.guard)


def open_of(session: Session) -> Open:
    """The store of a session."""
    return Open(session.store, session.unlocked, session.clock)


def back_up_open(
    opened: Open, target: Path, plan: BackupPlan, on_writer: OnWriter, watch: Watch = UNWATCHED
) -> BackedUp:
    """Back up an open store and note it beside the record; it enters the log by `tell_backups`.

    KnownErrors of `storage.backup.back_up`; all but `stopped` are noted for the unlock screen.
    """
    store = opened.store
    place = Place(store.folder)
    seals = on_writer(lambda: tuple(note.seal for note in store.reader.backups()))
    done = _noting_failures(
        place, opened.clock, on_writer, lambda: _make(opened.source, target, plan, seals, watch)
    )  # fmt: skip

    def note() -> None:
        note_backup(store.connection, _note(done.made))
        _keep(place, done)

    on_writer(note)
    return done


def back_up_beside(source: Source, target: Path, plan: BackupPlan, watch: Watch = UNWATCHED) -> BackedUp:
    """Back up a store that another process has open: nothing is written into it, only beside it, where the next unlock
    or backup of that process finds the note and tells the log.
    """
    place = Place(source.folder)
    done = _noting_failures(
        place, source.clock, straight, lambda: _make(source, target, plan, (), watch)
    )  # fmt: skip
    _keep(place, done)
    leave_note(source.folder, done.made.path)
    return done


def tell_backups(session: Session) -> None:
    """Let the log say which backups were made; on the writer's lane, by somebody who can sign."""
    store = session.store
    if store.fault is not None:
        return
    for note in take_notes(store.folder, session.unlocked):
        note_backup(store.connection, note)
    untold = [note for note in reversed(store.reader.backups()) if not note.told]
    if untold:
        facts = [Accessed(id=store.new_id(), what="backup", detail=f"{note.name} #{note.changes}") for note in untold]
        store.append(session.author, facts)
        note_told(store.connection, untold)


def drill_backup(session: Session, backup: Path, on_writer: OnWriter, watch: Watch = UNWATCHED) -> Drilled:
    """Restore a backup to try, and let the log and the list of backups say what came of it.

    KnownErrors of `storage.restore.drill`; a backup that does not restore is noted as such.
    """
    try:
        drilled = drill(backup, session.unlocked, watch=watch)
    except KnownError as error:
        failure = error
        if failure.code != "stopped":
            on_writer(lambda: _note_drill(session, backup, failure.code))
        raise
    first = drilled.report.first
    on_writer(lambda: _note_drill(session, backup, first.code if first else ""))
    return drilled


def newest_backup(session: Session, folder: Path) -> Path:
    """The newest backup of this store in a folder. KnownError `no-backup-yet`."""
    own = [found for found in backups_in(session, folder) if found.fault is None]
    if not own:
        raise KnownError(
            "no-backup-yet",
            f"There is no backup of this record in {folder}.",
            f"{folder} 中没有本记录的备份。",
        )
    return max(own, key=lambda found: found.sealed.manifest.created if found.sealed else 0).path


def backups_in(session: Session, folder: Path) -> list[Found]:
    """The backups of this store in a folder, and those that can't be read."""
    store = session.unlocked.store_id
    return [found for found in find_backups(folder) if found.sealed is None or found.sealed.manifest.store == store]


def plan_backups(place: Place, plan: BackupPlan) -> None:
    """Keep where to and when. KnownError `backup-folder-gone` for a folder that is not there."""
    if plan.folder and not Path(plan.folder).is_dir():
        raise KnownError(
            "backup-folder-gone",
            f"The folder {plan.folder} does not exist or can't be reached. Make it first.",
            f"文件夹 {plan.folder} 不存在或无法访问，请先创建。",
        )
    if plan.folder:
        mark(Path(plan.folder))
    place.remember(msgspec.structs.replace(place.settings, backup=plan))


def _make(source: Source, target: Path, plan: BackupPlan, seals: tuple[str, ...], watch: Watch) -> BackedUp:
    check_marked(target, used=Path(read_known(Place(source.folder)).backups.folder or source.folder) == target)
    made = back_up(source, target, watch=watch)
    mark(target)
    gone = thin(made, plan.keep, source.unlocked, seals)
    return BackedUp(made, tuple(gone), same_disk(target, source.folder))


def _noting_failures(place: Place, clock: Clock, on_writer: OnWriter, make: Callable[[], BackedUp]) -> BackedUp:
    try:
        return make()
    except KnownError as error:
        if error.code != "stopped":
            sentence, at = error.sentence, clock()
            on_writer(lambda: _keep_failure(place, sentence, at))
        raise


def _keep(place: Place, done: BackedUp) -> None:
    made = done.made.manifest.created
    keep_backup_known(place, BackupKnown(made, str(done.made.path.parent), done.same_disk))


def _keep_failure(place: Place, sentence: Text, at: int) -> None:
    before = read_known(place).backups
    keep_backup_known(place, msgspec.structs.replace(before, tried=at, failure=sentence))


def _note(made: Made) -> BackupNote:
    manifest = made.manifest
    return note_of(
        made.path, mac=made.sealed.mac, made=manifest.created, changes=manifest.content.changes, size=manifest.size
    )


def _note_drill(session: Session, backup: Path, found: str) -> None:
    store = session.store
    note_drill(store.connection, backup, session.clock(), found)
    if store.fault is None:
        detail = f"{backup.name} {found or 'whole'}"
        store.append(session.author, (Accessed(id=store.new_id(), what="backup-drill", detail=detail),))
