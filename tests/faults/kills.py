"""A process killed at a random moment: what it acknowledged is there, the log verifies, the store opens by itself."""

import random
import time
from collections import Counter

from storage.attachments import FOLDER_NAME, Attachments
from storage.keys import open_vault
from storage.projection import projection_hash
from storage.store import Store, open_store
from storage.verify import verify_store
from study.address import Address
from study.changes import facts as f
from study.errors import KnownError
from tests.faults.campaign import Campaign, Met, Place
from tests.faults.processes import Started
from tests.faults.writer import Kept, Order, passphrase, value, work
from tests.kit.central import Central
from tests.kit.clinic import CHEAP, Clinic


def kill_at_random(order: Order, draw: random.Random) -> list[Kept]:
    """Start the process, let it go on for a random number of steps and milliseconds, kill it; what it said before."""
    process = Started(work, order)
    said: list[Kept] = []
    # One in five dies while it opens; the others after some steps.
    steps = 1 if draw.random() < 0.2 else draw.randrange(2, 25)
    try:
        while len(said) < steps and process.hear(said, 60.0):
            continue
        process.hear_until(said, time.perf_counter() + draw.uniform(0, 0.03))
    finally:
        process.kill(said)
    assert said, "the process said nothing at all"
    return said[1:]


def order_for(clinic: Clinic, task: str, draw: random.Random) -> Order:
    """The store is closed here, and opened there."""
    clinic.store.close()
    return Order(task, clinic.folder, clinic.user, f"a rainy spring with {clinic.user}", str(draw.random()))


def opened(clinic: Clinic) -> Store:
    """The store as a new process finds it: it opens, may be written, verifies, and its log gives what is shown."""
    unlocked = open_vault(clinic.folder, floor=CHEAP).unlock(clinic.user, f"a rainy spring with {clinic.user}")
    unlocked.close()
    store = clinic.store = open_store(clinic.folder, clinic.unlocked, clinic.clock)
    assert store.fault is None, store.fault.code
    check_whole(store, clinic)
    return store


def check_whole(store: Store, clinic: Clinic) -> None:
    """The log verifies; made anew from it, everything shown is the same."""
    report = verify_store(store, clinic.unlocked)
    assert report.whole, [(finding.code, finding.seq) for finding in report.findings]
    live = projection_hash(store.connection), store.reader.digest()
    store.rebuild()
    assert (projection_hash(store.connection), store.reader.digest()) == live, "the log gives another state"


def append(place: Place, draw: random.Random) -> Met:
    """Changes."""
    clinic = place.clinic()
    said = kill_at_random(order_for(clinic, "append", draw), draw)
    store = opened(clinic)
    for kept in said:
        [change] = store.reader.changes_after(store.device, kept.seq - 1, limit=1)
        assert change.hash == kept.what, f"entry {kept.seq} was acknowledged and is another one"
    clinic.write("60")
    return Counter({"changes acknowledged": len(said)})


def draft(place: Place, draw: random.Random) -> Met:
    """What is half typed."""
    clinic = place.clinic()
    said = kill_at_random(order_for(clinic, "draft", draw), draw)
    found = opened(clinic).drafts(clinic.user)
    if said:
        # The one being written when the kill came may be there as well.
        assert int(found.get("field", "0")) - int(said[-1].what) in (0, 1), (found, said[-1])
    return Counter({"drafts acknowledged": len(said)})


def receive(place: Place, draw: random.Random) -> Met:
    """Pages from the EDC, with the cursor in the same transaction."""
    clinic = place.clinic()
    central = Central(clinic.clock)
    for number in range(120):
        at = Address("child-1", "M3", "", "VS", "", "", f"I{number % 9}")
        central.act(f.QueryOpened(id=f"o{number}", query=f"q{number}", address=at, text="?"))
    clinic.store.enrolled(edc=central.trusted, site_name="Renji")
    order = order_for(clinic, "receive", draw)._replace(entries=tuple(central.entries))
    said = kill_at_random(order, draw)
    store = opened(clinic)
    assert store.reader.cursor().number >= max((kept.seq for kept in said), default=0)
    central.sync(store)
    check_whole(store, clinic)
    return Counter({"pages acknowledged": len(said)})


def attach(place: Place, draw: random.Random) -> Met:
    """Sealed files: each one that the log names is there and whole."""
    clinic = place.clinic()
    said = kill_at_random(order_for(clinic, "attach", draw), draw)
    store = opened(clinic)
    attachments = Attachments(clinic.folder / FOLDER_NAME)
    slots = store.reader.slots("attachment").values()
    named = {entry.fact.name for slot in slots for entry in slot.heads if isinstance(entry.fact, f.AttachmentAdded)}
    assert {kept.what for kept in said} <= named
    swept = attachments.sweep_orphans(named)
    for name in named:
        attachments.verify(name)
    assert len(swept) <= 1, swept
    return Counter({"files acknowledged": len(said), "half files swept": len(swept)})


def rebuild(place: Place, draw: random.Random) -> Met:
    """The projection thrown away and made anew: never seen half made."""
    clinic = place.clinic()
    for _ in range(draw.randrange(1, 12)):
        clinic.store.append(clinic.author, [value(clinic.store, draw)])
    before = clinic.store.reader.digest()
    said = kill_at_random(order_for(clinic, "rebuild", draw), draw)
    assert opened(clinic).reader.digest() == before
    return Counter({"rebuilds acknowledged": len(said)})


def change_passphrase(place: Place, draw: random.Random) -> Met:
    """One passphrase opens the store: the last acknowledged or the one being set; never none, never two."""
    clinic = place.clinic()
    said = kill_at_random(order_for(clinic, "passphrase", draw), draw)
    last = max((kept.seq for kept in said), default=0)
    first = f"a rainy spring with {clinic.user}"
    typed = [passphrase(number) if number else first for number in range(max(0, last - 1), last + 2)]
    working = [text for text in typed if _unlocks(clinic, text)]
    assert len(working) == 1, f"{len(working)} passphrases open the store"
    assert working[0] in typed[-2:], "an older passphrase than the acknowledged one opens the store"
    open_vault(clinic.folder, floor=CHEAP).change_passphrase(clinic.user, working[0], first)
    opened(clinic)
    return Counter({"changes acknowledged": last})


def _unlocks(clinic: Clinic, typed: str) -> bool:
    vault = open_vault(clinic.folder, floor=CHEAP)
    vault.attempts.begin_anew()
    try:
        vault.unlock(clinic.user, typed).close()
    except KnownError as refusal:
        if refusal.code != "wrong-passphrase":
            raise
        return False
    return True


CAMPAIGNS = (
    Campaign("kill-append", "every acknowledged change is there; log verifies; replay = live", 200, append),
    Campaign("kill-draft", "the last acknowledged draft is there", 60, draft),
    Campaign("kill-receive", "what was heard and the cursor agree; the rest can be heard", 60, receive),
    Campaign("kill-attach", "every file the log names is there and whole", 100, attach),
    Campaign("kill-rebuild", "the projection is never half made", 60, rebuild),
    Campaign(
        "kill-passphrase", "exactly one passphrase opens: the last acknowledged or the next", 60, change_passphrase
    ),
)
