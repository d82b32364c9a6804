"""The rows of the bedside grid from what stands at their addresses. Pure; decides what is shown, never what is kept."""

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from desktop_app.presenters import words
from desktop_app.presenters.header import erased
from desktop_app.presenters.interval_words import judged_then, source_words
from desktop_app.presenters.repeats import row_called
from desktop_app.presenters.signature_words import freeze_words, held_words
from desktop_app.presenters.visit.asked import doubt, hint, options, terms
from desktop_app.presenters.visit.copied import copied
from desktop_app.presenters.visit.critical_strips import critical_strips
from desktop_app.presenters.visit.linking import chooses
from desktop_app.presenters.visit.scene import Scene
from desktop_app.presenters.visit.suggesting import suggestion
from study import units
from study.address import LOG, Address
from study.changes import facts as f
from study.checks import Findings
from study.condition_words import in_words
from study.definition.model import Item
from study.from_tracing import from_tracing
from study.limits import BIRTH_ERASED, NO_LIMITS, NOT_FOR_CHILD
from study.links import belonging, link_of
from study.naming import KnownIdentity, named_in
from study.progress import Since, since_last
from study.reference import Interval
from study.specimen import interval_at
from study.state.settle import Entry, Settled, rejected_last
from study.text import Text
from study.unusual import SOFT, Unusual
from study.values import Cleared, NotDone, Quantity, Range, TextValue, Value
from ui.visit.state import (
    FailedCheck,
    FieldKind,
    FieldState,
    FlagKind,
    InConflict,
    ItemRow,
    Note,
    ReadAs,
    SoftLimit,
    Strip,
    Trend,
)

_KINDS: dict[str, FieldKind] = {
    "number": "number", "text": "text", "choice": "choice", "multichoice": "multichoice",
    "date": "date", "partial_date": "date", "datetime": "datetime", "table": "table",
}  # fmt: skip
NAMED = 3
"""How many rows of a log are named where it is asked about."""


def item_rows(scene: Scene) -> Iterator[ItemRow]:
    """The rows of the open form: what applies, and what does not and holds something all the same."""
    for item in scene.form.items:
        if item.type == "table":
            if _applies(scene, item):
                yield _table_row(scene, item)
        elif _applies(scene, item) or _holds_something(scene, item):
            yield item_row(scene, item)


def _applies(scene: Scene, item: Item) -> bool:
    return scene.relevance.form and item.code not in scene.relevance.without


def _holds_something(scene: Scene, item: Item) -> bool:
    fact, address = scene.fact(item), scene.address(item)
    if fact is not None and not isinstance(fact.value, Cleared):
        return True
    return address.key in scene.unsaved or bool(scene.child.course.record.queries(address))


def _table_row(scene: Scene, item: Item) -> ItemRow:
    """How many rows the log holds, with the last ones' names; it is filled in its own form.

    Where the log's rows name the row they belong to, only those of the open one are meant.
    """
    course, log = scene.child.course, Address(scene.place.subject, LOG, form=item.rows)
    places = course.form_places(log, item.rows)
    link = link_of(scene.study.forms[item.rows], scene.form.code)
    if link is not None:
        places = tuple(row.place for row in belonging(course, scene.place, item.rows))
        log = msgspec.structs.replace(log, row=scene.place.form_repeat)
    called = (row_called(course, place, link) for place in reversed(places))
    names = [name for name in called if name.en][:NAMED]
    more = len(places) > len(names) > 0
    entries = f"{len(places)} {'entry' if len(places) == 1 else 'entries'}"
    en, zh = ", ".join(t.en for t in names) + ", …" * more, "、".join(t.zh for t in names) + "…" * more
    said = Text(f"{entries}: {en}", f"{len(places)} 条：{zh}") if names else Text(entries, f"{len(places)} 条")
    return ItemRow(
        key=scene.address(item).key,
        label=item.short or item.label,
        kind="table",
        text=said.get(scene.language),
        state="filled" if places else "empty",
        hint=hint(scene.study, item),
        opens=log.key,
        chooses=chooses(scene, item),
    )


def item_row(scene: Scene, item: Item) -> ItemRow:
    """The row of an item of the open form."""
    settled, fact = scene.settled(item), scene.fact(item)
    value = fact.value if fact and not isinstance(fact.value, Cleared) else None
    findings = scene.findings(item, fact) if fact and value is not None else Findings()
    unsaved = scene.unsaved.get(scene.address(item).key)
    since = _since(scene, item, value, findings)
    before = scene.previous(item)
    interval = findings.interval or _default_interval(scene, item)
    ageless = _ageless(scene, item) if interval is None else None
    return ItemRow(
        key=scene.address(item).key,
        label=item.short or item.label,
        kind="lookup" if item.dictionary else _KINDS[item.type],
        text=unsaved.text if unsaved else _text(scene, item, value),
        unit=words.unit_label(scene.study, item.unit),
        choices=terms(scene.study, item) if item.dictionary else options(scene.study, item.choices),
        flag="" if unsaved else _flag(findings),
        reference=interval.shown.replace("-", "–") if interval else "—" if ageless else "",
        reference_note=_interval_note(scene, interval) if interval else ageless,
        previous=words.value_text(scene.study, item, before.value, scene.language) if before else "",
        previous_day=_previous_day(scene, item),
        change="" if unsaved else _change(scene, item, value, since),
        trend="" if unsaved else _trend(since),
        state=_state(scene, item, settled, value),
        not_done=words.not_done_text(scene.study, value.reason) if isinstance(value, NotDone) else None,
        strips=_unsaved(scene, item, value, unsaved.strip) if unsaved else strips(scene, item, settled, fact, findings),
        required=item.required and _applies(scene, item),
        hint=hint(scene.study, item),
        unconfirmed=not item.confirmed,
        answer_doubt=None if unsaved else doubt(scene.study, item, value),
        reference_unconfirmed=interval is not None and not interval.confirmed,
        applies=_applies(scene, item),
    )


def _unsaved(scene: Scene, item: Item, value: Value | None, strip: Strip) -> tuple[Strip, ...]:
    """What is asked about the text, and which value stands meanwhile."""
    if value is None or item.identity:
        return (strip,)
    en, zh = (words.with_unit(scene.study, item, value, language) for language in ("en", "zh"))
    return (strip, Note(Text(f"{en} stands until then", f"在此之前仍为 {zh}")))


def _text(scene: Scene, item: Item, value: Value | None) -> str:
    if item.identity and scene.child.course.record.erased is not None:
        return ""
    if item.identity:
        opened = scene.child.identity.texts.get(item.code, "")
        return words.value_text(scene.study, item, value, scene.language, opened if scene.names else "")
    if isinstance(value, NotDone):
        return ""
    return words.value_text(scene.study, item, value, scene.language)


def _flag(findings: Findings) -> FlagKind:
    return "" if findings.flag == "unclear" else findings.flag


def _state(scene: Scene, item: Item, settled: Settled, value: Value | None) -> FieldState:
    address, record = scene.address(item), scene.child.course.record
    if item.identity and record.erased is not None:
        return "readonly"
    if settled.conflict:
        return "conflict"
    if not scene.may_write or record.freeze(address) is not None:
        return "readonly"
    if isinstance(value, NotDone):
        return "notdone"
    if value is None and any(entry.placing.standing != "rejected" for entry in settled.waiting):
        return "held"
    return "filled" if value is not None else "empty"


def _since(scene: Scene, item: Item, value: Value | None, findings: Findings) -> Since | None:
    before = scene.previous(item)
    if value is None or before is None or isinstance(value, NotDone):
        return None
    interval = findings.interval or _default_interval(scene, item)
    return since_last(scene.study, item, value, before, on=scene.on, interval=interval)


def _default_interval(scene: Scene, item: Item) -> Interval | None:
    return interval_at(scene.child.course, item, scene.address(item), scene.on)


def _ageless(scene: Scene, item: Item) -> Text | None:
    """Why there is no interval where one would be by age."""
    course = scene.child.course
    if item.reference is None:
        return NO_LIMITS if item.by_age else None
    if course.person.birth is None:
        return BIRTH_ERASED if course.record.erased is not None else None
    return NOT_FOR_CHILD


def _trend(since: Since | None) -> Trend:
    return since.direction if since and since.direction in ("better", "worse") else ""


def _previous_day(scene: Scene, item: Item) -> str:
    found = scene.child.course.before(scene.at.address, (scene.place.form, item.code))
    if found is None:
        return ""
    return words.day_text(found[1].study_day) or words.date_text(found[1].day)


def _interval_note(scene: Scene, interval: Interval) -> Text:
    return words.join(source_words(scene.study, interval), None if interval.confirmed else scene.study.unconfirmed)


def strips(
    scene: Scene, item: Item, settled: Settled, fact: f.ValueSet | None, findings: Findings
) -> tuple[Strip, ...]:
    """What stands below the row of a saved value."""
    found: list[Strip] = []
    gone = erased(scene.child.course, scene.everyone) if item.identity else None
    if gone is not None:
        return (Note(gone, "amber"),)
    if not _applies(scene, item):
        found.append(Note(does_not_apply(scene, item), "amber"))
    if (hint := suggestion(scene, item)) is not None:
        found.append(hint)
    if settled.conflict:
        found.append(InConflict(_both_values(scene, item, settled)))
    found += _said_of(scene, item, fact, findings) if fact else ()
    found += [_wants_a_word(scene, item, each) for each in scene.unusual_at(scene.address(item))]
    found += critical_strips(scene, item, settled, fact, findings)
    found += [Note(each.sentence, "amber") for each in scene.untold_at(scene.address(item))]
    if findings.cannot_tell:
        found.append(Note(findings.cannot_tell))
    if fact and fact.confirmed:
        why = (f": {fact.reason}", f":{fact.reason}") if fact.reason else ("", "")
        found.append(Note(Text(f"confirmed on the report{why[0]}", f"已按报告确认{why[1]}")))
    found += _central(scene, item, settled)
    found += [_query(entry.fact) for entry in scene.child.course.record.queries(scene.address(item))]
    return tuple(found)


def _said_of(scene: Scene, item: Item, fact: f.ValueSet, findings: Findings) -> Iterator[Strip]:
    """How the text was read, whom it seems to name, by which interval it was judged when it was entered."""
    if read := _read_as(scene, item, fact):
        yield read
    if note := scene.notes.get(fact.address.key):
        yield Note(note)
    if came := from_tracing(fact):
        yield Note(came.words)
    if was := copied(fact):
        yield Note(was)
    if named := _names_somebody(scene, item, fact):
        yield Note(named, "amber")
    if then := judged_then(scene.study, fact.judged, findings.interval):
        yield Note(then)


def _names_somebody(scene: Scene, item: Item, fact: f.ValueSet) -> Text | None:
    """What free text seems to give away; who may not see names is not told that a text holds the child's."""
    if item.identity or not isinstance(fact.value, TextValue):
        return None
    return named_in(fact.value.text, scene.child.identity.known if scene.names else KnownIdentity())


def _central(scene: Scene, item: Item, settled: Settled) -> Iterator[Strip]:
    """What the centre did here: froze this item alone, or holds an entry."""
    stop = freeze_words(scene.child.course, scene.everyone, scene.address(item)) if scene.stopped is None else None
    if stop is not None:
        yield Note(stop, "amber")
    gone = rejected_last(settled)
    waits = [entry for entry in settled.waiting if entry.placing.standing != "rejected"]
    if gone is not None:
        yield Note(_rejected(scene, item, gone), "amber")
    elif waits:
        yield Note(_waits(scene, item, waits[-1]), "amber")


def does_not_apply(scene: Scene, item: Item) -> Text:
    """Why a question is not asked, in the words of the definition."""
    return _only_if(scene, item.when) if scene.relevance.form else form_does_not_apply(scene)


def form_does_not_apply(scene: Scene) -> Text:
    """Why the open form is not asked for."""
    return _only_if(scene, scene.form.when)


def _only_if(scene: Scene, when: str) -> Text:
    said = in_words(scene.study, scene.form, when)
    return Text(f"does not apply: asked only if {said.en}", f"不适用：仅当{said.zh}时填写")


def _wants_a_word(scene: Scene, item: Item, each: Unusual) -> Strip:
    soft = each.code == SOFT
    half = scene.half_said.get((each.address.key, "" if soft else each.code)) if scene.may_write else None
    draft = (half.text, half.at) if half is not None else ("", "")
    said = (each.explanation, bool(each.explanation), each.always, scene.may_write, *draft)
    return SoftLimit(_usual(scene, item), *said) if soft else FailedCheck(each.code, each.sentence, *said)


def _read_as(scene: Scene, item: Item, fact: f.ValueSet) -> ReadAs | None:
    """Said whenever the value was written in another unit than the field shows."""
    if not isinstance(fact.value, Quantity | Range) or fact.value.unit == item.unit or not fact.typed:
        return None
    entered = units.label(scene.study, fact.value.unit)
    alt = next((alt for alt in item.alt_units if alt.unit == fact.value.unit), None)
    if alt is not None and alt.factor is None:
        return None
    factor = str(alt.factor) if alt else ""
    how = words.both(f"{entered} × {factor}") if factor else words.both(entered)
    return ReadAs(fact.typed, words.with_unit(scene.study, item, fact.value, scene.language), how)


def _change(scene: Scene, item: Item, value: Value | None, since: Since | None) -> str:
    """The difference between the two numbers as they are shown: a converted one has more decimals than it shows."""
    if since is None or since.change is None:
        return ""
    shown = (words.value_text(scene.study, item, each, scene.language) for each in (value, since.before.value))
    tails = [text.partition(".")[2] for text in shown]
    places = max(len(tail) - len(tail.lstrip("0123456789")) for tail in tails)
    return words.signed_change(Decimal(units.rounded(since.change, places)))


def _usual(scene: Scene, item: Item) -> Text:
    limits = item.soft_on(scene.context(item).study_day)
    low, high = (limits.low, limits.high) if limits else (None, None)
    span = f"{low}–{high}" if low is not None and high is not None else f"≥ {low}" if high is None else f"≤ {high}"
    return Text(f"outside usual {span}", f"超出常见范围 {span}")


def _both_values(scene: Scene, item: Item, settled: Settled) -> Text:
    facts = [entry.fact for entry in settled.heads if isinstance(entry.fact, f.ValueSet)]
    en = " / ".join(words.with_unit(scene.study, item, fact.value, "en") or "cleared" for fact in facts)
    zh = " / ".join(words.with_unit(scene.study, item, fact.value, "zh") or "已清空" for fact in facts)
    return Text(en, zh)


def _waits(scene: Scene, item: Item, entry: Entry) -> Text:
    said = _entered(scene, item, entry)
    waits = Text(f"{said.en} waits at the EDC and has no effect yet", f"{said.zh} 在中心库等待处理，尚未生效")
    return words.join(waits, held_words(scene.child.course, scene.everyone, scene.held, entry))


def _rejected(scene: Scene, item: Item, entry: Entry) -> Text:
    """What was entered and counts no more; who at the EDC said so, when and why."""
    said = _entered(scene, item, entry)
    rejected = Text(f"{said.en} was rejected at the EDC and has no effect", f"{said.zh} 已被中心库驳回，不生效")
    return words.join(rejected, scene.held.get(entry.change))


def _entered(scene: Scene, item: Item, entry: Entry) -> Text:
    value = entry.fact.value if isinstance(entry.fact, f.ValueSet) else None
    return Text(*(words.with_unit(scene.study, item, value, language) for language in ("en", "zh")))


def _query(fact: f.Fact) -> Note:
    text = fact.text if isinstance(fact, f.QueryOpened | f.QueryAnswered | f.QueryReopened) else ""
    answered = isinstance(fact, f.QueryAnswered)
    en, zh = ("answered", "已答复") if answered else ("open", "待答复")
    return Note(Text(f"query ({en}): {text}", f"质疑（{zh}）：{text}"), "plain" if answered else "amber")
