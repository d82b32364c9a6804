"""The answers to proposals, as pages give them: accept and go to the row, or dismiss with a reason."""

from collections.abc import Callable
from datetime import datetime

from desktop_app.presenters.child_proposals import NewId, accepted, dismissed, served
from desktop_app.presenters.page import Desk
from study.address import parse_key
from study.changes.facts import Fact, RowCreated
from study.course import Course
from study.state.slots import created

Make = Callable[[Course, NewId], tuple[Fact, ...]]


class Answers:
    """Writes what people answer to proposals about a child."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def accept(self, subject: str, kind: str, name: str) -> None:
        """Write the row of a proposal and go to it: people complete what the program cannot know."""
        language, now = self._desk.language, wall_clock(self._desk)
        self._write(
            subject,
            lambda course, new_id: accepted(course, kind, name, new_id, now=now, language=language),
            self._open_made,
        )

    def dismiss(self, subject: str, kind: str, name: str, reason: str) -> None:
        """Remember that it is none, and why."""
        self._write(subject, lambda course, new_id: dismissed(course, kind, name, reason, new_id))

    def serve(self, subject: str, service: tuple[str, str], on: bool, reason: str) -> None:
        """Let a record (its key, the visit's code) serve as another visit too, or no longer, and why."""
        key, visit = service
        self._write(subject, lambda course, new_id: served(course, parse_key(key), visit, new_id, on=on, reason=reason))

    def _write(self, subject: str, make: Make, then: Callable[[tuple[Fact, ...]], None] = lambda _facts: None) -> None:
        """Make facts from the child as it stands, and keep them."""
        new_id = self._desk.session.store.new_id

        def keep(facts: tuple[Fact, ...]) -> None:
            if facts:
                self._desk.append(facts, lambda _appended: then(facts))

        self._desk.read(lambda records: make(records.child(subject).course, new_id), keep)

    def _open_made(self, facts: tuple[Fact, ...]) -> None:
        row = next((fact for fact in facts if isinstance(fact, RowCreated)), None)
        if row is not None:
            place = created(row.id, row.address, row.level)
            self._desk.open_visit(place.in_visit.key, place.key)


def wall_clock(desk: Desk) -> datetime:
    """The wall clock of the site."""
    return desk.session.now.replace(tzinfo=None)
