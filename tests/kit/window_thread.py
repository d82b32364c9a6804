"""Notices what the window's thread has to wait for: files, folders, sockets, programs, the database, keys, charts.

Python tells of them by audit events (PEP 578); `os.stat` and its like tell of none and are made to. What stands between
the thread and such an event decides: code of the window is found, a job that its lane runs is not. Qt's own files make
no event; `tests/architecture` names where their classes may stand. Changes nothing that anybody does.
"""

import os
import re
import sys
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
EVENTS = {
    "open", "os.listdir", "os.scandir", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate",
    "os.chmod", "os.chown", "os.utime", "os.link", "os.symlink", "os.stat", "os.lstat", "os.access",
    "os.statvfs", "os.fsync", "fcntl.flock", "fcntl.lockf", "msvcrt.locking", "socket.connect", "socket.bind",
    "socket.getaddrinfo", "socket.gethostbyname", "subprocess.Popen", "os.posix_spawn", "os.system",
    "sqlite3.connect", "cartella.sql", "cartella.derive", "cartella.draw",
}  # fmt: skip
_UNTOLD = ("stat", "lstat", "access", "statvfs", "fsync")
_LANE = ("desktop_app/tasks.py", "InlineTasks.in_lane")
_MAY = {
    ("ui/theme/icons.py", "_source"): "the program's own pictures, each read once and most of them ahead",
    ("ui/theme/theme.py", "style_sheet"): "the program's own style sheets, once for a theme",
    ("ui/language.py", "Language._install"): "the program's own words, when somebody chooses a language",
}
"""Which functions of the window may wait, and why. Python's imports may, too."""
_NOT_THE_WINDOW = ("desktop_app/jobs/", "desktop_app/cli/", "desktop_app/demo/")
"""Jobs stand on a lane, the command line has no window, and the demonstration sets up what it then plays."""
_KNOWS_QT = re.compile(r"^(from|import) (PySide6|ui\.(?!\S*(state|ids)\b))", re.MULTILINE)
"""What only fills the states of views is read on lanes."""


class WindowThreadError(RuntimeError):
    """The window's thread had to wait for something; a fault of the program."""


class WindowThread:
    """What was found since `take`. One for a process: a hook of Python's stays until the process ends."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()
        self._judging = False
        self._found: list[str] = []
        self.on = True
        """Whether it listens."""

    def take(self) -> list[str]:
        """What was found, and forget it."""
        found, self._found = self._found, []
        return found

    def heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        """The hook. Raises WindowThreadError where the window's thread would wait."""
        if not self.on or event not in EVENTS or self._judging or threading.get_ident() != self._thread:
            return
        what = arguments[0] if arguments else ""
        if event == "open" and isinstance(what, int):
            return
        self._judging = True
        try:
            places = waiting(sys._getframe(1))
        finally:
            self._judging = False
        if places:
            self._found.append(f"{event} {what} by {' < '.join(places)}")
            raise WindowThreadError(self._found[-1])


def waiting(frame: FrameType | None) -> list[str]:
    """Where in the window's code the thread stands, innermost first; nothing where it may wait.

    A plain function that a test calls is a job without its lane; a method or what stands in one is the window's.
    """
    if frame is None or frame.f_code.co_filename.startswith("<frozen importlib"):
        return []
    places: list[FrameType] = []
    while frame is not None:
        standing = _STANDING.get(id(frame.f_code)) or _judged(frame.f_code)
        if standing[0] == "may":
            return []
        if standing[0] == "runner":
            break
        if standing[0] == "window":
            places.append(frame)
        frame = frame.f_back
    if not places or "." not in places[-1].f_code.co_qualname:
        return []
    return [f"{_within(each.f_code.co_filename)}:{each.f_lineno} {each.f_code.co_qualname}" for each in places]


_RUNNER = f"{os.sep}_pytest{os.sep}"
_STANDING: dict[int, tuple[str, CodeType]] = {}
"""What each code is to the guard. By identity, for a code's own hash reads all of it; the code kept with it stays."""


def _judged(code: CodeType) -> tuple[str, CodeType]:
    """`may` wait, of the `window`, the test's `runner` (nothing of the window lies below it), or "" for any other.

    Remembered, for a stack is walked at every event.
    """
    file = _within(code.co_filename)
    kind = "window" if file and _of_window(file) else "runner" if _RUNNER in code.co_filename else ""
    if (file, code.co_qualname) == _LANE or (file, code.co_qualname) in _MAY:
        kind = "may"
    _STANDING[id(code)] = (kind, code)
    return _STANDING[id(code)]


@cache
def _within(name: str) -> str:
    """The file of `ui` or `desktop_app`, from the root and with forward slashes; "" for any other."""
    path = Path(name)
    if not path.is_relative_to(ROOT):
        return ""
    inside = path.relative_to(ROOT)
    return inside.as_posix() if inside.parts[0] in ("ui", "desktop_app") else ""


@cache
def _of_window(file: str) -> bool:
    """Whether a file knows the window: whatever imports Qt or a view."""
    return not file.startswith(_NOT_THE_WINDOW) and bool(_KNOWS_QT.search((ROOT / file).read_text("utf-8")))


def _tell(name: str) -> None:
    real: Callable[..., Any] = getattr(os, name)

    def told(path: Any, *arguments: Any, **named: Any) -> Any:
        sys.audit(f"os.{name}", path)
        return real(path, *arguments, **named)

    setattr(os, name, told)
    for able in (os.supports_fd, os.supports_dir_fd, os.supports_follow_symlinks, os.supports_effective_ids):
        if real in able:
            able.add(told)


@cache
def watch() -> WindowThread:
    """Watch this process; to be called first on the thread that will have the window."""
    made = WindowThread()
    for name in _UNTOLD:
        _tell(name)
    sys.addaudithook(made.heard)
    return made
