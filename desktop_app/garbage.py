"""When Python looks through all objects for cycles nobody holds: while nobody types, and never by itself.

A whole round stops every thread for as long as there are objects, tenths of a second with two children read and
seconds with thousands. The young ones are looked through as ever, in a few milliseconds. Owns a timer, no object.
"""

import gc
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_LOOK_MS = 1_000
QUIET_MS = 2_000
"""Nobody touched a key or the mouse for so long: reading, not typing."""
MOST = 100
"""Rounds of the young (about 7,700 objects each) after which all is looked through although somebody types."""
REST_MS = 30_000
AGAIN_MS = 1_800_000
"""Nobody touched anything for half a minute, and half an hour passed since everything was looked through."""
_NEVER = 2**30


def _now_ms() -> int:
    return time.monotonic_ns() // 1_000_000


class Garbage(QObject):
    """`quiet_ms` says for how long nobody typed. Between `begin` and `end` this process runs no whole round by itself.

    What has been looked through is put aside and not looked at again until somebody has left (`somebody_left`), or for
    half an hour: then everything is, once, for a drawing under way may have been put aside and ended since. A whole
    round is the window's thread's, which is where widgets must die. `clock` counts ms.
    """

    def __init__(
        self, quiet_ms: Callable[[], int], parent: QObject | None = None, clock: Callable[[], int] = _now_ms
    ) -> None:
        super().__init__(parent)
        self._quiet_ms, self._clock = quiet_ms, clock
        self._everything = clock()
        self._before = gc.get_threshold()
        self._all = False
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """What was loaded to get here stays to the end, and is not looked at again."""
        self._before = gc.get_threshold()
        gc.set_threshold(self._before[0], self._before[1], _NEVER)
        gc.freeze()
        self._timer.start()

    def look(self) -> None:
        """Look through what was made since the last time, or everything, when nobody types."""
        rounds, for_ms = gc.get_count()[2], self._quiet_ms()
        quiet = for_ms >= QUIET_MS
        rests = for_ms >= REST_MS and self._clock() - self._everything >= AGAIN_MS
        if rests or (quiet and self._all):
            gc.unfreeze()
            self._all, self._everything = False, self._clock()
            _whole()
        elif rounds > MOST or (quiet and rounds):
            _whole()

    def somebody_left(self) -> None:
        """Their desk and the children that were read for it are to be given back."""
        self._all = True

    def end(self) -> None:
        """As it was before."""
        if self._timer.isActive():
            self._timer.stop()
            gc.set_threshold(*self._before)
            gc.unfreeze()


def put_aside() -> None:
    """What was just read of many children stays: it is not looked through, which would take seconds for thousands.

    Does nothing where no `Garbage` is at work.
    """
    if gc.get_threshold()[2] == _NEVER:
        gc.freeze()


def _whole() -> None:
    gc.collect()
    gc.freeze()
