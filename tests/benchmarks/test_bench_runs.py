"""The benchmarks still run; how long anything takes is nobody's pass or failure."""

from pathlib import Path

import pytest

from tests.benchmarks.attach_bench import grown
from tests.benchmarks.run import main


def test_the_store_is_measured_beside_the_plain_way(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "storage", "--runs", "1", "--seed", "3"]) == 0
    said = capsys.readouterr().out
    assert "seed 3" in said
    assert "commit of one value" in said
    assert " plain " in said


def test_a_sync_is_measured_beside_copying_its_rows_and_beside_a_shorter_history(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A slice: three changes, after two hundred."""
    assert main(["sync", "history", "--changes", "3", "--history", "200", "--runs", "1"]) == 0
    said = capsys.readouterr().out
    assert "3 changes" in said
    assert "plain: COPY" in said
    assert "after 200 changes; plain: after 2" in said


def test_a_long_recording_takes_little_memory_beyond_the_application_at_rest(tmp_path: Path) -> None:
    """A slice of the 500 MB of the benchmark; the parts of the file in memory and what is drawn do not grow with it."""
    assert grown(tmp_path, 60) < 32 * 1024
