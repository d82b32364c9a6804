"""On the page of a child: which other records may be of it, and what people decide. Reads all children, bit by bit."""

from desktop_app.presenters.child_erase import names_somebody
from desktop_app.presenters.gathering import Far, Gathering
from desktop_app.presenters.page import Desk
from desktop_app.presenters.twice import Whose, facts_of, rows_of
from desktop_app.records import Records
from desktop_app.session import Session
from study.changes.facts import Fact
from study.errors import KnownError
from study.rights import may_resolve
from study.twice import pairs
from ui.child.state import TwiceAnswer, TwiceRow
from ui.child.view import ChildView

Read = tuple[str, tuple[TwiceRow, ...]]
"""A child, and which other records may be of it."""


class ChildTwice:
    """Reads, shows and decides it."""

    def __init__(self, desk: Desk, view: ChildView) -> None:
        self._desk = desk
        self._view = view
        self._subject = ""
        session, whose = desk.session, Whose()
        self.gathering: Gathering[Read] = Gathering(
            desk,
            lambda _records, child: whose.of(child, _compares(session)),
            lambda records, far: _read(session, records, whose, self._subject, far),
            self._show,
            lambda _far: None,
        )
        view.child_opened.connect(desk.open_child)
        view.twice_decided.connect(self._decide)

    def refresh(self, subject: str) -> None:
        """Read everybody again for this child; nothing of another one stays on the page."""
        if subject != self._subject:
            self._subject = subject
            self._view.show_twice(())
        self.gathering.begin()

    def leave(self) -> None:
        """Whoever is not read yet is read when somebody comes back."""
        self.gathering.stop()

    def _show(self, read: Read) -> None:
        subject, rows = read
        if subject == self._subject:
            self._view.show_twice(rows)

    def _decide(self, answer: TwiceAnswer) -> None:
        """Keep what was decided of this child and another record."""
        subject, new_id = self._subject, self._desk.session.store.new_id

        def make(records: Records) -> tuple[Fact, ...] | KnownError:
            known = records.child(subject).identity.known
            return names_somebody(answer.reason, known) or facts_of(subject, answer, records.decided, new_id)

        def keep(made: tuple[Fact, ...] | KnownError) -> None:
            if isinstance(made, KnownError):
                self._desk.failed(made)
            elif made:
                self._desk.append(made, lambda _appended: None)

        self._desk.read(make, keep)


def _compares(session: Session) -> bool:
    """Whether what names children may be compared here. For the reader's lane."""
    return session.sees_names and session.store.reader.site_key() is not None


def _read(session: Session, records: Records, whose: Whose, subject: str, far: Far) -> Read:
    """For the reader's lane."""
    there, compares = records.subjects(), _compares(session)
    every = [whose.of(records.of(each), compares) for each in there[: far.read]]
    codes = {each.id: each.label for each in there}
    may_decide = may_resolve(session.role) and session.store.fault is None
    return subject, rows_of(subject, pairs(every, records.decided), records.decided, codes, may_decide=may_decide)
