"""How often: the patterns people write (每日3次, 3次/日, q8h, 每4周1次) as answers of the form, or as times a day."""

import re
from decimal import Decimal

import msgspec

from study.grammar.prescription.known import Known
from study.grammar.prescription.words import OTHER, Vocabulary

_DIGITS = {word: str(n) for n, word in enumerate("一二三四五六七八九", 1)} | {"两": "2", "十": "10"}
_N = r"(?P<n>[0-9]{1,2}|[一二两三四五六七八九十])"
_PATTERNS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(rf"(?:每|1|一)?[日天]{_N}次"), ("每日{n}次",)),
    (re.compile(rf"{_N}次/(?:[日天]|d(?:ay)?)"), ("每日{n}次",)),
    (re.compile(rf"(?:每|1|一)(?:周|星期){_N}次"), ("每周{n}次",)),
    (re.compile(rf"{_N}次/(?:周|星期|w(?:eek)?)"), ("每周{n}次",)),
    (re.compile(rf"每{_N}(?:个?小时|h)(?:[1一]次)?"), ("每{n}小时1次", "q{n}h")),
    (re.compile(rf"q{_N}h"), ("q{n}h", "每{n}小时1次")),
    (re.compile(rf"每{_N}(?:周|星期)(?:[1一]次)?"), ("每{n}周1次", "q{n}w")),
    (re.compile(rf"q{_N}w"), ("q{n}w", "每{n}周1次")),
    (re.compile(rf"每{_N}[日天](?:[1一]次)?"), ("每{n}日1次", "q{n}d")),
    (re.compile(rf"q{_N}d"), ("q{n}d", "每{n}日1次")),
    (re.compile(r"隔[日天](?:[1一]次)?"), ("隔日1次", "qod")),
)
_WEEKDAY, _EACH_WEEK = "[一二三四五六日天]", r"(?:每|逢)(?:周|星期)"
_DAYS_OF_A_WEEK = re.compile(
    rf"(?:每|1|一)(?:周|星期)(?:服用?|用)?{_N}[日天]|[0-9一二两三四五六](?:[日天]|d(?:ays?)?)/(?:周|星期|w(?:eek)?)"
    rf"|{_EACH_WEEK}{_WEEKDAY}(?:[、,和及/]?(?:周|星期)?{_WEEKDAY})+"
)
"""On so many days of a week, or on these: no answer of the form, and never a duration of so many days."""
_ONE_WEEKDAY = re.compile(_EACH_WEEK + _WEEKDAY)
_ONCE = re.compile(r"[1一]次|单次")


class Often(msgspec.Struct, frozen=True):
    """A frequency of the form, or one as times a day; neither: the form has none like it."""

    code: str = ""
    times: str = ""


def often_at(known: Known, place: int) -> tuple[Often, int] | None:
    """The frequency that a pattern reads here, and the place behind it."""
    for pattern, names in _PATTERNS:
        found = pattern.match(known.line.text, place)
        if found is None or not known.ends(found.end()):
            continue
        count = found.groupdict().get("n") or "1"
        number = _DIGITS.get(count, count).lstrip("0")
        if number:
            return _named(known.words, names, number), found.end()
    return _on_weekdays(known, place)


def _on_weekdays(known: Known, place: int) -> tuple[Often, int] | None:
    """每周三 is once a week; 每周5天 and 每周一、四 have no answer of the form."""
    for pattern in (_DAYS_OF_A_WEEK, _ONE_WEEKDAY):
        found = pattern.match(known.line.text, place)
        if found is not None and known.ends(found.end()):
            once = _named(known.words, ("每周{n}次",), "1") if pattern is _ONE_WEEKDAY else Often()
            return once, found.end()
    return None


def once_at(known: Known, place: int) -> int | None:
    """The place behind 一次 or 单次, which before an amount says "each time" and else "once"."""
    found = _ONCE.match(known.line.text, place)
    return found.end() if found else None


def _named(words: Vocabulary, names: tuple[str, ...], number: str) -> Often:
    code = words.frequency(*(name.format(n=number) for name in names))
    if code:
        return Often(code)
    times = _times(names[0], int(number))
    return Often(OTHER, times) if times and OTHER in words.frequencies else Often()


def _times(name: str, number: int) -> str:
    """Times a day with no more than two decimals, or "" where there is no such number."""
    if name == "每日{n}次":
        return str(number) if number <= 24 else ""
    if "h" in name or "小时" in name:
        times = Decimal(24) / number
        return format(times.normalize(), "f") if times == round(times, 2) else ""
    return ""
