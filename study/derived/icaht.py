"""Early haematotoxicity after CAR-T, days 0 to 30, and its late form. ICAHT: Rejeski et al., Blood 2023;142:865.

N-ICAHT counts the days with neutrophils of 0.5 or less and of 0.1 or less, T-ICAHT (ASH table, Blood 2025) those with
platelets below 50 and below 20; all such days count, in a row or not. Days are typed, or counted in the series of
results; where days are unknown the grade is "at least". Results of the week before and after let its edges be filled.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import NamedTuple

import msgspec

from study.derived.daily import filled, how_many, longest_stretch, measured
from study.derived.given import Given
from study.derived.limbs import Truth, at_most, every, under
from study.derived.possible import at_least_grade, not_whole
from study.derived.result import Also, Formula, Outcome, Said
from study.span import Span
from study.text import Text

WINDOW = range(31)
Extent = tuple[int, int]
"""A number of days, or a grade: at least, at most."""
_TYPED = Text("days as typed", "录入的天数")
_COUNTED = Text("days counted in the series of results", "由检验结果序列计数")
_NO_DAYS = Text("The day of the infusion is not known, so no result has a study day.", "回输日未知，检验结果无研究日。")
_NO_COUNT = Text("There is no result from day 0 to day 30.", "第0至30天无检验结果。")
_MORE_SEVERE = Text(
    "There cannot be more days under the lower limit than under the higher one.",
    "低于较低界限的天数不能多于较高界限的天数。",
)


class Threshold(NamedTuple):
    """The input that holds the typed number of days, and whether a count is one of them."""

    name: str
    holds: Callable[[Span], Truth]


class Line(msgspec.Struct, frozen=True):
    """One blood line: a milder and a severe threshold, the grade of the days on each; `never` plays a part or not."""

    mild: Threshold
    severe: Threshold
    grade: Callable[[int, int, bool], int]
    never: bool

    def extent(self, mild: Extent, severe: Extent, never: Truth) -> Extent:
        """The lowest and the highest grade that these days leave."""
        return self.grade(mild[0], severe[0], never is True), self.grade(mild[1], severe[1], never is not False)


def neutrophil_grade(le500: int, le100: int, never: bool) -> int:
    """The grade of days with 0.5 or less, days with 0.1 or less, and never above 0.5 from day 0 to day 30."""
    if never or le100 >= 14:
        return 4
    if le500 >= 14 or le100 >= 7:
        return 3
    return 2 if le500 >= 7 else 1 if le500 else 0


def platelet_grade(lt50: int, lt20: int, never: bool = False) -> int:
    """The grade of days below 50 and days below 20; `never` plays no part."""
    if lt20:
        return 4 if lt20 >= 14 else 3
    return 2 if lt50 >= 7 else 1 if lt50 else 0


def _at_most(limit: str) -> Callable[[Span], Truth]:
    return lambda count: at_most(count, Decimal(limit))


def _below(limit: str) -> Callable[[Span], Truth]:
    return lambda count: under(count, Decimal(limit))


NEUTROPHILS = Line(
    Threshold("days_le500", _at_most("0.5")), Threshold("days_le100", _at_most("0.1")), neutrophil_grade, never=True
)
PLATELETS = Line(
    Threshold("days_lt50", _below("50")), Threshold("days_lt20", _below("20")), platelet_grade, never=False
)


def _typed(given: Given, line: Line) -> Outcome:
    """The grade of days that somebody counted."""
    names = (line.mild.name, line.severe.name)
    why = not_whole(given, 0, len(WINDOW), *names)
    if why:
        return Outcome(why=why)
    all_days = (0, len(WINDOW))
    mild, severe = ((int(given.number(name)),) * 2 if given.has(name) else all_days for name in names)
    if severe[0] > mild[1]:
        return Outcome(why=_MORE_SEVERE)
    mild, severe = (max(mild[0], severe[0]), mild[1]), (severe[0], min(severe[1], mild[1]))
    never = given.flag("never") if line.never else False
    if never is None and mild[1] < len(WINDOW) - 1:
        never = False
    grades = line.extent(mild, severe, never)
    outcome = at_least_grade(grades, given.missing(*names, *(("never",) if line.never else ())), names)
    return msgspec.structs.replace(outcome, route=_TYPED, used=())


def _counted(given: Given, line: Line) -> Outcome:
    """The grade of the days that the series of results shows."""
    known = measured(given.series("counts"))
    if not known:
        return Outcome(why=_NO_DAYS)
    counts = filled(known)
    found = [counts.get(day) for day in WINDOW]
    if not any(found):
        return Outcome(why=_NO_COUNT)
    mild = [None if count is None else line.mild.holds(count) for count in found]
    severe = [None if count is None else line.severe.holds(count) for count in found]
    never = every(mild) if line.never else False
    least, most = line.extent(how_many(mild), how_many(severe), never)
    return Outcome(
        Decimal(least),
        ">=" if most > least else "",
        said=(Said("never", "Y" if never else "N"),) if line.never and never is not None else (),
        notes=(*_about_days(known, found), *_by_stretch(line, mild, severe, never, least)),
        also=(_days(line.mild.name, mild), _days(line.severe.name, severe)),
        route=_COUNTED,
        used=("counts",),
    )


def _days(name: str, truths: list[Truth]) -> Also:
    least, most = how_many(truths)
    return Also(name, Decimal(least), "d", 0, ">=" if most > least else "")


def _about_days(known: dict[int, Span], found: list[Span | None]) -> tuple[Text, ...]:
    """Which days were filled and which are unknown; provisional while there is no result from day 30 on."""
    notes = []
    between = [day for day in WINDOW if found[day] is not None and day not in known]
    if between:
        days = ranges(between)
        notes.append(
            Text(
                f"On a straight line between two results (Liang 2024, unconfirmed): {days}.",
                f"按前后结果线性插值（Liang 2024，未确认）：{days}。",
            )
        )
    unknown = [day for day in WINDOW if found[day] is None]
    if unknown:
        days = ranges(unknown)
        open_end = max(known) < WINDOW[-1]
        en, zh = ("Provisional, days", "暂定，") if open_end else ("Days", "")
        notes.append(Text(f"{en} without a result: {days}.", f"{zh}无检验结果的日期：{days}。"))
    return tuple(notes)


def _by_stretch(line: Line, mild: list[Truth], severe: list[Truth], never: Truth, grade: int) -> tuple[Text, ...]:
    """The note where the longest stretch (recovery of 3 days or more ends one) would give another grade."""
    if None in mild or None in severe or not line.never:
        return ()
    other = line.grade(longest_stretch(mild), longest_stretch(severe), never is True)
    if other == grade:
        return ()
    return (
        Text(
            f"All days are counted. By the longest stretch alone (Liang 2024) it would be grade {other}.",
            f"按累计天数分级；若仅按最长连续时段（Liang 2024）则为{other}级。",
        ),
    )


def ranges(days: Iterable[int]) -> str:
    """Study days in a few words: D3-D5, D9."""
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(f"D{run[0]}" if len(run) == 1 else f"D{run[0]}-D{run[-1]}" for run in runs)


def _early(line: Line) -> Callable[[Given], Outcome]:
    """The series of results when there is one, else the days as typed."""

    def compute(given: Given) -> Outcome:
        return _counted(given, line) if given.series("counts") else _typed(given, line)

    return compute


def _inputs(line: Line) -> tuple[str, ...]:
    return (line.mild.name, line.severe.name, *(("never",) if line.never else ()), "counts")


_BLOOD = "Rejeski 2023; days from series: Liang 2024 (unconfirmed)"
NICAHT = Formula(
    "NICAHT",
    "grade",
    0,
    "1",
    _BLOOD,
    _inputs(NEUTROPHILS),
    _early(NEUTROPHILS),
    "grade",
    parts=("days_le500", "days_le100", "never"),
)
TICAHT = Formula(
    "TICAHT",
    "grade",
    0,
    "1",
    "T-ICAHT table, Blood 2025",
    _inputs(PLATELETS),
    _early(PLATELETS),
    "grade",
    parts=("days_lt50", "days_lt20"),
)
