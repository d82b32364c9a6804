"""What a child's record holds for the SLEDAI-2K of a visit: results with their limits, CRS, infections, methods. Pure.

Owns which items speak and how far back they are looked for; what they say is `study.derived.sledai_suggest`. Values in
conflict, in a unit without a factor, or not done say nothing.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

import msgspec

from study import units
from study.address import Address
from study.definition.model import Item
from study.derived.sledai_suggest import Episode, Evidence, Finding, Suggestion, What, suggestions, window_days
from study.limits import Limit, Side, judged_limit, limit_of
from study.logs import rows
from study.safety import OVER
from study.timeline import Timeline, VisitAt
from study.toxicity import spells
from study.values import Codes, Quantity, Range, Value

FORM = "SLEDAI"
LATEST = timedelta(days=14)
"""So many days after the date of a visit a specimen that stands at it may have been taken and still counts for it."""
SIDES: tuple[Side, Side] = ("low", "high")
_NUMBERS: tuple[tuple[What, str, str], ...] = (
    ("rbc_hpf", "URINE", "URBC"),
    ("wbc_hpf", "URINE", "UWBC"),
    ("c3", "SERO", "C3"),
    ("c4", "SERO", "C4"),
    ("ch50", "SERO", "CH50"),
    ("temperature", "VS", "TEMP"),
    ("temperature", "CRS", "CRSTMAX"),
    ("platelets", "CBC", "PLAT"),
    ("white_cells", "CBC", "WBC"),
)
_CASTS: tuple[tuple[What, str], ...] = (("rbc_casts", "UCASTRBC"), ("granular_casts", "UCASTGR"))
_PROTEIN: tuple[tuple[What, str, str, frozenset[str]], ...] = (
    ("upcr_g_g", "UPCR", "URINE", frozenset({"prot_mgL", "upcr_reported_gg"})),
    ("upcr_g_g", "UPCR", "U24", frozenset({"conc_mgL"})),
    ("p24_mg", "P24", "U24", frozenset()),
)
"""Derived values with the form of their specimen, and the inputs by which the result is one of that form."""
_POSITIVE = frozenset({"1P", "2P", "3P", "POS"})


def suggested(line: Timeline, visit: Address) -> tuple[Suggestion, ...]:
    """What the record suggests for the descriptors of a visit; nothing for a visit without a date."""
    return line.remember("sledai", visit, lambda: _suggested(line, visit))


def _suggested(line: Timeline, visit: Address) -> tuple[Suggestion, ...]:
    found = evidence(line, visit)
    return suggestions(found) if found is not None else ()


def evidence(line: Timeline, visit: Address) -> Evidence | None:
    """What is known for the assessment at a visit; None while the visit has no date."""
    at = line.visit_at(visit)
    if at.day is None:
        return None
    known = Evidence(at.day, (), line.infusion, at.visit.code, _window(line, visit))
    start = at.day - timedelta(days=window_days(known))
    places = list(_places(line, at, start))
    earlier = [place for place in _serology(line) if (day := line.day_at(place)) and day < start]
    here = [finding for place, on in places for finding in _findings(line, place, on)]
    return msgspec.structs.replace(
        known,
        findings=tuple(here),
        crs=tuple(_crs(line, at.day, start)),
        infection=_infected(line, at.day, start),
        dna_method=_last_method(line, earlier),
        until=max((on for _, on in places), default=at.day),
    )


def _window(line: Timeline, visit: Address) -> Literal["10D", "30D"]:
    """What the form says, else the trial's setting."""
    said = line.filled(Address(visit.subject, visit.visit, visit.visit_repeat, FORM)).get("SLEWIN")
    code = said.codes[0] if isinstance(said, Codes) and said.codes else line.study.settings.get("sledai_window", "")
    return "10D" if code == "10D" else "30D"


def _places(line: Timeline, at: VisitAt, start: date) -> Iterator[tuple[Address, date]]:
    """The filled forms of the window with their days: those of other visits first, those of the visit itself last."""
    if at.day is None:
        return
    others = (other for other in line.visits if other.address != at.address)
    for visit in (*others, at):
        end = at.day + LATEST if visit is at else at.day
        for form in visit.visit.forms:
            for place in line.form_places(visit.address, form):
                on = line.day_at(place) if line.filled(place) else None
                if on is not None and start <= on <= end:
                    yield place, on


def _findings(line: Timeline, place: Address, on: date) -> Iterator[Finding]:
    for what, form, code in _NUMBERS:
        if form == place.form:
            yield from _number(line, place, on, what, code)
    if place.form == "URINE":
        yield from _casts(line, place, on)
    if place.form == "SERO":
        yield from _dsdna(line, place, on)
    for what, code, form, inputs in _PROTEIN:
        if form == place.form and code in line.study.derived:
            yield from _protein(line, place, on, (what, code, inputs))


def _number(line: Timeline, place: Address, on: date, what: What, code: str) -> Iterator[Finding]:
    item = _item(line, place, code)
    value = _in_unit(item, line.filled(place).get(code)) if item is not None else None
    if item is None or value is None:
        return
    if what in ("c3", "c4", "ch50"):
        yield _limited(line, place, item, Finding(on, what, value))
    elif what in ("rbc_hpf", "wbc_hpf"):
        menses = {"Y": True, "N": False}.get(_code(line, place, "USMENS"))
        yield Finding(on, what, value, menses=menses)
    else:
        yield Finding(on, what, value)


def _limited(line: Timeline, place: Address, item: Item, finding: Finding) -> Finding:
    """With the limits by which the result is judged: the report's, else those of the child's interval."""
    low, high = (_limit(line, place, item, finding, side) for side in SIDES)
    return msgspec.structs.replace(
        finding,
        low=low.number if low is not None else None,
        high=high.number if high is not None else None,
        checked=all(each.confirmed for each in (low, high) if each is not None),
    )


def _limit(line: Timeline, place: Address, item: Item, finding: Finding, side: Side) -> Limit | None:
    fact = line.fact(msgspec.structs.replace(place, item=item.code))
    printed = judged_limit(item, fact, side)
    if printed is not None:
        return Limit(printed)
    own = isinstance(finding.value, Quantity) and finding.value.unit in ("", item.unit)
    found = limit_of(line, (place.form, item), place, finding.on, side) if own else None
    return found if isinstance(found, Limit) else None


def _casts(line: Timeline, place: Address, on: date) -> Iterator[Finding]:
    for what, code in _CASTS:
        answer = {"Y": True, "N": False}.get(_code(line, place, code))
        if answer is not None:
            yield Finding(on, what, answer)


def _dsdna(line: Timeline, place: Address, on: date) -> Iterator[Finding]:
    """The number, else the titre, else the qualitative result: of one specimen one of them."""
    method = _code(line, place, "DSDNAM")
    item = _item(line, place, "DSDNA")
    value = line.filled(place).get("DSDNA")
    number = units.comparable(item, value) if item is not None and isinstance(value, Quantity) else None
    if item is not None and number is not None:
        yield _limited(line, place, item, Finding(on, "dsdna", number, method=method))
        return
    titre, said = _code(line, place, "DSDNAT"), _code(line, place, "DSDNAQ")
    if titre:
        yield Finding(on, "dsdna", titre != "NEG", method=method or "CLIFT")
    elif said:
        yield Finding(on, "dsdna", None if said == "WEAK" else said in _POSITIVE, method=method)


def _protein(line: Timeline, place: Address, on: date, about: tuple[What, str, frozenset[str]]) -> Iterator[Finding]:
    what, code, inputs = about
    for found, derived in line.derived_each(place.in_visit, code, place.form):
        used = {name for name, _ in derived.inputs}
        if found == place and derived.quantity is not None and (not inputs or inputs & used):
            # Judged by the number that is shown, with one decimal more than elsewhere: 0.504 is not 0.50.
            number = units.plain(Decimal(units.rounded(derived.quantity.decimal, derived.decimals + 1)))
            yield Finding(on, what, Quantity(number, derived.unit, derived.comparator))


def _crs(line: Timeline, on: date, start: date) -> Iterator[Episode]:
    """The episodes up to the day. One that nobody closed and nobody assessed in the window is taken as over."""
    for spell in spells(line, "CRS"):
        first, last = spell.episode.onset.date(), spell.episode.end
        if first > on:
            continue
        seen = spell.episode.seen.date()
        yield Episode(first, last.date() if last is not None else seen if seen < start else None)


def _infected(line: Timeline, on: date, start: date) -> bool:
    """Whether an infection of the log goes on in the window."""
    for row in rows(line, "INFE"):
        begun, ended = row.days("INFST"), row.days("INFEN")
        over = ended is None and row.code("INFOUT") in OVER
        if begun is not None and begun[0] <= on and not over and (ended is None or ended[1] >= start):
            return True
    return False


def _serology(line: Timeline) -> Iterator[Address]:
    for at in line.visits:
        if "SERO" in at.visit.forms:
            yield from line.form_places(at.address, "SERO")


def _last_method(line: Timeline, places: list[Address]) -> str:
    """The method of the last anti-dsDNA of these; "" where none says one."""
    dated = sorted(((line.time_of(place) or str(line.day_at(place))), place.key, place) for place in places)
    for *_, place in reversed(dated):
        for finding in _dsdna(line, place, date.min):
            if finding.method:
                return finding.method
    return ""


def _item(line: Timeline, place: Address, code: str) -> Item | None:
    return next((item for item in line.study.forms[place.form].items if item.code == code), None)


def _code(line: Timeline, place: Address, code: str) -> str:
    value = line.filled(place).get(code)
    return value.codes[0] if isinstance(value, Codes) and len(value.codes) == 1 else ""


def _in_unit(item: Item, value: Value | None) -> Quantity | Range | None:
    """The value in the item's unit; None where it cannot be converted."""
    if isinstance(value, Range):
        return value if value.unit in ("", item.unit) else None
    base = units.to_base(item, value) if isinstance(value, Quantity) else None
    return base if isinstance(base, Quantity) else None
