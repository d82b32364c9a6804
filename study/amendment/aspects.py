"""How one thing of a definition differs from its other version, aspect by aspect, in words. Pure."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import msgspec

from study.definition.model import (
    AltUnit,
    Check,
    Choice,
    DerivedSpec,
    Form,
    Item,
    Limits,
    Reference,
    SoftDays,
    Source,
    Visit,
)
from study.definition.panel import Curve
from study.definition.standards import Coding
from study.text import Text

NOTHING = Text("none", "无")


class Aspect(NamedTuple):
    """A field of a part of the definition. `danger`: values that were entered would mean something else."""

    field: str
    label: Text
    danger: bool = False


_WORDS = {
    "aliases": Text("other names", "别名"),
    "all_normal": Text('takes "all normal"', "可“全部正常”"),
    "as_last": Text('takes "as last time"', "可“沿用上次”"),
    "at_once_confirmed": Text("filling at once confirmed", "一键填写已确认"),
    "alt_units": Text("other units", "可换算单位"),
    "always_query": Text("always a query", "总生成质疑"),
    "at": Text("shown under", "提示位置"),
    "attachments": Text("files", "附件"),
    "central": Text("files for central readers", "交中心阅片的附件"),
    "baseline": Text("baseline", "基线"),
    "better": Text("better", "好转方向"),
    "caliper": Text("measured in a tracing", "可由波形测量"),
    "by_age": Text("normal by age", "正常值随年龄变化"),
    "censored": Text("takes < and >", "可含<或>"),
    "choices": Text("list of answers", "选项表"),
    "codings": Text("codes of standards", "标准代码"),
    "confirmed": Text("confirmed", "已确认"),
    "critical": Text("critical outside", "危急值界限"),
    "critical_confirmed": Text("critical limits confirmed", "危急值界限已确认"),
    "critical_quiet": Text("days without alarm", "不报警研究日"),
    "curves": Text("charts", "图表"),
    "dated_by": Text("dated by", "日期项"),
    "day_confirmed": Text("target day confirmed", "目标日已确认"),
    "decimals": Text("decimals", "小数位数"),
    "derived": Text("derived values", "衍生值"),
    "dictionary": Text("dictionary", "词典"),
    "formula": Text("formula", "公式"),
    "forms": Text("forms", "表单"),
    "hard": Text("possible", "可能范围"),
    "headline": Text("compared from visit to visit", "访视间比较"),
    "holds": Text("rule", "规则"),
    "identity": Text("identity", "身份信息"),
    "inputs": Text("inputs", "输入"),
    "label": Text("label", "名称"),
    "laboratory": Text("of the laboratory", "检验项目"),
    "method": Text("method asked by", "检测方法项"),
    "named_by": Text("named by", "名称项"),
    "narrows": Text("narrows the answers of", "限定其选项的项目"),
    "normal": Text("normal answer", "正常答案"),
    "note": Text("note", "说明"),
    "open_when": Text("goes on while", "进行中条件"),
    "optional": Text("optional", "可选"),
    "part": Text("part of the formula", "公式部分"),
    "pattern": Text("pattern", "格式"),
    "pick": Text("of several", "多个取值"),
    "query": Text("always a query", "总生成质疑"),
    "quiet": Text("verdict without a line", "不显示的结论"),
    "range": Text("takes a range", "可为范围"),
    "reference": Text("reference intervals", "参考区间"),
    "repeating": Text("repeats", "可重复"),
    "required": Text("required", "必填"),
    "rows": Text("log", "记录"),
    "sentence": Text("sentence", "提示"),
    "severity": Text("severity", "级别"),
    "shares_window": Text("shares its window", "时间窗可重叠"),
    "short": Text("short name", "简称"),
    "soft": Text("usual", "常见范围"),
    "soft_by_day": Text("usual on study days", "特定研究日常见范围"),
    "source": Text("source", "出处"),
    "specimen": Text("specimen", "标本"),
    "target_day": Text("target day", "目标日"),
    "type": Text("type", "类型"),
    "unit": Text("unit", "单位"),
    "valid": Text("valid for", "适用范围"),
    "when": Text("asked when", "填写条件"),
    "window": Text("window", "时间窗"),
    "written_out": Text("formula written out", "公式表述"),
}
"""What the fields of all parts are called."""


def _aspects(fields: str, *, danger: str = "", **otherwise: Text) -> tuple[Aspect, ...]:
    """Aspects by the names of their fields; `otherwise` are names that one part has for a field."""
    risky = danger.split()
    return tuple(Aspect(field, otherwise.get(field) or _WORDS[field], field in risky) for field in fields.split())


ITEM = _aspects(
    "label short type unit identity rows decimals hard soft soft_by_day critical critical_confirmed critical_quiet "
    "alt_units choices dictionary narrows required censored range pattern when always_query laboratory aliases "
    "reference method normal as_last better curves codings caliper by_age confirmed note",
    danger="type unit identity rows",
)
FORM = _aspects(
    "label short repeating specimen all_normal as_last at_once_confirmed dated_by named_by when open_when "
    "derived attachments central note",
    danger="repeating",
)
VISIT = _aspects(
    "label repeating target_day window confirmed day_confirmed shares_window baseline optional forms",
    danger="repeating",
    confirmed=Text("window confirmed", "时间窗已确认"),
)
CHOICE = _aspects("label aliases confirmed")
CHECK = _aspects(
    "holds sentence at severity query confirmed", confirmed=Text("critical rule confirmed", "危急值规则已确认")
)
DERIVED = _aspects(
    "label short unit decimals formula part written_out source valid inputs pick choices quiet headline reference "
    "critical critical_confirmed better curves confirmed"
)


def changed(
    aspects: Iterable[Aspect],
    old: Item | Form | Visit | Check | Choice | DerivedSpec,
    new: Item | Form | Visit | Check | Choice | DerivedSpec,
) -> Iterator[tuple[Aspect, Text]]:
    """The aspects in which two versions of one thing differ, each with both sides in words."""
    for aspect in aspects:
        before, after = getattr(old, aspect.field), getattr(new, aspect.field)
        if before != after:
            yield aspect, _moved(aspect.label, before, after)


def _moved(label: Text, before: Any, after: Any) -> Text:
    if isinstance(before, tuple) and isinstance(after, tuple) and _words(before) and _words(after):
        return _list(label, before, after)
    left, right = said(before), said(after)
    if left == right or isinstance(before, Reference | dict) or isinstance(after, Reference | dict):
        return Text(f"{label.en} changed", f"{label.zh}有变化")
    return Text(f"{label.en}: {left.en} → {right.en}", f"{label.zh}：{left.zh} → {right.zh}")


def _words(values: tuple[Any, ...]) -> bool:
    return all(isinstance(value, str) for value in values)


def _list(label: Text, before: tuple[str, ...], after: tuple[str, ...]) -> Text:
    """Lists of codes: what came and what went; the order alone is "another order"."""
    came, went = [code for code in after if code not in before], [code for code in before if code not in after]
    signs = " ".join((*(f"+{code}" for code in came), *(f"\N{MINUS SIGN}{code}" for code in went)))
    if not signs:
        return Text(f"{label.en} in another order", f"{label.zh}顺序变化")
    return Text(f"{label.en}: {signs}", f"{label.zh}：{signs}")


def _code(coding: Coding) -> Text:
    unsure = ("", "") if coding.confirmed else (" (unconfirmed)", "（待确认）")
    return Text(f"{coding.words}{unsure[0]}", f"{coding.words}{unsure[1]}")


_SAID: dict[type, Callable[[Any], Text]] = {
    bool: lambda value: Text("yes", "是") if value else Text("no", "否"),
    Text: lambda value: value,
    Limits: lambda value: _both(f"{_end(value.low)} .. {_end(value.high)}"),
    str: lambda value: _both(value) if value else NOTHING,
    AltUnit: lambda value: _both(value.unit if value.factor is None else f"{value.unit} × {value.factor}"),
    SoftDays: lambda value: _both(f"{value.first} .. {value.last} d ({said(value.limits).en})"),
    Coding: _code,
    Curve: lambda value: _both(f"{value.panel}:{value.axis}"),
    Source: lambda value: _both(f"{value.kind} {value.of}"),
}


def said(value: Any) -> Text:
    """A value of the definition in words; "none" for what is not there."""
    if value is None or value == ():
        return NOTHING
    for kind, words in _SAID.items():
        if isinstance(value, kind):
            return words(value)
    if isinstance(value, tuple):
        parts = [said(each) for each in value]
        return Text(" ".join(part.en for part in parts), " ".join(part.zh for part in parts))
    return _both(str(value) if not isinstance(value, msgspec.Struct) else type(value).__name__)


def _both(text: str) -> Text:
    return Text(text, text)


def _end(end: object) -> str:
    return "" if end is None else str(end)
