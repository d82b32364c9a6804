"""Walks every screen and dialog with a filled state, in one language, in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

WALK = Path(__file__).with_name("walk_process.py")
LEAST_SCREENS = 135


def faults_of_every_screen(language: str) -> dict[str, object]:
    """What is wrong at 100, 150 and 200 % on 1366 x 768 px, by screen; too few screens are an AssertionError."""
    settings = {**os.environ, "QT_SCALE_FACTOR": "2"}
    walk = [sys.executable, str(WALK), language]
    done = subprocess.run(walk, env=settings, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert len(told["screens"]) >= LEAST_SCREENS, told["screens"]
    found: dict[str, object] = told["faults"]
    return found
