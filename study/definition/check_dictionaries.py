"""The dictionaries of a definition and the items that are looked up in them: what must hold, with file and line."""

import msgspec

from study.definition.dictionary import Dictionary, is_dictionary
from study.definition.faults import DefinitionError, Report
from study.definition.model import Form, Item, Study
from study.definition.read_dictionary import check_dictionary, read_dictionary


def check_dictionaries(study: Study, report: Report) -> None:
    """Reports every fault of the dictionaries, and of items that are looked up in one."""
    found = {code: _proven(code, text, report) for code, text in study.tables.items() if is_dictionary(text)}
    for form in study.forms.values():
        for item in form.items:
            if item.dictionary or item.narrows:
                _check_item(study, form, item, found, report)


def other_tables(study: Study) -> dict[str, str]:
    """The texts of the tables that are no dictionaries."""
    return {code: text for code, text in study.tables.items() if not is_dictionary(text)}


def marked(study: Study) -> Study:
    """A sound study, with every item unconfirmed that is looked up in a dictionary which nobody has confirmed."""
    open_ones = {
        code
        for code, text in study.tables.items()
        if is_dictionary(text) and read_dictionary(code, text).unconfirmed is not None
    }
    forms = {
        code: msgspec.structs.replace(form, items=tuple(_marked(item, open_ones) for item in form.items))
        if any(item.dictionary in open_ones for item in form.items)
        else form
        for code, form in study.forms.items()
    }
    return msgspec.structs.replace(study, forms=forms)


def _proven(code: str, text: str, report: Report) -> Dictionary:
    """A sound dictionary is read once for all definitions that carry it; of another one each fault is told."""
    try:
        return read_dictionary(code, text)
    except DefinitionError:
        return check_dictionary(code, text, report)


def _marked(item: Item, open_ones: set[str]) -> Item:
    return msgspec.structs.replace(item, confirmed=False) if item.dictionary in open_ones else item


def _check_item(study: Study, form: Form, item: Item, found: dict[str, Dictionary], report: Report) -> None:
    def fault(key: str, en: str, zh: str) -> None:
        report.add_at(("item", form.code, item.code, key), item.code, en, zh)

    if item.narrows and not item.dictionary:
        fault("narrows", "`narrows` needs a `dictionary`", "“narrows”须与“dictionary”同用")
    if item.dictionary and (item.type != "text" or item.pattern or item.identity):
        en = "`dictionary` is for texts without a pattern that are no identity"
        fault("dictionary", en, "“dictionary”仅用于不含格式要求且非身份信息的文本项")
    if item.dictionary and item.dictionary not in found:
        fault("dictionary", f"there is no dictionary `{item.dictionary}`", f"没有词典“{item.dictionary}”")
    if item.narrows:
        _check_narrowed(study, form, item, found.get(item.dictionary), report)


def _check_narrowed(study: Study, form: Form, item: Item, found: Dictionary | None, report: Report) -> None:
    """The answers that the terms allow must be answers of the item that they narrow."""
    path = ("item", form.code, item.code, "narrows")
    other = next((each for each in form.items if each.code == item.narrows), None)
    if other is None or other.type != "choice" or other.rows:
        en, zh = f"`{item.narrows}` is no choice of this form", f"“{item.narrows}”不是本表单的选择项"
        report.add_at(path, item.code, en, zh)
        return
    offered = {choice.code for choice in study.codelists.get(other.choices, ())}
    allowed = {code for term in found.terms for code in term.answers} if found is not None else set()
    if wrong := sorted(allowed - offered):
        report.add_at(
            path,
            item.code,
            f"`{item.dictionary}` gives answers that {other.code} does not have: {', '.join(wrong)}",
            f"“{item.dictionary}”中的答案不在{other.code}的选项之内：{'、'.join(wrong)}",
        )
