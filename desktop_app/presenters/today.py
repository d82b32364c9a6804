"""Today: what is due of every child, and what needs somebody; where each leads. Reads off the UI thread."""

from collections.abc import Iterable

from desktop_app.presenters.children import NO_KEY, NO_ROLE
from desktop_app.presenters.letters import Letters
from desktop_app.presenters.page import Desk
from desktop_app.presenters.today_needs import Open, Waits, lately_rejected, needs_of, whole
from desktop_app.presenters.today_rows import rows_of
from desktop_app.records import Child, Records
from desktop_app.session import Session
from study.address import LOG, parse_key
from study.calendar_words import WEEKDAYS
from study.course import Course
from study.due import AHEAD
from ui.frame.state import Room
from ui.today.state import Group, Need, NeedKind, TodayRow, TodayState
from ui.today.view import TodayView

_ROOMS = {NeedKind.QUERY: Room.QUERIES, NeedKind.HELD: Room.SYNC, NeedKind.UNSENT: Room.SYNC}
_ORDER = {group: place for place, group in enumerate(Group)}


class Kept:
    """What was made of a child before, while nothing of it moved and the hour is the same. The reader's lane."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Course, object, tuple[TodayRow, ...], tuple[Need | Open, ...]]] = {}

    def of(self, child: Child, session: Session, names: bool) -> tuple[tuple[TodayRow, ...], tuple[Need | Open, ...]]:
        """The rows and the cards of one child."""
        now = session.now.replace(tzinfo=None)
        at = (now.replace(minute=0, second=0, microsecond=0), names, session.role)
        kept = self._kept.get(child.subject.id)
        if kept and kept[0] is child.course and kept[1] == at:
            return kept[2:]
        name = child.identity.name if names else ""
        made = tuple(rows_of(child.course, name, now)), tuple(needs_of(child.course, session.role, now.date()))
        self._kept[child.subject.id] = (child.course, at, *made)
        return made


def today_state(records: Records, session: Session, kept: Kept) -> TodayState:
    """The whole day. For the reader's lane."""
    reader, today = session.store.reader, session.today
    hidden = NO_ROLE if not session.sees_names else NO_KEY if reader.site_key() is None else None
    children = records.children()
    made = [kept.of(child, session, hidden is None) for child in children]
    waits = Waits(len(reader.held()), lately_rejected(session.study, reader, session.clock()))
    needs = whole(
        (need for _, found in made for need in found), reader.queue(), waits, session.clock(), bool(reader.edc_key())
    )
    return TodayState(
        today=today,
        weekday=WEEKDAYS[today.weekday()],
        ahead=AHEAD,
        rows=_in_order(row for rows, _ in made for row in rows),
        needs=tuple(needs),
        names_hidden=hidden,
        children=len(children),
    )


def _in_order(rows: Iterable[TodayRow]) -> tuple[TodayRow, ...]:
    """Overdue first; inside a group what closes first, so that the longest overdue stands on top."""
    return tuple(sorted(rows, key=lambda row: (_ORDER[row.group], row.span.closes if row.span else 0, row.code)))


class TodayPage:
    """See `desktop_app.presenters.page.Page`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept = Kept()
        self._view = TodayView(desk.look)
        self._view.opened.connect(self._open)
        self._view.need_chosen.connect(self._lead)
        self._view.children_asked.connect(desk.open_children)
        self.letters = Letters(desk, self._view)
        self._view.letter_asked.connect(self._write_letter)
        today = desk.session.today
        self._view.render(TodayState(today, WEEKDAYS[today.weekday()], AHEAD, loading=True))

    @property
    def view(self) -> TodayView:
        """The screen."""
        return self._view

    def refresh(self) -> None:
        """Read the day again."""
        session, kept = self._desk.session, self._kept
        self._desk.read(lambda records: today_state(records, session, kept), self._view.render)

    def leave(self) -> None:
        """Nothing is typed here."""

    def _write_letter(self, key: str) -> None:
        place = parse_key(key)
        self.letters.ask(place.subject, place.visit)

    def _open(self, key: str) -> None:
        """A visit opens at the bedside, a row of the child's logs there too."""
        place = parse_key(key)
        self._desk.open_visit(_visit_of(key), key if place.form else "")

    def _lead(self, need: Need) -> None:
        room = _ROOMS.get(need.kind) if not (need.kind is NeedKind.HELD and need.place) else None
        if need.kind is NeedKind.CONFLICT:
            self._desk.open_conflict(need.place)
        elif room is not None:
            self._desk.open_room(room)
        elif need.kind in (NeedKind.SIGN, NeedKind.VOID):
            self._desk.open_review(_visit_of(need.place))
        elif need.kind is NeedKind.AWAITING and parse_key(need.place).visit in ("", LOG):
            self._desk.open_child(parse_key(need.place).subject)
        else:
            self._open(need.place)


def _visit_of(key: str) -> str:
    """The visit that an address lies in, as a key."""
    return parse_key(key).in_visit.key
