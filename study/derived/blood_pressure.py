"""Blood pressure of children as a category: AAP 2017 by fixed limits, by percentiles that come in, or by screening.

Flynn et al., Pediatrics 2017;140:e20171904: categories in table 3, screening values in table 6, percentiles in tables 4
and 5. A pressure with a comparator is judged for every pressure that it allows.
"""

from collections.abc import Sequence
from decimal import Decimal

from study.derived.ages import NOT_EXACT
from study.derived.given import Given, first
from study.derived.limbs import span
from study.derived.result import Formula, Outcome
from study.text import Text

Pair = tuple[Decimal, Decimal]
"""Systolic and diastolic, in mmHg."""

NORMAL, EVALUATE = "normal", "needs_percentile_evaluation"
CATEGORIES = (NORMAL, "elevated", "stage1", "stage2")
FIXED_FROM, ADULT_FROM = 13, 18
_FIXED: tuple[Pair, ...] = (
    (Decimal(120), Decimal(80)),
    (Decimal(130), Decimal(80)),
    (Decimal(140), Decimal(90)),
)
_OVER_P95 = 12
_SCREENING = {
    "M": "98/52 100/55 101/58 102/60 103/63 105/66 106/68 107/69 107/70 108/72 110/74 113/75",
    "F": "98/54 101/58 102/60 103/62 104/64 105/67 106/68 107/69 108/71 109/72 111/74 114/75",
}
_BOTH = ("sbp", "dbp")
_TABLED = ("P90", "P95")
_TREATED = Text(
    "Measured on blood pressure medicine: a normal pressure on medicine is not a normal pressure.",
    "服用降压药期间测量：服药后血压正常不等于血压正常。",
)
_GROWN = Text(
    "From 18 years the same limits hold (ACC/AHA 2017).",
    "满18岁后沿用相同界值（ACC/AHA 2017）。",
)
_EXCHANGED = Text(
    "The diastolic pressure is not below the systolic: were they exchanged?",
    "舒张压不低于收缩压，请核对是否填反。",
)
_BAD_TABLE = Text(
    "P90 and P95 must each be a systolic and a diastolic pressure, P95 above P90.",
    "P90、P95均须为收缩压和舒张压两个数值，且P95高于P90。",
)


def years(given: Given) -> int | Text:
    """The completed years of an age that is there, or why a blood pressure cannot be judged at that age."""
    if given.comparator(("age",)):
        return NOT_EXACT
    whole = int(given.number("age"))
    if whole < 1:
        return Text("There are no limits for under 1 year.", "1岁以下无界值。")
    return whole


def screening_value(sex: str, age: int) -> Pair:
    """The pressures of table 6 for "F" or "M" and 1 to 12 completed years."""
    systolic, diastolic = _SCREENING[sex].split()[age - 1].split("/")
    return Decimal(systolic), Decimal(diastolic)


def percentile_limits(given: Given) -> tuple[Pair, ...] | Text:
    """From where on a pressure is elevated, stage 1, stage 2, by P90 and P95 that are there; or what is wrong there."""
    p90, p95 = given.numbers("P90"), given.numbers("P95")
    if len(p90) != 2 or len(p95) != 2 or not all(0 < low < high for low, high in zip(p90, p95, strict=True)):
        return _BAD_TABLE
    over = tuple(number + _OVER_P95 for number in p95)
    return tuple(
        (min(systolic, fixed[0]), min(diastolic, fixed[1]))
        for (systolic, diastolic), fixed in zip((p90, p95, over), _FIXED, strict=True)
    )


def _odd(given: Given) -> Text | None:
    why = first(given.missing(*_BOTH), given.not_positive(*_BOTH))
    if why:
        return why
    systolic, diastolic = (span(given, name) for name in _BOTH)
    if diastolic.low is not None and systolic.high is not None and diastolic.low >= systolic.high:
        return _EXCHANGED
    return None


def _judge(given: Given, codes: Sequence[str], limits: Sequence[Pair], by: tuple[str, ...] = ()) -> Outcome:
    """The highest code whose limit either pressure reaches; `limits` rise and begin with that of the second code.

    `by` are the inputs the limits come from.
    """
    lowest = highest = 0
    for side, name in enumerate(_BOTH):
        possible = span(given, name)
        reached = [pair[side] for pair in limits]
        lowest = max(lowest, sum(possible.low is not None and limit <= possible.low for limit in reached))
        highest = max(highest, sum(not possible.below(limit) for limit in reached))
    if lowest == highest:
        return Outcome(verdict=codes[lowest], used=(*_BOTH, *by))
    left = codes[lowest : highest + 1]
    return Outcome(
        why=Text(
            f"A pressure given as a limit leaves open: {', '.join(left)}.",
            f"血压为界值，无法判定：{'、'.join(left)}。",
        )
    )


def _fixed(given: Given) -> Outcome:
    why = _odd(given)
    return Outcome(why=why) if why else _judge(given, CATEGORIES, _FIXED)


def _by_percentiles(given: Given) -> Outcome:
    why = first(_odd(given), given.missing(*_TABLED))
    if why:
        return Outcome(why=why)
    limits = percentile_limits(given)
    return Outcome(why=limits) if isinstance(limits, Text) else _judge(given, CATEGORIES, limits, _TABLED)


def _screening(given: Given) -> Outcome:
    why = first(
        given.missing("sex", "age"),
        given.no_sex(),
        _odd(given),
    )
    if why:
        return Outcome(why=why)
    age = years(given)
    if isinstance(age, Text):
        return Outcome(why=age)
    if age >= FIXED_FROM:
        return Outcome(why=Text("The screening values are for 1 to 12 years.", "筛查值仅适用于1至12岁。"))
    return _judge(given, (NORMAL, EVALUATE), (screening_value(given.word("sex"), age),))


def _class(given: Given) -> Outcome:
    """By age, and by what is there: fixed limits, percentiles, screening values; the route says which."""
    why = given.missing("age")
    age = why or years(given)
    if isinstance(age, Text):
        return Outcome(why=age)
    notes = (_TREATED,) if given.flag("bp_medicine") else ()
    if age >= FIXED_FROM:
        route = Text("AAP 2017, fixed limits from 13 years", "AAP 2017，13岁起固定界值")
        return _told(_fixed(given), route, (*notes, *((_GROWN,) if age >= ADULT_FROM else ())), ("age", *_BOTH))
    if given.has(*_TABLED):
        standard = given.word("standard") or "AAP 2017"
        route = Text(f"percentiles for sex, age and height ({standard})", f"按性别、年龄、身高百分位（{standard}）")
        return _told(_by_percentiles(given), route, notes, ("age", *_BOTH, *_TABLED, "standard"))
    route = Text("screening values for sex and age (AAP 2017)", "按性别、年龄筛查值（AAP 2017）")
    lacking = given.missing(*_TABLED)
    return _told(_screening(given), route, (*notes, *((lacking,) if lacking else ())), ("age", "sex", *_BOTH))


def _told(outcome: Outcome, route: Text, notes: tuple[Text, ...], used: tuple[str, ...]) -> Outcome:
    """A verdict with its route and notes; what has no verdict stays as it is."""
    if not outcome.verdict:
        return outcome
    return Outcome(verdict=outcome.verdict, route=route, notes=notes, used=(*used, "bp_medicine"))


_SOURCE = "AAP 2017 (Flynn 2017)"
_CLASSED = ("age", "sex", *_BOTH, *_TABLED, "standard", "bp_medicine")
BPCAT13 = Formula("BPCAT13", "", 0, "1", _SOURCE, _BOTH, _fixed, "category", verdicts=CATEGORIES)
BPSCREEN = Formula(
    "BPSCREEN", "", 0, "1", _SOURCE, ("sex", "age", *_BOTH), _screening, "category", verdicts=(NORMAL, EVALUATE)
)
BPCAT = Formula("BPCAT", "", 0, "1", _SOURCE, (*_BOTH, *_TABLED), _by_percentiles, "category", verdicts=CATEGORIES)
BPCLASS = Formula("BPCLASS", "", 0, "1", _SOURCE, _CLASSED, _class, "category", verdicts=(*CATEGORIES, EVALUATE))
