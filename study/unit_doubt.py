"""A number typed without a unit that fits better in another unit of its item: bilirubin 0.8 in mg/dL, BUN for urea.

Owns when that is asked: only where the number is far from what is known in the item's own unit and close to it in the
other one. What is known is the child's value before or, while there is none, the usual range of the item. A number as
it always was is never asked about. Pure; decides nothing.
"""

import re
from decimal import Decimal

from study import units
from study.checks import CheckContext
from study.definition.model import AltUnit, Item, Limits, Study
from study.grammar import Ask, Option
from study.grammar.fold import fold
from study.grammar.numbers import show
from study.text import Text
from study.values import Quantity, Value

FAR, MOST_CLOSE = Decimal(2), Decimal(2)
"""A value is far from another if it is at least twice or at most half of it; never more than that is still close."""
_BARE = re.compile(r"[+]? ?[0-9][0-9.,]*(?: ?[↑↓⬆⬇▲▼*]+| [hlHL]{1,2}| ?\((?:[hlHL]|偏高|偏低|高|低)\))?")


def unit_doubt(
    study: Study, item: Item, typed: str, reading: Value, *, context: CheckContext, before: Value | None
) -> Ask | None:
    """The question for the unit of a number typed without one; None where nothing speaks for another unit.

    `before` is the value of the same item at the visit before, in whatever unit it was written.
    """
    if not isinstance(reading, Quantity) or reading.comparator or reading.unit != item.unit:
        return None
    others = [alt for alt in item.alt_units if alt.factor not in (None, 1)]
    if not others or not reading.decimal or _BARE.fullmatch(fold(typed)) is None:
        return None
    last = _known(item, before)
    limits = None if last is not None else item.soft_on(context.study_day)
    fit = [alt for alt in others if _fits(reading.decimal, alt, last, limits)]
    if not fit:
        return None
    readings = (reading, *(Quantity(reading.number, alt.unit) for alt in fit))
    return Ask(_question(study, item, reading, before, last), tuple(Option(show(study, item, q), q) for q in readings))


def _known(item: Item, before: Value | None) -> Decimal | None:
    """The value before as a number in the item's unit; a limit is none."""
    base = units.to_base(item, before) if isinstance(before, Quantity) and not before.comparator else None
    return base.decimal if isinstance(base, Quantity) and base.decimal > 0 else None


def _fits(number: Decimal, alt: AltUnit, last: Decimal | None, limits: Limits | None) -> bool:
    """Whether the number says nothing likely in the item's unit, and something likely in this one."""
    other = number * (alt.factor or Decimal(1))
    if last is not None:
        near = closeness(alt)
        return not last / FAR < number < last * FAR and last / near <= other <= last * near
    return limits is not None and not _inside(number, limits) and _inside(other, limits)


def closeness(alt: AltUnit) -> Decimal:
    """How many times larger or smaller than before a value may be to count as close: the fourth root of what lies
    between the two units, so that 17 leave more room (bilirubin: 2) than 2.8 do (urea and BUN: 1.3).
    """
    factor = alt.factor or Decimal(1)
    return min(MOST_CLOSE, max(factor, 1 / factor).sqrt().sqrt())


def _inside(number: Decimal, limits: Limits) -> bool:
    above = limits.low is None or number >= limits.low
    return above and (limits.high is None or number <= limits.high)


def _question(study: Study, item: Item, reading: Quantity, before: Value | None, last: Decimal | None) -> Text:
    asked = Text(f"{reading.number} in which unit?", f"{reading.number} 是哪个单位？")
    if last is not None and isinstance(before, Quantity):
        stood = show(study, item, before)
        return Text(f"{asked.en} Last time it was {stood.en}.", f"{asked.zh}上次为 {stood.zh}。")
    unit = units.label(study, item.unit)
    return Text(f"{asked.en} In {unit} it would be unusual.", f"{asked.zh}按 {unit} 不常见。")
