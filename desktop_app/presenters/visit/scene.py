"""What the bedside screen is about at this moment, gathered once for the pure builders."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, partial

import msgspec

from desktop_app.presenters.visit.known import Known
from desktop_app.records import Child
from study.address import LOG, Address
from study.changes.facts import AttachmentAdded, ValueSet
from study.checks import CheckContext, Findings
from study.course import VisitAt
from study.definition.model import Form, Item, Study
from study.judgement import Critical, context, criticals, findings
from study.progress import Previous, completeness
from study.relevance import Relevance, relevance
from study.rights import may
from study.scope import VisitScope
from study.state.settle import Entry, Settled
from study.text import Language, Text
from study.untold import Untold, untold
from study.unusual import Unusual, unusual
from study.values import Value
from ui.file_words import AttachmentState
from ui.visit.state import Saved, Strip

ON = "on"
"""A person's choice for a visit: it is entered from old records."""


@dataclass(frozen=True)
class Unsaved:
    """A text that stands in a field without being saved, and what is asked or said about it."""

    text: str
    strip: Strip


@dataclass(frozen=True)
class HalfSaid:
    """An explanation that was half typed, and when."""

    text: str
    at: str


@dataclass(frozen=True)
class GoneFile:
    """A file that was withdrawn from the open form, by what, and what it was called where that may be shown."""

    added: AttachmentAdded
    by: Entry
    title: str = ""


@dataclass(frozen=True)
class Scene:
    """The visit and the form that are open, as they stand now.

    `at` is the visit on the screen; the form may be one of the child's logs, which stand beside every visit.
    """

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
    half_said: Mapping[tuple[str, str], HalfSaid] = field(default_factory=dict)
    """Explanations found again, by address key and check ("" for the usual range)."""
    notes: Mapping[str, Text] = field(default_factory=dict)
    """What was read into the texts just left, by address key."""
    fresh: Mapping[str, str] = field(default_factory=dict)
    """Repeats that were asked for and hold nothing yet: form key -> id of the repeat to come."""
    focus: str = ""
    go_to: str = ""
    saved: Saved = field(default_factory=Saved)
    updated: frozenset[str] = frozenset()
    known: Known = field(default_factory=Known)
    everyone: Mapping[str, str] = field(default_factory=dict)
    """Names by user id, of those who have left too; `people` may be told something."""
    stopped: Text | None = None
    """Since when, by whom and why the open form is frozen or locked."""
    void: tuple[Text, ...] = ()
    """What was changed after the signature of the open form."""
    files: Mapping[str, AttachmentState] = field(default_factory=dict)
    """Where each attached file stands, by its name; of a form that takes files."""
    gone: tuple[GoneFile, ...] = ()
    """The files that were withdrawn from the open form."""
    under: str = ""
    """The row of another log that the rows of the open one belong to, where it was opened from there."""
    records: str = ""
    """Whether this person enters the visit from old records: "on", "off", "" while they have not said."""
    held: Mapping[str, Text] = field(default_factory=dict)
    """Why the EDC holds a change, by the change's id."""

    @property
    def form(self) -> Form:
        """The form that is open."""
        return self.study.forms[self.place.form]

    @cached_property
    def stands(self) -> VisitAt:
        """The visit in whose record the open form stands: the one on the screen, or the child's logs."""
        visit = self.place.in_visit
        return self.at if visit == self.at.address else self.child.course.visit_at(visit)

    @property
    def on(self) -> date:
        """The day by which age and intervals are judged: the visit's, or today's while it has none."""
        return self.stands.day or self.now.date()

    @property
    def withdrawn(self) -> bool:
        """True when the open row was withdrawn: it is shown and takes nothing."""
        return self.child.course.record.withdrawn(self.place)

    @property
    def may_write(self) -> bool:
        """Whether this role enters values, nothing central stops it here, and the row was not withdrawn."""
        frozen = self.child.course.record.freeze(self.place) is not None
        return may(self.role, ValueSet) and not frozen and not self.withdrawn

    @cached_property
    def forms(self) -> tuple[Address, ...]:
        """The forms at the left, without their repeats: those of the visit, then the child's logs."""
        at, subject = self.at.address, self.at.address.subject
        own = () if self.at.visit.code == LOG else self.at.visit.forms
        here = (Address(at.subject, at.visit, at.visit_repeat, code) for code in own)
        return (*here, *(Address(subject, LOG, form=code) for code in self.study.visit(LOG).forms))

    @cached_property
    def relevance(self) -> Relevance:
        """What applies of the open form."""
        return relevance(self.child.course, self.place)

    @cached_property
    def unusual(self) -> tuple[Unusual, ...]:
        """What wants a word anywhere on the visit or in the logs, the open form first."""
        return tuple(self._unusual())

    def _unusual(self) -> Iterator[Unusual]:
        course = self.child.course
        places = [p for form in self.forms for p in course.form_places(form.in_visit, form.form)]
        for place in sorted(places, key=lambda place: place != self.place):
            at = self.at if place.in_visit == self.at.address else course.visit_at(place.in_visit)
            on = at.day or self.now.date()
            find = partial(unusual, course, at, place, on)
            yield from self.known.keep(course, ("unusual", place, on), find)

    def odd(self, place: Address) -> tuple[str, ...]:
        """The items of a filled form that hold a value though they do not apply."""
        course = self.child.course

        def find() -> tuple[str, ...]:
            form = self.study.forms[place.form]
            return completeness(form, course.filled(place), relevance=relevance(course, place)).odd

        return self.known.keep(course, ("odd", place), find)

    def unusual_at(self, address: Address) -> tuple[Unusual, ...]:
        """What wants a word under one item."""
        return tuple(each for each in self.unusual if each.address == address)

    def criticals_at(self, address: Address) -> tuple[Critical, ...]:
        """What is critical of one value, by its own limits or by a check."""
        return tuple(each for each in criticals(self.child.course, self.stands) if each.address == address)

    def untold_at(self, address: Address) -> tuple[Untold, ...]:
        """The critical rules that cannot be judged, shown under one item."""
        today = self.now.date()
        found = untold(self.child.course, self.stands, address.in_form, today)
        return tuple(each for each in found if each.address == address)

    def around(self, place: Address, typed: Mapping[Address, Value]) -> VisitScope:
        """Everything the checks of the form at a place may look at, with values as if they were saved."""
        return VisitScope(self.child.course, place.in_visit, place.in_form, typed=typed)

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
        return context(course, self.stands, self.address(item), on=self.on, entered=self.now.replace(tzinfo=None))

    def findings(self, item: Item, fact: ValueSet) -> Findings:
        """What the checks say of the value that stands, judged as of the moment it was entered."""
        return findings(self.child.course, self.stands, item, fact, self.on)

    def previous(self, item: Item) -> Previous | None:
        """The value of the visit before."""
        found = self.child.course.before(self.at.address, (self.place.form, item.code))
        if found is None or found[1].day is None:
            return None
        return Previous(found[0], found[1].visit.code, found[1].day)
