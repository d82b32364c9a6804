"""The export: what a person's sites hold, as tables in one archive, sent while it is made. Noted before it begins.

No table names a child: the EDC holds identity sealed and has no key; sealed boxes and keys stay out of the tables.
"""

import time
from collections.abc import Iterator, Mapping, Sequence

from sync.server import central_errors as errors
from sync.server.admin import Admin
from sync.server.database import EVERY_SITE
from sync.server.page.around import Around
from sync.server.page.asked import Answer
from sync.server.page.export_tables import tables_of
from sync.server.page.reading import stamps
from sync.server.page.visit import Visitor
from sync.server.page.zipping import zipped
from sync.server.sites import site_names


def ask(around: Around, visitor: Visitor, _parts: Mapping[str, str]) -> Answer:
    """Which sites to export."""
    return visitor.page("export.html", sites=_sites(around, visitor))


def _sites(around: Around, visitor: Visitor) -> list[str]:
    """The sites of the person that have something to export: one without a definition has no record yet."""
    with around.service.database.reading(EVERY_SITE) as connection:
        mine = [name for name in site_names(connection) if visitor.user and visitor.user.sees(name)]
    return [name for name in mine if around.reading.begun(name)]


def export(around: Around, visitor: Visitor, _parts: Mapping[str, str]) -> Answer:
    """The archive; the note stands in each site's log and among the accesses before the first byte leaves."""
    fields = visitor.fields()
    mine = _sites(around, visitor)
    wanted = [site for site in mine if fields.get("site", "") in ("", site)]
    if not wanted:
        raise errors.not_here()
    for site in wanted:
        with around.reading.site(site) as scene:
            count = len(stamps(scene))
        Admin(around.service, visitor.name).note_access(site, "export", "csv", count)
    around.people.note(visitor.name, "export", " ".join(wanted), visitor.asked.came_from)
    day = time.strftime("%Y%m%d-%H%M", time.gmtime(visitor.now / 1000))
    name = f"cartella-{wanted[0] if len(wanted) == 1 else 'sites'}-{day}.zip"
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-.") else "_" for letter in name)
    body = zipped(_files(around, wanted), visitor.now)
    return Answer(200, body, "application/zip", {"Content-Disposition": f'attachment; filename="{plain}"'})


def _files(around: Around, sites: Sequence[str]) -> Iterator[tuple[str, Iterator[bytes]]]:
    for site in sites:
        with around.reading.site(site) as scene:
            for name, content in tables_of(scene):
                yield f"{site}/{name}", content
