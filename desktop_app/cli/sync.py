"""`cartella sync`: one cycle, also unattended; the window does not sync while it is locked."""

import argparse
import threading
from collections.abc import Callable

from desktop_app.cli.opening import opened
from desktop_app.cli.outcome import HouseOf, Outcome
from desktop_app.cli.status import damaged_line
from desktop_app.jobs.enrol import enrol_store
from desktop_app.jobs.line import straight
from desktop_app.jobs.sync import Fetching, sync_once
from study.errors import KnownError
from study.text import Text
from sync.client.errors import BUSY
from sync.client.report import CycleReport

_PATIENCE_MS, _SHORTEST_MS = 300_000, 500


def sync(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """Exit code 3 when something was refused, is unsent, both ends differ, or the EDC asked to come back later.

    `--quiet`: says only what is left.
    """
    with opened(args, house_of) as session:
        if args.enrol:
            enrol_store(session, args.enrol, args.code, straight, args.authority)
        report = patiently(
            lambda: sync_once(session, straight, files=Fetching(rule=args.attachments)).report,
            lambda: (session.store.reader.queue().next_try or 0) - session.clock(),
            lambda wait: threading.Event().wait(wait / 1000),
        )
        conflicts, held = len(session.store.reader.conflicts()), len(session.store.reader.held())
    busy = report.error if report.error_code == BUSY else None
    if report.error is not None and busy is None:
        raise KnownError(report.error_code, report.error.en, report.error.zh)
    lines = (
        *((busy,) if busy else ()),
        Text(
            f"sent {report.sent}, received {report.received}, held {held}, in conflict {conflicts}, left {report.left}",
            f"已发送 {report.sent}，已接收 {report.received}，暂留 {held}，冲突 {conflicts}，剩余 {report.left}",
        ),
        *(() if busy else (agreement(report),)),
        *file_lines(report),
        *((report.clock_off,) if report.clock_off else ()),
        *((report.forgotten,) if report.forgotten else ()),
    )
    files = report.files
    files_left = bool(files and (files.to_send or files.damaged or files.troubles))
    left = not report.complete or held > 0 or files_left or report.forgotten is not None
    shown = lines if left or not args.quiet else ()
    return Outcome({**report_data(report), "held": held, "conflicts": conflicts}, shown, left=left)


def patiently(
    cycle: Callable[[], CycleReport], planned: Callable[[], int], pause: Callable[[int], object]
) -> CycleReport:
    """Cycles until the EDC no longer asks to come again; five minutes in all, then the next call goes on from there.

    `planned`: milliseconds until the next try that the store remembers. What an earlier cycle carried is counted in.
    """
    waited = sent = received = 0
    while True:
        report = cycle()
        report.sent, report.received = report.sent + sent, report.received + received
        wait = max(planned(), _SHORTEST_MS)
        if report.error_code != BUSY or waited + wait > _PATIENCE_MS:
            return report
        waited, sent, received = waited + wait, report.sent, report.received
        pause(wait)


def agreement(report: CycleReport) -> Text:
    """Whether both ends were found equal."""
    if report.agrees:
        return Text(f"Both ends are equal at number {report.number}.", f"两端在第 {report.number} 号一致。")
    return Text("The two ends were not found equal.", "两端未达成一致。")


def file_lines(report: CycleReport) -> tuple[Text, ...]:
    """What came of the attached files, and what kept any; nothing where there are none."""
    files = report.files
    left = files and (files.to_send or files.centre_only or files.elsewhere or files.damaged or files.troubles)
    if files is None or not (files.moved or left):
        return ()
    size = f"{files.to_send_bytes / 1e6:.1f} MB"
    said = Text(
        f"attached files: sent {files.sent}, fetched {files.fetched}, to send {files.to_send} ({size}), "
        f"only at the centre {files.centre_only}, not yet received {files.elsewhere}",
        f"附件：已发送 {files.sent}，已下载 {files.fetched}，待发送 {files.to_send}（{size}），"
        f"仅在中心库 {files.centre_only}，尚未收到 {files.elsewhere}",
    )
    mended = Text(
        f"fetched again after damage on this workstation: {files.mended}",
        f"本机损坏后重新获取的附件：{files.mended} 个",
    )
    troubles = dict.fromkeys(trouble.why for trouble in files.troubles)
    return (said, *((mended,) if files.mended else ()), *damaged_line(files.damaged), *troubles)


def report_data(report: CycleReport) -> dict[str, object]:
    """A report for other programs."""
    receipt = report.receipt.receipt if report.receipt else None
    return {
        "sent": report.sent,
        "received": report.received,
        "offered_back": report.offered_back,
        "error": report.error_code,
        "refused": [refusal.code for refusal in report.refused],
        "left": report.left,
        "number": report.number,
        "agrees": report.agrees,
        "recovered_from": report.recovered_from,
        "forked_at": report.forked_at,
        "drift_ms": report.drift_ms,
        "forgotten": report.forgotten.en if report.forgotten else "",
        "receipt": receipt,
        "files": report.files,
    }
