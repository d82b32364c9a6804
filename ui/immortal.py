"""Keeps None, True and False alive under Python 3.11, where PySide6 6.12 gives away references it does not own.

Every Qt method without a result costs None one reference there and every signal costs True one, so that the process
dies ("deallocating None") after a few thousand calls. Python 3.12 made these objects immortal, and the wheels of
PySide6 count on that; this does the same for 3.11, as shiboken itself does for the empty tuple.
"""

import ctypes
import sys

_PLENTY = 1 << 60


def keep(value: object) -> bool:
    """Give `value` more references than a process can use up; False when its counter is not where CPython keeps it."""
    counter = ctypes.c_ssize_t.from_address(id(value))
    if abs(counter.value - sys.getrefcount(value)) > 8:
        return False
    counter.value += _PLENTY
    return True


def keep_constants() -> None:
    """Make None, True and False immortal where the interpreter has not done so itself."""
    if sys.implementation.name == "cpython" and sys.version_info < (3, 12):
        for constant in (None, True, False):
            keep(constant)
