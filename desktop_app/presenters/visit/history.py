"""The history of one field as a person reads it. Pure but for the reader it is handed."""

from datetime import datetime

from desktop_app.presenters import words
from desktop_app.presenters.interval_words import judged_words
from desktop_app.presenters.row_names import with_names
from desktop_app.session import Session
from storage.history import Entry
from study.address import Address, parse_key
from study.changes.facts import ValueSet
from study.definition.model import Item, Study
from study.earlier import lacks
from study.from_tracing import from_tracing
from study.text import Text
from study.values import Quantity
from ui.visit.history import HistoryLine, HistoryState

CLEARED = Text("cleared", "已清空")
STANDINGS = {
    "pending": Text("not sent yet", "尚未发送"),
    "held": Text("held at the EDC", "中心库暂留"),
    "rejected": Text("rejected at the EDC", "中心库已驳回"),
}


def history_state(session: Session, key: str) -> HistoryState:
    """Everything ever entered at an address, the newest first, each in the words of the version it was made under.

    Runs in the reader's lane.
    """
    address = parse_key(key)
    reader = session.store.reader
    meaning = _meaning(session, "", address)
    names = {person.user: person.name for person in reader.users()}
    devices = {device.device: device.name for device in reader.devices()}
    lines = [
        _line(session, entry, names.get(entry.author, ""), devices.get(entry.device, ""))
        for entry in reversed(reader.history(address))
    ]
    return HistoryState(meaning[1].label if meaning else words.both(address.item), tuple(lines))


def _meaning(session: Session, digest: str, address: Address) -> tuple[Study, Item] | None:
    """The version that an entry was made under and its item; else the one in force, else the last that asked for it."""
    reader, definitions = session.store.reader, session.definitions
    of = definitions.of(reader, digest) if digest else None
    for study in (of, session.study):
        if study is not None and lacks(study, address) is None:
            item = study.item(address.form, address.item)
            return with_names(session, study, item, address.subject), item
    study = definitions.asking(reader, address)
    return (study, study.item(address.form, address.item)) if study else None


def _line(session: Session, entry: Entry, who: str, device: str) -> HistoryLine:
    fact = entry.fact
    moment: datetime = session.at(entry.at.utc)
    why = " · ".join(part for part in (entry.reason, getattr(fact, "explanation", "")) if part)
    return HistoryLine(
        at=moment.strftime("%Y-%m-%d %H:%M"),
        who=who,
        role=words.ROLES.get(entry.role, words.both(entry.role)),
        device=device,
        value=_value(session, entry),
        typed=fact.typed if isinstance(fact, ValueSet) else "",
        came=came.words if isinstance(fact, ValueSet) and (came := from_tracing(fact)) else None,
        reason=why,
        version=entry.study,
        standing=STANDINGS.get(entry.standing),
        judged=judged_words(session.study, fact.judged) if isinstance(fact, ValueSet) and fact.judged else None,
    )


def _value(session: Session, entry: Entry) -> Text:
    fact = entry.fact
    value = fact.value if isinstance(fact, ValueSet) else None
    meaning = _meaning(session, entry.study_digest, fact.address) if isinstance(fact, ValueSet) else None
    if meaning is None:
        return words.both(f"{value.comparator}{value.number} {value.unit}") if isinstance(value, Quantity) else CLEARED
    shown = Text(*(words.with_unit(*meaning, value, language) for language in ("en", "zh")))
    return shown if shown.en else CLEARED
