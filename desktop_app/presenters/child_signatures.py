"""The signatures of a child on its page: visit by visit what waits, who signed last, what a later change made void.

Reads what voided a signature from the log, on the reader's lane.
"""

from collections.abc import Iterator

from desktop_app.presenters import words
from desktop_app.presenters.signature_words import People, last_signature, signed_by, void_changes
from desktop_app.records import Child
from desktop_app.session import Session
from study.address import LOG, Address, parse_key
from study.course import Course
from study.record import Signature
from study.signing import places, state, waiting_at, waits
from study.text import Text
from ui.child.state import SignatureRow

NAMED = 4
"""How many visits have a row of their own."""
MOST = 3
"""How many changes after a signature are told of one visit."""


def signature_rows(session: Session, child: Child) -> tuple[SignatureRow, ...]:
    """The visits at which something was signed or waits to be: void ones first, then the last ones, then the logs.

    A few are named; the others are counted in one more row, which leads to the first of them.
    """
    course, people = child.course, {person.user: person.name for person in session.store.reader.users()}
    visits = (*(at.address for at in reversed(course.visits)), Address(course.record.subject, LOG))
    rows = [row for visit in visits for row in _row(session, child, people, visit)]
    rows.sort(key=lambda row: not row.void)
    rest = rows[NAMED:]
    if len(rest) < 2:
        return tuple(rows)
    waiting = sum(len(waiting_at(course, parse_key(row.key))) for row in rest)
    more = Text(f"{len(rest)} more", f"另有 {len(rest)} 次")
    return (*rows[:NAMED], SignatureRow(rest[0].key, more, Text(f"{waiting} to sign", f"待签 {waiting}")))


def _row(session: Session, child: Child, people: People, visit: Address) -> Iterator[SignatureRow]:
    course = child.course
    forms = places(course, visit)
    states = {form: state(course.record, form) for form in forms}
    waiting = sum(waits(course, form) for form in forms)
    if not waiting and not any(states.values()):
        return
    signed = [found for form in forms if (found := last_signature(course, form)) and states[form] == "signed"]
    void = [(form, found) for form in forms if states[form] == "void" and (found := last_signature(course, form))]
    yield SignatureRow(
        key=visit.key,
        label=_label(course, visit),
        waiting=Text(f"{waiting} to sign", f"待签 {waiting}") if waiting else None,
        signed=_signed(course, people, signed, len(forms)) if signed else None,
        void=tuple(_void(session, child, people, form, found) for form, found in void)[:MOST],
    )


def _label(course: Course, visit: Address) -> Text:
    at = course.visit_at(visit)
    if visit.visit == LOG:
        return at.visit.label
    return words.both(
        f"{at.visit.code} {words.day_text(at.study_day)}".strip() if at.visit.repeating else at.visit.code
    )


def _signed(course: Course, people: People, signed: list[Signature], forms: int) -> Text:
    """How many of the forms are signed, and who signed the last of them."""
    last = max(signed, key=lambda each: course.record.made.get(each.entry.change, 0))
    by = signed_by(course, people, last)
    return words.join(Text(f"{len(signed)} of {forms} signed", f"已签 {len(signed)}/{forms}"), by)


def _void(session: Session, child: Child, people: People, form: Address, signature: Signature) -> Text:
    definition = child.course.study.forms[form.form]
    label = definition.short or definition.label
    changes = [why.text for why in void_changes(session, child, people, signature.fact.address, signature)]
    head = Text(f"{label.en} void, changed after signing", f"{label.zh}签名后有更改，已失效")
    return words.join(head, *changes[:MOST])
