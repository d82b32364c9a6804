"""Writes down whose names a person was shown: the list once a session, a child's page once a session and child.

Runs behind the page that is opened and never delays it. Knows no name and no screen.
"""

from desktop_app.jobs.note import NAMES
from desktop_app.presenters.page import Desk
from desktop_app.session import Session


class NamesShown:
    """Where nobody is shown names (the role, no site key) or nothing may be written, nothing is noted."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def of_all(self) -> None:
        """The list of children came to the front."""
        self._note("")

    def of(self, subject: str) -> None:
        """A page with a child's name came to the front."""
        self._note(subject)

    def _note(self, subject: str) -> None:
        session = self._desk.session
        noted = session.names_noted
        if not session.sees_names or subject in noted or session.store.fault is not None:
            return
        noted.add(subject)

        def counted(count: int) -> None:
            if count:
                self._desk.noted(NAMES, subject, count)
            else:
                noted.discard(subject)

        self._desk.read(lambda _records: _shown(session, subject), counted)


def _shown(session: Session, subject: str) -> int:
    """How many children are shown by name."""
    reader = session.store.reader
    if reader.site_key() is None:
        return 0
    return (
        1 if subject else sum(not child.withdrawn for child in reader.subjects(session.study.anchors["subject_code"]))
    )
