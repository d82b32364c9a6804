"""A slice of the crowd: workstations that all come at once are told to wait, wait, and lose nothing."""

from pathlib import Path

from sync.server.limits import Limits
from tests.benchmarks.crowd_bench import CHANGES, Plan, crowd
from tests.kit.postgres import new_database


def test_everything_arrives_once_from_workstations_that_were_told_to_wait(postgres: str, tmp_path: Path) -> None:
    with new_database(postgres) as url:
        made = crowd(tmp_path, url, 7, Plan(4, 2, 2, Limits(per_second=1, burst=1)))
    assert made.told_to_wait > 0
    assert made.sent == made.numbered == 4 * CHANGES
