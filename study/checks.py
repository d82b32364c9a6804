"""What is odd about a value: impossible, unusual, critical, and its flag against the report's or the default interval.

Owns the judgement of one value and of pairs of one form. Must not store, ask or alarm: callers decide what to do.
A limit such as "<40" is judged for every number it may stand for; where these disagree the answer is "cannot tell".
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal

import msgspec

from study import units
from study.definition.model import Check, DerivedSpec, Form, Item, Limits, Sex, Study
from study.derived.result import Derived
from study.expression import Operand, Scope, holds, parse
from study.expression.moments import moment
from study.lab_table import Circumstances, Tables, row_in_force
from study.reference import REPORT, Interval, interval
from study.schedule import BACK_ENTRY
from study.span import Span, span_of
from study.text import Text
from study.values import Codes, DateTimeValue, DateValue, Quantity, Range, Sealed, TextValue, Value

Flag = Literal["", "low", "high", "critical_low", "critical_high", "unclear"]
OLD_SPECIMEN = timedelta(hours=72)
OLD = Text("The specimen is more than 72 h old: marked, no alarm.", "标本采集已超过72小时：仅标记，不报警。")
EXPECTED = Text(
    "Expected on these days after lymphodepletion: marked, no alarm.", "清淋后此阶段属预期：仅标记，不报警。"
)
OLD_RECORDS = Text("Entered from old records: marked, no alarm.", "由旧病历补录：仅标记，不报警。")


class CheckContext(msgspec.Struct, frozen=True):
    """What a judgement needs beside the value.

    `low` and `high` are the limits printed on the report, in the unit in which the value is judged: the item's, or its
    own where no factor leads to that. They win over the interval of the child, which is the one of the `specimen` where
    that is known: of a table in `tables` for the `form`, else the default.
    `collected` and `entered` are wall-clock times of the site; where no specimen time is known, an entry more than a
    week after the day `on` comes from old records. `confirmed`: an investigator confirmed the value on the
    report, so an impossible value is kept.
    """

    birth: date | None = None
    sex: Sex | None = None
    on: date | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    collected: datetime | None = None
    entered: datetime | None = None
    confirmed: bool = False
    form: str = ""
    specimen: Circumstances | None = None
    tables: Tables = ()
    study_day: int | None = None
    """Days since the infusion on which the specimen was taken, as `day_for_limits` has it; None where not known."""

    @property
    def around(self) -> Circumstances:
        """What decides the interval."""
        return self.specimen or Circumstances(self.birth, self.sex, self.on)


def day_for_limits(day: date | None, infusion: date | None, planned: date | None) -> int | None:
    """Days since the infusion; of a planned one only the days before: a date that slipped silences nothing."""
    zero = infusion or planned
    if day is None or zero is None:
        return None
    days = (day - zero).days
    return days if infusion is not None or days < 0 else None


class Findings(msgspec.Struct, frozen=True):
    """What was found. `hard` refuses, `soft` wants a word, `critical` an acknowledgement while `alarm` is true."""

    hard: Text | None = None
    soft: Text | None = None
    critical: Text | None = None
    flag: Flag = ""
    cannot_tell: Text | None = None
    interval: Interval | None = None
    alarm: bool = False

    @property
    def refused(self) -> bool:
        """True when the value must not be stored."""
        return self.hard is not None


def check(study: Study, item: Item, value: Value, context: CheckContext) -> Findings:
    """Judge one value of an item. Values that are no numbers, or in a unit the item does not take, find nothing."""
    span = span_in_unit(item, value)
    if span is None:
        return _by_report(item, value, context)
    hard = _hard(study, item, span)
    if hard is not None and not context.confirmed:
        return Findings(hard=hard)
    soft = _soft(study, item, span, item.soft_on(context.study_day)) or _beyond_kit(study, item, value, context)
    found = interval(item, context.around, context.form, context.tables)
    critical = _critical(study, item, span, item.critical, context)
    flagged = _perhaps_critical(study, item, span, item.critical, _flagged(span, _used(context, found)))
    return msgspec.structs.replace(critical or flagged, soft=soft)


def _by_report(item: Item, value: Value, context: CheckContext) -> Findings:
    """A value in a unit that no factor leads from: only the limits printed beside it say anything about it."""
    if not isinstance(value, Quantity) or units.comparable(item, value) is None:
        return Findings()
    return _flagged(span_of(value, Decimal(0)), _used(context, None))


def check_derived(study: Study, derived: Derived, context: CheckContext) -> Findings:
    """Judge a derived value against the interval and the critical limits of its presentation."""
    spec, quantity = study.derived.get(derived.code), derived.quantity
    if spec is None or quantity is None:
        return Findings()
    shown = Quantity(units.rounded(quantity.decimal, spec.decimals), spec.unit, quantity.comparator)
    span = span_of(shown, Decimal(0))
    found = interval(spec, context.around)
    critical = _critical(study, spec, span, spec.critical, context)
    return critical or _perhaps_critical(study, spec, span, spec.critical, _flagged(span, _used(context, found)))


def span_in_unit(item: Item, value: Value) -> Span | None:
    """The possible numbers of a value in the item's unit."""
    low_end = item.hard.low if item.hard is not None else None
    floor = low_end if low_end is not None and low_end < 0 else Decimal(0)
    if isinstance(value, Range):
        low = units.to_base(item, Quantity(value.low, value.unit))
        high = units.to_base(item, Quantity(value.high or value.low, value.unit))
        if isinstance(low, units.NoConversion) or isinstance(high, units.NoConversion):
            return None
        return span_of(Range(low.number, high.number if value.high else "", item.unit))
    if not isinstance(value, Quantity):
        return None
    base = units.to_base(item, value)
    return None if isinstance(base, units.NoConversion) else span_of(base, floor)


def _limits(study: Study, limits: Limits, unit: str) -> str:
    name = units.label(study, unit)
    if limits.low is None:
        text = f"≤ {limits.high}"
    elif limits.high is None:
        text = f"≥ {limits.low}"
    else:
        text = f"{limits.low}-{limits.high}"
    return f"{text} {name}".rstrip()


def _hard(study: Study, item: Item, span: Span) -> Text | None:
    if item.hard is None or not span.closed.outside(item.hard):
        return None
    within = _limits(study, item.hard, item.unit)
    return Text(
        f"{item.label.en} cannot be outside {within}. Look at the report; an investigator may confirm it.",
        f"“{item.label.zh}”不可能超出 {within}。请核对报告；确属报告原值的，可由研究者确认。",
    )


def _soft(study: Study, item: Item, span: Span, limits: Limits | None) -> Text | None:
    if limits is None or not span.closed.outside(limits):
        return None
    within = _limits(study, limits, item.unit)
    return Text(
        f"{item.label.en} is seldom outside {within}. Add a word why, or it becomes a query.",
        f"“{item.label.zh}”很少超出 {within}。请说明原因，否则将生成质疑。",
    )


def _beyond_kit(study: Study, item: Item, value: Value, context: CheckContext) -> Text | None:
    """A plain number where the laboratory's table says that its method only gives a limit."""
    held = row_in_force(context.tables, context.form, item.code, context.around) if context.tables else None
    base = units.to_base(item, value) if isinstance(value, Quantity) and not value.comparator else None
    if held is None or not isinstance(base, Quantity):
        return None
    lloq, uloq = held.row.lloq, held.row.uloq
    unit = units.label(study, item.unit)
    if lloq is not None and base.decimal < lloq:
        return Text(
            f"Below {lloq} {unit}, the method's limit of quantification: does the report print <{lloq}? Else say why.",
            f"低于该方法定量下限 {lloq} {unit}：报告是否为“<{lloq}”？否则请说明原因。",
        )
    if uloq is not None and base.decimal > uloq:
        return Text(
            f"Above {uloq} {unit}, the method's limit of quantification: does the report print >{uloq}? Else say why.",
            f"高于该方法定量上限 {uloq} {unit}：报告是否为“>{uloq}”？否则请说明原因。",
        )
    return None


def _critical(
    study: Study, subject: Item | DerivedSpec, span: Span, limits: Limits | None, context: CheckContext
) -> Findings | None:
    """Outside the critical limits; None inside, or where there are none."""
    side = _critical_side(limits, span)
    if not side or limits is None:
        return None
    old = old_entry(context) or _expected(subject, context)
    used = _used(context, interval(subject, context.around, context.form, context.tables))
    text = _critical_text(subject, _limits(study, limits, subject.unit), old)
    return Findings(critical=text, flag=side, interval=used, alarm=old is None)


def _perhaps_critical(
    study: Study, subject: Item | DerivedSpec, span: Span, limits: Limits | None, flagged: Findings
) -> Findings:
    """A limit such as "<2.9" may stand for critical numbers and for others: nobody is alarmed, and it is said."""
    if limits is None or not span.straddles(limits):
        return flagged
    within = _limits(study, limits, subject.unit)
    text = Text(
        f"Cannot tell whether {subject.label.en} is critical (outside {within}). Look at the report.",
        f"无法判断“{subject.label.zh}”是否为危急值（超出 {within}）。请核对报告。",
    )
    return msgspec.structs.replace(flagged, cannot_tell=text)


def _flagged(span: Span, used: Interval | None) -> Findings:
    """Against the report's own interval, or the default one."""
    if used is None:
        return Findings()
    limits = Limits(used.low, used.high)
    if span.outside(limits):
        low = used.low is not None and span.below(used.low)
        return Findings(flag="low" if low else "high", interval=used)
    if span.straddles(limits):
        text = Text(f"Cannot tell whether it lies within {used.shown}.", f"无法判断是否在参考区间 {used.shown} 内。")
        return Findings(flag="unclear", cannot_tell=text, interval=used)
    return Findings(interval=used)


def _used(context: CheckContext, default: Interval | None) -> Interval | None:
    if context.low is None and context.high is None:
        return default
    return Interval(context.low, context.high, REPORT, confirmed=True)


def _critical_side(limits: Limits | None, span: Span) -> Flag:
    if limits is None:
        return ""
    if limits.low is not None and span.below(limits.low):
        return "critical_low"
    return "critical_high" if limits.high is not None and span.above(limits.high) else ""


def old_entry(context: CheckContext) -> Text | None:
    """Why nobody has to be alarmed: an old specimen or, where its time is not known, an entry from old records."""
    if context.entered is None:
        return None
    if context.collected is not None:
        return OLD if context.entered - context.collected > OLD_SPECIMEN else None
    late = context.on is not None and context.entered.date() - context.on > BACK_ENTRY
    return OLD_RECORDS if late else None


def _expected(subject: Item | DerivedSpec, context: CheckContext) -> Text | None:
    """Why nobody has to be alarmed: the treatment makes it so on these days."""
    quiet = subject.critical_quiet if isinstance(subject, Item) else None
    day = context.study_day
    return EXPECTED if quiet is not None and day is not None and quiet[0] <= day <= quiet[1] else None


def _critical_text(subject: Item | DerivedSpec, within: str, old: Text | None) -> Text:
    en = f"Critical: {subject.label.en} is outside {within}."
    zh = f"危急值：“{subject.label.zh}”不在 {within} 范围内。"
    return asking(Text(en, zh), old)


def asking(found: Text, old: Text | None) -> Text:
    """What is critical, with what is asked of it, or why nothing is."""
    if old is not None:
        return Text(f"{found.en} {old.en}", f"{found.zh}{old.zh}")
    return Text(f"{found.en} Who was told, when, and what was done?", f"{found.zh}请记录通知何人、何时及处理措施。")


def check_form(form: Form, scope: Scope) -> tuple[tuple[Check, Text], ...]:
    """The checks of a form that certainly fail, with their sentences; what cannot be told says nothing."""
    return tuple((each, each.sentence) for each in form.checks if holds(parse(each.holds), scope) is False)


_SOMETHING = Span(None, None)


def operand(item: Item, value: Value | None) -> Operand:
    """What a value of an item stands for in an expression: numbers in the item's unit, a moment, codes, a text.

    What stands there and cannot be compared (sealed, or in a unit without a factor) is present and decides nothing.
    """
    match value:
        case Quantity() | Range():
            return span_in_unit(item, value) or _SOMETHING
        case DateValue() | DateTimeValue():
            return moment(value) or _SOMETHING
        case Codes(codes=codes):
            return frozenset(codes)
        case TextValue(text=text):
            return frozenset((text,))
        case Sealed():
            return _SOMETHING
        case _:
            return None
