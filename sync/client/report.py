"""What a cycle did and what is left, for screens, the command line and the log; and how far it is, while it runs."""

from collections.abc import Callable
from typing import Literal

import msgspec

from study.state.slots import Slot
from study.text import Text
from sync.client.files_report import FilesReport, Moving
from sync.protocol.messages import SignedReceipt

CLOCK_OFF_MS = 5 * 60_000
"""From here on a person is told: the times this computer writes are wrong for a reader."""

Step = Literal["greet", "recover", "roster", "push", "pull", "offer", "compare", "receipt", "files", "done"]


class Progress(msgspec.Struct, frozen=True):
    """The step a cycle is in; how many changes were sent and received, of how many (0: not known yet).

    `moved` bytes went over the line either way, at `speed` bytes a second (None: too early to say). `moving`: the
    sealed file on its way.
    """

    step: Step
    sent: int = 0
    to_send: int = 0
    received: int = 0
    to_receive: int = 0
    moved: int = 0
    speed: int | None = None
    moving: Moving | None = None


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
    forgotten: Text | None = None
    """What the EDC gave a receipt for and has no longer, in words."""
    drift_ms: int | None = None
    receipt: SignedReceipt | None = None
    files: FilesReport | None = None
    """How the sealed files stand; None where none were to be carried."""
    moved: frozenset[Slot] = frozenset()
    error_code: str = ""
    error: Text | None = None

    @property
    def complete(self) -> bool:
        """True when everything was exchanged and both ends agree."""
        return not self.error_code and not self.left and not self.refused and self.agrees is True

    @property
    def clock_off(self) -> Text | None:
        """How far this computer's clock is off the EDC's, in words; None when it is near enough or was not measured."""
        if self.drift_ms is None or abs(self.drift_ms) < CLOCK_OFF_MS:
            return None
        hours, minutes = divmod(round(abs(self.drift_ms) / 60_000), 60)
        side = Text("behind", "慢") if self.drift_ms > 0 else Text("ahead of", "快")
        return Text(
            f"This computer's clock is {hours} h {minutes} min {side.en} the EDC's. Everything is kept with its order; "
            "have the clock set right before you enter more.",
            f"本机时钟比中心库{side.zh} {hours} 小时 {minutes} 分。已录入内容及其顺序不受影响；继续录入前请先校时。",
        )


Listen = Callable[[Progress], None]
Cancelled = Callable[[], bool]
