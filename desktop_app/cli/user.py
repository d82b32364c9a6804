"""`cartella user`: who may unlock this record."""

import argparse

from desktop_app.cli.opening import opened, passphrase
from desktop_app.cli.outcome import HouseOf, Outcome, table
from desktop_app.jobs.add_user import Wanted, add_user
from study.errors import KnownError
from study.text import Text


def list_users(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """Everybody certified, with roles; `unlocks` says who has a passphrase in this store."""
    with opened(args, house_of) as session:
        here = {user.user_id for user in session.vaults.open().users}
        people = session.store.reader.users()
    data = [
        {"user": one.user, "name": one.name, "roles": one.roles, "ended": one.ended, "unlocks": one.user in here}
        for one in people
    ]
    return Outcome(data, table([(one.name, ", ".join(one.roles), one.user) for one in people]))


def add(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """Add a person; the passphrase is theirs to type."""
    with opened(args, house_of) as session:
        typed = passphrase(args.new_passphrase_file, args.name)
        add_user(session, Wanted(args.name, tuple(args.role), typed, args.user_id))
        user = next(one.user_id for one in session.vaults.open().users if one.name == args.name)
    line = Text(f"{args.name} can unlock this record.", f"{args.name} 现可解锁本记录。")
    return Outcome({"user": user, "name": args.name, "roles": args.role}, (line,))


def recovery_code(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """A new recovery code; only an administrator may."""
    with opened(args, house_of) as session:
        if "admin" not in session.person.roles:
            raise KnownError("no-right", "Only an administrator prints a new code.", "仅管理员可以打印新的恢复码。")
        code = session.vaults.open().new_recovery_code(session.unlocked)
    line = Text(f"Recovery code, shown this once: {code}", f"恢复码(仅显示一次)：{code}")
    return Outcome({"recovery_code": code}, (line,))
