"""The window in its own process on a screen of its own, and the hands of a person before it: real keys, nothing else.

A person looks at the screen before the next key; here the window says what is on it. Counts what each text cost.
"""

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.kit.screen import Keyboard

ROOT = Path(__file__).resolve().parents[2]
SIZE = (1400, 800)
_PATIENCE_S = 120
Told = dict[str, Any]


class LostError(AssertionError):
    """What must come did not come; says what the window showed instead."""


class Window:
    """The process with the window: what it says, and waiting for what it must say."""

    def __init__(self, process: "subprocess.Popen[str]", keyboard: Keyboard) -> None:
        self._lines: queue.Queue[str] = queue.Queue()
        self._process = process
        self.keyboard = keyboard
        self.now: Told = {}
        self.letters = 0
        """Characters of texts that were typed."""
        self.others = 0
        """Keys that were none of a text: Enter, arrows; a chord counts each of its keys."""
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
                raise LostError(f"waited for {what}; the window says {self.now}") from None
        return self.now

    def type(self, text: str) -> None:
        """A text into a field that is shown, letter by letter; it has arrived when this comes back."""
        self.keyboard.type(text)
        self.until(lambda now: str(now.get("text", text)) == text, f"“{text}” to arrive")
        self.letters += len(text)

    def press(self, *keys: str) -> None:
        """Keys or chords."""
        self.keyboard.press(*keys)
        self.others += sum(len(chord.split("+")) for chord in keys)


@contextmanager
def open_window(folder: Path, ahead: int, keyboard: Keyboard) -> Iterator[Window]:
    """The application on the store in `folder`, on the keyboard's screen, its clock `ahead` ms of this computer's."""
    settings = {
        **os.environ, "DISPLAY": keyboard.display, "QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
    }  # fmt: skip
    words = [sys.executable, str(Path(__file__).with_name("window_process.py")), str(folder), str(ahead)]
    with subprocess.Popen(words, env=settings, stdout=subprocess.PIPE, encoding="utf-8") as process:
        yield Window(process, keyboard)
        process.terminate()
