"""The derived values of a visit, each computed when it is asked for, from the sources its definition names.

Of one repeating form all inputs of one formula come from one repeat: the latest that can be computed, or the worst.
What a formula makes of its inputs is `study.derived`; where an input comes from is `study.derivation.feed`.
"""

from collections.abc import Iterator, Mapping
from itertools import islice, product

import msgspec

from study.address import Address
from study.definition.model import DerivedSpec
from study.definition.plan import Asked, asked_here, rests_on
from study.derivation.case import Whence
from study.derivation.feed import Feed
from study.derived.registry import FORMULAS
from study.derived.result import Derived, Formula, apply, part_of
from study.text import Text
from study.timeline import Timeline, VisitAt

MOST_SPECIMENS = 200
"""So many combinations of specimens are looked at, the latest first."""
MIXED = Text(
    "The earlier values are not all of one visit: the changes are over different times.",
    "既往各值并非来自同一次访视，变化所跨时间不同。",
)
_RANKS = {"<": 0, "<=": 1, "": 2, ">=": 3, ">": 4}
Chosen = Mapping[str, Address]
"""By form: the one repeat to read."""
NO_CHOICE: Chosen = {}


class Engine:
    """The derived values of one child, kept once they are known."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._known: dict[tuple[Address, str, tuple[Address, ...]], Derived | None] = {}
        self._asked: dict[str, Asked] = {}

    def one(self, visit: Address, code: str, within: Chosen = NO_CHOICE) -> Derived | None:
        """One derived value of a visit; None where the visit has no date or the definition no such value.

        `within` names the repeats that another derived value of the visit is being computed from: of a form that both
        read, both read the same repeat.
        """
        asked = self._asks(code)
        fixed = {form: place for form, place in within.items() if form in asked}
        key = (visit, code, tuple(fixed[form] for form in sorted(fixed)))
        if key not in self._known:
            self._known[key] = self._compute(visit, code, asked, fixed)
        return self._known[key]

    def each(self, visit: Address, code: str, form: str) -> tuple[tuple[Address, Derived], ...]:
        """One derived value from each repeat of a form at a visit, in the order of their times."""
        items = self._asks(code).get(form, frozenset())
        holding = (place for place in self._timeline.form_places(visit, form) if self._holds(place, items))
        found = ((place, self.one(visit, code, {form: place})) for place in holding)
        return tuple((place, derived) for place, derived in found if derived is not None)

    def _asks(self, code: str) -> Asked:
        """What a derived value reads at its own visit, and of the same forms what the derived values do it rests on."""
        if code in self._asked:
            return self._asked[code]
        study = self._timeline.study
        spec = study.derived.get(code)
        formula = FORMULAS.get(spec.formula or code) if spec is not None else None
        if spec is None or formula is None:
            return {}
        self._asked[code] = own = asked_here(study, spec, formula)
        under = [self._asks(other) for other, at in rests_on(study, spec, formula) if not at]
        self._asked[code] = {form: items.union(*(each.get(form, ()) for each in under)) for form, items in own.items()}
        return self._asked[code]

    def _compute(self, visit: Address, code: str, asked: Asked, fixed: Chosen) -> Derived | None:
        spec = self._timeline.study.derived.get(code)
        formula = FORMULAS.get(spec.formula or code) if spec is not None else None
        at = self._timeline.visit_at(visit)
        if spec is None or formula is None or at.day is None:
            return None
        found: list[tuple[Chosen, Derived]] = []
        for chosen in islice(self._specimens(at, asked, fixed), MOST_SPECIMENS):
            found.append((chosen, self._apply(spec, formula, at, chosen)))
            if spec.pick == "latest" and found[-1][1].known:
                return found[-1][1]
        return self._worst(spec, found) if spec.pick == "worst" else found[0][1]

    def _apply(self, spec: DerivedSpec, formula: Formula, at: VisitAt, chosen: Chosen) -> Derived:
        feed = Feed(self._timeline, at, chosen, spec, formula)
        given, notes = feed.gather()
        derived = apply(formula, given)
        if spec.part:
            derived = part_of(derived, spec.code, spec.part)
        used = {name for name, _ in derived.inputs}
        said = tuple(dict.fromkeys(note for name, each in notes.items() if name in used for note in each))
        stands = feed.stands(name for name, _ in derived.inputs)
        told = (*derived.notes, *_mixed(said), *said)
        return msgspec.structs.replace(derived, code=spec.code, notes=told, stands=stands)

    def _specimens(self, at: VisitAt, asked: Asked, fixed: Chosen) -> Iterator[dict[str, Address]]:
        """Which repeat of each repeating form to compute from: the latest of all first, then ever earlier ones."""
        places = {
            form: (fixed[form],) if form in fixed else self._holding(at, form, items)
            for form, items in asked.items()
            if form in at.visit.forms
        }
        places = {form: found for form, found in places.items() if found}
        steps = sorted(product(*(range(len(found)) for found in places.values())), key=lambda back: (sum(back), back))
        for back in steps:
            yield {form: found[step] for (form, found), step in zip(places.items(), back, strict=True)}

    def _holding(self, at: VisitAt, form: str, items: frozenset[str]) -> tuple[Address, ...]:
        """The repeats of a form that hold one of the items, the latest first; the latest one where none does."""
        if not self._timeline.study.forms[form].repeating:
            return ()
        places = tuple(reversed(self._timeline.form_places(at.address, form)))
        return tuple(place for place in places if self._holds(place, items)) or places[:1]

    def _holds(self, place: Address, items: frozenset[str]) -> bool:
        return bool(items & {*self._timeline.filled(place), *self._timeline.undecided(place)})

    def _worst(self, spec: DerivedSpec, found: list[tuple[Chosen, Derived]]) -> Derived:
        """The highest of what can be computed, with how many specimens there were; else why there is none."""
        known = [(chosen, derived) for chosen, derived in found if derived.known]
        if not known or len(found) == 1:
            return (known or found)[0][1]
        chosen, worst = max(known, key=lambda each: self._rank(spec, each[1]))
        when = ", ".join(time for place in chosen.values() if (time := self._timeline.time_of(place)))
        of = f"{when.replace('T', ' ')}, " if when else ""
        notes = [Text(f"{of}the highest of {len(found)} specimens.", f"{of}为{len(found)}份标本中最高者。")]
        if len(found) > len(known):
            unknown = len(found) - len(known)
            notes.append(Text(f"{unknown} of them could not be judged.", f"其中{unknown}份无法判断。"))
            if worst.value is not None and not worst.comparator:
                # What cannot be judged may be worse: the highest of the others is the least it can be.
                worst = msgspec.structs.replace(worst, comparator=">=")
        return msgspec.structs.replace(worst, notes=(*notes, *worst.notes))

    def _rank(self, spec: DerivedSpec, derived: Derived) -> tuple[object, ...]:
        """Numbers by size, verdicts by their order in the code list."""
        if derived.value is not None:
            return (1, derived.value, _RANKS[derived.comparator])
        order = [choice.code for choice in self._timeline.study.codelists.get(spec.choices, ())]
        return (0, order.index(derived.verdict) if derived.verdict in order else -1)


def _mixed(said: tuple[Text, ...]) -> tuple[Text, ...]:
    """That the values "of the visit before" are of several visits, since each comes from the last that has it."""
    before = {note.visit for note in said if isinstance(note, Whence) and note.at == "previous"}
    return (MIXED,) if len(before) > 1 else ()
