"""Files damaged, cut or full: a refusal that names it, or nothing lost; never a log that is silently shorter."""

import io
import random
import shutil
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from storage.attachments import FOLDER_NAME, Attachments
from storage.keys import Unlocked, open_vault
from storage.store import DATABASE_NAME, Store, open_store
from storage.verify import verify_store
from storage.witness import ANCHOR_NAME
from study.changes.envelope import GENESIS
from study.errors import KnownError
from tests.faults.campaign import Campaign, Met, Place
from tests.faults.kills import check_whole
from tests.faults.writer import some_facts
from tests.kit.clinic import CHEAP, Clinic

WAL_NAME = f"{DATABASE_NAME}-wal"
KEYS = ("keys.json", "keys.prev.json")
_HEADER, _FRAME = 32, 24 + 4096
# What opening may answer when the file with this name is damaged.
_REFUSALS = {
    DATABASE_NAME: {"store-damaged"},
    WAL_NAME: {"store-damaged"},
    FOLDER_NAME: {"attachment-damaged"},
    "keys.json": {"keys-damaged", "keys-newer", "kdf-out-of-range", "wrong-passphrase", "no-vault"},
}


def killed_copy(clinic: Clinic, target: Path) -> Path:
    """The files as a killed process leaves them: database, write-ahead log, anchor, without the shared index."""
    shutil.copytree(clinic.folder, target)
    (target / f"{DATABASE_NAME}-shm").unlink(missing_ok=True)
    return target


def open_copy(clinic: Clinic, folder: Path) -> Store:
    """Open a store's copy in another folder."""
    return open_store(folder, clinic.unlocked, clinic.clock)


def _write_some(clinic: Clinic, draw: random.Random, count: int) -> list[tuple[int, str, int]]:
    """Sequence number and hash of each acknowledged change, and how long the write-ahead log was then."""
    done = []
    for _ in range(count):
        appended = clinic.store.append(clinic.author, some_facts(clinic.store, draw))
        done.append((appended.seq, appended.hash, (clinic.folder / WAL_NAME).stat().st_size))
        if draw.random() < 0.3:
            clinic.store.keep_draft(clinic.user, "field", str(appended.seq))
    return done


def cut_wal(place: Place, draw: random.Random) -> Met:
    """The write-ahead log ends at each frame and inside each: a prefix of what was acknowledged, the rest counted."""
    clinic = place.clinic()
    before = clinic.store.reader.tip()
    if draw.random() < 0.5:
        clinic.reopen()
        done = [(before.seq, before.hash, 0)]
    else:
        # The first life of a store: even its first entry stands in the write-ahead log alone.
        done = [(0, GENESIS, 0), (before.seq, before.hash, (clinic.folder / WAL_NAME).stat().st_size)]
    done += _write_some(clinic, draw, draw.randrange(2, 6))
    whole = killed_copy(clinic, place.folder / "killed")
    raw = (whole / WAL_NAME).read_bytes()
    met: Met = Counter()
    frames = (len(raw) - _HEADER) // _FRAME
    cuts = [0, draw.randrange(1, _HEADER), _HEADER]
    for frame in range(frames):
        end = _HEADER + (frame + 1) * _FRAME
        cuts += [end - draw.randrange(1, _FRAME), end]
    for cut in cuts:
        folder = place.folder / f"cut-{cut}"
        shutil.copytree(whole, folder)
        (folder / WAL_NAME).write_bytes(raw[:cut])
        _check_cut(clinic, folder, [entry for entry in done if entry[2] <= cut][-1], done[-1][0], met)
        shutil.rmtree(folder)
    met["cuts"] += len(cuts)
    return met


def _check_cut(clinic: Clinic, folder: Path, last: tuple[int, str, int], total: int, met: Met) -> None:
    try:
        opened = open_copy(clinic, folder)
    except KnownError as refusal:
        # Not even the tables are left of a store in its first life.
        if refusal.code != "store-damaged" or last[0]:
            raise
        met["nothing left, refused as damaged"] += 1
        return
    with opened as store:
        tip = store.reader.tip()
        # A frame that only a draft or a checkpoint needs may be gone as well; the log itself ends where it must.
        assert (tip.seq, tip.hash) == last[:2], f"the log ends at {tip.seq} and not at {last[0]}"
        missing = total - tip.seq
        findings = [finding.code for finding in verify_store(store, clinic.unlocked).findings]
        if not missing:
            assert store.fault is None
            assert findings == []
            met["nothing missing"] += 1
            return
        assert store.fault is not None, f"{missing} entries are missing and nobody says so"
        assert store.fault.code == "store-behind"
        assert f" {missing} " in store.fault.sentence.en
        assert findings == ["store-behind"], findings
        met["missing entries counted"] += 1


def flip(place: Place, draw: random.Random) -> Met:
    """One bit of one file, twelve times over on copies of one store."""
    clinic = place.clinic()
    attachments = Attachments(clinic.folder / FOLDER_NAME)
    sealed = attachments.seal(io.BytesIO(b"%PDF-1.7\n" + draw.randbytes(draw.randrange(1, 200_000))))
    if draw.random() < 0.5:
        # Half of the stores have most of their pages in the database file, half in the write-ahead log.
        _write_some(clinic, draw, 3)
        clinic.reopen()
    _write_some(clinic, draw, draw.randrange(1, 4))
    whole = killed_copy(clinic, place.folder / "killed")
    tip = clinic.store.reader.tip()
    met: Met = Counter()
    for number in range(12):
        folder = place.folder / f"flip-{number}"
        shutil.copytree(whole, folder)
        name = draw.choice([DATABASE_NAME, WAL_NAME, "keys.json", ANCHOR_NAME, f"{FOLDER_NAME}/{sealed.name}"])
        raw = bytearray((folder / name).read_bytes())
        at, bit = draw.randrange(len(raw)), 1 << draw.randrange(8)
        raw[at] ^= bit
        (folder / name).write_bytes(raw)
        try:
            said = _look(clinic, Damaged(folder, name, sealed.name), (tip.seq, tip.hash))
        except Exception as error:
            raise AssertionError(f"byte {at} of {Path(name).parent.name or name}, bit {bit}: {error!r}") from error
        met[f"{'attachment' if '/' in name else name}: {said}"] += 1
        shutil.rmtree(folder)
    return met


class Damaged(NamedTuple):
    """A folder, which of its files is damaged, and which sealed file stands in it."""

    folder: Path
    name: str
    attachment: str


def _look(clinic: Clinic, damaged: Damaged, tip: tuple[int, str]) -> str:
    """What a person is told of a damaged folder: the refusal's code, or "nothing lost"."""
    folder, name = damaged.folder, damaged.name
    try:
        unlocked = open_vault(folder, floor=CHEAP).unlock(clinic.user, f"a rainy spring with {clinic.user}")
    except KnownError as refusal:
        return _named(refusal, name)
    try:
        return _look_inside(clinic, damaged, tip, unlocked)
    finally:
        unlocked.close()


def _named(refusal: KnownError, name: str) -> str:
    assert refusal.code in _REFUSALS.get(name, set()), f"{refusal.code} for {name}"
    return refusal.code


def _look_inside(clinic: Clinic, damaged: Damaged, tip: tuple[int, str], unlocked: Unlocked) -> str:
    folder, name = damaged.folder, damaged.name
    assert unlocked.db_key == clinic.unlocked.db_key
    assert unlocked.public_key == clinic.unlocked.public_key
    try:
        with open_store(folder, unlocked, clinic.clock) as store:
            said = _look_at_log(store, unlocked, tip)
    except KnownError as refusal:
        return _named(refusal, name)
    try:
        Attachments(folder / FOLDER_NAME).verify(damaged.attachment)
    except KnownError as refusal:
        return _named(refusal, name.partition("/")[0])
    assert not name.startswith(FOLDER_NAME), "an altered file passed"
    return said


def _look_at_log(store: Store, unlocked: Unlocked, tip: tuple[int, str]) -> str:
    found = store.reader.tip()
    if store.fault is not None:
        assert store.fault.code in ("store-behind", "store-missing"), store.fault.code
        if store.fault.code == "store-behind":
            assert f" {tip[0] - found.seq} " in store.fault.sentence.en
        return store.fault.code
    assert (found.seq, found.hash) == tip, "silently shorter"
    report = verify_store(store, unlocked)
    return report.findings[0].code if report.findings else "nothing lost"


def disk_full(place: Place, draw: random.Random) -> Met:
    """No page is left at a random moment: refused whole, and when there is room again it goes on."""
    clinic = place.clinic()
    store = clinic.store
    met: Met = Counter()
    for _ in range(3):
        store.connection.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        [(pages,)] = store.connection.rows("PRAGMA page_count")
        store.connection.rows(f"PRAGMA max_page_count = {pages + draw.randrange(12)}")
        for _ in range(400):
            before = store.reader.tip(), store.reader.digest(), store.drafts(clinic.user)
            refused = _save_something(clinic, draw)
            if refused:
                assert refused == "disk-full", refused
                assert (store.reader.tip(), store.reader.digest(), store.drafts(clinic.user)) == before, "half saved"
                met["refusals"] += 1
                break
        else:
            raise AssertionError("the disk never got full")
        store.connection.rows("PRAGMA max_page_count = 1000000")
        check_whole(store, clinic)
        clinic.write("60")
    clinic.reopen()
    assert clinic.store.fault is None
    check_whole(clinic.store, clinic)
    return met


def _save_something(clinic: Clinic, draw: random.Random) -> str:
    """A draft or a change; the code of the refusal, "" when it was kept."""
    try:
        if draw.random() < 0.2:
            clinic.store.keep_draft(clinic.user, f"field-{draw.randrange(50)}", "x" * draw.randrange(3000))
        else:
            clinic.store.append(clinic.author, some_facts(clinic.store, draw))
    except KnownError as refusal:
        return refusal.code
    return ""


CAMPAIGNS = (
    Campaign("wal-cut", "a prefix of what was acknowledged, and the anchor counts the rest", 4, cut_wal),
    Campaign("flip", "damage is named or nothing is lost", 150, flip),
    Campaign("disk-full", "refused whole; goes on when there is room", 60, disk_full),
)
