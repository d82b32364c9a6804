"""One formula at one visit while its inputs are gathered: what it wants, where it may look, what an answer is.

Owns no kind of source: those are `study.derivation.forms`, `over_time` and `child`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec

from study.address import Address
from study.definition.model import Item, Source
from study.definition.plan import Together
from study.definition.target import Target
from study.derived.given import Input
from study.expression import holds, parse
from study.past import Found, baseline, carried, named, previous
from study.relevance import applies
from study.scope import VisitScope
from study.text import Text
from study.timeline import Timeline, VisitAt
from study.values import NotDone

NOT_THERE = Text("", "")
"""Why an input is missing that was asked for and has no value: nothing more is to be said."""
DISPUTED = Text("two values, undecided", "两个值待裁定")
NOT_DONE = Text("not done", "未做")


class Whence(Text, frozen=True):
    """The note that says of which visit an input is: it explains a result's inputs and is no reason for the result.

    `visit` is the key of that visit's address; `at` how the source put it.
    """

    visit: str = ""
    at: str = ""


class Resolved(msgspec.Struct, frozen=True):
    """An input, what is to be said of where it came from, and the filled form on which it stands, if on one.

    `stands` are the addresses of the entries behind it: one of its own, or those of a derived value.
    """

    value: Input
    notes: tuple[Text, ...] = ()
    place: Address | None = None
    stands: tuple[Address, ...] = ()


Held = Callable[[Address], bool]
"""Whether a filled form holds what is wanted."""
Answer = Resolved | Text | None
"""An input, why it is missing, or None: nobody asks for it here."""


class Where(msgspec.Struct, frozen=True):
    """A filled form that holds what is wanted, its visit, and what is to be said of another visit."""

    place: Address
    at: VisitAt
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Case:
    """One formula at one visit. `chosen` names the one repeat of each repeating form here, `together` the items that
    must come from one repeat of a form at another visit; `ask` gives another input.
    """

    timeline: Timeline
    at: VisitAt
    chosen: Mapping[str, Address]
    together: Together
    ask: Callable[[str], Answer]

    def scope(self, form: str) -> VisitScope:
        """Where expressions look; bare names are items of `form`."""
        return VisitScope(self.timeline, self.at.address, self.here(form), chosen=self.chosen)

    def taken(self, source: Source) -> bool:
        """Whether the source's condition certainly holds."""
        return not source.when or holds(parse(source.when), self.scope(source.of.partition("/")[0])) is True

    def item(self, path: str) -> tuple[str, Item]:
        """The form's code and the item that "CBC/NEUT" names. Raises KeyError."""
        form, _, code = path.partition("/")
        return form, self.timeline.study.item(form, code)

    def here(self, form: str) -> Address | None:
        """Where a form stands at this visit: of a repeating form the chosen repeat; None where it has none."""
        if form not in self.at.visit.forms:
            return None
        if form in self.chosen or self.timeline.study.forms[form].repeating:
            return self.chosen.get(form)
        return self.timeline.form_places(self.at.address, form)[0]

    def asked(self, form: str, item: Item | None = None) -> bool:
        """Whether this visit asks for a form (and one of its items): not where that certainly does not apply."""
        if form not in self.at.visit.forms:
            return False
        conditions = (self.timeline.study.forms[form].when, item.when if item is not None else "")
        return all(applies(when, self.scope(form)) for when in conditions)

    def holding(self, code: str, place: Address) -> bool:
        """True when an item has a value, or two that nobody decided between."""
        if code in self.timeline.undecided(place):
            return True
        value = self.timeline.filled(place).get(code)
        return value is not None and not isinstance(value, NotDone)

    def lacking(self, form: str, item: Item) -> Text | None:
        """Why an item has no value at this visit; None where nobody asks for it."""
        place = self.here(form)
        if place is not None and isinstance(self.timeline.filled(place).get(item.code), NotDone):
            return NOT_DONE
        return NOT_THERE if self.asked(form, item) else None

    def locate(self, target: Target, source: Source, form: str, held: Held) -> Where | Text | None:
        """The filled form a source means, why there is none, or None: none at this visit."""
        if not source.at:
            return self._at_hand(target, source, form, held)
        why = NOT_THERE
        for holds_it in self._one_place(source.at, form) or (held,):
            found = _elsewhere(self.timeline, self.at.address, source.at, form, holds_it)
            if isinstance(found, Found):
                return Where(found.place, found.at, said_of(target, source.at, found))
            why = found
        return why

    def _one_place(self, at: str, form: str) -> tuple[Held, ...]:
        """Of several items that must come from one repeat: the one with all of them, else with any."""
        codes = self.together.get((at, form))
        if codes is None:
            return ()
        return (
            lambda place: all(self.holding(code, place) for code in codes),
            lambda place: any(self.holding(code, place) for code in codes),
        )

    def _at_hand(self, target: Target, source: Source, form: str, held: Held) -> Where | Text | None:
        """The form of this visit, else an earlier one while it is young enough."""
        place = self.here(form)
        if place is not None and held(place):
            return Where(place, self.at)
        found = carried(self.timeline, self.at, form, held) if source.within is not None else None
        if found is None or found.on is None or self.at.day is None or source.within is None:
            return None
        old = (self.at.day - found.on).days
        if old > source.within:
            return Text(f"the last one is {old} days old", f"上次测量已过{old}天")
        stale = source.fresh is not None and old > source.fresh
        label, on = target.label, found.on.isoformat()
        en = f"{label.en} of {on}, {old} days old" + ("; measure again." if stale else ".")
        zh = f"{label.zh}取自 {on}（{old}天前）" + ("，请重新测量。" if stale else "。")
        return Where(found.place, found.at, (Text(en, zh),))


def _elsewhere(timeline: Timeline, visit: Address, at: str, form: str, held: Held) -> Found | Text:
    match at:
        case "baseline":
            return baseline(timeline, visit, form, held)
        case "previous":
            return previous(timeline, visit, form, held)
        case code:
            return named(timeline, code, form, held)


def said_of(target: Target, at: str, found: Found) -> tuple[Text, ...]:
    """The note that names the visit and the day an input came from."""
    return (of_visit(target, at, found.at, found.on.isoformat() if found.on else ""),)


def of_visit(target: Target, at: str, visit: VisitAt, day: str) -> Whence:
    """The same for anything of a visit; `at` is how the source put it."""
    en = f"{target.label.en}: of {visit.visit.code}" + (f", {day}" if day else "")
    zh = f"{target.label.zh}：取自{visit.visit.code}" + (f",{day}" if day else "")
    if at == "baseline":
        return Whence(f"{en} (baseline).", f"{zh}（基线）。", visit.address.key, at)
    return Whence(f"{en}.", f"{zh}。", visit.address.key, at)
