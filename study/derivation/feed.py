"""Gathers the inputs of one formula at one visit from their sources, in order, the first that has something."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

import msgspec

from study.address import Address
from study.definition.model import DerivedSpec, Source
from study.definition.plan import asked_elsewhere
from study.definition.target import Target, target_of
from study.derivation import child, forms, over_time
from study.derivation.case import NOT_THERE, Answer, Case, Resolved
from study.derived.given import Given, Input
from study.derived.result import Formula
from study.text import Text
from study.timeline import Timeline, VisitAt
from study.values import Quantity

KINDS: dict[str, Callable[[Case, Target, Source], Answer]] = {**forms.KINDS, **over_time.KINDS, **child.KINDS}


class Feed:
    """The inputs of one formula; each is looked for once."""

    def __init__(
        self, timeline: Timeline, at: VisitAt, chosen: Mapping[str, Address], spec: DerivedSpec, formula: Formula
    ) -> None:
        together = asked_elsewhere(timeline.study, spec, formula)
        self._case = Case(timeline, at, chosen, together, self._answer)
        self._spec = spec
        self._formula = formula
        self._answers: dict[str, Answer] = {}

    def gather(self) -> tuple[Given, dict[str, tuple[Text, ...]]]:
        """What the formula is given, and by input what is to be said of where it came from."""
        values: dict[str, Input] = {}
        absent: dict[str, Text] = {}
        notes: dict[str, tuple[Text, ...]] = {}
        for name in self._formula.inputs:
            answer = self._answer(name)
            if isinstance(answer, Resolved):
                values[name] = answer.value
                notes[name] = answer.notes
            elif answer is not None:
                absent[name] = answer
        return Given(values, absent, self._apart()), notes

    def stands(self, names: Iterable[str]) -> tuple[Address, ...]:
        """The entries behind these inputs, each once."""
        found = [answer for name in names if isinstance(answer := self._answer(name), Resolved)]
        return tuple(dict.fromkeys(place for answer in found for place in answer.stands))

    def _apart(self) -> tuple[str, ...]:
        """The inputs that must be of one specimen, where all are to be had at this visit and not from one.

        One specimen is one filled form, or several that say one and the same time.
        """
        places: set[Address | None] = set()
        for name in self._formula.one_specimen:
            answer = self._answer(name)
            place = answer.place if isinstance(answer, Resolved) else None
            if place is None and not any(map(self._held, self._spec.inputs.get(name, ()))):
                return ()
            places.add(place)
        times = {self._case.timeline.time_of(place) if place else "" for place in places}
        return () if len(places) < 2 or (len(times) == 1 and "" not in times) else self._formula.one_specimen

    def _held(self, source: Source) -> bool:
        return source.kind == "item" and not source.at and forms.held_elsewhere(self._case, source)

    def _answer(self, name: str) -> Answer:
        if name not in self._answers:
            self._answers[name] = self._first(name)
        return self._answers[name]

    def _first(self, name: str) -> Answer:
        return first_of(self._case, target_of(self._formula, name), self._spec.inputs.get(name, ()))


def first_of(case: Case, target: Target, sources: Iterable[Source]) -> Answer:
    """The first source that has something; else the first reason with words, or that it was asked for at all."""
    reasons: list[Text] = []
    for source in sources:
        if not case.taken(source):
            continue
        answer = KINDS[source.kind](case, target, source)
        if isinstance(answer, Resolved):
            return msgspec.structs.replace(answer, notes=(*answer.notes, *((source.note,) if source.note else ())))
        if answer is not None:
            reasons.append(answer)
    return next((reason for reason in reasons if reason != NOT_THERE), NOT_THERE) if reasons else None


def number_on(timeline: Timeline, name: str, day: date) -> Quantity | None:
    """An exact number of the shared inputs on any day: of the last visit up to it, while it is not too old.

    For what is wanted between visits, such as the weight on the first day of a prescription.
    """
    found, oldest = last_number(timeline, name, day), oldest_of(timeline, name)
    return found[0] if found is not None and (oldest is None or (day - found[1]).days <= oldest) else None


def oldest_of(timeline: Timeline, name: str) -> int | None:
    """So many days an input may be old to be used; None: any age."""
    sources = timeline.study.inputs.get(name, ())
    return max((source.within for source in sources if source.within is not None), default=None)


def last_number(timeline: Timeline, name: str, day: date) -> tuple[Quantity, date] | None:
    """The same however old it is, with the day of its visit."""
    fresh = [msgspec.structs.replace(source, within=None) for source in timeline.study.inputs.get(name, ())]
    for at in reversed(timeline.visits):
        if at.day is None or at.day > day:
            continue
        found = first_of(Case(timeline, at, _latest(timeline, at), {}, lambda _: None), target_of(None, name), fresh)
        value = found.value if isinstance(found, Resolved) else None
        if isinstance(value, Quantity) and not value.comparator:
            return value, at.day
    return None


def _latest(timeline: Timeline, at: VisitAt) -> dict[str, Address]:
    forms = [form for form in at.visit.forms if timeline.study.forms[form].repeating]
    places = {form: timeline.form_places(at.address, form) for form in forms}
    return {form: found[-1] for form, found in places.items() if found}
