"""Age of a child on a day: in days, in decimal years, in completed years and months for display."""

from datetime import date
from decimal import Decimal

from study.text import Text

DAYS_A_YEAR = Decimal("365.25")
_FOUR_DECIMALS = Decimal("0.0001")


def age_days(birth: date, on: date) -> int:
    """Days from birth to the day `on`; negative before birth."""
    return (on - birth).days


def age_years(birth: date, on: date) -> Decimal:
    """Decimal years, days / 365.25, to four decimals (a day is 0.0027): the age that CKiD U25 is defined with.

    For constants that change with age only: a whole number is reached up to a day away from the birthday.
    """
    return (Decimal(age_days(birth, on)) / DAYS_A_YEAR).quantize(_FOUR_DECIMALS)


def calendar_years(birth: date, on: date) -> Decimal:
    """Years by the calendar to four decimals: a whole number exactly on the birthday, for limits of age."""
    return (age_months(birth, on) / 12).quantize(_FOUR_DECIMALS)


def completed(birth: date, on: date) -> tuple[int, int]:
    """Completed years and months. Who is born on 29 February completes a year on 1 March of a common year."""
    months = (on.year - birth.year) * 12 + on.month - birth.month - (on.day < birth.day)
    return divmod(months, 12)


def age_months(birth: date, on: date) -> Decimal:
    """Completed months and the part of the next one that has passed, by the calendar; for looking between two months.

    Not days / 30.4375: that number reaches a whole month on another day than the child does.
    """
    years, months = completed(birth, on)
    whole = years * 12 + months
    since, until = _month_day(birth, whole), _month_day(birth, whole + 1)
    return whole + Decimal((on - since).days) / (until - since).days


def _month_day(birth: date, months: int) -> date:
    """The day on which a child completes so many months: the first of the next month where the day does not exist."""
    years, month = divmod(birth.month - 1 + months, 12)
    try:
        return date(birth.year + years, month + 1, birth.day)
    except ValueError:
        years, month = divmod(birth.month + months, 12)
        return date(birth.year + years, month + 1, 1)


def age_text(birth: date, on: date) -> Text:
    """The age as a clinic says it: 8 y 3 m, under two years in months, under one month in days."""
    years, months = completed(birth, on)
    if years < 0:
        return Text("not yet born", "尚未出生")
    if years < 2:
        days, whole = age_days(birth, on), years * 12 + months
        return Text(f"{whole} m", f"{whole}个月") if whole else Text(f"{days} d", f"{days}天")
    return Text(f"{years} y {months} m", f"{years}岁{months}个月")
