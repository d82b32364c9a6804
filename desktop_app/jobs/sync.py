"""One sync cycle of the open store, and what came with it. Runs on the network's lane; writes hop to the writer's."""

import contextlib
import logging
from typing import NamedTuple

import msgspec

from desktop_app.jobs.erase import follow
from desktop_app.jobs.line import OnWriter, Writes, open_line
from desktop_app.jobs.status import Exchange, keep_exchange
from desktop_app.place import Place
from desktop_app.session import Session
from storage.crossing import SealedFiles
from storage.log import Clock
from storage.read import Reader
from storage.receipts import Receipt as Kept
from storage.receipts import keep_receipt, read_receipts, signed_by
from storage.store import Store
from storage.tries import Try, note_try
from study.changes import facts as f
from study.changes.envelope import Change, decode
from study.errors import KnownError
from study.state.slots import Slot
from sync.client.cycle import Cycle
from sync.client.enrol import enrol
from sync.client.errors import cancelled as stopped
from sync.client.files_report import FetchRule
from sync.client.gauge import Gauge
from sync.client.local_files import Carried
from sync.client.report import Cancelled, CycleReport, Listen, Progress
from sync.protocol.edc import Edc
from sync.protocol.messages import Receipt, SignedReceipt
from sync.protocol.signing import receipt_message

_SHOWN = 500
_TELL_MS = 500
_STOPPED = "sync-cancelled"
_LOGGER = logging.getLogger("cartella.sync")


class Fetching(NamedTuple):
    """Which attached files are fetched: by this rule (None: the workstation's), `wanted` in any case, for how long."""

    rule: FetchRule | None = None
    wanted: frozenset[str] = frozenset()
    at_most_ms: int | None = None


BY_RULE = Fetching()


class Synced(NamedTuple):
    """The report of a cycle and the changes of others that came with it."""

    report: CycleReport
    came: tuple[Change, ...]


def sync_once(
    session: Session,
    on_writer: OnWriter,
    listen: Listen | None = None,
    cancelled: Cancelled | None = None,
    files: Fetching = BY_RULE,
) -> Synced:
    """Run one cycle. What a person can meet stands in the report; a bad address or a missing CA file is raised."""
    # A reply that is carried may come in at the same moment: two that move the cursor would each take it for a restore.
    with session.exchanging:
        began = session.clock()
        try:
            synced = _sync(session, on_writer, listen, cancelled, files)
        except KnownError as error:
            _note(session, on_writer, began, CycleReport(began, error_code=error.code))
            raise
        _note(session, on_writer, began, synced.report)
        return synced


def _note(session: Session, on_writer: OnWriter, began: int, report: CycleReport) -> None:
    """Keep how a try ended; one that a person stopped is none. A store that is only read keeps nothing."""
    store = session.store
    if report.error_code == _STOPPED or store.fault is not None:
        return

    def keep() -> None:
        next_try = store.reader.queue().next_try if report.error_code else None
        note_try(
            store.folder,
            Try(
                first=began, last=session.clock(), code=report.error_code, sent=report.sent, received=report.received,
                agrees=report.agrees, next_try=next_try,
            ),
        )  # fmt: skip

    on_writer(keep)


def _sync(
    session: Session, on_writer: OnWriter, listen: Listen | None, cancelled: Cancelled | None, files: Fetching
) -> Synced:
    store = session.store
    place = Place(store.folder)
    reader = store.new_reader()
    watch = _Watch(session.clock, listen, cancelled)
    try:
        before = tips(reader)
        edc = open_line(session, reader, on_writer, watch.beat)
        try:
            _enrol_successor(reader, edc, Writes(store, on_writer))

            def cycle_of() -> Cycle:
                return Cycle(
                    Writes(store, on_writer), reader, edc, session.clock, listen=watch.heard, cancelled=cancelled,
                    vouched=_vouched(store, reader),
                    files=Carried(
                        SealedFiles(store, reader, on_writer), files.rule or place.settings.attachments, files.wanted,
                        at_most_ms=files.at_most_ms,
                    ),
                )  # fmt: skip

            report = cycle_of().run()
            if report.error_code == "device-unknown" and _let_in_again(reader, edc, Writes(store, on_writer)):
                # Behind the first try stands one whole wait; the person who asked should not have to ask again.
                report = cycle_of().run()
        finally:
            edc.close()
        if (signed := report.receipt) is not None:
            message = receipt_message(signed.body)
            kept = Kept(message, signed.signature, signed.body, session.clock(), report.drift_ms)
            on_writer(lambda: keep_receipt(store.folder, kept))
        if not report.error_code:
            exchange = Exchange(session.clock(), report.agrees)
            on_writer(lambda: keep_exchange(place, exchange))
            on_writer(lambda: follow(session))
        return Synced(report, came(reader, before))
    finally:
        reader.close()


class _Watch:
    """Between the line and whoever listens: stops a request on its way, and says how fast it goes."""

    def __init__(self, clock: Clock, listen: Listen | None, cancelled: Cancelled | None) -> None:
        self._clock = clock
        self._listen = listen
        self._cancelled = cancelled
        self._gauge = Gauge(clock())
        self._last = Progress("greet")
        self._told = clock()

    def heard(self, progress: Progress) -> None:
        """The cycle is in another step, or one batch further."""
        self._last = progress
        self._tell(self._clock())

    def beat(self, sent: int, received: int) -> None:
        """See `sync.client.wire.Beat`. KnownError `sync-cancelled`."""
        if self._cancelled is not None and self._cancelled():
            raise stopped()
        now = self._clock()
        self._gauge.take(sent + received, now)
        if abs(now - self._told) >= _TELL_MS:
            self._tell(now)

    def _tell(self, now: int) -> None:
        self._told = now
        if self._listen is not None:
            self._listen(msgspec.structs.replace(self._last, moved=self._gauge.moved, speed=self._gauge.speed(now)))


def _vouched(store: Store, reader: Reader) -> tuple[Receipt, ...]:
    """What the EDC has given receipts for, as far as they bear its signature."""
    edc = reader.edc_key()
    found = []
    for kept in signed_by(edc, read_receipts(store.folder)) if edc is not None else ():
        with contextlib.suppress(msgspec.DecodeError):
            found.append(SignedReceipt(body=kept.body, signature=kept.signature).receipt)
    return tuple(found)


def _let_in_again(reader: Reader, edc: Edc, writes: Writes) -> bool:
    """After a restore an EDC may have forgotten a workstation: it shows the EDC's own word that it was let in."""
    if reader.edc_key() is None:
        return False
    try:
        enrol(writes, reader, edc)
    except KnownError as error:
        _LOGGER.info("not let in again: %s", error.code)
        return False
    return True


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


def tips(reader: Reader) -> dict[str, int]:
    """The last change of each device that is here, by device."""
    return {device.device: device.last_seq for device in reader.devices()}


def came(reader: Reader, before: dict[str, int]) -> tuple[Change, ...]:
    """Changes of other devices, the EDC's own among them, that were not here before."""
    own = reader.home().device
    return tuple(
        decode(signed.body)
        for device in tips(reader)
        if device != own
        for signed in reader.changes_after(device, before.get(device, 0), _SHOWN)
    )
