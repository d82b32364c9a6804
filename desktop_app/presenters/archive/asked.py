"""Every query of a child with all that was said on it, as the archive has it. Reads one moment; writes nothing."""

from collections.abc import Iterator

import msgspec

from desktop_app.presenters.archive.still import Still
from desktop_app.presenters.audit_rows import item_place
from study.address import Address
from study.changes import facts as f
from study.state.slots import Slot
from study.text import Text

ASKED = Text("asked", "提出质疑")
_DID: dict[type, Text] = {
    f.QueryOpened: ASKED,
    f.QueryAnswered: Text("answered", "答复"),
    f.QueryClosed: Text("closed it", "关闭质疑"),
    f.QueryReopened: Text("asked again", "重新提出"),
}
OPEN, CLOSED = Text("open", "未关闭"), Text("closed", "已关闭")
CENTRE = Text("centre", "中心库")


class Turn(msgspec.Struct, frozen=True):
    """One thing said on a query: `did` what it was, `check` the check that asked by itself."""

    query: str
    standing: Text
    key: str
    where: Text
    did: Text
    who: Text
    at: str
    text: str
    check: str


def turns(still: Still, subject: str) -> list[Turn]:
    """Everything said on the queries of a child, query by query, the oldest first."""
    found = []
    for slot, settled in still.reader.slots("query", Address(subject)).items():
        closed = settled.shown is not None and isinstance(settled.shown.fact, f.QueryClosed)
        found.append(list(_thread(still, slot, CLOSED if closed else OPEN, subject)))
    return [turn for thread in sorted(found, key=lambda each: each[0].at if each else "") for turn in thread]


def _thread(still: Still, slot: Slot, standing: Text, subject: str) -> Iterator[Turn]:
    for entry in still.reader.history(slot):
        fact = entry.fact
        if not isinstance(fact, f.QueryOpened | f.QueryAnswered | f.QueryClosed | f.QueryReopened):
            continue
        name = still.people.get(entry.author, entry.author)
        yield Turn(
            query=slot.key,
            standing=standing,
            key=fact.address.key,
            where=item_place(still.study, fact.address),
            did=_DID[type(fact)],
            who=Text(name, name) if name else CENTRE,
            at=still.moment(entry.at.utc),
            text=still.hide(fact.text, subject),
            check=fact.check if isinstance(fact, f.QueryOpened) else "",
        )
