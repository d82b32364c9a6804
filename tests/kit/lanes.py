"""Lanes whose jobs wait until a test lets them through, so that what comes in between can be seen."""

from collections import deque
from collections.abc import Callable
from typing import Any

from desktop_app.tasks import InlineTasks, Lane


class Waiting:
    """Lanes on which nothing runs before it is let through."""

    def __init__(self) -> None:
        self.jobs: deque[Callable[[], None]] = deque()

    def run(self, _lane: Lane, job: Callable[[], Any], done: Callable[[Any], None], _failed: object = None) -> None:
        """See `Tasks`."""
        self.jobs.append(lambda: done(InlineTasks.in_lane(job)))

    def give_way(self) -> None:
        """See `Tasks`: nothing is put up meanwhile."""

    def one(self) -> None:
        """The first that waits."""
        self.jobs.popleft()()

    def through(self) -> None:
        """Everything that waits, and what it leads to."""
        while self.jobs:
            self.one()
