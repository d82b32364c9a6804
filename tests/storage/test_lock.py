"""One process a store; a killed one frees it."""

import subprocess
import sys
from pathlib import Path

import pytest

from storage.lock import Holder, StoreLock, read_holder
from study.errors import KnownError

HOLDER = Holder(name="林医生", machine="CLINIC-3", process=4711, since=1_790_000_000_000)

SCRIPT = """
import sys
from pathlib import Path
from storage.lock import Holder, StoreLock
lock = StoreLock.acquire(Path(sys.argv[1]), Holder("Wang", "CLINIC-1", 1, 0))
print("held", flush=True)
sys.stdin.read()
"""


def test_the_second_is_told_who_is_first(tmp_path: Path) -> None:
    with StoreLock.acquire(tmp_path, HOLDER):
        with pytest.raises(KnownError, match=r"store-in-use.*林医生 on CLINIC-3") as refusal:
            StoreLock.acquire(tmp_path, HOLDER)
        assert "林医生" in refusal.value.sentence.zh
    with StoreLock.acquire(tmp_path, HOLDER):
        assert read_holder(tmp_path) == HOLDER


def test_the_holder_changes_with_the_person(tmp_path: Path) -> None:
    with StoreLock.acquire(tmp_path, HOLDER) as lock:
        lock.rename(Holder(name="Li", machine="CLINIC-3", process=4711, since=0))
        with pytest.raises(KnownError, match="Li on CLINIC-3"):
            StoreLock.acquire(tmp_path, HOLDER)
    lock.release()
    with pytest.raises(ValueError, match="released"):
        lock.rename(HOLDER)


def test_a_holder_who_left_no_name(tmp_path: Path) -> None:
    assert read_holder(tmp_path) is None
    with StoreLock.acquire(tmp_path, HOLDER):
        (tmp_path / "cartella.lock").write_bytes(b"")
        with pytest.raises(KnownError, match=r"Another process"):
            StoreLock.acquire(tmp_path, HOLDER)


def test_a_killed_process_frees_the_store(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SCRIPT, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"held"
        with pytest.raises(KnownError, match="Wang on CLINIC-1"):
            StoreLock.acquire(tmp_path, HOLDER)
        other.kill()
    StoreLock.acquire(tmp_path, HOLDER).release()
