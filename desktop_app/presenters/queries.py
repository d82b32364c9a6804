"""The room of queries: reads the threads, writes what a person says, leads to the field and back."""

from dataclasses import replace
from typing import NamedTuple

import msgspec

from desktop_app.presenters.children import hidden_names
from desktop_app.presenters.gathering import Far, Gathering
from desktop_app.presenters.page import Desk
from desktop_app.presenters.queries_reading import Query, Threads, line, thread
from desktop_app.records import Child, Records
from desktop_app.session import Session
from storage.log import Appended
from storage.read import Subject
from study.address import Address, parse_key
from study.changes import facts as f
from study.errors import KnownError
from study.record import heads
from study.text import Text
from ui.queries.state import AGE_DAYS, Did, Filter, QueriesState, QueryLine, Said, Standing, Typed
from ui.queries.view import QueriesView
from ui.visit.state import Option
from ui.widgets.state import Message, Tone

_KINDS: dict[Did, type[f.QueryAnswered | f.QueryReopened | f.QueryClosed]] = {
    Did.ANSWER: f.QueryAnswered,
    Did.REOPEN: f.QueryReopened,
    Did.CLOSE: f.QueryClosed,
}
_DONE = {
    Did.ANSWER: Text(
        "Answered. It is saved here and goes to the centre with the next sync.",
        "已答复，已保存，将随下次同步发送。",
    ),
    Did.REOPEN: Text("The query is open again.", "质疑已重新打开。"),
    Did.CLOSE: Text("The query is closed.", "质疑已关闭。"),
}
_EMPTY = Message("query-empty", Text("Write what was checked and what it is, then answer.", "请写明核对情况后再答复。"))


def draft_key(query: str, address: Address) -> str:
    """Under which key a half-typed answer is kept: with its child, so that erasing the child takes it along."""
    return msgspec.structs.replace(address.in_form, row="", item=f"?{query}").key


Room = tuple[QueriesState, tuple[str, ...]]
"""The room, and the heads of the query in front: what an answer rests on."""


class InFront(NamedTuple):
    """What somebody looks at: the filter, and the chosen query."""

    chosen: Filter = Filter()
    current: str = ""


def asked_about(records: Records, session: Session, threads: Threads, current: str) -> tuple[Subject, ...]:
    """The children who have a query, nobody else; the one of the query in front comes first, so that it stays."""
    asked = {query.address.subject: "" for query in threads.all(session)}
    asked |= {query.address.subject: query.id for query in threads.all(session) if query.id == current}
    found = [subject for subject in records.subjects() if subject.id in asked]
    return tuple(sorted(found, key=lambda subject: not asked[subject.id]))


def queries_state(records: Records, session: Session, threads: Threads, front: InFront, far: Far | None = None) -> Room:
    """The room, of the children that are read so far. For the reader's lane."""
    reader, hidden = session.store.reader, hidden_names(session)
    people = {person.user: person.name for person in reader.users()}
    chosen, current = front
    there = asked_about(records, session, threads, current)
    far = far or Far(len(there), len(there))
    children = {subject.id: records.of(subject) for subject in there[: far.read]}
    queries = [query for query in threads.all(session) if query.address.subject in children]
    lines = [line(query, children[query.address.subject], session, people, hidden is None) for query in queries]
    shown = tuple(each for each in lines if _passes(each, chosen))
    query = _current(queries, shown, current)
    drafts = reader.drafts(session.person.user)
    draft = drafts.get(draft_key(query.id, query.address), "") if query is not None else ""
    state = QueriesState(
        lines=shown,
        thread=thread(query, records, session, people, draft) if query is not None else None,
        chosen=chosen,
        children=_children(queries, children),
        forms=_forms(queries, session),
        counts=tuple((each, sum(line.standing is each for line in lines)) for each in Standing),
        names_hidden=hidden,
        read=far.read,
        unread=far.of - far.read,
    )
    return state, heads(query.settled) if query is not None else ()


def _passes(each: QueryLine, chosen: Filter) -> bool:
    return (
        chosen.standing in (None, each.standing)
        and chosen.child in ("", each.code)
        and chosen.form in ("", each.form)
        and (not AGE_DAYS[chosen.age] or each.days > AGE_DAYS[chosen.age])
    )


def _current(queries: list[Query], shown: tuple[QueryLine, ...], current: str) -> Query | None:
    """The chosen query while it is shown, else the first one."""
    name = current if any(each.query == current for each in shown) else shown[0].query if shown else ""
    return next((query for query in queries if query.id == name), None)


def _children(queries: list[Query], children: dict[str, Child]) -> tuple[Option, ...]:
    codes = sorted({children[query.address.subject].subject.code for query in queries})
    return tuple(Option(code, Text(code, code)) for code in codes)


def _forms(queries: list[Query], session: Session) -> tuple[Option, ...]:
    found = sorted({query.address.form for query in queries if query.address.form in session.study.forms})
    forms = (session.study.forms[code] for code in found)
    return tuple(Option(form.code, form.short or form.label) for form in forms)


class QueriesPage:
    """See `desktop_app.presenters.page.Page`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._threads = Threads()
        self._filter = Filter()
        self._current = ""
        self._state = QueriesState(loading=True)
        self._bases: tuple[str, ...] = ()
        self._busy = False
        self._message: Message | None = None
        self._view = QueriesView(desk.look)
        self._view.filtered.connect(self._filtered)
        self._view.chosen.connect(self._choose)
        self._view.said.connect(self._said)
        self._view.typed.connect(self._typed)
        self._view.opened.connect(lambda key: desk.open_visit(parse_key(key).in_visit.key, key))
        session, threads = desk.session, self._threads
        self.gathering: Gathering[Room] = Gathering(
            desk,
            lambda _records, _child: None,
            lambda records, far: queries_state(records, session, threads, InFront(self._filter, self._current), far),
            self._read,
            lambda far: self._view.reading.show_far(far.read, far.of, again=far.again),
            whom=lambda records: asked_about(records, session, threads, self._current),
        )
        self._view.reading.stop_asked.connect(self._stop)
        self._view.reading.go_on_asked.connect(self.refresh)
        self._view.render(self._state)

    @property
    def view(self) -> QueriesView:
        """The screen."""
        return self._view

    def refresh(self) -> None:
        """Read the queries again."""
        self.gathering.begin()

    def leave(self) -> None:
        """An answer that is half typed is kept as a draft; whoever is not read yet is read when one comes back."""
        self._view.keep()
        self.gathering.stop()

    def _stop(self) -> None:
        self.gathering.stop()
        self._view.reading.show_stopped()

    def _read(self, read: Room) -> None:
        state, bases = read
        if state.chosen != self._filter:
            return
        self._state, self._bases = state, bases
        if state.thread is not None:
            self._current = state.thread.query
        self._show()

    def _show(self) -> None:
        self._view.render(replace(self._state, busy=self._busy, message=self._message))

    def _filtered(self, chosen: Filter) -> None:
        self._filter, self._message = chosen, None
        self.refresh()

    def _choose(self, query: str) -> None:
        if query != self._current:
            self._view.keep()
            self._current, self._message = query, None
            self.refresh()

    def _typed(self, typed: Typed) -> None:
        """Behind every pause in typing: what stands in the field, sealed and for its author only."""
        session, key = self._desk.session, self._draft_of(typed.query)
        user, store = session.person.user, session.store
        if not key or session.store.fault is not None:
            return

        def keep() -> None:
            if typed.text.strip():
                store.keep_draft(user, key, typed.text)
            else:
                store.drop_draft(user, key)

        self._desk.write(keep, lambda _none: None, self._desk.failed)

    def _draft_of(self, query: str) -> str:
        thread = self._state.thread
        return draft_key(query, parse_key(thread.place)) if thread is not None and thread.query == query else ""

    def _said(self, said: Said) -> None:
        session, thread = self._desk.session, self._state.thread
        if thread is None or thread.query != said.query or self._busy:
            return
        if not said.text and said.did is not Did.CLOSE:
            self._tell(_EMPTY)
            return
        kind = _KINDS[said.did]
        author, store = session.author_as(session.role_for(kind)), session.store
        place, key, bases = parse_key(thread.place), self._draft_of(said.query), self._bases
        self._busy, self._message = True, None
        self._show()

        def job() -> Appended:
            fact = kind(id=store.new_id(), bases=bases, query=said.query, address=place, text=said.text)
            appended = store.append(author, (fact,))
            store.drop_draft(session.person.user, key)
            return appended

        self._desk.write(job, lambda appended: self._done(said.did, appended), self._refused)

    def _done(self, did: Did, appended: Appended) -> None:
        self._busy = False
        self._message = Message("query-said", _DONE[did], Tone.ACCENT)
        self._desk.moved(appended.slots)

    def _refused(self, error: BaseException) -> None:
        """Nothing was said, and the text is still there."""
        self._busy = False
        if not isinstance(error, KnownError):
            self._show()
            self._desk.failed(error)
            return
        self._tell(Message(error.code, error.sentence))

    def _tell(self, message: Message) -> None:
        self._message = message
        self._show()
