"""Days in a prescription line: 2026-11-18起, 自11月18日, 今日起, 停11-20, ×3天, 疗程2周. A year is never guessed."""

import re
from datetime import date, timedelta

from study.grammar.prescription.compact import letter
from study.grammar.prescription.known import Known
from study.grammar.prescription.model import Kind, Token
from study.text import Text

_DATE = (
    r"(?:(?P<y{n}>20[0-9]{{2}})[-/.年](?P<m{n}>[0-9]{{1,2}})[-/.月](?P<d{n}>[0-9]{{1,2}})|(?P<s{n}>20[0-9]{{6}})"
    r"|(?P<mm{n}>[0-9]{{1,2}})[-/月](?P<dd{n}>[0-9]{{1,2}}))(?![0-9])[日号]?(?![片粒支瓶颗]|[mu]?g|ml|iu)"
)
_NEAR = r"(?P<near>今日|今天|即日|明日|明天|昨日|昨天|today|tomorrow|yesterday)"
_FROM, _FROM_BEHIND = r"(?:自|从|开始于|始于|from|since)", r"(?:开始用|开始|起用|起|始)"
_TO, _TO_BEHIND = r"(?:停药于|停药|停用|停于|止于|停|至|到|until|till|stop)", r"(?:停药|停用|停|为止|止|结束)"
_ONE = _DATE.format(n="")
_START = re.compile(rf"(?:{_FROM}(?:{_NEAR}|{_ONE}){_FROM_BEHIND}?)")
_START_BEHIND = re.compile(rf"(?:{_NEAR}|{_ONE}){_FROM_BEHIND}")
_END = re.compile(rf"{_TO}(?:{_NEAR}|{_ONE}){_TO_BEHIND}?")
_END_BEHIND = re.compile(rf"(?:{_NEAR}|{_ONE}){_TO_BEHIND}")
_BOTH = re.compile(rf"{_FROM}?{_DATE.format(n='1')}{_FROM_BEHIND}?(?:至|到|-|~){_DATE.format(n='2')}{_TO_BEHIND}?")
_PLAIN = re.compile(
    r"(?:(?P<y>20[0-9]{2})[-/.年](?P<m>[0-9]{1,2})[-/.月](?P<d>[0-9]{1,2})|(?P<s>20[0-9]{6}))(?![0-9])[日号]?"
)
_LASTS = re.compile(
    r"(?:[x*]|共|疗程|连用|连续|for)? ?(?P<n>[0-9]{1,3})(?P<unit>天|日|d(?:ays?)?|周|星期|w(?:k|eeks?)?)(?!/)"
)
_OFFSET = {"今": 0, "即": 0, "明": 1, "昨": -1, "toda": 0, "tomo": 1, "yest": -1}
_NO_DAY = Text("there is no such day", "没有这一天")
_NO_TODAY = Text("write the day itself", "请写明日期")


def days_at(known: Known, place: int, today: date | None) -> tuple[tuple[Token, ...], int] | None:
    """The start, the end, both or the duration that begins here, and the place behind it."""
    text = known.line.text
    both = _BOTH.match(text, place)
    if both:
        middle = both.end("d1") if both["d1"] else both.end("s1") if both["s1"] else both.end("dd1")
        first = _token(known, "start", (place, middle), _written(both, "1"))
        return (first, _token(known, "end", (middle, both.end()), _written(both, "2"))), both.end()
    marked: tuple[tuple[re.Pattern[str], Kind], ...] = (
        (_START, "start"), (_END, "end"), (_START_BEHIND, "start"), (_END_BEHIND, "end"),
    )  # fmt: skip
    for pattern, kind in marked:
        found = pattern.match(text, place)
        if found and known.ends(found.end()):
            day = _near(found["near"], today) if found["near"] else _written(found, "")
            why = _NO_TODAY if found["near"] and today is None else _NO_DAY
            return (_token(known, kind, found.span(), day, why),), found.end()
    plain = _PLAIN.match(text, place)
    if plain:
        day = _day(plain["y"] or plain["s"][:4], plain["m"] or plain["s"][4:6], plain["d"] or plain["s"][6:])
        return (_token(known, "date", plain.span(), day),), plain.end()
    return _lasting(known, place)


def _lasting(known: Known, place: int) -> tuple[tuple[Token, ...], int] | None:
    found = _LASTS.match(known.line.text, place)
    if found is None or (letter(found["unit"][0]) and not known.ends(found.end())):
        return None
    days = int(found["n"]) * (7 if found["unit"][0] in "周星w" else 1)
    start, end = known.line.span(*found.span())
    if not days:
        return (Token("odd", start, end, known.line.line[start:end], why=_NO_DAY),), found.end()
    return (Token("days", start, end, known.line.line[start:end], days=days),), found.end()


def _token(known: Known, kind: Kind, places: tuple[int, int], day: str, why: Text = _NO_DAY) -> Token:
    start, end = known.line.span(*places)
    text = known.line.line[start:end]
    return Token(kind, start, end, text, date=day) if day else Token("odd", start, end, text, why=why)


def _near(word: str, today: date | None) -> str:
    offset = next(days for begins, days in _OFFSET.items() if word.startswith(begins))
    return (today + timedelta(days=offset)).isoformat() if today is not None else ""


def _written(found: re.Match[str], n: str) -> str:
    if found[f"s{n}"]:
        return _day(found[f"s{n}"][:4], found[f"s{n}"][4:6], found[f"s{n}"][6:])
    if found[f"y{n}"]:
        return _day(found[f"y{n}"], found[f"m{n}"], found[f"d{n}"])
    day = _day("2024", found[f"mm{n}"], found[f"dd{n}"])
    return f"--{day[5:]}" if day else ""


def _day(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
