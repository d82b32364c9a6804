"""A desk over a real store with the shipped study: jobs run at once, pages stand in for the ones that are not tested.

`desk_fixture` gives a `DeskAtWork`: a desk on which children are enrolled and values set as a person would.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

import resources
from desktop_app.jobs.note import note
from desktop_app.presenters.enrol import enrolment
from desktop_app.presenters.page import Deed, Page
from desktop_app.records import Child, Records
from desktop_app.session import Session
from desktop_app.study_files import read_folder
from desktop_app.tasks import InlineTasks
from desktop_app.vaults import Vaults
from storage.keys import KdfProfile, NewUser, SiteKey, create_vault
from storage.log import Appended, Author
from storage.store import Store, create_store
from study.address import Address
from study.changes import facts as f
from study.course import Course
from study.definition.load import load
from study.definition.model import Study
from study.definition.pack import packed
from study.record import heads
from study.state.slots import Slot, created
from study.text import Language as LanguageCode
from study.text import Text
from study.values import Codes, DateTimeValue, DateValue, Quantity, TextValue, Value
from sync.client.files_report import Moving
from ui.admin.state import Section
from ui.children.state import EnrolRequest
from ui.frame.state import Network, Room
from ui.language import Language
from ui.look import Look
from ui.theme.theme import Theme
from ui.widgets.state import Message, Tone

T = TypeVar("T")
TODAY = date(2026, 11, 17)
INFUSED = date(2026, 8, 18)
CHEAP = KdfProfile(memory_kib=8, iterations=1, lanes=1)


class FakeClock:
    """UTC ms; stands still until it is moved."""

    def __init__(self) -> None:
        self.now = int(datetime(2026, 11, 17, 2, 0, tzinfo=UTC).timestamp() * 1000)

    def __call__(self) -> int:
        """The time."""
        return self.now


def fail(error: BaseException) -> None:
    """A job failed in a test: the test fails."""
    raise error


class FakeDesk:
    """A desk that remembers where it was asked to go and what it told; jobs run at once."""

    def __init__(self, session: Session, look: Look) -> None:
        self.shown_names: list[str] = []
        self.session = session
        self.tasks = InlineTasks(fail)
        self.look = look
        self.page: Page | None = None
        self.went: list[tuple[str, ...]] = []
        self.told: list[tuple[str, Text]] = []
        self.failures: list[BaseException] = []
        self.moving: Moving | None = None

    @property
    def language(self) -> LanguageCode:
        return self.look.language.code

    def append(self, facts: tuple[f.Fact, ...], done: Callable[[Appended], None], role: str = "") -> None:
        author = self.session.author_as(role) if role else self.session.author

        def told(appended: Appended) -> None:
            self.moved(appended.slots)
            done(appended)

        self.write(lambda: self.session.store.append(author, facts), told, self.failed)

    def noted(self, what: str, detail: str = "", count: int = 1, then: Callable[[], None] | None = None) -> None:
        self.write(
            lambda: note(self.session, what, detail, count), lambda _noted: then() if then else None, self.failed
        )

    def named(self, subject: str) -> None:
        self.shown_names.append(subject)

    def write(self, job: Callable[[], T], done: Callable[[T], None], failed: Callable[[BaseException], None]) -> None:
        self.tasks.run("write", job, done, failed)

    def read(self, job: Callable[[Records], T], done: Callable[[T], None]) -> None:
        self.tasks.run("read", lambda: job(self.session.records), done)

    def long(self, job: Callable[[], T], done: Callable[[T], None], failed: Callable[[BaseException], None]) -> None:
        self.tasks.run("long", job, done, failed)

    def network(self, job: Callable[[], T], done: Callable[[T], None], failed: Callable[[BaseException], None]) -> None:
        self.tasks.run("network", job, done, failed)

    def show_network(self, network: Network, done: int = 0, total: int = 0) -> None:
        """Nothing is shown here."""

    def fetch_file(self, name: str, done: Callable[[], None]) -> None:
        self.went.append(("fetch", name))
        done()

    def refresh_frame(self) -> None:
        """There is no frame."""

    def moved(self, slots: frozenset[Slot] | None) -> None:
        self.read(lambda records: records.forget_all() if slots is None else records.forget(slots), self._again)

    def _again(self, _forgotten: None) -> None:
        if self.page is not None:
            self.page.refresh()

    def tell(self, code: str, text: Text, tone: Tone = Tone.AMBER, detail: Text | None = None) -> None:
        self.told.append((code, text))

    def failed(self, error: BaseException) -> None:
        self.failures.append(error)

    def open_room(self, room: Room) -> None:
        self.went.append(("room", room.value))

    def open_admin(self, section: Section) -> None:
        self.went.append(("admin", section.value))

    def lock(self) -> None:
        self.went.append(("lock",))

    def switch_user(self) -> None:
        self.went.append(("switch",))

    def show_keys(self) -> None:
        self.went.append(("keys",))

    def end_with(self, job: Callable[[], Message]) -> None:
        message = job()
        self.told.append((message.code, message.text))

    def renew(self, where: Callable[[Any], None]) -> None:
        self.session = self.session.under(self.session.definitions.in_force(self.session.store.reader))
        where(self)

    def open_children(self) -> None:
        self.went.append(("children",))

    def open_child(self, subject: str) -> None:
        self.went.append(("child", subject))

    def open_visit(self, visit: str, focus: str = "") -> None:
        self.went.append(("visit", visit, focus))

    def open_review(self, visit: str) -> None:
        self.went.append(("review", visit))

    def open_cohort(self) -> None:
        self.went.append(("cohort",))

    def open_outcomes(self) -> None:
        self.went.append(("outcomes",))

    def open_charts(self, subject: str) -> None:
        self.went.append(("charts", subject))

    def open_logs(self, subject: str, log: str = "") -> None:
        self.went.append(("logs", subject, log))

    def open_conflict(self, conflict: str) -> None:
        self.went.append(("conflict", conflict))

    def at_bedside(self, deed: Deed) -> None:
        self.went.append(("bedside", deed))

    def back(self) -> None:
        self.went.append(("back",))


@dataclass
class DeskAtWork:
    """A desk, its store, and what a person does on it."""

    desk: FakeDesk
    study: Study
    clock: FakeClock
    places: dict[Address, Address] = field(default_factory=dict)
    """The repeat that was begun on each repeating form."""

    @property
    def session(self) -> Session:
        return self.desk.session

    @property
    def store(self) -> Store:
        return self.session.store

    def append(self, *facts: f.Fact, author: Author | None = None) -> Appended:
        """Make one change and forget what was read of it."""
        appended = self.store.append(author or self.session.author, facts)
        self.session.records.forget(appended.slots)
        return appended

    def enrol(
        self,
        code: str,
        *,
        name: str = "",
        number: str = "",
        sex: str = "F",
        born: date = date(2014, 7, 1),
        infused: date | None = INFUSED,
    ) -> str:
        """Enrol a child as the dialog does, with its infusion; returns the subject's id."""
        key = self.store.reader.site_key()
        subject = self.store.new_id()
        request = EnrolRequest(code, name or f"患儿{code}", number, sex, born, date(2026, 7, 1))
        site_key = SiteKey(key) if key else None
        self.append(*enrolment(self.study, request, subject, site_key, self.store.new_id))
        if infused:
            self.set(subject, "D0", "INF", {"INFDTC": DateTimeValue(f"{infused.isoformat()}T10:00")})
        return subject

    def visit(
        self, subject: str, visit: str, on: date, values: dict[str, dict[str, Value | str]], repeat: str = ""
    ) -> None:
        """A visit on a day: form -> item -> value; a text is a number in the item's own unit."""
        self.set(subject, visit, "VISIT", {"VISDTC": DateValue(on.isoformat())}, repeat)
        for form, items in values.items():
            self.set(subject, visit, form, items, repeat)

    def set(
        self,
        subject: str,
        visit: str,
        form: str,
        items: dict[str, Value | str],
        repeat: str = "",
        *,
        anew: bool = False,
        author: Author | None = None,
        reason: str = "",
    ) -> None:
        """Values on a form; of a repeating form on its first repeat, `anew` on another one."""
        place = self.place(Address(subject, visit, repeat, form), anew)
        made = (self.fact(msgspec.structs.replace(place, item=code), value) for code, value in items.items())
        self.append(*(msgspec.structs.replace(fact, reason=reason) for fact in made), author=author)

    def place(self, form: Address, anew: bool = False) -> Address:
        """The form itself, or its repeat, begun when it is first needed."""
        if not self.study.forms[form.form].repeating:
            return form
        if form not in self.places or anew:
            row = f.RowCreated(id=self.store.new_id(), address=form, level="form")
            self.append(row)
            self.places[form] = created(row.id, form, "form")
        return self.places[form]

    def fact(self, address: Address, value: Value | str, *, blind: bool = False) -> f.ValueSet:
        """A value fact on top of what stands; `blind` as on another device that saw nothing."""
        item = self.study.item(address.form, address.item)
        made: Value = (
            Quantity(value, item.unit)
            if isinstance(value, str) and item.type == "number"
            else (TextValue(value) if isinstance(value, str) else value)
        )
        if isinstance(value, str) and item.type == "choice":
            made = Codes((value,))
        bases = () if blind else heads(self.store.reader.slot(Slot("value", address.key)))
        typed = value if isinstance(value, str) else ""
        return f.ValueSet(id=self.store.new_id(), bases=bases, address=address, value=made, typed=typed)

    def contradict(self, address: Address, value: Value | str) -> None:
        """Another value on the same place, entered without seeing the first: a conflict."""
        self.append(self.fact(address, value, blind=True))

    def child(self, subject: str) -> Child:
        """The child as the pages read it."""
        return self.session.records.child(subject)

    def course(self, subject: str) -> Course:
        """The child's course."""
        return self.child(subject).course

    def follow(self, subject: str) -> None:
        """Three visits of an ordinary child: proteinuria falls, the kidney recovers, potassium is high at the last."""
        given = (
            ("BL", -6, "168", "3800", "6.2", "4.3", "41.0"),
            ("W2", 14, "92", "2200", "6.1", "4.4", "41.6"),
            ("M1", 31, "74", "950", "6.2", "4.40", "43.0"),
            ("M3", 91, "58", "<300", "6.3", "6.41", "41.2"),
        )
        for visit, day, creatinine, protein, urine_creatinine, potassium, weight in given:
            below = protein.startswith("<")
            self.visit(
                subject,
                visit,
                INFUSED + timedelta(days=day),
                {
                    "VS": {"HEIGHT": "148.5", "WEIGHT": weight, "SYSBP": "118", "DIABP": "76"},
                    "CHEM": {"CREAT": creatinine, "K": potassium, "ALB": "32.0"},
                    "URINE": {
                        "UPROTC": Quantity(protein.lstrip("<"), "mg/L", "<" if below else ""),
                        "UCREAT": urine_creatinine,
                    },
                },
            )


@pytest.fixture(scope="session")
def shipped() -> Study:
    """The study as it is shipped."""
    return load(read_folder(resources.path("study")))


@pytest.fixture
def look(qapp: QApplication) -> Iterator[Look]:
    """Light and Chinese; English again afterwards, so that no translator stays in the application."""
    theme = Theme("light")
    theme.dress(qapp)
    made = Look(theme, Language("zh"))
    yield made
    for widget in QApplication.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    made.language.switch("en")


@pytest.fixture
def make_desk(tmp_path: Path, shipped: Study, look: Look) -> Iterator[Callable[..., DeskAtWork]]:
    """Make a desk for a role; `site_key` False leaves this workstation without it."""
    opened: list[Callable[[], None]] = []

    def make(role: str = "investigator", *, site_key: bool = True, study: Study = shipped) -> DeskAtWork:
        folder = tmp_path / f"store-{len(opened)}"
        folder.mkdir()
        clock = FakeClock()
        unlocked, _ = create_vault(
            folder, NewUser("u-zhou", "周敏", "a rainy spring in Xuhui"), CHEAP, clock=clock, floor=CHEAP
        )
        store = create_store(
            folder, unlocked, site="LN", site_name="肾脏科", study_version=study.version, study_digest=study.digest,
            study_content=packed(study), device_name="CR-02", clock=clock, roles=(role,),
            site_key=SiteKey.new() if site_key else None,
        )  # fmt: skip
        opened.extend((store.close, unlocked.close))
        person = next(person for person in store.reader.users() if person.user == unlocked.user_id)
        vaults = Vaults(folder, clock, CHEAP)
        desk = FakeDesk(Session(store, unlocked, study, person, clock, vaults=vaults), look)
        return DeskAtWork(desk, study, clock)

    yield make
    for close in opened:
        close()


@pytest.fixture
def at_work() -> Callable[[Any], DeskAtWork]:
    """What a person does at the desk of the whole application, by facts; its clock is the application's own."""
    return lambda desk: DeskAtWork(desk, desk.session.study, FakeClock())


@pytest.fixture
def desk_fixture(make_desk: Callable[..., DeskAtWork]) -> DeskAtWork:
    """An investigator's desk with the site key."""
    return make_desk()
