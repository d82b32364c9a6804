"""Workstations of a site with what they have not sent, the definitions it was under, and who came in at the centre."""

from collections.abc import Mapping

import msgspec
import sqlalchemy as sa

from study.changes.envelope import decode
from sync.server import tables as t
from sync.server.admin import Admin
from sync.server.devices import Device, Unsent, unsent
from sync.server.page.around import Around
from sync.server.page.asked import Answer
from sync.server.page.reading import adoptions, makers_of, people
from sync.server.page.visit import Visitor
from sync.server.sites import read_site

_SILENT_MS = 7 * 86_400_000
_CLOCK_OFF_MS = 5 * 60_000


class DeviceRow(msgspec.Struct, frozen=True):
    """A workstation. `oldest_ms`: for how long its oldest change has waited by now, if it was not sent since."""

    device: Device
    pending: int | None
    oldest_ms: int
    heard_utc: int
    drift_ms: int | None
    silent: bool
    clock_off: bool


def devices(around: Around, visitor: Visitor, parts: Mapping[str, str]) -> Answer:
    """Every workstation of a site."""
    name = parts["site"]
    known = [device for device in Admin(around.service, "").devices(name) if not device.edc]
    with around.service.database.reading(name) as connection:
        site = read_site(connection, name)
        said = unsent(connection, name)
        drifts = {device.device: _drift(connection, device) for device in known}
    shown = [_device(device, said.get(device.device), drifts[device.device], visitor.now) for device in known]
    return visitor.page("devices.html", site=site, tab="devices", rows=shown, now=visitor.now)


def _device(device: Device, said: Unsent | None, drift: int | None, now: int) -> DeviceRow:
    heard = max(device.heard_utc, said.at_utc if said is not None else 0)
    pending = said.pending if said is not None else None
    waited = said.oldest_ms + (now - said.at_utc) if said is not None and pending else 0
    off = drift is not None and abs(drift) >= _CLOCK_OFF_MS
    return DeviceRow(device, pending, waited, heard, drift, now - heard >= _SILENT_MS, off)


def _drift(connection: sa.Connection, device: Device) -> int | None:
    """How far the workstation's clock was off when it measured last before its newest change."""
    where = sa.and_(t.change.c.site == device.site, t.change.c.device == device.device, t.change.c.seq == device.seq)
    body = connection.execute(sa.select(t.change.c.body).where(where)).scalar()
    return decode(body).at.drift if body else None


def versions(around: Around, visitor: Visitor, parts: Mapping[str, str]) -> Answer:
    """Which definitions a site was under, since when, and who chose them."""
    name = parts["site"]
    with around.service.database.reading(name) as connection:
        site = read_site(connection, name)
        found = adoptions(connection, name)
        made = makers_of(connection, name, {change for _, change in found})
        known = people(connection, name)
        counts = _under(connection, name, {fact.digest for fact, _ in found})
    rows = [(fact, made[change], known.get(made[change].author, made[change].author)) for fact, change in found]
    return visitor.page("versions.html", site=site, tab="versions", rows=rows, counts=counts)


def _under(connection: sa.Connection, site: str, digests: set[str]) -> dict[str, bool]:
    """Whether the EDC chose a definition itself."""
    rows = connection.execute(sa.select(t.adopted.c.digest).where(t.adopted.c.site == site)).scalars()
    central = set(rows)
    return {digest: digest in central for digest in digests}


def access(around: Around, visitor: Visitor, _parts: Mapping[str, str]) -> Answer:
    """Who came in, who tried to, and what left the EDC."""
    before = visitor.asked.query.get("before", "")
    older = int(before) if before.isascii() and before.isdecimal() and len(before) < 16 else None
    return visitor.page("access.html", rows=around.people.accesses(older))
