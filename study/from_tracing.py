"""What a value keeps of a tracing it was taken over from: the machine's number or a person's, and the file.

It stands in `ValueSet.report`, beside the value, without limits of its own; must not judge anything.
"""

from typing import Literal

import msgspec

from study.changes.facts import Report, ValueSet
from study.text import Text

Reader = Literal["machine", "calipers"]
_METHODS: dict[str, Reader] = {"tracing:machine": "machine", "tracing:calipers": "calipers"}
_WORDS: dict[Reader, Text] = {
    "machine": Text("from the tracing: the machine's number", "取自波形：设备测量值"),
    "calipers": Text("measured on the tracing by calipers", "在波形上用卡尺测量"),
}


class FromTracing(msgspec.Struct, frozen=True):
    """Who read the number, and the id of the fact that added the file."""

    reader: Reader
    file: str

    @property
    def report(self) -> Report:
        """As it stands beside the value."""
        return Report(method=next(name for name, reader in _METHODS.items() if reader == self.reader), source=self.file)

    @property
    def words(self) -> Text:
        """As people read it."""
        return _WORDS[self.reader]


def from_tracing(fact: ValueSet) -> FromTracing | None:
    """Where a value was taken over from; None for one that was typed, or came with a laboratory's report."""
    reader = _METHODS.get(fact.report.method) if fact.report is not None else None
    return FromTracing(reader, fact.report.source) if reader is not None and fact.report is not None else None


def tracing_words(method: str) -> Text | None:
    """The words for what stands as the report's method; None for the method of a laboratory."""
    reader = _METHODS.get(method)
    return _WORDS[reader] if reader is not None else None
