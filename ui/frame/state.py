"""What the rail and the top bar show. Plain data."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from study.text import Text
from ui.widgets.state import Message


class Room(StrEnum):
    """The rooms of the rail, in its order."""

    TODAY = "today"
    CHILDREN = "children"
    QUERIES = "queries"
    SAFETY = "safety"
    SYNC = "sync"
    AUDIT = "audit"
    ADMIN = "admin"


class Network(StrEnum):
    """How it stands with the central EDC. ALONE: this store is not enrolled anywhere. STUCK: trying, not getting on."""

    ONLINE = "online"
    OFFLINE = "offline"
    SENDING = "sending"
    STUCK = "stuck"
    ALONE = "alone"


@dataclass(frozen=True)
class FrameState:
    """The frame around the rooms.

    `waiting`/`oldest`: changes not sent and the age of the oldest. `bundle`: the age of the bundle that has no reply,
    `bundle_late`: for so long that somebody should ask. `done`/`total`: the running cycle, when SENDING.
    `badges`: a number at a room (0 shows none). `messages`: strips under the top bar, the newest first. `closed`: rooms
    that this person's roles do not open.
    """

    room: Room
    user: str
    role: Text
    network: Network
    waiting: int = 0
    oldest: timedelta | None = None
    bundle: timedelta | None = None
    bundle_late: bool = False
    done: int = 0
    total: int = 0
    badges: tuple[tuple[Room, int], ...] = ()
    messages: tuple[Message, ...] = ()
    closed: tuple[Room, ...] = ()


@dataclass(frozen=True)
class LeaveState:
    """What leaving would leave behind: unsent changes (they stay safe here) and half-typed fields."""

    waiting: int
    oldest: timedelta | None
    drafts: int
