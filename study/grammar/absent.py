"""Words that say there is no result: not done, not detected, and the two-faced ND.

Owns the vocabulary and the reason codes (code list NDREASON). Must not turn "not detected" into a number by itself.
"""

import re

from study.definition.model import Item, Study
from study.grammar.answers import Ask, Option, Reading, Understood
from study.grammar.fold import bare, fold
from study.text import Text
from study.values import NotDone, TextValue

REASONS = "NDREASON"
_NOT_DONE = frozenset(
    [
        "未做",
        "未查",
        "未检",
        "未测",
        "未检查",
        "未检测",
        "未测定",
        "未送检",
        "没做",
        "没查",
        "notdone",
        "notperformed",
        "nottested",
        "未行",
        "未完成",
    ]
)
_BELOW = frozenset(
    [
        "未检出",
        "未检测到",
        "未测出",
        "检测不到",
        "低于检测下限",
        "低于检出限",
        "低于检测限",
        "低于检出下限",
        "低于定量限",
        "低于定量下限",
        "tnd",
        "notdetected",
        "undetected",
        "undetectable",
        "bld",
        "<lod",
        "<loq",
        "<lloq",
        "belowdetection",
        "belowlod",
        "belowthedetectionlimit",
    ]
)
_EITHER = frozenset(["nd", "n.d.", "n.d", "n/d", "na", "n/a"])
# In a number's field a dash or 阴性 is as open as ND; in a list of answers the list decides.
_DASH = frozenset(["-", "--", "---", "/", "无", "(-)", "阴性", "neg", "negative"])


# An answer of many lists: alone it does not say that nothing was done.
_TOO_GENERAL = frozenset(["其他", "其它", "other"])


def reason_for(study: Study, word: str) -> str | None:
    """The code of the reason for "not done" that a word names, or None."""
    choices = study.codelists.get(REASONS, ())
    name = bare(word)
    if name in _TOO_GENERAL:
        return None
    for choice in choices:
        if name in {bare(each) for each in (choice.label.zh, choice.label.en, *choice.aliases)}:
            return choice.code
    if name in _NOT_DONE:
        return choices[0].code if choices else "NOTDONE"
    return None


def says_below(word: str) -> bool:
    """True when the word means "not detected"."""
    return bare(word) in _BELOW


def not_done(study: Study, reason: str, note: str = "") -> Understood:
    """The reading "not done" with its reason."""
    choice = next((each for each in study.codelists.get(REASONS, ()) if each.code == reason), None)
    why = choice.label if choice else Text("not done", "未查")
    return Understood(NotDone(reason, note), Text(f"Not done: {why.en}", f"未做：{why.zh}"))


def read_not_done(study: Study, typed: str) -> Understood | None:
    """Read "not done", a reason, or both: 未查(家长拒绝); a reason that is not on the list is kept as a note."""
    reason = reason_for(study, typed)
    if reason is not None:
        return not_done(study, reason)
    found = re.fullmatch(r"(?P<word>[^()]+?) ?[(:,] ?(?P<why>[^()]+?)\)?", fold(typed))
    if found is None or bare(found["word"]) not in _NOT_DONE:
        return None
    named = reason_for(study, found["why"])
    return not_done(study, named) if named else not_done(study, reason_for(study, "未查") or "NOTDONE", found["why"])


def _options(study: Study, typed: str) -> tuple[Option, Option]:
    reason = reason_for(study, "未查") or "NOTDONE"
    return (
        Option(Text("Not done", "未做"), NotDone(reason)),
        Option(Text("Not detected, limit not printed", "未检出（报告未印检测下限）"), TextValue(typed.strip())),
    )


def read_absent(study: Study, item: Item, typed: str) -> Reading | None:
    """Not done, not detected or a question about which of the two; None when the text says neither."""
    name = bare(typed)
    absent = read_not_done(study, typed)
    if absent is not None:
        return absent
    if name in _EITHER or (item.type == "number" and name in _DASH):
        return Ask(
            Text(
                f"“{typed.strip()}” has two readings: not done, or not detected. If it was not detected and the report "
                "prints a limit, type it, for example <20.",
                f"“{typed.strip()}”有两种含义：未做，或未检出。若为未检出且报告印有检测下限，请直接输入，如 <20。",
            ),
            _options(study, typed),
        )
    if name in _BELOW:
        return Ask(
            Text(
                "Not detected: below which limit? Type < and the limit printed on the report, for example <20.",
                "未检出：低于多少？请输入 < 和报告上的检测下限，如 <20。",
            ),
            _options(study, typed)[1:],
        )
    return None
