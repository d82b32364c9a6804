"""How one thing of a definition differs from its other version, aspect by aspect, in words. Pure."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import msgspec

from study.definition.model import AltUnit, Check, Curve, DerivedSpec, Form, Item, Limits, Reference, Source, Visit
from study.text import Text

NOTHING = Text("none", "无")


class Aspect(NamedTuple):
    """A field of a part of the definition. `danger`: values that were entered would mean something else."""

    field: str
    label: Text
    danger: bool = False


ITEM = (
    Aspect("label", Text("label", "名称")),
    Aspect("type", Text("type", "类型"), danger=True),
    Aspect("unit", Text("unit", "单位"), danger=True),
    Aspect("identity", Text("identity", "身份信息"), danger=True),
    Aspect("rows", Text("log", "日志"), danger=True),
    Aspect("decimals", Text("decimals", "小数位数")),
    Aspect("hard", Text("possible", "可能范围")),
    Aspect("soft", Text("usual", "常见范围")),
    Aspect("soft_by_visit", Text("usual at visits", "各访视常见范围")),
    Aspect("critical", Text("critical outside", "危急值界限")),
    Aspect("critical_quiet", Text("days without alarm", "不报警研究日")),
    Aspect("alt_units", Text("other units", "可换算单位")),
    Aspect("choices", Text("list of answers", "选项表")),
    Aspect("required", Text("required", "必填")),
    Aspect("censored", Text("takes < and >", "可含<或>")),
    Aspect("range", Text("takes a range", "可为范围")),
    Aspect("pattern", Text("pattern", "格式")),
    Aspect("when", Text("asked when", "填写条件")),
    Aspect("always_query", Text("always a query", "总生成质疑")),
    Aspect("reference", Text("reference intervals", "参考区间")),
    Aspect("method", Text("method asked by", "检测方法项")),
    Aspect("better", Text("better", "好转方向")),
    Aspect("curves", Text("charts", "图表")),
)
FORM = (
    Aspect("label", Text("label", "名称")),
    Aspect("repeating", Text("repeats", "可重复"), danger=True),
    Aspect("specimen", Text("specimen", "标本")),
    Aspect("dated_by", Text("dated by", "日期项")),
    Aspect("named_by", Text("named by", "名称项")),
    Aspect("when", Text("asked when", "填写条件")),
    Aspect("open_when", Text("goes on while", "进行中条件")),
    Aspect("derived", Text("derived values", "衍生值")),
    Aspect("attachments", Text("files", "附件")),
)
VISIT = (
    Aspect("label", Text("label", "名称")),
    Aspect("repeating", Text("repeats", "可重复"), danger=True),
    Aspect("target_day", Text("target day", "目标日")),
    Aspect("window", Text("window", "时间窗")),
    Aspect("baseline", Text("baseline", "基线")),
    Aspect("optional", Text("optional", "可选")),
    Aspect("forms", Text("forms", "表单")),
)
CHECK = (
    Aspect("holds", Text("rule", "规则")),
    Aspect("sentence", Text("sentence", "提示")),
    Aspect("at", Text("shown under", "提示位置")),
    Aspect("severity", Text("severity", "级别")),
    Aspect("query", Text("always a query", "总生成质疑")),
)
DERIVED = (
    Aspect("label", Text("label", "名称")),
    Aspect("unit", Text("unit", "单位")),
    Aspect("decimals", Text("decimals", "小数位数")),
    Aspect("formula", Text("formula", "公式")),
    Aspect("part", Text("part of the formula", "公式部分")),
    Aspect("inputs", Text("inputs", "输入")),
    Aspect("pick", Text("of several", "多个取值")),
    Aspect("choices", Text("list of answers", "选项表")),
    Aspect("reference", Text("reference intervals", "参考区间")),
    Aspect("critical", Text("critical outside", "危急值界限")),
    Aspect("better", Text("better", "好转方向")),
    Aspect("curves", Text("charts", "图表")),
)


def changed(
    aspects: Iterable[Aspect],
    old: Item | Form | Visit | Check | DerivedSpec,
    new: Item | Form | Visit | Check | DerivedSpec,
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


_SAID: dict[type, Callable[[Any], Text]] = {
    bool: lambda value: Text("yes", "是") if value else Text("no", "否"),
    Text: lambda value: value,
    Limits: lambda value: _both(f"{_end(value.low)} .. {_end(value.high)}"),
    str: lambda value: _both(value) if value else NOTHING,
    AltUnit: lambda value: _both(value.unit if value.factor is None else f"{value.unit} × {value.factor}"),
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
