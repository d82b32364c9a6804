"""The power goes: whatever was not synced may be gone, in part or whole; all that was acknowledged is there.

The calls of a process that does everything are recorded (strace) and played again on a disk that forgets; at many
moments what would be found is written out, opened by a new process's way, and asked for all that was acknowledged.
"""

import json
import random
import shutil
import sys
from collections import Counter
from functools import partial
from pathlib import Path
from typing import NamedTuple

from storage.backups import find_backups
from storage.keys import open_vault
from storage.restore import check_files
from storage.store import open_store
from storage.verify import verify_store
from study.errors import KnownError
from tests.faults.campaign import Campaign, CannotError, Met, Place
from tests.faults.disk import FORGETS, Folder, Forgets, read_in, unlike, write_out
from tests.faults.recorder import Replay, has_strace, record
from tests.faults.ward import USER, Opened, Ward
from tests.kit.clinic import CHEAP

NEEDS = "strace, which is not on this machine (Debian, Ubuntu: apt-get install strace)"


class Session(NamedTuple):
    """How many acts, at how many moments the power goes, in how many ways each time, how often in a new store."""

    acts: int
    cuts: int
    ways: int
    new: float


LONG = Session(acts=14, cuts=40, ways=2, new=0.3)
FIRST = Session(acts=0, cuts=1000, ways=len(FORGETS), new=1.0)


class Acknowledged:
    """What a process had said it kept when the power went."""

    def __init__(self) -> None:
        self.changes: dict[int, str] = {}
        self.attachments: set[str] = set()
        self.passphrases: list[str] = []
        self.backups: set[str] = set()
        self.restored: set[str] = set()
        self.epoch = 0

    def hear(self, said: str) -> None:
        """One more word of the process."""
        kept = json.loads(said)
        if "seq" in kept:
            self.changes[kept["seq"]] = kept["hash"]
        if "attachment" in kept:
            self.attachments.add(kept["attachment"])
        if "trying" in kept:
            self.passphrases.append(kept["trying"])
        if "passphrase" in kept:
            self.passphrases = [kept["passphrase"]]
        self.backups |= {kept["backup"]} if "backup" in kept else set()
        self.restored |= {kept["restored"]} if "restored" in kept else set()
        self.epoch = kept.get("epoch", self.epoch)


def power_cut(place: Place, draw: random.Random, session: Session = LONG) -> Met:
    """One session, cut at many moments, each time with another part of what was not synced lost."""
    if not has_strace():
        raise CannotError(NEEDS)
    ward = _begin(place, draw, session.new)
    before = place.folder / "before"
    shutil.copytree(ward.home, before)
    trace = place.folder / "trace"
    words = [sys.executable, "-m", "tests.faults.powered", str(ward.home), str(draw.random()), str(session.acts)]
    record(words, trace)
    moments = _moments(ward, before, trace)
    chosen = set(draw.sample(range(moments), min(session.cuts, moments)))
    root, known, met = read_in(before), Acknowledged(), Counter[str]()
    for number, happened in enumerate(Replay(ward.home, root).play(trace)):
        if happened.kind == "said":
            known.hear(happened.text)
        if number in chosen:
            for forgets in draw.sample(FORGETS, session.ways):
                met += _look(place, root, known, forgets, draw)
    return met + Counter({"syncs and acknowledgements seen": moments})


def _begin(place: Place, draw: random.Random, new: float) -> Ward:
    if draw.random() >= new:
        return place.ward("ward")
    ward = Ward(place.folder / "ward")
    for folder in (ward.store, ward.backups):
        folder.mkdir(parents=True)
    return ward


def _moments(ward: Ward, before: Path, trace: Path) -> int:
    """How many moments there are; the whole recording must give the files as they are now."""
    root = read_in(before)
    moments = sum(1 for _ in Replay(ward.home, root).play(trace))
    assert not list(unlike(root, ward.home)), f"not recorded: {list(unlike(root, ward.home))}"
    return moments


def _look(place: Place, root: Folder, known: Acknowledged, forgets: Forgets, draw: random.Random) -> Met:
    found = Ward(place.folder / "found")
    write_out(root, found.home, forgets, draw)
    try:
        met = Counter({"states": 1, _ask(found, known): 1})
    except Exception as error:
        raise AssertionError(f"{forgets} forgotten after {len(known.changes)} changes: {error!r}") from error
    shutil.rmtree(found.home)
    return met


def _ask(ward: Ward, known: Acknowledged) -> str:
    if not known.passphrases:
        # Before the store was first said to be there nothing is promised.
        return "nothing promised yet"
    typed = next((typed for typed in known.passphrases if ward.unlocks(typed)), None)
    assert typed is not None, "no passphrase opens it"
    for found in find_backups(ward.backups):
        check_files(found.path)
    assert known.backups <= {found.path.name for found in find_backups(ward.backups)}, "a backup is lost"
    for folder in ward.home.glob("restored-*"):
        if folder.suffix != ".restoring":
            _check_restored(ward, folder, known.passphrases)
    assert known.restored <= {path.name for path in ward.home.iterdir()}, "a restored store is lost"
    with Opened(ward, typed) as opened:
        opened.check_whole()
        changes = opened.store.reader.changes_after(opened.store.device, 0)
        entries = {number: change.hash for number, change in enumerate(changes, 1)}
        assert known.changes.items() <= entries.items(), "an acknowledged change is lost"
        for name in known.attachments:
            opened.attachments().verify(name)
        assert open_vault(ward.store, floor=CHEAP).epoch >= known.epoch
        return "everything there"


def _check_restored(ward: Ward, folder: Path, passphrases: list[str]) -> None:
    vault = open_vault(folder, floor=CHEAP)
    for typed in passphrases:
        vault.attempts.begin_anew()
        try:
            unlocked = vault.unlock(USER, typed)
        except KnownError:
            continue
        with open_store(folder, unlocked, ward.clock) as store:
            findings = {finding.code for finding in verify_store(store, unlocked).findings}
            assert findings <= {"store-restored", "store-missing"}, findings
        unlocked.close()


CAMPAIGNS = (
    Campaign(
        "power-first", "a new store's first entries and first file, at every sync", 2, partial(power_cut, session=FIRST)
    ),
    Campaign("power-cut", "all that was acknowledged is there, whatever was not synced", 10, power_cut),
)
