"""Makes the record of a new workstation: key file, database, first user. A failed try leaves the folder as it was."""

import contextlib
import os
from typing import NamedTuple

from desktop_app.house import House
from desktop_app.jobs.enter import session_of
from desktop_app.jobs.status import keep_known
from desktop_app.session import Session
from storage.key_memory import remember_key_file
from storage.keys import NewUser, SiteKey
from storage.store import DATABASE_NAME, create_store
from study.definition.pack import packed
from study.errors import KnownError
from study.ids import uuid7
from study.text import Text

_MADE = ("keys.json", "keys.previous.json", "attempts.json")


class NewStore(NamedTuple):
    """What is asked when a workstation is set up. `user` is a new user's id, "" for a fresh one."""

    site: str
    site_name: str
    device_name: str
    name: str
    roles: tuple[str, ...]
    passphrase: str
    user: str = ""


class Created(NamedTuple):
    """The first session and the code that is shown once."""

    session: Session
    recovery_code: str


def create(house: House, wanted: NewStore, site_key: SiteKey | None = None) -> Created:
    """Make the store; the first user is its administrator too.

    KnownError `vault-exists`, `store-exists`, `passphrase-...`.
    """
    folder = house.place.folder
    if house.place.exists:
        raise _exists()
    folder.mkdir(parents=True, exist_ok=True)
    user = wanted.user or uuid7(house.clock(), os.urandom(10))
    unlocked, code = house.vaults.create(NewUser(user, wanted.name, wanted.passphrase))
    try:
        store = create_store(
            folder, unlocked, site=wanted.site, site_name=wanted.site_name, study_version=house.study.version,
            study_digest=house.study.digest, study_content=packed(house.study), device_name=wanted.device_name,
            clock=house.clock, roles=wanted.roles, site_key=site_key, holder=house.holder(wanted.name),
            outside=house.vaults.anchors,
        )  # fmt: skip
    except BaseException:
        # The keys were made a moment ago for a database that never came to be: they open nothing.
        unlocked.close()
        for made in (*(folder / name for name in _MADE), *folder.glob(f"{DATABASE_NAME}*")):
            with contextlib.suppress(FileNotFoundError):
                made.unlink()
        raise
    vault = house.vaults.open()
    remember_key_file(store.connection, vault.generation, vault.epoch)
    store.guard.forbidden = house.ui_thread
    keep_known(house.place, store, house.study)
    return Created(session_of(house, store, unlocked), code)


def _exists() -> KnownError:
    text = Text("There is a record in this folder already; it is never replaced.", "该文件夹中已有记录，不会被替换。")
    return KnownError("store-exists", text.en, text.zh)
