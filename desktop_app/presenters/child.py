"""The page of one child: reads the course, shows how the child is, leads to visits, charts and conflicts."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from desktop_app.presenters.answering import Answers
from desktop_app.presenters.child_erase import Erasing
from desktop_app.presenters.child_lists import conflict_rows, file_rows, medication_rows
from desktop_app.presenters.child_queries import query_rows
from desktop_app.presenters.child_signatures import signature_rows
from desktop_app.presenters.child_since import since_last_visit
from desktop_app.presenters.child_trial import trial_state
from desktop_app.presenters.child_twice import ChildTwice
from desktop_app.presenters.child_visits import visit_chips, visit_to_begin
from desktop_app.presenters.drawing import drawer_of
from desktop_app.presenters.earlier import groups
from desktop_app.presenters.file_standing import file_standings
from desktop_app.presenters.header import child_header
from desktop_app.presenters.letters import Letters
from desktop_app.presenters.page import Desk
from desktop_app.presenters.panels import panel_states, small_panels
from desktop_app.presenters.signature_words import idle_withdrawal
from desktop_app.presenters.visit.standing_words import why_without_effect
from desktop_app.records import Child, Records
from desktop_app.session import Session
from study.address import LOG, Address, parse_key
from study.changes.facts import AttachmentAdded, IdentityErased, RowCreated, ValueSet
from study.definition.model import Study
from study.letter import visits_ahead
from study.rights import may
from study.state.slots import created
from study.text import Language, Text
from ui.child.state import ChildState
from ui.child.view import ChildView
from ui.file_words import AttachmentState


@dataclass(frozen=True)
class Viewer:
    """Who looks, when, in which language, and where the attached files are."""

    today: date
    language: Language
    role: str
    names: bool
    files: Mapping[str, AttachmentState] = field(default_factory=dict)
    now: datetime | None = None
    """The wall clock of the site, for deadlines in hours; without it the day begins."""
    people: Mapping[str, str] = field(default_factory=dict)
    """Names by user id."""
    idle: Mapping[str, Text] = field(default_factory=dict)
    """That the withdrawal of a file has no effect, and why, by the id of the file's entry."""


@dataclass(frozen=True)
class Shown:
    """What the page shows, and where each file hangs (file key -> address key of its form)."""

    state: ChildState
    files: Mapping[str, str] = field(default_factory=dict)


def child_state(study: Study, child: Child, viewer: Viewer) -> ChildState:
    """The whole page of a child."""
    course, today, language = child.course, viewer.today, viewer.language
    now = viewer.now or datetime.combine(today, time.min)
    edits = may(viewer.role, ValueSet) and course.record.freeze(Address(course.record.subject)) is None
    return ChildState(
        header=child_header(study, child, today, viewer.names, people=viewer.people),
        visits=tuple(replace(chip, due=chip.due and child.aside is None) for chip in visit_chips(course, today)),
        since=since_last_visit(course, today, language),
        charts=small_panels(panel_states(course, today)),
        medication=medication_rows(course, today, language),
        files=file_rows(course, child.identity.titles if viewer.names else {}, viewer.files, viewer.idle, language),
        conflicts=conflict_rows(course, language),
        queries=query_rows(course),
        trial=trial_state(course, now, may_edit=edits),
        may_edit=edits,
        letters=bool(visits_ahead(course, today)),
    )


class ChildPage:
    """See `desktop_app.presenters.page.Page`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._subject = ""
        self._files: Mapping[str, str] = {}
        self._drawer = drawer_of(desk)
        self._view = ChildView(desk.look, self._drawer)
        self._erasing = Erasing(desk, self._view)
        self._answers = Answers(desk)
        self.letters = Letters(desk, self._view)
        self.twice = ChildTwice(desk, self._view)
        self._connect()

    def _connect(self) -> None:
        view, desk = self._view, self._desk
        view.visit_opened.connect(desk.open_visit)
        view.field_opened.connect(lambda key: desk.open_visit(parse_key(key).in_visit.key, key))
        view.medication_opened.connect(lambda key: desk.open_visit(parse_key(key).in_visit.key, key))
        view.medication_added.connect(lambda subject: desk.open_visit(Address(subject, LOG).key))
        view.unscheduled_asked.connect(self._add_unscheduled)
        view.conflict_opened.connect(desk.open_conflict)
        view.charts_asked.connect(desk.open_charts)
        view.logs_asked.connect(desk.open_logs)
        view.review_opened.connect(desk.open_review)
        view.file_opened.connect(self._open_file)
        view.back_asked.connect(desk.back)
        view.letter_asked.connect(self.letters.ask)
        answers = self._answers
        view.proposal_accepted.connect(lambda kind, name: answers.accept(self._subject, kind, name))
        view.proposal_dismissed.connect(lambda kind, name, why: answers.dismiss(self._subject, kind, name, why))
        view.visit_served.connect(lambda key, visit, on, reason: answers.serve(self._subject, (key, visit), on, reason))

    @property
    def view(self) -> ChildView:
        """The page."""
        return self._view

    def choose(self, subject: str) -> None:
        """Which child; shown at the next refresh."""
        self._subject = subject

    def refresh(self) -> None:
        """Read the child again."""
        session, subject, language = self._desk.session, self._subject, self._desk.language
        if subject:
            self._desk.read(lambda records: _read(session, records, subject, language), self._show)
            self.twice.refresh(subject)

    def leave(self) -> None:
        """Nothing is typed here but a reason, which belongs to its answer."""
        self.twice.leave()

    def _show(self, shown: Shown) -> None:
        if shown.state.header.subject == self._subject:
            self._files = shown.files
            self._view.render(shown.state)

    def _add_unscheduled(self, subject: str) -> None:
        """Begin a visit of today that has no place in the schedule, and open it."""
        today = self._desk.session.today
        self._desk.read(
            lambda records: visit_to_begin(records.child(subject).course, today),
            lambda code: self._begin(subject, code),
        )

    def _begin(self, subject: str, code: str) -> None:
        if not code:
            return
        session = self._desk.session
        place = Address(subject, code)
        row = RowCreated(id=session.store.new_id(), address=place, level="visit", order=session.today.isoformat())
        key = created(row.id, place, row.level).key
        self._desk.append((row,), lambda _appended: self._desk.open_visit(key))

    def _open_file(self, name: str) -> None:
        """A file is looked at on the form where it hangs."""
        key = self._files.get(name)
        if key:
            self._desk.open_visit(parse_key(key).in_visit.key, key)


def _read(session: Session, records: Records, subject: str, language: Language) -> Shown:
    """For the reader's lane."""
    child = records.child(subject)
    added = [entry.fact for entry in child.course.record.attachments(Address(subject))]
    files = {fact.name: fact.address.key for fact in added if isinstance(fact, AttachmentAdded)}
    stands = file_standings(session) if files else {}
    now = session.now.replace(tzinfo=None)
    people = {person.user: person.name for person in session.store.reader.users()}
    why = why_without_effect(session, people) if files else {}
    idle = {
        name: told
        for name, entry in child.course.record.idle_withdrawals(Address(subject)).items()
        if (told := idle_withdrawal(child.course, people, why, entry)) is not None
    }
    viewer = Viewer(session.today, language, session.role, session.sees_names, stands, now, people, idle)
    state = child_state(session.study, child, viewer)
    earlier = groups(session, child.course.record, child.identity)
    signatures = signature_rows(session, child)
    record = child.course.record
    may_erase = bool(session.role_for(IdentityErased)) and bool(record.child_key) and session.store.fault is None
    return Shown(replace(state, earlier=earlier, signatures=signatures, may_erase=may_erase), files)
