"""The prescription line of the log of medicines: what was understood is shown with every key, Enter makes its rows,
or changes, ends or replaces the row it was begun on (decision 0038).

Holds what was typed and what the person answered; reads the child on the reader's lane and writes one change a line.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import msgspec

from desktop_app.presenters import line_words, logs_acts
from desktop_app.presenters.logs_acts import Act, Meant, RowSeen, row_seen
from desktop_app.presenters.logs_undo import LineUndo
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
from study.prescribing import LINE, Items, Order, order_of, takes_lines
from study.prescribing_rows import WHY, answers
from study.relevance import goes_on
from study.rights import may
from study.state.slots import created
from study.text import Text
from study.values import Codes
from ui.logs.state import LineNote, LineState
from ui.widgets.state import Tone

_NO_RIGHT = Text("Your role does not add medicines.", "您的角色不能新增用药记录。")
_HALF_TYPED = Text(
    "The line holds what you were typing. Record it or empty it first.", "医嘱行中有未记入的内容，请先记入或清空。"
)
_NOTHING = Text("Nothing was changed.", "未作更改。")
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
    begun: tuple[logs_acts.Kind, str, str] | None = None
    """The act that was half typed: what, on which row, its text."""
    seen: Mapping[str, RowSeen] = field(default_factory=dict)
    """The rows by their address keys."""
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
    found = prescriptions(course)
    drafts = reader.drafts(session.person.user)
    return replace(
        made,
        weight=last_weight(course, session.today),
        taken=tuple(each for each in found if goes_on(course, each.place) and not each.once),
        seen={each.place.key: row_seen(course, each) for each in found},
        begun=_half_typed(drafts, tuple(each.place for each in found)),
        known=child.identity.known if session.sees_names else KnownIdentity(),
        rows=len(course.record.form_repeats(made.form)),
        draft=drafts.get(draft_key(subject), ""),
        why_not=held if held is not None else None if rights else _NO_RIGHT,
    )


def draft_key(subject: str) -> str:
    """Under which key a half-typed line is kept: with its child, so that erasing the child takes it along."""
    return msgspec.structs.replace(Address(subject, LOG, "", FORM), item="?line").key


def act_key(place: Address, kind: logs_acts.Kind) -> str:
    """Under which key a half-typed act on a row is kept."""
    return msgspec.structs.replace(place, item=f"?{kind}").key


def _half_typed(drafts: Mapping[str, str], places: tuple[Address, ...]) -> tuple[logs_acts.Kind, str, str] | None:
    keys = {act_key(place, kind): (kind, place.key) for place in places for kind in logs_acts.KINDS}
    return next(((*keys[key], text) for key, text in drafts.items() if key in keys), None)


class PrescriptionLine:
    """One line at a time. `show` is told the new state with every change, `ask` asks the person for a reason in words.

    What it writes can be taken back while the desk stands: `undo`.
    """

    def __init__(
        self, desk: Desk, words: Vocabulary, show: Callable[[LineState], None], ask: Callable[[Text], None]
    ) -> None:
        self._desk = desk
        self._words = words
        self._show = show
        self._ask = ask
        self._undo = LineUndo(desk, self._said)
        self._around: Around | None = None
        self._act: Act | None = None
        self._text = ""
        self._turn = 0
        self._meant = ""
        self._why = ""
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
            self._act = None
            self._write_anew(around.draft)
            if around.begun is not None:
                self._resume(around, *around.begun)
        return self._state()

    def _resume(self, around: Around, kind: logs_acts.Kind, place: str, text: str) -> None:
        begun = self._begun(kind, around.seen[place])
        if isinstance(begun, Act):
            self._act = begun
            self._write_anew(text)

    def _begun(self, kind: logs_acts.Kind, row: RowSeen) -> Act | Text:
        session = self._desk.session
        today, language = session.today, self._desk.language
        return logs_acts.begin(kind, row, session.study, self._words, today=today, language=language)

    def begin(self, kind: str, place: str) -> None:
        """Begin an act on a row: its line stands in the field. What was being typed is never thrown away."""
        around, known = self._around, next((each for each in logs_acts.KINDS if each == kind), None)
        row = around.seen.get(place) if around is not None else None
        if around is None or row is None or known is None or around.why_not is not None or self._busy:
            return
        self._told = self._failed = None
        if self._text.strip() and (self._act is None or self._text != self._act.text):
            self._failed = _HALF_TYPED
        else:
            begun = self._begun(known, row)
            if isinstance(begun, Act):
                self._act = begun
                self._write_anew(begun.text)
            else:
                self._failed = begun
        self._show(self._state())

    def give_up(self) -> None:
        """Leave the row as it stands."""
        if self._act is not None:
            self._drop(act_key(self._act.row.place, self._act.kind))
            self._act = None
            self._told = self._failed = None
            self._write_anew("")
            self._show(self._state())

    def undo(self) -> None:
        """Take back what this line wrote last for the child that is shown."""
        if self._around is not None and not self._busy:
            self._undo.undo(self._around.subject)

    def _said(self, told: Text | None, failed: Text | None) -> None:
        self._told, self._failed = told, failed
        self._show(self._state())

    def type(self, text: str) -> None:
        """Another key was pressed."""
        if text != self._text:
            self._text = text
            self._told = self._failed = None
            self._show(self._state())

    def choose(self, place: int) -> None:
        """A reading was chosen: the line is written so that it has no other; an unlikely dose is meant; or why."""
        order = self._order()
        if order is None:
            return
        if order.read.asks:
            options = order.read.asks[0].options
            if place < len(options):
                self._write_anew(options[place].line)
                self.keep(self._text)
        elif self._unsure(order):
            self._meant = self._text
        elif place < len(self._reasons()):
            self._commit(order, *self._reasons()[place])
            return
        self._show(self._state())

    def keep(self, text: str) -> None:
        """What is half typed, sealed and for its author only; of an act only what the person made of its line."""
        around, session, act = self._around, self._desk.session, self._act
        if around is None or session.store.fault is not None or around.why_not is not None:
            return
        key = draft_key(around.subject) if act is None else act_key(act.row.place, act.kind)
        if not text.strip() or (act is not None and text == act.text):
            self._drop(key)
        else:
            self._desk.write(
                lambda: session.store.keep_draft(session.person.user, key, text), lambda _none: None, self._desk.failed
            )

    def _drop(self, key: str) -> None:
        session = self._desk.session
        if session.store.fault is None:
            self._desk.write(
                lambda: session.store.drop_draft(session.person.user, key), lambda _none: None, self._desk.failed
            )

    def enter(self, text: str) -> None:
        """Keep the line as rows or as a change of its row, where nothing is left to ask."""
        self.type(text)
        order, around = self._order(), self._around
        if order is None or around is None or not self._ready(order) or self._busy or around.why_not is not None:
            self._show(self._state())
        elif not self._reasons():
            self._commit(order, "", Text("", ""))

    def reasoned(self, reason: str) -> None:
        """The person said why the row changes."""
        order = self._order()
        if order is not None and self._ready(order):
            self._write(order, self._why, reason)

    def _commit(self, order: Order, why: str, words: Text) -> None:
        """Write it, or ask for a reason first where the record demands one and no answer gives it."""
        act, self._why = self._act, why
        changed = self._result(order).changed or {}
        if act is not None and not changed:
            self.give_up()
            self._said(_NOTHING, None)
            return
        demanded = act is not None and bool(act.row.reasoned & {*changed, *([WHY] if why else [])})
        if act is not None and demanded and not why:
            self._ask(Text(act.called("en"), act.called("zh")))
        else:
            self._write(order, why, f"{words.zh} / {words.en}" if why else "")

    def _write(self, order: Order, why: str, reason: str) -> None:
        around, act, session = self._around, self._act, self._desk.session
        if around is None or self._busy:
            return
        author, store, result = session.author, session.store, self._result(order)
        explanation = _CONFIRMED if order.unlikely is not None else ""
        key = draft_key(around.subject) if act is None else act_key(act.row.place, act.kind)
        self._busy = True
        self._show(self._state())

        def job() -> tuple[Appended, tuple[Fact, ...]]:
            rows = result.begun if act is not None else order.rows
            facts: tuple[Fact, ...] = facts_of(order, around, store.new_id, rows, explanation)
            if act is not None:
                given = {**(result.changed or {}), **({WHY: Codes((why,))} if why else {})}
                typed = order.read.line
                moves = logs_acts.facts_on_row(
                    act, given, store.new_id, typed=typed, reason=reason, explanation=explanation
                )
                facts = (*moves, *facts)
            appended = store.append(author, facts)
            store.drop_draft(session.person.user, key)
            return appended, facts

        self._desk.write(job, lambda done: self._done(around.subject, order, *done), self._refused)

    def _done(self, subject: str, order: Order, appended: Appended, facts: tuple[Fact, ...]) -> None:
        self._busy = False
        act, self._act = self._act, None
        told = line_words.entered(order) if act is None else line_words.acted(act, order)
        before = act.row.facts if act is not None else {}
        self._undo.wrote(subject, told, appended.change, facts, before)
        if self._around is not None and self._around.subject == subject:
            self._write_anew("")
            self._told = told
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

    def _result(self, order: Order) -> Meant:
        """What the act comes to; without one nothing stands in the way."""
        if self._act is None or self._around is None:
            return Meant()
        if logs_acts.moved(self._act, self._around.seen):
            return Meant((logs_acts.MOVED,))
        return logs_acts.meant(self._act, order)

    def _unsure(self, order: Order) -> bool:
        """Whether a dose that is not usual was not said to be meant; one that stands already is not asked again."""
        new = self._act is None or logs_acts.doses_moved(self._result(order))
        return order.unlikely is not None and new and self._meant != self._text

    def _ready(self, order: Order) -> bool:
        return order.ready and not self._unsure(order) and not self._result(order).refusals

    def _reasons(self) -> tuple[tuple[str, Text], ...]:
        """The answers to why a medicine is stopped or changed."""
        act = self._act
        return answers(self._desk.session.study) if act is not None and act.kind != "edit" else ()

    def _state(self) -> LineState:
        around, act = self._around, self._act
        why_not = around.why_not if around is not None else _NO_RIGHT
        bare = LineState(
            turn=self._turn, text=self._text, busy=self._busy, why_not=why_not,
            act=line_words.act_words(act), undo=self._undo.offered(around.subject) if around is not None else None,
            acts=() if around is None or why_not is not None else line_words.ACTS,
        )  # fmt: skip
        failed = (self._failed,) if self._failed is not None else ()
        order = self._order()
        if order is None or around is None:
            return replace(bare, notes=line_words.told(self._told), refused=failed)
        session, result = self._desk.session, self._result(order)
        taken = logs_acts.without(act, around.taken)
        seen = line_words.Seen(self._words, around.weight, taken, around.known, session.today)
        shown = line_words.shown(order, seen, meant=not self._unsure(order))
        question, why = shown.question, self._reasons()
        if question is None and self._ready(order) and act is not None and why:
            question = line_words.why_question(act, tuple(label for _code, label in why))
        does = tuple(LineNote(text, Tone.ACCENT) for text in logs_acts.notes(session.study, act, result)) if act else ()
        return replace(
            bare, parts=shown.parts, amount=shown.amount, notes=(*does, *shown.notes), question=question,
            refused=(*failed, *result.refusals, *shown.refused), ready=shown.ready and not result.refusals,
        )  # fmt: skip


def facts_of(
    order: Order, around: Around, new_id: Callable[[], str], rows: tuple[Items, ...], explanation: str = ""
) -> tuple[Fact, ...]:
    """Each row with its items, the line itself as what was typed."""
    facts: list[Fact] = []
    for number, row in enumerate(rows, start=around.rows + 1):
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
