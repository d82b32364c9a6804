"""What changed since the visit before: critical values first, then worse, better, and what is only listed. Pure.

Better and worse come from the definition (`study.progress`); an item without a direction is listed and has no colour.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from desktop_app.presenters import words
from desktop_app.presenters.panels import moved_words
from study.address import Address, parse_key
from study.course import Course, VisitAt
from study.definition.model import DerivedSpec, Item, Study
from study.derived.result import Derived
from study.judgement import Critical, criticals, findings, stands_at
from study.progress import Previous, Since, derived_since_last, since_last
from study.reference import Interval
from study.specimen import interval_at
from study.text import Language, Text
from study.values import Codes, Quantity, Range, Value
from ui.child.state import ChangeRow, SinceLastVisit

EMPTY = "—"


@dataclass(frozen=True)
class Sight:
    """The visit looked at, on its day, and the one before it."""

    at: VisitAt
    on: date
    before: VisitAt | None


def since_last_visit(course: Course, today: date, language: Language) -> SinceLastVisit | None:
    """The changes of the last visit that measured anything; None before there was one."""
    sight = _sight(course)
    if sight is None:
        return None
    rows = _told_apart(course.study, [*_derived(course, sight, language), *_items(course, sight, language)], language)
    critical = tuple(_critical(course, sight, language))
    alarmed = {row.key for row in critical}
    rest = [row for row in rows if not row.key or row.key not in alarmed]
    return SinceLastVisit(
        span=_span(sight, today),
        critical=critical,
        worse=tuple(row for row in rest if row.trend == "worse"),
        better=tuple(row for row in rest if row.trend == "better"),
        listed=tuple(row for row in rest if not row.trend),
    )


def _told_apart(study: Study, rows: list[ChangeRow], language: Language) -> list[ChangeRow]:
    """Rows of one name bear their form's: the protein of a spot urine is not that of the day's."""
    names = Counter(row.label.get(language) for row in rows)
    forms = {row.key: study.forms[parse_key(row.key).form] for row in rows if row.key}
    return [
        replace(row, label=words.join(forms[row.key].short or forms[row.key].label, row.label))
        if row.key and names[row.label.get(language)] > 1
        else row
        for row in rows
    ]


def _sight(course: Course) -> Sight | None:
    measured = [at for at in course.visits if at.day and _measures(course, at)]
    if not measured or measured[-1].day is None:
        return None
    return Sight(measured[-1], measured[-1].day, measured[-2] if len(measured) > 1 else None)


def _measures(course: Course, at: VisitAt) -> bool:
    values = course.values(at.address)
    return any(_compared(course.study.item(form, item)) for form, item in values)


def _compared(item: Item) -> bool:
    return not item.identity and (item.type == "number" or item.laboratory)


def _span(sight: Sight, today: date) -> Text:
    now = Text("today", "今日") if sight.on == today else words.both(_named(sight.at))
    if sight.before is None or sight.before.day is None:
        return Text(f"{now.en}, first values", f"{now.zh}，首次数值")
    days, before = (sight.on - sight.before.day).days, _named(sight.before)
    return Text(f"{before} → {now.en}, {days} d", f"{before} → {now.zh}，{days} 天")


def _named(at: VisitAt) -> str:
    day = words.day_text(at.study_day) or words.date_text(at.day)
    return f"{at.visit.code} {day}" if day != at.visit.code else day


def _derived(course: Course, sight: Sight, language: Language) -> Iterator[ChangeRow]:
    for spec in headlines(course.study):
        now = course.derived_one(sight.at.address, spec.code)
        if now is None or not now.known:
            continue
        at, before = _last_known(course, sight, spec)
        if at is None or before is None or at.day is None:
            continue
        since = derived_since_last(
            course.study, now, before, visit=at.visit.code, before_on=at.day, on=sight.on,
            interval=interval_at(course, spec, None, sight.on),
        )  # fmt: skip
        texts = [words.derived_value(course.study, spec, each).get(language) for each in (before, now)]
        if since and texts[0] != texts[1]:
            row = _row(course.study, spec, since, *texts)
            unsure = None if spec.confirmed else words.UNCONFIRMED
            said = words.join(_older(sight, since), unsure)
            yield replace(row, note=said if said.en else None)


def headlines(study: Study) -> tuple[DerivedSpec, ...]:
    """The few that the definition puts first; where it names none, all."""
    every = tuple(study.derived.values())
    return tuple(spec for spec in every if spec.headline) or every


def _last_known(course: Course, sight: Sight, spec: DerivedSpec) -> tuple[VisitAt | None, Derived | None]:
    """The last visit before at which a derived value could be computed, with it."""
    for at in reversed(course.visits):
        if at.day is not None and at.day < sight.on:
            found = course.derived_one(at.address, spec.code)
            if found is not None and found.known:
                return at, found
    return None, None


def _items(course: Course, sight: Sight, language: Language) -> Iterator[ChangeRow]:
    for (form, code), now in course.values(sight.at.address).items():
        item = course.study.item(form, code)
        if not _compared(item) or not isinstance(now, Quantity | Range | Codes):
            continue
        found = course.before(sight.at.address, (form, code))
        if found is None or found[1].day is None or not isinstance(found[0], Quantity | Range | Codes):
            continue
        before = Previous(found[0], found[1].visit.code, found[1].day)
        key = stands_at(course, sight.at.address, form, code)
        band = _interval(course, sight, item, key)
        since = since_last(course.study, item, now, before, on=sight.on, interval=band)
        texts = _words(course.study, item, found[0], language), _words(course.study, item, now, language)
        if texts[0] != texts[1]:
            yield replace(
                _row(course.study, item, since, *texts), note=_older(sight, since), key=key.key if key else ""
            )


def _interval(course: Course, sight: Sight, item: Item, key: Address | None) -> Interval | None:
    """The interval the value is judged by: the report's, else the child's on the specimen's day."""
    fact = course.fact(key) if key is not None else None
    judged = findings(course, sight.at, item, fact, sight.on).interval if fact is not None else None
    return judged or interval_at(course, item, key, sight.on)


def _words(study: Study, item: Item, value: Value, language: Language) -> str:
    return words.value_text(study, item, value, language)


def _row(study: Study, subject: Item | DerivedSpec, since: Since, before: str, now: str) -> ChangeRow:
    places = subject.decimals if subject.decimals is not None else 2
    changed = ""
    if since.change is not None and _plain(since.before.value) and _plain(since.now):
        # From the numbers as they are shown, so that nobody who subtracts them finds another difference.
        changed = moved_words(words.shown_decimal(before), words.shown_decimal(now), places, _by_share(study, subject))
    return ChangeRow(
        label=subject.short or subject.label,
        unit=words.unit_label(study, subject.unit),
        before=before,
        now=now,
        change=changed,
        trend=since.direction if since.direction in ("better", "worse") else "",
    )


def _plain(value: Value) -> bool:
    return isinstance(value, Quantity) and not value.comparator


def _by_share(study: Study, subject: Item | DerivedSpec) -> bool:
    """True for what is drawn on a logarithmic axis: there a change is a share."""
    panels = {panel.code: panel for panel in study.panels}
    return any(
        panels[c.panel].log_left if c.axis == "left" else panels[c.panel].log_right
        for c in subject.curves
        if c.panel in panels
    )


def _older(sight: Sight, since: Since) -> Text | None:
    """Said when the last value is not of the visit before but of an earlier one."""
    if sight.before is None or since.before.on == sight.before.day:
        return None
    return Text(f"since {since.before.visit}", f"自 {since.before.visit}")


def _critical(course: Course, sight: Sight, language: Language) -> Iterator[ChangeRow]:
    for found in criticals(course, sight.at):
        place = (found.address.form, found.item.code)
        before = course.before(sight.at.address, place)
        shown = _words(course.study, found.item, before[0], language) if before else EMPTY
        now = found.fact.value
        changed = ""
        if before and before[1].day and isinstance(now, Quantity):
            earlier = Previous(before[0], before[1].visit.code, before[1].day)
            since = since_last(course.study, found.item, now, earlier, on=sight.on)
            changed = _row(
                course.study, found.item, since, shown, _words(course.study, found.item, now, language)
            ).change
        yield ChangeRow(
            label=found.item.short or found.item.label,
            unit=words.unit_label(course.study, found.item.unit),
            before=shown,
            now=_words(course.study, found.item, now, language),
            change=changed,
            critical=True,
            note=words.join(_standing(found), _again(course, sight, found, language)),
            key=found.address.key,
        )


def _again(course: Course, sight: Sight, found: Critical, language: Language) -> Text | None:
    """The later specimen of the same visit, which is what stands for the visit by now."""
    later = stands_at(course, sight.at.address, found.address.form, found.item.code)
    value = course.record.value(later) if later is not None else None
    if later is None or value is None or later.in_form == found.address.in_form or course.disputed(found.address):
        return None
    said = _words(course.study, found.item, value, language)
    when = course.time_of(later.in_form)[11:16]
    return Text(f"again {when}: {said}".replace(" :", ":"), f"{when} 复查 {said}".strip())


def _standing(found: Critical) -> Text:
    """Whether somebody still has to acknowledge a critical value, and which rule calls it so."""
    return words.join(_acknowledged(found), found.check.sentence if found.check is not None else None)


def _acknowledged(found: Critical) -> Text:
    if found.loud:
        return Text("critical, not acknowledged", "危急值，未确认")
    if found.acknowledged:
        return Text("critical, acknowledged", "危急值，已确认")
    return Text("critical, old specimen", "危急值，标本已久")
