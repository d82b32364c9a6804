"""Everything that crosses the line, as msgspec structs; JSON on the wire, bytes in base64.

Owns shapes only. Changes travel as the bytes they were signed as. Numbers are the EDC's per site: 1, 2, 3 without gaps.
"""

from typing import Literal

import msgspec

from study.changes.envelope import SignedChange
from study.text import Text
from sync.protocol.versions import PROTOCOL

Answer = Literal["accepted", "held", "refused"]


class _Message(msgspec.Struct, frozen=True, kw_only=True):
    """A message; a field that this version does not know is left unread."""


class Hello(_Message, frozen=True):
    """Where the device stands: the last number it holds with the head there, and the last change of its own.

    `pending` changes wait to be sent, the oldest for `oldest_ms` by the device's own clock.
    """

    device: str
    epoch: str
    number: int
    head: str
    seq: int
    seq_hash: str
    protocol: int = PROTOCOL
    pending: int = 0
    oldest_ms: int = 0


class Greeting(_Message, frozen=True):
    """Where the EDC stands. `head_at_yours` is "" when the EDC has no such number.

    `your_seq` and `your_hash` are the last change of the asking device that the EDC holds. `forked_at`: the EDC holds
    another change under a sequence number the device says it used. `seal_key` is the EDC's X25519 key, signed
    (`signing.seal_key_message`); b"" from an EDC that has none yet.
    """

    epoch: str
    number: int
    head: str
    head_at_yours: str
    roster: int
    your_seq: int
    your_hash: str
    server_utc: int
    forked_at: int | None = None
    protocol: int = PROTOCOL
    seal_key: bytes = b""
    seal_signature: bytes = b""


class Batch(_Message, frozen=True):
    """Changes in an order in which none comes before one it rests on."""

    changes: tuple[SignedChange, ...]


class Placed(_Message, frozen=True):
    """The EDC's answer for one change. `refused` (never for a validly chained change) has no number and no head."""

    id: str
    hash: str
    number: int | None
    standing: Answer
    head: str = ""
    code: str = ""
    why: Text | None = None
    already: bool = False


class PushAnswer(_Message, frozen=True):
    """`next_seq`: the asking device's first sequence number that the EDC lacks."""

    placed: tuple[Placed, ...]
    next_seq: int
    forked_at: int | None = None


class Numbered(_Message, frozen=True):
    """An entry of the site's chain; `head` is the chain's head at it. `change` is None where the device has it."""

    number: int
    hash: str
    head: str
    standing: Answer
    change: SignedChange | None = None
    code: str = ""
    why: Text | None = None


class Page(_Message, frozen=True):
    """Entries in the order of their numbers, none left out."""

    entries: tuple[Numbered, ...]
    more: bool


class RosterEntry(_Message, frozen=True):
    """A change of the EDC's own that certifies or ends a device or a user, or adopts a study version or a table."""

    version: int
    entry: Numbered


class RosterPage(_Message, frozen=True):
    """The roster's entries in order; `version` is the newest the EDC has."""

    entries: tuple[RosterEntry, ...]
    version: int
    more: bool


class HeadAt(_Message, frozen=True):
    """The head of the site's chain at a number."""

    number: int
    head: str


class Heads(_Message, frozen=True):
    """Heads asked for; numbers the EDC does not have are left out."""

    epoch: str
    number: int
    heads: tuple[HeadAt, ...]


class Lacking(_Message, frozen=True):
    """Of the hashes asked about, those the EDC does not hold, in the order asked."""

    hashes: tuple[str, ...]


class Digest(_Message, frozen=True):
    """The head and the state hash (`study.state.digest`) of a site at its last number."""

    number: int
    head: str
    state: str


class ChildCount(_Message, frozen=True):
    """How much of one child the EDC holds."""

    subject: str
    changes: int
    conflicts: int
    held: int
    queries: int = 0


class HeldEntry(_Message, frozen=True):
    """A change that waits without effect, whose it is, and why."""

    number: int
    device: str
    seq: int
    code: str
    why: Text | None = None


class Receipt(_Message, frozen=True):
    """What the EDC vouches for: everything of this device up to `device_seq` is in the chain that ends in `head`.

    `files`: sealed files that the site's entries name; `files_missing`: those the EDC does not have whole. `queries`:
    those not closed. `waiting`: what is held and why, the oldest `versions.HELD_TOLD` of them.
    """

    site: str
    device: str
    device_seq: int
    device_hash: str
    epoch: str
    number: int
    head: str
    state: str
    children: tuple[ChildCount, ...]
    conflicts: int
    held: int
    server_utc: int
    files: int = 0
    files_missing: int = 0
    queries: int = 0
    waiting: tuple[HeldEntry, ...] = ()


class SignedReceipt(_Message, frozen=True):
    """A receipt's bytes as they were signed, and the signature with the EDC's key."""

    body: bytes
    signature: bytes

    @property
    def receipt(self) -> Receipt:
        """The receipt, read."""
        return msgspec.json.decode(self.body, type=Receipt)


class Enrolment(_Message, frozen=True):
    """A new device's first changes (from its first on, in order) and the code its EDC's administrator gave out.

    No code is needed by a successor whose beginning a certified person of the site signed, nor by a device that shows
    the EDC's own signature over its certification (`voucher`) after the EDC lost it in a restore.
    """

    code: str
    changes: tuple[SignedChange, ...]
    voucher: SignedChange | None = None


class Enrolled(_Message, frozen=True):
    """The EDC's answer to an enrolment: whom to trust from now on, and where the changes sent were placed."""

    site: str
    site_name: str
    epoch: str
    edc_device: str
    edc_key: bytes
    roster: RosterPage
    placed: tuple[Placed, ...]
    server_utc: int
    seal_key: bytes = b""
    seal_signature: bytes = b""


class Problem(_Message, frozen=True):
    """A KnownError on the wire. `server_utc` lets a device with a wrong clock measure how far it is off."""

    code: str
    en: str
    zh: str
    server_utc: int


class RosterAsked(_Message, frozen=True):
    """The arguments of `Edc.roster`."""

    since: int
    limit: int


class PullAsked(_Message, frozen=True):
    """The arguments of `Edc.pull`."""

    since: int
    limit: int
    own: bool = False


class HeadsAsked(_Message, frozen=True):
    """The arguments of `Edc.heads`."""

    numbers: tuple[int, ...]


class LackingAsked(_Message, frozen=True):
    """The arguments of `Edc.lacking`."""

    hashes: tuple[str, ...]


class Health(_Message, frozen=True):
    """That an EDC is here, its database answers and guards the record; says nothing of any site."""

    edc: str
    protocol: int
    server_utc: int
    database: str = "answers"
    guards: str = "in place"
