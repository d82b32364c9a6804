"""A killed process loses nothing that was shown as saved, and the log verifies afterwards."""

import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from storage.store import open_store
from storage.verify import verify_store

WRITER = """
import sys
from pathlib import Path
from storage.keys import KdfProfile, open_vault
from storage.log import Author
from storage.store import open_store
from study.address import Address
from study.changes import facts as f
from study.values import Quantity

folder, clock = Path(sys.argv[1]), lambda: 1_790_000_000_000
floor = KdfProfile(memory_kib=8, iterations=1, lanes=1)
unlocked = open_vault(folder, clock=clock, floor=floor).unlock("u-lin", "a rainy spring in Xuhui")
store = open_store(folder, unlocked, clock)
assert store.fault is None, store.fault
author, child = Author("u-lin", "investigator", unlocked.sign), store.new_id()
for number in range(100_000):
    at = Address(child, "M3", "", "VS", "", "", f"I{number % 7}")
    fact = f.ValueSet(id=store.new_id(), address=at, value=Quantity(str(number), "kg"))
    appended = store.append(author, [fact])
    store.keep_draft("u-lin", at.key, str(number))
    print(appended.seq, appended.hash, flush=True)
"""


@pytest.mark.parametrize("seed", range(4))
def test_everything_acknowledged_is_there_after_a_kill(ward: Any, clock: Any, seed: int) -> None:
    ward.store.close()
    lines = random.Random(seed).randrange(1, 60)
    command = [sys.executable, "-c", WRITER, str(ward.folder)]
    said: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3]) as process:
        assert process.stdout is not None
        said.extend(process.stdout.readline() for _ in range(lines))
        process.kill()
        said += process.stdout.read().splitlines(keepends=True)
    whole = [line.split() for line in said if line.endswith("\n")]
    assert len(whole) >= lines
    ward.store = open_store(ward.folder, ward.unlocked, clock)
    assert ward.store.fault is None
    seq, name = whole[-1]
    [last] = ward.store.reader.changes_after(ward.store.device, int(seq) - 1, limit=1)
    assert last.hash == name
    assert verify_store(ward.store, ward.unlocked).whole
    assert ward.store.drafts("u-lin")
