"""`cartella user`: who may unlock this record, with which passphrase; the recovery code."""

import argparse

from desktop_app.cli.opening import chosen_user, opened, typed_back
from desktop_app.cli.outcome import HouseOf, Outcome, table
from desktop_app.cli.passphrases import new_passphrase, passphrase, secret_line
from desktop_app.jobs.add_user import Wanted, add_user
from desktop_app.jobs.passphrase import change_passphrase, reset_passphrase
from desktop_app.jobs.recovery_code import drill_recovery, new_code, replace_recovery_code
from desktop_app.jobs.remove_user import remove_user
from desktop_app.jobs.status import keep_known
from desktop_app.jobs.unlock import recover as recover_with
from desktop_app.session import Session
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
        typed = new_passphrase(args.new_passphrase_file, args.name)
        add_user(session, Wanted(args.name, tuple(args.role), typed, args.user_id))
        user = next(one.user_id for one in session.vaults.open().users if one.name == args.name)
    line = Text(f"{args.name} can unlock this record.", f"{args.name} 现可解锁本记录。")
    return Outcome({"user": user, "name": args.name, "roles": args.role}, (line,))


def change(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """One's own passphrase; the old one is asked for again."""
    with opened(args, house_of) as session:
        name = session.person.name
        old = passphrase(args.passphrase_file, name)
        change_passphrase(session, old, new_passphrase(args.new_passphrase_file, name))
    line = Text("Your passphrase is changed; the record itself is not.", "口令已修改，记录本身未变。")
    return Outcome({"user": session.person.user, "name": name}, (line,))


def reset(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """A new passphrase and a new signing key for somebody; they type it."""
    with opened(args, house_of) as session:
        user, name = _person(session, args.name)
        done = reset_passphrase(session, user, new_passphrase(args.new_passphrase_file, name))
    line = Text(
        f"{name} has a new passphrase and a new signing key; the old key signs nothing from entry {done.seq} on.",
        f"{name} 已有新口令和新的签名密钥；自第 {done.seq} 条记录起，原密钥不再有效。",
    )
    return Outcome({"user": user, "name": name, "seq": done.seq}, (line,))


def remove(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """End a person's rights; what they entered stands."""
    with opened(args, house_of) as session:
        user, name = _person(session, args.name)
        remove_user(session, user, args.reason)
    line = Text(
        f"{name} can no longer unlock this record; what they entered stands. Renew the keys (cartella keys renew) if "
        "they may have copied files of it.",
        f"{name} 不能再解锁本记录，其录入的内容仍然有效。如其可能复制过文件，请更换密钥（cartella keys renew）。",
    )
    return Outcome({"user": user, "name": name, "renew_keys": True}, (line,))


def recover(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """Somebody lost their passphrase: the printed code gives them another one. Needs nobody else's passphrase."""
    house = house_of(args.store)
    user = chosen_user(house, args.user)
    code = secret_line(args.code_file, "recovery code / 恢复码")
    session = recover_with(house, user.user_id, code, new_passphrase(args.new_passphrase_file, user.name))
    try:
        keep_known(house.place, session.store)
    finally:
        session.store.close()
        session.unlocked.close()
    line = Text(f"{user.name} has a new passphrase and a new signing key.", f"{user.name} 已有新口令和新的签名密钥。")
    return Outcome({"user": user.user_id, "name": user.name}, (line,))


def recovery_code(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """A new recovery code, typed back before it counts; only an administrator may."""
    with opened(args, house_of) as session:
        code = new_code(session)
        replace_recovery_code(session, code, typed_back(code, args.lang))
    line = Text("The new recovery code is in force; the old one opens nothing.", "新恢复码已生效，原恢复码不再有效。")
    return Outcome({"recovery_code": code}, (line,))


def recovery_drill(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """Try the code from the paper; changes nothing, and stands in the record."""
    with opened(args, house_of) as session:
        drilled = drill_recovery(session, secret_line(args.code_file, "recovery code / 恢复码"))
    line = Text("The code opens this record. The drill is noted.", "恢复码可以打开本记录。演练已记入日志。")
    return Outcome({"opens": True, "seq": drilled.seq}, (line,))


def _person(session: Session, asked: str) -> tuple[str, str]:
    """Id and name of a person of the record. KnownError `user-unknown`, `which-user`."""
    found = [one for one in session.store.reader.users() if asked in (one.user, one.name)]
    if len(found) > 1:
        ids = ", ".join(one.user for one in found)
        raise KnownError(
            "which-user", f"Several people bear this name; give the id: {ids}.", f"有多人同名，请给出编号：{ids}。"
        )
    if not found:
        raise KnownError("user-unknown", f"{asked} is not in this record.", f"本记录中没有用户 {asked}。")
    return found[0].user, found[0].name
