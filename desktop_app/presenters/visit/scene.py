"""What the bedside screen is about at this moment, gathered once for the pure builders."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

import msgspec

from desktop_app.records import Child
from study.address import Address
from study.changes.facts import ValueSet
from study.checks import CheckContext, Findings, check
from study.course import VisitAt
from study.definition.model import Form, Item, Study
from study.progress import Previous
from study.state.settle import Settled
from study.text import Language
from study.units import to_base
from study.values import DateTimeValue, Quantity, Value
from ui.visit.state import Saved, Strip


@dataclass(frozen=True)
class Unsaved:
    """A text that stands in a field without being saved, and what is asked or said about it."""

    text: str
    strip: Strip


@dataclass(frozen=True)
class Scene:
    """The visit and the form that are open, as they stand now. `entered` tells when a change was made, site time."""

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
    entered: Callable[[str], datetime | None]
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

    def context(self, item: Item, fact: ValueSet | None = None, entered: datetime | None = None) -> CheckContext:
        """What a judgement of a value of this item needs to know."""
        person = self.child.course.person
        report = fact.report if fact else None
        return CheckContext(
            visit=self.at.visit.code,
            birth=person.birth,
            sex=person.sex,
            on=self.on,
            low=_limit(item, report.low if report else "", fact),
            high=_limit(item, report.high if report else "", fact),
            collected=self._collected(),
            entered=entered or self.now.replace(tzinfo=None),
            confirmed=bool(fact and fact.confirmed),
        )

    def findings(self, item: Item, fact: ValueSet) -> Findings:
        """What the checks say of the value that stands, judged as of the moment it was entered."""
        shown = self.settled(item).shown
        entered = self.entered(shown.change) if shown else None
        context = self.context(item, fact, entered.replace(tzinfo=None) if entered else None)
        return check(self.study, item, fact.value, context)

    def previous(self, item: Item) -> Previous | None:
        """The value of the visit before."""
        found = self.child.course.before(self.at.address, (self.place.form, item.code))
        if found is None or found[1].day is None:
            return None
        return Previous(found[0], found[1].visit.code, found[1].day)

    def _collected(self) -> datetime | None:
        dated_by = self.form.dated_by
        value: Value | None = None
        if dated_by:
            value = self.child.course.record.value(msgspec.structs.replace(self.place, item=dated_by))
        try:
            return datetime.fromisoformat(value.at) if isinstance(value, DateTimeValue) else None
        except ValueError:
            return None


def _limit(item: Item, text: str, fact: ValueSet | None) -> Decimal | None:
    """A printed limit in the item's unit; None where there is none or it is no number."""
    unit = fact.value.unit if fact and isinstance(fact.value, Quantity) else item.unit
    try:
        base = to_base(item, Quantity(str(Decimal(text)), unit)) if text else None
    except InvalidOperation:
        return None
    return base.decimal if isinstance(base, Quantity) else None
