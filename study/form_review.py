"""One form as somebody sees it who is about to sign it: what is filled, what is not and why, what stands in the way.

Pure; must not store, and must not write a value (screens do). Every obstacle names a place to go to.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date

import msgspec

from study.address import Address
from study.changes import facts as f
from study.course import Course, VisitAt
from study.definition.model import Form, Item
from study.entry import automatic_query
from study.judgement import AWAITING, Critical, criticals, findings
from study.progress import Completeness, completeness
from study.record import Record, Signature
from study.relevance import relevance
from study.signing import State, state
from study.text import Text
from study.unusual import Unusual, unusual
from study.values import NotDone

NewId = Callable[[], str]


class Obstacle(msgspec.Struct, frozen=True):
    """Why a form cannot be signed now, in words, and where that is dealt with.

    `code`: conflict, code, missing, awaiting, critical, unexplained, query, held, locked, frozen, draft.
    """

    code: str
    text: Text
    address: Address


class FormReview(msgspec.Struct, frozen=True):
    """One form (of a repeating one: one repeat) at a visit or in the child's logs."""

    place: Address
    form: Form
    applies: bool
    counts: Completeness
    not_done: tuple[tuple[Item, NotDone], ...] = ()
    chase: str | None = None
    """Results are awaited: the day to ask again, "" without one; None where nothing is awaited."""
    flags: Mapping[str, int] = {}
    """How many values are low, high, critical_low, critical_high."""
    criticals: tuple[Critical, ...] = ()
    unusual: tuple[Unusual, ...] = ()
    queries: tuple[f.QueryOpened | f.QueryAnswered | f.QueryReopened, ...] = ()
    complete: bool = False
    state: State = ""
    signatures: tuple[Signature, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()

    @property
    def empty(self) -> bool:
        """True when nothing was entered: there is nothing to sign."""
        return not (self.counts.filled or self.counts.not_done or self.counts.odd)

    @property
    def signable(self) -> bool:
        """True when something stands there and nothing is in the way; the form may still have to be completed."""
        return not self.empty and not self.obstacles


def review(course: Course, place: Address, on: date) -> FormReview:
    """The form that stands at `place`. `on` stands in for the day of a visit without a date."""
    form, record = course.study.forms[place.form], course.record
    at = course.visit_at(place.in_visit)
    waits = [entry.fact for entry in record.marks(AWAITING, place) if isinstance(entry.fact, f.MarkSet)]
    relevant = relevance(course, place)
    values = {i.code: v for i in form.items if (v := record.value(item_at(place, i.code))) is not None}
    made = FormReview(
        place=place,
        form=form,
        applies=relevant.form,
        counts=completeness(form, values, awaiting=bool(waits), relevance=relevant),
        not_done=tuple((i, v) for i in form.items if isinstance(v := values.get(i.code), NotDone)),
        chase=waits[-1].data.get("chase", "") if waits else None,
        flags=_flags(course, at, place, on),
        criticals=tuple(found for found in criticals(course, at) if place.covers(found.address)),
        unusual=unusual(course, at, place, on),
        queries=tuple(_queries(record, place)),
        complete=record.form_state(place) == "complete",
        state=state(record, place),
        signatures=record.signatures(place),
    )
    return msgspec.structs.replace(made, obstacles=tuple(_obstacles(course, made)))


def item_at(place: Address, code: str) -> Address:
    """Where an item of the form at `place` stands."""
    return msgspec.structs.replace(place, item=code)


def completing(record: Record, place: Address, found: tuple[Unusual, ...], new_id: NewId) -> tuple[f.Fact, ...]:
    """The form is complete; what nobody explained or is always asked becomes a query, what was awaited no longer is."""
    done = f.FormCompleted(id=new_id(), bases=record.form_heads(place), address=place)
    here = (each for each in found if place.covers(each.address) and each.queried)
    queries = [automatic_query(each.address, each.code, each.fact, each.sentence) for each in here]
    ended = [
        f.MarkWithdrawn(id=new_id(), bases=(e.fact.id,), mark=e.fact.id, address=place)
        for e in record.marks(AWAITING, place)
    ]
    return (done, *queries, *ended)


def _flags(course: Course, at: VisitAt, place: Address, on: date) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for item in course.study.forms[place.form].items:
        fact = course.record.fact(item_at(place, item.code))
        if fact is not None and course.record.value(fact.address) is not None:
            counted[findings(course, at, item, fact, on).flag] += 1
    return {flag: n for flag, n in counted.items() if flag not in ("", "unclear")}


def _queries(record: Record, place: Address) -> Iterator[f.QueryOpened | f.QueryAnswered | f.QueryReopened]:
    for entry in record.queries(place):
        if isinstance(entry.fact, f.QueryOpened | f.QueryAnswered | f.QueryReopened):
            yield entry.fact


def _obstacles(course: Course, made: FormReview) -> Iterator[Obstacle]:
    """What must be settled first; a form on which nothing stands has only what freezes it."""
    record, place = course.record, made.place
    yield from _stopped(record, made)
    for address in record.conflicts:
        if place.covers(address):
            label = _label(made.form, address)
            yield Obstacle("conflict", Text(f"{label.en}: two values stand", f"{label.zh}：存在两个不同的值"), address)
    yield from _held(record, made)
    if made.empty:
        return
    for code in made.counts.missing:
        label = made.form.item(code).label
        yield Obstacle("missing", Text(f"{label.en} is required", f"{label.zh}为必填项"), item_at(place, code))
    if made.counts.awaiting:
        number = made.counts.awaiting
        text = Text(f"{number} results are awaited", f"待结果 {number} 项")
        yield Obstacle("awaiting", text, place)
    yield from _unsettled(record, made)


def _unsettled(record: Record, made: FormReview) -> Iterator[Obstacle]:
    """What asks for a word of a person: alarms, explanations, queries."""
    for found in made.criticals:
        if found.loud:
            label = found.item.label
            text = Text(f"{label.en}: critical, not acknowledged", f"{label.zh}：危急值未确认")
            yield Obstacle("critical", text, found.address)
    for each in made.unusual:
        if not _asked_about(record, made, each):
            label = each.item.label
            text = Text(f"{label.en}: unusual, not explained", f"{label.zh}：异常未说明")
            if each.explanation:
                text = Text(f"{label.en}: becomes a query on completion", f"{label.zh}：完成表单时将生成质疑")
            yield Obstacle("unexplained", text, each.address)
    for query in made.queries:
        if not isinstance(query, f.QueryAnswered):
            label = _label(made.form, query.address)
            yield Obstacle("query", Text(f"{label.en}: query not answered", f"{label.zh}：质疑未答复"), query.address)


def _asked_about(record: Record, made: FormReview, each: Unusual) -> bool:
    """Whether there is a word about it: an explanation, or a query, which may be closed by now."""
    if each.explanation and (made.complete or not each.always):
        return True
    query = automatic_query(each.address, each.code, each.fact, each.sentence)
    return record.queried(query.query) or any(each.address == open_.address for open_ in made.queries)


def _stopped(record: Record, made: FormReview) -> Iterator[Obstacle]:
    """A lock stops signing; a freeze stops only the completion that may have to come first."""
    freeze = record.freeze(made.place)
    if isinstance(freeze, f.Locked):
        yield Obstacle("locked", Text("locked at the EDC", "中心库已锁定"), made.place)
    elif freeze is not None and not made.complete and not made.empty:
        text = Text("frozen at the EDC before it was completed", "表单完成之前已被中心库冻结")
        yield Obstacle("frozen", text, made.place)


def _held(record: Record, made: FormReview) -> Iterator[Obstacle]:
    for item in made.form.items:
        address = item_at(made.place, item.code)
        if any(entry.placing.standing == "held" for entry in record.settled(address).waiting):
            text = Text(f"{item.label.en}: an entry waits at the EDC", f"{item.label.zh}：有记录在中心库等待处理")
            yield Obstacle("held", text, address)


def _label(form: Form, address: Address) -> Text:
    """The item's label; the form's where the place is the whole form."""
    item = next((item for item in form.items if item.code == address.item), None)
    return item.label if item is not None else form.label
