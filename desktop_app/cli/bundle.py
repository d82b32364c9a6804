"""`cartella bundle`: a sealed file for the EDC, its reply taken in, what waits for one. For clinics with no network."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from desktop_app.cli.opening import opened
from desktop_app.cli.outcome import HouseOf, Outcome
from desktop_app.cli.sync import agreement, report_data
from desktop_app.jobs.bundle import Asked, export_bundle, file_name, import_reply, invitation_for
from desktop_app.jobs.line import straight
from desktop_app.jobs.note import EXPORT, note
from desktop_app.jobs.status import read_known
from desktop_app.place import Place
from desktop_app.session import Session
from storage.bundle_notes import BundleNote, read_bundles, waiting_bundle
from study.errors import KnownError
from study.text import Text
from sync.protocol.invitation import Invitation, same_fingerprint

_SINCE = Text(
    "The two ends agree as far as the bundle went; what was entered here since goes with the next one.",
    "两端在数据包范围内一致；此后在本机录入的内容将随下一个数据包送出。",
)


def export(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """Write what the EDC lacks. KnownErrors of `export_bundle`; `fingerprint-differs` for another EDC's invitation."""
    with opened(args, house_of) as session:
        invitation = _taken_up(args, session)
        reader = session.store.reader
        path: Path = args.file
        if path.is_dir():
            path /= file_name(reader, session.today.isoformat(), enrols=bool(invitation or args.anew))
        note(session, EXPORT, "bundle", reader.queue().count + 1)
        asked = Asked(files=not args.without_files, invitation=invitation, anew=args.anew)
        written = export_bundle(session, path, straight, asked)
    line = Text(
        f"{path}: {written.changes} changes, {written.files} attached files, {written.bytes} bytes. Bring it to the "
        "EDC; the reply is imported with `cartella bundle import`.",
        f"{path}：{written.changes} 条变更，{written.files} 个附件，{written.bytes} 字节。请送至中心库，"
        "回复用 `cartella bundle import` 导入。",
    )
    return Outcome({"file": str(path), **written._asdict()}, (line,))


def import_(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """Take in the EDC's reply. Exit code 3 when something of the bundle is left: held, refused, or both ends differ.

    What was entered since it was written is no reason: every unlock is an entry.
    """
    with opened(args, house_of) as session:
        heard = import_reply(session, args.file, straight)
        held, conflicts = len(session.store.reader.held()), len(session.store.reader.conflicts())
    report = heard.report
    if report.error is not None:
        raise KnownError(report.error_code, report.error.en, report.error.zh)
    new = () if heard.new else (Text("Nothing new: all of it was here already.", "没有新内容：均已导入。"),)
    lines = (
        *new,
        Text(
            f"confirmed {report.sent}, received {report.received}, files {heard.files}, held {held}, in conflict "
            f"{conflicts}, left {report.left}",
            f"已确认 {report.sent}，已接收 {report.received}，附件 {heard.files}，暂留 {held}，冲突 {conflicts}，"
            f"剩余 {report.left}",
        ),
        agreement(report) if report.agrees is not None else _SINCE,
    )
    data = {**report_data(report), "files": heard.files, "held": held, "conflicts": conflicts, "new": heard.new}
    return Outcome(data, lines, left=bool(report.refused or held or report.agrees is False))


def list_bundles(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """What was written and whether it was answered; exit code 3 while the last one waits for its reply."""
    house = house_of(args.store)
    place = Place(house.place.folder)
    notes = read_bundles(place.folder)
    exchange = read_known(place).exchange
    waiting = waiting_bundle(place.folder, exchange.at if exchange else None)
    lines = tuple(_line(one, waiting) for one in notes)
    return Outcome(notes, lines, left=waiting is not None)


def _line(one: BundleNote, waiting: BundleNote | None) -> Text:
    made = f"{datetime.fromtimestamp(one.made / 1000, UTC):%Y-%m-%d %H:%M} UTC"
    en, zh = "answered", "已回复"
    if one.answered is None:
        en, zh = ("waits for its reply", "等待回复") if one == waiting else ("overtaken", "已被后续同步取代")
    return Text(
        f"{made}  {one.changes} changes, {one.files} files: {en}",
        f"{made}  {one.changes} 条变更，{one.files} 个附件：{zh}",
    )


def _taken_up(args: argparse.Namespace, session: Session) -> bytes:
    """The bytes of the invitation named, once its fingerprint is confirmed; b"" where none is named."""
    if args.invitation is None:
        return b""
    invitation, data = invitation_for(session, args.invitation)
    typed = args.fingerprint or _asked(args, invitation)
    if not same_fingerprint(typed, invitation.fingerprint):
        raise KnownError(
            "fingerprint-differs",
            "The fingerprint is not this invitation's. Nothing was written: ask the EDC by telephone.",
            "指纹与该邀请不符，未写出任何内容：请致电中心库核对。",
        )
    return data


def _asked(args: argparse.Namespace, invitation: Invitation) -> str:
    words = Text(
        f"Ask the EDC by telephone for its fingerprint and type it (the invitation's own: {invitation.fingerprint}): ",
        f"请致电中心库询问其指纹并输入（邀请文件中的指纹：{invitation.fingerprint}）：",
    )
    sys.stderr.write(words.get(args.lang))
    sys.stderr.flush()
    return sys.stdin.readline()
