"""Two suggestions from a systolic pressure: hypotension, and a pressure to act on at once. Both are unconfirmed.

Hypotension: Pediatric Advanced Life Support, American Heart Association 2020. High: stage 2 of AAP 2017 (Flynn et al.,
Pediatrics 2017;140:e20171904) and 30 mmHg more. Neither grades an event; a person does.
"""

from decimal import Decimal

import msgspec

from study.derived.blood_pressure import (
    FIXED_FROM,
    percentile_limits,
    screening_value,
    years,
)
from study.derived.given import Given, first
from study.derived.limbs import Truth, some, span, under
from study.derived.result import Formula, Outcome
from study.span import Span
from study.text import Text

_STAGE_2 = Decimal(140)
_ABOVE_STAGE_2 = 30
_LEAST_OVER_SCREENING = 12
"""Stage 2 is P95 + 12 and the screening value a P90, so no limit lies nearer to it than this."""
_FORMULA_UNTIL, _LOW_FROM_10 = 10, Decimal(90)
_UNCONFIRMED_LOW = Text(
    "Suggestion, unconfirmed: below 70 + 2 x age from 1 to 9 years, below 90 from 10 years (PALS).",
    "仅为提示，未经确认：1至9岁收缩压低于70+2×年龄，10岁起低于90（PALS）。",
)
_UNCONFIRMED_HIGH = Text(
    "Suggestion, unconfirmed: 30 mmHg above the limit of stage 2, or hypotension. AAP 2017 itself names more than 30 "
    "above P95, or above 180/120 in adolescents. The hospital's list of critical values goes first.",
    "仅为提示，未经确认：高于2期界值30 mmHg及以上，或低血压。AAP 2017 原文为高于P95 30 mmHg以上，或青少年超过180/120。"
    "以医院危急值清单为准。",
)
_OPEN = Text("The pressure is a limit and leaves it open.", "血压为界值，无法判定。")


class _Bounds(msgspec.Struct, frozen=True):
    """Between which pressures the limit of stage 2 lies; both are the same where it is known."""

    low: Decimal
    high: Decimal


def low_limit(age: int) -> Decimal:
    """The systolic pressure in mmHg under which there may be hypotension, by completed years from 1 on."""
    return _LOW_FROM_10 if age >= _FORMULA_UNTIL else Decimal(70 + 2 * age)


def _too_high(possible: Span, bounds: _Bounds) -> Truth:
    """Whether the pressure is 30 above the limit of stage 2, wherever between its bounds that lies."""
    if possible.low is not None and possible.low >= bounds.high + _ABOVE_STAGE_2:
        return True
    return False if possible.below(bounds.low + _ABOVE_STAGE_2) else None


def _stage_2(given: Given, age: int) -> _Bounds | Text:
    """Where stage 2 begins: fixed, from the percentiles, or as far as the screening values tell."""
    if age >= FIXED_FROM:
        return _Bounds(_STAGE_2, _STAGE_2)
    if given.has("P90", "P95"):
        limits = percentile_limits(given)
        return limits if isinstance(limits, Text) else _Bounds(limits[-1][0], limits[-1][0])
    if given.word("sex") not in ("F", "M"):
        return _Bounds(Decimal(0), _STAGE_2)
    return _Bounds(screening_value(given.word("sex"), age)[0] + _LEAST_OVER_SCREENING, _STAGE_2)


def _basics(given: Given) -> int | Text:
    return first(given.missing("age", "sbp"), given.not_positive("sbp")) or years(given)


def _low(given: Given) -> Outcome:
    age = _basics(given)
    if isinstance(age, Text):
        return Outcome(why=age)
    low = under(span(given, "sbp"), low_limit(age))
    return Outcome(why=_OPEN) if low is None else Outcome(verdict="Y" if low else "N", notes=(_UNCONFIRMED_LOW,))


def _critical(given: Given) -> Outcome:
    age = _basics(given)
    if isinstance(age, Text):
        return Outcome(why=age)
    bounds = _stage_2(given, age)
    if isinstance(bounds, Text):
        return Outcome(why=bounds)
    low, high = under(span(given, "sbp"), low_limit(age)), _too_high(span(given, "sbp"), bounds)
    critical = some((low, high))
    if critical is None:
        return Outcome(why=_OPEN if bounds.low == bounds.high else given.missing("P90", "P95"))
    if not critical:
        return Outcome(verdict="N", notes=(_UNCONFIRMED_HIGH,))
    route = Text("hypotension", "低血压") if low else Text("30 mmHg above stage 2", "高于2期界值30 mmHg")
    return Outcome(verdict="Y", notes=(_UNCONFIRMED_HIGH,), route=route)


BPLOW = Formula("BPLOW", "", 0, "1", "PALS (American Heart Association 2020)", ("age", "sbp"), _low, "flag")
BPCRIT = Formula(
    "BPCRIT",
    "",
    0,
    "1",
    "AAP 2017 (Flynn 2017) stage 2 + 30; PALS 2020",
    ("age", "sex", "sbp", "P90", "P95"),
    _critical,
    "flag",
)
