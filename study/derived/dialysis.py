"""Dialysis at a visit or within the 7 days before: creatinine then shows no kidney function.

Rule of the trial. From the visit's own answer, the child's log of kidney replacement (haemodialysis, peritoneal
dialysis, CRRT) and, at screening and baseline, the answer for baseline. A date of the log that is only partly known
gives "unknown" where it may lie in these days and nothing else decides.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from study.derived.given import Given
from study.derived.result import Formula, Outcome
from study.expression.moments import days_of
from study.text import Text
from study.values import Codes, DateTimeValue, DateValue, Value

DAYS = timedelta(days=7)
DIALYSIS_MODES = frozenset({"HD", "PD", "CRRT"})
_INPUTS = ("krt_visit", "krt_log", "krt_baseline", "on")
_BY_VISIT = Text("answer of the visit", "访视记录")
_BY_LOG = Text("log of kidney replacement", "肾脏替代治疗记录")
_BY_BASELINE = Text("answer for baseline", "基线记录")
_CONTRADICTS = Text(
    "The visit says no dialysis, the log of kidney replacement says otherwise.",
    "访视记录为未透析，与肾脏替代治疗记录不符。",
)
_UNSURE = Text(
    "A row of the log of kidney replacement may lie in these days: complete its kind and dates.",
    "肾脏替代治疗记录中有一行可能在此期间，请补全方式和日期。",
)


def _dialysis(given: Given) -> Outcome:
    visit, logged = given.flag("krt_visit"), _logged(given)
    if logged:
        notes = (_CONTRADICTS,) if visit is False else ()
        return Outcome(verdict="Y", route=_BY_LOG, notes=notes)
    if visit:
        return Outcome(verdict="Y", route=_BY_VISIT)
    if given.flag("krt_baseline"):
        return Outcome(verdict="Y", route=_BY_BASELINE)
    if logged is None:
        return Outcome(verdict="U", notes=(_UNSURE,))
    if visit is False:
        return Outcome(verdict="N", route=_BY_VISIT)
    if given.flag("krt_baseline") is False:
        return Outcome(verdict="N", route=_BY_BASELINE)
    return Outcome(why=given.missing("krt_visit"))


def _logged(given: Given) -> bool | None:
    """Whether a row of the log says that there was dialysis; None where one may say so."""
    on = given.day("on")
    if on is None:
        return False
    found = [_within(row, on) for row in given.rows("krt_log")]
    return True if True in found else None if None in found else False


def _within(row: Mapping[str, Value], on: date) -> bool | None:
    """Whether a row is dialysis that touches the day or the 7 days before; None where it may be."""
    mode = _code(row, "KRTMOD")
    if mode and mode not in DIALYSIS_MODES:
        return False
    began, ended, since = _days(row.get("KRTSTDTC")), _ended(row), on - DAYS
    first = (date.min, on) if began is None else began
    if first[0] > on or ended[1] < since:
        return False
    return True if mode and began is not None and began[1] <= on and ended[0] >= since else None


def _ended(row: Mapping[str, Value]) -> tuple[date, date]:
    """The days that may be the last. Without an end it goes on, unless somebody said that it does not."""
    ongoing, end = _code(row, "KRTONGO"), row.get("KRTENDTC")
    if end is None:
        return (date.min, date.max) if ongoing == "N" else (date.max, date.max)
    first, last = _days(end) or (date.min, date.max)
    return (first, date.max if ongoing == "Y" else last)


def _code(row: Mapping[str, Value], item: str) -> str:
    value = row.get(item)
    return value.codes[0] if isinstance(value, Codes) and value.codes else ""


def _days(value: Value | None) -> tuple[date, date] | None:
    """The first and the last day that a date may mean."""
    written = value.date if isinstance(value, DateValue) else value.at[:10] if isinstance(value, DateTimeValue) else ""
    try:
        return days_of(written) if written else None
    except ValueError:
        return None


DIALYSIS = Formula(
    "DIALYSIS",
    "",
    0,
    "1",
    "rule of the trial: at the visit or within 7 days before",
    _INPUTS,
    _dialysis,
    "category",
    verdicts=("Y", "N", "U"),
)
