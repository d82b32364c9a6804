"""How strict every test is: offscreen Qt, modest Hypothesis, a failure for every warning nobody announced, and for
everything that the window's thread waits for.

Holds no fixture of a room; those stand in the conftest.py beside the room's tests.
"""

import logging
import os
import re
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]

# The tools of dev.py are scripts, not an installed package. Last on the path: they must not hide a library.
# The repository itself, for what several rooms' tests share (tests/kit).
sys.path += [str(ROOT / "packaging"), str(ROOT)]

from tests.kit.window_thread import watch  # noqa: E402  found by the path above

WATCHED = watch()
WINDOWLESS = ("tests/study/", "tests/storage/", "tests/sync/", "tests/properties/", "tests/architecture/")

if sys.platform == "linux":
    # Also where there is a screen: windows that pop up take the focus from each other.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# No deadline: the slowest machine that runs this is shared, and a late example is no wrong one.
settings.register_profile("house", max_examples=50, deadline=None, derandomize=False, print_blob=True)
settings.load_profile("house")

# matplotlib says once per machine that it is listing the fonts.
HARMLESS = re.compile(r"Matplotlib is building the font cache")


class Listener(logging.Handler):
    """Keeps what was logged at WARNING or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Called by logging, from any thread."""
        self.messages.append(f"{record.levelname} {record.name}: {record.getMessage()}")


def unannounced(messages: list[str], announced: list[str]) -> list[str]:
    """The messages that no announced pattern and no harmless one matches."""
    patterns = [HARMLESS, *map(re.compile, announced)]
    return [message for message in messages if not any(pattern.search(message) for pattern in patterns)]


def not_waited() -> None:
    """Fails when the window's thread had to wait, also where nobody heard of the exception."""
    found = WATCHED.take()
    if found:
        pytest.fail("the window's thread waits for:\n" + "\n".join(found), pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None]:
    """Fixtures put up windows too. Rooms without a window are not listened to: it costs them a third of their time."""
    WATCHED.on = not item.path.relative_to(ROOT).as_posix().startswith(WINDOWLESS)
    yield
    not_waited()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Generator[None]:
    """Fixtures close what they put up."""
    yield
    not_waited()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Fails a test that logs a warning or worse without saying so by `@pytest.mark.logs("pattern")`."""
    listener = Listener()
    logging.getLogger().addHandler(listener)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(listener)
    not_waited()
    announced = [str(pattern) for mark in item.iter_markers("logs") for pattern in mark.args]
    surprises = unannounced(listener.messages, announced)
    if surprises:
        pytest.fail("logged without being announced:\n" + "\n".join(surprises), pytrace=False)
    silent = [pattern for pattern in announced if not any(re.search(pattern, said) for said in listener.messages)]
    if silent:
        pytest.fail(f"announced but never logged: {', '.join(silent)}", pytrace=False)
