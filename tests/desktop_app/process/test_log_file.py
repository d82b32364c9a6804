"""The program's log: written on a thread of its own, whole when the program ends."""

import logging
from pathlib import Path

import pytest

from desktop_app.crash import LOG_NAME, log_to_file


@pytest.mark.logs("bug")
def test_everything_that_was_said_stands_in_the_file_at_the_end(tmp_path: Path) -> None:
    end = log_to_file(tmp_path / "logs")
    assert not (tmp_path / "logs").exists(), "nothing is touched before there is something to say"
    logger = logging.getLogger("cartella.desktop")
    for number in range(100):
        logger.error("bug %s", number)
    end()
    logger.error("nobody listens any more: bug 99")
    lines = (tmp_path / "logs" / LOG_NAME).read_text(encoding="utf-8").splitlines()
    assert len(lines) == 100
    assert lines[-1].endswith("ERROR cartella.desktop bug 99")


@pytest.mark.logs("bug")
def test_who_logs_does_not_wait_for_the_disk(tmp_path: Path) -> None:
    """The folder can't be made, and nobody who says something hears of it."""
    (tmp_path / "logs").write_text("a file in its place")
    end = log_to_file(tmp_path / "logs")
    before, logging.raiseExceptions = logging.raiseExceptions, False
    logging.getLogger("cartella.desktop").error("bug")
    end()
    logging.raiseExceptions = before
    assert (tmp_path / "logs").is_file()
