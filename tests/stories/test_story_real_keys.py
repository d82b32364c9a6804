"""A visit entered with nothing but a keyboard, on a screen, through the window system; what a field costs in keys."""

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from desktop_app.demo.people import ZHOU
from desktop_app.demo.workstation import Workstation
from tests.kit.screen import Keyboard, screen

ROOT = Path(__file__).resolve().parents[2]
MOST_KEYS_A_FIELD = 1.2
"""Beside the text itself: what ends a field and goes to the next one."""
_SIZE = (1400, 800)
_PATIENCE_S = 120
SIGNS = {
    "TEMP": "36.7", "PULSE": "88", "RESP": "20", "SYSBP": "112", "DIABP": "68", "OXYSAT": "99", "HEIGHT": "148.5",
    "WEIGHT": "42.6",
}  # fmt: skip
Told = dict[str, Any]


class Window:
    """The process with the window: what it says, and waiting for what it must say."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._lines: queue.Queue[str] = queue.Queue()
        self._process = process
        self.now: Told = {}
        threading.Thread(target=self._hear, daemon=True).start()

    def _hear(self) -> None:
        for line in self._process.stdout or ():
            self._lines.put(line)

    def until(self, holds: Callable[[Told], bool], what: str) -> Told:
        """Wait for a state."""
        while not (self.now and holds(self.now)):
            try:
                self.now = json.loads(self._lines.get(timeout=_PATIENCE_S))
            except queue.Empty:
                raise AssertionError(f"waited for {what}; the window says {self.now}") from None
        return self.now


@pytest.fixture
def keyboard() -> Iterator[Keyboard]:
    with screen(*_SIZE) as display:
        yield Keyboard(display)


@pytest.fixture
def window(clinic: Workstation, keyboard: Keyboard) -> Iterator[Window]:
    """The application on the clinic's workstation, on the screen."""
    clinic.close()
    settings = {
        **os.environ, "DISPLAY": keyboard.display, "QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
    }  # fmt: skip
    words = [sys.executable, str(Path(__file__).with_name("keys_process.py")), str(clinic.house.place.folder)]
    words.append(str(clinic.clock.ahead))
    with subprocess.Popen(words, env=settings, stdout=subprocess.PIPE, encoding="utf-8") as process:
        yield Window(process)
        process.terminate()


def test_a_visit_is_entered_with_real_keys_alone(window: Window, keyboard: Keyboard) -> None:
    window.until(lambda now: now["page"] == "gate", "the gate")
    keyboard.in_front("Cartella")
    keyboard.type(ZHOU.passphrase)
    keyboard.press("Return")
    window.until(lambda now: now["page"] == "today" and now["read"], "the day")
    keyboard.press("ctrl+k")
    window.until(lambda now: bool(now.get("search")), "the search")
    keyboard.type("LN-007")
    keyboard.press("Return")
    window.until(lambda now: now["page"] == "child" and now["read"], "the child")
    keyboard.press("Return")
    window.until(lambda now: now["page"] == "visit" and now["item"] != "", "the visit that is due")
    keyboard.press("alt+2")
    window.until(lambda now: now.get("form") == "VS" and now["item"] != "", "its second form")
    beside = _enter(window, keyboard)
    keyboard.press("ctrl+Return")
    window.until(lambda now: bool(now.get("complete")), "the form to be complete")
    keyboard.press("ctrl+l")
    told = window.until(lambda now: now["page"] == "gate", "the gate again")
    assert told["made"] == 0, "no key came from anywhere but the window system"
    assert beside <= MOST_KEYS_A_FIELD


def _enter(window: Window, keyboard: Keyboard) -> float:
    """Every sign in turn; what is not among them is passed over. Keys a field that are none of its text."""
    before, letters = window.now["keys"], 0
    seen: list[str] = []
    while len(seen) < window.now["rows"]:
        seen.append(item := window.now["item"])
        if text := SIGNS.get(item, ""):
            keyboard.type(text)
            letters += len(text)
        keyboard.press("Return")
        if len(seen) < window.now["rows"]:
            window.until(partial(_left, item), f"the focus to leave {item}")
    told = window.until(lambda now: bool(now["saved"]), "what was typed to be kept")
    assert set(SIGNS) <= set(seen)
    return float(told["keys"] - before - letters) / len(seen)


def _left(item: str, now: Told) -> bool:
    """Whether the focus is on another item."""
    return bool(now["item"] not in ("", item))
