"""`cartella edc files` and `file`: what the EDC has of the sites' sealed files; one for central readers, opened."""

import argparse

from desktop_app.cli.edc import service_of
from desktop_app.cli.outcome import HouseOf, Outcome, table
from study.text import Text
from sync.server.central_files import CentralFile, central_files, write_plain
from sync.server.database import EVERY_SITE
from sync.server.files import Counts, Shelf
from sync.server.service import Service
from sync.server.sites import lock_site, site_names


def files(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """Every site's files, or one's, after what no entry names was dropped; exit code 3 while any is missing."""
    with service_of(args) as service:
        with service.database.reading(EVERY_SITE) as connection:
            names = [args.site] if args.site else site_names(connection)
        found = [(name, *_look(service, name)) for name in names]
    rows = [
        (name, f"named {c.named}", f"missing {c.missing}", f"{c.kept_bytes / 1e6:.1f} MB", f"for readers {len(given)}")
        for name, c, given in found
    ]
    data = [
        {"site": name, **counts._asdict(), "central": [{"name": one.name, "kind": one.kind} for one in given]}
        for name, counts, given in found
    ]
    return Outcome(data, table(rows), left=any(counts.missing for _, counts, _ in found))


def file(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """Open one into a new file. KnownError `file-not-central`, `file-not-here`, `file-unreadable`, `file-there`."""
    with service_of(args) as service, service.database.reading(args.site) as connection:
        opened = write_plain(connection, args.site, args.name, service.key, args.to)
    said = f"{args.to.name}: {opened.kind}, {opened.size}"
    line = Text(f"{said} bytes", f"{said} 字节")
    return Outcome({"name": opened.name, "kind": opened.kind, "size": opened.size}, (line,))


def _look(service: Service, site: str) -> tuple[Counts, list[CentralFile]]:
    with service.database.writing(site) as connection:
        lock_site(connection, site)
        shelf = Shelf(connection, site, service.limits)
        shelf.expire(service.clock())
        return shelf.counts(), central_files(connection, site)
