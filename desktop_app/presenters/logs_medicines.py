"""The log of medicines as a page shows it: prescriptions as written and in mg a day; the steroid of them all. Pure."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from desktop_app.presenters import words
from desktop_app.presenters.child_lists import dose_words
from desktop_app.presenters.line_words import line_of
from desktop_app.presenters.logs_odd import odd_rows
from study import units
from study.course import Course
from study.derived.steroid import SteroidRow
from study.grammar.prescription import Vocabulary
from study.grammar.prescription.words import key
from study.medication import FORM, Prescription, last_weight, prescriptions, weight_on
from study.relevance import goes_on
from study.text import Text
from ui.logs.state import DoseCard, LogColumn, LogRow, Step

NAMED = ("CMTRT", "CMDOSE", "CMFRQ", "CMSTDTC")
"""The items without which this page has nothing to say; a study without them gets the plain rows."""
COLUMNS = (
    LogColumn(Text("Drug", "药物")),
    LogColumn(Text("Route", "途径"), 92),
    LogColumn(Text("As prescribed", "处方"), 104),
    LogColumn(Text("mg/day", "mg/日"), 72, right=True),
    LogColumn(Text("mg/kg/day", "mg/kg/日"), 94, right=True),
    LogColumn(Text("From – to", "起止"), 126),
    LogColumn(Text("For", "适应证 · 说明")),
)
_NO_WEIGHT = Text("no weight young enough to count a dose by", "无可用于计算的近期体重")
_BACK = 60
"""Days before the infusion that the course of the dose shows."""


def rows(course: Course, today: date, vocabulary: Vocabulary) -> tuple[LogRow, ...]:
    """What is taken now first, then what ended; of both the last begun first."""
    found = sorted(prescriptions(course), key=lambda each: each.start or date.min, reverse=True)
    odd = odd_rows(course, course.study.forms[FORM], tuple(each.place for each in found), today)
    made = (_row(course, each, today, vocabulary, odd.get(each.place)) for each in found)
    return tuple(sorted(made, key=lambda row: row.over))


def _row(course: Course, each: Prescription, today: date, vocabulary: Vocabulary, odd: Text | None) -> LogRow:
    study = course.study
    over = not goes_on(course, each.place) or (each.end is not None and each.end < today)
    weight = weight_on(course, min(today, each.end) if each.end else today)
    a_day = each.mg_day
    en, zh = (dose_words(course, each, one) for one in ("en", "zh"))
    chosen = {code: words.choice_text(study, study.item(FORM, code), (value,)) for code, value in (
        ("CMROUTE", each.route), ("CMINDC", each.indication)) if value}  # fmt: skip
    said = each.values.get("CMINDTX")
    return LogRow(
        key=each.place.key,
        cells=(
            _named(each, vocabulary) if each.name else Text("(no name)", "（未填药名）"),
            chosen.get("CMROUTE", words.both("")),
            Text(en, zh),
            words.both(units.plain(round(a_day, 2)) if a_day is not None else ""),
            words.both(str(units.rounded(a_day / weight, 2)) if a_day is not None and weight is not None else ""),
            _span(each, today, over),
            words.join(chosen.get("CMINDC"), words.both(getattr(said, "text", "")), _tablets(each)),
        ),
        over=over,
        odd=odd or _odd(each),
        line=line_of(vocabulary, each, weight),
    )


def _named(each: Prescription, vocabulary: Vocabulary) -> Text:
    """The drug in both languages where the record has it by a confirmed name of the list; else as recorded."""
    word = vocabulary.words.get(key(each.name))
    drug = vocabulary.drugs.get(word.code) if word is not None and word.kind == "drug" and word.confirmed else None
    return drug.label if drug is not None and each.drug else each.called


def _span(each: Prescription, today: date, over: bool) -> Text:
    """08-18 – 08-31, with an arrow while it goes on; one day for a single dose. This year's days without the year."""
    start, end = (_short(written, today) for written in each.written)
    if each.once:
        return words.both(start)
    return words.both(f"{start} – {end}" if end else f"{start} – ?" if over else f"{start} →")


def _short(written: str, today: date) -> str:
    """A day of this year without it; a month stays whole, or nobody would tell it from a day."""
    year = f"{today.year}-"
    return written.removeprefix(year) if len(written) == len("2026-08-18") else written


def _tablets(each: Prescription) -> Text | None:
    """What a dose in tablets came to: 3 × 5 mg."""
    unit, strength, dose = (each.values.get(code) for code in ("CMDOSU", "CMSTRN", "CMDOSE"))
    if getattr(unit, "codes", ()) != ("tablet",) or each.mg is None:
        return None
    count, of = getattr(dose, "number", ""), getattr(strength, "number", "")
    return words.both(f"{count} × {of} mg = {units.plain(each.mg)} mg")


def _odd(each: Prescription) -> Text | None:
    """Why a row gives no dose a day, where one was written; local routes and single doses are no reason."""
    if each.mg_day is None and "CMDOSE" in each.values and not each.local:
        return Text("no mg a day can be counted: unit or frequency", "无法折算mg/日：请核对剂量单位或频次")
    return None


def dose_card(course: Course, today: date) -> DoseCard | None:
    """The steroid of all prescriptions together today, its course, the sum since the infusion; None without any."""
    known = [row for each in prescriptions(course) if (row := each.row) is not None]
    if not known:
        return None
    daily = tuple(row for row in known if not row.pulse)
    weight, total = weight_on(course, today), _on(tuple(known), today)
    zero = course.day_zero
    return DoseCard(
        per_kg=str(units.rounded(total / weight, 2)) if weight is not None else "",
        per_day=units.plain(round(total, 1)),
        steps=_steps(daily, zero, today) if zero is not None else (),
        today=(today - zero).days if zero is not None else None,
        since=_since(tuple(known), zero, today) if zero is not None and zero <= today else None,
        used=_used(course, today) if weight is not None else (),
        why_not=_NO_WEIGHT if weight is None else None,
    )


def _used(course: Course, today: date) -> tuple[tuple[Text, str], ...]:
    """The weight and its day."""
    weight = last_weight(course, today)
    if weight is None:
        return ()
    on = Text("weight", "体重") if weight.on == today else Text(f"weight of {weight.on}", f"体重（{weight.on}）")
    return ((on, f"{units.plain(weight.kg)} kg"),)


def _on(found: tuple[SteroidRow, ...], day: date) -> Decimal:
    """Mg of prednisone on a day."""
    taken = (row.prednisone_a_day for row in found if row.start <= day and (row.end is None or day <= row.end))
    return sum(taken, Decimal(0))


def _steps(found: tuple[SteroidRow, ...], zero: date, today: date) -> tuple[Step, ...]:
    """The stretches with one dose from 60 days before the infusion until today; pulses would hide all else."""
    first, after = zero - timedelta(days=_BACK), today + timedelta(days=1)
    edges = {first, after}
    for row in found:
        edges |= {row.start, *([row.end + timedelta(days=1)] if row.end else [])}
    days = sorted(day for day in edges if first <= day <= after)
    stretches = ((a, b, _on(found, a)) for a, b in pairwise(days))
    return tuple(Step((a - zero).days, (b - zero).days, float(dose)) for a, b, dose in stretches if dose)


def _since(found: tuple[SteroidRow, ...], zero: date, today: date) -> Text:
    total = Decimal(0)
    for row in found:
        first, last = max(row.start, zero), min(row.end or today, today)
        if first <= last:
            total += row.prednisone_a_day * ((last - first).days + 1)
    number = units.plain(round(total, 0))
    return Text(f"{number} mg since D0, pulses included", f"自D0累计 {number} mg（含冲击）")
