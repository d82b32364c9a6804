"""Which forms may be filled at once ("all normal", "as last time"), and with what: refused where a person must judge.

Owns the rule only. What is filled at a bedside is `study.at_once`.
"""

from collections.abc import Iterator

from study.address import LOG
from study.definition.faults import Report
from study.definition.model import Choice, Form, Item, ItemType, Study

NEVER_AT_ONCE = frozenset({"SLEDAI", "CRS", "ICANS", "AE", "AEGR", "SAE", "IE"})
"""Forms of judgement: each answer is somebody's own."""
WITH_NORMAL: tuple[ItemType, ...] = ("choice", "multichoice", "text")
"""A number or a date is never normal by itself: it was measured or it was not."""
Told = tuple[str, str, str]
"""The key at fault, and the sentence in English and in Chinese."""


def check_at_once(study: Study, form: Form, report: Report) -> None:
    """Reports everything about filling a form at once that does not hold."""
    for key, en, zh in _form(study, form):
        report.add_at(("form", form.code, key), form.code, en, zh)
    readable = "codelists.yaml" not in report.unreadable
    for item in form.items:
        for key, en, zh in (*_normal(study, form, item, readable), *_carried(form, item)):
            report.add_at(("item", form.code, item.code, key), item.code, en, zh)


def _form(study: Study, form: Form) -> Iterator[Told]:
    flags = [flag for flag in ("all_normal", "as_last") if getattr(form, flag)]
    for flag in flags:
        if _judged(study, form):
            yield (
                flag,
                "scores, toxicity, events, eligibility and laboratory results are never filled at once",
                "评分、毒性、不良事件、入排标准及检验结果不得一键填写",
            )
        elif form.repeating or form.code in _logs(study):
            yield (
                flag,
                "a form that repeats, or a log of the child, is never filled at once",
                "可重复的表单和患儿记录不得一键填写",
            )
    if form.all_normal and not any(item.normal for item in form.items):
        yield (
            "all_normal",
            "no item of this form has a normal answer (`normal`)",
            "本表单没有任何项目给出正常答案“normal”",
        )
    if form.as_last and not any(item.as_last for item in form.items):
        yield "as_last", "no item of this form may be copied (`as_last`)", "本表单没有任何项目允许沿用“as_last”"
    if form.at_once_confirmed and not flags:
        yield "at_once_confirmed", "nothing is filled at once that could be confirmed", "本表单不可一键填写，无需此标记"


def _judged(study: Study, form: Form) -> bool:
    """Whether the form is a score, toxicity, an event, eligibility or of the laboratory."""
    asked = {criterion.item.partition("/")[0] for criterion in study.eligibility.criteria}
    return (
        form.specimen or form.code in NEVER_AT_ONCE or form.code in asked or any(item.laboratory for item in form.items)
    )


def _logs(study: Study) -> frozenset[str]:
    return frozenset(form for visit in study.visits if visit.code == LOG for form in visit.forms)


def _normal(study: Study, form: Form, item: Item, readable: bool) -> Iterator[Told]:
    if not item.normal:
        return
    if item.type not in WITH_NORMAL or item.rows:
        yield (
            "normal",
            "only an answer of a code list or a text can be normal; a number or a date never is",
            "仅代码表选项或文字可设正常答案；数值和日期不可",
        )
    elif item.identity or item.pattern:
        yield "normal", "a name or a code has no normal answer", "姓名或编号没有正常答案"
    elif item.type != "text" and readable and not any(c.code == item.normal for c in _list(study, item)):
        en = f"the normal answer `{item.normal}` is no choice of `{item.choices}`"
        yield "normal", en, f"正常答案“{item.normal}”不是“{item.choices}”的选项"
    if not form.all_normal:
        yield "normal", "the form does not allow `all_normal`", "本表单未允许“all_normal”"


def _list(study: Study, item: Item) -> tuple[Choice, ...]:
    return study.codelists.get(item.choices, ())


def _carried(form: Form, item: Item) -> Iterator[Told]:
    if not item.as_last:
        return
    if item.identity or item.laboratory or item.rows or item.type == "table" or item.code == form.dated_by:
        yield (
            "as_last",
            "identity, laboratory results, rows of logs and the date of the form are never copied",
            "身份信息、检验结果、记录行及表单日期不得沿用",
        )
    if not form.as_last:
        yield "as_last", "the form does not allow `as_last`", "本表单未允许“as_last”"
