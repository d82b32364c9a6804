"""`cartella sync` where the EDC asks it to come again: it waits as asked, goes on, and gives up after five minutes."""

import itertools
from pathlib import Path

import pytest

from desktop_app.cli.sync import patiently
from study.errors import KnownError
from sync.client.report import CycleReport
from sync.server.database import EVERY_SITE, Database

WAIT_MS = 3_000


def report(code: str, sent: int = 0) -> CycleReport:
    return CycleReport(began_utc=1, error_code=code, sent=sent, received=2 * sent)


def test_a_busy_edc_is_waited_for_and_what_was_carried_before_is_counted() -> None:
    answers = iter([report("edc-busy", 3), report("edc-busy"), report("", 4)])
    waits: list[int] = []
    done = patiently(lambda: next(answers), lambda: WAIT_MS, waits.append)
    assert (done.error_code, done.sent, done.received) == ("", 7, 14)
    assert waits == [WAIT_MS, WAIT_MS]


def test_an_edc_that_stays_busy_is_given_up_after_five_minutes() -> None:
    waits: list[int] = []
    done = patiently(lambda: report("edc-busy"), lambda: -5, waits.append)
    assert done.error_code == "edc-busy"
    assert min(waits) > 0
    assert sum(waits) <= 300_000


@pytest.mark.parametrize("code", ["edc-refused", "edc-fault", "sync-cancelled", ""])
def test_nothing_else_is_tried_again_by_itself(code: str) -> None:
    counted = itertools.count()

    def cycle() -> CycleReport:
        next(counted)
        return report(code)

    assert patiently(cycle, lambda: 0, lambda _: None).error_code == code
    assert next(counted) == 1


def test_a_writer_that_has_no_time_says_so_at_once(tmp_path: Path) -> None:
    first, second = (Database(f"sqlite:///{tmp_path}/edc.db") for _ in range(2))
    with (
        first.writing(EVERY_SITE),
        pytest.raises(KnownError, match="edc-busy"),
        second.writing(EVERY_SITE, wait_ms=1),
    ):
        pass
    for database in (first, second):
        database.close()
