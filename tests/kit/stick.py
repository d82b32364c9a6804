"""Bundles carried between a workstation and an EDC, each step on its own: written, taken in, brought back, heard."""

from pathlib import Path

from storage.crossing import SealedFiles
from storage.meta import EdcKey
from sync.client.bundle_in import Replied, hear, open_reply, take_files
from sync.client.bundle_out import Files, Written, files_for, write_bundle
from sync.client.report import CycleReport
from sync.protocol.bundle_file import reading
from sync.server.bundles import Taken, answer_bundle
from sync.server.service import Service
from tests.kit.bundle_edc import recipient_of, sender_of
from tests.kit.clinic import Clinic


def said_nothing(_step: str, _done: int, _total: int) -> None:
    """Nobody listens."""


class Stick:
    """A folder that is carried; `count` numbers what lies on it."""

    def __init__(self, folder: Path, service: Service) -> None:
        folder.mkdir()
        self.folder = folder
        self.service = service
        self.count = 0

    def export(self, clinic: Clinic, *, code: str | None = None, study: str = "") -> tuple[Path, Written]:
        """A bundle of this clinic."""
        self.count += 1
        path = self.folder / f"{self.count}.cartella"
        reader, key = clinic.store.reader, self.service.key
        edc = reader.edc_key()
        trusted = edc if edc is not None and edc.seal_public else EdcKey("", key.public, key.seal_public)
        along: Files = files_for(SealedFiles(clinic.store, reader), whole=True)
        written = write_bundle(
            path, reader, sender_of(clinic, study), trusted, files=along, listen=said_nothing, code=code
        )
        return path, written

    def take(self, path: Path, reply: Path | None = None) -> tuple[Path, Taken]:
        """The EDC takes it in; where the reply lies."""
        reply = reply or path.with_suffix(".reply")
        return reply, answer_bundle(self.service, path, reply)

    def hear(self, clinic: Clinic, reply: Path, study: str = "") -> CycleReport:
        """The clinic takes the reply in, its files too."""
        reader = clinic.store.reader
        with reading(reply) as handle:
            replied: Replied = open_reply(handle, reader, recipient_of(clinic, self.service.key.public, study))
            report = hear(replied, clinic.store, reader, clinic.clock)
            take_files(replied, SealedFiles(clinic.store, reader), said_nothing)
        return report

    def round(self, clinic: Clinic, *, code: str | None = None) -> CycleReport:
        """There and back."""
        path, _written = self.export(clinic, code=code)
        reply, _taken = self.take(path)
        return self.hear(clinic, reply)
