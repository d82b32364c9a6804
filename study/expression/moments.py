"""Dates, partial dates and times as the minutes they may mean, so that they can be compared three-valued."""

from datetime import date, datetime, timedelta

import msgspec

from study.values import DateTimeValue, DateValue

MINUTES_A_DAY = 1440


class Moment(msgspec.Struct, frozen=True):
    """The first and the last minute a written date may mean, counted from the first day of the calendar.

    `whole_day` marks a full date: two of them are compared by the calendar, not by their minutes.
    """

    first: int
    last: int
    whole_day: bool = False

    @property
    def timed(self) -> bool:
        """True for one minute of one day."""
        return self.first == self.last

    @property
    def days(self) -> tuple[int, int]:
        """The numbers of the first and the last day that may be meant."""
        return self.first // MINUTES_A_DAY, self.last // MINUTES_A_DAY


def moment(value: DateValue | DateTimeValue) -> Moment | None:
    """The moment of a date (whole, year and month, or year) or of a wall-clock time; None when it cannot be read."""
    try:
        if isinstance(value, DateTimeValue):
            at = datetime.fromisoformat(value.at)
            minute = at.toordinal() * MINUTES_A_DAY + at.hour * 60 + at.minute
            return Moment(minute, minute)
        first, last = days_of(value.date)
    except ValueError:
        return None
    return Moment(
        first.toordinal() * MINUTES_A_DAY,
        last.toordinal() * MINUTES_A_DAY + MINUTES_A_DAY - 1,
        whole_day=first == last,
    )


def days_of(written: str) -> tuple[date, date]:
    """The first and the last day that 2026, 2026-08 or 2026-08-18 may mean. Raises ValueError for anything else."""
    parts = [int(part) for part in written.split("-")]
    match parts:
        case [year, month, day]:
            return date(year, month, day), date(year, month, day)
        case [year, month]:
            following = date(year + month // 12, month % 12 + 1, 1)
            return date(year, month, 1), following - timedelta(days=1)
        case [year]:
            return date(year, 1, 1), date(year, 12, 31)
        case _:
            raise ValueError(written)
