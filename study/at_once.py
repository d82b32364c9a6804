"""What "all normal" and "as last time" would fill on a form: only empty items, only what the definition allows. Pure.

Owns which values are offered and which items are left. Deciding and keeping is done as for a value somebody types.
"""

from collections.abc import Collection

import msgspec

from study.address import Address
from study.definition.model import Item
from study.relevance import relevance
from study.text import Text
from study.timeline import Timeline, VisitAt
from study.values import Cleared, Codes, NotDone, TextValue, Value

UNDATED = Text("this visit, or the one before, has no date yet", "本次访视或此前访视尚无日期")
NONE_BEFORE = Text("no earlier visit has this form completed", "此前没有已完成的本表单")
VOID = Text(
    "the signature of the last completed form is void: it was changed after signing",
    "最近一次已完成表单的签名已失效：签名后有更改",
)
VOID_VISIT = Text(
    "the signature of the visit it would be copied from is void: something was changed after signing",
    "拟沿用的访视签名已失效：签名后有更改",
)
NOTHING_TO_COPY = Text(
    "the last completed form has nothing that may be copied into an empty item",
    "最近一次已完成的表单没有可沿用到空项的内容",
)


class Fill(msgspec.Struct, frozen=True):
    """An empty item and the value it would be given; `source` is the fact that value is copied from."""

    item: Item
    value: Value
    source: str = ""


class LastTime(msgspec.Struct, frozen=True):
    """The completed form that values are copied from: its visit, how many days before this one, what is copied."""

    place: Address
    at: VisitAt
    days: int
    fills: tuple[Fill, ...]


def normal_value(item: Item) -> Value:
    """The normal answer of an item that has one, as a value."""
    return TextValue(item.normal) if item.type == "text" else Codes((item.normal,))


def empty(line: Timeline, address: Address) -> bool:
    """Whether nobody has said anything at an address that stands or waits at the EDC; "not done" is an answer."""
    settled = line.record.settled(address)
    shown = line.record.fact(address)
    free = shown is None or isinstance(shown.value, Cleared)
    waits = any(entry.placing.standing != "rejected" for entry in settled.waiting)
    return free and not settled.conflict and not waits and line.record.freeze(address) is None


def open_items(line: Timeline, place: Address, taken: Collection[str] = ()) -> tuple[Item, ...]:
    """The items of a form that apply and are empty; `taken` are codes in which something is typed and not kept yet."""
    asked = relevance(line, place)
    items = line.study.forms[place.form].items if asked.form else ()
    return tuple(
        item
        for item in items
        if item.code not in asked.without and item.code not in taken and empty(line, _at(place, item))
    )


def normals(line: Timeline, place: Address, taken: Collection[str] = ()) -> tuple[Fill, ...]:
    """What "all normal" fills."""
    if not line.study.forms[place.form].all_normal:
        return ()
    return tuple(Fill(item, normal_value(item)) for item in open_items(line, place, taken) if item.normal)


def last_time(line: Timeline, place: Address, taken: Collection[str] = ()) -> LastTime | Text:
    """What "as last time" copies from the latest earlier visit at which the form was completed; or why nothing."""
    here = line.visit_at(place.in_visit)
    before = [at for at in line.visits_before(here.address) if _completed(line, at, place.form)]
    if not before:
        return NONE_BEFORE
    at = before[0]
    if here.day is None or at.day is None or at.day > here.day:
        return UNDATED
    source = _form_at(at, place.form)
    if (void := _void(line, source)) is not None:
        return void
    fills = tuple(
        Fill(item, fact.value, fact.id)
        for item in open_items(line, place, taken)
        if item.as_last and (fact := line.record.fact(_at(source, item))) is not None and _sound(line, source, item)
    )
    return LastTime(source, at, (here.day - at.day).days, fills) if fills else NOTHING_TO_COPY


def _void(line: Timeline, source: Address) -> Text | None:
    """Why no signature vouches any more for what stood; the form's own speaks before the one of its whole visit."""
    own, whole = (line.record.signatures(place)[-1:] for place in (source, source.in_visit))
    if own:
        return None if own[0].valid else VOID
    return VOID_VISIT if whole and not whole[0].valid else None


def _completed(line: Timeline, at: VisitAt, form: str) -> bool:
    place = _form_at(at, form)
    asked = form in at.visit.forms and not line.record.withdrawn(place)
    return asked and line.record.form_state(place) == "complete"


def _sound(line: Timeline, place: Address, item: Item) -> bool:
    """Whether a value may be copied: it stands, undisputed, nobody asks about it, and today's list still has it."""
    address, record = _at(place, item), line.record
    value = record.value(address)
    if value is None or isinstance(value, Cleared | NotDone) or record.settled(address).conflict:
        return False
    if record.queries(address) or record.settled(address).waiting:
        return False
    known = {choice.code for choice in line.study.codelists.get(item.choices, ())}
    return known.issuperset(value.codes) if isinstance(value, Codes) else not item.choices


def _form_at(at: VisitAt, form: str) -> Address:
    return msgspec.structs.replace(at.address, form=form)


def _at(place: Address, item: Item) -> Address:
    return msgspec.structs.replace(place, item=item.code)
