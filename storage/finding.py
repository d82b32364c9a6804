"""Owns what a verification says: one finding, and the report of all of them."""

import msgspec

from study.text import Text


class Finding(msgspec.Struct, frozen=True):
    """Something that does not hold. `device` and `seq` name the change it is about, "" and 0 when it is about none."""

    code: str
    what: Text
    device: str = ""
    seq: int = 0


class Report(msgspec.Struct, frozen=True):
    """What a verification read and found; whole when nothing was found.

    `attachments` counts the sealed files that the log names; `waiting` those of other workstations that have not come
    here, which is no fault, and `at_centre` those that only the EDC has: they can be fetched. `damaged` names those
    whose bytes are not what they were.
    """

    changes: int
    findings: tuple[Finding, ...]
    attachments: int = 0
    waiting: int = 0
    at_centre: int = 0
    damaged: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """True when everything holds."""
        return not self.findings

    @property
    def first(self) -> Finding | None:
        """The first thing that does not hold, in the order of the log."""
        return self.findings[0] if self.findings else None
