"""The `Edc` interface: what a device may ask of the central EDC, in process or over a line. Owns no behaviour.

An `Edc` speaks for one device of one site. Every call may raise KnownError; every call may be repeated.
"""

from collections.abc import Sequence
from typing import Protocol

from sync.protocol.attachments import FileHeld, FilePart, FilesHeld, PartAsked
from sync.protocol.messages import (
    Batch,
    Digest,
    Enrolled,
    Enrolment,
    Greeting,
    Heads,
    Hello,
    Lacking,
    Page,
    PushAnswer,
    RosterPage,
    SignedReceipt,
)


class Edc(Protocol):
    """The EDC as one device of one site sees it."""

    def enrol(self, enrolment: Enrolment) -> Enrolled:
        """Make the device known with a one-time code. KnownError `code-unknown`, `wrong-site`, `bad-enrolment`."""

    def greet(self, hello: Hello) -> Greeting:
        """Compare where both stand. KnownError `protocol-old`."""

    def roster(self, since: int, limit: int) -> RosterPage:
        """Roster entries after version `since`."""

    def push(self, batch: Batch) -> PushAnswer:
        """Hand over changes, own or of other devices of the site; what the EDC has already keeps its number."""

    def pull(self, since: int, limit: int, *, own: bool = False) -> Page:
        """Entries of the site's chain after number `since`; the asking device's own changes whole only if `own`."""

    def heads(self, numbers: Sequence[int]) -> Heads:
        """Heads of the site's chain at some numbers, to find the last common one."""

    def lacking(self, hashes: Sequence[str]) -> Lacking:
        """Which of these changes the EDC does not hold."""

    def digest(self) -> Digest:
        """The state of the site as the EDC sees it."""

    def receipt(self) -> SignedReceipt:
        """What the EDC vouches for to this device."""

    def files(self, names: Sequence[str]) -> FilesHeld:
        """What the EDC has of these sealed files; `versions.HASHES` names at most."""

    def put_part(self, part: FilePart) -> FileHeld:
        """Hand over a part of a sealed file. Whatever came before, the answer says from where to go on.

        KnownError `part-damaged`, `file-too-large`, `file-unlike`, `site-files-full`, `edc-full`.
        """

    def get_part(self, asked: PartAsked) -> FilePart:
        """A part of a sealed file that the EDC has whole. KnownError `file-not-here`."""
