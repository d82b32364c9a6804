"""Children read a while at a time: parts are shown and counted, others get their turn, stopping leaves the rest."""

from collections import deque
from collections.abc import Callable
from typing import Any

import pytest

from desktop_app.presenters.children import ChildrenPage
from desktop_app.presenters.gathering import A_WHILE_S, Far, Gathering
from desktop_app.records import Child, Records
from desktop_app.tasks import InlineTasks


class Polite(InlineTasks):
    """Counts how often a job let the window go first."""

    def __init__(self) -> None:
        super().__init__(_fail)
        self.gave_way = 0

    def give_way(self) -> None:
        """See `Tasks`."""
        self.gave_way += 1


def _fail(error: BaseException) -> None:
    raise error


class OneAtATime:
    """A reader's lane whose jobs wait until they are let through, as they do behind others."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self.tasks = Polite()
        self.waiting: deque[Callable[[], None]] = deque()

    def read(self, job: Callable[[Records], Any], done: Callable[[Any], None]) -> None:
        """See `Desk`."""
        self.waiting.append(lambda: done(InlineTasks.in_lane(lambda: job(self._records))))

    def through(self) -> None:
        """The next job, with its answer."""
        self.waiting.popleft()()


class Slow:
    """Takes a whole turn of the lane for each child, on a clock of its own; remembers who was read."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.now = 0.0

    def __call__(self, _records: Records, child: Child) -> None:
        """Read one."""
        self.seen.append(child.subject.code)
        self.now += A_WHILE_S


@pytest.fixture
def five(desk_fixture: Any) -> Any:
    for place in range(5):
        desk_fixture.enrol(f"LN-00{place + 1}")
    desk_fixture.desk.session.records.forget_all()
    return desk_fixture


def gathered(five: Any, child: Callable[[Records, Child], object]) -> tuple[Any, OneAtATime, list[Any]]:
    lane, told = OneAtATime(five.desk.session.records), list[Any]()
    made: Gathering[tuple[str, int]] = Gathering(
        lane,  # type: ignore[arg-type]  # all that it asks of a desk
        child,
        lambda _records, far: ("part", far.read),
        told.append,
        told.append,
        clock=lambda: child.now if isinstance(child, Slow) else 0.0,
    )
    made.begin()
    return made, lane, told


def test_a_part_is_shown_each_time_as_many_again_are_read(five: Any) -> None:
    slow = Slow()
    made, lane, told = gathered(five, slow)
    while lane.waiting:
        assert len(lane.waiting) == 1, "never more than one job waits, so others get between"
        lane.through()
    assert told == [("part", 1), ("part", 2), Far(3, 5), ("part", 4), ("part", 5)]
    assert slow.seen == ["LN-001", "LN-002", "LN-003", "LN-004", "LN-005"]
    assert not made.running


def test_who_is_quick_is_read_at_once(five: Any) -> None:
    _made, lane, told = gathered(five, lambda _records, _child: None)
    lane.through()
    assert told == [("part", 5)]
    assert not lane.waiting
    assert lane.tasks.gave_way == 5, "after each child the window goes first"


def test_stopping_leaves_the_rest_and_beginning_again_reads_it(five: Any) -> None:
    slow = Slow()
    made, lane, told = gathered(five, slow)
    lane.through()
    made.stop()
    lane.through()
    assert (slow.seen, told, list(lane.waiting)) == (["LN-001"], [("part", 1)], [])
    made.begin()
    while lane.waiting:
        lane.through()
    assert told[-1] == ("part", 5)


def test_the_table_fills_from_the_first_rows_and_says_how_many_are_missing(five: Any) -> None:
    """The numbers of the whole site are not told of a part of it."""
    session = five.desk.session
    page = ChildrenPage(five.desk)
    page.refresh()
    whole = page.view.state
    assert whole is not None
    page.gathering._shown(InlineTasks.in_lane(lambda: page.gathering._whole(session.records, Far(2, 5))))
    part = page.view.state
    assert part is not None
    assert ([row.code for row in part.rows], part.unread) == (["LN-001", "LN-002"], 3)
    assert part.recruited is None
    assert whole.recruited is not None
    assert not page.view.reading.isHidden()
    page.refresh()
    assert page.view.state == whole
    assert page.view.reading.isHidden()


def test_stop_and_go_on_are_one_button(five: Any) -> None:
    page = ChildrenPage(five.desk)
    page.view.show_far(2, 5)
    assert page.view.reading.words.text() == "已读取 2 / 5 名患儿，已读取者可直接使用"
    page.view.reading.stop.click()
    assert page.view.reading.stopped
    assert page.view.reading.stop.text() == "读取其余患儿"
    page.view.reading.stop.click()
    assert page.view.state is not None
    assert page.view.state.unread == 0
    assert page.view.reading.isHidden()
