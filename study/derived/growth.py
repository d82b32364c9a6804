"""Height, body mass index and weight for age as z scores: WHO growth reference 2007 (5-19 years), the WHO child growth
standards 2006 below, or a national table, from L, M and S of the child's sex and age.

de Onis et al., Bull World Health Organ 2007;85:660. Flags of implausible values: WHO AnthroPlus manual, 2009.
"""

from decimal import Decimal
from typing import Literal

import msgspec

from study.derived.given import CANNOT_TELL, Given, first
from study.derived.result import Formula, Outcome
from study.lms import Lms
from study.text import Text

WHO_2006, WHO_2007 = "WHO2006", "WHO2007"
_UNDER_5 = (0, 60)
_NEEDED = ("sex", "age_months", "value", "LMS")
_INPUTS = (*_NEEDED, "standard")
_BAD_LMS = Text("L, M and S must be three numbers with M and S above 0.", "L、M、S须为三个数值，且M和S须大于0。")
_BEYOND = Text(
    "Beyond 3 SD counted in steps of the distance from 2 to 3 SD (WHO rule for weight and BMI).",
    "超过±3 SD，按2至3 SD的间距外推（WHO体重和BMI规则）。",
)


class _Indicator(msgspec.Struct, frozen=True):
    """One z score: the completed months for which WHO 2007 has numbers, its rule beyond 3 SD, WHO's flags."""

    months: tuple[int, int]
    beyond: Literal["as it is", "restricted"]
    flagged: tuple[int, int]


_HEIGHT = _Indicator((61, 228), "as it is", (-6, 6))
_BMI = _Indicator((61, 228), "restricted", (-5, 5))
_WEIGHT = _Indicator((61, 120), "restricted", (-6, 5))


def _compute(given: Given, indicator: _Indicator) -> Outcome:
    why = first(
        given.missing(*_NEEDED),
        given.no_sex(),
        given.not_positive("value"),
    )
    why = why or _outside(given, indicator)
    lms = None if why else _lms(given)
    comparator = given.comparator(("value",))
    if why or lms is None or comparator is None:
        return Outcome(why=why or (_BAD_LMS if lms is None else CANNOT_TELL))
    value = given.number("value")
    z = lms.z_score(value) if indicator.beyond == "as it is" else lms.restricted(value)
    notes = (_BEYOND,) if indicator.beyond == "restricted" and abs(z) > 3 else ()
    return Outcome(
        z,
        comparator,
        notes=(*notes, *_implausible(z, indicator)),
        route=_route(given.word("standard")),
        used=_INPUTS,
    )


def _lms(given: Given) -> Lms | None:
    numbers = given.numbers("LMS")
    lms = Lms(*numbers) if len(numbers) == 3 else None
    return lms if lms is not None and lms.usable else None


def _outside(given: Given, indicator: _Indicator) -> Text | None:
    """The sentence for an age without numbers. A national table has its own ages, which its look-up has kept."""
    if given.comparator(("age_months",)):
        return Text("The age must be an exact number.", "月龄须为确切数值。")
    standard = given.word("standard") or WHO_2007
    if standard not in (WHO_2006, WHO_2007):
        return None
    low, high = indicator.months if standard == WHO_2007 else _UNDER_5
    age = given.number("age_months")
    if low <= int(age) <= high:
        return None
    return Text(
        f"Age {age} months is outside {low}-{high} completed months, for which {standard} has numbers.",
        f"月龄 {age} 超出 {standard} 的适用范围（{low}-{high}个月）。",
    )


def _implausible(z: Decimal, indicator: _Indicator) -> tuple[Text, ...]:
    low, high = indicator.flagged
    if low <= z <= high:
        return ()
    return (
        Text(
            f"Outside {low} to +{high} SD, which WHO flags as implausible: check measurement, unit and date of birth.",
            f"超出WHO合理范围（{low} 至 +{high} SD），请核对测量值、单位和出生日期。",
        ),
    )


def _route(standard: str) -> Text | None:
    return Text(f"standard {standard}", f"参照标准 {standard}") if standard else None


def _height(given: Given) -> Outcome:
    return _compute(given, _HEIGHT)


def _bmi(given: Given) -> Outcome:
    return _compute(given, _BMI)


def _weight(given: Given) -> Outcome:
    return _compute(given, _WEIGHT)


_SOURCE = "WHO growth reference 2007 (de Onis 2007)"
HAZ = Formula("HAZ", "SD", 2, "1", _SOURCE, _INPUTS, _height)
BAZ = Formula("BAZ", "SD", 2, "1", _SOURCE, _INPUTS, _bmi)
WAZ = Formula("WAZ", "SD", 2, "1", _SOURCE, _INPUTS, _weight)
