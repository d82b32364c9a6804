"""The record of a site as the page reads it: its definition, its children, what is counted of each. Keeps what it
counted while a child's entries stand as they were. Reads only; every transaction is one site's.
"""

import threading
import time
from collections import OrderedDict, defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import msgspec
import sqlalchemy as sa

from study.address import Address
from study.changes import facts as f
from study.changes.envelope import At, Change, UnknownFact, decode, decode_fact
from study.course import Course
from study.definition.model import Study
from study.definition.pack import unpack_study
from study.errors import KnownError
from study.record import Record
from study.state.settle import Entry, Placing, Settled, settle
from study.state.slots import Slot
from study.values import TextValue
from sync.server import central_errors as errors
from sync.server import tables as t
from sync.server.page.figures import ChildFigure, child_figure
from sync.server.service import Service
from sync.server.sites import Site, read_site

_KEPT = 20_000
"""So many children's figures are kept in memory; a few kilobytes each."""
_STUDIES = 16
PATIENCE_S = 1.5
"""For so long a page counts children before it is shown with what is counted by then."""
_AT_ONCE = 500


class Made(msgspec.Struct, frozen=True):
    """Who made a change, on what, and when: by its own word and by the EDC's clock."""

    change: str
    number: int
    author: str
    role: str
    device: str
    utc: int
    received_utc: int
    standing: str


class Stamp(NamedTuple):
    """A child with what says that nothing of it moved: newest number and count of entries, by standing."""

    subject: str
    moved: tuple[tuple[str, int, int], ...]


class Scene(NamedTuple):
    """One site in one reading transaction."""

    connection: sa.Connection
    site: Site
    study: Study
    today: date


class Counted(NamedTuple):
    """What is counted of a site's children so far, by code; `total`: how many children there are."""

    figures: list[ChildFigure]
    total: int

    @property
    def whole(self) -> bool:
        """Every child is counted."""
        return len(self.figures) == self.total


class Reading:
    """Reads for the page. One for all threads. `patience_s`: how long a page may count."""

    def __init__(self, service: Service, patience_s: float = PATIENCE_S) -> None:
        self._service = service
        self._patience_s = patience_s
        self._lock = threading.Lock()
        # One thread counts at a time: managers who wait take no more of the machine than one, and devices go first.
        self._counting = threading.Lock()
        self._studies: OrderedDict[str, Study] = OrderedDict()
        self._figures: OrderedDict[tuple[str, Stamp, str, date], ChildFigure] = OrderedDict()

    @contextmanager
    def site(self, name: str) -> Iterator[Scene]:
        """A site as it stands. KnownError `site-unknown`, `definition-away`."""
        with self._service.database.reading(name) as connection:
            site = read_site(connection, name)
            study = self._study(connection, name)
            now = datetime.fromtimestamp(self._service.clock() / 1000, UTC)
            yield Scene(connection, site, study, now.astimezone(ZoneInfo(study.timezone)).date())

    def begun(self, name: str) -> bool:
        """Whether a site can be read: it has a definition, and the EDC has its texts."""
        try:
            with self.site(name):
                return True
        except KnownError:
            return False

    def until(self) -> float:
        """When a page that begins now has counted long enough; by a clock that only this class reads."""
        return time.monotonic() + self._patience_s

    def counted(self, scene: Scene, until: float) -> Counted:
        """What is counted of the children of a site, as many as there is time for; one more at each call at least."""
        found, waiting, total = list[ChildFigure](), list[Stamp](), 0
        for stamp in stamps(scene):
            known = self._known(scene, stamp)
            total += 1
            if known is None:
                waiting.append(stamp)
            else:
                found.append(known)
        for number, stamp in enumerate(waiting):
            if number and time.monotonic() >= until:
                break
            found.append(self._figure(scene, stamp))
        return Counted(sorted(found, key=lambda each: (each.code or "~", each.subject)), total)

    def figure(self, scene: Scene, subject: str) -> ChildFigure | None:
        """What is counted of one child; None for one who is not of the site."""
        here = next((stamp for stamp in stamps(scene, subject)), None)
        return self._figure(scene, here) if here is not None else None

    def _known(self, scene: Scene, stamp: Stamp) -> ChildFigure | None:
        key = (scene.site.site, stamp, scene.study.digest, scene.today)
        with self._lock:
            if key in self._figures:
                self._figures.move_to_end(key)
            return self._figures.get(key)

    def _figure(self, scene: Scene, stamp: Stamp) -> ChildFigure:
        with self._counting:
            known = self._known(scene, stamp)
            if known is not None:
                return known
            made = child_figure(course(scene, stamp.subject), scene.today)
            with self._lock:
                self._figures[scene.site.site, stamp, scene.study.digest, scene.today] = made
                while len(self._figures) > _KEPT:
                    self._figures.popitem(last=False)
        return made

    def _study(self, connection: sa.Connection, site: str) -> Study:
        adopted = adoptions(connection, site)
        shown = connection.execute(sa.select(t.slot.c.shown).where(_kind(t.slot, site, "study"))).scalar()
        fact = decode_fact(shown) if shown else None
        if not isinstance(fact, f.StudyAdopted):
            raise errors.definition_away()
        with self._lock:
            if fact.digest in self._studies:
                self._studies.move_to_end(fact.digest)
                return self._studies[fact.digest]
        content = next((each.content for each, _ in adopted if each.digest == fact.digest and each.content), b"")
        if not content:
            raise errors.definition_away()
        study = unpack_study(content, fact.digest)
        with self._lock:
            self._studies[fact.digest] = study
            while len(self._studies) > _STUDIES:
                self._studies.popitem(last=False)
        return study


def stamps(scene: Scene, subject: str = "") -> list[Stamp]:
    """The children of a site, or this one."""
    e = t.entry.c
    query = (
        sa.select(e.subject, e.standing, sa.func.max(e.number), sa.func.count())
        .where(e.site == scene.site.site, e.subject == subject if subject else e.subject != "")
        .group_by(e.subject, e.standing)
        .order_by(e.subject, e.standing)
    )
    found: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for child, standing, newest, count in scene.connection.execute(query):
        found[child].append((standing, newest or 0, count))
    return [Stamp(child, tuple(moved)) for child, moved in found.items()]


def course(scene: Scene, subject: str) -> Course:
    """A child as the site's record has it; what names it stays sealed, so ages and their intervals are not known."""
    rows = scene.connection.execute(_ENTRIES, {"of_site": scene.site.site, "of_subject": subject}).all()
    entries: dict[Slot, list[Entry]] = defaultdict(list)
    changes = set[str]()
    for row in rows:
        entries[Slot(row.kind, row.key)].append(entry_of(row))
        changes.add(row.change)
    when, authors = dict[str, int](), dict[str, str]()
    for name, body in _bodies(scene, changes):
        made = _begun.decode(body)
        when[name], authors[name] = made.at.utc, made.author
    record = Record(subject, {slot: settle(slot, each) for slot, each in entries.items()}, when, authors)
    return Course(scene.study, record, None)


class _Begun(msgspec.Struct):
    """The first words of a change: nothing else of it is read."""

    at: At
    author: str


_begun = msgspec.json.Decoder(_Begun)
_ENTRIES = sa.select(
    t.entry.c.kind, t.entry.c.key, t.entry.c.change, t.entry.c.position, t.entry.c.fact, t.entry.c.number,
    t.entry.c.standing,
).where(t.entry.c.site == sa.bindparam("of_site"), t.entry.c.subject == sa.bindparam("of_subject"))  # fmt: skip


def _bodies(scene: Scene, changes: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """By names: a database that is asked for those of a child reads every entry of the site to find them."""
    names, c = sorted(changes), t.change.c
    for start in range(0, len(names), _AT_ONCE):
        where = sa.and_(c.site == scene.site.site, c.id.in_(names[start : start + _AT_ONCE]))
        yield from ((row.id, row.body) for row in scene.connection.execute(sa.select(c.id, c.body).where(where)))


def codes(scene: Scene, subjects: Collection[str]) -> dict[str, str]:
    """What children are called, as far as somebody wrote it."""
    place = scene.study.anchors.get("subject_code", "").split("/")
    if len(place) != 3:
        return {}
    visit, form, item = place
    keys = {Address(subject, visit, form=form, item=item).key: subject for subject in subjects}
    asked, found = sorted(keys), dict[str, str]()
    for start in range(0, len(asked), _AT_ONCE):
        where = sa.and_(_kind(t.slot, scene.site.site, "value"), t.slot.c.key.in_(asked[start : start + _AT_ONCE]))
        for row in scene.connection.execute(sa.select(t.slot.c.key, t.slot.c.shown).where(where)):
            fact = decode_fact(row.shown) if row.shown else None
            if isinstance(fact, f.ValueSet) and isinstance(fact.value, TextValue):
                found[keys[row.key]] = fact.value.text
    return found


def slot(scene: Scene, name: Slot) -> Settled:
    """One slot, settled."""
    return settle(name, entries_of(scene, name))


def entries_of(scene: Scene, name: Slot) -> list[Entry]:
    """Everything ever said on a slot."""
    where = sa.and_(_kind(t.entry, scene.site.site, name.kind), t.entry.c.key == name.key)
    return [entry_of(row) for row in scene.connection.execute(sa.select(t.entry).where(where))]


def entry_of(row: Any) -> Entry:
    """A row as an entry. Entries hold only facts that this version reads."""
    fact = decode_fact(row.fact)
    if isinstance(fact, UnknownFact):
        raise RuntimeError("an entry holds a fact this version cannot read")
    return Entry(fact, row.change, row.position, Placing(row.number, row.standing))


def makers_of(connection: sa.Connection, site: str, changes: set[str]) -> dict[str, Made]:
    """Who made these changes, by id; for a page of them."""
    where = sa.and_(t.change.c.site == site, t.change.c.id.in_(changes))
    return {row.id: made_of(row) for row in connection.execute(sa.select(t.change).where(where))}


def made_of(row: "sa.Row[tuple[object, ...]]") -> Made:
    """A row of the log as who made it."""
    change: Change = decode(row.body)
    return Made(
        row.id, row.number, change.author, change.role, row.device, change.at.utc, row.received_utc, row.standing
    )  # fmt: skip


def people(connection: sa.Connection, site: str) -> dict[str, str]:
    """Names by user id; central people stand under their names."""
    facts = map(
        decode_fact, connection.execute(sa.select(t.entry.c.fact).where(_kind(t.entry, site, "user"))).scalars()
    )
    return {fact.user: fact.name for fact in facts if isinstance(fact, f.UserCertified)}


def device_names(connection: sa.Connection, site: str) -> dict[str, str]:
    """Names of workstations."""
    rows = connection.execute(sa.select(t.device.c.device, t.device.c.name).where(t.device.c.site == site))
    return {row.device: row.name for row in rows}


def adoptions(connection: sa.Connection, site: str) -> list[tuple[f.StudyAdopted, str]]:
    """Every adoption of a definition with the id of its change, the first one first."""
    where = _kind(t.entry, site, "study")
    rows = connection.execute(sa.select(t.entry).where(where).order_by(t.entry.c.number)).all()
    read = ((decode_fact(row.fact), row.change) for row in rows)
    return [(fact, change) for fact, change in read if isinstance(fact, f.StudyAdopted)]


def _kind(table: sa.Table, site: str, kind: str) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.site == site, table.c.kind == kind)
