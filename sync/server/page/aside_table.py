"""The table of an export that says which records stand aside for another one of the same child (decision 0039).

The tables of forms hold both records as they stand: who counts children leaves out those that are listed here. Pure.
"""

from collections.abc import Iterator
from typing import NamedTuple

from study.course import Course
from study.twice import Decision
from sync.server.page.figures import aside, decided

HEAD = ("site", "subject", "code", "goes_on_as", "reason")


class _Seen(NamedTuple):
    """What is known of one record whose it is."""

    subject: str
    code: str
    enrolled: bool
    decided: tuple[Decision, ...]


class AsideTable:
    """Takes the children of a site one after the other, then says who of them stands aside."""

    def __init__(self) -> None:
        self._seen: list[_Seen] = []

    def add(self, course: Course) -> None:
        """One more record of the site."""
        record = course.record
        self._seen.append(_Seen(record.subject, course.code, bool(record.enrolment.heads), decided(record)))

    def lines(self, site: str) -> Iterator[tuple[str, ...]]:
        """The head, then a line for each record that stands aside, by code."""
        yield HEAD
        beside = aside(self._seen)
        for each in sorted(self._seen, key=lambda seen: (seen.code, seen.subject)):
            if each.subject in beside:
                why = next((said.reason for said in each.decided if said.subject == each.subject), "")
                yield (site, each.subject, each.code, beside[each.subject], why)
