"""What a bundle holds: the calls of `Edc` in one file and their answers in another. Shapes and bounds only.

A request carries calls in the order in which they are to be answered, then sealed files; a reply carries the answers in
the same order. The arguments and answers are the very messages that go over the line (`messages`). The bytes of the
file are `bundle_frame`'s.
"""

from collections.abc import Callable
from typing import Any, Literal, NamedTuple, Protocol, TypeAlias

import msgspec

from sync.protocol.attachments import FileHeld, FilePart, FilesAsked, FilesHeld, PartAsked
from sync.protocol.messages import (
    Batch,
    Digest,
    Enrolled,
    Enrolment,
    Greeting,
    HeadAt,
    Heads,
    HeadsAsked,
    Hello,
    Lacking,
    LackingAsked,
    Page,
    Problem,
    PushAnswer,
    RosterAsked,
    RosterPage,
    SignedReceipt,
)

VERSION = 1
MESSAGE_BYTES = 16 * 1024 * 1024
"""No message of a bundle is longer, packed or unpacked: as on the line, with room for one large change."""
HEADER_BYTES = 4096
MANIFEST_BYTES = 256 * 1024
FILE_BYTES = 4 * 1024**3

Kind = Literal["request", "reply"]


class Header(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that can be read without a key: what is needed to bring the file to where it belongs.

    `to` is the short digest of the key it is sealed to; `device` the workstation that made it or that it is for.
    """

    kind: Kind
    id: str
    to: str
    study: str
    site: str
    device: str


class Nothing(msgspec.Struct, frozen=True):
    """The argument of a call that takes none."""


class PullAll(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of the site's chain after `since`, or after the last of `known` that the EDC shares, where any given.

    `known`: some of the heads the device holds, denser towards its cursor, for a restored EDC to find where they part.
    """

    since: int = 0
    known: tuple[HeadAt, ...] = ()
    own: bool = False


class PulledPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of the answer to `PullAll`; `after` and `head` are the number and head that its first page follows."""

    after: int
    head: str
    page: Page


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The first record of a bundle: who signed it, to whom the reply is sealed, how much is in it.

    `hello`: where the device stood, in the reply once more. `answers`: the id of the request that a reply answers.
    """

    made_utc: int
    signed_by: bytes
    reply_to: bytes = b""
    hello: Hello | None = None
    answers: str = ""
    seq_from: int = 0
    seq_to: int = 0
    changes: int = 0
    files: int = 0
    file_bytes: int = 0


class Message(msgspec.Struct, frozen=True):
    """One call with its argument, or one answer to it; a call that the EDC refused is answered by a `Problem`."""

    call: str
    body: msgspec.Raw
    problem: bool = False


class FileBegins(msgspec.Struct, frozen=True):
    """A sealed file follows: its name, which is the SHA-256 of its bytes, and its size."""

    name: str
    size: int


class Call(NamedTuple):
    """The argument of a call and its answer."""

    asked: type[Any]
    answer: type[Any]


# `put_part` and `get_part` are for those who ask one thing at a time; whole files travel as records of their own: to
# the EDC unasked, from it by `fetch`.
CALLS: dict[str, Call] = {
    "enrol": Call(Enrolment, Enrolled),
    "greet": Call(Hello, Greeting),
    "push": Call(Batch, PushAnswer),
    "roster": Call(RosterAsked, RosterPage),
    "heads": Call(HeadsAsked, Heads),
    "pull": Call(PullAll, PulledPage),
    "lacking": Call(LackingAsked, Lacking),
    "digest": Call(Nothing, Digest),
    "receipt": Call(Nothing, SignedReceipt),
    "files": Call(FilesAsked, FilesHeld),
    "put_part": Call(FilePart, FileHeld),
    "get_part": Call(PartAsked, FilePart),
    "fetch": Call(FilesAsked, FilesHeld),
}


def asking(call: str, asked: object) -> Message:
    """A call of a request."""
    return Message(call, msgspec.Raw(msgspec.json.encode(asked)))


def answering(call: str, answer: object) -> Message:
    """An answer of a reply."""
    return Message(call, msgspec.Raw(msgspec.json.encode(answer)), problem=isinstance(answer, Problem))


def read_message(message: Message, kind: Kind) -> Any:
    """What a message holds. msgspec.DecodeError for what is none; KeyError for a call this version does not know."""
    call = CALLS[message.call]
    if message.problem:
        return msgspec.json.decode(message.body, type=Problem)
    return msgspec.json.decode(message.body, type=call.asked if kind == "request" else call.answer)


class Cipher(Protocol):
    """Seals numbered chunks under one key, in the manner of age's STREAM."""

    def seal(self, index: int, last: bool, data: bytes) -> bytes: ...

    def open(self, index: int, last: bool, sealed: bytes) -> bytes: ...


Sign: TypeAlias = Callable[[bytes], bytes]
OpenBox: TypeAlias = Callable[[bytes, bytes], bytes]
"""Opens what was sealed to one's own key: the box and what it was sealed with."""


class Crypto(NamedTuple):
    """What the framing needs of cryptography; each end has its own (`storage.keys`, `sync.server.crypto`).

    `seal_to(public key, data, associated data)`; `broken`: what is raised for what does not open.
    """

    random: Callable[[int], bytes]
    seal_to: Callable[[bytes, bytes, bytes], bytes]
    cipher: Callable[[bytes], Cipher]
    verify: Callable[[bytes, bytes, bytes], bool]
    broken: tuple[type[Exception], ...]
