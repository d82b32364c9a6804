"""A workstation's bundle: where it stands, every change the EDC has not numbered, sealed files, what it asks for.

Writes a file and nothing else. It is sealed to the EDC and signed by the device; whoever finds it reads which study,
site and workstation it is of, and no more.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from storage.keys.primitives import ChunkCipher, SealBrokenError, box_seal, random_bytes, verify
from storage.log import Clock
from storage.meta import EdcKey
from study.changes.envelope import SignedChange, decode
from sync.client import errors as line_errors
from sync.client import plan
from sync.client.enrol import enrolment
from sync.client.local import Reading
from sync.client.local_files import LocalFiles
from sync.protocol import bundle_errors as errors
from sync.protocol.attachments import PART_BYTES, FilesAsked
from sync.protocol.bundle import (
    Crypto,
    FileBegins,
    Header,
    Manifest,
    Message,
    Nothing,
    PullAll,
    Sign,
    asking,
)
from sync.protocol.bundle_file import whole_file
from sync.protocol.bundle_frame import BundleWriter, key_digest
from sync.protocol.messages import Batch, HeadAt, Hello, RosterAsked
from sync.protocol.versions import HASHES, PAGE, PUSH_BYTES, PUSH_CHANGES

CRYPTO = Crypto(random_bytes, box_seal, ChunkCipher, verify, (SealBrokenError,))
Listen = Callable[[str, int, int], None]
"""Hears the step, and how much of how much is done; raises to stop."""


class Sender(NamedTuple):
    """Who makes a bundle: study, site and device, the device's keys, the clock (UTC ms)."""

    study: str
    site: str
    device: str
    sign: Sign
    public_key: bytes
    reply_to: bytes
    clock: Clock


class Files(NamedTuple):
    """The sealed files of the store; of these by name and size those for the EDC, and those to be asked of it."""

    local: LocalFiles
    sending: Sequence[tuple[str, int]] = ()
    wanted: Sequence[str] = ()


def files_for(local: LocalFiles, *, whole: bool) -> Files:
    """What a bundle takes along: files the EDC is not known to have, and the names of those that lack here.

    Not `whole`: no file either way.
    """
    if not whole:
        return Files(local)
    named = local.named()
    return Files(
        local,
        [(file.name, file.size) for file in named if not file.at_centre and local.has(file.name)],
        [file.name for file in named if not local.has(file.name)],
    )


class Written(NamedTuple):
    """What was written: changes, the first and the last of this device's own among them (0: none), files, all bytes."""

    id: str
    changes: int
    seq_from: int
    seq_to: int
    files: int
    bytes: int


def write_bundle(
    path: Path, reader: Reading, sender: Sender, edc: EdcKey, *, files: Files, listen: Listen, code: str | None = None
) -> Written:
    """Write a bundle. `code`: it is an enrolment, with this one-time code ("" for a successor or a device forgotten).

    KnownError `bundle-no-key`, `bundle-not-written`, `attachment-missing`, and whatever `listen` raises to stop it.
    """
    if not edc.seal_public:
        raise errors.no_seal_key()
    stands, waiting = hello(reader), _waiting(reader)
    own = [seq for _name, device, seq in waiting if device == sender.device]
    manifest = Manifest(
        made_utc=sender.clock(), signed_by=sender.public_key, reply_to=sender.reply_to, hello=stands,
        seq_from=min(own, default=0), seq_to=max(own, default=0), changes=len(waiting), files=len(files.sending),
        file_bytes=sum(size for _name, size in files.sending),
    )  # fmt: skip
    changes = _pushes(reader, [name for name, _device, _seq in waiting], listen)
    calls = chain(_enrolling(reader, code), [asking("greet", stands)], changes, _asking(reader, files.wanted))
    written = write_calls(path, sender, edc.seal_public, manifest, calls, files=_files(files, listen))
    return Written(written.id, len(waiting), manifest.seq_from, manifest.seq_to, manifest.files, written.bytes)


class Calls(NamedTuple):
    """A bundle as written: its id and its size."""

    id: str
    bytes: int


def write_calls(
    path: Path,
    sender: Sender,
    to: bytes,
    manifest: Manifest,
    calls: Iterable[Message],
    *,
    files: Iterable[tuple[FileBegins, Iterator[bytes]]] = (),
) -> Calls:
    """Seal these calls and files to a key, in one file that is there whole or not at all."""
    id_ = random_bytes(16).hex()
    header = Header(
        kind="request", id=id_, to=key_digest(to), study=sender.study, site=sender.site, device=sender.device
    )
    with whole_file(path) as handle:
        writer = BundleWriter(handle, header, to, CRYPTO, sender.sign)
        writer.manifest(manifest)
        for call in calls:
            writer.message(call)
        for begins, parts in files:
            writer.file(begins, parts)
        writer.close()
    return Calls(id_, writer.written)


def hello(reader: Reading) -> Hello:
    """Where this device stands."""
    cursor, tip = reader.cursor(), reader.tip()
    return Hello(
        device=reader.home().device, epoch=cursor.epoch, number=cursor.number, head=cursor.head, seq=tip.seq,
        seq_hash=tip.hash,
    )  # fmt: skip


def known_heads(reader: Reading) -> tuple[HeadAt, ...]:
    """Heads at the cursor and 1, 2, 4, 8 ... before it: enough to find near which number two chains part."""
    last, step = reader.cursor().number, 1
    numbers = [last]
    while last - step > 0:
        numbers.append(last - step)
        step *= 2
    heads = ((number, reader.head_at(number)) for number in numbers if number)
    return tuple(HeadAt(number=number, head=head) for number, head in heads if head)


def _waiting(reader: Reading) -> list[tuple[str, str, int]]:
    """Hash, device and sequence number of every change without a number, in an order in which none comes too early."""
    numbered = set(reader.hashes(reader.cursor().number))
    found = []
    for name in reader.hashes():
        if name not in numbered and (signed := reader.change(name)) is not None:
            change = decode(signed.body)
            found.append((name, change.device, change.seq))
    return [found[which] for which in plan.chain_order([(device, seq) for _name, device, seq in found])]


def _enrolling(reader: Reading, code: str | None) -> Iterator[Message]:
    if code is not None:
        yield asking("enrol", enrolment(reader, code))
    elif reader.edc_key() is None:
        raise line_errors.not_enrolled()


def _pushes(reader: Reading, names: Sequence[str], listen: Listen) -> Iterator[Message]:
    sent = 0
    for batch in _batches(reader, names):
        yield asking("push", Batch(changes=tuple(batch)))
        sent += len(batch)
        listen("changes", sent, len(names))


def _asking(reader: Reading, wanted: Sequence[str]) -> Iterator[Message]:
    """What the reply is to hold: the roster, everything after the cursor, both ends compared, files."""
    cursor = reader.cursor()
    yield asking("roster", RosterAsked(since=cursor.roster, limit=PAGE))
    yield asking("pull", PullAll(since=cursor.number, known=known_heads(reader)))
    yield asking("digest", Nothing())
    yield asking("receipt", Nothing())
    for start in range(0, len(wanted), HASHES):
        yield asking("fetch", FilesAsked(names=tuple(wanted[start : start + HASHES])))


def _batches(reader: Reading, names: Sequence[str]) -> Iterator[list[SignedChange]]:
    batch: list[SignedChange] = []
    size = 0
    for name in names:
        signed = reader.change(name)
        if signed is None:
            continue
        if batch and (len(batch) == PUSH_CHANGES or size + len(signed.body) > PUSH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(signed)
        size += len(signed.body)
    if batch:
        yield batch


def _files(files: Files, listen: Listen) -> Iterator[tuple[FileBegins, Iterator[bytes]]]:
    done, total = 0, sum(size for _name, size in files.sending)

    def parts(name: str) -> Iterator[bytes]:
        nonlocal done
        offset = 0
        while part := files.local.sealed_bytes(name, offset, PART_BYTES):
            offset, done = offset + len(part), done + len(part)
            listen("files", done, total)
            yield part

    for name, size in files.sending:
        yield FileBegins(name, size), parts(name)
