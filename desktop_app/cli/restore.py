"""`cartella restore`: a backup into a new folder, opened there as a new device. Also the way to a new computer."""

import argparse

from desktop_app.cli.outcome import HouseOf, Outcome
from desktop_app.cli.passphrases import passphrase, secret_line
from desktop_app.jobs.restore import Wanted, look_at_backup, restore_here
from desktop_app.presenters.backup_words import restored_lines
from study.errors import KnownError


def restore(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """Exit code 3 when verify found something in what was restored."""
    house = house_of(args.into)
    offered = look_at_backup(house, args.backup)
    users = [user for user in offered.users if args.user in (None, *user)]
    if len(users) != 1:
        names = ", ".join(name for _user, name in offered.users)
        raise KnownError("which-user", f"Say who unlocks with --user: {names}.", f"请用 --user 指明用户：{names}。")
    [(user, name)] = users
    code = ""
    if args.recovery_code or args.code_file:
        code = secret_line(args.code_file, "recovery code")
    typed = passphrase(args.new_passphrase_file if code else args.passphrase_file, name)
    reopened = restore_here(house, Wanted(args.backup, user, typed, code, args.reason))
    session, restored = reopened
    device = session.store.reader.home().device
    session.store.close()
    session.unlocked.close()
    report = restored.report
    data = {
        "store": str(args.into), "device": device, "entries": report.changes, "attachments": report.attachments,
        "made": restored.manifest.created, "findings": [one.what.en for one in report.findings],
        "lacking": [one.name for one in restored.manifest.lacking],
    }  # fmt: skip
    return Outcome(data, restored_lines(args.into, restored), left=not report.whole)
