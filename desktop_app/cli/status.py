"""`cartella status`: what waits, what is held, what is in conflict; or, locked, what the store tells anyone."""

import argparse

from desktop_app.backup_standing import backup_standing
from desktop_app.cli.opening import opened
from desktop_app.cli.outcome import HouseOf, Outcome, plain
from desktop_app.jobs.files_left import FilesLeft, files_left
from desktop_app.jobs.status import BundleAway, bundle_away, read_known
from desktop_app.place import Place
from desktop_app.presenters.backup_words import backup_lines
from desktop_app.session import Session
from storage.anchor import Anchor
from storage.witness import ANCHOR_NAME
from study.address import Address
from study.errors import KnownError
from study.retention import keep_lines, retention
from study.signing import waiting
from study.text import Text


def status(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """Exit code 3 while something is unsent, held or in conflict, or the store has a fault."""
    if args.locked:
        return _locked(args, house_of)
    with opened(args, house_of) as session:
        return _unlocked(session)


def _locked(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    house = house_of(args.store)
    known = read_known(house.place)
    anchor = Anchor.read(args.store / ANCHOR_NAME)
    users = [user.name for user in house.vaults.open().users]
    backups = backup_standing(house.place, house.clock, house.study.timezone)
    away = bundle_away(house.place, house.clock())
    data = {
        "site": known.site,
        "device": known.device,
        "users": users,
        "unsent": known.unsent,
        "bundle": away,
        "entries": anchor.seq if anchor else None,
        "last_sync": known.exchange.at if known.exchange else None,
        "backup": known.backups,
        "backup_overdue": backups.overdue,
    }
    unsent = "?" if known.unsent is None else known.unsent
    lines = (
        plain(" · ".join((known.site, known.device, ", ".join(users)))),
        Text(f"not sent when last locked: {unsent}", f"上次锁定时未发送：{unsent}"),
        *_away(away),
        *backup_lines(backups),
    )
    return Outcome(data, lines, left=bool(known.unsent) or _late(away) or backups.overdue)


def _late(away: BundleAway | None) -> bool:
    return away is not None and away.late


def _away(away: BundleAway | None) -> tuple[Text, ...]:
    """How long a bundle has waited for its reply, where one does."""
    if away is None:
        return ()
    hours = away.age // 3_600_000
    age = Text(f"{hours // 24} days", f"{hours // 24} 天") if hours >= 48 else Text(f"{hours} h", f"{hours} 小时")
    return (
        Text(
            f"bundle of {away.changes} changes without a reply for {age.en}",
            f"数据包（{away.changes} 条变更）已 {age.zh}未获回复",
        ),
    )


def _to_sign(session: Session) -> tuple[Address, ...]:
    """The forms that wait for a signature, of every child."""
    return tuple(form for child in session.records.children() for form in waiting(child.course))


def _unlocked(session: Session) -> Outcome:
    reader, fault = session.store.reader, session.store.fault
    home, queue, unknown = reader.home(), reader.queue(), reader.unknown_entries()
    children = len(session.records.going_on())
    conflicts, held = len(reader.conflicts()), len(reader.held())
    to_sign = _to_sign(session)
    courses = [child.course for child in session.records.counted()]
    kept = retention(session.study.protocol, courses, session.today)
    backups = backup_standing(Place(session.store.folder), session.clock, session.study.timezone)
    files = files_left(session)
    away = bundle_away(Place(session.store.folder), session.clock())
    data = {
        **_whose(session),
        "files": files._asdict(),
        "bundle": away,
        "children": children,
        "held": held,
        "conflicts": conflicts,
        "unknown_entries": unknown,
        "to_sign": {"forms": len(to_sign), "visits": len({form.in_visit for form in to_sign})},
        "backup": backups.known,
        "backup_overdue": backups.overdue,
        "keep_until": kept.until if kept else None,
        "fault": fault.code if fault else "",
    }
    entries = reader.tip().seq
    lines = (
        plain(f"{home.site} {home.site_name} · {home.device_name}"),
        Text(f"{children} children, {entries} entries of this device", f"患儿 {children} 名，本机记录 {entries} 条"),
        Text(
            f"not sent {queue.count}, held {held}, in conflict {conflicts}",
            f"未发送 {queue.count}，暂留 {held}，冲突 {conflicts}",
        ),
        *_away(away),
        *_files(files),
        *_left(to_sign, unknown, fault),
        *backup_lines(backups),
        *keep_lines(kept, session.today),
    )
    return Outcome(
        data,
        lines,
        left=bool(queue.count or held or conflicts or fault or files.damaged or _late(away) or backups.overdue),
    )


def _files(files: FilesLeft) -> list[Text]:
    if not files.named:
        return []
    size = f"{files.to_send_bytes / 1e6:.1f} MB"
    return [
        Text(
            f"attached files {files.named}: to send {files.to_send} ({size}), only at the centre {files.centre_only}, "
            f"not yet received {files.elsewhere}",
            f"附件 {files.named} 个：待发送 {files.to_send}（{size}），仅在中心库 {files.centre_only}，"
            f"尚未收到 {files.elsewhere}",
        ),
        *damaged_line(files.damaged),
    ]


def damaged_line(damaged: int) -> tuple[Text, ...]:
    """That files are damaged here, where there are such."""
    if not damaged:
        return ()
    return (Text(f"attached files damaged here and put aside: {damaged}", f"本机已损坏并另行保留的附件：{damaged} 个"),)


def _whose(session: Session) -> dict[str, object]:
    """Whose record it is, how far it is, what waits to be sent."""
    reader = session.store.reader
    home, queue, cursor = reader.home(), reader.queue(), reader.cursor()
    return {
        "site": home.site,
        "site_name": home.site_name,
        "device": home.device,
        "device_name": home.device_name,
        "study": session.study.code,
        "study_version": home.study_version,
        "study_readable": session.unread is None,
        "enrolled": reader.edc_key() is not None,
        "entries": reader.tip().seq,
        "unsent": queue.count,
        "oldest_utc": queue.oldest_utc,
        "attempts": queue.attempts,
        "last_answer": queue.last_answer,
        "next_try": queue.next_try,
        "number": cursor.number,
        "head": cursor.head,
        "state": reader.digest(),
        "site_key": reader.site_key() is not None,
    }


def _left(to_sign: tuple[Address, ...], unknown: int, fault: KnownError | None) -> list[Text]:
    """What somebody has to see to, where there is something."""
    said: list[Text] = []
    if to_sign:
        forms, visits = len(to_sign), len({form.in_visit for form in to_sign})
        said.append(
            Text(f"to be signed: {forms} forms at {visits} visits", f"待签名：{visits} 次访视的 {forms} 张表单")
        )
    if unknown:
        said.append(Text(f"{unknown} entries need a newer version", f"{unknown} 条记录需要更新的版本"))
    if fault:
        said.append(fault.sentence)
    return said
