"""A workstation's bundle at the EDC: proven whole, answered call by call by the same `Session` as over a line.

Owns the order: nothing is taken in before all of the file was read, authenticated and found to be what it says; then
every call is a transaction of its own, so a bundle that comes twice, or is broken off, gets its first answers again.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from study.errors import KnownError
from study.text import Text
from sync.protocol.attachments import PART_BYTES, FileHeld, FilePart, FilesHeld, PartAsked
from sync.protocol.bundle import (
    Crypto,
    FileBegins,
    Header,
    Manifest,
    PullAll,
    PulledPage,
    answering,
)
from sync.protocol.bundle_file import reading, whole_file
from sync.protocol.bundle_frame import BundleWriter, Checked, OpenedBundle, check_kind, key_digest, read_header
from sync.protocol.edc import Edc
from sync.protocol.messages import Batch, Enrolment, Greeting, HeadAt, Hello, Problem, PushAnswer
from sync.protocol.versions import HASHES, PAGE
from sync.server import crypto
from sync.server.bundle_senders import check_study, sender_key
from sync.server.service import Service

CRYPTO = Crypto(crypto.random_bytes, crypto.box_seal, crypto.ChunkCipher, crypto.verify, (crypto.BoxBrokenError,))
_GENESIS = "0" * 64


class Taken(msgspec.Struct):
    """What came of a bundle. `missing_from`: the sequence number of the sender that the EDC lacks, where that stopped
    something; `files_short`: sealed files that the EDC does not hold whole.
    """

    site: str
    device: str
    bundle: str
    reply: str = ""
    enrolled: bool = False
    accepted: int = 0
    held: int = 0
    already: int = 0
    refused: int = 0
    missing_from: int | None = None
    files: int = 0
    files_short: int = 0
    sent_files: int = 0
    refusal: Text | None = None


def answer_bundle(service: Service, source: Path, reply: Path, *, with_files: bool = True) -> Taken:
    """Take in what a workstation sent and write the reply, sealed to it.

    KnownError `bundle-not-one`, `bundle-newer`, `bundle-is-reply`, `bundle-other-edc`, `bundle-other-site`,
    `bundle-other-study`, `bundle-damaged`, `bundle-not-signed`, `bundle-swollen`, `device-unknown`, `code-unknown`,
    `bundle-not-readable`: nothing was taken in. `bundle-not-written`: the same bundle is imported once more.
    """
    with reading(source) as handle:
        header = read_header(handle)
        check_kind(header, "request")
        bundle = OpenedBundle(handle, CRYPTO, service.key.open_sealed, service.key.seal_public)
        checked = bundle.check(sender_key(service, bundle))
        check_study(service, header)
        id_ = crypto.random_id()
        taken = Taken(header.site, header.device, header.id, id_)
        answering_ = _Answering(service.session(header.site, header.device), taken, service.clock)
        with whole_file(reply) as out:
            answers = answering_.calls(bundle)
            # The greeting says whether the device is known at all: before anything is written or taken in.
            first = next(answers, None)
            to = checked.manifest.reply_to
            back = msgspec.structs.replace(header, kind="reply", id=id_, to=key_digest(to))
            writer = BundleWriter(out, back, to, CRYPTO, service.key.sign)
            wanted = answering_.wanted(bundle) if with_files else ()
            writer.manifest(_manifest(service, header, checked, wanted))
            if first is not None:
                writer.message(answering(*first))
            for call, answer in answers:
                writer.message(answering(call, answer))
            for brought in answering_.files(bundle):
                writer.message(answering("files", brought))
            for held in wanted:
                writer.file(FileBegins(held.name, held.size), answering_.bytes_of(held))
            writer.close()
        return taken


def _manifest(service: Service, header: Header, checked: Checked, wanted: tuple[FileHeld, ...]) -> Manifest:
    return Manifest(
        made_utc=service.clock(), signed_by=service.key.public, answers=header.id, hello=checked.manifest.hello,
        files=len(wanted), file_bytes=sum(held.size for held in wanted),
    )  # fmt: skip


class _Answering:
    """Puts the calls of one bundle to an `Edc`, in their order."""

    def __init__(self, edc: Edc, taken: Taken, clock: Callable[[], int]) -> None:
        self._edc = edc
        self._taken = taken
        self._clock = clock
        self._hello: Hello | None = None
        self._greeting: Greeting | None = None
        self._own = False

    def calls(self, bundle: OpenedBundle) -> Iterator[tuple[str, object]]:
        """Each answer with the name of its call. What the EDC refuses before a device was let in is raised."""
        for call, asked in bundle.messages():
            try:
                yield from ((call, answer) for answer in self._answers(call, asked))
            except KnownError as error:
                if call in ("enrol", "greet"):
                    raise
                self._taken.refusal = error.sentence
                yield (
                    call,
                    Problem(code=error.code, en=error.sentence.en, zh=error.sentence.zh, server_utc=self._clock()),
                )

    def _answers(self, call: str, asked: Any) -> Iterable[object]:
        edc = self._edc
        ways: dict[str, Callable[[], Iterable[object]]] = {
            "enrol": lambda: [self._enrol(asked)],
            "greet": lambda: [self._greet(asked)],
            "push": lambda: [self._push(asked)],
            "roster": lambda: self._roster(asked.since, asked.limit),
            "pull": lambda: self._pull(asked),
            "heads": lambda: [edc.heads(asked.numbers)],
            "lacking": lambda: [edc.lacking(asked.hashes)],
            "digest": lambda: [edc.digest()],
            "receipt": lambda: [edc.receipt()],
            "files": lambda: [edc.files(asked.names)],
            "put_part": lambda: [edc.put_part(asked)],
            "get_part": lambda: [edc.get_part(asked)],
            # Answered by the files themselves.
            "fetch": list,
        }
        return ways[call]()

    def _enrol(self, asked: Enrolment) -> object:
        self._taken.enrolled = True
        return self._edc.enrol(asked)

    def _greet(self, hello: Hello) -> Greeting:
        self._hello = hello
        self._greeting = self._edc.greet(hello)
        self._own = self._greeting.forked_at is not None or self._greeting.your_seq > hello.seq
        return self._greeting

    def _push(self, batch: Batch) -> PushAnswer:
        answer, taken = self._edc.push(batch), self._taken
        for placed in answer.placed:
            taken.already += placed.already
            taken.accepted += placed.standing == "accepted" and not placed.already
            taken.held += placed.standing == "held" and not placed.already
            taken.refused += placed.standing == "refused"
            if placed.code == "not-chained":
                taken.missing_from = answer.next_seq
        self._own = self._own or answer.forked_at is not None
        return answer

    def _roster(self, since: int, limit: int) -> Iterator[object]:
        since = since if self._same_life() else 0
        while True:
            page = self._edc.roster(since, limit)
            yield page
            if not page.more:
                return
            since = page.entries[-1].version

    def _pull(self, asked: PullAll) -> Iterator[object]:
        base = HeadAt(number=asked.since, head="")
        if asked.known:
            theirs = {each.number: each.head for each in self._edc.heads([head.number for head in asked.known]).heads}
            shared = (head for head in asked.known if head.number and theirs.get(head.number) == head.head)
            base = max(shared, key=lambda head: head.number, default=HeadAt(number=0, head=_GENESIS))
        since = base.number
        while True:
            page = self._edc.pull(since, PAGE, own=asked.own or self._own)
            yield PulledPage(after=base.number, head=base.head, page=page)
            if not page.more:
                return
            since = page.entries[-1].number

    def _same_life(self) -> bool:
        """Whether the EDC is still the one the device heard; else it begins anew with the roster."""
        hello, greeting = self._hello, self._greeting
        if hello is None or greeting is None:
            return True
        return hello.epoch == greeting.epoch and hello.head == greeting.head_at_yours

    def files(self, bundle: OpenedBundle) -> Iterator[FilesHeld]:
        """Take in the sealed files; what the EDC has of each afterwards."""
        for begins, parts in bundle.files():
            self._taken.files += 1
            held = self._take_file(begins, parts)
            self._taken.files_short += not held.complete
            yield FilesHeld(files=(held,))

    def _take_file(self, begins: FileBegins, parts: Iterator[bytes]) -> FileHeld:
        [held] = self._edc.files([begins.name]).files
        offset = 0
        try:
            for data in _joined(parts):
                if not held.complete and offset + len(data) > held.have:
                    held = self._edc.put_part(FilePart.of(begins.name, begins.size, offset, data))
                offset += len(data)
        except KnownError as error:
            self._taken.refusal = error.sentence
            # The rest of this file is passed over; the others are still taken.
            for _part in parts:
                pass
        return held

    def wanted(self, bundle: OpenedBundle) -> tuple[FileHeld, ...]:
        """Of the files the workstation lacks, those the EDC has whole."""
        names = [name for call, asked in bundle.messages() if call == "fetch" for name in asked.names]
        whole: list[FileHeld] = []
        for start in range(0, len(names), HASHES):
            whole += [held for held in self._edc.files(names[start : start + HASHES]).files if held.complete]
        self._taken.sent_files = len(whole)
        return tuple(whole)

    def bytes_of(self, held: FileHeld) -> Iterator[bytes]:
        """The sealed bytes of a file."""
        offset = 0
        while offset < held.size:
            part = self._edc.get_part(PartAsked(name=held.name, offset=offset, length=PART_BYTES))
            yield part.data
            offset += len(part.data)


def _joined(parts: Iterator[bytes]) -> Iterator[bytes]:
    """The parts in pieces as large as the EDC takes them."""
    held = bytearray()
    for part in parts:
        held += part
        if len(held) >= PART_BYTES:
            yield bytes(held[:PART_BYTES])
            del held[:PART_BYTES]
    if held:
        yield bytes(held)
