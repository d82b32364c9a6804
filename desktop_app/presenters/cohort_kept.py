"""What was made of each child for the charts of all, kept while nothing of it moved. Belongs to the reader's lane."""

from collections.abc import Callable, Hashable
from datetime import date
from typing import Protocol, TypeVar, cast

from desktop_app.records import Child
from study.course import Course

T = TypeVar("T")


class Keep(Protocol):
    """Gives what `make` makes of a child; `key` says what it is."""

    def __call__(self, child: Child, key: Hashable, make: Callable[[], T], /) -> T: ...


def anew(_child: Child, _key: Hashable, make: Callable[[], T], /) -> T:
    """Keeps nothing."""
    return make()


class Pieces:
    """Keeps what belongs to the course that stands and to one day."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Course, date, dict[Hashable, object]]] = {}
        self._today = date.min

    def on(self, today: date) -> "Pieces":
        """What is made from now on is of this day."""
        self._today = today
        return self

    def __call__(self, child: Child, key: Hashable, make: Callable[[], T], /) -> T:
        """See `Keep`."""
        kept = self._kept.get(child.subject.id)
        if kept is None or kept[0] is not child.course or kept[1] != self._today:
            kept = (child.course, self._today, {})
            self._kept[child.subject.id] = kept
        if key not in kept[2]:
            kept[2][key] = make()
        return cast(T, kept[2][key])
