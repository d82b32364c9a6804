"""The children of a site, one child's visits and forms, one form's values with flags, heads and history."""

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from study.address import Address, parse_key
from study.changes import facts as f
from study.course import Course
from study.definition.model import Form, Item, Study
from study.judgement import findings
from study.links import belonging, called, named_by_another
from study.record import Signature, heads
from study.relevance import relevance
from study.signing import read_meaning
from study.state.settle import Entry, settle
from study.state.slots import Slot
from study.text import Language, Text
from study.value_words import unit_label, value_text, with_unit
from study.values import Cleared, Value
from sync.server import central_errors as errors
from sync.server.page.around import Around
from sync.server.page.asked import Answer
from sync.server.page.counting import counting
from sync.server.page.figures import FormFigure, verified
from sync.server.page.listing import part_of
from sync.server.page.places import form_link, item_of, named, sent_back
from sync.server.page.reading import Made, course, entries_of, makers_of, people
from sync.server.page.visit import Visitor
from sync.server.page.void import void_reasons

LANGUAGES: tuple[Language, ...] = ("en", "zh")


class ValueRow(msgspec.Struct, frozen=True):
    """An item of a form as it stands. `source`: "", "verified" or "changed" since."""

    item: Item
    key: str
    asked: bool
    value: Text | None
    unit: str
    flag: str
    reason: str
    others: tuple[Text, ...]
    waiting: int
    source: str
    queries: tuple[str, ...]
    target: str
    who: str = ""
    utc: int = 0


class SignedRow(msgspec.Struct, frozen=True):
    """A signature on a form; `void` says what voided it, in words."""

    who: str
    utc: int
    meaning: Text
    valid: bool
    void: tuple[Text, ...] = ()


class FreezeState(msgspec.Struct, frozen=True):
    """How a place is closed off: `here` by an act on this very place, `covering` also by one around it."""

    key: str
    seen: str
    here: str
    covering: str
    reason: str


class Standing(msgspec.Struct, frozen=True):
    """What a row needs beside its own slot: whether the item applies, source verification, queries, names, the day."""

    applies: bool
    source: str
    queries: tuple[str, ...]
    known: Mapping[str, str]
    today: date


class Line(msgspec.Struct, frozen=True):
    """One word of the history of a place."""

    made: Made
    what: str
    value: Text
    reason: str
    fact: str


def children(around: Around, visitor: Visitor, parts: Mapping[str, str]) -> Answer:
    """The children of a site, found by a part of their code."""
    wanted = visitor.asked.query.get("find", "").strip().casefold()
    with around.reading.site(parts["site"]) as scene:
        counted = around.reading.counted(scene, around.reading.until())
    if not counted.whole:
        return counting(visitor, scene, "children", counted)
    figures = [each for each in counted.figures if wanted in (each.code or each.subject).casefold()]
    return visitor.page(
        "children.html", scene=scene, site=scene.site, tab="children", find=wanted, zone=scene.study.timezone,
        children=part_of(figures, visitor.asked.query),
    )  # fmt: skip


def child(around: Around, visitor: Visitor, parts: Mapping[str, str]) -> Answer:
    """One child: each visit with its forms, and how each form is."""
    subject = visitor.asked.query.get("of", "")
    with around.reading.site(parts["site"]) as scene:
        found = around.reading.figure(scene, subject) if subject else None
        if found is None:
            raise errors.not_here()
        of = course(scene, subject)
    place = Address(subject)
    freeze = {subject: _freeze(of, place), **{v.key: _freeze(of, parse_key(v.key)) for v in found.visits}}
    return visitor.page(
        "child.html", scene=scene, site=scene.site, tab="children", child=found, place=place, freeze=freeze,
        zone=scene.study.timezone, names={v.code: v.label for v in scene.study.visits}, forms=scene.study.forms,
    )  # fmt: skip


def _freeze(of: Course, place: Address) -> FreezeState:
    settled = of.record.freezing(place)
    here = settled.shown.fact if settled.shown else None
    around = of.record.freeze(place)
    return FreezeState(
        place.key, " ".join(heads(settled)), _closed(here), _closed(around), around.reason if around else ""
    )  # fmt: skip


def _closed(fact: f.Fact | None) -> str:
    return {f.Frozen: "frozen", f.Locked: "locked"}.get(type(fact), "") if fact else ""


def form(around: Around, visitor: Visitor, parts: Mapping[str, str]) -> Answer:
    """One form: each item with its value, and what may be done about it."""
    asked = sent_back(visitor.asked.query.get("at", ""))
    with around.reading.site(parts["site"]) as scene:
        figure = around.reading.figure(scene, asked.subject)
        if figure is None:
            raise errors.not_here()
        of = course(scene, asked.subject)
        place = sent_back(asked.key, of).in_form
        if not place.form:
            raise errors.not_here()
        known = people(scene.connection, scene.site.site)
        signed = [_signed(each, of, known, void_reasons(scene, each, known)) for each in of.record.signatures(place)]
    shown = scene.study.forms[place.form]
    before, after = _neighbours(figure.forms, place)
    return visitor.page(
        "form.html", scene=scene, site=scene.site, tab="children", of=of, place=place, form=shown,
        rows=_rows(of, shown, place, known, scene.today), where=named(scene.study, place), child=figure,
        digest=of.record.digest(place), zone=scene.study.timezone, freeze=_freeze(of, place),
        signatures=signed,
        complete=of.record.form_state(place) == "complete", before=before, after=after,
        queries=[(entry.fact, form_link(scene.site.site, entry.fact.address)) for entry in of.record.queries(place)
                 if isinstance(entry.fact, f.QueryOpened | f.QueryAnswered | f.QueryReopened)],
    )  # fmt: skip


def _neighbours(forms: Iterable[FormFigure], place: Address) -> tuple[str, str]:
    """The forms before and after this one in the order of the child's visits."""
    keys = [each.key for each in forms]
    at = keys.index(place.key) if place.key in keys else None
    if at is None:
        return "", ""
    return keys[at - 1] if at else "", keys[at + 1] if at + 1 < len(keys) else ""


def _signed(signature: Signature, of: Course, known: Mapping[str, str], void: tuple[Text, ...]) -> SignedRow:
    change = signature.entry.change
    who = of.record.authors.get(change, "")
    meaning = read_meaning(signature.fact.meaning)
    return SignedRow(known.get(who, who), of.record.made.get(change, 0), meaning, signature.valid, void)


def _rows(of: Course, form: Form, place: Address, known: Mapping[str, str], today: date) -> list[ValueRow]:
    sources, relevant = verified(of.record, place), relevance(of, place)
    asked: dict[Address, list[str]] = {}
    for entry in of.record.queries(place):
        fact = entry.fact
        if isinstance(fact, f.QueryOpened | f.QueryAnswered | f.QueryReopened):
            asked.setdefault(fact.address, []).append(fact.query)
    rows = []
    for item in form.items:
        address = msgspec.structs.replace(place, item=item.code)
        applies = relevant.form and item.code not in relevant.without
        standing = Standing(applies, sources.get(address, ""), tuple(asked.get(address, ())), known, today)
        rows.append(_row(of, item, address, standing))
    return rows


def _row(of: Course, item: Item, address: Address, around: Standing) -> ValueRow:
    settled = of.record.settled(address)
    fact, stands, shown = of.record.fact(address), of.record.value(address), settled.shown
    who = of.record.authors.get(shown.change, "") if shown else ""
    return ValueRow(
        item=item,
        key=address.key,
        asked=around.applies,
        value=_value(of, item, stands) if stands is not None else _linked(of, item, address.in_form),
        unit=unit_label(of.study, item.unit),
        flag=_flag(of, item, fact, around.today) if fact and stands is not None else "",
        reason=(fact.reason or fact.explanation) if fact else "",
        others=tuple(_words(of, item, entry) for entry in settled.heads[1:]) if settled.conflict else (),
        waiting=sum(entry.placing.standing == "held" for entry in settled.waiting),
        source=around.source,
        queries=around.queries,
        target=shown.fact.id if shown else "",
        who=around.known.get(who, who),
        utc=of.record.made.get(shown.change, 0) if shown else 0,
    )


def _flag(of: Course, item: Item, fact: f.ValueSet, today: date) -> str:
    """Low, high or critical: against the report's limits, else against those it was judged by when it was entered."""
    if item.type != "number":
        return ""
    return findings(of, of.visit_at(fact.address.in_visit), item, _with_kept(fact), today).flag


def _with_kept(fact: f.ValueSet) -> f.ValueSet:
    """The interval that was kept beside a value stands in for the child's, whose age is sealed here."""
    kept = fact.judged
    if kept is None or (fact.report is not None and (fact.report.low or fact.report.high)):
        return fact
    report = msgspec.structs.replace(fact.report or f.Report(), low=kept.low, high=kept.high)
    return msgspec.structs.replace(fact, report=report)


def _linked(of: Course, item: Item, place: Address) -> Text | None:
    """The rows that a table stands for where they name the open row, by name and date."""
    if item.type != "table" or named_by_another(of.study.forms[item.rows]):
        return None
    found = belonging(of, place, item.rows)
    return called(of, found) if found else None


def _words(of: Course, item: Item, entry: Entry) -> Text:
    return _value(of, item, entry.fact.value) if isinstance(entry.fact, f.ValueSet) else Text("", "")


def _value(of: Course, item: Item, value: Value) -> Text:
    if isinstance(value, Cleared):
        return Text("cleared", "已清空")
    return Text(*(value_text(of.study, item, value, language) for language in LANGUAGES))


def history(around: Around, visitor: Visitor, parts: Mapping[str, str]) -> Answer:
    """Everything that was ever said at one place."""
    address = sent_back(visitor.asked.query.get("at", ""))
    with around.reading.site(parts["site"]) as scene:
        item = item_of(scene.study, address)
        entries = sorted(entries_of(scene, Slot("value", address.key)), key=lambda entry: entry.order)
        if item is None or not entries:
            raise errors.not_here()
        standing = {entry.fact.id for entry in settle(Slot("value", address.key), entries).heads}
        made = makers_of(scene.connection, scene.site.site, {entry.change for entry in entries})
        known = people(scene.connection, scene.site.site)
        study = course(scene, address.subject).study if item.links else scene.study
    lines = [_line(study, item, entry, made[entry.change]) for entry in entries]
    return visitor.page(
        "history.html", scene=scene, site=scene.site, tab="children", lines=lines, item=item, place=address,
        known=known, standing=standing, where=named(scene.study, address), back=form_link(scene.site.site, address),
        zone=scene.study.timezone,
    )  # fmt: skip


def _line(study: Study, item: Item, entry: Entry, made: Made) -> Line:
    fact, value, why = entry.fact, Text("", ""), ""
    if isinstance(fact, f.ValueSet):
        value = Text(*(with_unit(study, item, fact.value, language) for language in LANGUAGES))
        value = Text("cleared", "已清空") if isinstance(fact.value, Cleared) else value
        why = fact.reason or fact.explanation
    return Line(made, entry.placing.standing, value, why, fact.id)
