"""The desk of one unlocked session: the frame, its pages, where one leads to another, what moved, what is told.

Holds no rule of the trial and shows no data itself. Destroyed whole when the application locks.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from desktop_app.presenters import words
from desktop_app.presenters.page import Page
from desktop_app.presenters.pages import Pages
from desktop_app.records import Records
from desktop_app.session import Session
from desktop_app.tasks import Tasks
from storage.log import Appended
from storage.read import QueueState
from study.changes.facts import Fact
from study.errors import KnownError
from study.state.slots import Slot
from study.text import Language, Text
from ui.frame.frame import Frame
from ui.frame.state import FrameState, Network, Room
from ui.look import Look
from ui.widgets.state import Message, Tone

T = TypeVar("T")
_MESSAGES_SHOWN = 2


class Desk:
    """See `desktop_app.presenters.page.Desk`."""

    def __init__(self, session: Session, tasks: Tasks, look: Look, crashed: Callable[[BaseException], None]) -> None:
        self.session = session
        self.tasks = tasks
        self.look = look
        self._crashed = crashed
        self._closed = False
        self._messages: tuple[Message, ...] = ()
        self._queue = QueueState(0, None, 0, "", None)
        self._conflicts = 0
        self._network = Network.ALONE
        self._progress = (0, 0)
        self.frame = Frame(look)
        self.pages = Pages(self)
        self._trail: list[Callable[[], None]] = []
        self._page: Page | None = None
        self._room = Room.CHILDREN
        self.frame.room_chosen.connect(self.open_room)
        self.frame.message_dismissed.connect(self._dismiss)
        look.language.switched.connect(self._again)

    @property
    def language(self) -> Language:
        return self.look.language.code

    # Work

    def append(self, facts: tuple[Fact, ...], done: Callable[[Appended], None], role: str = "") -> None:
        author = self.session.author_as(role) if role else self.session.author

        def told(appended: Appended) -> None:
            self.moved(appended.slots)
            done(appended)

        self.write(lambda: self.session.store.append(author, facts), told, self.failed)

    def write(self, job: Callable[[], T], done: Callable[[T], None], failed: Callable[[BaseException], None]) -> None:
        self.tasks.run("write", job, self._while_open(done), self._while_open(failed))

    def read(self, job: Callable[[Records], T], done: Callable[[T], None]) -> None:
        records = self.session.records
        self.tasks.run("read", lambda: job(records), self._while_open(done), self._while_open(self.failed))

    def network(self, job: Callable[[], T], done: Callable[[T], None], failed: Callable[[BaseException], None]) -> None:
        """Run a job that speaks to the EDC."""
        self.tasks.run("network", job, self._while_open(done), self._while_open(failed))

    def moved(self, slots: frozenset[Slot] | None) -> None:
        def forget(records: Records) -> None:
            records.forget_all() if slots is None else records.forget(slots)

        self.read(forget, lambda _none: self._again())

    def _while_open(self, answer: Callable[[T], None]) -> Callable[[T], None]:
        """An answer that arrives after locking finds nobody."""

        def answered(result: T) -> None:
            if not self._closed:
                answer(result)

        return answered

    # What is told

    def tell(self, code: str, text: Text, tone: Tone = Tone.AMBER, detail: Text | None = None) -> None:
        message = Message(code, text, tone, detail)
        others = tuple(m for m in self._messages if m.code != code)
        self._messages = (message, *others)[:_MESSAGES_SHOWN]
        self._show()

    def failed(self, error: BaseException) -> None:
        if isinstance(error, KnownError):
            self.tell(error.code, error.sentence)
        else:
            self._crashed(error)

    def _dismiss(self, code: str) -> None:
        self._messages = tuple(m for m in self._messages if m.code != code)
        self._show()

    # Where to go

    def start(self) -> None:
        """Show the first page."""
        self.open_children()
        self.refresh_frame()

    def open_room(self, room: Room) -> None:
        """A room of the rail."""
        match room:
            case Room.CHILDREN:
                self.open_children()
            case Room.SYNC:
                self._go(Room.SYNC, "sync", self.pages.sync, lambda: self.open_room(Room.SYNC), root=True)
            case Room.ADMIN:
                self._go(Room.ADMIN, "admin", self.pages.admin, lambda: self.open_room(Room.ADMIN), root=True)

    def open_children(self) -> None:
        self._go(Room.CHILDREN, "children", self.pages.children, self.open_children, root=True)

    def open_child(self, subject: str) -> None:
        page = self.pages.child
        page.choose(subject)
        self._go(Room.CHILDREN, "child", page, lambda: self.open_child(subject))

    def open_visit(self, visit: str, focus: str = "") -> None:
        page = self.pages.visit
        if self._page is page:
            page.leave()
        page.choose(visit, focus)
        self._go(Room.CHILDREN, "visit", page, lambda: self.open_visit(visit))

    def open_charts(self, subject: str) -> None:
        page = self.pages.charts
        page.choose(subject)
        self._go(Room.CHILDREN, "charts", page, lambda: self.open_charts(subject))

    def open_conflict(self, conflict: str) -> None:
        page = self.pages.conflict
        page.choose(conflict)
        self._go(self._room, "conflict", page, lambda: self.open_conflict(conflict))

    def back(self) -> None:
        if len(self._trail) > 1:
            self._trail.pop()
            again = self._trail.pop()
            again()
        else:
            self.open_children()

    def _go(self, room: Room, name: str, page: Page, again: Callable[[], None], root: bool = False) -> None:
        if self._page is not None and self._page is not page:
            self._page.leave()
        if name not in self._added:
            self.frame.add_page(name, page.view)
            self._added.add(name)
        self._trail = [again] if root else [*self._trail[-20:], again]
        self._page, self._room = page, room
        self.frame.show_page(name)
        page.refresh()
        self._show()

    # The frame

    def refresh_frame(self) -> None:
        """Read the queue and the conflicts, and show how it stands with the EDC."""

        def look(records: Records) -> tuple[QueueState, int, bool]:
            reader = self.session.store.reader
            return reader.queue(), len(reader.conflicts()), reader.edc_key() is not None

        def show(found: tuple[QueueState, int, bool]) -> None:
            self._queue, self._conflicts, enrolled = found
            if not enrolled:
                self._network = Network.ALONE
            elif self._network is Network.ALONE:
                self._network = Network.OFFLINE
            self._show()

        self.read(look, show)

    def show_network(self, network: Network, done: int = 0, total: int = 0) -> None:
        """How a sync cycle is getting on."""
        self._network, self._progress = network, (done, total)
        self._show()

    def _again(self) -> None:
        if self._page is not None:
            self._page.refresh()
        self.refresh_frame()

    def _show(self) -> None:
        oldest = None
        if self._queue.oldest_utc is not None:
            oldest = timedelta(milliseconds=max(self.session.clock() - self._queue.oldest_utc, 0))
        self.frame.render(
            FrameState(
                room=self._room,
                user=self.session.person.name,
                role=words.ROLES[self.session.role],
                network=self._network,
                waiting=self._queue.count,
                oldest=oldest,
                done=self._progress[0],
                total=self._progress[1],
                badges=((Room.SYNC, self._conflicts),),
                messages=self._messages,
            )
        )

    @property
    def _added(self) -> set[str]:
        return self.pages.added

    def close(self) -> None:
        """Lock or leave: keep what is half typed as a draft, then answer nothing any more."""
        if "visit" in self._added:
            self.pages.visit.keep()
        if self._page is not None:
            self._page.leave()
        self._closed = True
        self.look.language.switched.disconnect(self._again)
