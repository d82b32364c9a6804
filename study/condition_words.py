"""A condition of the definition as a person reads it, in both languages: labels for codes, answers for their codes."""

from study.definition.model import Form, Item, Study
from study.expression import parse
from study.expression.parse import Arithmetic, Call, Comparison, Logic, Name, Node, Number, Word
from study.text import Text

_SIGNS = {
    "==": Text("is", "为"), "!=": Text("is not", "不为"), "<=": Text("≤", "≤"), ">=": Text("≥", "≥"),
    "in": Text("is one of", "为"), "not in": Text("is none of", "不为"),
}  # fmt: skip
_JOINED = {"and": Text(" and ", "且"), "or": Text(" or ", "或")}
_OF_ITEM = {
    "previous": Text("the last {}", "前次“{}”"),
    "baseline": Text("the baseline {}", "基线“{}”"),
    "low": Text("the lower limit of {}", "“{}”参考下限"),
    "high": Text("the upper limit of {}", "“{}”参考上限"),
    "present": Text("{} is given", "“{}”已填"),
    "missing": Text("{} is not given", "“{}”未填"),
    "suggested": Text("what the record suggests for {}", "系统对“{}”的提示"),
}
_OF_CHILD = {
    "age": Text("age in years", "年龄（岁）"),
    "sex": Text("sex", "性别"),
    "visit": Text("visit", "访视"),
    "study_day": Text("study day", "研究日"),
    "visit_date": Text("visit date", "访视日期"),
}
_SUGGESTED = {"ASK": Text("a question", "待判断"), "NONE": Text("nothing", "无")}
_SEXES = {"F": Text("female", "女"), "M": Text("male", "男")}


def in_words(study: Study, form: Form, condition: str) -> Text:
    """What a condition of a form says. Raises NotAnExpressionError."""
    return _words(study, form, parse(condition).root)


def _words(study: Study, form: Form, node: Node) -> Text:
    match node:
        case Logic(word="not", parts=(part,)):
            inner = _words(study, form, part)
            return Text(f"not ({inner.en})", f"并非（{inner.zh}）")
        case Logic(word=word, parts=parts):
            found = [_bracketed(study, form, part) for part in parts]
            joined = _JOINED[word]
            return Text(joined.en.join(t.en for t in found), joined.zh.join(t.zh for t in found))
        case Comparison(sign=sign, left=left, right=right):
            a, b = _side(study, form, left, right), _side(study, form, right, left)
            said = _SIGNS.get(sign, Text(sign, sign))
            return Text(f"{a.en} {said.en} {b.en}", f"{a.zh}{said.zh}{b.zh}")
        case _:
            return _value(study, form, node)


def _bracketed(study: Study, form: Form, node: Node) -> Text:
    found = _words(study, form, node)
    mixed = isinstance(node, Logic) and node.word != "not"
    return Text(f"({found.en})", f"（{found.zh}）") if mixed else found


def _side(study: Study, form: Form, node: Node, other: Node) -> Text:
    """One side of a comparison; words are answers of what stands on the other side."""
    if not isinstance(node, Word):
        return _value(study, form, node)
    answers = _answers(study, form, other)
    labels = [answers.get(code, Text(code, code)) for code in node.codes]
    return Text(" / ".join(t.en for t in labels), " / ".join(t.zh for t in labels))


def _answers(study: Study, form: Form, node: Node) -> dict[str, Text]:
    match node:
        case Call(function="sex"):
            return _SEXES
        case Call(function="visit"):
            return {visit.code: visit.label for visit in study.visits}
        case Name(name=name) | Call(names=(name,)):
            item = _item(study, form, name)
            said = _SUGGESTED if isinstance(node, Call) and node.function == "suggested" else {}
            return {**said, **{c.code: c.label for c in study.codelists.get(item.choices, ())}} if item else {}
        case _:
            return {}


def _value(study: Study, form: Form, node: Node) -> Text:
    match node:
        case Number(value=number):
            return Text(str(number), str(number))
        case Name(name=name):
            label = _label(study, form, name)
            return Text(label.en, f"“{label.zh}”")
        case Call(function=function) if function in _OF_CHILD:
            return _OF_CHILD[function]
        case Call(function=function, names=(name,)):
            label, said = _label(study, form, name), _OF_ITEM.get(function, Text("{}", "“{}”"))
            return Text(said.en.format(label.en), said.zh.format(label.zh))
        case Call(function=function, arguments=arguments):
            found = [_value(study, form, each) for each in arguments]
            return Text(
                f"{function}({', '.join(t.en for t in found)})", f"{function}({'、'.join(t.zh for t in found)})"
            )
        case Arithmetic(sign=sign, left=left, right=right):
            a, b = _value(study, form, left), _value(study, form, right)
            return Text(f"{a.en} {sign} {b.en}", f"{a.zh} {sign} {b.zh}")
        case _:
            return _words(study, form, node)


def _item(study: Study, form: Form, name: str) -> Item | None:
    of, _, code = name.rpartition(".")
    where = study.forms.get(of, form) if of else form
    return next((item for item in where.items if item.code == code), None)


def _label(study: Study, form: Form, name: str) -> Text:
    item = _item(study, form, name)
    if item is not None:
        return item.label
    spec = study.derived.get(name)
    return spec.label if spec is not None else Text(name, name)
