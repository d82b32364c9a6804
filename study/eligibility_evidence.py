"""What the laboratory says of a criterion: each measurable limb with its value, its day and the limit used.

Pure. The last visit that measured what a limb names decides it; a result that is missing, or of which two stand, tells
nothing. Verdicts are `study.eligibility`.
"""

from collections.abc import Iterator
from datetime import date
from typing import Literal

import msgspec

from study.address import Address
from study.definition.model import Item
from study.definition.trial import Limb
from study.expression import holds, parse
from study.expression.parse import names_in
from study.limits import Limit, limit_of
from study.scope import VisitScope
from study.timeline import Timeline, VisitAt
from study.values import Value


class LimitUsed(msgspec.Struct, frozen=True):
    """A limit of an interval that a limb compares with; `item` is whose; printed on the report, or the default."""

    item: Item
    side: Literal["low", "high"]
    limit: Limit
    report: bool


class LimbResult(msgspec.Struct, frozen=True):
    """One measurable part of a criterion: whether it is met (None: cannot be told) and what that rests on.

    `older_than`: the result is of more than so many days before the decision, so nothing can be told.
    """

    limb: Limb
    meets: bool | None
    item: Item | None = None
    value: Value | None = None
    place: Address | None = None
    visit: str = ""
    on: date | None = None
    limits: tuple[LimitUsed, ...] = ()
    older_than: int | None = None

    def within(self, days: int | None, decided: date | None) -> "LimbResult":
        """The same as it may speak on the day of a decision."""
        if days is None or decided is None or self.on is None or (decided - self.on).days <= days:
            return self
        return msgspec.structs.replace(self, meets=None, older_than=days)


def limb_result(line: Timeline, limb: Limb, visits: tuple[VisitAt, ...]) -> LimbResult:
    """The limb at the last visit that measured what it names; where none did, at the last that can tell."""
    expression = parse(limb.meets)
    named = [name for _, name in names_in(expression) if "." in name]
    measured = next((at for at in visits if any(_measured(line, at, name) for name in named)), None)
    told = ((at, holds(expression, VisitScope(line, at.address))) for at in visits)
    at = measured or next((at for at, truth in told if truth is not None), None)
    if at is None:
        return LimbResult(limb, None)
    form, _, code = limb.value.partition("/")
    place = line.stands_at(at.address, form, code) if limb.value else None
    return LimbResult(
        limb=limb,
        meets=holds(expression, VisitScope(line, at.address)),
        item=line.study.item(form, code) if limb.value else None,
        value=line.value(place) if place is not None else None,
        place=place,
        visit=at.visit.code,
        on=line.day_at(place) if place is not None else at.day,
        limits=tuple(_limits(line, at, names_in(expression))),
    )


def _measured(line: Timeline, at: VisitAt, name: str) -> bool:
    form, _, item = name.partition(".")
    if form not in at.visit.forms:
        return False
    places = line.form_places(at.address, form)
    return any(item in line.filled(place) or item in line.undecided(place) for place in places)


def _limits(line: Timeline, at: VisitAt, names: tuple[tuple[str, str], ...]) -> Iterator[LimitUsed]:
    """The limits of intervals that the expression asks for, as they hold for the value at the visit."""
    for side, name in names:
        form, _, code = name.partition(".")
        place = line.stands_at(at.address, form, code) if side in ("low", "high") else None
        if place is None or side not in ("low", "high"):
            continue
        item, fact = line.study.item(form, code), line.fact(place)
        which: Literal["low", "high"] = "low" if side == "low" else "high"
        limit = limit_of(line, (form, item), place, line.day_at(place), which)
        if isinstance(limit, Limit):
            printed = fact is not None and fact.report is not None and bool(getattr(fact.report, which))
            yield LimitUsed(item, which, limit, printed)
