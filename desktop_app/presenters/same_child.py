"""Looks through all children, bit by bit, for one who may be the child that is to be enrolled.

Ends at the first who may be, or when told to; it never says that there is none before it looked at everybody.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from desktop_app.presenters.enrol import Desired, desired, like
from desktop_app.presenters.gathering import Far, Gathering
from desktop_app.presenters.page import Desk
from desktop_app.records import Child, Records
from study.text import Text
from ui.children.state import EnrolRequest


@dataclass
class _Look:
    """One look: for whom, who was looked at, in words who it may be. The reader's lane writes, the window reads."""

    request: EnrolRequest
    asked: Desired
    seen: set[str] = field(default_factory=set)
    same: Text | None = None

    def at(self, child: Child) -> None:
        """Compare one child, unless somebody was found."""
        if self.same is None and child.subject.id not in self.seen:
            self.same = like(self.asked, self.request, child)
            self.seen.add(child.subject.id)


class SameChild:
    """`far` says how many of all were looked at; `done` who it may be, None once everybody was looked at."""

    def __init__(self, desk: Desk, far: Callable[[Far], None], done: Callable[[Text | None], None]) -> None:
        self._desk = desk
        self._told = far
        self._done = done
        self._look: _Look | None = None
        self.gathering: Gathering[Far] = Gathering(desk, self._at, self._whole, self._went, self._went)

    def begin(self, request: EnrolRequest) -> None:
        """Look for this child; a look before is left."""
        self._look = _Look(request, desired(self._desk.session.study))
        self.gathering.begin(afresh=True)

    def stop(self) -> None:
        """Leave the others: nothing is said of them."""
        self._look = None
        self.gathering.stop()

    def _at(self, _records: Records, child: Child) -> None:
        look = self._look
        if look is not None:
            look.at(child)

    def _whole(self, records: Records, far: Far) -> Far:
        """At the end those too who came in while the others were looked at."""
        for subject in records.subjects() if far.done else ():
            if self._look is not None and subject.id not in self._look.seen:
                self._look.at(records.of(subject))
        return far

    def _went(self, far: Far) -> None:
        look = self._look
        if look is None:
            return
        if look.same is not None or far.done:
            self.stop()
            self._done(look.same)
        else:
            self._told(far)
