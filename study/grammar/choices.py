"""Answers of a code list, as code, label in either language, alias, or the signs of a dipstick (+, ++, ±, -).

Owns matching; a text that names several answers, or only the beginning of some, is asked about.
"""

import re
from itertools import chain

from study.definition.model import Choice, Item, Study
from study.grammar.absent import read_absent
from study.grammar.answers import Ask, Option, Reading, Refused, Understood
from study.grammar.fold import bare, fold
from study.text import Text
from study.values import Codes

_GRADES = (
    frozenset(["阴性", "阴", "neg", "negative", "-", "(-)", "neg(-)", "阴性(-)", "未检出", "notdetected"]),
    frozenset(
        [
            "±",
            "+-",
            "+/-",
            "(±)",
            "(+-)",
            "-/+",
            "tr",
            "trace",
            "微量",
            "弱阳性",
            "eq",
            "equivocal",
            "可疑",
            "临界",
            "弱阳",
        ]
    ),
    frozenset(["1+", "+", "(+)", "+1", "(1+)", "1p"]),
    frozenset(["2+", "++", "(++)", "+2", "(2+)", "2p"]),
    frozenset(["3+", "+++", "(+++)", "+3", "(3+)", "3p"]),
    frozenset(["4+", "++++", "(++++)", "+4", "(4+)", "4p"]),
)
_POSITIVE = frozenset(["pos", "positive", "阳性", "阳", "(+)", "+"])
_YES = frozenset(["y", "yes", "是", "有"])
_NO = frozenset(["n", "no", "否", "无", "没有"])


def _names(choice: Choice) -> set[str]:
    names = {bare(each) for each in (choice.code, choice.label.en, choice.label.zh, *choice.aliases)}
    return names | {re.sub(r"\(.*\)$", "", name) for name in names if not name.startswith("(")}


def _spellings(word: str) -> frozenset[str]:
    """All the ways to write what `word` says, when it is a sign of a dipstick or a yes or no."""
    if word.startswith("1/") and word[2:].isdecimal():
        return frozenset((f"1:{word[2:]}",))
    for group in (*_GRADES, _YES, _NO):
        if word in group:
            return group
    return _POSITIVE if word in _POSITIVE else frozenset((word,))


def _exact(choices: tuple[Choice, ...], word: str) -> tuple[Choice, ...]:
    by_code = tuple(choice for choice in choices if bare(choice.code) == word)
    if by_code:
        return by_code
    named = tuple(choice for choice in choices if word in _names(choice))
    return named or tuple(choice for choice in choices if _names(choice) & _spellings(word))


def _strength(choices: tuple[Choice, ...], word: str) -> tuple[Choice, ...]:
    """++ where the list knows only positive: positive."""
    if any(word in grade for grade in _GRADES[2:]) or word in _POSITIVE:
        return tuple(choice for choice in choices if _names(choice) & {"pos", "positive", "阳性"})
    return ()


def _seen(item: Item, choices: tuple[Choice, ...], word: str) -> tuple[Choice, ...]:
    """A sign of the laboratory where the list of a laboratory item asks yes or no: + is yes, - is no."""
    if not item.laboratory:
        return ()
    plus = word in _POSITIVE or any(word in grade for grade in _GRADES[2:])
    wanted = _YES if plus else _NO if word in _GRADES[0] else frozenset[str]()
    return tuple(choice for choice in choices if _names(choice) & wanted)


def _both_halves(choices: tuple[Choice, ...], word: str) -> tuple[Choice, ...]:
    """As in "positive (++)": the words in front of the bracket and those inside must name one answer together."""
    found = re.fullmatch(r"([^()]+)\(([^()]+)\)", word)
    if found is None:
        return ()
    inner = _exact(choices, found[2]) or _strength(choices, found[2])
    outer = _exact(choices, found[1])
    if found[1] in _POSITIVE and any(found[2] in grade for grade in _GRADES[2:]):
        return inner
    return inner if inner == outer else ()


def find(choices: tuple[Choice, ...], typed: str) -> tuple[Choice, ...]:
    """The answers a text names; none, one or several."""
    word = bare(typed)
    return _exact(choices, word) or _strength(choices, word) or _both_halves(choices, word)


def _beginning(choices: tuple[Choice, ...], typed: str) -> tuple[Choice, ...]:
    word = bare(typed)
    return tuple(choice for choice in choices if word and any(name.startswith(word) for name in _names(choice)))


def _refused(item: Item, choices: tuple[Choice, ...], typed: str) -> Refused:
    if item.rows and not choices:
        return Refused(
            Text(
                f"There is no row that {item.label.en} could name yet.",
                f"尚无可供“{item.label.zh}”选择的记录。",
            )
        )
    en = " / ".join(choice.label.en for choice in choices[:12])
    zh = " / ".join(choice.label.zh for choice in choices[:12])
    return Refused(
        Text(
            f"“{typed.strip()}” is not an answer of {item.label.en}: {en}.",
            f"“{typed.strip()}”不是“{item.label.zh}”的选项：{zh}。",
        )
    )


def _understood(item: Item, found: tuple[Choice, ...], typed: str) -> Understood:
    shown = Text(", ".join(each.label.en for each in found), "、".join(each.label.zh for each in found))
    strength = bare(typed)
    lost = len(found) == 1 and strength not in _names(found[0]) and any(strength in grade for grade in _GRADES[3:])
    note = None
    if lost and strength not in chain.from_iterable(_spellings(name) for name in _names(found[0])):
        note = Text("The strength is not kept; only the answer is.", "只保存定性结果，强度不保存。")
    return Understood(Codes(tuple(each.code for each in found)), shown, note)


def _ask(found: tuple[Choice, ...], typed: str, others: tuple[Choice, ...] = ()) -> Ask:
    options = []
    for each in found:
        whole = tuple(dict.fromkeys((*others, each)))
        label = Text(", ".join(one.label.en for one in whole), "、".join(one.label.zh for one in whole))
        options.append(Option(label, Codes(tuple(one.code for one in whole))))
    return Ask(Text(f"Which one is “{typed.strip()}”?", f"“{typed.strip()}”指哪一项？"), tuple(options))


def read_choice(study: Study, item: Item, typed: str) -> Reading:
    """One answer of the item's code list."""
    choices = study.codelists.get(item.choices, ())
    found = find(choices, typed) or _seen(item, choices, bare(typed))
    if len(found) == 1:
        return _understood(item, found, typed)
    if found:
        return _ask(found, typed)
    absent = read_absent(study, item, typed)
    if isinstance(absent, Ask):
        negative = _exact(choices, "阴性")
        extra = tuple(Option(each.label, Codes((each.code,))) for each in negative)
        return Ask(absent.question, (absent.options[0], *extra) if len(absent.options) > 1 else extra or absent.options)
    if absent is not None:
        return absent
    near = _beginning(choices, typed)
    return _ask(near, typed) if near else _refused(item, choices, typed)


def _joined(choices: tuple[Choice, ...], typed: str) -> str:
    """Answers that a report joins in its own way, as in 均质型+颗粒型, with commas; as typed where a part is none."""
    cuts = ([part.strip() for part in fold(typed).split(sign)] for sign in "+/和及")
    named = (parts for parts in cuts if len(parts) > 1 and all(len(find(choices, part)) == 1 for part in parts))
    return next((",".join(parts) for parts in named), typed)


_BETWEEN = re.compile(r"[,;、]")


def _whole_names(choices: tuple[Choice, ...], typed: str) -> str:
    """Names of rows are people's own words and may hold what parts answers: a run of parts that is the name of just one
    row stands as that row's code.
    """
    parts = [part.strip() for part in _BETWEEN.split(fold(typed))]
    named: dict[tuple[str, ...], set[str]] = {}
    for choice in choices:
        for name in (choice.label.en, choice.label.zh, *choice.aliases):
            run = tuple(bare(part) for part in _BETWEEN.split(fold(name)))
            named.setdefault(run, set()).add(choice.code)
    longest = max(map(len, named), default=1)
    found: list[str] = []
    while parts:
        runs = ((size, named.get(tuple(map(bare, parts[:size])), set())) for size in range(longest, 1, -1))
        size, codes = next(((size, codes) for size, codes in runs if len(codes) == 1), (1, {parts[0]}))
        found += codes
        parts = parts[size:]
    return ", ".join(found)


def read_choices(study: Study, item: Item, typed: str) -> Reading:
    """Several answers separated by , ; or 、, or joined by + / 和 及 where each part is an answer by itself; the order
    plays no part and a repeated answer counts once.
    """
    choices = study.codelists.get(item.choices, ())
    if item.links:
        typed = _whole_names(choices, typed)
    if len(find(choices, typed)) != 1 and not re.search(r"[,;、]", fold(typed)):
        typed = _joined(choices, typed)
    if len(find(choices, typed)) == 1 or not re.search(r"[,;、]", fold(typed)):
        return read_choice(study, item, typed)
    sure: list[Choice] = []
    doubt: tuple[tuple[Choice, ...], str] | None = None
    for part in filter(None, (each.strip() for each in re.split(r"[,;、]", fold(typed)))):
        found = find(choices, part) or _beginning(choices, part)
        if not found:
            return _refused(item, choices, part)
        if len(find(choices, part)) == 1:
            sure.extend(find(choices, part))
        elif doubt is None:
            doubt = (found, part)
        else:
            return _refused(item, choices, part)
    if doubt is not None:
        return _ask(doubt[0], doubt[1], tuple(dict.fromkeys(sure)))
    if not sure:
        return _refused(item, choices, typed)
    return _understood(item, tuple(dict.fromkeys(sure)), typed)
