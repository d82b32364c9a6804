"""The primary outcomes of all children: by child and visit, and how many of the due visits are complete.

What counts is `study.outcomes`; a record that stands aside for another one is left out. Reads off the UI thread.
"""

from collections.abc import Iterable
from datetime import date

from desktop_app.presenters.children import hidden_names
from desktop_app.presenters.gathering import Far, Gathering
from desktop_app.presenters.page import Desk
from desktop_app.records import Child, Records
from desktop_app.session import Session
from study.address import parse_key
from study.course import Course
from study.definition.model import Study
from study.outcomes import Tally, asking, cells, primary, standings, tally, together
from ui.outcomes.state import OutcomeRow, OutcomesState, Sum
from ui.outcomes.view import OutcomesView


def tallies_of(course: Course, today: date) -> tuple[Tally, ...]:
    """How far each primary outcome of a child is."""
    made = standings(course, today)
    return tuple(tally(each for each in made if each.outcome == outcome.code) for outcome in primary(course.study))


def sums_of(study: Study, children: Iterable[tuple[Tally, ...]]) -> tuple[Sum, ...]:
    """The primary outcomes over all children."""
    named, every = primary(study), tuple(children)
    return tuple(
        Sum(outcome.code, outcome.label, together(child[place] for child in every))
        for place, outcome in enumerate(named)
    )


def row_of(child: Child, name: str, today: date) -> OutcomeRow:
    """A child's row."""
    return OutcomeRow(child.subject.id, child.subject.label, name, cells(standings(child.course, today)))


class Kept:
    """Rows and counts made before, while nothing of the child moved on the same day: the reader's lane."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Course, object, OutcomeRow, tuple[Tally, ...]]] = {}

    def of(self, child: Child, today: date, *, names: bool) -> tuple[OutcomeRow, tuple[Tally, ...]]:
        """A child's row, and how far each of its outcomes is."""
        kept, rest = self._kept.get(child.subject.id), (today, names, child.subject.label)
        if kept is not None and kept[0] is child.course and kept[1] == rest:
            return kept[2:]
        made = row_of(child, child.identity.name if names else "", today), tallies_of(child.course, today)
        self._kept[child.subject.id] = (child.course, rest, *made)
        return made


def outcomes_state(records: Records, session: Session, kept: Kept, far: Far | None = None) -> OutcomesState:
    """The page, of the children that are read so far. For the reader's lane."""
    there, hidden, study = records.going_on(), hidden_names(session), session.study
    far = far or Far(len(there), len(there))
    made = [kept.of(records.of(subject), session.today, names=hidden is None) for subject in there[: far.read]]
    rows = tuple(row for row, _tallies in made)
    seen = {visit for row in rows for (_, visit), cell in row.cells.items() if cell.state != "not_due"}
    return OutcomesState(
        today=session.today,
        sums=sums_of(study, (tallies for _row, tallies in made)),
        visits=tuple((visit.code, visit.label) for visit in asking(study) if visit.code in seen),
        rows=rows,
        names_hidden=hidden,
        children=far.of,
        unread=far.of - far.read,
    )


class OutcomesPage:
    """See `desktop_app.presenters.page.Page`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._view = OutcomesView(desk.look)
        session, kept = desk.session, Kept()
        self.gathering: Gathering[OutcomesState] = Gathering(
            desk,
            lambda _records, child: kept.of(child, session.today, names=hidden_names(session) is None),
            lambda records, far: outcomes_state(records, session, kept, far),
            self._view.render,
            lambda far: self._view.reading.show_far(far.read, far.of, again=far.again),
            whom=Records.going_on,
        )
        self._view.opened.connect(lambda key: desk.open_visit(parse_key(key).in_visit.key, key))
        self._view.child_opened.connect(desk.open_child)
        self._view.back_asked.connect(desk.back)
        self._view.reading.stop_asked.connect(self._stop)
        self._view.reading.go_on_asked.connect(self.refresh)
        self._view.render(OutcomesState(session.today, loading=True))

    @property
    def view(self) -> OutcomesView:
        """The screen."""
        return self._view

    def refresh(self) -> None:
        """Read the children again."""
        self.gathering.begin()

    def leave(self) -> None:
        """Nothing is typed here; whoever is not read yet is read when one comes back."""
        self.gathering.stop()

    def _stop(self) -> None:
        self.gathering.stop()
        self._view.reading.show_stopped()
