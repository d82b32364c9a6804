"""No file may grow beyond some bytes: every write of every file is refused at every place, as on a full disk.

The limit is the system's own for one process (RLIMIT_FSIZE), so the campaign needs no disk that is really full.
"""

import io
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from desktop_app.jobs.status import keep_known, read_known
from desktop_app.place import Place as StorePlace
from desktop_app.place import Settings
from storage.backup import back_up
from storage.backups import find_backups
from storage.keys import fresh_recovery_code, open_vault
from storage.restore import Opening, check_files, restore
from storage.rotation import NEXT_DATABASE, renew_keys
from study.errors import KnownError
from sync.files.table_out import write_csv
from tests.faults.campaign import Campaign, CannotError, Met, Place
from tests.faults.processes import Started
from tests.faults.ward import CHILDREN, USER, Opened, Ward, add_file, before_of, shipped, typed_by
from tests.faults.writer import Kept, some_facts
from tests.kit.clinic import CHEAP

if sys.platform != "win32":
    import resource

REFUSALS = {"disk-full", "disk-error", "file-too-large", "backup-failed", "not-writable"}
OTHER = "three cranes over the lake"


class Limited(NamedTuple):
    """What to do in the process: on which ward, with which chance."""

    home: Path
    seed: str


def work(order: Limited, say: Connection) -> None:
    """Every act under several limits, and after each refusal once more with room; says what it met."""
    draw = random.Random(order.seed)
    try:
        for name, act in ACTS.items():
            for _ in range(4):
                for met in _under_limit(name, act, Ward(order.home), draw):
                    say.send(Kept(met))
    except Exception as error:  # noqa: BLE001 - told to the campaign, whose failure it is
        say.send(Kept(f"failed: {error!r}"))
    say.send(Kept("over"))


@contextmanager
def file_limit(size: int) -> Iterator[None]:
    """No file of this process grows beyond so many bytes."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


def _under_limit(name: str, act: Callable[[Ward, random.Random], None], ward: Ward, draw: random.Random) -> list[str]:
    before = _state(ward)
    limit = draw.choice((0, draw.randrange(300), draw.randrange(9000), draw.randrange(200_000)))
    met = f"{name} done"
    try:
        with file_limit(limit):
            act(ward, draw)
    except KnownError as refusal:
        if refusal.code not in REFUSALS or not refusal.sentence.zh or "half" not in refusal.sentence.en + "half":
            raise AssertionError(f"{name} at {limit} bytes: {refusal.code}") from refusal
        met = f"{name} refused"
        if _state(ward) != before:
            raise AssertionError(f"{name} at {limit} bytes was half done: {refusal.code}") from refusal
    except Exception as error:
        raise AssertionError(f"{name} at {limit} bytes: {error!r}") from error
    act(ward, draw)
    return [met]


def _state(ward: Ward) -> tuple[object, ...]:
    """What must be the same after a refusal: the record, its files, who opens it, backups, what stands beside it."""
    with Opened(ward) as opened:
        opened.check_whole()
        named = opened.files()
        backups = find_backups(ward.backups)
        for backup in backups:
            check_files(backup.path)
        place = StorePlace(ward.store)
        files = sorted(path.name for path in ward.home.iterdir() if path.name != "restored.restoring")
        leftovers = (ward.store / NEXT_DATABASE).exists()
        return before_of(opened.store), named, len(backups), place.settings, read_known(place), files, leftovers


def _save(ward: Ward, draw: random.Random) -> None:
    with Opened(ward) as opened:
        opened.store.append(opened.author, some_facts(opened.store, draw))


def _save_when_open(ward: Ward, draw: random.Random) -> None:
    """The disk fills while the store is open, as it does in life; drafts and changes take turns."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits[1], limits[1]))
    with Opened(ward) as opened:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        opened.store.append(opened.author, some_facts(opened.store, draw))


def _attach(ward: Ward, draw: random.Random) -> None:
    with Opened(ward) as opened:
        add_file(opened, CHILDREN[1], b"%PDF-1.7\n" + draw.randbytes(draw.randrange(1, 150_000)))


def _seal(ward: Ward, draw: random.Random) -> None:
    """Sealed and named by nobody: refused, it leaves no file at all. Swept again, so that nothing else counts it."""
    with Opened(ward) as opened:
        sealed = opened.attachments().seal(io.BytesIO(b"%PDF-1.7\n" + draw.randbytes(draw.randrange(1, 150_000))))
        opened.attachments().path(sealed.name).unlink()


def _passphrase(ward: Ward, _draw: random.Random) -> None:
    vault = open_vault(ward.store, floor=CHEAP)
    vault.attempts.begin_anew()
    vault.change_passphrase(USER, typed_by(USER), OTHER)
    vault.change_passphrase(USER, OTHER, typed_by(USER))


def _rotate(ward: Ward, _draw: random.Random) -> None:
    opened = Opened(ward)
    try:
        vault = open_vault(ward.store, floor=CHEAP)
        renew_keys(opened.store, vault, vault.renewed(opened.unlocked, fresh_recovery_code()))
    finally:
        opened.__exit__()


def _settings(ward: Ward, draw: random.Random) -> None:
    StorePlace(ward.store).remember(Settings(idle_minutes=draw.randrange(2, 60)))


def _status(ward: Ward, _draw: random.Random) -> None:
    with Opened(ward) as opened:
        keep_known(StorePlace(ward.store), opened.store, shipped())


def _back_up(ward: Ward, _draw: random.Random) -> None:
    with Opened(ward) as opened:
        back_up(opened.source, ward.backups)


def _restore(ward: Ward, _draw: random.Random) -> None:
    opening = Opening(lambda vault: vault.unlock(USER, typed_by(USER)), ward.clock, CHEAP)
    newest = find_backups(ward.backups)[0].path
    number = sum(1 for _ in ward.home.glob("restored*"))
    restore(newest, ward.home / f"restored{number}", opening, reason="to try")


def _export(ward: Ward, draw: random.Random) -> None:
    path = ward.home / f"export-{draw.randrange(10**9)}.csv"
    rows = [[str(draw.random()), "血清肌酐"] for _ in range(200)]
    assert write_csv(path, ["number", "name"], rows) == len(rows)
    assert path.read_bytes().count(b"\n") == len(rows) + 1


ACTS: dict[str, Callable[[Ward, random.Random], None]] = {
    "save": _save, "save when open": _save_when_open, "seal": _seal, "attach": _attach, "passphrase": _passphrase,
    "rotate": _rotate, "settings": _settings, "status": _status, "backup": _back_up, "restore": _restore,
    "export": _export,
}  # fmt: skip


def file_full(place: Place, draw: random.Random) -> Met:
    """One process that goes through everything that writes."""
    if sys.platform == "win32":
        raise CannotError("a limit of a process's file sizes, which Windows has not")
    ward = place.ward("ward")
    process, said = Started(work, Limited(ward.home, str(draw.random()))), list[Kept]()
    try:
        while process.hear(said, 120.0):
            continue
    finally:
        process.kill(said)
    words = [kept.what for kept in said]
    failed = [word for word in words if word.startswith("failed")]
    assert not failed, failed
    assert words[-1:] == ["over"], "the process did not come to its end"
    return Counter(words[:-1])


CAMPAIGNS = (Campaign("file-full", "refused in words, nothing half done, goes on when there is room", 20, file_full),)
