"""What the bedside screen is about at this moment, gathered once for the pure builders."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import msgspec

from desktop_app.records import Child
from study.address import Address
from study.changes.facts import ValueSet
from study.checks import CheckContext, Findings
from study.course import VisitAt
from study.definition.model import Form, Item, Study
from study.judgement import context, findings
from study.progress import Previous
from study.state.settle import Settled
from study.text import Language
from ui.visit.state import Saved, Strip


@dataclass(frozen=True)
class Unsaved:
    """A text that stands in a field without being saved, and what is asked or said about it."""

    text: str
    strip: Strip


@dataclass(frozen=True)
class Scene:
    """The visit and the form that are open, as they stand now."""

    study: Study
    child: Child
    at: VisitAt
    place: Address
    role: str
    user: str
    people: Mapping[str, str]
    language: Language
    now: datetime
    names: bool
    unsaved: Mapping[str, Unsaved] = field(default_factory=dict)
    fresh: Mapping[str, str] = field(default_factory=dict)
    """Repeats that were asked for and hold nothing yet: form key -> id of the repeat to come."""
    focus: str = ""
    go_to: str = ""
    saved: Saved = field(default_factory=Saved)
    updated: frozenset[str] = frozenset()

    @property
    def form(self) -> Form:
        """The form that is open."""
        return self.study.forms[self.place.form]

    @property
    def on(self) -> date:
        """The day by which age and intervals are judged: the visit's, or today's while it has none."""
        return self.at.day or self.now.date()

    def address(self, item: Item) -> Address:
        """Where an item of the open form stands."""
        return msgspec.structs.replace(self.place, item=item.code)

    def settled(self, item: Item) -> Settled:
        """The slot of an item of the open form."""
        return self.child.course.record.settled(self.address(item))

    def fact(self, item: Item) -> ValueSet | None:
        """What stands in an item of the open form."""
        return self.child.course.record.fact(self.address(item))

    def context(self, item: Item) -> CheckContext:
        """What a judgement of a text that is typed now needs to know."""
        course = self.child.course
        return context(course, self.at, self.address(item), on=self.on, entered=self.now.replace(tzinfo=None))

    def findings(self, item: Item, fact: ValueSet) -> Findings:
        """What the checks say of the value that stands, judged as of the moment it was entered."""
        return findings(self.child.course, self.at, item, fact, self.on)

    def previous(self, item: Item) -> Previous | None:
        """The value of the visit before."""
        found = self.child.course.before(self.at.address, (self.place.form, item.code))
        if found is None or found[1].day is None:
            return None
        return Previous(found[0], found[1].visit.code, found[1].day)
