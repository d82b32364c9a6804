"""A date or time typed by hand: 2014-07-03, 20140703, 2014.7.3, 2014年7月3日, 9:30, 0930, full-width digits."""

import re
import unicodedata
from datetime import date, time

from ui.widgets.fields import Line

_PARTS = re.compile(r"^(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*$")
_SOLID = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_CLOCK = re.compile(r"^(\d{1,2})\s*[:.时点]\s*(\d{2})\s*分?$")
_DIGITS = re.compile(r"^(\d{2})(\d{2})$")


def read_date(text: str) -> date | None:
    """The date a text means, or None when it means none; year first, as dates are written here."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _PARTS.match(plain) or _SOLID.match(plain)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


class DateLine(Line):
    """A field for a whole date; leaving it writes what was understood."""

    def __init__(self) -> None:
        super().__init__()
        self.editingFinished.connect(self._tidy)

    def date(self) -> date | None:
        """The date that stands there, or None."""
        return read_date(self.text())

    def _tidy(self) -> None:
        understood = self.date()
        if understood is not None:
            self.setText(understood.isoformat())


def read_time(text: str) -> time | None:
    """The time of day a text means (24 hours), or None when it means none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _CLOCK.match(plain) or _DIGITS.match(plain)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return time(int(found[1]), int(found[2]))


class TimeLine(Line):
    """A field for a time of day; leaving it writes what was understood."""

    def __init__(self) -> None:
        super().__init__()
        self.editingFinished.connect(self._tidy)

    def time(self) -> time | None:
        """The time that stands there, or None."""
        return read_time(self.text())

    def _tidy(self) -> None:
        understood = self.time()
        if understood is not None:
            self.setText(f"{understood:%H:%M}")
