"""The conflict screen from a settled slot, its history and the course of the child. Pure.

Every distinct value is a side; heads that say the same stand together. What each author saw follows from its bases.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from desktop_app.presenters import words
from desktop_app.presenters.conflict_plausible import Place, plausibility
from desktop_app.presenters.panel_ground import origin
from desktop_app.presenters.repeats import repeat_label
from desktop_app.records import Child
from storage.history import Entry
from study import units
from study.address import Address, parse_key
from study.changes.facts import Fact as AnyFact
from study.changes.facts import Reinstated, ValueSet, Withdrawn
from study.course import Course, VisitAt
from study.definition.model import Item, Study
from study.state.settle import Settled
from study.state.slots import Slot, content
from study.text import Text
from study.values import Cleared, Quantity, Sealed
from ui.conflict.state import ConflictState, Plausibility, Side
from ui.ids import ConflictId, FactId
from ui.widgets.state import Candidate, Message, Point, Spark, Tone, TrendState

EMPTY = Text("(empty)", "（空）")
CLEARED = Text("(cleared)", "（已清空）")
WIDE = 5
"""Values this many times apart are shown on a logarithmic axis."""
MAY_NOT = Text("your role may not decide between values", "您的角色不能裁定冲突")


@dataclass(frozen=True)
class Found:
    """A conflict as it was read: where it stands, its slot and its whole history."""

    slot: Slot
    settled: Settled
    history: tuple[Entry, ...]
    child: Child
    position: int
    total: int


@dataclass(frozen=True)
class House:
    """The house around it: people and devices by id, this device, who decides, the site, its clock."""

    device: str
    site: str
    decider: str
    role: str
    may_decide: bool
    at: Callable[[int], datetime]
    people: Mapping[str, str] = field(default_factory=dict)
    devices: Mapping[str, str] = field(default_factory=dict)
    opened: Callable[[Address, Sealed], str] = lambda _address, _sealed: ""


@dataclass(frozen=True)
class Telling:
    """What is said beside the conflict itself: a decision on its way, a third value that was refused."""

    busy: bool = False
    third_refused: Text | None = None
    message: Message | None = None


def conflict_state(study: Study, found: Found, house: House, telling: Telling) -> ConflictState:
    """The whole screen."""
    address = parse_key(found.slot.key)
    item = item_of(study, found.slot)
    course = found.child.course
    known = any(visit.code == address.visit for visit in study.visits)
    at = course.visit_at(address.in_visit) if known else None
    sides = tuple(_side(found, house, fact, item, at) for fact in distinct(found.settled))
    return ConflictState(
        conflict=ConflictId(found.settled.conflict),
        position=found.position,
        total=found.total,
        subject=found.child.subject.label,
        place=_place(course, address, at),
        item=item.label if item else Text("whether this place counts", "该处是否有效"),
        sides=sides,
        decider=house.decider,
        role=words.ROLES.get(house.role, words.both(house.role)),
        trend=_trend(course, item, address, at, found.settled) if item and at else None,
        may_decide=house.may_decide,
        why_not=None if house.may_decide else MAY_NOT,
        busy=telling.busy,
        third_refused=telling.third_refused,
        message=telling.message,
    )


def item_of(study: Study, slot: Slot) -> Item | None:
    """The item of a value; None for a conflict over whether a place counts."""
    address = parse_key(slot.key)
    form = study.forms.get(address.form) if slot.kind == "value" else None
    return next((item for item in form.items if item.code == address.item), None) if form else None


def distinct(settled: Settled) -> tuple[AnyFact, ...]:
    """One head for each thing that is said, the one shown first."""
    first: dict[tuple[str, ...], AnyFact] = {}
    for entry in settled.heads:
        first.setdefault(content(entry.fact), entry.fact)
    return tuple(first.values())


def _place(course: Course, address: Address, at: VisitAt | None) -> Text:
    form = course.study.forms.get(address.form)
    visit = at.visit if at else None
    when = words.both(words.day_text(at.study_day) or words.date_text(at.day)) if at else None
    named = words.join(words.both(visit.code), visit.label) if visit else None
    which = repeat_label(course, address.in_form) if form and address.form_repeat else None
    return words.join(named, when, (form.short or form.label) if form else None, which)


def _side(found: Found, house: House, fact: AnyFact, item: Item | None, at: VisitAt | None) -> Side:
    study = found.child.course.study
    entry = next(e for e in found.history if e.fact.id == fact.id)
    address = parse_key(found.slot.key)
    checks: tuple[Plausibility, ...] = ()
    if isinstance(fact, ValueSet) and item and at:
        checks = plausibility(Place(found.child.course, at, address, item), fact)
    return Side(
        fact=FactId(fact.id),
        value=said(study, item, fact, house),
        unit=words.unit_label(study, item.unit) if item and isinstance(fact, ValueSet) and _is_number(fact) else "",
        author=house.people.get(entry.author, entry.author),
        role=words.ROLES.get(entry.role, words.both(entry.role)),
        at=house.at(entry.at.utc),
        place=words.both(house.site),
        device=house.devices.get(entry.device) or entry.device[:8],
        typed=_typed(fact),
        seen=_seen(study, item, fact, found.history, house),
        tags=tuple(_tags(found, house, entry)),
        plausibility=checks,
    )


def _typed(fact: AnyFact) -> str:
    """What its author wrote; of a withdrawn place the reason."""
    if isinstance(fact, ValueSet):
        return fact.typed
    return fact.reason if isinstance(fact, Withdrawn | Reinstated) else ""


def _is_number(fact: ValueSet) -> bool:
    return isinstance(fact.value, Quantity)


def said(study: Study, item: Item | None, fact: AnyFact, house: House) -> Text:
    """What a fact says on its slot, without unit."""
    if isinstance(fact, Withdrawn | Reinstated):
        return Text("withdrawn", "作废") if isinstance(fact, Withdrawn) else Text("counts", "有效")
    if not isinstance(fact, ValueSet) or item is None:
        return EMPTY
    if isinstance(fact.value, Cleared):
        return CLEARED
    opened = house.opened(fact.address, fact.value) if isinstance(fact.value, Sealed) else ""
    return Text(*(words.value_text(study, item, fact.value, language, opened) for language in ("en", "zh")))


def _seen(study: Study, item: Item | None, fact: AnyFact, history: Iterable[Entry], house: House) -> Text | None:
    """What its author was looking at; None when nothing stood there."""
    seen = [said(study, item, e.fact, house) for e in history if e.fact.id in fact.bases]
    if not seen:
        return EMPTY if fact.bases else None
    return Text(" / ".join(t.en for t in seen), " / ".join(t.zh for t in seen))


def _tags(found: Found, house: House, entry: Entry) -> Iterable[Text]:
    if entry.device == house.device:
        yield Text("this workstation", "本机")
    heads = {e.fact.id for e in found.settled.heads}
    numbers = [e.number for e in found.history if e.fact.id in heads and e.number is not None]
    if entry.number is None:
        yield Text("not sent yet", "尚未发送")
    elif entry.number == min(numbers):
        yield Text("EDC received first", "中心库先收到")
    same = [e for e in found.settled.heads if content(e.fact) == content(entry.fact)]
    if len(same) > 1:
        yield Text(f"entered {len(same)} times", f"录入 {len(same)} 次")


def _trend(course: Course, item: Item, address: Address, at: VisitAt, settled: Settled) -> TrendState | None:
    """The item over the study with every side of the conflict on its day; only for numbers at a dated visit."""
    begin = origin(course)
    if begin is None or at.day is None or item.type != "number":
        return None
    points = []
    for found in course.curve(address.form, item):
        base = units.to_base(item, found.quantity)
        if found.at.day and found.at.address != at.address and isinstance(base, Quantity):
            day = (found.at.day - begin.day).days
            points.append(Point(day, float(base.decimal), base.comparator.startswith("<")))
    day = (at.day - begin.day).days
    sides = [(letter, _base(item, fact)) for letter, fact in zip("ABCDEFGH", distinct(settled), strict=False)]
    candidates = tuple(
        Candidate(
            f"{letter} {units.shown_number(item, base)}",
            Point(day, float(base.decimal)),
            Tone.ACCENT if letter == "A" else Tone.AMBER,
        )
        for letter, base in sides
        if base
    )
    if not candidates:
        return None
    panels = {panel.code: panel for panel in course.study.panels}
    lines = tuple(
        (float(line.value), line.label)
        for curve in item.curves
        for line in panels[curve.panel].lines
        if line.axis == curve.axis and line.value is not None and not line.of
    )
    values = [p.y for p in points] + [c.point.y for c in candidates]
    log = min(values) > 0 and max(values) / min(values) >= WIDE
    return TrendState(
        title=item.label,
        unit=words.unit_label(course.study, item.unit),
        spark=Spark(tuple(points), log=log),
        marks=tuple(sorted({day, *(int(point.x) for point in points)})),
        lines=lines,
        candidates=candidates,
    )


def _base(item: Item, fact: AnyFact) -> Quantity | None:
    if not isinstance(fact, ValueSet) or not isinstance(fact.value, Quantity):
        return None
    base = units.to_base(item, fact.value)
    return base if isinstance(base, Quantity) else None
