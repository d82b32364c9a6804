"""The prescription line of the log of medicines: what was understood is shown with every key, Enter makes its rows.

Holds what was typed and what the person answered; reads the child on the reader's lane and writes one change a line.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import msgspec

from desktop_app.presenters import line_words
from desktop_app.presenters.page import Desk
from desktop_app.presenters.signature_words import freeze_words
from desktop_app.records import Child
from desktop_app.session import Session
from storage.log import Appended
from study.address import LOG, Address
from study.changes.facts import Fact, RowCreated, ValueSet
from study.errors import KnownError
from study.grammar.prescription import Vocabulary, read_line
from study.medication import FORM, Prescription, Weight, last_weight, prescriptions
from study.naming import KnownIdentity
from study.prescribing import LINE, Order, order_of, takes_lines
from study.relevance import goes_on
from study.rights import may
from study.state.slots import created
from study.text import Text
from ui.logs.state import LineState

_NO_RIGHT = Text("Your role does not add medicines.", "您的角色不能新增用药记录。")
_CONFIRMED = "confirmed when the prescription line was entered / 录入医嘱行时已确认剂量"


@dataclass(frozen=True)
class Around:
    """What a line needs to know of its child; `taken` is what goes on now, `rows` how many the log has."""

    subject: str
    weight: Weight | None = None
    taken: tuple[Prescription, ...] = ()
    known: KnownIdentity = field(default_factory=KnownIdentity)
    rows: int = 0
    draft: str = ""
    why_not: Text | None = None

    @property
    def form(self) -> Address:
        """The log itself."""
        return Address(self.subject, LOG, "", FORM)


def around(child: Child, session: Session) -> Around | None:
    """What a line needs to know; None where the study's log takes no lines. For the reader's lane."""
    course = child.course
    if not takes_lines(course.study):
        return None
    subject = course.record.subject
    made = Around(subject)
    reader = session.store.reader
    people = {person.user: person.name for person in reader.users()}
    held = freeze_words(course, people, made.form)
    rights = may(session.role, RowCreated) and may(session.role, ValueSet)
    return replace(
        made,
        weight=last_weight(course, session.today),
        taken=tuple(each for each in prescriptions(course) if goes_on(course, each.place) and not each.once),
        known=child.identity.known if session.sees_names else KnownIdentity(),
        rows=len(course.record.form_repeats(made.form)),
        draft=reader.drafts(session.person.user).get(draft_key(subject), ""),
        why_not=held if held is not None else None if rights else _NO_RIGHT,
    )


def draft_key(subject: str) -> str:
    """Under which key a half-typed line is kept: with its child, so that erasing the child takes it along."""
    return msgspec.structs.replace(Address(subject, LOG, "", FORM), item="?line").key


class PrescriptionLine:
    """One line at a time. `show` is told the new state with every change."""

    def __init__(self, desk: Desk, words: Vocabulary, show: Callable[[LineState], None]) -> None:
        self._desk = desk
        self._words = words
        self._show = show
        self._around: Around | None = None
        self._text = ""
        self._turn = 0
        self._meant = ""
        self._busy = False
        self._told: Text | None = None
        self._failed: Text | None = None

    def stand(self, around: Around | None) -> LineState | None:
        """Another reading of the child; with another child the line is that child's half-typed one."""
        before, self._around = self._around, around
        if around is None:
            return None
        if before is None or before.subject != around.subject:
            self._told = self._failed = None
            self._write_anew(around.draft)
        return self._state()

    def type(self, text: str) -> None:
        """Another key was pressed."""
        if text != self._text:
            self._text = text
            self._told = self._failed = None
            self._show(self._state())

    def choose(self, place: int) -> None:
        """A reading was chosen: the line is written so that it has no other; or an unlikely dose is meant."""
        order = self._order()
        if order is None:
            return
        if order.read.asks:
            options = order.read.asks[0].options
            if place < len(options):
                self._write_anew(options[place].line)
                self.keep(self._text)
        elif order.unlikely is not None:
            self._meant = self._text
        self._show(self._state())

    def keep(self, text: str) -> None:
        """What is half typed, sealed and for its author only."""
        around, session = self._around, self._desk.session
        if around is None or session.store.fault is not None or around.why_not is not None:
            return
        user, key, store = session.person.user, draft_key(around.subject), session.store

        def job() -> None:
            if text.strip():
                store.keep_draft(user, key, text)
            else:
                store.drop_draft(user, key)

        self._desk.write(job, lambda _none: None, self._desk.failed)

    def enter(self, text: str) -> None:
        """Keep the line as rows, where nothing is left to ask."""
        self.type(text)
        order, around = self._order(), self._around
        unsure = order is not None and order.unlikely is not None and self._meant != self._text
        if order is None or around is None or not order.ready or unsure or self._busy or around.why_not is not None:
            self._show(self._state())
            return
        session = self._desk.session
        author, store, key = session.author, session.store, draft_key(around.subject)
        explanation = _CONFIRMED if order.unlikely is not None else ""
        self._busy = True
        self._show(self._state())

        def job() -> Appended:
            appended = store.append(author, facts_of(order, around, store.new_id, explanation))
            store.drop_draft(session.person.user, key)
            return appended

        self._desk.write(job, lambda appended: self._done(around.subject, order, appended), self._refused)

    def _done(self, subject: str, order: Order, appended: Appended) -> None:
        self._busy = False
        if self._around is not None and self._around.subject == subject:
            self._write_anew("")
            self._told = line_words.entered(order)
        self._desk.moved(appended.slots)

    def _refused(self, error: BaseException) -> None:
        """Nothing was entered, and the text is still there."""
        self._busy = False
        if isinstance(error, KnownError):
            self._failed = error.sentence
        else:
            self._desk.failed(error)
        self._show(self._state())

    def _write_anew(self, text: str) -> None:
        self._text, self._meant = text, ""
        self._turn += 1

    def _order(self) -> Order | None:
        if self._around is None or not self._text.strip():
            return None
        session = self._desk.session
        read = read_line(self._words, self._text, session.today)
        return order_of(session.study, self._words, read, self._around.weight)

    def _state(self) -> LineState:
        around = self._around
        why_not = around.why_not if around is not None else _NO_RIGHT
        bare = LineState(turn=self._turn, text=self._text, busy=self._busy, why_not=why_not)
        order = self._order()
        if order is None or around is None:
            return replace(bare, notes=line_words.told(self._told))
        seen = line_words.Seen(self._words, around.weight, around.taken, around.known, self._desk.session.today)
        shown = line_words.shown(order, seen, meant=self._meant == self._text)
        failed = (self._failed,) if self._failed is not None else ()
        return replace(
            bare, parts=shown.parts, amount=shown.amount, notes=shown.notes, question=shown.question,
            refused=(*failed, *shown.refused), ready=shown.ready,
        )  # fmt: skip


def facts_of(order: Order, around: Around, new_id: Callable[[], str], explanation: str = "") -> tuple[Fact, ...]:
    """One change: each row with its items, the line itself as what was typed."""
    facts: list[Fact] = []
    for number, row in enumerate(order.rows, start=around.rows + 1):
        begun = RowCreated(id=new_id(), address=around.form, level="form", order=str(number))
        place = created(begun.id, around.form, "form")
        facts.append(begun)
        for code, value in row.items():
            fact = ValueSet(id=new_id(), address=msgspec.structs.replace(place, item=code), value=value)
            if code == LINE:
                fact = msgspec.structs.replace(fact, typed=order.read.line)
            if code == "CMDOSE":
                fact = msgspec.structs.replace(fact, explanation=explanation)
            facts.append(fact)
    return tuple(facts)
