"""What every page of the desk offers, and what the desk offers every page. Interfaces only."""

from collections.abc import Callable
from typing import Any, Literal, Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from desktop_app.records import Records
from desktop_app.session import Session
from desktop_app.tasks import Tasks
from storage.log import Appended
from study.changes.facts import Fact
from study.state.slots import Slot
from study.text import Language, Text
from sync.client.files_report import Moving
from ui.admin.state import Section
from ui.frame.state import Network, Room
from ui.look import Look
from ui.widgets.state import Message, Tone

T = TypeVar("T")
Deed = Literal["all_normal", "as_last", "records"]
"""What can be done at the bedside from anywhere: fill at once, copy, enter from records."""


class Page(Protocol):
    """A presenter with its view. The desk shows one page at a time and tells it what moved."""

    @property
    def view(self) -> QWidget:
        """The widget the desk shows."""

    def refresh(self) -> None:
        """Read again and show: after something moved, the language was switched, or the page came to the front."""

    def leave(self) -> None:
        """Another page comes to the front; nothing typed may be lost."""


class Desk(Protocol):
    """What a page may ask for."""

    session: Session
    tasks: Tasks
    look: Look
    moving: Moving | None
    """The attached file that is on its way to the centre or from it."""

    @property
    def language(self) -> Language:
        """The language on the screen."""

    def append(self, facts: tuple[Fact, ...], done: Callable[[Appended], None], role: str = "") -> None:
        """Make one change of these facts; when it is durable, tell everyone what moved, then `done`."""

    def noted(self, what: str, detail: str = "", count: int = 1, then: Callable[[], None] | None = None) -> None:
        """Say in the record that somebody exported, printed or saw names; `then` once that is durable, else never.

        `what` and `detail` as `desktop_app.jobs.note` has them: codes, never a name.
        """

    def named(self, subject: str) -> None:
        """A child's name came to the front on a page that finds out by itself whose it is."""

    def write(self, job: Callable[[], T], done: Callable[[T], None], failed: Callable[[BaseException], None]) -> None:
        """Run a job that writes, in the writer's lane."""

    def read(self, job: Callable[[Records], T], done: Callable[[T], None]) -> None:
        """Run a job that reads, in the reader's lane."""

    def long(self, job: Callable[[], T], done: Callable[[T], None], failed: Callable[[BaseException], None]) -> None:
        """Run a job that takes its time beside all others: a check of the whole record, a large file."""

    def network(self, job: Callable[[], T], done: Callable[[T], None], failed: Callable[[BaseException], None]) -> None:
        """Run a job that speaks to the EDC."""

    def show_network(self, network: Network, done: int = 0, total: int = 0) -> None:
        """How it stands with the EDC, in the top bar."""

    def fetch_file(self, name: str, done: Callable[[], None]) -> None:
        """Fetch an attached file from the centre, whatever its size; `done` once it is here."""

    def refresh_frame(self) -> None:
        """Read the queue and the conflicts for the top bar and the rail."""

    def moved(self, slots: frozenset[Slot] | None) -> None:
        """Something moved (None: anything may have); the page in front reads again."""

    def tell(self, code: str, text: Text, tone: Tone = Tone.AMBER, detail: Text | None = None) -> None:
        """Show a sentence under the top bar until it is dismissed."""

    def failed(self, error: BaseException) -> None:
        """A job failed: a KnownError is told, anything else goes to the crash dialog."""

    def open_room(self, room: Room) -> None:
        """Go to a room of the rail."""

    def open_admin(self, section: Section) -> None:
        """Go to a part of the admin room."""

    def lock(self) -> None:
        """Lock the application."""

    def switch_user(self) -> None:
        """Let another person in; this one's place is kept."""

    def show_keys(self) -> None:
        """Show the map of keys."""

    def end_with(self, job: Callable[[], Message]) -> None:
        """Put the desk away, then run the last job of this session, which closes the record; the gate tells."""

    def renew(self, where: Callable[[Any], None]) -> None:
        """Another version of the study was adopted here: a desk made anew on it goes on, led by `where`."""

    def open_children(self) -> None:
        """Go to the table of children."""

    def open_child(self, subject: str) -> None:
        """Go to a child."""

    def open_visit(self, visit: str, focus: str = "") -> None:
        """Go to a visit by its address key; `focus` is the address key of an item to go to."""

    def open_review(self, visit: str) -> None:
        """Go to "Review and sign" of a visit, or of the child's logs, by its address key."""

    def open_charts(self, subject: str) -> None:
        """Go to a child's charts."""

    def open_cohort(self) -> None:
        """Go to the charts of all children."""

    def open_outcomes(self) -> None:
        """Go to the primary outcomes of all children."""

    def open_logs(self, subject: str, log: str = "") -> None:
        """Go to a child's logs; `log` is the code of one, without it the one that was looked at last."""

    def open_conflict(self, conflict: str) -> None:
        """Go to a conflict by its id."""

    def at_bedside(self, deed: Deed) -> None:
        """Do it at the visit in front; where there is none, say so."""

    def back(self) -> None:
        """Go back to the page before."""
