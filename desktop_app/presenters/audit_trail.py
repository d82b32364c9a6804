"""The trail page by page, read on the reader's lane as the table asks for it; never all of it at once.

Owns how far was read. Must not know a widget.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from desktop_app.presenters.audit_lines import trail_line
from desktop_app.presenters.audit_rows import AuditRow, AuditWords
from desktop_app.presenters.page import Desk
from desktop_app.session import Session
from storage.history import EVERYTHING, AuditLine, Sought
from ui.audit.state import LinesPage

CHANGES = 50
"""So many changes are read at once."""
ENOUGH = 100
"""A page ends with the change that brings it to so many lines."""
FAR = 40
"""So many readings go into one page at most, so that a rare kind does not hold up other readers."""
_NEWER = 400
_WHOLE = 1 << 30


class _Span(NamedTuple):
    """Where a page lies in the order received, both ends outside."""

    after: int
    until: int


class _Read(NamedTuple):
    reading: int
    page: int
    rows: list[AuditRow]
    more: bool
    newest: int


class Trail:
    """Reads for one table. `begun` is called when another reading begins, `show` with every page of it."""

    def __init__(self, desk: Desk, begun: Callable[[], None], show: Callable[[LinesPage], None]) -> None:
        self._desk = desk
        self._begun = begun
        self._show = show
        self._reading = 0
        self._sought = EVERYTHING
        self._pager: Iterator[list[AuditLine]] | None = None
        self._spans: dict[int, _Span] = {}
        self._newest = 0
        self._catching_up = False

    @property
    def running(self) -> bool:
        """Whether anything was asked for yet."""
        return self._pager is not None

    def begin(self, sought: Sought) -> None:
        """Read what is sought from its newest entry on."""
        self._reading += 1
        self._sought, self._spans, self._catching_up = sought, {}, False
        reader = self._desk.session.store.reader
        self._pager = reader.audit_pages(sought, newest=True, size=CHANGES)
        self._begun()
        self.want(0)

    def want(self, page: int) -> None:
        """Read a page: the next one, or one that was let go of."""
        session, reading, pager = self._desk.session, self._reading, self._pager
        span = self._spans.get(page)
        if span is not None:
            self._desk.read(lambda _records: _again(session, reading, page, self._sought, span), self._found)
        elif pager is not None:
            self._desk.read(lambda _records: _next(session, reading, page, pager), self._found)

    def catch_up(self) -> None:
        """Something may have moved: read what is newer than the newest line."""
        if self._catching_up:
            return
        self._catching_up = True
        session, reading, sought, after = self._desk.session, self._reading, self._sought, self._newest
        page = min((number for number in self._spans if number < 0), default=0) - 1
        self._desk.read(lambda _records: _newer(session, reading, page, sought, after), self._caught_up)

    def _caught_up(self, read: _Read) -> None:
        if read.reading != self._reading:
            return
        self._catching_up = False
        if read.more:
            self.begin(self._sought)
        elif read.rows:
            self._found(read)
        else:
            self._newest = max(self._newest, read.newest)

    def _found(self, read: _Read) -> None:
        if read.reading != self._reading:
            return
        self._newest = max(self._newest, read.newest)
        if read.rows:
            self._spans[read.page] = _Span(read.rows[-1].received - 1, read.rows[0].received + 1)
        self._show(LinesPage(read.reading, read.page, tuple(map(trail_line, read.rows)), read.more))


def _next(session: Session, reading: int, page: int, pager: Iterator[list[AuditLine]]) -> _Read:
    newest = _tip(session) if page == 0 else 0
    lines: list[AuditLine] = []
    read = 0
    for found in islice(pager, FAR):
        read += 1
        lines += found
        if len(lines) >= ENOUGH:
            break
    more = len(lines) >= ENOUGH or read == FAR
    return _Read(reading, page, AuditWords(session).rows(lines), more, newest)


def _again(session: Session, reading: int, page: int, sought: Sought, span: _Span) -> _Read:
    lines = session.store.reader.audit(sought, after=span.after, until=span.until, newest=True, limit=_WHOLE)
    return _Read(reading, page, AuditWords(session).rows(lines), more=True, newest=0)


def _newer(session: Session, reading: int, page: int, sought: Sought, after: int) -> _Read:
    """`more` where too much came in the meantime: then it is read from its newest entry again."""
    newest, reader = _tip(session), session.store.reader
    if newest - after > _NEWER:
        return _Read(reading, page, [], more=True, newest=newest)
    lines = reader.audit(sought, after=after, until=newest + 1, newest=True, limit=_WHOLE)
    return _Read(reading, page, AuditWords(session).rows(lines), more=False, newest=newest)


def _tip(session: Session) -> int:
    """The place of the newest entry of the log in the order received; 0 in an empty log."""
    return max((line.received for line in session.store.reader.audit(limit=1, newest=True)), default=0)
