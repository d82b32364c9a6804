"""How much is sent at once: less on a bad line, more again on a good one, and never stuck; and when to come again."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from study.errors import KnownError
from sync.client.errors import BusyError
from sync.client.gauge import Gauge
from sync.client.pace import LONG_MS, Pace
from sync.client.retry import FIRST_MS, LONGEST_MS, asked_try, is_due, next_try
from sync.protocol.messages import Batch, Greeting, Hello, Page, PushAnswer
from sync.server.service import Session

if TYPE_CHECKING:
    from tests.kit.clinic import Centre
    from tests.sync.conftest import NewClinic


@given(st.lists(st.one_of(st.none(), st.integers(-1000, 10**6))))
def test_a_batch_is_never_empty_and_never_beyond_the_most(tries: list[int | None]) -> None:
    pace = Pace(200, 512 * 1024)
    for took in tries:
        if took is None:
            pace.broke(pace.count, pace.size)
        else:
            pace.went(took)
        assert 1 <= pace.count <= 200
        assert 0 < pace.size <= 512 * 1024


def test_a_line_that_breaks_shrinks_to_one_and_grows_to_all_again() -> None:
    pace = Pace(200, 512 * 1024)
    tried = [pace.count]
    while pace.broke(pace.count, pace.size):
        tried.append(pace.count)
    assert tried == [200, 50, 12, 3, 1]
    for _ in range(8):
        pace.went(100)
    assert (pace.count, pace.size) == (200, 512 * 1024)
    pace.went(LONG_MS + 1)
    assert (pace.count, pace.size) == (100, 256 * 1024)
    pace.went(LONG_MS - 1)
    assert pace.count == 100


@given(st.integers(0, 10**15), st.integers(0, 10**9), st.floats(0, 1))
def test_a_wait_that_was_asked_for_is_kept_and_bounded(now: int, wait: int, drawn: float) -> None:
    at = asked_try(now, wait, lambda low, high: low + drawn * (high - low))
    assert min(wait, LONGEST_MS) <= at - now <= LONGEST_MS
    assert not is_due(at - 1, at)
    assert is_due(at, at)


@given(st.integers(1, 10**6), st.floats(0, 1))
def test_waits_double_from_five_seconds_to_ten_minutes(attempts: int, drawn: float) -> None:
    longest = min(LONGEST_MS, FIRST_MS * 2 ** min(attempts - 1, 10))
    wait = next_try(0, attempts, lambda low, high: low + drawn * (high - low))
    assert longest / 2 - 1 <= wait <= longest


def test_the_speed_is_that_of_the_last_seconds() -> None:
    gauge = Gauge(0)
    gauge.take(500, 100)
    assert gauge.speed(900) is None
    gauge.take(1500, 1000)
    assert gauge.speed(2000) == 1000
    gauge.take(1000, 11_500)
    assert (gauge.speed(12_000), gauge.moved) == (100, 3000)


class Narrow(Session):
    """The EDC on a line that breaks off under more than some entries either way, until it is good again."""

    most = 3
    asked: tuple[int, ...] = ()

    def _through(self, count: int) -> None:
        self.asked = (*self.asked, count)
        if count > self.most:
            raise KnownError("edc-cut", "cut", "断")

    def push(self, batch: Batch) -> PushAnswer:
        self._through(len(batch.changes))
        return super().push(batch)

    def pull(self, since: int, limit: int, *, own: bool = False) -> Page:
        self._through(limit)
        return super().pull(since, limit, own=own)


def test_what_does_not_fit_through_a_line_goes_in_parts(centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic, other = new_clinic("bedside"), new_clinic("ward", user="wang")
    centre.enrol(clinic)
    other_line = centre.enrol(other)
    for number in range(20):
        clinic.write(str(number), reason="again")
        other.write(str(number), reason="there")
    other.sync(other_line)
    line = Narrow(centre.service, centre.site, clinic.store.device)
    report = clinic.sync(line)
    assert (report.error_code, report.complete) == ("", True)
    assert clinic.store.reader.queue().attempts == 0
    assert line.asked[:5] == (20, 5, 1, 2, 4)


class Busy(Session):
    """An EDC that asks to be left alone."""

    def greet(self, hello: Hello) -> Greeting:
        raise BusyError(30_000)


def test_being_asked_to_wait_is_kept_and_counts_as_no_failure(centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic = new_clinic("bedside")
    good = centre.enrol(clinic)
    clinic.write("60")
    waits: Sequence[int | None] = ()
    for _ in range(3):
        now = clinic.clock()
        assert clinic.sync(Busy(centre.service, centre.site, clinic.store.device)).error_code == "edc-busy"
        queue = clinic.store.reader.queue()
        assert (queue.attempts, queue.last_answer) == (0, "edc-busy")
        assert queue.next_try is not None
        waits = (*waits, queue.next_try - now)
    assert all(wait is not None and 30_000 <= wait <= 40_000 for wait in waits)
    assert clinic.sync(good).complete
    assert clinic.store.reader.queue().next_try is None
