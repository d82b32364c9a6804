"""Headings of Chinese and English laboratory reports: which column holds what, and the lines above and below a table.

Must not read results.
"""

import re
from collections.abc import Sequence

from study.grammar.fold import bare, fold
from sync.files.lab.headings import FIELD

_LABEL = re.compile(r"(?P<label>[^\s:,;]{1,16}(?: (?:[a-zA-Z]+))*) ?: ?")
_HOUSE = re.compile(r"医院|医学检验|检验中心|检验科|实验室|卫生院|hospital|laborator|medical cent", re.IGNORECASE)
_BELOW = re.compile(
    r"(?:检验|审核|核对|报告|打印|复核|签发|备注|注|说明|声明|提示|本报告|此报告|本结果|以上|以下空白|医师|送检|※"
    r"|note|remark|comment|verified|approved|reported|printed|end of report)",
    re.IGNORECASE,
)


def field_of(heading: str) -> str | None:
    """The field a heading names, in either language or in both ("结果/Result", "单位(Unit)"); None for any other."""
    text = bare(heading).strip("*:★")
    parts = [text, re.sub(r"[(\[【].*?[)\]】]", "", text), *text.split("/")]
    parts += [re.sub(r"[^\u4e00-\u9fff]", "", text), re.sub(r"[^a-z]", "", text)]
    return next((FIELD[part] for part in parts if part in FIELD), None)


class Columns:
    """Where the fields stand in a table; a report printed in two halves side by side has two groups."""

    def __init__(self, groups: tuple[dict[str, int], ...], width: int, shared: dict[str, int]) -> None:
        self.groups = groups
        self.width = width
        self.shared = shared


def columns_of(texts: Sequence[str]) -> Columns | None:
    """The columns when the line is the head of a table (it names a test and a result), else None."""
    fields = [field_of(text) if text.strip() else None for text in texts]
    if "result" not in fields or not {"test", "short"} & set(fields):
        return None
    groups: list[dict[str, int]] = [{}]
    for index, field in enumerate(fields):
        if field is None or field == "ignored":
            continue
        if field == "test" and "test" in groups[-1] and "result" in groups[-1]:
            groups.append({})
        groups[-1].setdefault(field, index)
    whole = tuple(group for group in groups if "result" in group and {"test", "short"} & set(group))
    if not whole:
        return None
    single = {field: index for group in groups for field, index in group.items() if len(groups) == 1 or _once(field)}
    width = max(index for index, text in enumerate(texts) if text.strip()) + 1
    return Columns(whole, width, single)


def _once(field: str) -> bool:
    """Fields that a line says once for both halves."""
    return field in ("collected", "tested", "specimen", "sample", "name", "number")


def pairs(texts: Sequence[str]) -> list[tuple[str, str]]:
    """Label and value of a line such as "姓名:… 性别:…", "采样时间 | 2026-11-17 08:10": only labels that are known."""
    found: list[tuple[str, str]] = []
    waiting = ""
    for cell in texts:
        text = fold(cell)
        if not text:
            continue
        inside = _labelled(text)
        if inside:
            found += [(field, value) for field, value in inside if value]
            waiting = inside[-1][0] if not inside[-1][1] else ""
        elif waiting:
            found.append((waiting, text))
            waiting = ""
        else:
            waiting = FIELD.get(bare(text).strip("*:★"), "")
    return found


def _labelled(text: str) -> list[tuple[str, str]]:
    """Known labels followed by a colon, each with the text up to the next label of any kind."""
    marks = [_mark(each) for each in _LABEL.finditer(text) if not each["label"][-1].isdigit()]
    found = []
    for index, (_, after, field) in enumerate(marks):
        end = marks[index + 1][0] if index + 1 < len(marks) else len(text)
        if field is not None:
            found.append((field, text[after:end].strip(" ,;")))
    return found


def _mark(found: re.Match[str]) -> tuple[int, int, str | None]:
    """Where a label begins, where its value begins, and its field: the longest run of last words that is a label."""
    words = found["label"].split(" ")
    for count in range(len(words), 0, -1):
        label = " ".join(words[-count:])
        if bare(label) in FIELD:
            return found.end("label") - len(label), found.end(), FIELD[bare(label)]
    return found.end("label") - len(words[-1]), found.end(), None


def starts_with_label(texts: Sequence[str]) -> bool:
    """True when the first cell of a line is a known label ("标本类型", "标本类型：尿液"), as no result's is."""
    first = next((fold(text) for text in texts if text.strip()), "")
    return bool(_labelled(first)) or bare(first).strip("*:★") in FIELD


def label_and_result(texts: Sequence[str]) -> bool:
    """True when one label is followed by several cells without any: perhaps a result stands behind it."""
    said = [text for text in texts if text.strip()]
    labels = sum(starts_with_label([text]) for text in said)
    return labels == 1 and len(said) > 2


def house(texts: Sequence[str]) -> str:
    """The name of the hospital or laboratory when a line says nothing else, else ""."""
    said = [fold(text) for text in texts if text.strip()]
    if len(said) != 1 or not _HOUSE.search(said[0]) or ":" in said[0]:
        return ""
    return re.sub(r"(?:检验|化验|检测)?(?:结果)?报告(?:单|书)?$", "", said[0]).strip(" -·")


def is_below(texts: Sequence[str]) -> bool:
    """True for a line under a table: who tested, who verified, what the report is valid for."""
    said = [fold(text) for text in texts if text.strip()]
    return bool(said) and _BELOW.match(said[0]) is not None and (":" in said[0] or len(said) == 1)
