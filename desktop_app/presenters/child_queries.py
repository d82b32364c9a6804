"""The queries of a child that are not closed, as its page lists them: those that wait for the site first. Pure."""

from desktop_app.presenters.queries_reading import where
from study.address import Address
from study.changes.facts import QueryAnswered, QueryOpened, QueryReopened
from study.course import Course
from ui.child.state import QueryRow


def query_rows(course: Course) -> tuple[QueryRow, ...]:
    """Each with what was said last on it; of an answered one that is the answer."""
    facts = [entry.fact for entry in course.record.queries(Address(course.record.subject))]
    rows = [
        QueryRow(fact.address.key, where(course.study, fact.address), fact.text, isinstance(fact, QueryAnswered))
        for fact in facts
        if isinstance(fact, QueryOpened | QueryAnswered | QueryReopened)
    ]
    return tuple(sorted(rows, key=lambda row: row.answered))
