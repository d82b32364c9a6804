"""The room of safety: reads all children off the UI thread, ticks while deadlines run, answers proposals."""

from collections.abc import Callable, Iterable
from datetime import datetime

from PySide6.QtCore import QTimer

from desktop_app.presenters.answering import Answers
from desktop_app.presenters.child_safety import ClockLine
from desktop_app.presenters.children import hidden_names
from desktop_app.presenters.gathering import Far, Gathering
from desktop_app.presenters.giving.board import BOARD
from desktop_app.presenters.giving_out import GivingOut
from desktop_app.presenters.page import Desk
from desktop_app.presenters.safety_reading import OfChild, Proposed, of_child, runs, waits
from desktop_app.records import Child, Records
from desktop_app.session import Session
from study.address import Address, parse_key
from study.changes.facts import ValueSet
from study.course import Course
from study.rights import gives_out, may
from study.text import Text
from ui.child.trial_state import ProposalRow, TrialBlock, TrialLine
from ui.safety.state import EventLine, Filter, SafetyState, Which
from ui.safety.view import SafetyView
from ui.visit.state import Option

_TICK_MS = 60_000
"""Deadlines are shown to the minute."""
MOST = 30
"""Proposals shown at once: each can be answered here, and is more than a line."""
_NOT_ALL = Text("Not all children are read yet.", "尚有患儿未读取。")
NO_CLOCKS = Text("No deadline of a serious event runs.", "无运行中的严重不良事件报告时限。")
_FROZEN = Text("frozen: nothing can be written here now", "已冻结，暂不能录入")


class Kept:
    """What was made of a child before, while nothing of it moved: the reader's lane.

    A child with a deadline or an episode that goes on is made anew with the minute, the others once. `make` is
    `of_child`.
    """

    def __init__(self, make: Callable[[Course, str, datetime], OfChild] = of_child) -> None:
        self._make = make
        self._kept: dict[str, tuple[Course, bool, datetime | None, OfChild]] = {}

    def of(self, child: Child, session: Session, names: bool) -> OfChild:
        """All of one child."""
        now = session.now.replace(tzinfo=None, second=0, microsecond=0)
        kept = self._kept.get(child.subject.id)
        if kept is not None and kept[0] is child.course and kept[1] == names and kept[2] in (None, now):
            return kept[3]
        made = self._make(child.course, child.identity.name if names else "", now)
        self._kept[child.subject.id] = (child.course, names, now if runs(made) else None, made)
        return made


Read = tuple[SafetyState, dict[str, str]]
"""The room, and whose each proposal is."""


def safety_state(records: Records, session: Session, kept: Kept, chosen: Filter, far: Far | None = None) -> Read:
    """The room, of the children that are read so far. For the reader's lane."""
    hidden = hidden_names(session)
    there = records.subjects()
    far = far or Far(len(there), len(there))
    children = [records.of(subject) for subject in there[: far.read]]
    every = [(child, _counted(child, kept.of(child, session, hidden is None))) for child in children]
    found = [(child, made) for child, made in every if chosen.child in ("", child.subject.code)]
    events = [event for _, made in found for event in made.events]
    owners = {row.name: child.subject.id for child, made in found for _, row in made.proposals}
    free, held = _proposals(found)
    state = SafetyState(
        events=_in_order(each for each in events if _passes(each, chosen.which)),
        clocks=_clocks([clock for _, made in found for clock in made.clocks], chosen.which, whole=far.done),
        proposals=free[:MOST],
        held=held,
        more=max(0, len(free) - MOST),
        episodes=tuple(
            sorted((line for _, made in found for line in made.episodes), key=lambda each: (not each.open, each.code))
        ),
        chosen=chosen,
        children=tuple(
            Option(child.subject.code, Text(child.subject.code, child.subject.code))
            for child, made in every
            if made != _NOTHING
        ),
        counts=tuple((which, sum(_passes(each, which) for each in events)) for which in Which),
        names_hidden=hidden,
        may_edit=may(session.role, ValueSet),
        may_give=bool(session.role_that(gives_out)),
        read=far.read,
        unread=far.of - far.read,
    )
    return state, owners


_NOTHING = OfChild((), (), (), ())


def _counted(child: Child, made: OfChild) -> OfChild:
    """Of a record that stands aside nothing but the deadlines that run: an authority waits whichever code it is."""
    if child.aside is None:
        return made
    return OfChild((), tuple(clock for clock in made.clocks if waits(clock)), (), ())


def _passes(each: EventLine, which: Which) -> bool:
    return each.open if which is Which.OPEN else each.serious if which is Which.SERIOUS else True


def _in_order(found: Iterable[EventLine]) -> tuple[EventLine, ...]:
    """Open before over; what is late first, then the serious ones, then by child; what began last before the others."""
    last_first = sorted(found, key=lambda each: each.since, reverse=True)
    return tuple(sorted(last_first, key=lambda each: (not each.open, not each.late, not each.serious, each.code)))


def _clocks(found: list[ClockLine], which: Which, *, whole: bool) -> TrialBlock:
    """Those that wait; where all events are shown the sent ones too."""
    shown = sorted((each for each in found if which is Which.ALL or waits(each)), key=lambda each: each.order)
    return TrialBlock(tuple(each.line for each in shown), NO_CLOCKS if whole else _NOT_ALL)


def _proposals(found: list[tuple[Child, OfChild]]) -> tuple[tuple[ProposalRow, ...], tuple[TrialLine, ...]]:
    """Those that can be answered, and those of children whose record is frozen."""
    free: list[Proposed] = []
    held: list[TrialLine] = []
    for child, made in found:
        if child.course.record.freeze(Address(child.subject.id)) is None:
            free += made.proposals
        else:
            held += [TrialLine(row.text, _FROZEN, None, row.mark, row.key) for _, row in made.proposals]
    return tuple(each.row for each in sorted(free, key=lambda each: each.order)), tuple(held)


class SafetyPage:
    """See `desktop_app.presenters.page.Page`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept = Kept()
        self._filter = Filter()
        self._owners: dict[str, str] = {}
        self._answers = Answers(desk)
        self._view = SafetyView(desk.look)
        self._clock = QTimer(self._view)
        self._clock.setInterval(_TICK_MS)
        self._clock.timeout.connect(self._tick)
        view = self._view
        view.filtered.connect(self._filtered)
        view.opened.connect(lambda key: desk.open_visit(parse_key(key).in_visit.key, key))
        view.accepted.connect(self._accept)
        view.dismissed.connect(self._dismiss)
        self.giving = GivingOut(desk)
        self.giving.changed.connect(lambda: view.show_giving(self.giving.job))
        view.pack_asked.connect(lambda: self.giving.ask_where(BOARD, view))
        view.giving.stop_asked.connect(self.giving.stop)
        session, kept = desk.session, self._kept
        self.gathering: Gathering[Read] = Gathering(
            desk,
            lambda _records, child: kept.of(child, session, hidden_names(session) is None),
            lambda records, far: safety_state(records, session, kept, self._filter, far),
            self._show,
            lambda far: view.reading.show_far(far.read, far.of, again=far.again),
        )
        view.reading.stop_asked.connect(self._stop)
        view.reading.go_on_asked.connect(self.refresh)
        view.render(SafetyState(loading=True))

    @property
    def view(self) -> SafetyView:
        """The screen."""
        return self._view

    def refresh(self) -> None:
        """Read all children again; while the room is in front it does so each minute."""
        self._clock.start()
        self.gathering.begin()

    def leave(self) -> None:
        """Nothing is typed here but a reason, which belongs to its proposal; nobody looks at the clocks any more."""
        self._clock.stop()
        self.gathering.stop()

    def _stop(self) -> None:
        """Until somebody goes on or comes back: a minute that passes does not go on by itself."""
        self._clock.stop()
        self.gathering.stop()
        self._view.reading.show_stopped()

    def _tick(self) -> None:
        """A minute later; who is being read for longer than that is not begun anew."""
        if not self.gathering.running:
            self.refresh()

    def _show(self, read: Read) -> None:
        state, owners = read
        if state.chosen == self._filter:
            self._owners = owners
            self._view.render(state)

    def _filtered(self, chosen: Filter) -> None:
        self._filter = chosen
        self.refresh()

    def _accept(self, kind: str, name: str) -> None:
        if name in self._owners:
            self._answers.accept(self._owners[name], kind, name)

    def _dismiss(self, kind: str, name: str, reason: str) -> None:
        if name in self._owners:
            self._answers.dismiss(self._owners[name], kind, name, reason)
