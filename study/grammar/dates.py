"""Dates, partial dates and wall-clock times as people write them in China; the year is never guessed.

Owns calendar text. Must not know today: a date in the future is for `study.checks` and the presenter to question.
"""

import re
from datetime import date

from study.definition.model import Item
from study.grammar.answers import Ask, Option, Reading, Refused, Understood
from study.grammar.fold import fold
from study.text import Text
from study.values import DateTimeValue, DateValue

_YEARS = range(1900, 2101)
_SPLIT = re.compile(r"(?P<y>[0-9]{4}) ?[-/.年] ?(?P<m>[0-9]{1,2}) ?[-/.月] ?(?P<d>[0-9]{1,2}) ?[日号]?")
_SOLID = re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})")
_DAY_FIRST = re.compile(r"(?P<a>[0-9]{1,2})[-/.](?P<b>[0-9]{1,2})[-/.](?P<y>[0-9]{4})")
_UNKNOWN = r"(?:UNK|UN|UK|XX|[?]+|不详|未知)"
_MONTH = re.compile(
    rf"(?P<y>[0-9]{{4}})(?: ?[-/.年] ?(?P<m>[0-9]{{1,2}})|(?P<s>[0-9]{{2}})) ?月?(?:[-/.]? ?{_UNKNOWN}日?)?",
    re.IGNORECASE,
)
_YEAR = re.compile(rf"(?P<y>[0-9]{{4}}) ?年?(?:[-/.]? ?{_UNKNOWN}月?(?:[-/.]? ?{_UNKNOWN}日?)?)?", re.IGNORECASE)
TIME = re.compile(
    r"(?P<half>上午|下午|晚上|凌晨|am|pm)? ?(?P<h>[0-9]{1,2}) ?[:时点] ?(?P<min>[0-9]{2})? ?分?"
    r"(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?(?P<half2>am|pm))?",
    re.IGNORECASE,
)
_SOLID_TIME = re.compile(r"(?P<day>[0-9]{8}) ?(?P<h>[0-9]{2})(?P<min>[0-9]{2})(?:[0-9]{2})?")
_SHORT_TIME = re.compile(r"(?P<day>.*[0-9日号])[ T](?P<h>[0-9]{2})(?P<min>[0-9]{2})")
_NO_YEAR = re.compile(r"[0-9]{1,2} ?[-/.月] ?[0-9]{1,2} ?[日号]?")
_MIDNIGHT = re.compile(r"(?P<date>.*\S)[ T]0?0:00(?::00(?:\.0+)?)?")


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found.isoformat() if found.year in _YEARS else None


def _full(text: str) -> tuple[str, ...]:
    """The dates a text can mean, in ISO form."""
    for pattern in (_SPLIT, _SOLID):
        found = pattern.fullmatch(text)
        if found:
            day = _iso(found["y"], found["m"], found["d"])
            return (day,) if day else ()
    found = _DAY_FIRST.fullmatch(text)
    if found is None:
        return ()
    both = (_iso(found["y"], found["b"], found["a"]), _iso(found["y"], found["a"], found["b"]))
    return tuple(dict.fromkeys(day for day in both if day))


def _partial(text: str) -> str | None:
    found = _MONTH.fullmatch(text)
    if found:
        month = found["m"] or found["s"]
        return f"{found['y']}-{int(month):02d}" if _iso(found["y"], month, "1") else None
    found = _YEAR.fullmatch(text)
    return found["y"] if found and int(found["y"]) in _YEARS else None


def _refused(item: Item, typed: str, en: str, zh: str) -> Refused:
    return Refused(Text(f"“{typed.strip()}”: {en} ({item.label.en})", f"“{typed.strip()}”：{zh}（{item.label.zh}）"))


def _ask_which(days: tuple[str, ...], typed: str, time: str = "") -> Ask:
    options = tuple(
        Option(
            Text(f"{day} {time}".strip(), f"{day} {time}".strip()),
            DateTimeValue(f"{day}T{time}") if time else DateValue(day),
        )
        for day in days
    )
    return Ask(Text(f"Which day is “{typed.strip()}”?", f"“{typed.strip()}”是哪一天？"), options)


def read_date(item: Item, typed: str, partial: bool) -> Reading:
    """A date (2026-8-18, 2026/08/18, 20260818, 2026年8月18日); with `partial` also a month or a year."""
    text = fold(typed)
    midnight = _MIDNIGHT.fullmatch(text)
    days = _full(midnight["date"] if midnight else text)
    if len(days) > 1:
        return _ask_which(days, typed)
    if days:
        return Understood(DateValue(days[0]), Text(days[0], days[0]))
    month = _partial(text)
    if month and partial:
        return Understood(DateValue(month), Text(month, month))
    if _NO_YEAR.fullmatch(text):
        return _refused(item, typed, "the year is missing. Write 2026-08-18.", "缺少年份，请输入如 2026-08-18。")
    if month:
        return _refused(
            item, typed, "the full date is needed, for example 2026-08-18.", "需要完整日期，如 2026-08-18。"
        )
    return _refused(
        item,
        typed,
        "not a date. Write year, month and day: 2026-08-18.",
        "不是有效日期，请按年-月-日输入，如 2026-08-18。",
    )


def clock(found: re.Match[str]) -> str | None:
    """The time of day that a match of `TIME` says, as 08:10; None where there is no such time."""
    hour, minute = int(found["h"]), int(found["min"] or "0")
    half = (found["half"] or found["half2"] or "").lower()
    if half in ("下午", "晚上", "pm") and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    elif half in ("上午", "凌晨", "am") and hour > 12:
        return None
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None


def read_datetime(item: Item, typed: str) -> Reading:
    """A day and a time; a day alone is asked about, a text without its year refused."""
    text = fold(typed)
    solid = _SOLID_TIME.fullmatch(text) or _SHORT_TIME.fullmatch(text)
    if solid:
        text = f"{solid['day']} {solid['h']}:{solid['min']}"
    days = _full(text)
    if days:
        return Ask(
            Text(
                "At what time? Add it (for example 08:10), or keep the day alone.",
                "几点？请补充时间（如 08:10），或只保存日期。",
            ),
            tuple(Option(Text(f"{day}, time unknown", f"{day}，时间不详"), DateValue(day)) for day in days),
        )
    for found in TIME.finditer(text):
        if found.end() != len(text) or not found.start():
            continue
        days, time = _full(text[: found.start()].rstrip(" T,")), clock(found)
        if days and time is None:
            return _refused(item, typed, "there is no such time of day.", "没有这个时间。")
        if len(days) > 1 and time:
            return _ask_which(days, typed, time)
        if days and time:
            return Understood(DateTimeValue(f"{days[0]}T{time}"), Text(f"{days[0]} {time}", f"{days[0]} {time}"))
        if _NO_YEAR.fullmatch(text[: found.start()].rstrip(" T,")):
            return _refused(
                item, typed, "the year is missing. Write 2026-11-17 08:10.", "缺少年份，请输入如 2026-11-17 08:10。"
            )
    return _refused(
        item, typed, "not a day and a time. Write 2026-11-17 08:10.", "不是有效的日期时间，请输入如 2026-11-17 08:10。"
    )
