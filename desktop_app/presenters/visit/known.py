"""What was found out about a child, kept while nothing of the child moved: looking at another field computes nothing.

Belongs to the reader's lane. A course is made anew whenever one of the child's slots moves.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from study.course import Course

T = TypeVar("T")


class Known:
    """Results by key for one course; another course begins with none."""

    def __init__(self) -> None:
        self._course: Course | None = None
        self._found: dict[Hashable, Any] = {}

    def keep(self, course: Course, key: Hashable, find: Callable[[], T]) -> T:
        """What `find` gave for this key on this course, found only once."""
        if self._course is not course:
            self._course, self._found = course, {}
        if key not in self._found:
            self._found[key] = find()
        found: T = self._found[key]
        return found
