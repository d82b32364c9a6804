"""What a cycle did and what is left, for screens, the command line and the log; and how far it is, while it runs."""

from collections.abc import Callable
from typing import Literal

import msgspec

from study.state.slots import Slot
from study.text import Text
from sync.protocol.messages import SignedReceipt

Step = Literal["greet", "recover", "roster", "push", "pull", "offer", "compare", "receipt", "done"]


class Progress(msgspec.Struct, frozen=True):
    """The step a cycle is in; how many changes were sent and received, of how many (0: not known yet)."""

    step: Step
    sent: int = 0
    to_send: int = 0
    received: int = 0
    to_receive: int = 0


class Refusal(msgspec.Struct, frozen=True):
    """A change the EDC did not take: never one that is validly chained. It stays in the queue and needs a person."""

    hash: str
    code: str
    why: Text | None


class CycleReport(msgspec.Struct):
    """The result of a cycle; `error` is the code and sentence of what ended it early, None when it ran through.

    `agrees`: True when, with nothing left to send, heads and state hashes are equal; None when they were not compared.
    `forked_at`: the EDC holds another entry under a number this device used; a successor device must begin.
    """

    began_utc: int
    step: Step = "greet"
    sent: int = 0
    held: int = 0
    received: int = 0
    offered_back: int = 0
    refused: tuple[Refusal, ...] = ()
    left: int = 0
    number: int = 0
    agrees: bool | None = None
    recovered_from: str = ""
    went_back: bool = False
    forked_at: int | None = None
    behind: bool = False
    drift_ms: int | None = None
    receipt: SignedReceipt | None = None
    moved: frozenset[Slot] = frozenset()
    error_code: str = ""
    error: Text | None = None

    @property
    def complete(self) -> bool:
        """True when everything was exchanged and both ends agree."""
        return not self.error_code and not self.left and not self.refused and self.agrees is True


Listen = Callable[[Progress], None]
Cancelled = Callable[[], bool]
