"""What can be read of a store before anyone is in, for the gate: off the window's thread, for its folder may lie on a
drive that answers late or not at all. Decides nothing about the record, and shows nothing.
"""

from pathlib import Path
from typing import NamedTuple

from desktop_app.backup_standing import BackupStanding, backup_standing
from desktop_app.house import House
from desktop_app.jobs.status import BundleAway, Known, bundle_away, read_known
from desktop_app.place import Place, Settings
from desktop_app.window_kept import NO_WINDOWS, Windows, read_windows
from storage.anchor import Anchor
from storage.keys import VaultUser
from storage.lock import StoreLock, read_holder
from storage.witness import ANCHOR_NAME
from study.errors import KnownError

UNREACHED = "folder-unreachable"


class Outside(NamedTuple):
    """`users` are empty and `fault` says why where the key file can't be read. `entries`: the log's length by its
    anchor. `held_by`: who has the store open in another process.
    """

    users: tuple[VaultUser, ...] = ()
    known: Known = Known()
    backups: BackupStanding | None = None
    bundle: BundleAway | None = None
    entries: int | None = None
    last_user: str = ""
    held_by: str | None = None
    fault: KnownError | None = None


UNREAD = Outside()
"""Before anything was read."""


class Beginning(NamedTuple):
    """What a start of the program finds. `settings` are None where the folder does not answer: ask again; `exists`:
    there is a record here, or what is left of one.
    """

    settings: Settings | None
    windows: Windows
    outside: Outside
    exists: bool = True


def begin(house: House) -> Beginning:
    """Settings, windows and the store as the start of the program finds them. For the writer's lane."""
    place = house.place
    outside = look(house)
    if outside.fault is not None and outside.fault.code == UNREACHED:
        return Beginning(None, NO_WINDOWS, outside)
    try:
        return Beginning(place.settings, read_windows(place.folder), outside, _exists(place))
    except OSError as error:
        return Beginning(None, NO_WINDOWS, Outside(fault=unreached(place, error)))


def look(house: House, *, open_here: bool = False) -> Outside:
    """The store as it stands. For the writer's lane, behind what this program still writes.

    `open_here`: this program has it open, so nobody else has. A renewal of keys that was cut short is finished.
    """
    place = house.place
    try:
        users, damaged = _users(house)
        # Where there is no record nothing may be put: a backup is restored into an empty folder only.
        held_by, hindered = _holder(house) if _exists(place) and not open_here else (None, None)
        anchor = Anchor.read(place.folder / ANCHOR_NAME)
        return Outside(
            users,
            read_known(place),
            backup_standing(place, house.clock, house.study.timezone),
            bundle_away(place, house.clock()),
            anchor.seq if anchor else None,
            place.settings.last_user,
            held_by,
            damaged or hindered,
        )
    except OSError as error:
        return Outside(fault=unreached(place, error))


def unreached(place: Place, error: OSError | None = None) -> KnownError:
    """The folder of the record did not answer, or with an error."""
    why_en, why_zh = (f" ({error.strerror})", f"（{error.strerror}）") if error and error.strerror else ("", "")
    return KnownError(
        UNREACHED,
        f"The folder of the record can't be read just now{why_en}: {place.folder}. Nothing is lost. If it lies on a "
        "network drive, check the connection; Cartella looks again by itself.",
        f"暂时无法读取记录所在的文件夹{why_zh}：{place.folder}。数据不会丢失。"
        "如位于网络盘，请检查连接；Cartella 会自动重试。",
    )


def _exists(place: Place) -> bool:
    """Also where what is left of a record has no key file."""
    try:
        return place.exists
    except KnownError:
        return True


def _users(house: House) -> tuple[tuple[VaultUser, ...], KnownError | None]:
    try:
        return house.vaults.open().users if house.place.exists else (), None
    except KnownError as error:
        return (), error


def _holder(house: House) -> tuple[str | None, KnownError | None]:
    """Who has the store open in another process, and what else stands in the way of opening it."""
    folder: Path = house.place.folder
    before = read_holder(folder)
    try:
        StoreLock.acquire(folder, house.holder("")).release()
    except KnownError as error:
        if error.code == "store-in-use":
            return before.name if before else "?", None
        return None, error
    return None, None
