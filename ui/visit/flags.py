"""The words of a row's state as the marks of the house: flags and trends."""

from ui.visit.state import FlagKind
from ui.widgets.state import Flag

_FLAGS: dict[FlagKind, Flag] = {
    "": Flag.NONE,
    "low": Flag.LOW,
    "high": Flag.HIGH,
    "critical_low": Flag.CRITICAL_LOW,
    "critical_high": Flag.CRITICAL_HIGH,
    "critical": Flag.CRITICAL,
}


def flag_of(kind: FlagKind) -> Flag:
    """The mark of a flag."""
    return _FLAGS[kind]
