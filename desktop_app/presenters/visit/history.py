"""The history of one field as a person reads it. Pure but for the reader it is handed."""

from datetime import datetime

from desktop_app.presenters import words
from desktop_app.presenters.interval_words import judged_words
from desktop_app.session import Session
from storage.history import Entry
from study.address import parse_key
from study.changes.facts import ValueSet
from study.definition.model import Item
from study.text import Text
from ui.visit.history import HistoryLine, HistoryState

STANDINGS = {
    "pending": Text("not sent yet", "尚未发送"),
    "held": Text("held at the EDC", "中心库暂留"),
    "rejected": Text("rejected at the EDC", "中心库已驳回"),
}


def history_state(session: Session, key: str) -> HistoryState:
    """Everything ever entered at an address, the newest first. Runs in the reader's lane."""
    address = parse_key(key)
    item = session.study.item(address.form, address.item)
    reader = session.store.reader
    names = {person.user: person.name for person in reader.users()}
    devices = {device.device: device.name for device in reader.devices()}
    lines = [
        _line(session, item, entry, names.get(entry.author, ""), devices.get(entry.device, ""))
        for entry in reversed(reader.history(address))
    ]
    return HistoryState(item.label, tuple(lines))


def _line(session: Session, item: Item, entry: Entry, who: str, device: str) -> HistoryLine:
    fact = entry.fact
    value = fact.value if isinstance(fact, ValueSet) else None
    moment: datetime = session.at(entry.at.utc)
    empty = Text("cleared", "已清空")
    shown = Text(*(words.with_unit(session.study, item, value, language) for language in ("en", "zh")))
    why = " · ".join(part for part in (entry.reason, getattr(fact, "explanation", "")) if part)
    return HistoryLine(
        at=moment.strftime("%Y-%m-%d %H:%M"),
        who=who,
        role=words.ROLES.get(entry.role, words.both(entry.role)),
        device=device,
        value=shown if shown.en else empty,
        typed=fact.typed if isinstance(fact, ValueSet) else "",
        reason=why,
        standing=STANDINGS.get(entry.standing),
        judged=judged_words(session.study, fact.judged) if isinstance(fact, ValueSet) and fact.judged else None,
    )
