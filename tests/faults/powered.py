"""What a process does while its calls are recorded: everything that writes, and after each act what is now kept.

Usage: python -m tests.faults.powered HOME SEED. It begins with an empty home, or with a ward that stands there.
"""

import json
import os
import random
import sys
from collections.abc import Callable
from pathlib import Path

from desktop_app.backup_plan import BackupPlan
from desktop_app.place import Place as StorePlace
from desktop_app.place import Settings
from storage.backup import back_up
from storage.keys import NewUser, SiteKey, create_vault, fresh_recovery_code, open_vault
from storage.restore import Opening, restore
from storage.rotation import renew_keys
from storage.store import create_store
from tests.faults.recorder import SAID
from tests.faults.ward import CHILDREN, USER, Opened, Ward, add_file, typed_by
from tests.faults.writer import some_facts
from tests.kit.clinic import CHEAP

Said = dict[str, str | int]


class Working:
    """A ward in use, and where it says what is kept."""

    def __init__(self, ward: Ward, seed: str) -> None:
        self.ward = ward
        self.draw = random.Random(seed)
        self.typed = typed_by(USER)
        self.backups: list[str] = []
        self._said = os.open(ward.home.parent / SAID, os.O_WRONLY | os.O_CREAT, 0o600)

    def say(self, **kept: str | int) -> None:
        """From now on this must be found again."""
        os.write(self._said, json.dumps(kept).encode())

    def begin(self) -> Opened:
        """The store, made when there is none."""
        ward = self.ward
        if not (ward.store / "keys.json").exists():
            self._create()
        self.say(passphrase=self.typed)
        return Opened(ward, self.typed)

    def _create(self) -> None:
        ward, first = self.ward, NewUser(USER, "Dr Lin", self.typed)
        unlocked, _code = create_vault(ward.store, first, CHEAP, clock=ward.clock, floor=CHEAP)
        create_store(
            ward.store, unlocked, site="S01", site_name="Renji", study_version="1", study_digest="d" * 64,
            device_name="ward", clock=ward.clock, roles=("investigator",), site_key=SiteKey.new(),
        ).close()  # fmt: skip
        unlocked.close()


def save(work: Working, opened: Opened) -> Opened:
    """A field left, now and then after half of it was kept."""
    if work.draw.random() < 0.3:
        opened.store.keep_draft(USER, "field", str(work.draw.random()))
    appended = opened.store.append(opened.author, some_facts(opened.store, work.draw))
    work.say(seq=appended.seq, hash=appended.hash)
    return opened


def attach(work: Working, opened: Opened) -> Opened:
    """A sealed file."""
    data = b"%PDF-1.7\n" + work.draw.randbytes(work.draw.randrange(1, 90_000))
    name = add_file(opened, CHILDREN[1], data)
    tip = opened.store.reader.tip()
    work.say(attachment=name, seq=tip.seq, hash=tip.hash)
    return opened


def reopen(work: Working, opened: Opened) -> Opened:
    """Closed and opened: everything goes into the database file."""
    opened.__exit__()
    return Opened(work.ward, work.typed)


def checkpoint(_work: Working, opened: Opened) -> Opened:
    """As SQLite does it by itself when the log has grown."""
    opened.store.connection.rows("PRAGMA wal_checkpoint(RESTART)")
    return opened


def change_passphrase(work: Working, opened: Opened) -> Opened:
    """Another passphrase."""
    other = f"three cranes over the lake {work.draw.randrange(1000)}"
    work.say(trying=other)
    open_vault(work.ward.store, floor=CHEAP).change_passphrase(USER, work.typed, other)
    work.typed = other
    work.say(passphrase=other)
    return opened


def rotate(work: Working, opened: Opened) -> Opened:
    """Another vault key under the same passphrase, by somebody who unlocked with it."""
    opened = reopen(work, opened)
    vault = open_vault(work.ward.store, floor=CHEAP)
    made = vault.renewed(opened.unlocked, fresh_recovery_code())
    renew_keys(opened.store, vault, made)
    work.say(epoch=made.epoch)
    return reopen(work, opened)


def backup(work: Working, opened: Opened) -> Opened:
    """A copy elsewhere."""
    made = back_up(opened.source, work.ward.backups)
    work.backups.append(made.path.name)
    work.say(backup=made.path.name)
    return opened


def restore_one(work: Working, opened: Opened) -> Opened:
    """The latest backup into a new folder; the passphrase is that of its day, so right after it was made."""
    opened = backup(work, opened)
    opening = Opening(lambda vault: vault.unlock(USER, work.typed), work.ward.clock, CHEAP)
    into = work.ward.home / f"restored-{len(work.backups)}"
    restore(work.ward.backups / work.backups[-1], into, opening, reason="to try")
    work.say(restored=into.name)
    return opened


def settings(work: Working, opened: Opened) -> Opened:
    """Something remembered beside the record."""
    plan = BackupPlan(folder=str(work.ward.backups))
    StorePlace(work.ward.store).remember(Settings(idle_minutes=work.draw.randrange(2, 60), backup=plan))
    return opened


ACTS: tuple[tuple[Callable[[Working, Opened], Opened], int], ...] = (
    (save, 10), (attach, 3), (reopen, 2), (checkpoint, 2), (change_passphrase, 2), (rotate, 1), (backup, 1),
    (restore_one, 1), (settings, 1),
)  # fmt: skip


def work_on(home: Path, seed: str, count: int) -> None:
    """One session of so many acts."""
    work = Working(Ward(home), seed)
    opened = work.begin()
    acts, weights = zip(*ACTS, strict=True)
    # The first commit syncs the folder, for its log is new: the first file comes after it.
    for act in [save, attach, *work.draw.choices(acts, weights, k=count)]:
        opened = act(work, opened)
    opened.__exit__()


if __name__ == "__main__":
    work_on(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
