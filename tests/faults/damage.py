"""Any byte of any file altered, old pages put back: refused, found, or nothing lost; never another record unsaid."""

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from desktop_app.jobs.status import read_known
from desktop_app.place import Place as StorePlace
from storage.driver import Connection
from storage.restore import drill
from storage.store import DATABASE_NAME
from storage.verify import verify_store
from study.errors import KnownError
from tests.faults.campaign import Campaign, Met, Place
from tests.faults.ward import USER, Before, Opened, Ward, before_of
from tests.faults.writer import some_facts

_PAGE = 4096
_BYTES = 10
# What may be said when a file of this name is damaged. None of the store's own files but these says anything.
_REFUSALS = {
    DATABASE_NAME: {"store-damaged", "page-damaged"},
    "keys.json": {"keys-damaged", "keys-newer", "kdf-out-of-range", "wrong-passphrase", "no-vault", "user-unknown"},
    "attempts.json": {"unlock-wait"},
    "backup": {"backup-damaged", "backup-newer", "backup-altered", "no-backup"},
    "attachment": {"attachment-damaged"},
    "anchor.bin": {"store-missing", "store-log-behind"},
}


def any_byte(place: Place, draw: random.Random) -> Met:
    """Some bytes of some files of a store and its backup, one after the other."""
    ward = place.ward("ward")
    beside = _beside(ward)
    files = sorted(path for folder in (ward.store, ward.backups) for path in folder.rglob("*") if path.is_file())
    met: Met = Counter()
    for _ in range(_BYTES):
        path = draw.choice([path for path in files if path.stat().st_size])
        kept = {each: each.read_bytes() for each in files}
        raw = bytearray(kept[path])
        at, other = draw.randrange(len(raw)), draw.randrange(1, 256)
        raw[at] ^= other
        path.write_bytes(raw)
        kind = _kind(ward, path)
        try:
            then = _beside(ward)
            said = _asked(ward, kind, place.ground.before)
        except Exception as error:
            raise AssertionError(f"byte {at} of {kind} by {other}: {error!r}") from error
        if kind in ("settings.json", "status.json"):
            said = "read as before" if then == beside else "not read, or another value"
        met[f"{kind}: {said}"] += 1
        _put_back(ward, kept)
    return met


def _beside(ward: Ward) -> tuple[object, ...]:
    """What is read at the gate before anybody unlocks: damage may cost what is remembered and never the way in."""
    place = StorePlace(ward.store)
    return place.settings, read_known(place), place.exists


def _kind(ward: Ward, path: Path) -> str:
    if path.is_relative_to(ward.backups):
        return "backup"
    return "attachment" if path.parent != ward.store else path.name


def _put_back(ward: Ward, kept: dict[Path, bytes]) -> None:
    for path in [path for path in ward.store.rglob("*") if path.is_file() and path not in kept]:
        path.unlink()
    for path, raw in kept.items():
        path.write_bytes(raw)


def _asked(ward: Ward, kind: str, before: Before) -> str:
    """What people are told; a KnownError or finding has to be one that names this file."""
    found = [*_ask_store(ward, before), *_ask_backup(ward)]
    allowed = _REFUSALS.get(kind, set())
    assert set(found) <= allowed, f"{found} for {kind}"
    if kind in ("attachment", "backup"):
        assert found, f"an altered {kind} passed"
    return found[0] if found else "nothing lost"


def _ask_store(ward: Ward, before: Before) -> Iterator[str]:
    try:
        unlocked = ward.unlock(forgive=False)
        unlocked.close()
        opened = Opened(ward)
    except KnownError as refusal:
        yield refusal.code
        return
    with opened:
        report = verify_store(opened.store, opened.unlocked)
        yield from dict.fromkeys(finding.code for finding in report.findings)
        if opened.store.fault is not None:
            yield opened.store.fault.code
        if not report.findings:
            assert before_of(opened.store) == before, "another record, and nobody says so"


def _ask_backup(ward: Ward) -> Iterator[str]:
    try:
        unlocked = ward.unlock()
    except KnownError:
        return
    [backup] = ward.backups.iterdir()
    try:
        report = drill(backup, unlocked, folder=ward.home).report
        yield from (finding.code for finding in report.findings)
    except KnownError as refusal:
        yield refusal.code
    finally:
        unlocked.close()


def old_page(place: Place, draw: random.Random) -> Met:
    """A page of the database as it was some entries ago, one after the other: whole and of this store, and old."""
    ward = place.ward("ward")
    with Opened(ward) as opened:
        _work(opened, draw)
    older = (ward.store / DATABASE_NAME).read_bytes()
    with Opened(ward) as opened:
        _work(opened, draw)
    database = ward.store / DATABASE_NAME
    newer = database.read_bytes()
    with Opened(ward) as opened:
        said = _record(opened.store.connection)
    newer = database.read_bytes()
    kept = {path: path.read_bytes() for path in ward.store.rglob("*") if path.is_file()}
    changed = [at for at in range(0, len(older), _PAGE) if older[at : at + _PAGE] != newer[at : at + _PAGE]]
    met: Met = Counter()
    for at in draw.sample(changed, min(8, len(changed))):
        database.write_bytes(newer[:at] + older[at : at + _PAGE] + newer[at + _PAGE :])
        met[_ask_page(ward, said)] += 1
        _put_back(ward, kept)
    return met


def _work(opened: Opened, draw: random.Random) -> None:
    for _ in range(draw.randrange(1, 6)):
        opened.store.append(opened.author, some_facts(opened.store, draw))
        opened.store.keep_draft(USER, f"field-{draw.randrange(5)}", str(draw.random()))


def _ask_page(ward: Ward, said: tuple[list[tuple[object, ...]], ...]) -> str:
    """Read before anything is written: what verify says, and whether log or projection are others than they were."""
    try:
        with Opened(ward) as opened:
            report = verify_store(opened.store, opened.unlocked)
            if report.findings:
                return "found by verify"
            assert opened.store.fault is None
            now = _record(opened.store.connection)
            assert now[:3] == said[:3], "an older log or projection, and nobody says so"
            return "nothing changed" if now == said else "only what is neither log nor projection is older"
    except KnownError as refusal:
        if refusal.code != "store-damaged":
            raise
        return "refused as damaged"


def _record(connection: Connection) -> tuple[list[tuple[object, ...]], ...]:
    """Every row of log and projection, then of what stands beside them in the database."""
    names = ("change", "entry", "slot", "meta", "secret", "draft", "outgoing", "backup")
    return tuple(sorted(connection.rows(f"SELECT * FROM {name}"), key=repr) for name in names)


CAMPAIGNS = (
    Campaign("any-byte", "refused, found by verify, or nothing lost", 100, any_byte),
    Campaign("old-page", "found where it changes log or projection", 60, old_page),
)
