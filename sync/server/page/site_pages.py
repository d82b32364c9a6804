"""How far every site is, and one site's visits and primary outcomes child by child."""

from collections.abc import Mapping
from typing import NamedTuple

import sqlalchemy as sa

from study.definition.model import Visit
from study.errors import KnownError
from study.outcomes import asking, cells, primary, tallies
from sync.server import tables as t
from sync.server.admin import site_status
from sync.server.database import EVERY_SITE
from sync.server.devices import unsent
from sync.server.page.around import Around
from sync.server.page.asked import Answer
from sync.server.page.counting import again_soon, counting
from sync.server.page.figures import ChildFigure, aside, counted_once
from sync.server.page.listing import part_of
from sync.server.page.query_reading import count_queries
from sync.server.page.visit import Visitor
from sync.server.sites import site_names

_CHILDREN, _THREES = 40, 20


class SiteRow(NamedTuple):
    """A site on the first page; what hangs on the definition is None where the EDC does not have it."""

    site: str
    name: str
    children: int | None = None
    counted: int | None = None
    aside: int = 0
    """How many of the records stand aside for another one of the same child: what is counted leaves them out."""
    expected: int = 0
    entered: int = 0
    complete: int = 0
    signed: int = 0
    overdue: int = 0
    queries: int = 0
    answered: int = 0
    conflicts: int = 0
    held: int = 0
    unsent: int = 0
    heard_utc: int = 0
    error: KnownError | None = None


class VisitRow(NamedTuple):
    """A visit of the schedule over all children of a site."""

    visit: Visit
    expected: int
    entered: int
    complete: int
    signed: int
    overdue: int
    missed: int


def overview(around: Around, visitor: Visitor, _parts: Mapping[str, str]) -> Answer:
    """Every site that the person sees."""
    with around.service.database.reading(EVERY_SITE) as connection:
        names = site_names(connection)
    until = around.reading.until()
    rows = [_row(around, site, until) for site in names if visitor.user and visitor.user.sees(site)]
    page = visitor.page("overview.html", rows=rows)
    return again_soon(page) if any(row.counted != row.children for row in rows) else page


def _row(around: Around, site: str, until: float) -> SiteRow:
    with around.service.database.reading(site) as connection:
        status = site_status(connection, site)
    heard, unsent = _devices(around, site)
    row = SiteRow(site, status.name, conflicts=status.conflicts, held=status.held, heard_utc=heard, unsent=unsent)
    try:
        with around.reading.site(site) as scene:
            figures, total = around.reading.counted(scene, until)
            asked = count_queries(scene)
    except KnownError as error:
        return row._replace(error=error)
    once = counted_once(figures)
    visits = [visit for child in once for visit in child.visits if visit.expected]
    return row._replace(
        children=total,
        counted=len(figures),
        aside=len(figures) - len(once),
        expected=len(visits),
        entered=sum(visit.entered for visit in visits),
        complete=sum(visit.complete for visit in visits),
        signed=sum(visit.signed for visit in visits),
        overdue=sum(visit.overdue > 0 for visit in visits),
        queries=asked["open"] + asked["reopened"],
        answered=asked["answered"],
    )


def _devices(around: Around, site: str) -> tuple[int, int]:
    """When a workstation of the site was last heard, and how many changes wait on all of them."""
    heard = sa.select(sa.func.max(t.device.c.heard_utc)).where(t.device.c.site == site, ~t.device.c.edc)
    with around.service.database.reading(site) as connection:
        said = unsent(connection, site).values()
        last = connection.execute(heard).scalar() or 0
    return max([last, *(each.at_utc for each in said)]), sum(each.pending for each in said)


def site(around: Around, visitor: Visitor, parts: Mapping[str, str]) -> Answer:
    """One site: each visit over all children, and each child over all visits."""
    with around.reading.site(parts["site"]) as scene:
        counted = around.reading.counted(scene, around.reading.until())
    if not counted.whole:
        return counting(visitor, scene, "visits", counted)
    figures = counted.figures
    once = counted_once(figures)
    rows = [_visit_row(visit, once) for visit in scene.study.visits if not visit.repeating]
    rows = [row for row in rows if row.expected or row.entered]
    return visitor.page(
        "site.html", scene=scene, site=scene.site, tab="visits", rows=rows, zone=scene.study.timezone,
        codes=[row.visit for row in rows], children=part_of(figures, visitor.asked.query, _CHILDREN),
        aside=aside(figures),
    )  # fmt: skip


def _visit_row(visit: Visit, figures: list[ChildFigure]) -> VisitRow:
    found = [each for child in figures if (each := child.visit(visit.code)) is not None]
    expected = [each for each in found if each.expected]
    return VisitRow(
        visit=visit, expected=len(expected), entered=sum(each.entered for each in expected),
        complete=sum(each.complete for each in expected), signed=sum(each.signed for each in expected),
        overdue=sum(each.overdue > 0 for each in expected), missed=sum(each.state == "missed" for each in expected),
    )  # fmt: skip


def outcomes(around: Around, visitor: Visitor, parts: Mapping[str, str]) -> Answer:
    """How far the primary outcomes are, child by child and visit by visit."""
    with around.reading.site(parts["site"]) as scene:
        counted = around.reading.counted(scene, around.reading.until())
    if not counted.whole:
        return counting(visitor, scene, "outcomes", counted)
    figures = counted_once(counted.figures)
    found = {child.subject: cells(child.outcomes) for child in figures}
    seen = {each.visit for child in figures for each in child.outcomes if each.state != "not_due"}
    visits = [visit for visit in asking(scene.study) if visit.code in seen]
    return visitor.page(
        "outcomes.html", scene=scene, site=scene.site, tab="outcomes", named=primary(scene.study),
        visits=visits, totals=tallies(found.values()), cells=found,
        children=part_of(figures, visitor.asked.query, _THREES), zone=scene.study.timezone,
    )  # fmt: skip
