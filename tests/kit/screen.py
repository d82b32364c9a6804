"""A screen of its own (Xvfb) and a keyboard for it (xdotool): key events as the window system gives them."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

PROGRAMS = {"Xvfb": "xvfb", "xdotool": "xdotool"}


class Keyboard:
    """Types on the screen `display`."""

    def __init__(self, display: str) -> None:
        self.display = display
        self._settings = {**os.environ, "DISPLAY": display}

    def type(self, text: str) -> None:
        """A text, letter by letter."""
        self._do("type", "--delay", "12", text)

    def press(self, *keys: str) -> None:
        """Keys or chords: "Return", "ctrl+k"."""
        self._do("key", "--delay", "20", *keys)

    def in_front(self, title: str) -> None:
        """Give the window of this title the keyboard: on a screen without a window manager nobody else does."""
        self._do("search", "--sync", "--onlyvisible", "--name", f"^{title}$", "windowfocus")

    def _do(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self._settings, check=True, timeout=60, stdout=subprocess.DEVNULL)


@contextmanager
def screen(width: int, height: int) -> Iterator[str]:
    """A screen and its DISPLAY. RuntimeError names the packages that are missing."""
    missing = [package for program, package in PROGRAMS.items() if shutil.which(program) is None]
    if missing:
        raise RuntimeError(f"real keys need {' and '.join(missing)}: apt-get install {' '.join(missing)}")
    reading, writing = os.pipe()
    words = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"]
    with subprocess.Popen(words, pass_fds=(writing,), stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as told:
                # The server writes its number once it takes clients.
                yield f":{told.readline().strip()}"
        finally:
            server.terminate()
