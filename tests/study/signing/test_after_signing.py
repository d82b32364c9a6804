"""What a signature rested on and what was changed after it, from the facts of the log in any order of arrival."""

import random
from collections.abc import Iterator
from itertools import count

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.address import Address
from study.after_signing import Made, changes_after, differences, signatures, signed_over
from study.changes import facts as f
from study.changes.ancestry import Standpoint
from study.changes.envelope import Seen
from study.state.digest import form_digest
from study.state.settle import Standing
from study.values import Cleared, Quantity, Value

VS = Address("child", "M3", form="VS")
WEIGHT = Address("child", "M3", form="VS", item="WEIGHT")
PULSE = Address("child", "M3", form="VS", item="PULSE")
KG, KG43 = Quantity("41.2", "kg"), Quantity("43.0", "kg")


class Log:
    """Facts of two workstations; what one writes is numbered when it is sent."""

    def __init__(self) -> None:
        self.lines: list[Made] = []
        self._ids: Iterator[int] = count(1)
        self._seq: dict[str, int] = {}

    def add(
        self, device: str, fact: f.Fact, *, number: int | None = None, heard: int = 0, author: str = "zhou"
    ) -> Made:
        """One change; `heard` is the EDC's last number that the workstation had pulled."""
        place = next(self._ids)
        self._seq[device] = self._seq.get(device, 0) + 1
        standing: Standing = "accepted" if number is not None else "pending"
        made = Made(
            fact, f"c{place}", 0, device, self._seq[device], place, author, "investigator", 1000 * place,
            Seen("e", heard), number, standing,
        )  # fmt: skip
        self.lines.append(made)
        return made

    def put(self, device: str, address: Address, value: Value, *bases: str, reason: str = "", **how: int | None) -> str:
        """A value; returns its fact's id."""
        name = f"v{next(self._ids)}"
        fact = f.ValueSet(id=name, bases=bases, address=address, value=value, reason=reason)
        self.add(device, fact, **how)  # type: ignore[arg-type]
        return name

    def sign(self, device: str, values: dict[Address, Value], **how: int | None) -> Made:
        """A signature over these values."""
        digest = form_digest({address.key: value for address, value in values.items()})
        fact = f.Signed(id=f"s{next(self._ids)}", address=VS, meaning="m", digest=digest)
        return self.add(device, fact, **how)  # type: ignore[arg-type]


def test_a_signature_is_proven_by_what_stood_before_it_and_not_by_what_came_later() -> None:
    log = Log()
    first = log.put("a", WEIGHT, KG)
    signature = log.sign("a", {WEIGHT: KG})
    log.put("a", WEIGHT, KG43, first, reason="report")
    basis = signed_over(log.lines, signature)
    assert (basis.values, basis.proven) == ({WEIGHT: KG}, True)


def test_every_change_after_it_is_listed_with_before_now_who_and_why() -> None:
    log = Log()
    first = log.put("a", WEIGHT, KG)
    log.sign("a", {WEIGHT: KG})
    second = log.put("a", WEIGHT, KG43, first, reason="corrected report")
    log.put("a", PULSE, Quantity("84", "/min"), reason="source")
    log.put("a", WEIGHT, KG, second, reason="back again")
    found = [
        (each.address.item, each.before, each.now, each.reason, each.by.author) for each in changes_after(log.lines)
    ]
    assert found == [
        ("WEIGHT", KG, KG43, "corrected report", "zhou"),
        ("PULSE", None, Quantity("84", "/min"), "source", "zhou"),
        ("WEIGHT", KG43, KG, "back again", "zhou"),
    ]
    [signature] = signatures(log.lines)
    assert [d.address for d in differences(log.lines, signature)] == [PULSE], "the weight is the signed one again"


def test_an_explanation_or_an_agreeing_entry_is_no_change() -> None:
    log = Log()
    first = log.put("a", WEIGHT, KG)
    signature = log.sign("a", {WEIGHT: KG})
    log.put("a", WEIGHT, Quantity("41.20", "kg"), first)
    assert (changes_after(log.lines), differences(log.lines, signature)) == ((), ())


def test_what_another_workstation_had_written_and_the_signer_had_not_heard_comes_after_the_signature() -> None:
    log = Log()
    log.put("a", WEIGHT, KG, number=1)
    log.put("b", PULSE, Quantity("84", "/min"), number=2, author="li")  # type: ignore[arg-type]
    signature = log.sign("a", {WEIGHT: KG}, number=3, heard=1)
    assert signed_over(log.lines, signature).proven, "although it stands before it in the EDC's order"
    [later] = changes_after(log.lines)
    assert (later.address, later.by.author) == (PULSE, "li")


def test_a_value_emptied_or_a_form_withdrawn_after_the_signature_is_named() -> None:
    log = Log()
    first = log.put("a", WEIGHT, KG)
    signature = log.sign("a", {WEIGHT: KG})
    log.put("a", WEIGHT, Cleared(), first, reason="wrong child")
    [gone] = differences(log.lines, signature)
    assert (gone.signed, gone.now) == (KG, None)
    other = Log()
    other.put("a", WEIGHT, KG)
    signature = other.sign("a", {WEIGHT: KG})
    other.add("a", f.Withdrawn(id="w", address=Address("child", "M3"), reason="another child's"))
    [withdrawn] = differences(other.lines, signature)
    assert isinstance(withdrawn.by.fact, f.Withdrawn)
    assert changes_after(other.lines)[0].reason == "another child's"


def test_two_values_that_came_later_are_called_a_conflict() -> None:
    log = Log()
    log.put("a", WEIGHT, KG, number=1)
    signature = log.sign("a", {WEIGHT: KG}, number=2, heard=1)
    log.put("b", WEIGHT, KG43, number=3)
    [found] = differences(log.lines, signature)
    assert found.conflict


def test_what_the_centre_held_later_still_counts_as_what_was_signed() -> None:
    log = Log()
    made = log.put("a", WEIGHT, KG)
    signature = log.sign("a", {WEIGHT: KG})
    log.lines[0] = Made(**{name: getattr(log.lines[0], name) for name in Made.__struct_fields__} | {"standing": "held"})
    assert made
    assert signed_over(log.lines, signature).proven
    assert [each.now for each in differences(log.lines, signature)] in ([None], [])


def test_what_was_heard_by_the_numbers_of_an_edc_before_it_was_restored_is_found_again() -> None:
    log = Log()
    log.put("a", WEIGHT, KG, number=7)
    signed: dict[Address, Value] = {WEIGHT: KG, PULSE: Quantity("84", "/min")}
    signature = log.sign("a", signed, number=8, heard=2)
    # Given back to the restored EDC, and so to this workstation, after the signature that rests on it.
    first = log.put("b", PULSE, Quantity("84", "/min"), number=9, author="li")  # type: ignore[arg-type]
    log.put("b", PULSE, Quantity("90", "/min"), first, number=10, author="li", reason="misread")  # type: ignore[arg-type]
    basis = signed_over(log.lines, signature)
    assert (basis.proven, basis.values) == (True, signed)
    [later] = changes_after(log.lines)
    assert (later.before, later.now, later.reason) == (Quantity("84", "/min"), Quantity("90", "/min"), "misread")


def test_a_digest_that_no_reading_gives_is_not_proven() -> None:
    log = Log()
    log.put("a", WEIGHT, KG)
    signature = log.sign("a", {WEIGHT: KG43})
    assert not signed_over(log.lines, signature).proven


def test_only_a_signature_can_be_asked_about() -> None:
    log = Log()
    log.put("a", WEIGHT, KG)
    with pytest.raises(TypeError):
        signed_over(log.lines, log.lines[0])


@given(st.lists(st.tuples(st.sampled_from([WEIGHT, PULSE]), st.integers(1, 5)), max_size=8), st.randoms())
def test_the_order_in_which_facts_arrive_plays_no_part(later: list[tuple[Address, int]], chance: random.Random) -> None:
    log = Log()
    heads = {WEIGHT: log.put("a", WEIGHT, KG)}
    signature = log.sign("a", {WEIGHT: KG})
    for address, number in later:
        bases = (heads[address],) if address in heads else ()
        heads[address] = log.put("a", address, Quantity(str(number), "kg"), *bases, reason="r")
    mixed = list(log.lines)
    chance.shuffle(mixed)
    assert signed_over(mixed, signature).proven
    assert changes_after(mixed) == changes_after(log.lines)
    assert differences(mixed, signature) == differences(log.lines, signature)


def test_a_signature_on_a_set_back_store_rests_on_its_own_branch_and_on_no_lost_hours() -> None:
    """The store was set back by an hour: what it wrote then and sent stands under the same numbers as what it wrote
    afterwards, and another workstation heard the lost hour first.
    """
    log = Log()
    first = log.put("a", WEIGHT, KG, number=1)
    log.put("a", WEIGHT, KG43, first, number=2)
    log.put("a", PULSE, Quantity("80", "/min"), first)
    log.sign("a", {WEIGHT: KG, PULSE: Quantity("80", "/min")}, heard=1)
    root, away, here = Standpoint(("r",), 0), Standpoint(("r", "lost"), 1), Standpoint(("r", "here"), 1)
    stands = [root, away, here, here._replace(depth=2)]
    renumbered = [
        msgspec.structs.replace(line, stands=at, seq=at.depth + 1)
        for line, at in zip(log.lines, stands, strict=True)
    ]  # fmt: skip
    assert signed_over(renumbered, renumbered[-1]).proven
    assert signed_over(renumbered, renumbered[-1]).known == {log.lines[0].change, log.lines[2].change}
    unplaced = [msgspec.structs.replace(line, stands=Standpoint()) for line in renumbered]
    assert not signed_over(unplaced, unplaced[-1]).proven, "the numbers alone do not say it"
