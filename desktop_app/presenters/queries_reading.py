"""Reads the queries of a store: every thread, and what a screen says of it. For the reader's lane; shows nothing."""

from collections.abc import Mapping

import msgspec

from desktop_app.presenters import words
from desktop_app.records import Child, Records
from desktop_app.session import Session
from storage.history import Entry
from study.address import Address
from study.changes import facts as f
from study.definition.model import Item, Study
from study.state.settle import Settled
from study.state.slots import Slot
from study.text import Text
from ui.queries.state import Post, QueryLine, Standing, Thread

Said = f.QueryOpened | f.QueryAnswered | f.QueryClosed | f.QueryReopened
_DID: dict[type, Text] = {
    f.QueryOpened: Text("asked", "提出质疑"),
    f.QueryAnswered: Text("answered", "答复"),
    f.QueryClosed: Text("closed it", "关闭质疑"),
    f.QueryReopened: Text("asked again", "重新提出"),
}
_CHECK = Text("check", "核查")
_CENTRE = Text("centre", "中心库")
_ERASED = Text("(sealed)", "（密封）")
_DAY_MS = 24 * 60 * 60 * 1000


class Query(msgspec.Struct, frozen=True):
    """One query: how it stands, and everything said on it, the oldest first."""

    id: str
    fact: Said
    settled: Settled
    turns: tuple[Entry, ...]

    @property
    def address(self) -> Address:
        """The place that is asked about."""
        return self.fact.address

    @property
    def opened(self) -> f.QueryOpened | None:
        """How it began; None where that is not known here."""
        return next((turn.fact for turn in self.turns if isinstance(turn.fact, f.QueryOpened)), None)

    @property
    def standing(self) -> Standing:
        """How far it is."""
        if isinstance(self.fact, f.QueryClosed):
            return Standing.CLOSED
        return Standing.ANSWERED if isinstance(self.fact, f.QueryAnswered) else Standing.TO_ANSWER


class Threads:
    """Threads read before, kept while nobody spoke on them. Belongs to the reader's lane."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Settled, Query]] = {}

    def all(self, session: Session) -> list[Query]:
        """Every query of a child that stands, the longest open first."""
        found = []
        for slot, settled in session.store.reader.slots("query").items():
            shown = settled.shown
            if shown is not None and isinstance(shown.fact, Said):
                found.append(self._read(session, slot, settled, shown.fact))
        return sorted(found, key=lambda query: query.turns[0].at.utc if query.turns else 0)

    def _read(self, session: Session, slot: Slot, settled: Settled, fact: Said) -> Query:
        kept = self._kept.get(slot.key)
        if kept is not None and kept[0] == settled:
            return kept[1]
        made = Query(slot.key, fact, settled, tuple(session.store.reader.history(slot)))
        self._kept[slot.key] = (settled, made)
        return made


def item_of(study: Study, address: Address) -> Item | None:
    """The item that is asked about; None for a whole form, or one of an earlier version."""
    form = study.forms.get(address.form)
    return next((item for item in form.items if item.code == address.item), None) if form is not None else None


def where(study: Study, address: Address) -> Text:
    """The field in words: visit, form or item."""
    form, item = study.forms.get(address.form), item_of(study, address)
    visit = next((words.both(v.code) for v in study.visits if v.code == address.visit), words.both(address.visit))
    named = (form.short or form.label) if form is not None else words.both(address.form)
    return words.join(visit, named, (item.short or item.label) if item is not None else words.both(address.item))


def line(query: Query, child: Child, session: Session, people: Mapping[str, str], names: bool) -> QueryLine:
    """A query as a row of the table."""
    began = query.turns[0].at.utc if query.turns else session.clock()
    asked = query.opened.text if query.opened is not None else getattr(query.fact, "text", "")
    return QueryLine(
        query=query.id,
        code=child.subject.code,
        name=child.identity.name if names else "",
        where=where(session.study, query.address),
        text=asked,
        asked=_asker(query, people),
        standing=query.standing,
        days=max(0, (session.clock() - began) // _DAY_MS),
        form=query.address.form,
    )


def _asker(query: Query, people: Mapping[str, str]) -> Text:
    opened = query.opened
    if opened is not None and opened.check:
        return _CHECK
    return _who(query.turns[0], people) if query.turns else words.both("")


def _who(turn: Entry, people: Mapping[str, str]) -> Text:
    name = people.get(turn.author, turn.author)
    return words.both(name) if name else _CENTRE


def thread(query: Query, records: Records, session: Session, people: Mapping[str, str], draft: str) -> Thread:
    """The query in full, and what this person may do with it."""
    answer, reopen, close = (session.role_for(kind) for kind in (f.QueryAnswered, f.QueryReopened, f.QueryClosed))
    waits = query.standing is Standing.TO_ANSWER
    return Thread(
        query=query.id,
        title=where(session.study, query.address),
        value=_value(query.address, records, session),
        posts=tuple(_post(turn, session, people) for turn in query.turns),
        standing=query.standing,
        place=query.address.key,
        may_answer=bool(answer) and waits,
        may_reopen=bool(reopen) and not waits,
        may_close=bool(close) and query.standing is not Standing.CLOSED,
        why_not=None if answer or not waits else Text("Your role does not answer queries.", "您的角色不能答复质疑。"),
        draft=draft,
    )


def _value(address: Address, records: Records, session: Session) -> Text:
    """What stands in the field now."""
    item = item_of(session.study, address)
    if item is None:
        return words.both("")
    course = records.child(address.subject).course
    value = course.record.value(address)
    if value is None:
        return Text("now: nothing stands there", "现值：无")
    en, zh = (words.with_unit(course.study, item, value, one) or _ERASED.get(one) for one in ("en", "zh"))
    return Text(f"now: {en}", f"现值：{zh}")


def _post(turn: Entry, session: Session, people: Mapping[str, str]) -> Post:
    fact = turn.fact
    automatic = isinstance(fact, f.QueryOpened) and bool(fact.check)
    return Post(
        who=words.join(_who(turn, people), _CHECK) if automatic else _who(turn, people),
        when=f"{session.at(turn.at.utc):%Y-%m-%d %H:%M}",
        did=_DID[type(fact)],
        text=getattr(fact, "text", ""),
        pending=turn.number is None and session.store.reader.edc_key() is not None,
    )
