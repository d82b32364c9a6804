"""The desk of one unlocked session: the frame, its pages, where one leads to another, what moved, what is told.

Holds no rule of the trial and shows no data itself. Destroyed whole when the application locks.
"""

from collections.abc import Callable
from typing import Protocol, TypeVar

from desktop_app.around import Around, Waiting
from desktop_app.definitions import InForce
from desktop_app.jobs.note import note
from desktop_app.jobs.status import bundle_away
from desktop_app.names_shown import NamesShown
from desktop_app.place import Place
from desktop_app.presenters.page import Deed, Page
from desktop_app.presenters.pages import Pages
from desktop_app.presenters.search import Search
from desktop_app.records import Records
from desktop_app.session import Session
from desktop_app.tasks import Tasks
from storage.log import Appended
from study.address import parse_key
from study.changes.facts import Fact, QueryOpened, QueryReopened
from study.errors import KnownError
from study.state.slots import Slot
from study.text import Language, Text
from sync.client.files_report import Moving
from ui.admin.state import Section
from ui.frame.frame import Frame
from ui.frame.state import Network, Room
from ui.look import Look
from ui.widgets.state import Message, Tone

T = TypeVar("T")
Where = Callable[["Desk"], None]
"""Leads a desk to a page."""
_OF_VERSIONS = ("study-version", "definition-unread")


class Renewed(Protocol):
    """Puts a desk under another version of the study in this one's place, and leads it where this one was going."""

    def __call__(self, desk: "Desk", found: InForce, where: Where) -> None: ...


class Desk:
    """See `desktop_app.presenters.page.Desk`.

    A desk stands on one version of the study. Where another one came into force by a pull, it goes on until the page is
    left, so that nobody's form changes while they type; then a new desk takes its place.
    """

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        look: Look,
        crashed: Callable[[BaseException], None],
        *,
        renewed: Renewed | None = None,
        ended: Callable[["Desk", Callable[[], Message]], None] | None = None,
    ) -> None:
        self.session = session
        self.tasks = tasks
        self.look = look
        self._crashed = crashed
        self._renewed = renewed
        self._ended = ended
        self._next: InForce | None = None
        self._closed = False
        self.moving: Moving | None = None
        self.frame = Frame(look)
        self._around = Around(session, self.frame)
        self.pages = Pages(self)
        self._names = NamesShown(self)
        self._front = ""
        self.search = Search(self, self.frame.search, lambda: self._front, self._names.of_all)
        self.trail: list[Where] = []
        self._page: Page | None = None
        self.frame.room_chosen.connect(self.open_room)
        self.frame.search_asked.connect(self.search.open)
        self.frame.keys_asked.connect(self.search.show_keys)
        self.frame.back_asked.connect(lambda: self.back() if len(self.trail) > 1 else None)
        self.frame.message_dismissed.connect(self._around.forget)
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

    def noted(self, what: str, detail: str = "", count: int = 1, then: Callable[[], None] | None = None) -> None:
        def told(_appended: Appended) -> None:
            self.refresh_frame()
            if then is not None:
                then()

        self.write(lambda: note(self.session, what, detail, count), told, self.failed)

    def named(self, subject: str) -> None:
        self._shows(subject)

    def write(self, job: Callable[[], T], done: Callable[[T], None], failed: Callable[[BaseException], None]) -> None:
        self.tasks.run("write", job, self._while_open(done), self._while_open(failed))

    def read(self, job: Callable[[Records], T], done: Callable[[T], None]) -> None:
        records = self.session.records
        self.tasks.run("read", lambda: job(records), self._while_open(done), self._while_open(self.failed))

    def long(self, job: Callable[[], T], done: Callable[[T], None], failed: Callable[[BaseException], None]) -> None:
        self.tasks.run("long", job, self._while_open(done), self._while_open(failed))

    def network(self, job: Callable[[], T], done: Callable[[T], None], failed: Callable[[BaseException], None]) -> None:
        self.tasks.run("network", job, self._while_open(done), self._while_open(failed))

    def fetch_file(self, name: str, done: Callable[[], None]) -> None:
        self.pages.sync.syncing.fetch(name, done)

    def moved(self, slots: frozenset[Slot] | None) -> None:
        session = self.session

        def forget(records: Records) -> InForce | None:
            records.forget_all() if slots is None else records.forget(slots)
            adopted = slots is None or any(slot.kind == "study" for slot in slots)
            return session.definitions.in_force(session.store.reader) if adopted else None

        if slots:
            self.pages.keeping.moved(slots)

        def forgotten(found: InForce | None) -> None:
            if found is not None:
                self._hear(found)
            self._again()

        self.read(forget, forgotten)

    def end_with(self, job: Callable[[], Message]) -> None:
        if self._ended is not None:
            self._ended(self, job)

    # The version of the study

    def renew(self, where: Where) -> None:
        """Somebody here adopted another version: stand on it at once."""
        session = self.session
        self.read(
            lambda _records: session.definitions.in_force(session.store.reader),
            lambda found: self._give_way(found, where),
        )

    def _hear(self, found: InForce) -> None:
        """Another version may be in force: until the page is left, what is entered is entered under this one."""
        session, mine = self.session, self.session.study
        if found.study.digest == mine.digest:
            self._go_on(found)
            return
        self._next = found
        session.store.write_under((mine.version, mine.digest))
        en = f"Study version {found.study.version} was adopted. This page goes on under version {mine.version}"
        zh = f"研究版本 {found.study.version} 已启用。本页在离开之前仍按版本 {mine.version} 录入"
        self.tell("study-version", Text(f"{en} until you leave it.", f"{zh}。"), Tone.ACCENT)

    def _go_on(self, found: InForce) -> None:
        """This version is the one to work under after all, or still: said once where another one can't be read."""
        session, mine, told = self.session, self.session.study, self.session.unread
        self._next, session.unread = None, found.why
        session.store.write_under(None if found.why is None else (mine.version, mine.digest))
        over = ("study-version",) if found.why is not None else _OF_VERSIONS
        self._around.forget(*over)
        if found.why is not None and (told is None or told.sentence != found.why.sentence):
            self.tell(found.why.code, found.why.sentence)

    def _give_way(self, found: InForce, where: Where) -> None:
        """Leave the page, and what was typed with it, then let a desk under the other version take this one's place."""
        self._next = None
        renewed = self._renewed
        if renewed is None:
            return
        if self._page is not None:
            self._page.leave()
        # Behind what leaving the page has just written, so that the new desk reads it.
        self.write(lambda: None, lambda _none: renewed(self, found, where), self.failed)

    def _while_open(self, answer: Callable[[T], None]) -> Callable[[T], None]:
        """An answer that arrives after locking finds nobody."""

        def answered(result: T) -> None:
            if not self._closed:
                answer(result)

        return answered

    # What is told

    def tell(self, code: str, text: Text, tone: Tone = Tone.AMBER, detail: Text | None = None) -> None:
        self._around.tell(code, text, tone, detail)

    def failed(self, error: BaseException) -> None:
        if isinstance(error, KnownError):
            self.tell(error.code, error.sentence)
        else:
            self._crashed(error)

    # Where to go

    @property
    def room(self) -> Room:
        """The room that is open, or to which the open page belongs."""
        return self._around.room

    def start(self, room: Room = Room.TODAY) -> None:
        """Show the first page."""
        self.open_room(room if room is not Room.AUDIT or self.session.reads_audit else Room.TODAY)
        self.refresh_frame()
        if self.session.unread is not None:
            self.tell(self.session.unread.code, self.session.unread.sentence)

    def take_over(self, before: "Desk", where: Where) -> None:
        """Go on where a desk under another version stood."""
        self.trail = before.trail
        self._around.take_over(before._around)
        where(self)
        self.refresh_frame()
        version = self.session.study.version
        words = Text(f"Study version {version} is in force.", f"研究版本 {version} 已生效。")
        self.tell("study-version", words, Tone.ACCENT)
        if self.session.unread is not None:
            self.tell(self.session.unread.code, self.session.unread.sentence)

    def left_at(self) -> list[Where]:
        """Where the person is, to come back to: at the bedside the very field."""
        row = self.pages.visit.view.grid.current() if self.frame.page == "visit" else None
        if row is None:
            return self.trail
        visit, focus = parse_key(row.key).in_visit.key, row.key
        return [*self.trail[:-1], lambda desk: desk.open_visit(visit, focus)]

    def come_back(self, trail: list[Where]) -> None:
        """Go where the same person was when they left the desk."""
        if trail:
            self.trail = trail[:-1]
            trail[-1](self)

    def open_room(self, room: Room) -> None:
        """A room of the rail."""
        if room is Room.CHILDREN:
            self.open_children()
        elif room is not Room.AUDIT or self.session.reads_audit:
            self._go(room, room.value, self.pages.of(room), lambda desk: desk.open_room(room), root=True)
        if room in (Room.TODAY, Room.QUERIES, Room.SAFETY):
            self._names.of_all()

    def open_admin(self, section: Section) -> None:
        self.pages.admin.choose(section)
        self.open_room(Room.ADMIN)

    def lock(self) -> None:
        self.frame.lock_requested.emit()

    def switch_user(self) -> None:
        self.frame.switch_requested.emit()

    def show_keys(self) -> None:
        self.search.show_keys()

    def open_children(self) -> None:
        self._go(Room.CHILDREN, "children", self.pages.children, Desk.open_children, root=True)
        self._names.of_all()

    def open_child(self, subject: str) -> None:
        page = self.pages.child
        page.choose(subject)
        self._go(Room.CHILDREN, "child", page, lambda desk: desk.open_child(subject))
        self._shows(subject)

    def open_visit(self, visit: str, focus: str = "") -> None:
        place = parse_key(visit)
        if all(known.code != place.visit for known in self.session.study.visits):
            # A visit of an earlier version: what was entered there is listed with the child.
            self.open_child(place.subject)
            return
        page = self.pages.visit
        if self._page is page:
            page.leave()
        page.choose(visit, focus)
        self._go(Room.CHILDREN, "visit", page, lambda desk: desk.open_visit(visit))
        self._shows(place.subject)

    def open_review(self, visit: str) -> None:
        place = parse_key(visit)
        if all(known.code != place.visit for known in self.session.study.visits):
            self.open_child(place.subject)
            return
        page = self.pages.review
        page.choose(visit)
        self._go(Room.CHILDREN, "review", page, lambda desk: desk.open_review(visit))
        self._shows(place.subject)

    def open_charts(self, subject: str) -> None:
        page = self.pages.charts
        page.choose(subject)
        self._go(Room.CHILDREN, "charts", page, lambda desk: desk.open_charts(subject))
        self._shows(subject)

    def open_logs(self, subject: str, log: str = "") -> None:
        page = self.pages.logs
        page.choose(subject, log)
        self._go(Room.CHILDREN, "logs", page, lambda desk: desk.open_logs(subject))
        self._shows(subject)

    def open_cohort(self) -> None:
        self._go(Room.CHILDREN, "cohort", self.pages.cohort, Desk.open_cohort)
        self._front = ""

    def open_outcomes(self) -> None:
        self._go(Room.TODAY, "outcomes", self.pages.outcomes, Desk.open_outcomes)
        self._names.of_all()

    def _shows(self, subject: str) -> None:
        """A page of a child came to the front."""
        self._front = subject
        self._names.of(subject)

    def open_conflict(self, conflict: str) -> None:
        page = self.pages.conflict
        page.choose(conflict)
        self._go(self._around.room, "conflict", page, lambda desk: desk.open_conflict(conflict))

    def at_bedside(self, deed: Deed) -> None:
        if self.frame.page == "visit":
            self.pages.visit.do(deed)
        else:
            self.tell("no-visit-open", Text("Open a visit first.", "请先打开一次访视。"))

    def back(self) -> None:
        if len(self.trail) > 1:
            self.trail.pop()
            again = self.trail.pop()
            again(self)
        else:
            self.open_children()

    def _go(self, room: Room, name: str, page: Page, again: Where, root: bool = False) -> None:
        if self._next is not None:
            self._give_way(self._next, again)
            return
        if self._page is not None and self._page is not page:
            self._page.leave()
        if name not in self.pages.added:
            self.frame.add_page(name, page.view)
            self.pages.added.add(name)
        self.trail = [again] if root else [*self.trail[-20:], again]
        if root:
            self._front = ""
        self._page, self._around.room = page, room
        self.frame.show_page(name)
        page.refresh()
        self._around.show()

    # The frame

    def refresh_frame(self) -> None:
        def look(_records: Records) -> Waiting:
            reader = self.session.store.reader
            shown = (settled.shown for settled in reader.slots("query").values())
            asked = sum(entry is not None and isinstance(entry.fact, QueryOpened | QueryReopened) for entry in shown)
            away = bundle_away(Place(self.session.store.folder), self.session.clock())
            return Waiting(reader.queue(), len(reader.conflicts()), asked, reader.edc_key() is not None, away)

        self.read(look, self._around.waits)

    def show_network(self, network: Network, done: int = 0, total: int = 0) -> None:
        self._around.network(network, done, total)

    def _again(self) -> None:
        if self._page is not None:
            self._page.refresh()
        self.refresh_frame()

    def close(self) -> None:
        """Lock or leave: keep what is half typed as a draft, then answer nothing any more."""
        if "visit" in self.pages.added:
            self.pages.visit.keep()
        self.pages.stop()
        if self._page is not None:
            self._page.leave()
        self._closed = True
        self.look.language.switched.disconnect(self._again)
