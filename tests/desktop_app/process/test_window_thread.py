"""What watches the window's thread in tests: it hears files, keys, the database and charts, and lets lanes be."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal

from desktop_app.tasks import InlineTasks
from storage.driver import Guard
from storage.keys import KdfProfile
from storage.keys.kdf import SALT_BYTES, derive
from tests.kit.window_thread import ROOT, WindowThread, WindowThreadError, watch

CHEAP = KdfProfile(memory_kib=8, iterations=1, lanes=1)
ACT = """
class Page:
    def show(self):
        return act()
def job():
    return act()
"""


@pytest.fixture
def watched() -> Iterator[WindowThread]:
    """What was found is taken here, so that it does not fail the test."""
    yield watch()
    watch().take()


def standing_in(file: str, act: Callable[[], Any]) -> Any:
    """A page and a job that stand in a file of the program and do nothing but `act`."""
    space: dict[str, Any] = {"act": act}
    exec(compile(ACT, ROOT / file, "exec"), space)  # noqa: S102 - the frame of a file of ours is what is judged
    return SimpleNamespace(**space)


WAITS: dict[str, Callable[[Path], object]] = {
    "open": lambda folder: (folder / "a").write_text("a"),
    "os.stat": lambda folder: (folder / "a").exists(),
    "os.scandir": lambda folder: list(folder.iterdir()) and list(os.scandir(folder)),
    "os.mkdir": lambda folder: (folder / "b").mkdir(),
    "os.statvfs": os.statvfs,
    "os.access": lambda folder: os.access(folder, os.R_OK),
    "cartella.sql": lambda _folder: Guard().check(),
    "cartella.derive": lambda _folder: derive("a rainy spring", bytes(SALT_BYTES), CHEAP),
}


@pytest.mark.parametrize("event", WAITS)
def test_a_page_that_waits_is_found(event: str, tmp_path: Path, watched: WindowThread) -> None:
    page = standing_in("ui/view.py", lambda: WAITS[event](tmp_path)).Page()
    with pytest.raises(WindowThreadError, match=r"ui/view\.py:4 Page\.show"):
        page.show()
    assert watched.take()[0].startswith(("open", "os.", "cartella."))


def test_it_is_found_where_nobody_hears_of_the_exception(tmp_path: Path, watched: WindowThread) -> None:
    def act() -> None:
        try:
            (tmp_path / "a").read_text()
        except RuntimeError:
            return

    standing_in("desktop_app/presenters/today.py", act).Page().show()
    assert len(watched.take()) == 1


class Sender(QObject):
    """Sends a signal."""

    asked = Signal()


def test_a_slot_is_found_through_a_module_that_knows_no_window(
    tmp_path: Path, watched: WindowThread, qtbot: Any
) -> None:
    inner = standing_in("desktop_app/place.py", (tmp_path / "a").exists).Page()
    page, sender = standing_in("desktop_app/gate.py", inner.show).Page(), Sender()
    sender.asked.connect(page.show)
    with qtbot.captureExceptions() as heard:
        sender.asked.emit()
    assert [kind for kind, _error, _trace in heard] == [WindowThreadError]
    assert "desktop_app/gate.py" in watched.take()[0]


def test_a_job_on_its_lane_may_wait(tmp_path: Path, watched: WindowThread) -> None:
    page = standing_in("ui/view.py", lambda: InlineTasks.in_lane(lambda: (tmp_path / "a").write_text("a"))).Page()
    page.show()
    assert watched.take() == []


def test_another_thread_may_wait(tmp_path: Path, watched: WindowThread) -> None:
    page = standing_in("ui/view.py", lambda: (tmp_path / "a").write_text("a")).Page()
    thread = threading.Thread(target=page.show)
    thread.start()
    thread.join()
    assert watched.take() == []
    assert (tmp_path / "a").exists()


@pytest.mark.parametrize("file", ["desktop_app/jobs/unlock.py", "desktop_app/cli/keys.py", "storage/lock.py"])
def test_what_is_no_part_of_the_window_may_wait(file: str, tmp_path: Path, watched: WindowThread) -> None:
    standing_in(file, (tmp_path / "a").exists).Page().show()
    assert watched.take() == []


def test_a_test_may_run_a_job_itself(tmp_path: Path, watched: WindowThread) -> None:
    standing_in("desktop_app/presenters/today.py", (tmp_path / "a").exists).job()
    assert watched.take() == []
