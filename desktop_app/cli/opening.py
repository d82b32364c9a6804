"""Opens a store for a command: whose passphrase, from a file or a prompt, and closes it again whatever happens."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import resources
from desktop_app.cli.outcome import HouseOf
from desktop_app.cli.passphrases import passphrase
from desktop_app.house import House
from desktop_app.jobs.status import keep_known
from desktop_app.jobs.unlock import unlock
from desktop_app.place import Place
from desktop_app.session import Session
from desktop_app.study_files import read_folder
from desktop_app.vaults import people_vaults
from storage.keys import VaultUser, system_clock
from study.definition.load import load
from study.errors import KnownError
from study.text import Language, Text


def real_house(folder: Path) -> House:
    """The house of a store as people use it."""
    study = load(read_folder(resources.path("study")))
    return House(Place(folder), people_vaults(folder), study, system_clock)


def with_definition(house_of: HouseOf, folder: Path) -> HouseOf:
    """Houses whose new records begin with the definition in a folder. KnownErrors of reading it."""
    study = load(read_folder(folder))
    return lambda store: replace(house_of(store), study=study)


@contextmanager
def opened(args: argparse.Namespace, house_of: HouseOf) -> Iterator[Session]:
    """The session of the user named, or of the only one. KnownErrors of unlocking."""
    house = house_of(args.store)
    user = chosen_user(house, args.user)
    session = unlock(house, user.user_id, passphrase(args.passphrase_file, user.name))
    try:
        yield session
        if not session.store.closed:
            keep_known(house.place, session.store)
    finally:
        session.store.close()
        session.unlocked.close()


def chosen_user(house: House, asked: str | None) -> VaultUser:
    """The user of this name or id; the only one when nobody is named. KnownError `which-user`."""
    users = house.vaults.open().users
    found = [user for user in users if asked in (None, user.name, user.user_id)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise KnownError("user-unknown", f"{asked} is not in this record.", f"本记录中没有用户 {asked}。")
    names = ", ".join(user.name for user in found)
    raise KnownError("which-user", f"Say who unlocks with --user: {names}.", f"请用 --user 指明用户：{names}。")


def typed_back(code: str, language: Language) -> str:
    """Show a new code on standard error and read it back from standard input, as copied from paper."""
    words = Text(
        f"New recovery code, shown this once:\n\n    {code}\n\nWrite it down, then type it back from the paper: ",
        f"新恢复码（仅显示一次）：\n\n    {code}\n\n请抄写在纸上，然后对照纸面输入：",
    )
    sys.stderr.write(words.get(language))
    sys.stderr.flush()
    return sys.stdin.readline().strip()
