"""The line to the EDC for one store, and the writes of a cycle handed to the writer's lane. Sends nothing itself."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from desktop_app.place import Place, Settings
from storage.keys import Unlocked
from storage.log import Clock
from storage.meta import EdcKey, Home
from storage.receive import Answered, Numbered, OnRoster, Received
from storage.store import Store
from sync.client.errors import not_enrolled
from sync.client.http import HttpEdc, Line, Signer

T = TypeVar("T")


class OnWriter(Protocol):
    """Runs a job on the writer's lane and waits for it."""

    def __call__(self, job: Callable[[], T]) -> T: ...


def straight(job: Callable[[], T]) -> T:
    """For the command line, where one thread does everything."""
    return job()


def open_line(home: Home, unlocked: Unlocked, settings: Settings, clock: Clock) -> HttpEdc:
    """A line to the EDC that the settings name. KnownError `not-enrolled`, `edc-bad-address`, `edc-ca-missing`."""
    if not settings.edc_address:
        raise not_enrolled()
    line = Line(settings.edc_address, Path(settings.edc_ca) if settings.edc_ca else None)
    return HttpEdc(line, Signer(home.site, home.device, unlocked.device_sign, clock))


def remember_address(place: Place, address: str) -> None:
    """Keep the EDC's address for the next cycle."""
    settings = place.settings
    if settings.edc_address != address:
        place.remember(msgspec.structs.replace(settings, edc_address=address))


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
