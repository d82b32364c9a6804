"""The page of a child's logs: reads one log and the counts of all, leads to the bedside."""

from dataclasses import replace
from datetime import date

from desktop_app.presenters import logs_medicines
from desktop_app.presenters.header import child_header
from desktop_app.presenters.logs_line import Around, PrescriptionLine, around
from desktop_app.presenters.logs_rows import columns, ended, logs_of, places_of, rows, summary
from desktop_app.presenters.logs_words import GROUPS, NO_PURPOSE, OPEN, OVER, PURPOSES
from desktop_app.presenters.page import Desk
from desktop_app.records import Child, Records
from desktop_app.session import Session
from study.address import LOG, Address, parse_key
from study.changes.facts import ValueSet
from study.course import Course
from study.definition.model import Form
from study.grammar.prescription import Vocabulary, vocabulary
from study.medication import FORM as MEDICINES
from study.rights import may
from study.safety_clocks import REPORTS, deadlines
from study.text import Text
from ui.logs.state import LogsState, LogTab
from ui.logs.view import LogsView


def logs_state(child: Child, session: Session, chosen: str, vocabulary: Vocabulary) -> LogsState:
    """One log of a child, and how many rows the others have; an unknown code shows the first log."""
    course, today = child.course, session.today
    forms = logs_of(course)
    form = next((form for form in forms if form.code == chosen), forms[0] if forms else None)
    people = {person.user: person.name for person in session.store.reader.users()}
    header = child_header(course.study, child, today, session.sees_names, people=people)
    frozen = course.record.freeze(Address(course.record.subject)) is not None
    edits = may(session.role, ValueSet) and not frozen
    tabs = tuple(_tab(course, each, session) for each in forms)
    if form is None:
        return LogsState(header, may_edit=edits)
    prescribed = form.code == MEDICINES and all(
        any(item.code == code for item in form.items) for code in logs_medicines.NAMED
    )
    return LogsState(
        header=header,
        tabs=tabs,
        chosen=form.code,
        columns=logs_medicines.COLUMNS if prescribed else columns(form),
        rows=logs_medicines.rows(course, today, vocabulary) if prescribed else rows(course, form, today),
        groups=_groups(course, form, today),
        purpose=PURPOSES.get(form.code, NO_PURPOSE),
        summary=summary(course, form),
        dose=logs_medicines.dose_card(course, today) if prescribed else None,
        may_edit=edits,
    )


def _groups(course: Course, form: Form, today: date) -> tuple[Text, Text] | None:
    return None if ended(course, form, today) is None else GROUPS.get(form.code, (OPEN, OVER))


def _tab(course: Course, form: Form, session: Session) -> LogTab:
    places, over = places_of(course, form.code), ended(course, form, session.today)
    now = session.now.replace(tzinfo=None)
    late = form.code == REPORTS and any(each.state(now) == "overdue" for each in deadlines(course))
    going = None if over is None else len(places) - len(over)
    return LogTab(form.code, form.short or form.label, len(places), going, late)


class LogsPage:
    """See `desktop_app.presenters.page.Page`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._subject = ""
        self._chosen = ""
        self._view = LogsView(desk.look)
        self._words = vocabulary(desk.session.study)
        self._line = PrescriptionLine(desk, self._words, self._view.show_line, self._view.ask_reason)
        view = self._view
        view.line.typed.connect(self._line.type)
        view.line.kept.connect(self._line.keep)
        view.line.answered.connect(self._line.choose)
        view.line.entered.connect(self._line.enter)
        view.line.given_up.connect(self._line.give_up)
        view.acted.connect(self._line.begin)
        view.reasoned.connect(self._line.reasoned)
        view.undo_asked.connect(self._line.undo)
        view.turned.connect(self._turn)
        view.opened.connect(lambda key: desk.open_visit(parse_key(key).in_visit.key, key))
        view.begun.connect(self._begin)
        view.child_opened.connect(desk.open_child)
        view.back_asked.connect(desk.back)

    @property
    def view(self) -> LogsView:
        """The screen."""
        return self._view

    def choose(self, subject: str, log: str = "") -> None:
        """Which child and log; without one the log that was looked at last."""
        self._view.line.keep()
        self._subject, self._chosen = subject, log or self._chosen

    def refresh(self) -> None:
        """Read the child again."""
        session, subject, chosen = self._desk.session, self._subject, self._chosen
        if subject:
            words = self._words
            self._desk.read(lambda records: _read(records, session, subject, (chosen, words)), self._show)

    def leave(self) -> None:
        """A line that is half typed is kept as a draft."""
        self._view.line.keep()

    def _show(self, read: tuple[LogsState, Around | None]) -> None:
        state, found = read
        if state.header.subject == self._subject:
            self._chosen = state.chosen
            line = self._line.stand(found) if found is not None and state.chosen == MEDICINES else None
            self._view.render(replace(state, line=line))

    def _turn(self, log: str) -> None:
        self._view.line.keep()
        self._chosen = log
        self.refresh()

    def _begin(self, log: str) -> None:
        """A new row, at the bedside; it begins to stand with its first value."""
        row = Address(self._subject, LOG, "", log, self._desk.session.store.new_id())
        self._desk.open_visit(row.in_visit.key, row.key)


def _read(
    records: Records, session: Session, subject: str, what: tuple[str, Vocabulary]
) -> tuple[LogsState, Around | None]:
    child = records.child(subject)
    return logs_state(child, session, *what), around(child, session)
