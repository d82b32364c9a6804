"""What a process does until it is killed: unlocks, opens the store, works, and says after each step what is now kept.

Runs in a process of its own; everything it is told comes from its arguments, everything it says goes into the pipe.
"""

import io
import random
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from storage.attachments import FOLDER_NAME, Attachments
from storage.keys import Unlocked, open_vault
from storage.log import Author
from storage.store import Store, open_store
from study.address import Address
from study.changes import facts as f
from study.state.slots import Slot
from study.values import Quantity
from sync.server.serve import utc_now
from tests.kit.central import Numbered
from tests.kit.clinic import CHEAP

ENDLESS = 100_000


class Order(NamedTuple):
    """What to do, where, as whom, with which chance; `entries` is what the EDC has to send."""

    task: str
    folder: Path
    user: str
    passphrase: str
    seed: str
    entries: tuple[Numbered, ...] = ()


class Kept(NamedTuple):
    """Acknowledged: after a kill it must be there. `what` is a hash, a text, a name, a number, as the task has it."""

    what: str
    seq: int = 0


def work(order: Order, say: Connection) -> None:
    """The whole life of the process; only a kill ends it early."""
    draw = random.Random(order.seed)
    say.send(Kept("started"))
    if order.task == "passphrase":
        _change_passphrases(order, say)
        return
    unlocked = open_vault(order.folder, floor=CHEAP).unlock(order.user, order.passphrase)
    store = open_store(order.folder, unlocked, utc_now)
    if store.fault is not None:
        raise store.fault
    author = Author(order.user, "investigator", unlocked.sign)
    for kept in TASKS[order.task](Bench(store, unlocked, author, draw, order)):
        say.send(kept)


class Bench(NamedTuple):
    """What a task works with."""

    store: Store
    unlocked: Unlocked
    author: Author
    draw: random.Random
    order: Order


def value(store: Store, draw: random.Random) -> f.ValueSet:
    """A value somewhere: mostly on what stands there, sometimes in ignorance of it."""
    at = Address("child-1", "M3", "", "VS", "", "", f"I{draw.randrange(9)}")
    heads = store.reader.slot(Slot("value", at.key)).heads
    bases = tuple(head.fact.id for head in heads) if draw.random() < 0.8 else ()
    number = str(draw.randrange(1000))
    return f.ValueSet(
        id=store.new_id(), address=at, value=Quantity(number, "kg"), bases=bases, typed=number, reason="r"
    )


def some_facts(store: Store, draw: random.Random) -> Sequence[f.Fact]:
    """One field left, or a report imported."""
    count = 1 if draw.random() < 0.7 else draw.randrange(2, 25)
    return [value(store, draw) for _ in range(count)]


def _append(bench: Bench) -> Iterator[Kept]:
    for _ in range(ENDLESS):
        appended = bench.store.append(bench.author, some_facts(bench.store, bench.draw))
        yield Kept(appended.hash, appended.seq)


def _draft(bench: Bench) -> Iterator[Kept]:
    for number in range(1, ENDLESS):
        bench.store.keep_draft(bench.order.user, "field", str(number))
        yield Kept(str(number))
        if bench.draw.random() < 0.1:
            bench.store.append(bench.author, some_facts(bench.store, bench.draw))


def _receive(bench: Bench) -> Iterator[Kept]:
    store, entries = bench.store, bench.order.entries
    while (start := store.reader.cursor().number) < len(entries):
        page = entries[start : start + bench.draw.randrange(1, 6)]
        received = store.receive(epoch="epoch-1", numbered=page)
        yield Kept("number", received.cursor.number)
        if bench.draw.random() < 0.3:
            store.append(bench.author, some_facts(store, bench.draw))


def _attach(bench: Bench) -> Iterator[Kept]:
    attachments = Attachments(bench.order.folder / FOLDER_NAME)
    at = Address("child-1", "M3", "", "ECG")
    for _ in range(ENDLESS):
        data = b"%PDF-1.7\n" + bench.draw.randbytes(bench.draw.randrange(1, 300_000))
        sealed = attachments.seal(io.BytesIO(data))
        fact = f.AttachmentAdded(
            id=bench.store.new_id(), address=at, name=sealed.name, kind="pdf", size=sealed.size,
            sealed_size=sealed.sealed_size, digest=sealed.sha256_plain, key=b"k" * 32,
        )  # fmt: skip
        bench.store.append(bench.author, [fact])
        yield Kept(sealed.name)


def _rebuild(bench: Bench) -> Iterator[Kept]:
    for _ in range(ENDLESS):
        yield Kept("rebuilt", bench.store.rebuild())


def passphrase(number: int) -> str:
    """The passphrase after so many changes."""
    return f"three cranes over the lake {number}"


def _change_passphrases(order: Order, say: Connection) -> None:
    vault = open_vault(order.folder, floor=CHEAP)
    vault.change_passphrase(order.user, order.passphrase, passphrase(1))
    for number in range(1, ENDLESS):
        say.send(Kept("passphrase", number))
        vault.change_passphrase(order.user, passphrase(number), passphrase(number + 1))


TASKS = {"append": _append, "draft": _draft, "receive": _receive, "attach": _attach, "rebuild": _rebuild}
