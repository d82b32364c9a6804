"""Which records may be one child's, what was decided of them, and that no decision leaves a child without a record."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.address import Address
from study.changes import facts as f
from study.rights import ASIDE, NOT_ONE, may
from study.state.settle import Entry, Placing
from study.twice import MOST_ALIKE, Decided, Decision, Enrolled, compare, decisions, near, pairs

BORN, INFUSED, CONSENT = date(2014, 7, 1), date(2026, 8, 18), date(2026, 7, 1)
ONE = Enrolled("a", "LN-013", "H1", "陈予安", BORN, "M", INFUSED, CONSENT)
OTHER = replace(ONE, subject="b", code="LN-021")
NOTHING = Decided()


def said(kind: str, subject: str, other: str, mark: str = "m") -> Decision:
    return Decision(mark, f"c{mark}", kind, subject, other, "why")


@pytest.mark.parametrize(
    ("other", "asked"),
    [
        (OTHER, True),
        (replace(OTHER, name="陈余安", number=""), True),
        (replace(OTHER, name=" 陈 予安", birth=date(2014, 7, 11), number=""), True),
        (replace(OTHER, name="李小满", number="H2"), False),
        (replace(OTHER, name="李小满", number=""), False),
        (replace(OTHER, name="陈予安", birth=date(2015, 1, 1), number="H2"), False),
        (replace(OTHER, name="李小满", birth=date(2015, 1, 1)), True),
        (replace(OTHER, name="", number="", infusion=None), True),
        (replace(OTHER, name="陈余安", number="H2", sex="F"), False),
    ],
)
def test_who_is_asked_about_where_names_are_seen(other: Enrolled, asked: bool) -> None:
    assert bool(pairs((ONE, other), NOTHING)) is asked


def test_without_names_only_what_falls_together_in_everything_is_asked() -> None:
    bare = replace(ONE, name="", number="", birth=None)
    twin = replace(bare, subject="b", code="LN-021")
    [pair] = pairs((twin, bare), NOTHING)
    assert (pair.one.code, pair.other.code, pair.likeness.differs) == ("LN-013", "LN-021", ())
    for less in ({"infusion": None}, {"consent": date(2026, 7, 2)}, {"sex": "F"}, {"sex": ""}):
        assert pairs((bare, replace(twin, **less)), NOTHING) == ()
    assert pairs((ONE, twin), NOTHING), "one names nobody: nothing speaks against it"


def test_what_many_share_tells_nothing() -> None:
    bare = replace(ONE, name="", number="", birth=None)
    crowd = [replace(bare, subject=str(n), code=f"LN-{n:03}") for n in range(MOST_ALIKE + 1)]
    assert pairs(crowd, NOTHING) == ()
    assert pairs(crowd[:-1], NOTHING)


def test_what_agrees_and_what_differs() -> None:
    likeness = compare(ONE, replace(OTHER, name="陈余安", number="H2", consent=None))
    assert likeness.agrees == ("near", "birth", "sex", "infusion")
    assert likeness.differs == ("number",)


def test_names_that_are_one_slip_apart() -> None:
    assert near("陈予安", "陈余安")
    assert near("陈予安", "陈安")
    assert not near("ln001", "ln002")
    assert not near("陈予安", "陈安予")
    assert not near("陈", "陈安")
    assert not near("陈予安", "陈予安")


def test_a_decided_pair_is_not_asked_again_whoever_carries_the_decision() -> None:
    for decision in (said(NOT_ONE, "a", "b"), said(NOT_ONE, "b", "a"), said(ASIDE, "a", "b"), said(ASIDE, "b", "a")):
        assert pairs((ONE, OTHER), Decided((decision,), {"a", "b"})) == ()


def test_who_stands_aside_and_which_record_goes_on() -> None:
    decided = Decided((said(ASIDE, "b", "a", "1"), said(ASIDE, "c", "b", "2")), {"a", "b", "c"})
    assert set(decided.aside) == {"b", "c"}
    assert [decided.goes_on(name) for name in "abc"] == ["a", "a", "a"]


@pytest.mark.parametrize("against", [said(NOT_ONE, "a", "b", "2"), said(ASIDE, "a", "b", "2")])
def test_two_workstations_that_decided_otherwise_leave_both_in_the_counts_and_are_asked(against: Decision) -> None:
    decided = Decided((said(ASIDE, "b", "a", "1"), against), {"a", "b"})
    assert decided.aside == {}
    [pair] = pairs((ONE, OTHER), decided)
    assert pair.disputed


def test_a_record_stands_aside_for_nobody_who_is_not_there() -> None:
    assert Decided((said(ASIDE, "b", "a"),), {"b"}).aside == {}


def test_the_same_decision_made_twice_holds_once() -> None:
    assert set(Decided((said(ASIDE, "b", "a", "1"), said(ASIDE, "b", "a", "2")), {"a", "b"}).aside) == {"b"}


def test_decisions_are_read_from_marks_in_the_order_of_acceptance() -> None:
    def entry(mark: f.Fact, number: int) -> Entry:
        return Entry(mark, f"c{number}", 0, Placing(number, "accepted"))

    second = f.MarkSet(id="2", kind=ASIDE, address=Address("b"), target="a", note="same child")
    first = f.MarkSet(id="1", kind=NOT_ONE, address=Address("a"), target="c", note="twins")
    itself = f.MarkSet(id="3", kind=ASIDE, address=Address("b"), target="b")
    gone = f.MarkWithdrawn(id="4", mark="0", address=Address("b"))
    found = decisions((entry(second, 9), entry(first, 4), entry(itself, 5), entry(gone, 6)))
    assert [(each.mark, each.subject, each.other, each.reason) for each in found] == [
        ("1", "a", "c", "twins"),
        ("2", "b", "a", "same child"),
    ]


def test_deciding_is_for_those_who_decide_between_values() -> None:
    mark = f.MarkSet(id="m", kind=ASIDE, address=Address("b"), target="a")
    back = f.MarkWithdrawn(id="w", mark="m", address=Address("b"))
    form = f.MarkWithdrawn(id="w", mark="m", address=Address("b", "M1", "", "VS"))
    for fact in (mark, back):
        assert [role for role in ("clinician", "investigator", "coordinator") if may(role, fact)]
        assert not any(may(role, fact) for role in ("data_entry", "monitor", "admin", "edc"))
    assert may("data_entry", form)


NAMES = st.sampled_from("abcde")
CHILDREN = st.lists(
    st.builds(
        Enrolled,
        subject=NAMES,
        code=NAMES,
        number=st.sampled_from(("", "1", "2")),
        name=st.sampled_from(("", "陈予安", "陈余安", "李白")),
        birth=st.sampled_from((None, BORN, INFUSED)),
        sex=st.sampled_from(("", "F", "M")),
        infusion=st.sampled_from((None, INFUSED)),
        consent=st.sampled_from((None, CONSENT)),
    ),
    unique_by=lambda child: child.subject,
)
SAID = st.lists(
    st.builds(said, st.sampled_from((ASIDE, NOT_ONE)), NAMES, NAMES, st.uuids().map(str)).filter(
        lambda each: each.subject != each.other
    ),
    max_size=6,
)


def asked(children: Iterable[Enrolled], decided: Decided) -> set[frozenset[str]]:
    return {frozenset((pair.one.subject, pair.other.subject)) for pair in pairs(children, decided)}


@given(CHILDREN, SAID)
def test_nobody_is_paired_with_itself_and_the_order_plays_no_part(
    children: list[Enrolled], marks: list[Decision]
) -> None:
    decided = Decided(marks, {child.subject for child in children})
    found = pairs(children, decided)
    assert all(pair.one.subject != pair.other.subject for pair in found)
    assert len({frozenset((pair.one.subject, pair.other.subject)) for pair in found}) == len(found)
    assert pairs(reversed(children), decided) == found


@given(CHILDREN)
def test_what_two_records_say_of_each_other_is_the_same_from_both_sides(children: list[Enrolled]) -> None:
    for one in children:
        for other in children:
            assert compare(one, other) == compare(other, one)
            if one is not other:
                assert bool(pairs((one, other), NOTHING)) == compare(one, other).likely


@given(CHILDREN, SAID)
def test_after_one_decision_a_pair_is_not_asked_again(children: list[Enrolled], marks: list[Decision]) -> None:
    there = {child.subject for child in children}
    for mark in marks:
        assert frozenset((mark.subject, mark.other)) not in asked(children, Decided((mark,), there))


@given(SAID, st.sets(NAMES))
def test_whatever_was_decided_every_child_has_a_record_that_goes_on(marks: list[Decision], there: set[str]) -> None:
    decided = Decided(marks, there)
    assert set(decided.aside) <= there
    for subject in there:
        assert decided.goes_on(subject) in there - set(decided.aside)
