"""One sync cycle of the open store, and what came with it. Runs on the network's lane; writes hop to the writer's."""

import logging
from typing import NamedTuple

from desktop_app.jobs.erase import follow
from desktop_app.jobs.line import OnWriter, Writes, open_line
from desktop_app.jobs.status import Exchange, keep_exchange
from desktop_app.place import Place
from desktop_app.session import Session
from storage.read import Reader
from storage.receipts import Receipt, keep_receipt
from study.changes import facts as f
from study.changes.envelope import Change, decode
from study.errors import KnownError
from study.state.slots import Slot
from sync.client.cycle import Cycle
from sync.client.enrol import enrol
from sync.client.report import Cancelled, CycleReport, Listen
from sync.protocol.edc import Edc
from sync.protocol.signing import receipt_message

_SHOWN = 500
_LOGGER = logging.getLogger("cartella.sync")


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
            _enrol_successor(reader, edc, Writes(store, on_writer))
            cycle = Cycle(
                Writes(store, on_writer), reader, edc, session.clock, listen=listen, cancelled=cancelled
            )  # fmt: skip
            report = cycle.run()
        finally:
            edc.close()
        if (signed := report.receipt) is not None:
            kept = Receipt(receipt_message(signed.body), signed.signature, signed.body)
            on_writer(lambda: keep_receipt(store.folder, kept))
        if not report.error_code:
            exchange = Exchange(session.clock(), report.agrees)
            on_writer(lambda: keep_exchange(place, exchange))
            on_writer(lambda: follow(session))
        return Synced(report, _came(reader, before))
    finally:
        reader.close()


def _enrol_successor(reader: Reader, edc: Edc, writes: Writes) -> None:
    """A device that went on from an enrolled one is let in by its predecessor, without a code."""
    own = reader.home().device
    facts = (entry.fact for entry in reader.history(Slot("device", own)))
    begun = next((fact for fact in facts if isinstance(fact, f.DeviceBegun)), None)
    certified = any(row.certified for row in reader.devices() if row.device == own)
    if begun is None or not begun.predecessor or certified or reader.edc_key() is None:
        return
    try:
        enrol(writes, reader, edc)
    except KnownError as error:
        # The line may be down, or the predecessor never known there: the cycle that follows says what is the matter.
        _LOGGER.info("successor not enrolled: %s", error.code)


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
