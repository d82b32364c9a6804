"""What a Linux desktop tells of its lock and sleep is heard; a machine without a bus is no fault."""

import os
import subprocess
import sys
from pathlib import Path

from desktop_app.system_lock import SystemLock

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = """
from PySide6.QtCore import QCoreApplication
from desktop_app.system_lock import SystemLock
application = QCoreApplication([])
print(SystemLock().listen())
"""


def heard(lock: SystemLock) -> list[bool]:
    said: list[bool] = []
    lock.left.connect(lambda: said.append(True))
    return said


def test_going_to_sleep_counts_and_waking_up_does_not() -> None:
    lock = SystemLock()
    said = heard(lock)
    lock.slept(False)
    assert said == []
    lock.slept(True)
    assert said == [True]


def test_a_locked_session_and_a_screen_saver_that_comes_count() -> None:
    lock = SystemLock()
    said = heard(lock)
    lock.locked()
    lock.saving(True)
    lock.saving(False)
    assert said == [True, True]


def test_without_a_bus_nothing_is_heard_and_nothing_is_wrong(tmp_path: Path) -> None:
    nowhere = f"unix:path={tmp_path}/nothing"
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "DBUS_SESSION_BUS_ADDRESS": nowhere, "DBUS_SYSTEM_BUS_ADDRESS": nowhere,
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False, timeout=60, env=environment
    )
    assert (done.returncode, done.stdout.strip()) == (0, "0")
