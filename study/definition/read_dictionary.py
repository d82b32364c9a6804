"""Reads a dictionary from CSV text and proves it, every fault with its line. A row without a term names a class."""

import re
from collections.abc import Mapping
from functools import lru_cache

from study.definition.dictionary import COLUMNS, NEEDED, Dictionary, Term, plain
from study.definition.faults import DefinitionError, Report
from study.definition.model import Item, Study
from study.definition.table_lines import Line, Lines, split
from study.text import Text

_INITIALS = re.compile(r"[a-z0-9]*")
_ANSWER = re.compile(r"[A-Za-z0-9_]+")
CONFIRMED = {"yes": True, "no": False}


@lru_cache(maxsize=8)
def read_dictionary(code: str, text: str) -> Dictionary:
    """The dictionary in a text. Raises DefinitionError with every fault, each with its line in tables/<code>.csv."""
    report = Report()
    found = check_dictionary(code, text, report)
    if report.faults:
        raise DefinitionError(report.faults, report.total)
    return found


def dictionary_of(study: Study, item: Item) -> Dictionary | None:
    """The dictionary that an item of a sound definition is looked up in; None for other items."""
    text = study.tables.get(item.dictionary) if item.dictionary else None
    return None if text is None else read_dictionary(item.dictionary, text)


def check_dictionary(code: str, text: str, report: Report) -> Dictionary:
    """The dictionary as far as it can be read; everything that is wrong with it is reported."""
    lines = split(code, text, report)
    _check_head(lines)
    told = lines.columns[len(COLUMNS) :]
    if lines.columns != (*COLUMNS, *told) or len(set(told)) != len(told) or not all(map(_ANSWER.fullmatch, told)):
        wanted = ",".join(COLUMNS)
        lines.fault(
            lines.columns_at,
            f"the columns must be {wanted}, then answers",
            f"列名须为 {wanted}，其后可为各答案代码",
        )
        return _dictionary(lines, {}, [])
    groups = _groups(lines)
    seen: dict[str, int] = {}
    terms = [term for line in lines.rows if line.cells[1] and (term := _term(lines, line, groups, seen)) is not None]
    if not terms:
        lines.fault(lines.columns_at, "there is no term", "没有任何术语")
    return _dictionary(lines, groups, terms)


def _check_head(lines: Lines) -> None:
    for key in NEEDED:
        if not lines.head.get(key):
            lines.fault(1, f"the head lacks “# {key}: …”", f"表头缺少“# {key}: …”")
    confirmed = lines.head.get("confirmed", "")
    if confirmed and confirmed not in CONFIRMED:
        lines.fault(1, f"confirmed is yes or no, not “{confirmed}”", f"“confirmed”须为yes或no，不是“{confirmed}”")
    wanted = ["unconfirmed"] if confirmed == "no" else []
    wanted += ["advice"] if lines.head.get("advice") or lines.head.get("advice_zh") else []
    for key in (each for name in wanted for each in (name, f"{name}_zh")):
        if not lines.head.get(key):
            lines.fault(1, f"the head lacks “# {key}: …”", f"表头缺少“# {key}: …”")


def _dictionary(lines: Lines, groups: Mapping[str, Text], terms: list[Term]) -> Dictionary:
    head = {key: lines.head.get(key, "") for key in ("source", "version", "licence", "retrieved")}
    open_words = _words(lines, "unconfirmed") if not CONFIRMED.get(lines.head.get("confirmed", ""), False) else None
    named = {plain(name): at for at, term in enumerate(terms) for name in (term.label.zh, term.label.en)}
    name = Text(lines.head.get("name", ""), lines.head.get("name_zh", ""))
    return Dictionary(
        code=lines.code, name=name, **head, unconfirmed=open_words, advice=_words(lines, "advice"),
        groups=tuple(groups.values()), terms=tuple(terms), named=named,
    )  # fmt: skip


def _words(lines: Lines, key: str) -> Text | None:
    en, zh = lines.head.get(key, ""), lines.head.get(f"{key}_zh", "")
    return Text(en, zh) if en and zh else None


def _groups(lines: Lines) -> dict[str, Text]:
    """The classes by their names, each with its Chinese."""
    found: dict[str, Text] = {}
    for line in lines.rows:
        name, term, zh = line.cells[:3]
        if term:
            continue
        if not name or not zh:
            lines.fault(line.at, "a class needs its name and its Chinese name", "分类须有英文名与中文名")
        elif name in found:
            lines.fault(line.at, f"the class “{name}” stands twice", f"分类“{name}”重复")
        else:
            found[name] = Text(name, zh)
    return found


def _term(lines: Lines, line: Line, groups: Mapping[str, Text], seen: dict[str, int]) -> Term | None:
    group, term, zh, initials, also, answers = line.cells[: len(COLUMNS)]
    if group not in groups:
        lines.fault(
            line.at,
            f"“{term}” belongs to the class “{group}”, which no row names",
            f"“{term}”所属分类“{group}”未在表中列出",
        )
    if not zh:
        lines.fault(line.at, f"“{term}” has no Chinese name", f"“{term}”缺少中文名")
    _once(lines, line, (term, zh), seen)
    codes = tuple(answers.split())
    if not _INITIALS.fullmatch(initials):
        lines.fault(line.at, f"initials are small letters, not “{initials}”", f"拼音首字母须为小写字母：“{initials}”")
    if len(set(codes)) != len(codes) or not all(map(_ANSWER.fullmatch, codes)):
        lines.fault(
            line.at,
            f"answers are codes with spaces between them, each once, not “{answers}”",
            f"答案须为以空格分隔、不重复的代码：“{answers}”",
        )
    says = _says(lines, line, codes)
    if group not in groups or not zh:
        return None
    words = tuple(word.strip() for word in also.split(";") if word.strip())
    return Term(Text(term, zh), groups[group], initials, words, codes, says)


def _says(lines: Lines, line: Line, codes: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """What is said of answers; only of those that the term has."""
    at = len(COLUMNS)
    told = tuple((code, words) for code, words in zip(lines.columns[at:], line.cells[at:], strict=True) if words)
    for code, _ in told:
        if code not in codes:
            term = line.cells[1]
            lines.fault(
                line.at,
                f"“{term}” does not have the answer {code}, of which something is said",
                f"“{term}”没有答案{code}，却附有其说明",
            )
    return told


def _once(lines: Lines, line: Line, names: tuple[str, ...], seen: dict[str, int]) -> None:
    """Reports a name that leads to another term already: in either language a name must lead to one."""
    for name in names:
        before = seen.setdefault(plain(name), line.at) if name else line.at
        if before != line.at:
            lines.fault(line.at, f"“{name}” stands on line {before} already", f"“{name}”已见于第{before}行")
