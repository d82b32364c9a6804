"""Queries over the sites a person sees, one query with its thread, conflicts, and changes that are held."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress

import msgspec

from study.address import Address
from study.errors import KnownError
from study.state.slots import address_of
from study.text import Text
from sync.server import central_errors as errors
from sync.server.admin import Admin, HeldChange
from sync.server.database import EVERY_SITE
from sync.server.page.around import Around
from sync.server.page.asked import Answer
from sync.server.page.fact_words import fact_words
from sync.server.page.listing import SIZE, first_of, part, part_of
from sync.server.page.places import form_link, named
from sync.server.page.query_reading import (
    Query,
    QueryState,
    conflict,
    conflicts_of,
    count_queries,
    facts_in,
    find_queries,
    read_queries,
    thread,
)
from sync.server.page.reading import Made, Scene, codes, device_names, makers_of, people
from sync.server.page.visit import Visitor
from sync.server.sites import site_names

STATES: tuple[QueryState, ...] = ("open", "answered", "reopened", "closed")
_ASKED: dict[str, tuple[QueryState, ...]] = {"unsettled": STATES[:3], "all": STATES}
AGES = (0, 7, 14, 30, 90)
_DAY_MS = 86_400_000


class QueryRow(msgspec.Struct, frozen=True):
    """A query in the list."""

    site: str
    query: Query
    code: str
    where: tuple[Text, ...]
    link: str


class Side(msgspec.Struct, frozen=True):
    """One of the values in a conflict."""

    value: Text
    who: str
    made: Made
    device: str


class HeldRow(msgspec.Struct, frozen=True):
    """A held change with what is in it; `code` of the child it is about, "" for none or several."""

    held: HeldChange
    code: str
    made: Made
    who: str
    device: str
    facts: tuple[tuple[tuple[Text, ...], Text], ...]
    more: int
    link: str


class Names(msgspec.Struct, frozen=True):
    """What people and workstations are called, by their ids."""

    people: Mapping[str, str]
    devices: Mapping[str, str]


def every_query(around: Around, visitor: Visitor, _parts: Mapping[str, str]) -> Answer:
    """Queries by site, state and age."""
    asked = visitor.asked.query
    with around.service.database.reading(EVERY_SITE) as connection:
        sites = [name for name in site_names(connection) if visitor.user and visitor.user.sees(name)]
    chosen, state = asked.get("site", ""), asked.get("state", "unsettled")
    age = int(asked["age"]) if asked.get("age", "") in {str(each) for each in AGES} else 0
    before = visitor.now - age * _DAY_MS if age else None
    wanted = _ASKED.get(state, (state,) if state in STATES else ())
    total, place = 0, dict[str, int]()
    for site in sites if wanted else ():
        with _readable(around, site if chosen in ("", site) else "") as scene:
            if scene is not None:
                counts = count_queries(scene, before)
                place[site] = sum(counts[each] for each in wanted)
                total += place[site]
    start = first_of(total, asked)
    found = [
        (opened, name, site)
        for site in place
        if place[site]
        for opened, name in _oldest(around, site, wanted, before, start)
    ]
    rows = _rows(around, sorted(found)[start : start + SIZE])
    return visitor.page(
        "queries.html", rows=part(rows, start, total, asked), sites=sites, chosen=chosen, state=state, age=age,
        ages=AGES, states=STATES, now=visitor.now,
    )  # fmt: skip


@contextmanager
def _readable(around: Around, site: str) -> Iterator[Scene | None]:
    """A site as it stands; None for none, and for one whose definition the EDC does not have."""
    with ExitStack() as stack:
        scene = None
        if site:
            with suppress(KnownError):
                scene = stack.enter_context(around.reading.site(site))
        yield scene


def _oldest(
    around: Around, site: str, states: Sequence[QueryState], before: int | None, start: int
) -> list[tuple[int, str]]:
    """Of one site as many as may be on the page that begins at `start`."""
    with around.reading.site(site) as scene:
        return find_queries(scene, states, before, start + SIZE)


def _rows(around: Around, found: Sequence[tuple[int, str, str]]) -> list[QueryRow]:
    """What the page shows of these queries, in their order; each site is read once."""
    rows: dict[tuple[str, str], QueryRow] = {}
    for site in {site for _, _, site in found}:
        with around.reading.site(site) as scene:
            queries = read_queries(scene, [name for _, name, at in found if at == site])
            called = codes(scene, {query.address.subject for query in queries})
        for query in queries:
            subject = query.address.subject
            where, link = named(scene.study, query.address), form_link(site, query.address)
            rows[site, query.query] = QueryRow(site, query, called.get(subject) or subject, where, link)
    return [rows[site, name] for _, name, site in found if (site, name) in rows]


def query(around: Around, visitor: Visitor, parts: Mapping[str, str]) -> Answer:
    """One query: its place, what was said, what may be done."""
    wanted = visitor.asked.query.get("id", "")
    with around.reading.site(parts["site"]) as scene:
        found = next(iter(read_queries(scene, [wanted])), None)
        if found is None:
            raise errors.not_here()
        words, heads = thread(scene, wanted)
        known = people(scene.connection, scene.site.site)
        called = codes(scene, {found.address.subject})
    return visitor.page(
        "query.html", scene=scene, site=scene.site, tab="queries", query=found, words=words, known=known,
        seen=" ".join(heads), where=named(scene.study, found.address), zone=scene.study.timezone,
        code=called.get(found.address.subject, ""), link=form_link(scene.site.site, found.address),
    )  # fmt: skip


def conflicts(around: Around, visitor: Visitor, parts: Mapping[str, str]) -> Answer:
    """Values about which the site has to decide."""
    with around.reading.site(parts["site"]) as scene:
        shown = part_of(conflicts_of(scene), visitor.asked.query)
        known, devices = people(scene.connection, scene.site.site), device_names(scene.connection, scene.site.site)
        every = [conflict(scene, kind, key) for kind, key in shown.rows]
        called = codes(scene, {found.address.subject for found in every})
        rows = []
        for found in every:
            sides = [
                Side(fact_words(scene, fact), known.get(made.author, made.author), made,
                     devices.get(made.device, made.device))
                for fact, made in found.heads
            ]  # fmt: skip
            code = called.get(found.address.subject) or found.address.subject
            rows.append((code, named(scene.study, found.address), sides, form_link(parts["site"], found.address)))
    return visitor.page(
        "conflicts.html", scene=scene, site=scene.site, tab="conflicts", rows=rows, part=shown,
        zone=scene.study.timezone,
    )  # fmt: skip


def held(around: Around, visitor: Visitor, parts: Mapping[str, str]) -> Answer:
    """Changes that wait without effect, with what they would say."""
    waiting = Admin(around.service, visitor.name).held(parts["site"])
    shown = part_of(waiting, visitor.asked.query, 20)
    with around.reading.site(parts["site"]) as scene:
        made = makers_of(scene.connection, scene.site.site, {each.change for each in shown.rows})
        known, devices = people(scene.connection, scene.site.site), device_names(scene.connection, scene.site.site)
        rows = [_held_row(scene, each, made[each.change], Names(known, devices)) for each in shown.rows]
    return visitor.page(
        "held.html", scene=scene, site=scene.site, tab="held", rows=rows, part=shown, zone=scene.study.timezone
    )  # fmt: skip


_SHOWN_FACTS = 12


def _held_row(scene: Scene, each: HeldChange, made: Made, names: Names) -> HeldRow:
    facts = facts_in(scene, each.change)
    places = [place for fact in facts if (place := address_of(fact)) is not None]
    told = tuple((named(scene.study, address_of(fact) or Address("")), fact_words(scene, fact)) for fact in facts)
    link = form_link(scene.site.site, places[0]) if places else ""
    more = max(0, len(told) - _SHOWN_FACTS)
    children = {place.subject for place in places}
    code = ", ".join(codes(scene, children).get(child) or child[:8] for child in children) if len(children) == 1 else ""
    who, device = names.people.get(made.author, made.author), names.devices.get(each.device, each.device)
    return HeldRow(each, code, made, who, device, told[:_SHOWN_FACTS], more, link)
