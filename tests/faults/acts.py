"""One act on a ward, in a process of its own that dies at a named step or is killed from outside.

Acts whose product code names its steps use those names; for the others a step is a function entered or left.
"""

import os
import random
import signal
import sys
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import NamedTuple

from desktop_app.jobs.erase import erase_identity
from desktop_app.jobs.sign import Asked, sign
from storage.backup import back_up
from storage.driver import Guard, connect
from storage.keys import fresh_recovery_code, open_vault
from storage.migrations import migrate
from storage.restore import Opening, restore
from storage.rotation import renew_keys
from storage.store import DATABASE_NAME
from study.address import Address
from study.signing import meanings, seen
from tests.faults.ward import CHILDREN, USER, Opened, Ward, add_file, shipped, typed_by
from tests.faults.writer import Kept, some_facts
from tests.golden.make_store import PASSPHRASE as OLD_PASSPHRASE
from tests.golden.make_store import USER as OLD_USER
from tests.kit.clinic import CHEAP

NEXT_PASSPHRASE = "three cranes over the lake"
Step = Callable[[str], None]


class Deed(NamedTuple):
    """Which act, on which ward, with which chance; the step at which the process kills itself, "" for none."""

    act: str
    home: Path
    seed: str
    die_at: str = ""


class Doing(NamedTuple):
    """What an act works with."""

    ward: Ward
    draw: random.Random
    at_step: Step


def do(deed: Deed, say: Connection) -> None:
    """The whole life of the process. It says each step as it comes to it, and what it then acknowledges."""

    def at_step(name: str) -> None:
        say.send(Kept(f"step {name}"))
        if name == deed.die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    for kept in ACTS[deed.act](Doing(Ward(deed.home), random.Random(deed.seed), at_step)):
        say.send(kept)


BEGUN = Kept("begun")
"""Said when everything is open: from here on the act itself is under way."""

# What a step of an act without named steps is: a function entered ("call") or left ("return").
_COMMIT = {
    ("return", "Log._sign"): "signed",
    ("return", "insert"): "in the log",
    ("return", "apply"): "applied",
    ("call", "Store._write_anchor"): "committed",
    ("return", "Anchor.write"): "anchor written",
    ("return", "Store.append"): "appended",
}
_MARKS = {
    "save": _COMMIT,
    "sign": {("return", "_identified"): "identified", ("call", "Store.append"): "facts made", **_COMMIT},
    "attach": {
        ("call", "Attachments._keep"): "sealing",
        ("return", "ChunkCipher.seal"): "chunk sealed",
        ("call", "rename_over"): "synced",
        ("return", "rename_over"): "renamed",
        ("return", "Attachments.seal"): "sealed",
        **_COMMIT,
    },
    "erase": {
        **_COMMIT,
        ("call", "Store.put_site_key"): "site key to be replaced",
        ("return", "Store.put_site_key"): "site key replaced",
        ("return", "Store.drop_drafts"): "drafts dropped",
    },
}


class _Marked:
    """Within it, functions entered and left are steps; each name once."""

    def __init__(self, act: str, at_step: Step) -> None:
        self._marks = dict(_MARKS[act])
        self._at_step = at_step

    def __enter__(self) -> None:
        sys.setprofile(self._seen)

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)

    def _seen(self, frame: FrameType, event: str, _argument: object) -> None:
        name = self._marks.pop((event, frame.f_code.co_qualname), None)
        if name is not None:
            self._at_step(name)


def _save(doing: Doing) -> Iterator[Kept]:
    with Opened(doing.ward) as opened:
        facts = some_facts(opened.store, doing.draw)
        yield BEGUN
        with _Marked("save", doing.at_step):
            appended = opened.store.append(opened.author, facts)
        yield Kept(appended.hash, appended.seq)


def _sign(doing: Doing) -> Iterator[Kept]:
    with Opened(doing.ward) as opened:
        session = opened.session
        course = session.records.child(CHILDREN[0]).course
        forms = tuple(Address(CHILDREN[0], "M3", "", form) for form in ("VISIT", "VS"))
        asked = Asked(
            tuple(seen(course, form) for form in forms), meanings(shipped())[0].label, typed_by(USER)
        )  # fmt: skip
        yield BEGUN
        with _Marked("sign", doing.at_step):
            appended = sign(session, asked)
        yield Kept(appended.hash, appended.seq)


def _attach(doing: Doing) -> Iterator[Kept]:
    with Opened(doing.ward) as opened:
        data = b"%PDF-1.7\n" + doing.draw.randbytes(doing.draw.randrange(1, 400_000))
        yield BEGUN
        with _Marked("attach", doing.at_step):
            name = add_file(opened, CHILDREN[1], data)
        yield Kept(name, opened.store.reader.tip().seq)


def _erase(doing: Doing) -> Iterator[Kept]:
    with Opened(doing.ward) as opened:
        yield BEGUN
        with _Marked("erase", doing.at_step):
            appended = erase_identity(opened.store, opened.author, CHILDREN[0], "the family asked for it")
        yield Kept(appended.hash, appended.seq)


def _rotate(doing: Doing) -> Iterator[Kept]:
    opened = Opened(doing.ward)
    vault = open_vault(doing.ward.store, floor=CHEAP)
    made = vault.renewed(opened.unlocked, fresh_recovery_code())
    yield BEGUN
    renew_keys(opened.store, vault, made, doing.at_step)
    yield Kept("renewed", made.epoch)


def _migrate(doing: Doing) -> Iterator[Kept]:
    folder = doing.ward.older
    vault = open_vault(folder, floor=CHEAP)
    vault.attempts.begin_anew()
    unlocked = vault.unlock(OLD_USER, OLD_PASSPHRASE)
    connection = connect(folder / DATABASE_NAME, unlocked.db_key, Guard())
    yield BEGUN
    migrate(connection, unlocked.db_key, at_step=doing.at_step)
    yield Kept("migrated")
    connection.close()


def _back_up(doing: Doing) -> Iterator[Kept]:
    with Opened(doing.ward) as opened:
        yield BEGUN
        made = back_up(opened.source, doing.ward.backups, at_step=doing.at_step)
        yield Kept(made.path.name)


def _restore(doing: Doing) -> Iterator[Kept]:
    ward = doing.ward
    [backup] = ward.backups.iterdir()
    opening = Opening(lambda vault: vault.unlock(USER, typed_by(USER)), ward.clock, CHEAP)
    yield BEGUN
    restore(backup, ward.restored, opening, reason="the disk failed", at_step=doing.at_step)
    yield Kept("restored")


def _passphrase(doing: Doing) -> Iterator[Kept]:
    vault = open_vault(doing.ward.store, floor=CHEAP, at_step=doing.at_step)
    yield BEGUN
    vault.change_passphrase(USER, typed_by(USER), NEXT_PASSPHRASE)
    yield Kept("changed")


ACTS: dict[str, Callable[[Doing], Iterator[Kept]]] = {
    "save": _save, "sign": _sign, "attach": _attach, "erase": _erase, "rotate": _rotate, "migrate": _migrate,
    "backup": _back_up, "restore": _restore, "passphrase": _passphrase,
}  # fmt: skip
