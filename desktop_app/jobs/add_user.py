"""Lets one more person unlock this store and certifies them in the record. The new person typed the passphrase."""

import os
from typing import NamedTuple

from desktop_app.jobs.enter import known_keys
from desktop_app.session import Session
from storage.keys import NewUser
from storage.log import Appended
from study.errors import KnownError
from study.ids import uuid7


class Wanted(NamedTuple):
    """A new person; `user` is "" for a fresh id."""

    name: str
    roles: tuple[str, ...]
    passphrase: str
    user: str = ""


def add_user(session: Session, wanted: Wanted) -> Appended:
    """Add and certify. Who stands in the key file under this name without a certified key (a new passphrase after the
    recovery code, or an addition that was cut short) is certified again. KnownError `no-right`, `user-exists` ...
    """
    if "admin" not in session.person.roles:
        raise _no_right()
    vault = session.vaults.open()
    known = next((one for one in vault.users if one.name == wanted.name), None)
    if known is not None and known.public_key in known_keys(session.store, known.user_id):
        raise _name_taken(wanted.name)
    user = known.user_id if known else wanted.user or uuid7(session.clock(), os.urandom(10))
    if known is None:
        vault.add_user(session.unlocked, NewUser(user, wanted.name, wanted.passphrase))
    new = vault.unlock(user, wanted.passphrase)
    try:
        return session.store.certify_user(session.author_as("admin"), user, wanted.name, wanted.roles, new)
    finally:
        new.close()


def _no_right() -> KnownError:
    return KnownError("no-right", "Only an administrator adds users.", "仅管理员可以添加用户。")


def _name_taken(name: str) -> KnownError:
    return KnownError(
        "name-taken",
        f"{name} can unlock this record already. Add something to tell two people of one name apart.",
        f"{name} 已可解锁本记录。如为同名人员，请在姓名后加以区分。",
    )
