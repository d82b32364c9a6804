"""The EDC's reply on the workstation: proven whole, put in its order, then heard by the same cycle as over a line.

`Replied` is an `Edc` that answers from the file; `hear` runs `Cycle` on it. Nothing is taken in before the whole file
was read, authenticated, and found to go on from where this workstation stands.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, BinaryIO, NamedTuple

from msgspec import structs

from storage.log import Clock
from storage.meta import EdcKey
from storage.receive import Answered, Numbered, OnRoster, Received
from study.changes.envelope import GENESIS
from study.errors import KnownError
from sync.client import errors as line_errors
from sync.client.bundle_out import CRYPTO
from sync.client.cycle import Cycle
from sync.client.enrol import enrol
from sync.client.local import Reading, Writer
from sync.client.local_files import LocalFiles
from sync.client.report import Cancelled, CycleReport, Listen
from sync.protocol import bundle_errors as errors
from sync.protocol.attachments import FileHeld, FilePart, FilesHeld, PartAsked
from sync.protocol.bundle import Manifest, OpenBox, PulledPage
from sync.protocol.bundle_frame import OpenedBundle, check_kind, read_header
from sync.protocol.messages import (
    Batch,
    Digest,
    Enrolled,
    Enrolment,
    Greeting,
    HeadAt,
    Heads,
    Hello,
    Lacking,
    Page,
    Placed,
    Problem,
    PushAnswer,
    RosterPage,
    SignedReceipt,
)


class Recipient(NamedTuple):
    """Who opens a reply: the study's code, the device's box and its public key, the key of the EDC it trusts."""

    study: str
    open_box: OpenBox
    box_key: bytes
    edc_key: bytes


def open_reply(handle: BinaryIO, reader: Reading, recipient: Recipient) -> "Replied":
    """A reply for this workstation, read to its end once.

    KnownError `bundle-not-one`, `bundle-newer`, `bundle-is-request`, `bundle-other-study`, `bundle-other-site`,
    `bundle-other-device`, `bundle-damaged`, `bundle-not-signed`, `bundle-swollen`.
    """
    header, home = read_header(handle), reader.home()
    check_kind(header, "reply")
    if header.study and recipient.study and header.study != recipient.study:
        raise errors.other_study(header.study)
    if header.site != home.site:
        raise errors.other_site(header.site)
    if header.device != home.device:
        raise errors.other_device()
    bundle = OpenedBundle(handle, CRYPTO, recipient.open_box, recipient.box_key)
    checked = bundle.check(recipient.edc_key)
    return Replied(bundle, checked.manifest, reader)


class Replied:
    """The `Edc` of one device, as far as it answered in a file. What it was not asked, it does not answer."""

    def __init__(self, bundle: OpenedBundle, manifest: Manifest, reader: Reading) -> None:
        self._bundle = bundle
        self._reader = reader
        self.manifest = manifest
        self.after: HeadAt | None = None
        """The number and head that its entries follow; None where the EDC gave none."""
        self._placed: dict[str, Placed] = {}
        self._heads: dict[int, str] = {}
        self._files: dict[str, FileHeld] = {}
        self._pushed: PushAnswer | None = None
        self._whole = HeadAt(number=0, head=GENESIS)
        self._pages: Iterator[Page] = iter(())
        self._page: Page | None = None
        self._read()

    @property
    def bundle(self) -> OpenedBundle:
        """The file itself, for the sealed files in it."""
        return self._bundle

    @property
    def last(self) -> HeadAt:
        """The last number this reply brings, with its head; the number it goes on from where it brings no entry."""
        return self._whole

    @property
    def at_centre(self) -> frozenset[str]:
        """The sealed files that the EDC said it has whole."""
        brought = {begins.name for begins, _parts in self._bundle.files()} if self.manifest.files else set()
        return frozenset(name for name, held in self._files.items() if held.complete) | brought

    @property
    def enrols(self) -> bool:
        """Whether it answers an enrolment."""
        return any(call == "enrol" for call, _answer in self._bundle.messages())

    def enrol(self, _enrolment: Enrolment) -> Enrolled:
        answer: Enrolled = self.said("enrol")
        return answer

    def greet(self, hello: Hello) -> Greeting:
        """As the EDC greeted, for where this device stands now: it may have heard more since it asked."""
        said: Greeting = self.said("greet")
        asked = self.manifest.hello
        if self.after is None:
            # Nothing of the chain was given (a workstation that was ended): the EDC compared the head asked about.
            shared = asked is not None and asked.head == said.head_at_yours and asked.number <= hello.number
            return structs.replace(said, head_at_yours=hello.head if shared else said.head_at_yours)
        return structs.replace(
            said, number=self._whole.number, head=self._whole.head, head_at_yours=self._head(hello.number) or ""
        )

    def roster(self, since: int, _limit: int) -> RosterPage:
        page = RosterPage(entries=(), version=since, more=False)
        for page in self.answers("roster"):
            if not page.more or page.entries[-1].version > since:
                break
        return page

    def push(self, batch: Batch) -> PushAnswer:
        """What the EDC answered for each of these that it was sent; nothing for the others."""
        placed = tuple(self._placed[signed.hash] for signed in batch.changes if signed.hash in self._placed)
        said = self._pushed
        return PushAnswer(
            placed=placed, next_seq=said.next_seq if said else 0, forked_at=said.forked_at if said else None
        )

    def pull(self, since: int, _limit: int, *, own: bool = False) -> Page:
        """The next page that holds something after `since`, as long as it may be."""
        del own
        if self._page is None or (self._page.entries and self._page.entries[0].number > since + 1):
            self._pages = (pulled.page for pulled in self.answers("pull"))
            self._page = next(self._pages, None)
        while self._page is not None and self._page.more and self._page.entries[-1].number <= since:
            self._page = next(self._pages, None)
        return self._page or Page(entries=(), more=False)

    def heads(self, numbers: Sequence[int]) -> Heads:
        known = ((number, self._head(number)) for number in numbers)
        heads = tuple(HeadAt(number=number, head=head) for number, head in known if head)
        said: Greeting = self.said("greet")
        return Heads(epoch=said.epoch, number=self._whole.number, heads=heads)

    def lacking(self, _hashes: Sequence[str]) -> Lacking:
        """A file can't be asked; the next bundle offers everything that has no number here."""
        return Lacking(hashes=())

    def digest(self) -> Digest:
        answer: Digest = self.said("digest")
        return answer

    def receipt(self) -> SignedReceipt:
        answer: SignedReceipt = self.said("receipt")
        return answer

    def files(self, names: Sequence[str]) -> FilesHeld:
        return FilesHeld(files=tuple(self._files.get(name) or FileHeld(name=name) for name in names))

    def put_part(self, _part: FilePart) -> FileHeld:
        raise line_errors.edc_away()

    def get_part(self, _asked: PartAsked) -> FilePart:
        raise line_errors.edc_away()

    def _read(self) -> None:
        """Keep what is small: answers, heads, where the entries begin and end."""
        for call, answer in self._bundle.messages():
            if isinstance(answer, PushAnswer):
                self._placed |= {placed.hash: placed for placed in answer.placed}
                self._pushed = answer
            elif isinstance(answer, PulledPage):
                self._keep_heads(answer)
            elif isinstance(answer, FilesHeld):
                self._files |= {held.name: held for held in answer.files}
            elif isinstance(answer, Enrolled):
                self._placed |= {placed.hash: placed for placed in answer.placed}
            elif call == "greet" and not isinstance(answer, Greeting):
                raise errors.damaged()

    def _keep_heads(self, pulled: PulledPage) -> None:
        if self.after is None:
            self.after = self._whole = HeadAt(number=pulled.after, head=pulled.head or GENESIS)
        for entry in pulled.page.entries:
            self._heads[entry.number] = entry.head
            self._whole = HeadAt(number=entry.number, head=entry.head)

    def _head(self, number: int) -> str | None:
        """The EDC's head at a number; before its entries its chain is this store's, as the head there says."""
        if (said := self._heads.get(number)) is not None:
            return said
        if self.after is None or number > self.after.number:
            return None
        return self._reader.head_at(number) if number else GENESIS

    def answers(self, call: str) -> Iterator[Any]:
        """Every answer to a call, in order. KnownError as the EDC said it."""
        for name, answer in self._bundle.messages():
            if name == call:
                if isinstance(answer, Problem):
                    raise KnownError(answer.code, answer.en, answer.zh)
                yield answer

    def said(self, call: str) -> Any:
        """The first answer to a call. KnownError as the EDC said it, or `bundle-damaged` where there is none."""
        answer = next(self.answers(call), None)
        if answer is None:
            raise errors.damaged()
        return answer


def hear(
    replied: Replied,
    writer: Writer,
    reader: Reading,
    clock: Clock,
    *,
    listen: Listen | None = None,
    cancelled: Cancelled | None = None,
) -> CycleReport:
    """Take the reply in. What a person can meet on the way stands in the report, as after a cycle over a line.

    KnownError `bundle-old`, `bundle-overtaken`, `bundle-gap`: nothing was taken in.
    """
    check_order(replied, reader)
    own = reader.home().device
    if replied.enrols and not any(row.certified for row in reader.devices() if row.device == own):
        enrol(writer, reader, replied)
    report = Cycle(_Quiet(writer), reader, replied, clock, listen=listen, cancelled=cancelled).run()
    # The EDC's time in a letter says nothing about this computer's clock.
    report.drift_ms = None
    return report


def take_files(replied: Replied, local: LocalFiles, listen: Callable[[str, int, int], None]) -> int:
    """Keep the sealed files that came along and what the EDC said it has; returns how many came.

    Each is kept only when its bytes have the hash that names it. KnownError `file-arrived-damaged`, `no-room-for-file`.
    """
    local.now_at_centre(sorted(replied.at_centre))
    wanted = {file.name for file in local.named() if not local.has(file.name)}
    came = done = 0
    for begins, parts in replied.bundle.files():
        arriving = local.arriving(begins.name, begins.size) if begins.name in wanted else None
        if arriving is not None:
            arriving.check_room()
        offset = 0
        for part in parts:
            if arriving is not None:
                arriving.add(offset, part)
            offset, done = offset + len(part), done + len(part)
            listen("files", done, replied.manifest.file_bytes)
        if arriving is not None:
            arriving.finish()
            came += 1
    return came


def check_order(replied: Replied, reader: Reading) -> None:
    """KnownError where the reply does not go on from where this workstation stands."""
    own, asked = reader.cursor(), replied.manifest.hello
    said = replied.greet(Hello(device="", epoch="", number=0, head=GENESIS, seq=0, seq_hash=""))
    if own.epoch and own.epoch != said.epoch:
        # Either the EDC was restored after this device asked, or the device has heard of a restore since it asked.
        if asked is None or asked.epoch != own.epoch:
            raise errors.overtaken()
        return
    if replied.after is None:
        return
    if own.number < replied.after.number:
        raise errors.gap(replied.after.number, own.number)
    if own.number > replied.last.number:
        same = reader.head_at(replied.last.number) == replied.last.head or not replied.last.number
        raise errors.nothing_new() if same else errors.overtaken()


class _Quiet:
    """Writes as a cycle does, but says nothing of the line: a letter tells neither the time nor whether it is up."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def receive(
        self,
        *,
        epoch: str,
        numbered: Sequence[Numbered] = (),
        answers: Sequence[Answered] = (),
        roster: Sequence[OnRoster] = (),
        roster_version: int | None = None,
    ) -> Received:
        return self._writer.receive(
            epoch=epoch, numbered=numbered, answers=answers, roster=roster, roster_version=roster_version
        )

    def new_epoch(self, epoch: str, number: int, head: str) -> Received:
        return self._writer.new_epoch(epoch, number, head)

    def enrolled(self, *, edc: EdcKey, site_name: str) -> None:
        self._writer.enrolled(edc=edc, site_name=site_name)

    def measured_drift(self, milliseconds: int) -> None:
        pass

    def tried(self, answer: str, next_try: int, *, counts: bool = True) -> None:
        pass

    def sent(self) -> None:
        pass
