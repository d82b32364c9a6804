"""How far the primary outcomes of a child are: which forms bear each, at which visits, and what stands on them.

Pure; the one rule of the window and of the EDC's page. The registry sets no time point for them: nothing is called late
for an outcome's sake, only by the window of its visit.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Literal

import msgspec

from study.address import Address, parse_key
from study.changes.facts import MarkSet
from study.definition.model import Study, Visit
from study.definition.trial import Outcome
from study.followup import stops
from study.judgement import AWAITING
from study.progress import completeness
from study.relevance import relevance
from study.schedule import Stop, VisitState
from study.timeline import Timeline
from study.values import NotDone

State = Literal[
    "complete",  # results stand, and every form that applies was declared complete
    "awaiting",  # results are still to come
    "begun",  # something stands
    "due",  # nothing stands, and the window of the visit is open
    "missing",  # nothing stands, and the window of the visit is over
    "excused",  # no result will come, and the record says why: see `Why`
    "not_due",  # the window of the visit has not opened, or the visit is not planned
]
Why = Literal["", "missed", "ended", "not_done"]
EXPECTED: frozenset[VisitState] = frozenset({"in_window", "overdue", "history", "early", "done", "late", "missed"})
"""States of a visit that is asked for by today: its window has opened and the follow-up had not ended before."""
_FULLEST: tuple[State, ...] = ("not_due", "due", "missing", "excused", "begun", "awaiting", "complete")


class FormCount(msgspec.Struct, frozen=True):
    """How full a form is. `total`: items that apply, and others that hold something; `filled`: those with anything.

    `results`: of the `asked` items that bear a result (the laboratory's, where it has any) those with a value;
    `not_done`: those with a reason in its place.
    """

    total: int
    filled: int
    awaiting: int
    complete: bool
    asked: int
    results: int
    not_done: int


class Standing(msgspec.Struct, frozen=True):
    """How far an outcome is at a visit: results over its forms, of several repeats of one the fullest.

    `key` is the place of the form that is opened. `expected`: the visit is asked for by today. `why`: why no result
    will come ("missed": the visit; "ended": the follow-up, before the visit; "not_done": each item, with its reason).
    """

    outcome: str
    visit: str
    key: str
    state: State
    total: int = 0
    results: int = 0
    not_done: int = 0
    awaiting: int = 0
    expected: bool = False
    why: Why = ""

    @property
    def stands(self) -> bool:
        """Something was entered, or is awaited."""
        return self.state in ("complete", "awaiting", "begun") or self.why == "not_done"


class Tally(msgspec.Struct, frozen=True):
    """Of an outcome: how many visits are due by today, and how these stand. `begun` to `excused` and `complete` come to
    `due`. `beside`: what stands beyond these (visits made beside the schedule, or before their time).
    """

    due: int = 0
    complete: int = 0
    awaiting: int = 0
    begun: int = 0
    open: int = 0
    missing: int = 0
    excused: int = 0
    beside: int = 0

    @property
    def data(self) -> int:
        """Of those due, at how many something stands."""
        return self.complete + self.awaiting + self.begun


def primary(study: Study) -> tuple[Outcome, ...]:
    """The primary outcomes that a definition names."""
    return tuple(outcome for outcome in study.protocol.outcomes if outcome.primary)


def asking(study: Study) -> tuple[Visit, ...]:
    """The visits that ask for a form of a primary outcome, in the order of the schedule."""
    forms = {code for outcome in primary(study) for code in outcome.forms}
    return tuple(visit for visit in study.visits if forms & set(visit.forms))


def count_form(line: Timeline, place: Address) -> FormCount | None:
    """How full a form (or one repeat of it) is; None where it does not apply and nothing stands on it."""
    return line.remember("form_count", place, lambda: _count(line, place))


def _count(line: Timeline, place: Address) -> FormCount | None:
    form, values, relevant = line.study.forms[place.form], line.filled(place), relevance(line, place)
    awaits = any(each.covers(place) for each in _awaited(line))
    counts = completeness(form, values, awaits, relevance=relevant)
    filled = counts.filled + counts.not_done + len(line.undecided(place)) + len(counts.odd)
    if not relevant.form and not filled:
        return None
    asked = [item for item in form.items if item.code not in relevant.without and item.type != "table"]
    bearing = [item.code for item in asked if item.laboratory] or [item.code for item in asked]
    here = [values[code] for code in bearing if code in values]
    not_done = sum(isinstance(value, NotDone) for value in here)
    return FormCount(
        max(counts.total, filled), filled, counts.awaiting, line.record.form_state(place) == "complete",
        len(bearing), len(here) - not_done, not_done,
    )  # fmt: skip


def _awaited(line: Timeline) -> tuple[Address, ...]:
    """The places of a child where results are awaited."""
    child = Address(line.record.subject)
    return line.remember("awaited", child, lambda: tuple(
        entry.fact.address for entry in line.record.marks(AWAITING, child) if isinstance(entry.fact, MarkSet)
    ))  # fmt: skip


def standings(line: Timeline, today: date) -> tuple[Standing, ...]:
    """Each primary outcome at each visit that asks for it, of the schedule and beside it.

    An optional visit is asked for once it was begun; one beside the schedule counts where something stands.
    """
    named = primary(line.study)
    return tuple(_standings(line, today, named)) if named else ()


def _standings(line: Timeline, today: date, named: tuple[Outcome, ...]) -> Iterator[Standing]:
    beside = {at.address: at.visit for at in line.visits}
    for stop in stops(line, today):
        own = Address(line.record.subject, stop.visit.code)
        place = parse_key(stop.by) if stop.by else own
        begun = place in beside
        for each in (own, place):
            beside.pop(each, None)
        asked = begun or not stop.visit.optional
        for outcome in named if asked else ():
            made = _standing(line, outcome, stop.visit, place)
            if made is not None:
                yield _due(made, stop, today)
    for place, visit in beside.items():
        for outcome in named:
            made = _standing(line, outcome, visit, place)
            if made is not None and made.stands:
                yield made


def _standing(line: Timeline, outcome: Outcome, visit: Visit, place: Address) -> Standing | None:
    """What stands on the outcome's forms at a visit, whenever it is due; None where none of them is asked."""
    fullest = [
        best
        for code in outcome.forms
        if code in visit.forms and (best := _best(line, place, code)) is not None
    ]  # fmt: skip
    if not fullest:
        return None
    counts = [count for _place, count in fullest]
    open_one = next((at for at, count in fullest if not count.complete), fullest[0][0])
    made = Standing(
        outcome.code, visit.code, open_one.key, "not_due", sum(count.asked for count in counts),
        sum(count.results for count in counts), sum(count.not_done for count in counts),
        sum(count.awaiting for count in counts),
    )  # fmt: skip
    whole, something = all(count.complete for count in counts), any(count.filled for count in counts)
    if made.awaiting:
        return msgspec.structs.replace(made, state="awaiting")
    if made.not_done and not made.results and (whole or made.not_done == made.total):
        return msgspec.structs.replace(made, state="excused", why="not_done")
    # A form that was declared complete without a result bears none.
    return msgspec.structs.replace(made, state="complete" if whole and made.results else "begun") if something else made


def _best(line: Timeline, visit: Address, code: str) -> tuple[Address, FormCount] | None:
    """The fullest repeat of a form, or the form as it would stand; None where it does not apply."""
    empty = Address(visit.subject, visit.visit, visit.visit_repeat, code)
    found = [
        (place, count)
        for place in line.form_places(visit, code) or (empty,)
        if (count := count_form(line, place)) is not None
    ]
    return max(found, key=lambda each: (each[1].complete, each[1].results, each[1].filled), default=None)


def _due(made: Standing, stop: Stop, today: date) -> Standing:
    """The same as it stands against the visit's window."""
    expected = stop.state in EXPECTED
    if made.stands:
        return msgspec.structs.replace(made, expected=expected)
    state: State = "not_due"
    why: Why = ""
    if stop.state in ("missed", "stopped"):
        state, why = "excused", "missed" if stop.state == "missed" else "ended"
    elif expected:
        until = stop.closes or stop.on
        state = "due" if until is not None and today <= until else "missing"
    return msgspec.structs.replace(made, state=state, why=why, expected=expected)


def cells(made: Iterable[Standing]) -> dict[tuple[str, str], Standing]:
    """A child's by outcome and visit; of a visit that was made several times the fullest."""
    found: dict[tuple[str, str], Standing] = {}
    for each in sorted(made, key=lambda each: (_FULLEST.index(each.state), each.results)):
        found[each.outcome, each.visit] = each
    return found


def tally(made: Iterable[Standing]) -> Tally:
    """How many visits are due, and how they stand, of one outcome over any number of children and visits."""
    counts: dict[str, int] = {}
    for each in made:
        key = ("open" if each.state == "due" else each.state) if each.expected else "beside" if each.stands else ""
        counts[key] = counts.get(key, 0) + 1
    counts.pop("", None)
    return Tally(due=sum(count for key, count in counts.items() if key != "beside"), **counts)


def together(every: Iterable[Tally]) -> Tally:
    """Several as one."""
    names = Tally.__struct_fields__
    sums = dict.fromkeys(names, 0)
    for each in every:
        for name in names:
            sums[name] += getattr(each, name)
    return Tally(**sums)


def tallies(every: Iterable[Mapping[tuple[str, str], Standing]]) -> dict[tuple[str, str], Tally]:
    """By outcome and visit, over the `cells` of several children."""
    found: dict[tuple[str, str], list[Standing]] = {}
    for child in every:
        for key, each in child.items():
            found.setdefault(key, []).append(each)
    return {key: tally(each) for key, each in found.items()}
