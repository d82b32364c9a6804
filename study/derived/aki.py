"""Acute kidney injury by creatinine. KDIGO, Kidney Int Suppl 2012;2:1; urine output is not part of it.

Compared with the lower of the given baseline and the lowest result of the 7 days before. A creatinine of 353.6 umol/L
or more, or (under 18 years) an eGFR below 35, makes stage 3 only with a rise that is an injury in itself: a child
whose kidneys have long failed has none. Results carry a day, not a time: 48 h are two calendar days.
"""

from datetime import timedelta
from decimal import Decimal

import msgspec

from study.derived.ages import age_told
from study.derived.given import Given, Point, first
from study.derived.limbs import Truth, every, less, scaled, some
from study.derived.possible import (
    ANY_NUMBER,
    Rungs,
    above,
    at,
    at_least,
    at_least_grade,
    between,
    lowest,
    point_span,
    possible,
)
from study.derived.result import Also, Formula, Outcome
from study.span import Span
from study.text import Text
from study.writing import plain

RISE_UMOL = Decimal("26.5")
STAGE_3_UMOL = Decimal("353.6")
STAGE_3_EGFR = Decimal(35)
WEEK, TWO_DAYS = timedelta(days=7), timedelta(days=2)
_INPUTS = ("creats", "base", "egfr", "age_y", "age", "dialysis")
_NO_RESULT = Text("There is no creatinine.", "无肌酐结果。")
_NOTHING_BEFORE = Text(
    "There is neither a baseline nor a creatinine in the 7 days before.", "既无基线值，此前7天内也无肌酐结果。"
)
_DIALYSED = Text(
    "On dialysis: stage 3 if it was begun for acute injury; long-term dialysis is not acute injury.",
    "透析：因急性肾损伤开始透析者为3期；长期透析不属急性肾损伤。",
)
_HIGH_UNCHANGED = Text(
    "353.6 µmol/L or more without a rise: not acute by this rule.", "肌酐≥353.6 µmol/L但无急性上升，按此标准不属急性。"
)
_SLOW = Text(
    "No creatinine in the 7 days before: since the baseline it may have risen slowly, which is not acute.",
    "此前7天内无肌酐：自基线以来也可能为缓慢上升，不一定属急性。",
)
_IN_DIALYSIS = Text(
    "On dialysis, or within 7 days after it: creatinine falls and rises with the sessions.",
    "透析期间或透析后7天内，肌酐随透析升降，不判断。",
)
_BY_DAYS = Text(
    "By a rise of 26.5 µmol/L or more over two calendar days: check the times, the rule says 48 h.",
    "依据两日内肌酐上升≥26.5 µmol/L：标准为48小时，请核对时间。",
)


class Compared(msgspec.Struct, frozen=True):
    """One creatinine, the lowest it is compared with (None: nothing), and whether it rose by 26.5 within two days."""

    now: Span
    before: Span | None
    rose: Truth
    recent: bool = True
    """Whether there is a result of the 7 days before."""

    def times_baseline(self, factor: str) -> Truth:
        """Whether it is that many times the baseline or more."""
        return at_least(self.now, scaled(self.before or ANY_NUMBER, Decimal(factor)))

    @property
    def injury(self) -> Truth:
        """Whether the rise is an acute kidney injury."""
        return some((self.times_baseline("1.5"), self.rose))


def earlier(points: tuple[Point, ...], index: int, within: timedelta) -> tuple[Point, ...]:
    """The results before one of them, at most so many days older."""
    return tuple(point for point in points[:index] if points[index].on - point.on <= within)


def compared(points: tuple[Point, ...], index: int, base: Span | None) -> Compared:
    """One result of the series and what went before it."""
    now = point_span(points[index])
    week = [point_span(point) for point in earlier(points, index, WEEK)]
    recent = [point_span(point) for point in earlier(points, index, TWO_DAYS)]
    before = [*week, *((base,) if base is not None else ())]
    rose = some(at_least(less(now, RISE_UMOL), span) for span in recent)
    return Compared(now, lowest(before) if before else None, rose, bool(week))


def stages(result: Compared, weak_filtration: Truth) -> tuple[int, int]:
    """The lowest and the highest stage that a result leaves."""
    high = some((at_least(result.now, at(STAGE_3_UMOL)), weak_filtration))
    rungs: Rungs = (
        (3, some((result.times_baseline("3"), every((result.injury, high))))),
        (2, result.times_baseline("2")),
        (1, result.injury),
    )
    return between(rungs)


def _weak_filtration(given: Given) -> Truth:
    """Whether the child is under 18 with an eGFR below 35."""
    child = above(at(18), possible(given, age_told(given)))
    return every((child, above(at(STAGE_3_EGFR), possible(given, "egfr"))))


def _kdigo(given: Given) -> Outcome:
    if given.flag("dialysis"):
        return Outcome(Decimal(3), notes=(_DIALYSED,), used=("dialysis",))
    points = given.series("creats")
    why = first(None if points else _NO_RESULT, given.not_positive("base"))
    if why:
        return Outcome(why=why)
    base = possible(given, "base") if given.has("base") else None
    results = [compared(points, index, base) for index in range(len(points))]
    last = results[-1]
    grades = stages(last, _weak_filtration(given))
    missing = _NOTHING_BEFORE if last.before is None else given.missing("egfr") if last.injury is not False else None
    outcome = at_least_grade(grades, missing, _INPUTS, _notes(last))
    worst = [stages(result, False) for result in results]
    reached = max(least for least, _ in worst), max(most for _, most in worst)
    also = Also("worst", Decimal(max(reached[0], grades[0])), "stage", 0, ">=" if reached[1] > reached[0] else "")
    return msgspec.structs.replace(outcome, also=(also,), route=_baseline(last))


def _notes(last: Compared) -> tuple[Text, ...]:
    notes = []
    if last.rose and last.times_baseline("1.5") is False:
        notes.append(_BY_DAYS)
    if last.injury is not False and not last.recent:
        notes.append(_SLOW)
    if last.injury is False and at_least(last.now, at(STAGE_3_UMOL)):
        notes.append(_HIGH_UNCHANGED)
    return tuple(notes)


def _baseline(last: Compared) -> Text | None:
    """The route: what the result is compared with."""
    if last.before is None:
        return None
    shown = _shown(last.before)
    return Text(
        f"compared with {shown} µmol/L, the lower of the baseline and the lowest of the 7 days before",
        f"与 {shown} µmol/L 比较（基线值与此前7天最低值中较低者）",
    )


def _shown(span: Span) -> str:
    """The numbers a result may stand for: "50", "<40"."""
    if span.exact is not None or span.high is None:
        return plain(span.exact) if span.exact is not None else f">{plain(span.low or Decimal(0))}"
    return f"{'≤' if span.high_in else '<'}{plain(span.high)}"


def _rise(given: Given) -> Outcome:
    """Whether the last creatinine is half as high again as the lowest of the 7 days before, or more."""
    if given.flag("dialysis"):
        return Outcome(why=_IN_DIALYSIS)
    points = given.series("creats")
    if not points:
        return Outcome(why=_NO_RESULT)
    last = compared(points, len(points) - 1, None)
    if last.before is None:
        return Outcome(why=Text("There is no creatinine in the 7 days before.", "此前7天内无肌酐结果。"))
    risen = last.times_baseline("1.5")
    if risen is None:
        return Outcome(why=Text("The results are limits: cannot tell.", "结果为界限值，无法判断。"))
    return Outcome(verdict="Y" if risen else "N", used=("creats",))


KDIGO_AKI = Formula(
    "KDIGO_AKI",
    "stage",
    0,
    "2",
    "KDIGO 2012",
    _INPUTS,
    _kdigo,
    "grade",
    parts=("worst",),
    units={"base": "umol/L"},
)
_RISE_INPUTS = ("creats", "dialysis")
CREAT_RISE = Formula("CREAT_RISE", "", 0, "2", "rise of 50 % in 7 days (unconfirmed)", _RISE_INPUTS, _rise, "flag")
