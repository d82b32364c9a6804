"""The record of a site as the page reads it: its definition, its children, what is counted of each. Keeps what it
counted while a child's entries stand as they were. Reads only; every transaction is one site's.
"""

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec
import sqlalchemy as sa

from study.changes import facts as f
from study.changes.envelope import Change, UnknownFact, decode, decode_fact
from study.course import Course
from study.definition.model import Study
from study.definition.pack import unpack_study
from study.record import Record
from study.state.settle import Entry, Placing, Settled, settle
from study.state.slots import Slot
from sync.server import central_errors as errors
from sync.server import tables as t
from sync.server.page.figures import ChildFigure, child_figure
from sync.server.service import Service
from sync.server.sites import Site, read_site

_KEPT = 20_000
"""So many children's figures are kept in memory; a few kilobytes each."""
_STUDIES = 16


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


class Reading:
    """Reads for the page. One for all threads."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._lock = threading.Lock()
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

    def figures(self, scene: Scene, subjects: frozenset[str] | None = None) -> list[ChildFigure]:
        """What is counted of every child of a site (or of some), by code."""
        found = [self._figure(scene, stamp) for stamp in stamps(scene) if subjects is None or stamp.subject in subjects]
        return sorted(found, key=lambda each: (each.code or "~", each.subject))

    def _figure(self, scene: Scene, stamp: Stamp) -> ChildFigure:
        key = (scene.site.site, stamp, scene.study.digest, scene.today)
        with self._lock:
            if key in self._figures:
                self._figures.move_to_end(key)
                return self._figures[key]
        made = child_figure(course(scene, stamp.subject), scene.today)
        with self._lock:
            self._figures[key] = made
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


def stamps(scene: Scene) -> list[Stamp]:
    """The children of a site."""
    e = t.entry.c
    query = (
        sa.select(e.subject, e.standing, sa.func.max(e.number), sa.func.count())
        .where(e.site == scene.site.site, e.subject != "")
        .group_by(e.subject, e.standing)
        .order_by(e.subject, e.standing)
    )
    found: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for subject, standing, newest, count in scene.connection.execute(query):
        found[subject].append((standing, newest or 0, count))
    return [Stamp(subject, tuple(moved)) for subject, moved in found.items()]


def course(scene: Scene, subject: str) -> Course:
    """A child as the site's record has it; what names it stays sealed, so ages and their intervals are not known."""
    e = t.entry.c
    rows = scene.connection.execute(sa.select(t.entry).where(e.site == scene.site.site, e.subject == subject)).all()
    entries: dict[Slot, list[Entry]] = defaultdict(list)
    for row in rows:
        entries[Slot(row.kind, row.key)].append(entry_of(row))
    made = {each.change: each for each in makers(scene.connection, scene.site.site, subject)}
    utc, authors = ({name: m.utc for name, m in made.items()}, {name: m.author for name, m in made.items()})
    record = Record(subject, {slot: settle(slot, each) for slot, each in entries.items()}, utc, authors)
    return Course(scene.study, record, None)


def slot(scene: Scene, name: Slot) -> Settled:
    """One slot, settled."""
    return settle(name, entries_of(scene, name))


def entries_of(scene: Scene, name: Slot) -> list[Entry]:
    """Everything ever said on a slot."""
    where = sa.and_(_kind(t.entry, scene.site.site, name.kind), t.entry.c.key == name.key)
    return [entry_of(row) for row in scene.connection.execute(sa.select(t.entry).where(where))]


def entry_of(row: "sa.Row[tuple[object, ...]]") -> Entry:
    """A row as an entry. Entries hold only facts that this version reads."""
    fact = decode_fact(row.fact)
    if isinstance(fact, UnknownFact):
        raise RuntimeError("an entry holds a fact this version cannot read")
    return Entry(fact, row.change, row.position, Placing(row.number, row.standing))


def makers(connection: sa.Connection, site: str, subject: str) -> list[Made]:
    """Who made the changes that speak of a child."""
    e = t.entry.c
    named = sa.select(e.change).where(e.site == site, e.subject == subject).distinct()
    where = sa.and_(t.change.c.site == site, t.change.c.id.in_(named))
    return [made_of(row) for row in connection.execute(sa.select(t.change).where(where))]


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
