"""`cartella backup`: make one, prove one, list them, plan them. The system's scheduler runs it with `--if-due`."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desktop_app.backup_plan import BackupPlan, read_time
from desktop_app.backup_standing import BackupStanding, backup_standing
from desktop_app.cli.opening import chosen_user, opened
from desktop_app.cli.outcome import HouseOf, Outcome, plain, table
from desktop_app.cli.passphrases import passphrase
from desktop_app.house import House
from desktop_app.jobs.backup import (
    BackedUp,
    back_up_beside,
    back_up_open,
    backups_in,
    drill_backup,
    newest_backup,
    open_of,
    plan_backups,
    tell_backups,
)
from desktop_app.jobs.line import straight
from desktop_app.place import Place
from desktop_app.presenters.backup_words import SAME_DISK, lacking, planned
from desktop_app.session import Session
from desktop_app.version import VERSION
from storage.backup import Source
from storage.lock import StoreLock
from storage.retention import Rules
from study.errors import KnownError
from study.text import Text


def backup(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """Dispatch on the first word; a folder that is called like one of them is written ./drill."""
    words: list[str] = [*args.words, "", ""]
    word, rest = words[:2]
    match word:
        case "drill":
            return _drill(args, house_of, rest)
        case "list":
            return _list(args, house_of)
        case "plan":
            return _plan(args, house_of)
    return _make(args, house_of, word)


def _make(args: argparse.Namespace, house_of: HouseOf, to: str) -> Outcome:
    """Exit code 3: made, and something is left to see to (an attachment lacking, the record's own disk)."""
    house = house_of(args.store)
    plan = house.place.settings.backup
    if args.if_due and not _standing(house).due:
        line = Text("No backup is due.", "目前不需要备份。")
        return Outcome({"made": False}, (line,))
    target = Path(to or plan.folder).absolute() if to or plan.folder else None
    if target is None:
        raise KnownError(
            "backup-where",
            "Say where to: `cartella backup FOLDER`, or `cartella backup plan --folder FOLDER --daily 18:00` once.",
            "请指明备份位置：cartella backup 文件夹，或用 cartella backup plan --folder 文件夹 --daily 18:00 设置。",
        )
    done = _back_up(args, house_of, target, plan)
    return _made(done)


def _back_up(args: argparse.Namespace, house_of: HouseOf, target: Path, plan: BackupPlan) -> BackedUp:
    if _in_use(house_of(args.store)):
        # The window has it open: it is copied beside it all the same; the window tells the log later.
        with _keys_only(args, house_of) as source:
            return back_up_beside(source, target, plan)
    with opened(args, house_of) as session:
        done = back_up_open(open_of(session), target, plan, straight)
        tell_backups(session)
        return done


def _in_use(house: House) -> bool:
    try:
        StoreLock.acquire(house.place.folder, house.holder("backup")).release()
    except KnownError as error:
        if error.code == "store-in-use":
            return True
        raise
    return False


@contextmanager
def _keys_only(args: argparse.Namespace, house_of: HouseOf) -> Iterator[Source]:
    house = house_of(args.store)
    user = chosen_user(house, args.user)
    unlocked = house.vaults.open().unlock(user.user_id, passphrase(args.passphrase_file, user.name))
    try:
        yield Source(args.store, unlocked, house.clock, VERSION)
    finally:
        unlocked.close()


def _made(done: BackedUp) -> Outcome:
    manifest = done.made.manifest
    size = f"{manifest.size / 1_000_000:.1f} MB"
    lines = [
        Text(
            f"{done.made.path}: {manifest.content.changes} entries, {len(manifest.files)} files, {size}, checked.",
            f"{done.made.path}：{manifest.content.changes} 条记录，{len(manifest.files)} 个文件，{size}，已校验。",
        )
    ]
    if done.gone:
        count = len(done.gone)
        lines.append(Text(f"{count} older ones were removed.", f"已删除 {count} 个较早的备份。"))
    left = [*lacking(manifest), *((SAME_DISK,) if done.same_disk else ())]
    data = {
        "made": True, "path": str(done.made.path), "entries": manifest.content.changes, "bytes": manifest.size,
        "files": len(manifest.files), "head": manifest.content.head, "same_disk": done.same_disk,
        "lacking": [{"name": one.name, "why": one.why} for one in manifest.lacking],
        "removed": [str(path) for path in done.gone],
    }  # fmt: skip
    return Outcome(data, (*lines, *left), left=bool(left))


def _drill(args: argparse.Namespace, house_of: HouseOf, which: str) -> Outcome:
    """Exit code 3 when it restores and verify finds something in it."""
    with opened(args, house_of) as session:
        path = Path(which).absolute() if which else newest_backup(session, _folder(session))
        drilled = drill_backup(session, path, straight)
    report = drilled.report
    whole = Text(
        f"{path.name} restores: {report.changes} entries and {report.attachments} files, everything holds.",
        f"{path.name} 可以恢复：{report.changes} 条记录、{report.attachments} 个文件，全部有效。",
    )
    data = {
        "backup": str(path), "restores": True, "whole": report.whole, "entries": report.changes,
        "attachments": report.attachments, "findings": [one.what.en for one in report.findings],
    }  # fmt: skip
    return Outcome(data, tuple(one.what for one in report.findings) or (whole,), left=not report.whole)


def _list(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """The backups in the planned folder, with their drills; those that can't be read say why."""
    with opened(args, house_of) as session:
        notes = {(note.folder, note.name): note for note in session.store.reader.backups()}
        folder = _folder(session)
        found = backups_in(session, folder)
        rows: list[dict[str, Any]] = []
        for one in found:
            note = notes.get((str(one.path.parent), one.path.name))
            rows.append({
                "path": str(one.path),
                "made": one.created.astimezone(session.zone).isoformat(timespec="minutes") if one.created else "",
                "entries": one.sealed.manifest.content.changes if one.sealed else 0,
                "bytes": one.sealed.manifest.size if one.sealed else 0,
                "drilled": session.at(note.drilled).isoformat(timespec="minutes") if note and note.drilled else "",
                "drill": note.drill if note else "",
                "fault": one.fault.sentence.get(args.lang) if one.fault else "",
            })  # fmt: skip
    lines = table([(row["path"], row["made"], str(row["entries"]), row["drilled"], row["fault"]) for row in rows])
    return Outcome(rows, lines or (Text(f"No backup in {folder}.", f"{folder} 中没有备份。"),))


def _plan(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """Set what is named, say what holds. Needs no passphrase: nothing of the record is read."""
    house = house_of(args.store)
    before = house.place.settings.backup
    plan = _asked(args, before)
    if plan != before:
        plan_backups(house.place, plan)
    overdue = _standing(house).overdue
    data = {
        "folder": plan.folder, "when": plan.when, "at": plan.at, "hours": plan.hours,
        "keep": [plan.keep.daily, plan.keep.weekly, plan.keep.monthly], "overdue": overdue,
    }  # fmt: skip
    return Outcome(data, (plain(plan.folder or "-"), planned(plan)), left=overdue)


def _asked(args: argparse.Namespace, before: BackupPlan) -> BackupPlan:
    folder = str(args.folder.absolute()) if args.folder else before.folder
    keep = _rules(args.keep) if args.keep else before.keep
    plan = BackupPlan(folder, before.when, before.at, before.hours, keep)
    if args.daily:
        if read_time(args.daily) is None:
            raise KnownError("backup-time", f"{args.daily} is no time of day.", f"{args.daily} 不是有效的时间。")
        return BackupPlan(folder, "daily", args.daily, before.hours, keep)
    if args.every:
        return BackupPlan(folder, "hours", before.at, max(args.every, 1), keep)
    if args.at_lock:
        return BackupPlan(folder, "lock", before.at, before.hours, keep)
    return BackupPlan(folder, "off", before.at, before.hours, keep) if args.off else plan


def _rules(text: str) -> Rules:
    parts = text.split(",")
    if len(parts) != 3 or not all(part.strip().isdecimal() for part in parts):
        raise KnownError(
            "backup-keep", f"{text} is not three numbers such as 7,4,12.", f"{text} 应为三个数，如 7,4,12。"
        )
    return Rules(*map(int, parts))


def _folder(session: Session) -> Path:
    """Where backups go, or where the last one went."""
    if to := Place(session.store.folder).settings.backup.folder:
        return Path(to)
    if made := session.store.reader.backups():
        return Path(made[0].folder)
    raise KnownError("no-backup-yet", "No backup was made of this record yet.", "本记录尚未作过备份。")


def _standing(house: House) -> BackupStanding:
    return backup_standing(house.place, house.clock, house.study.timezone)
