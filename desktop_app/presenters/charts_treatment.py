"""The treatment strip below the charts, from the medication log: steroid by dose, everything else on or off. Pure."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from desktop_app.presenters.words import both, join
from study import units
from study.course import Course
from study.derived.steroid import SteroidRow
from study.medication import Prescription, prescriptions, weight_on
from study.text import Text
from ui.charts.state import TreatmentBar, TreatmentRow

STEROID = Text("Steroid, mg/d pred. eq.", "激素（泼尼松等效 mg/d）")
STEROID_KG = Text("Steroid, mg/kg/d pred. eq.", "激素（泼尼松等效 mg/kg/d）")
NEAR = 90
"""A weight counts for a dose so many days off, the nearest first: a taper is not weighed on each of its days."""
PULSE = Text("pulse", "冲击")


def treatment_rows(course: Course, zero: date, span: tuple[int, int]) -> tuple[TreatmentRow, ...]:
    """The treatments inside `span` (first and last study day shown), the steroid first.

    A prescription without an end goes on to the last day. Pulses stand on a row of their own: beside them no daily
    dose would be seen.
    """
    found = prescriptions(course)
    doses = [(each, row) for each in found if (row := each.row) is not None]
    daily = tuple(row for _, row in doses if not row.pulse)
    dosed = {each.place for each, row in doses if not row.pulse}
    pulses = {each.place for each, row in doses if row.pulse}
    rows = [_by_weight(course, zero, bars)] if (bars := steroid_bars(daily, zero, span)) else []
    named: dict[str, list[Prescription]] = defaultdict(list)
    for each in found:
        if each.place not in dosed and each.drug and each.start is not None:
            named[f"{each.drug}|{'pulse' if each.place in pulses else ''}"].append(each)
    for name, group in named.items():
        drug, _, pulse = name.partition("|")
        on = tuple(bar for each in group if each.start and (bar := _bar(each.start, each.end, zero, span)))
        if on:
            rows.append(TreatmentRow(join(both(drug), PULSE if pulse else None), on))
    return tuple(rows)


def _by_weight(course: Course, zero: date, bars: tuple[TreatmentBar, ...]) -> TreatmentRow:
    """The doses a kg, with the weight nearest to the first day of each; a day's milligrams where one has no weight."""
    weights = [_weight(course, zero + timedelta(days=bar.from_day)) for bar in bars]
    doses = [Decimal(bar.label) / kg for bar, kg in zip(bars, weights, strict=True) if kg is not None]
    if len(doses) < len(bars):
        return TreatmentRow(STEROID, bars, graded=True)
    largest = max(doses)
    return TreatmentRow(
        STEROID_KG,
        tuple(
            replace(bar, height=float(dose / largest), label=units.rounded(dose, 2), full=f"{bar.label} mg/d")
            for bar, dose in zip(bars, doses, strict=True)
        ),
        graded=True,
    )


def _weight(course: Course, day: date) -> Decimal | None:
    known = weight_on(course, day)
    visits = sorted((at.day for at in course.visits if at.day), key=lambda each: abs((each - day).days))
    near = (weight_on(course, each) for each in visits if abs((each - day).days) <= NEAR)
    return known if known is not None else next((kg for kg in near if kg is not None), None)


def steroid_bars(rows: tuple[SteroidRow, ...], zero: date, span: tuple[int, int]) -> tuple[TreatmentBar, ...]:
    """The prednisone equivalent of all rows together, a bar for each stretch with one dose, as tall as the dose."""
    first, last = (zero + timedelta(days=day) for day in span)
    edges = {first, last + timedelta(days=1)}
    for row in rows:
        edges |= {row.start, *([row.end + timedelta(days=1)] if row.end else [])}
    days = sorted(day for day in edges if first <= day <= last + timedelta(days=1))
    doses = [_dose(rows, day) for day in days[:-1]]
    largest = max(doses, default=Decimal(0))
    bars: list[tuple[int, int, Decimal]] = []
    for start, end, dose in zip(days, days[1:], doses, strict=False):
        left, right = (start - zero).days, min((end - zero).days, span[1])
        if bars and bars[-1][2] == dose and bars[-1][1] == left:
            left = bars.pop()[0]
        if dose and right > left:
            bars.append((left, right, dose))
    return tuple(TreatmentBar(a, b, float(dose / largest), units.plain(round(dose, 1))) for a, b, dose in bars)


def _dose(rows: tuple[SteroidRow, ...], day: date) -> Decimal:
    taken = [r.prednisone_a_day for r in rows if r.start <= day and (r.end is None or day <= r.end)]
    return sum(taken, Decimal(0))


def _bar(start: date, end: date | None, zero: date, span: tuple[int, int]) -> TreatmentBar | None:
    left = max((start - zero).days, span[0])
    right = span[1] if end is None else min((end - zero).days + 1, span[1])
    return TreatmentBar(left, right) if right > left else None
