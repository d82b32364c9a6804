"""What becomes of a text left in a field."""

from collections.abc import Callable

import pytest

from study.address import Address
from study.changes.facts import ValueSet
from study.checks import CheckContext
from study.definition.model import Study
from study.entry import Field, Given, Impossible, Keep, Nothing, ReasonWanted, automatic_query, decide
from study.grammar import Ask, Refused
from study.text import Text
from study.values import Cleared, NotDone, Quantity, Value

Make = Callable[..., Field]
K641 = Quantity("6.41", "mmol/L")


@pytest.fixture
def field(shipped: Study) -> Make:
    def make(
        item: str = "K", current: Value | None = None, role: str = "clinician", asks_reason: bool = False
    ) -> Field:
        return Field(shipped.item("CHEM", item), current, CheckContext(), role, asks_reason)

    return make


def test_a_new_value_is_kept_with_what_the_checks_say(shipped: Study, field: Make) -> None:
    decision = decide(shipped, field(), "6.41")
    assert isinstance(decision, Keep)
    assert decision.value == K641
    assert decision.findings.critical is not None


@pytest.mark.parametrize("typed", ["6.41", "6.410", "６．４１"])
def test_the_same_value_is_no_change_however_it_is_written(shipped: Study, field: Make, typed: str) -> None:
    assert isinstance(decide(shipped, field(current=K641), typed), Nothing)


def test_empty_clears_a_value_and_changes_nothing_where_there_was_none(shipped: Study, field: Make) -> None:
    assert isinstance(decide(shipped, field(), "  "), Nothing)
    cleared = decide(shipped, field(current=K641), "")
    assert isinstance(cleared, Keep)
    assert isinstance(cleared.value, Cleared)


def test_the_impossible_is_refused_and_an_investigator_may_confirm_it(shipped: Study, field: Make) -> None:
    hopeless = decide(shipped, field(), "64.1")
    assert isinstance(hopeless, Impossible)
    assert not hopeless.may_confirm
    refused = decide(shipped, field(role="investigator"), "64.1")
    assert isinstance(refused, Impossible)
    assert refused.may_confirm
    kept = decide(shipped, field(role="investigator"), "64.1", Given(reason="report says so", confirmed=True))
    assert isinstance(kept, Keep)


def test_two_readings_ask_and_the_chosen_one_is_kept(shipped: Study, field: Make) -> None:
    asked = decide(shipped, field("CREAT"), "ND")
    assert isinstance(asked, Ask)
    kept = decide(shipped, field("CREAT"), "ND", Given(chosen=asked.options[0].value))
    assert isinstance(kept, Keep)


def test_nonsense_is_refused_with_a_sentence_in_both_languages(shipped: Study, field: Make) -> None:
    refused = decide(shipped, field(), "abc")
    assert isinstance(refused, Refused)
    assert refused.sentence.en
    assert refused.sentence.zh


def test_where_a_change_needs_a_reason_it_is_asked_for_and_what_stands_already_is_no_change(
    shipped: Study, field: Make
) -> None:
    wanted = decide(shipped, field(current=K641, asks_reason=True), "4.61")
    assert isinstance(decide(shipped, field(asks_reason=True), "4.61"), ReasonWanted), "emptied before, or signed"
    assert isinstance(decide(shipped, field(current=K641, asks_reason=True), "6.41"), Nothing)
    assert isinstance(wanted, ReasonWanted)
    given = Given(chosen=wanted.value, reason="typing error")
    assert isinstance(decide(shipped, field(current=K641, asks_reason=True), "4.61", given), Keep)


def test_not_done_replaces_a_value_like_any_other(shipped: Study, field: Make) -> None:
    assert isinstance(decide(shipped, field(current=K641), "", Given(chosen=NotDone("HEMOLYSED"))), Keep)


def test_two_devices_raise_one_and_the_same_automatic_query() -> None:
    address = Address("child", "M3", form="CHEM", form_repeat="r", item="CK")
    fact = ValueSet(id="v1", address=address, value=Quantity("612", "U/L"))
    first, second = (automatic_query(address, "soft", fact, Text("high", "偏高")) for _ in range(2))
    assert first == second
    other = automatic_query(address, "soft", ValueSet(id="v2", address=address, value=fact.value), Text("high", "偏高"))
    assert other.id != first.id
