"""Reads every child a while at a time on the reader's lane, so that whoever asks for one child is not kept waiting.

Says how far it is and can be stopped. What is made of a child is kept by whoever makes it; nothing is kept here.
"""

import time
from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from desktop_app.garbage import put_aside
from desktop_app.presenters.page import Desk
from desktop_app.records import Child, Records
from storage.read import Subject

T = TypeVar("T")
A_WHILE_S = 0.2
"""How long the lane is kept at once."""


class Far(NamedTuple):
    """So many children `of` all are read; `again`: all were shown before, and are while they are read anew."""

    read: int
    of: int
    again: bool = False

    @property
    def done(self) -> bool:
        """Nobody is left."""
        return self.read == self.of


class Gathering(Generic[T]):
    """`child` makes what is slow of one child; `whole` what is shown of those read so far, in the reader's lane.

    `whom` says who all are. `shown` is called with each of these, `far` in between. Parts are shown each time as many
    children again are read: a table of thousands is not put in order anew for each of them. Where all were shown
    before, none goes while they are read anew: whoever is choosing or typing there keeps their place.
    """

    def __init__(
        self,
        desk: Desk,
        child: Callable[[Records, Child], object],
        whole: Callable[[Records, Far], T],
        shown: Callable[[T], None],
        far: Callable[[Far], None],
        *,
        whom: Callable[[Records], tuple[Subject, ...]] = Records.subjects,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._desk = desk
        self._child = child
        self._whole = whole
        self._shown = shown
        self._far = far
        self._whom = whom
        self._clock = clock
        self._turn = 0
        self._whole_shown = False
        self._subjects: tuple[Subject, ...] = ()
        self.running = False

    def begin(self, *, afresh: bool = False) -> None:
        """Read everyone; what was being read before is left. Those that did not move since cost nothing.

        `afresh`: what was shown answers another question, so parts are shown again.
        """
        self._turn += 1
        self._whole_shown = self._whole_shown and not afresh
        self.running = True
        self._go_on(self._turn, 0, 0)

    def stop(self) -> None:
        """Leave the rest unread."""
        self._turn += 1
        self.running = False

    def _go_on(self, turn: int, begun: int, shown: int) -> None:
        self._desk.read(
            lambda records: self._read(records, turn, begun, shown), lambda found: self._take(turn, shown, found)
        )

    def _read(self, records: Records, turn: int, begun: int, shown: int) -> tuple[Far, T | None]:
        if begun == 0:
            self._subjects = self._whom(records)
        until, place = self._clock() + A_WHILE_S, begun
        while place < len(self._subjects) and turn == self._turn:
            self._child(records, records.of(self._subjects[place]))
            place += 1
            if self._clock() >= until:
                break
            self._desk.tasks.give_way()
        if begun or place < len(self._subjects):
            put_aside()
        far = Far(place, len(self._subjects), self._whole_shown and place < len(self._subjects))
        grown = place >= 2 * shown and not far.again
        return far, self._whole(records, far) if far.done or grown else None

    def _take(self, turn: int, shown: int, found: tuple[Far, T | None]) -> None:
        far, made = found
        if turn != self._turn:
            return
        self.running = not far.done
        self._whole_shown = self._whole_shown or far.done
        if made is not None:
            self._shown(made)
        else:
            self._far(far)
        # Whoever is shown it may have stopped it.
        if not far.done and turn == self._turn:
            self._go_on(turn, far.read, far.read if made is not None else shown)
