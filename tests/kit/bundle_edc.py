"""The EDC as a device sees it that has files only: every call is a bundle there and a reply back."""

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from sync.client.bundle_in import Recipient, open_reply
from sync.client.bundle_out import Sender, hello, write_calls
from sync.protocol.attachments import FileHeld, FilePart, FilesAsked, FilesHeld, PartAsked
from sync.protocol.bundle import Manifest, Nothing, PullAll, asking
from sync.protocol.bundle_file import reading
from sync.protocol.messages import (
    Batch,
    Digest,
    Enrolled,
    Enrolment,
    Greeting,
    Heads,
    HeadsAsked,
    Hello,
    Lacking,
    LackingAsked,
    Page,
    PushAnswer,
    RosterAsked,
    RosterPage,
    SignedReceipt,
)
from sync.server.bundles import answer_bundle
from sync.server.service import Service
from tests.kit.clinic import Clinic

T = TypeVar("T")


def sender_of(clinic: Clinic, study: str = "") -> Sender:
    """The clinic as the maker of a bundle."""
    home, keys = clinic.store.reader.home(), clinic.unlocked
    return Sender(
        study,
        home.site,
        home.device,
        keys.device_sign,
        keys.device_public_key,
        keys.device_box_public_key,
        clinic.clock,
    )


def recipient_of(clinic: Clinic, edc_key: bytes, study: str = "") -> Recipient:
    """The clinic as the reader of a reply."""
    keys = clinic.unlocked
    return Recipient(study, keys.device_box_open, keys.device_box_public_key, edc_key)


class BundleEdc:
    """An `Edc` whose calls travel as files through a folder."""

    def __init__(self, clinic: Clinic, service: Service, folder: Path) -> None:
        self._clinic = clinic
        self._service = service
        self._folder = folder
        self._names = itertools.count(1)
        folder.mkdir(exist_ok=True)

    def enrol(self, enrolment: Enrolment) -> Enrolled:
        return self._ask(Enrolled, "enrol", enrolment)

    def greet(self, hello: Hello) -> Greeting:
        return self._ask(Greeting, "greet", hello)

    def roster(self, since: int, limit: int) -> RosterPage:
        pages = self._all("roster", RosterAsked(since=since, limit=limit))
        return RosterPage(entries=tuple(entry for page in pages for entry in page.entries), version=pages[-1].version,
                          more=False)  # fmt: skip

    def push(self, batch: Batch) -> PushAnswer:
        return self._ask(PushAnswer, "push", batch)

    def pull(self, since: int, limit: int, *, own: bool = False) -> Page:
        pages = self._all("pull", PullAll(since=since, own=own))
        entries = tuple(entry for pulled in pages for entry in pulled.page.entries)
        return Page(entries=entries[:limit], more=len(entries) > limit)

    def heads(self, numbers: Sequence[int]) -> Heads:
        return self._ask(Heads, "heads", HeadsAsked(numbers=tuple(numbers)))

    def lacking(self, hashes: Sequence[str]) -> Lacking:
        return self._ask(Lacking, "lacking", LackingAsked(hashes=tuple(hashes)))

    def digest(self) -> Digest:
        return self._ask(Digest, "digest", Nothing())

    def receipt(self) -> SignedReceipt:
        return self._ask(SignedReceipt, "receipt", Nothing())

    def files(self, names: Sequence[str]) -> FilesHeld:
        return self._ask(FilesHeld, "files", FilesAsked(names=tuple(names)))

    def put_part(self, part: FilePart) -> FileHeld:
        return self._ask(FileHeld, "put_part", part)

    def get_part(self, asked: PartAsked) -> FilePart:
        return self._ask(FilePart, "get_part", asked)

    def _ask(self, kind: type[T], call: str, asked: object) -> T:
        answer = self._all(call, asked)[0]
        assert isinstance(answer, kind)
        return answer

    def _all(self, call: str, asked: object) -> list[Any]:
        number = next(self._names)
        request, reply = self._folder / f"{number}.bundle", self._folder / f"{number}.reply"
        sender, key = sender_of(self._clinic), self._service.key
        stands = asked if isinstance(asked, Hello) else hello(self._clinic.store.reader)
        manifest = Manifest(
            made_utc=0, signed_by=sender.public_key, reply_to=sender.reply_to, hello=stands, changes=0
        )  # fmt: skip
        write_calls(request, sender, key.seal_public, manifest, [asking(call, asked)])
        answer_bundle(self._service, request, reply)
        with reading(reply) as handle:
            replied = open_reply(handle, self._clinic.store.reader, recipient_of(self._clinic, key.public))
            replied.said(call)
            return list(replied.answers(call))
