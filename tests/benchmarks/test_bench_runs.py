"""The benchmarks still run; how long anything takes is nobody's pass or failure."""

import pytest

from tests.benchmarks.run import main


def test_the_store_is_measured_beside_the_plain_way(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "storage", "--runs", "1", "--seed", "3"]) == 0
    said = capsys.readouterr().out
    assert "seed 3" in said
    assert "commit of one value" in said
    assert " plain " in said
