"""Today: what is due of every child, and what needs somebody; where each leads. Reads off the UI thread."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from desktop_app.presenters.children import hidden_names
from desktop_app.presenters.gathering import Far, Gathering
from desktop_app.presenters.letters import Letters
from desktop_app.presenters.outcomes import sums_of, tallies_of
from desktop_app.presenters.page import Desk
from desktop_app.presenters.today_needs import Open, Waits, critical_needs, lately_rejected, needs_of, whole
from desktop_app.presenters.today_rows import report_rows, rows_of
from desktop_app.presenters.twice import Whose, cards
from desktop_app.records import Child, Records
from desktop_app.session import Session
from study.address import LOG, parse_key
from study.calendar_words import WEEKDAYS
from study.course import Course
from study.due import AHEAD
from study.outcomes import Tally
from study.rights import may_resolve
from study.safety_clocks import deadlines
from study.twice import Pair, pairs
from ui.frame.state import Room
from ui.today.state import Group, Need, NeedKind, TodayRow, TodayState
from ui.today.view import TodayView

_ROOMS = {NeedKind.QUERY: Room.QUERIES, NeedKind.HELD: Room.SYNC, NeedKind.UNSENT: Room.SYNC}
_ORDER = {group: place for place, group in enumerate(Group)}


class OfChild(NamedTuple):
    """The rows and the cards of one child, and how far its primary outcomes are: () where it does not count."""

    rows: tuple[TodayRow, ...]
    needs: tuple[Need | Open, ...]
    outcomes: tuple[Tally, ...] = ()


def of_child(course: Course, name: str, role: str, now: datetime) -> OfChild:
    """What the day says of one child; `now` is the site's wall clock."""
    today = now.date()
    return OfChild(tuple(rows_of(course, name, now)), tuple(needs_of(course, role, today)), tallies_of(course, today))


def of_aside(course: Course, name: str, _role: str, now: datetime) -> OfChild:
    """What the day still says of a record that stands aside: nothing but what would harm if nobody saw it."""
    return OfChild(tuple(report_rows(course, name, now)), tuple(critical_needs(course)))


class Kept:
    """What was made of a child before, while nothing of it moved on the same day: the reader's lane.

    A child whose reports to authorities run by the hour is made anew with the hour. `make` is `of_child`.
    """

    def __init__(self, make: Callable[[Course, str, str, datetime], OfChild] = of_child) -> None:
        self._make = make
        self._kept: dict[str, tuple[Course, object, int | None, OfChild]] = {}
        self.whose = Whose()

    def of(self, child: Child, session: Session, names: bool) -> OfChild:
        """The rows and the cards of one child."""
        now, course = session.now.replace(tzinfo=None), child.course
        rest = (now.date(), names, session.role, child.aside is None)
        kept = self._kept.get(child.subject.id)
        if kept is not None and kept[0] is course and kept[1] == rest and kept[2] in (None, now.hour):
            return kept[3]
        make = self._make if child.aside is None else of_aside
        made = make(course, child.identity.name if names else "", session.role, now)
        self._kept[child.subject.id] = (course, rest, now.hour if deadlines(course) else None, made)
        return made


def today_state(records: Records, session: Session, kept: Kept, far: Far | None = None) -> TodayState:
    """The whole day, of the children that are read so far. For the reader's lane."""
    reader, today = session.store.reader, session.today
    hidden = hidden_names(session)
    there = records.subjects()
    far = far or Far(len(there), len(there))
    children = [records.of(subject) for subject in there[: far.read]]
    made = [kept.of(child, session, hidden is None) for child in children]
    twice: tuple[Pair, ...] = ()
    if may_resolve(session.role):
        twice = pairs((kept.whose.of(child, hidden is None) for child in children), records.decided)
    waits = Waits(len(reader.held()), lately_rejected(session.study, reader, session.clock()))
    needs = whole(
        (*(need for each in made for need in each.needs), *cards(twice)),
        reader.queue(),
        waits,
        session.clock(),
        bool(reader.edc_key()),
    )
    return TodayState(
        today=today,
        weekday=WEEKDAYS[today.weekday()],
        ahead=AHEAD,
        rows=_in_order(row for each in made for row in each.rows),
        needs=tuple(needs),
        names_hidden=hidden,
        children=len(there),
        unread=far.of - far.read,
        outcomes=sums_of(session.study, (each.outcomes for each in made if each.outcomes)),
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
        self._view.outcomes_asked.connect(desk.open_outcomes)
        self.letters = Letters(desk, self._view)
        self._view.letter_asked.connect(self._write_letter)
        today = desk.session.today
        session, kept = desk.session, self._kept
        self.gathering: Gathering[TodayState] = Gathering(
            desk,
            lambda _records, child: kept.of(child, session, hidden_names(session) is None),
            lambda records, far: today_state(records, session, kept, far),
            self._view.render,
            lambda far: self._view.reading.show_far(far.read, far.of, again=far.again),
        )
        self._view.reading.stop_asked.connect(self._stop)
        self._view.reading.go_on_asked.connect(self.refresh)
        self._view.render(TodayState(today, WEEKDAYS[today.weekday()], AHEAD, loading=True))

    @property
    def view(self) -> TodayView:
        """The screen."""
        return self._view

    def refresh(self) -> None:
        """Read the day again."""
        self.gathering.begin()

    def leave(self) -> None:
        """Nothing is typed here; whoever is not read yet is read when one comes back."""
        self.gathering.stop()

    def _stop(self) -> None:
        self.gathering.stop()
        self._view.reading.show_stopped()

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
        elif need.kind is NeedKind.TWICE:
            self._desk.open_child(parse_key(need.place).subject)
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
