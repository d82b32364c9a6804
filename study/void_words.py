"""What voided a signature, in words: a value that stands otherwise now, a file that came or went; who, when, why.

The same sentences on a workstation and on the EDC's page. Pure; says nothing of what identifies a child.
"""

from study.address import Address
from study.after_signing import Difference, FileMoved, Made
from study.definition.model import Item, Study
from study.text import Text
from study.value_words import both, with_unit
from study.values import Value

SHOWN_DIGITS = 8
"""Characters of a digest that people compare."""
_NOTHING = Text("empty", "空")


def told(by: Made, name: str, when: str) -> str:
    """Who, when, and why where a reason was given."""
    reason = str(getattr(by.fact, "reason", ""))
    return " · ".join(part for part in (f"{name} {when}".strip(), reason) if part)


def difference_words(study: Study, each: Difference, by: str) -> Text:
    """From what to what; `by` as `told` has it."""
    item = _item(study, each.address)
    label = (item.short or item.label) if item is not None else both(each.address.item)
    before, now = (_value(study, item, value) for value in (each.signed, each.now))
    if each.conflict:
        return Text(f"{label.en}: two values stand ({by})", f"{label.zh}：存在两个不同的值（{by}）")
    return Text(f"{label.en} {before.en} → {now.en} ({by})", f"{label.zh} {before.zh} → {now.zh}（{by}）")


def file_words(each: FileMoved, name: str, by: str) -> Text:
    """That a file came or went; `name` as its reader may know it."""
    if each.gone:
        return Text(f"file taken away: {name} ({by})", f"附件已移除：{name}（{by}）")
    return Text(f"file added: {name} ({by})", f"新增附件：{name}（{by}）")


def _item(study: Study, address: Address) -> Item | None:
    form = study.forms.get(address.form)
    return next((item for item in form.items if item.code == address.item), None) if form else None


def _value(study: Study, item: Item | None, value: Value | None) -> Text:
    if value is None:
        return _NOTHING
    if item is None or item.identity:
        return both("…")
    return Text(*(with_unit(study, item, value, language) for language in ("en", "zh")))
