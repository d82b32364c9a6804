"""When something may not be entered without a word of why: the one rule of fields, imports and the store's door. Pure.

Whoever asks says how the record stands (`Standing`): a screen from the child's record, the store from its slots.
"""

from collections.abc import Sequence
from typing import Protocol

from study.address import Address
from study.changes import facts as f
from study.state.slots import address_of
from study.values import Cleared, Value, same

ALWAYS = (
    f.Withdrawn | f.Reinstated | f.FormReopened | f.SignatureWithdrawn | f.AttachmentWithdrawn | f.UserEnded
    | f.IdentityErased
)  # fmt: skip
"""Acts that take something away or open it again: never without a word, wherever it stands."""


class Standing(Protocol):
    """How a record stands before something is entered."""

    def signed(self, form: Address) -> bool:
        """Whether a signature stands on a form or on its visit, valid or void."""

    def complete(self, form: Address) -> bool:
        """Whether a person declared the form complete."""

    def value_at(self, address: Address) -> Value | None:
        """What stands at an address; `Cleared` where it was emptied, None where nobody ever wrote."""

    def explanation_at(self, address: Address) -> str:
        """The word of explanation that stands beside that value; "" for none."""


def wants_reason(on: Standing, address: Address) -> bool:
    """Whether what is entered here needs a reason: something stood here when the form was completed, or it was signed.

    A first value on a form that is merely complete is an entry and no change.
    """
    form = address.in_form
    return on.signed(form) or (on.complete(form) and on.value_at(address) is not None)


def lacks_reason(on: Standing, fact: f.Fact, beside: Sequence[f.Fact]) -> bool:
    """Whether a fact says nothing of why and has to; `beside`: all facts of its change.

    A row on a signed form is reasoned by what is entered into it in the same breath. A mark is taken back without a
    word only while its form is open, or by the very act that completes the form; so is an explanation beside a value.
    """
    match fact:
        case f.ValueSet(address=address, value=value, reason=reason, explanation=explanation):
            moves = not same(on.value_at(address) or Cleared(), value)
            takes = moves or (not explanation.strip() and bool(on.explanation_at(address).strip()))
            return not reason.strip() and takes and wants_reason(on, address)
        case f.RowCreated(reason=reason):
            place = address_of(fact)
            return place is not None and not reason.strip() and _adds(on, place) and not _reasoned(place, beside)
        case f.MarkWithdrawn(address=address, reason=reason) if address.form and not reason.strip():
            form = address.in_form
            completes = any(isinstance(each, f.FormCompleted) and each.address == form for each in beside)
            return on.signed(form) or (on.complete(form) and not completes)
        case _:
            return isinstance(fact, ALWAYS) and not fact.reason.strip()


def _adds(on: Standing, place: Address) -> bool:
    return bool(place.form) and on.signed(place.in_form)


def _reasoned(place: Address, beside: Sequence[f.Fact]) -> bool:
    values = (fact for fact in beside if isinstance(fact, f.ValueSet) and place.covers(fact.address))
    return any(fact.reason.strip() for fact in values)
