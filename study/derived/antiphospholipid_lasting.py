"""Whether an antiphospholipid antibody lasts: positive twice, at least 12 weeks apart, in the same test.

The laboratory limb of the revised Sapporo (Sydney) criteria (Miyakis et al., J Thromb Haemost 2006;4:295): lupus
anticoagulant; anticardiolipin IgG or IgM of medium or high titre (above 40 GPL or MPL); anti-β2-glycoprotein 1 above
the 99th percentile. A word of the report counts as it stands, for no other percentile is known here; a number counts in
GPL or MPL only, for other units have no common limit. Thrombosis and pregnancy, the clinical limb, are not looked at.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from study.derived.antiphospholipid import NEGATIVE, POSITIVE
from study.derived.given import SEEN_ON, Given
from study.derived.limbs import Truth
from study.derived.result import Formula, Outcome
from study.span import span_of
from study.text import Text
from study.values import Codes, DateValue, Quantity, Value

WEEKS_12 = 84
"""Days between the two results."""
MEDIUM = Decimal(40)
_TESTS: dict[str, tuple[str, frozenset[str]]] = {
    "LAC": ("", frozenset()),
    "ACLG": ("ACLGN", frozenset({"GPLU/mL"})),
    "ACLM": ("ACLMN", frozenset({"MPLU/mL"})),
    "B2G": ("", frozenset()),
}
"""By the item of the word: the item of the number, and the units in which 40 means a medium titre."""
_INPUT = "apl_results"
_NOTHING = Text("There is no antiphospholipid result up to this visit.", "截至本次访视无抗磷脂抗体结果。")
_ORDER = ("PERS", "ONCE", "GONE", "NONE")
Results = dict[date, Truth]


def _lasting(given: Given) -> Outcome:
    rows = given.rows(_INPUT)
    if not given.has(_INPUT):
        return Outcome(why=given.missing(_INPUT))
    found = {test: _results(rows, test) for test in _TESTS}
    told = [_standing(results) for results in found.values() if results]
    if not told:
        return Outcome(why=_NOTHING)
    return Outcome(verdict=min(told, key=_ORDER.index), used=(_INPUT,))


def _results(rows: tuple[Mapping[str, Value], ...], test: str) -> Results:
    """The days of one test with what each says; of several results of a day a positive one counts."""
    days: Results = {}
    for row in rows:
        on, present = row.get(SEEN_ON), _present(row, test)
        if isinstance(on, DateValue) and present is not None:
            day = date.fromisoformat(on.date)
            days[day] = present or bool(days.get(day))
    return days


def _present(row: Mapping[str, Value], test: str) -> Truth:
    """Whether one result is positive in the sense of the criteria; None where it can't be told."""
    number, units = _TESTS[test]
    value, word = row.get(number), row.get(test)
    if isinstance(value, Quantity) and value.unit in units:
        span = span_of(value)
        if span.above(MEDIUM):
            return True
        if span.high is not None and span.high <= MEDIUM:
            return False
    if not isinstance(word, Codes) or len(word.codes) != 1:
        return None
    return True if word.codes[0] in POSITIVE else False if word.codes[0] == NEGATIVE else None


def _standing(results: Results) -> str:
    """Lasting, positive and not yet confirmed, no longer positive 12 weeks later, or never positive."""
    positive = [day for day, present in results.items() if present]
    if not positive:
        return "NONE"
    first, last = min(positive), max(positive)
    if (last - first).days >= WEEKS_12:
        return "PERS"
    later = any((day - last).days >= WEEKS_12 for day, present in results.items() if not present)
    return "GONE" if later else "ONCE"


APLPERS = Formula(
    "APLPERS",
    "",
    0,
    "1",
    "Miyakis et al., J Thromb Haemost 2006;4:295 (laboratory limb)",
    (_INPUT,),
    _lasting,
    "category",
    verdicts=_ORDER,
)
