"""A day of the calendar as people say it, in both languages."""

from datetime import date

from study.text import Text

WEEKDAYS = (
    Text("Monday", "星期一"), Text("Tuesday", "星期二"), Text("Wednesday", "星期三"), Text("Thursday", "星期四"),
    Text("Friday", "星期五"), Text("Saturday", "星期六"), Text("Sunday", "星期日"),
)  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def long_date(on: date) -> Text:
    """A day with its weekday: "Tuesday 17 November 2026", "2026年11月17日（星期二）"."""
    weekday = WEEKDAYS[on.weekday()]
    return Text(
        f"{weekday.en} {on.day} {_MONTHS[on.month - 1]} {on.year}",
        f"{on.year}年{on.month}月{on.day}日（{weekday.zh}）",
    )
