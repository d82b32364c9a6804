"""`cartella verify`, `rebuild`, `successor`: is the record whole, make what is shown anew, go on as a new device."""

import argparse

from desktop_app.cli.opening import chosen_user, opened
from desktop_app.cli.outcome import HouseOf, Outcome
from desktop_app.cli.passphrases import passphrase
from desktop_app.jobs.succeed import succeed
from desktop_app.jobs.verify import put_damaged_aside
from desktop_app.presenters.backup_words import waiting
from storage.verify import verify_folder
from study.text import Text


def verify(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """Every finding in the order of the log; exit code 3 when there is one. Opens also what the window would refuse."""
    house = house_of(args.store)
    user = chosen_user(house, args.user)
    unlocked = house.vaults.open().unlock(user.user_id, passphrase(args.passphrase_file, user.name))
    try:
        report = verify_folder(args.store, unlocked, house.clock)
        put_damaged_aside(args.store, report)
    finally:
        unlocked.close()
    whole = Text(
        f"{report.changes} entries, {report.attachments} attached files: everything holds.",
        f"{report.changes} 条记录、{report.attachments} 个附件：全部有效。",
    )
    lines = [*(finding.what for finding in report.findings)] or [whole]
    if (to_come := waiting(report)) is not None:
        lines.append(to_come)
    data = {
        "whole": report.whole,
        "changes": report.changes,
        "attachments": report.attachments,
        "attachments_at_centre": report.at_centre,
        "attachments_damaged": len(report.damaged),
        "waiting": report.waiting,
        "findings": [
            {"code": one.code, "device": one.device, "seq": one.seq, "en": one.what.en, "zh": one.what.zh}
            for one in report.findings
        ],
    }
    return Outcome(data, tuple(lines), left=not report.whole)


def rebuild(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """Rebuild the projection; says whether it was what the log gives."""
    with opened(args, house_of) as session:
        before = session.store.reader.digest()
        changes = session.store.rebuild()
        after = session.store.reader.digest()
    same = Text("nothing was different", "内容一致") if before == after else Text("it was different", "内容有修正")
    line = Text(f"{changes} entries applied anew; {same.en}.", f"已重新应用 {changes} 条记录，{same.zh}。")
    return Outcome({"changes": changes, "before": before, "after": after}, (line,))


def successor(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """Begin a new device on this record, after a restore, a move, a clone or a fork."""
    with opened(args, house_of) as session:
        appended = succeed(session, args.reason)
        device = session.store.reader.home().device
    line = Text(f"This workstation goes on as device {device}.", f"本工作站以新设备 {device} 继续。")
    return Outcome({"device": device, "change": appended.change}, (line,))
