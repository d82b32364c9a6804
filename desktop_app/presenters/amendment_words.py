"""Effects of another version of the study as people read them: counts first, then the definition, then child by child.

Pure. One wording for the window and for the command line.
"""

from study.amendment import KINDS, Difference, Effects, Kind
from study.text import Text
from ui.admin.study_state import Count, Lines

KIND_WORDS: dict[Kind, Text] = {
    "danger": Text("values whose unit or type changes: they keep their own", "单位或类型改变的数值：保留原样"),
    "impossible": Text("values impossible under the new limits", "按新限值为不可能的数值"),
    "vanishes": Text("values no longer asked for: they stay readable", "不再填写的数值：仍可查看"),
    "answer": Text("answers no longer offered: they stay readable", "不再提供的选项：仍可查看"),
    "lacks": Text("complete forms that would lack a required item", "已完成但将缺必填项的表单"),
    "check": Text("checks that would fail", "将不通过的核查"),
    "unusual": Text("values unusual under the new limits", "按新限值为少见的数值"),
    "window": Text("visits whose window or standing moves", "时间窗或状态变化的访视"),
    "open": Text("open forms that change", "将变化的未完成表单"),
    "visit": Text("visits to come that change", "将变化的未做访视"),
}
LOUD: frozenset[Kind] = frozenset({"danger", "impossible"})
_PARTS: dict[str, Text] = {
    "study": Text("Study", "研究"), "visit": Text("Visits", "访视"), "form": Text("Forms", "表单"),
    "item": Text("Items", "项目"), "check": Text("Checks", "核查"), "answer": Text("Answers", "选项"),
    "derived": Text("Derived values", "衍生值"), "panel": Text("Charts", "图表"), "table": Text("Tables", "表格"),
    "eligibility": Text("Eligibility", "入排标准"), "protocol": Text("Protocol", "方案"),
    "letter": Text("Letter", "通知单"), "drugs": Text("Drugs", "药物表"),
}  # fmt: skip
_HOW = {"added": Text("new", "新增"), "removed": Text("no longer there", "取消"), "changed": Text("changed", "变化")}


def counts(found: Effects) -> tuple[Count, ...]:
    """How many effects of each kind, what wants a person first."""
    return tuple(Count(KIND_WORDS[kind], number, kind in LOUD) for kind, number in found.counts.items())


def dangers(found: Effects) -> tuple[Text, ...]:
    """What changes the meaning of values."""
    return tuple(difference_words(each) for each in found.dangers)


def danger_seen(found: Effects) -> Text | None:
    """What a person says they have looked at before such a version is adopted; None where there is nothing to see."""
    if not found.dangers:
        return None
    number = found.counts.get("danger", 0)
    return Text(
        f"I have looked at what changes its meaning, and at the {number} values that keep their own unit or type.",
        f"我已查看含义改变之处，以及保留原单位或类型的 {number} 个数值。",
    )


def differences(found: Effects) -> tuple[Lines, ...]:
    """What differs, part by part of the definition."""
    parts = dict.fromkeys(each.part for each in found.differences)
    return tuple(
        Lines(_PARTS[part], tuple(difference_words(each) for each in found.differences if each.part == part))
        for part in parts
    )


def difference_words(each: Difference) -> Text:
    """One difference in a line."""
    how = _HOW[each.how]
    code = f" ({each.code})" if each.code and each.code not in (each.label.en, each.label.zh) else ""
    if not each.what:
        return Text(f"{each.label.en}{code}: {how.en}", f"{each.label.zh}{code}：{how.zh}")
    en, zh = "; ".join(what.en for what in each.what), "；".join(what.zh for what in each.what)
    return Text(f"{each.label.en}{code}: {en}", f"{each.label.zh}{code}：{zh}")


def children(found: Effects) -> tuple[Lines, ...]:
    """The effects child by child, under their codes."""
    lines: list[Lines] = []
    for child in sorted(found.children, key=lambda each: (each.code == "", each.code)):
        code = child.code or "?"
        number = len(child.effects)
        title = Text(f"{code} · {number}", f"{code} · {number}")
        ordered = sorted(child.effects, key=lambda effect: KINDS.index(effect.kind))
        lines.append(Lines(title, tuple(effect.text for effect in ordered)))
    return tuple(lines)
