"""One sync cycle of the open store, and what came with it. Runs on the network's lane; writes hop to the writer's."""

from typing import NamedTuple

from desktop_app.jobs.line import OnWriter, Writes, open_line
from desktop_app.jobs.status import Exchange, keep_exchange
from desktop_app.place import Place
from desktop_app.session import Session
from storage.read import Reader
from study.changes.envelope import Change, decode
from sync.client.cycle import Cycle
from sync.client.report import Cancelled, CycleReport, Listen

_SHOWN = 500


class Synced(NamedTuple):
    """The report of a cycle and the changes of others that came with it."""

    report: CycleReport
    came: tuple[Change, ...]


def sync_once(
    session: Session, on_writer: OnWriter, listen: Listen | None = None, cancelled: Cancelled | None = None
) -> Synced:
    """Run one cycle. What a person can meet stands in the report; a bad address or a missing CA file is raised."""
    store = session.store
    place = Place(store.folder)
    reader = store.new_reader()
    try:
        before = _tips(reader)
        edc = open_line(reader.home(), session.unlocked, place.settings, session.clock)
        try:
            cycle = Cycle(
                Writes(store, on_writer), reader, edc, session.clock, listen=listen, cancelled=cancelled
            )  # fmt: skip
            report = cycle.run()
        finally:
            edc.close()
        if not report.error_code:
            exchange = Exchange(session.clock(), report.agrees)
            on_writer(lambda: keep_exchange(place, exchange))
        return Synced(report, _came(reader, before))
    finally:
        reader.close()


def _tips(reader: Reader) -> dict[str, int]:
    return {device.device: device.last_seq for device in reader.devices()}


def _came(reader: Reader, before: dict[str, int]) -> tuple[Change, ...]:
    """Changes of other devices, the EDC's own among them, that were not here before."""
    own = reader.home().device
    return tuple(
        decode(signed.body)
        for device in _tips(reader)
        if device != own
        for signed in reader.changes_after(device, before.get(device, 0), _SHOWN)
    )
