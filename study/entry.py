"""What becomes of a text that a person left in a field: nothing, a value, a question, a refusal, or a reason first.

Joins the grammar and the checks in one decision; must not store anything or know a screen.
"""

import hashlib
from collections.abc import Callable
from datetime import date

import msgspec

from study.address import Address
from study.changes.facts import QueryOpened, Report, ValueSet
from study.checks import CheckContext, Findings, check
from study.definition.model import Form, Item, Study
from study.expression import Scope
from study.grammar import Ask, Refused, understand
from study.grammar.time_alone import read_time_alone
from study.text import Text
from study.unit_doubt import unit_doubt
from study.unusual import broken
from study.values import Cleared, NotDone, Value, same


class Nothing(msgspec.Struct, frozen=True):
    """The text says what already stands there; no change is made."""


class Keep(msgspec.Struct, frozen=True):
    """A value to keep, what was read into the text (None: nothing), and what the checks say of it."""

    value: Value
    note: Text | None
    findings: Findings


class Impossible(msgspec.Struct, frozen=True):
    """Outside the hard limits, or against a hard check of the form: refused, unless an investigator confirms that the
    report says so.
    """

    sentence: Text
    may_confirm: bool


class ReasonWanted(msgspec.Struct, frozen=True):
    """The form was completed or signed: a change needs a reason."""

    value: Value


Decision = Nothing | Keep | Impossible | ReasonWanted | Ask | Refused


class Given(msgspec.Struct, frozen=True):
    """What the person added to the text: the reading chosen, a reason for the change, a confirmation on the report.

    `explanation` names what a value that was taken over stands on, `report` the file a number was taken over from.
    """

    chosen: Value | None = None
    reason: str = ""
    confirmed: bool = False
    explanation: str = ""
    report: Report | None = None


GIVEN_NOTHING = Given()


class Field(msgspec.Struct, frozen=True):
    """The field and its circumstances: what stands there (None: nothing or cleared), who types, whether a change here
    needs a reason (`study.signing.wants_reason`).

    `form` and `around` (everything else, with a value of this field as if it were saved) let hard checks be asked.
    """

    item: Item
    current: Value | None
    context: CheckContext
    role: str
    asks_reason: bool = False
    form: Form | None = None
    around: Callable[[Value], Scope] | None = None
    before: Value | None = None
    """What stood here at the visit before, by which a number without a unit is doubted."""
    day: date | None = None
    """The day of the visit, on which a time without a day stands; None while it has none."""


def decide(study: Study, field: Field, typed: str, given: Given = GIVEN_NOTHING) -> Decision:
    """Decide about the text `typed` in a field."""
    reading = given.chosen
    note: Text | None = None
    if reading is None:
        now = field.context.entered
        understood = read_time_alone(field.item, typed, field.day, now) or understand(study, field.item, typed)
        if isinstance(understood, Ask | Refused):
            return understood
        reading, note = understood.value, understood.note
        doubt = unit_doubt(study, field.item, typed, reading, context=field.context, before=field.before)
        if doubt is not None and not (field.current is not None and same(field.current, reading)):
            return doubt
    if isinstance(reading, Cleared) if field.current is None else same(field.current, reading):
        return Nothing()
    context = msgspec.structs.replace(field.context, confirmed=given.confirmed)
    findings = check(study, field.item, reading, context)
    impossible = findings.hard or _broken(field, reading, given)
    if impossible is not None:
        return Impossible(impossible, may_confirm=field.role == "investigator")
    if field.asks_reason and not given.reason:
        return ReasonWanted(reading)
    return Keep(reading, note, findings)


def _broken(field: Field, reading: Value, given: Given) -> Text | None:
    """Emptying a field is always possible: what breaks a check must be able to go."""
    if field.form is None or field.around is None or given.confirmed or isinstance(reading, Cleared | NotDone):
        return None
    return broken(field.form, field.item.code, field.around(reading))


def automatic_query(address: Address, check_code: str, fact: ValueSet | None, text: Text) -> QueryOpened:
    """The query that a check raises about a value, or about there being none; its id follows from both, so two devices
    raise one and the same.
    """
    about = fact.id if fact is not None else ""
    name = hashlib.sha256(f"{address.key}\n{check_code}\n{about}".encode()).hexdigest()[:32]
    return QueryOpened(id=name, query=name, address=address, text=f"{text.zh} / {text.en}", check=check_code)


def answered(value: Value | None) -> bool:
    """True when a question has an answer or a reason why there is none."""
    return value is not None and not isinstance(value, Cleared)
