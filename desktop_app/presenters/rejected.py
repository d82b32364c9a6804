"""What a person at the EDC rejected lately and nobody said anything about since: where, in words, and why.

Reads the log; for the reader's lane. Must not know a screen.
"""

from dataclasses import dataclass

from desktop_app.presenters.change_words import item_words
from storage.read import Reader, Rejection
from study.address import Address, parse_key
from study.changes import facts as f
from study.definition.model import Study
from study.state.settle import Entry, rejected_last
from study.state.slots import Slot
from study.text import Text

_LATELY_MS = 14 * 86_400_000


@dataclass(frozen=True)
class Rejected:
    """One change: the first place that it would have moved, who said so when (UTC ms) and why."""

    change: str
    place: Address
    words: Text
    by: str
    at: int
    reason: str


def lately_rejected(study: Study, reader: Reader, now: int) -> tuple[Rejected, ...]:
    """Values, and withdrawals of files, that were rejected within 14 days; the latest decision first."""
    found = []
    for each in reader.rejected():
        if now - each.at_utc < _LATELY_MS:
            found += [_of(study, each, *moved) for moved in _moved(reader, each)[:1]]
    return tuple(found)


def _moved(reader: Reader, each: Rejection) -> list[tuple[Address, Entry]]:
    """The places of a change where its entry is the last word, and was rejected."""
    entries = ((slot, rejected_last(reader.slot(slot))) for slot in each.slots if slot.kind in ("value", "attachment"))
    return [
        (_place(slot, entry), entry) for slot, entry in entries if entry is not None and entry.change == each.change
    ]


def _place(slot: Slot, entry: Entry) -> Address:
    fact = entry.fact
    return fact.address if isinstance(fact, f.AttachmentAdded | f.AttachmentWithdrawn) else parse_key(slot.key)


def _of(study: Study, each: Rejection, place: Address, entry: Entry) -> Rejected:
    words = item_words(study, place)
    if isinstance(entry.fact, f.AttachmentWithdrawn):
        words = Text(f"{words.en}, withdrawal of a file", f"{words.zh}，撤回文件")
    elif isinstance(entry.fact, f.AttachmentAdded):
        words = Text(f"{words.en}, file", f"{words.zh}，文件")
    return Rejected(each.change, place, words, each.by, each.at_utc, each.reason)
