"""A limb is decided only when every possible number decides it the same way."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.derived.limbs import Limb, Truth, at_most, every, judged, less, not_above, opposite, scaled, some, under
from study.span import Span, span_of
from study.text import Text
from study.values import Comparator, Quantity

numbers = st.decimals(Decimal(0), Decimal(20), places=1)
truths = st.sampled_from([True, False, None])
SIGNS: list[Comparator] = ["", "<", "<=", ">", ">="]


@st.composite
def possible(draw: st.DrawFn) -> tuple[Span, list[Decimal]]:
    """A span, and some of the numbers it may stand for."""
    comparator, number = draw(st.sampled_from(SIGNS)), draw(numbers)
    step = Decimal("0.05")
    down = [number - step, number / 2] if number > 0 else []
    inside = {
        "": [number],
        "<": down or [number],
        "<=": [number, *down],
        ">": [number + step, number * 3 + 1],
        ">=": [number, number * 3 + 1],
    }[comparator]
    return span_of(Quantity(str(number), "", comparator), Decimal(0)), [each for each in inside if each >= 0]


def _agrees(truth: Truth, answers: list[bool]) -> bool:
    return truth is None or set(answers) == {truth}


@given(possible(), numbers)
def test_a_limit_decides_nothing_that_a_possible_number_would_not(one: tuple[Span, list[Decimal]], at: Decimal) -> None:
    span, inside = one
    assert _agrees(at_most(span, at), [number <= at for number in inside])
    if inside != [0] or span.exact is not None:  # "<0" stands for no number
        assert _agrees(under(span, at), [number < at for number in inside])


@given(possible(), possible())
def test_two_limits_are_compared_over_all_their_numbers(
    one: tuple[Span, list[Decimal]], other: tuple[Span, list[Decimal]]
) -> None:
    (low, lows), (high, highs) = one, other
    if Span(Decimal(0), Decimal(0), high_in=False) not in (low, high):
        assert _agrees(not_above(low, high), [a <= b for a in lows for b in highs])


@given(numbers, numbers)
def test_exact_numbers_are_always_decided(a: Decimal, b: Decimal) -> None:
    exact = span_of(Quantity(str(a), ""))
    assert (under(exact, b), at_most(exact, b)) == (a < b, a <= b)
    assert not_above(exact, span_of(Quantity(str(b), ""))) == (a <= b)


@given(st.lists(truths, max_size=4))
def test_joining_is_the_logic_of_possible_answers(several: list[Truth]) -> None:
    known = [each for each in several if each is not None]
    unknown = len(known) < len(several)
    assert every(several) == (False if False in known else None if unknown else True)
    assert some(several) == opposite(every(opposite(each) for each in several))


def test_shifted_and_scaled_spans_keep_which_end_belongs() -> None:
    below_8 = span_of(Quantity("8", "", "<"), Decimal(0))
    assert scaled(below_8, Decimal("0.5")) == Span(Decimal(0), Decimal(4), high_in=False)
    assert less(span_of(Quantity("8", "", ">=")), Decimal(3)) == Span(Decimal(5), None)


@pytest.mark.parametrize(("holds", "verdict"), [(True, "Y"), (False, "N"), (None, "")])
def test_a_flag_names_what_is_not_met_or_left_open(holds: Truth, verdict: str) -> None:
    outcome = judged((Limb(Text("a", "甲"), True), Limb(Text("b", "乙"), holds)))
    assert outcome.verdict == verdict
    said = [note.en for note in (*outcome.notes, outcome.why) if note]
    assert said == {"Y": [], "N": ["Not met: b."], "": ["Cannot tell, a value is only a limit: b."]}[verdict]
