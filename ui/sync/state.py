"""What the sync screen shows and asks for. Plain data; times are wall-clock times at the site."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from study.text import Text
from ui.ids import ChangeId, ConflictId
from ui.sync.bundle_state import BundleState
from ui.widgets.state import Message


class Phase(StrEnum):
    """What a running cycle is doing."""

    GREETING = "greeting"
    SENDING = "sending"
    RECEIVING = "receiving"
    ATTACHMENTS = "attachments"
    COMPARING = "comparing"


@dataclass(frozen=True)
class Progress:
    """A running cycle: counts of changes (and attachments, bytes) done and to do; speed in bytes a second."""

    phase: Phase
    done: int
    total: int
    files_done: int = 0
    files_total: int = 0
    bytes_done: int = 0
    bytes_total: int = 0
    speed: int | None = None
    paused: bool = False


class Sending(StrEnum):
    """Where a change of this device stands. HELD: the centre has it, and it waits there."""

    WAITING = "waiting"
    SENDING = "sending"
    RECEIVED = "received"
    HELD = "held"


@dataclass(frozen=True)
class QueueRow:
    """One change (or a run of them: "4815-18") with what it holds."""

    change: ChangeId
    seq: str
    subject: str
    content: Text
    author: str
    at: datetime
    sending: Sending
    percent: int | None = None


class ReceivedKind(StrEnum):
    """What came from the EDC."""

    VALUES = "values"
    QUERY = "query"
    ROSTER = "roster"
    DEFINITION = "definition"


@dataclass(frozen=True)
class ReceivedRow:
    """Something that came, in words; `subject_key` names the child to open, or is empty."""

    kind: ReceivedKind
    text: Text
    at: datetime
    subject_key: str = ""


@dataclass(frozen=True)
class HeldRow:
    """A change the centre keeps without effect, or rejected, and why; the data stay in the log.

    `subject_key` names the child to open, or is empty.
    """

    change: ChangeId
    subject: str
    text: Text
    reason: Text
    since: date
    subject_key: str = ""


@dataclass(frozen=True)
class ConflictRow:
    """A place with two values, to be opened: "LN-009 weight 36.4 / 34.6 kg"."""

    conflict: ConflictId
    subject: str
    text: Text
    at: datetime


@dataclass(frozen=True)
class Stalled:
    """A queue that does not move: since when, why, how often it was tried, and when the next try is (None: by hand)."""

    since: datetime
    reason: Text
    attempts: int
    next_try: datetime | None


@dataclass(frozen=True)
class TryRow:
    """A try to reach the EDC, or `times` that ended alike: when it was (and until when), how it ended, in words.

    `failed`: something ended it early. `next_try`: when the program meant to try again.
    """

    at: datetime
    until: datetime
    times: int
    ended: Text
    failed: bool = False
    sent: int = 0
    received: int = 0
    next_try: datetime | None = None


@dataclass(frozen=True)
class ReceiptGroup:
    """Lines under one heading of the receipt; `attention` lines are the ones left over."""

    title: Text
    lines: tuple["ReceiptLine", ...]


@dataclass(frozen=True)
class ReceiptLine:
    """A line of the receipt: words and a number as printed."""

    text: Text
    number: str
    attention: bool = False


@dataclass(frozen=True)
class Receipt:
    """The end-of-day receipt as far as it stands. `heads`: name and printed head of each chain."""

    on: date
    site: str
    device: str
    groups: tuple[ReceiptGroup, ...]
    heads: tuple[tuple[Text, str], ...]
    final: bool = False
    unconfirmed: int = 0


@dataclass(frozen=True)
class SyncState:
    """The whole screen. `enrolled` False: there is no EDC yet, and the screen says what that means."""

    now: datetime
    enrolled: bool
    online: bool
    queue: tuple[QueueRow, ...] = ()
    waiting: int = 0
    files_waiting: int = 0
    """Attached files that the centre does not have yet, with their bytes."""
    bytes_waiting: int = 0
    oldest: datetime | None = None
    received: tuple[ReceivedRow, ...] = ()
    held: tuple[HeldRow, ...] = ()
    rejected: tuple[HeldRow, ...] = ()
    tries: tuple[TryRow, ...] = ()
    """The last one first."""
    conflicts: tuple[ConflictRow, ...] = ()
    progress: Progress | None = None
    stalled: Stalled | None = None
    last_full: datetime | None = None
    equal: bool | None = None
    """After the last cycle: both ends have the same state (None: not compared yet)."""
    receipt: Receipt | None = None
    bundles: BundleState | None = None
    """How carrying files stands; None where nothing was read of it yet."""
    message: Message | None = None
