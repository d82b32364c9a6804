"""A time without a day where a day and a time are asked for: it stands on the day of the visit, or is asked about.

Owns when the day is not certain: in the small hours, which many count to the evening before, and later than now. Never
guesses another day, and never today's where the visit has no date.
"""

import re
from datetime import date, datetime, timedelta

from study.definition.model import Item
from study.grammar.answers import Ask, Option, Reading, Refused, Understood
from study.grammar.dates import TIME, clock
from study.grammar.fold import fold
from study.text import Text
from study.values import DateTimeValue

SMALL_HOURS = 6
"""Before this hour a time may belong to the night that the visit's day ended with."""
_BARE = re.compile(r"(?P<h>[0-2][0-9])(?P<min>[0-5][0-9])")


def read_time_alone(item: Item, typed: str, day: date | None, now: datetime | None) -> Reading | None:
    """The reading of a time such as "8:29", "0829" or "下午3点"; None for any other text and any other kind of item.

    `day` is the visit's own, None while it has none; `now` is the clock of the site. The year that the visit is in is
    no time, but a date that somebody has not finished.
    """
    text = fold(typed)
    bare = _BARE.fullmatch(text)
    if bare and day is not None and abs(int(text) - day.year) <= 1:
        return None
    found = TIME.fullmatch(f"{bare['h']}:{bare['min']}" if bare else text)
    if item.type != "datetime" or found is None or text.endswith(":"):
        return None
    time = clock(found)
    if time is None:
        return _refused(item, typed, "there is no such time of day.", "没有这个时间。")
    if day is None:
        return _refused(
            item,
            typed,
            "on which day? The visit has no date yet. Write 2026-11-17 08:10.",
            "是哪一天？本次访视尚无日期，请输入如 2026-11-17 08:10。",
        )
    other = _other_day(day, time, now)
    if other is None:
        shown = f"{day.isoformat()} {time}"
        note = Text(f"Read with the date of the visit: {shown}.", f"按访视日期记为 {shown}。")
        return Understood(_at(day, time), Text(shown, shown), note)
    question = Text(f"On which day was {time}?", f"{time} 是哪一天？")
    return Ask(question, tuple(_option(each, time, visit=each == day) for each in sorted((day, other))))


def _other_day(day: date, time: str, now: datetime | None) -> date | None:
    """The day that may be meant instead: the one before where the time is still to come, the one after at night."""
    if now is not None and datetime.fromisoformat(f"{day.isoformat()}T{time}") > now:
        return day - timedelta(days=1)
    return day + timedelta(days=1) if int(time[:2]) < SMALL_HOURS else None


def _at(day: date, time: str) -> DateTimeValue:
    return DateTimeValue(f"{day.isoformat()}T{time}")


def _option(day: date, time: str, *, visit: bool) -> Option:
    shown = f"{day.isoformat()} {time}"
    words = Text(f"{shown} (day of the visit)", f"{shown}（访视当日）") if visit else Text(shown, shown)
    return Option(words, _at(day, time))


def _refused(item: Item, typed: str, en: str, zh: str) -> Refused:
    return Refused(Text(f"“{typed.strip()}”: {en} ({item.label.en})", f"“{typed.strip()}”：{zh}（{item.label.zh}）"))
