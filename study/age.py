"""Age of a child on a day: in days, in decimal years, in completed years and months for display."""

from datetime import date
from decimal import Decimal

from study.text import Text

DAYS_A_YEAR = Decimal("365.25")


def age_days(birth: date, on: date) -> int:
    """Days from birth to the day `on`; negative before birth."""
    return (on - birth).days


def age_years(birth: date, on: date) -> Decimal:
    """Decimal years, days / 365.25, to four decimals (a day is 0.0027): the age that CKiD U25 is defined with."""
    return (Decimal(age_days(birth, on)) / DAYS_A_YEAR).quantize(Decimal("0.0001"))


def completed(birth: date, on: date) -> tuple[int, int]:
    """Completed years and months. Who is born on 29 February completes a year on 1 March of a common year."""
    months = (on.year - birth.year) * 12 + on.month - birth.month - (on.day < birth.day)
    return divmod(months, 12)


def age_text(birth: date, on: date) -> Text:
    """The age as a clinic says it: 8 y 3 m, under two years in months, under one month in days."""
    years, months = completed(birth, on)
    if years < 0:
        return Text("not yet born", "尚未出生")
    if years < 2:
        days, whole = age_days(birth, on), years * 12 + months
        return Text(f"{whole} m", f"{whole}个月") if whole else Text(f"{days} d", f"{days}天")
    return Text(f"{years} y {months} m", f"{years}岁{months}个月")
