"""The line to the EDC for one store, and the writes of a cycle handed to the writer's lane. Sends nothing itself."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from desktop_app.place import Place, Settings
from desktop_app.session import Session
from storage.files import write_atomic
from storage.meta import EdcKey
from storage.proxy_login import proxy_login
from storage.read import Reader
from storage.receive import Answered, Numbered, OnRoster, Received
from storage.store import Store
from sync.client.errors import ca_missing, not_enrolled
from sync.client.http import HttpEdc, Signer
from sync.client.line import Line, Proxy, check_authority
from sync.client.wire import Beat

T = TypeVar("T")
CA_NAME = "edc-ca.pem"


class OnWriter(Protocol):
    """Runs a job on the writer's lane and waits for it."""

    def __call__(self, job: Callable[[], T]) -> T: ...


def straight(job: Callable[[], T]) -> T:
    """For the command line, where one thread does everything."""
    return job()


def _silent(_sent: int, _received: int) -> None:
    """Nobody listens."""


def open_line(session: Session, reader: Reader, on_writer: OnWriter, beat: Beat = _silent) -> HttpEdc:
    """A line to the EDC that the settings name. KnownError `not-enrolled`, `edc-bad-address`, `edc-ca-missing`."""
    settings = Place(session.store.folder).settings
    if not settings.edc_address:
        raise not_enrolled()
    return line_to(session, settings, reader, on_writer, beat)


def line_to(session: Session, settings: Settings, reader: Reader, on_writer: OnWriter, beat: Beat = _silent) -> HttpEdc:
    """A line as these settings have it."""
    store = session.store
    user, password = on_writer(lambda: proxy_login(store.connection))
    proxy = Proxy(settings.proxy_use, settings.proxy_address, user, password)
    line = Line(settings.edc_address, store.folder / settings.edc_ca if settings.edc_ca else None, proxy)
    home = reader.home()
    return HttpEdc(line, Signer(home.site, home.device, session.unlocked.device_sign, session.clock), beat=beat)


def keep_authority(place: Place, file: Path) -> str:
    """Keep a copy of the study's certificate authority beside the store: the stick it came on goes away.

    KnownError `edc-ca-missing` when the file holds no certificate.
    """
    try:
        read = file.read_bytes()
    except OSError as error:
        raise ca_missing() from error
    check_authority(read)
    write_atomic(place.folder / CA_NAME, read)
    return CA_NAME


def remember_line(place: Place, settings: Settings) -> None:
    """Keep how the EDC is reached for the next cycle."""
    if place.settings != settings:
        place.remember(settings)


class Writes:
    """What a cycle writes, each call one job of the writer's lane. See `sync.client.local.Writer`."""

    def __init__(self, store: Store, on_writer: OnWriter) -> None:
        self._store = store
        self._do = on_writer

    def receive(
        self,
        *,
        epoch: str,
        numbered: Sequence[Numbered] = (),
        answers: Sequence[Answered] = (),
        roster: Sequence[OnRoster] = (),
        roster_version: int | None = None,
    ) -> Received:
        return self._do(
            lambda: self._store.receive(
                epoch=epoch, numbered=numbered, answers=answers, roster=roster, roster_version=roster_version
            )
        )

    def new_epoch(self, epoch: str, number: int, head: str) -> Received:
        return self._do(lambda: self._store.new_epoch(epoch, number, head))

    def enrolled(self, *, edc: EdcKey, site_name: str) -> None:
        self._do(lambda: self._store.enrolled(edc=edc, site_name=site_name))

    def measured_drift(self, milliseconds: int) -> None:
        self._do(lambda: self._store.measured_drift(milliseconds))

    def tried(self, answer: str, next_try: int, *, counts: bool = True) -> None:
        self._do(lambda: self._store.tried(answer, next_try, counts=counts))

    def sent(self) -> None:
        self._do(self._store.sent)
