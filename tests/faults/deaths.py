"""One act cut short, at every named step and at random moments: all of it or nothing of it, and a way on by itself."""

import random
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from desktop_app.vaults import Vaults
from storage.attachments import FOLDER_NAME
from storage.backup import back_up
from storage.backups import find_backups
from storage.driver import Guard, connect
from storage.keys import open_vault
from storage.migrations import VERSION, version_of
from storage.restore import Opening, check_files, drill, restore
from storage.rotation import DECIDED_NAME, NEXT_DATABASE, NEXT_KEYS
from storage.store import DATABASE_NAME, open_store
from storage.verify import verify_store
from study.address import Address
from study.signing import state
from tests.faults.acts import ACTS, BEGUN, NEXT_PASSPHRASE, Deed, do
from tests.faults.campaign import Campaign, Ground, Met, Place
from tests.faults.processes import Started
from tests.faults.ward import CHILDREN, USER, Before, Opened, Ward, before_of, typed_by
from tests.faults.writer import Kept
from tests.golden.make_store import PASSPHRASE as OLD_PASSPHRASE
from tests.golden.make_store import USER as OLD_USER
from tests.golden.make_store import Expected
from tests.kit.clinic import CHEAP


class Dead(NamedTuple):
    """A ward after a process died in it: what it had said it kept (None: nothing), and what the store said before."""

    ward: Ward
    done: Kept | None
    before: Before


def at_every_step(act: str, place: Place, draw: random.Random, most: int = 100) -> Met:
    """Killed once at each step (`most`: at so many of them) that the act comes to when nobody kills it."""
    met: Met = Counter()
    steps = _usual(act, place.ground).steps
    for number, step in enumerate(draw.sample(steps, min(most, len(steps)))):
        ward = place.ward(f"{act}-{number}")
        said = _hear(Started(do, Deed(act, ward.home, str(draw.random()), step)))
        assert f"step {step}" in [kept.what for kept in said], f"{act} did not come to the step: {step}"
        try:
            CHECKS[act](Dead(ward, _done(said), place.ground.before))
        except Exception as error:
            raise AssertionError(f"killed at the step “{step}”: {error!r}") from error
        met["kills"] += 1
    return met


def at_random(act: str, place: Place, draw: random.Random) -> Met:
    """Killed from outside at a moment of the act, now and then while it still opens or when it is over."""
    usual = _usual(act, place.ground)
    ward = place.ward(act)
    process = Started(do, Deed(act, ward.home, str(draw.random())))
    said: list[Kept] = []
    try:
        while BEGUN not in said and process.hear(said, 60.0):
            continue
        process.hear_until(said, time.perf_counter() + draw.uniform(0, usual.seconds * 1.2))
    finally:
        process.kill(said)
    CHECKS[act](Dead(ward, _done(said), place.ground.before))
    return Counter({"acknowledged" if _done(said) else "cut short": 1})


class Usual(NamedTuple):
    """An act that nobody cuts short: its steps and how long it takes."""

    steps: tuple[str, ...]
    seconds: float


def _usual(act: str, ground: Ground) -> Usual:
    found = ground.kept(f"usual {act}", partial(_try, act))
    assert isinstance(found, Usual)
    return found


def _try(act: str, ground: Ground) -> Usual:
    """Twice: the first process pays for what is read once."""
    _time(act, ground, "first")
    return _time(act, ground, "second")


def _time(act: str, ground: Ground, attempt: str) -> Usual:
    ward = ground.ward(ground.folder / f"usual-{act}-{attempt}")
    process, said, began = Started(do, Deed(act, ward.home, "usual")), list[Kept](), 0.0
    while _done(said) is None and process.hear(said, 60.0):
        began = began or (time.perf_counter() if said[-1] == BEGUN else 0.0)
    seconds = time.perf_counter() - began
    process.kill(said)
    assert _done(said) is not None, f"{act} does not come to its end: {said}"
    words = dict.fromkeys(kept.what.removeprefix("step ") for kept in said if kept.what.startswith("step "))
    return Usual(tuple(words), seconds)


def _hear(process: Started) -> list[Kept]:
    said: list[Kept] = []
    try:
        while process.hear(said, 60.0):
            continue
    finally:
        process.kill(said)
    return said


def _done(said: list[Kept]) -> Kept | None:
    """What the act acknowledged after it had begun."""
    words = [kept for kept in said if kept != BEGUN and not kept.what.startswith("step ")]
    return words[-1] if words else None


def _moved(dead: Dead, opened: Opened) -> bool:
    """Whether the one change of the act is in the log; an acknowledged one must be."""
    opened.check_whole()
    tip = opened.store.reader.tip()
    assert tip.seq - dead.before.seq in (0, 1), tip
    if dead.done is not None:
        assert tip.seq == dead.done.seq, "an acknowledged change is lost"
    if tip.seq == dead.before.seq:
        assert before_of(opened.store) == dead.before
    return tip.seq > dead.before.seq


def _saved(dead: Dead) -> None:
    with Opened(dead.ward) as opened:
        _moved(dead, opened)


def _signed(dead: Dead) -> None:
    with Opened(dead.ward) as opened:
        moved = _moved(dead, opened)
        record = opened.session.records.child(CHILDREN[0]).course.record
        forms = [Address(CHILDREN[0], "M3", "", form) for form in ("VISIT", "VS")]
        assert [state(record, form) for form in forms] == ["signed" if moved else ""] * 2


def _attached(dead: Dead) -> None:
    with Opened(dead.ward) as opened:
        moved = _moved(dead, opened)
        before = {path.name for path in (dead.ward.store / FOLDER_NAME).iterdir()}
        named = opened.files()
        assert len(named) == 1 + moved
        assert dead.done is None or dead.done.what in named
        assert len(before - named) <= 1


def _erased(dead: Dead) -> None:
    with Opened(dead.ward) as opened:
        moved = _moved(dead, opened)
        assert opened.readable() == set(CHILDREN[1:] if moved else CHILDREN)
        drafts = [key for key in opened.store.drafts(USER) if key.startswith(f"{CHILDREN[0]}/")]
        assert bool(drafts) is not moved, "a text about an erased child is kept"
    with Opened(dead.ward) as again:
        again.check_whole()


def _rotated(dead: Dead) -> None:
    with Opened(dead.ward) as opened:
        found = before_of(opened.store)
        assert found == dead.before, "the record is another one after its keys were renewed"
        opened.check_whole()
        epoch = Vaults(dead.ward.store, dead.ward.clock, CHEAP).open().epoch
        assert epoch == 2 if dead.done else epoch in (1, 2)
        left = {DECIDED_NAME, NEXT_DATABASE, NEXT_KEYS} & {path.name for path in dead.ward.store.iterdir()}
        assert not left, f"{left} is left over"
        assert opened.readable() == set(CHILDREN)


def _migrated(dead: Dead) -> None:
    folder = dead.ward.older
    expected = msgspec.json.decode((folder / "expected.json").read_bytes(), type=Expected)
    vault = open_vault(folder, floor=CHEAP)
    vault.attempts.begin_anew()
    unlocked = vault.unlock(OLD_USER, OLD_PASSPHRASE)
    connection = connect(folder / DATABASE_NAME, unlocked.db_key, Guard())
    assert version_of(connection) in ((VERSION,) if dead.done else (expected.schema, VERSION))
    connection.close()
    with open_store(folder, unlocked, dead.ward.clock) as store:
        assert version_of(store.connection) == VERSION
        found = before_of(store)
        assert (found.digest, found.projection) == (expected.state, expected.projection)
        assert {finding.code for finding in verify_store(store, unlocked).findings} <= {"store-other-machine"}
    unlocked.close()


def _backed_up(dead: Dead) -> None:
    ward = dead.ward
    with Opened(ward) as opened:
        found = find_backups(ward.backups)
        assert dead.done is None or dead.done.what in {each.path.name for each in found}
        assert len(found) in (1, 2)
        for each in found:
            check_files(each.path)
            assert drill(each.path, opened.unlocked, folder=ward.home).report.whole
        back_up(opened.source, ward.backups)
        assert not [path for path in ward.backups.iterdir() if path.suffix == ".part"], "a half backup was not swept"
        opened.check_whole()
        assert before_of(opened.store) == dead.before


def _restored(dead: Dead) -> None:
    ward = dead.ward
    opening = Opening(lambda vault: vault.unlock(USER, typed_by(USER)), ward.clock, CHEAP)
    if ward.restored.exists():
        assert _content(ward, ward.restored) == dead.before
        ward.restored.rename(ward.home / "restored-first")
    else:
        assert dead.done is None, "an acknowledged restore is not there"
    [backup] = ward.backups.iterdir()
    assert restore(backup, ward.restored, opening, reason="again").report.whole
    assert _content(ward, ward.restored) == dead.before
    assert not ward.restored.with_name("restored.restoring").exists()


def _content(ward: Ward, folder: Path) -> Before:
    """What a restored store says; it may be read, and not written before a successor begins."""
    vault = open_vault(folder, floor=CHEAP)
    vault.attempts.begin_anew()
    unlocked = vault.unlock(USER, typed_by(USER))
    with open_store(folder, unlocked, ward.clock) as store:
        assert store.fault is not None
        assert store.fault.code == "store-restored"
        findings = {finding.code for finding in verify_store(store, unlocked).findings}
        assert findings <= {"store-restored", "store-missing"}, findings
        return before_of(store)


def _changed(dead: Dead) -> None:
    working = [typed for typed in (typed_by(USER), NEXT_PASSPHRASE) if dead.ward.unlocks(typed)]
    assert len(working) == 1, f"{len(working)} passphrases open the store"
    assert dead.done is None or working == [NEXT_PASSPHRASE]
    with Opened(dead.ward, working[0]) as opened:
        opened.check_whole()
        assert before_of(opened.store) == dead.before


CHECKS: dict[str, Callable[[Dead], None]] = {
    "save": _saved, "sign": _signed, "attach": _attached, "erase": _erased, "rotate": _rotated, "migrate": _migrated,
    "backup": _backed_up, "restore": _restored, "passphrase": _changed,
}  # fmt: skip
RANDOM = {"sign": 80, "erase": 80, "rotate": 120, "migrate": 80, "backup": 120, "restore": 120}
CAMPAIGNS = (
    *(
        Campaign(f"steps-{act}", "killed at each named step: all of it or nothing", 20, partial(at_every_step, act))
        for act in ACTS
    ),
    *(
        Campaign(f"kill-{act}", "killed at any moment: all of it or nothing", runs, partial(at_random, act))
        for act, runs in RANDOM.items()
    ),
)
