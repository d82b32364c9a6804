"""What is an expression and what is refused: read, never run, and every refusal says why in both languages."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.expression import NotAnExpressionError, parse
from study.expression.parse import DEEPEST, LONGEST, Arithmetic, Call, Comparison, Logic, Name, Number, Word


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("A < 2.50", Comparison("<", Name("A"), Number(Decimal("2.50")))),
        ("CBC.NEUT >= .5", Comparison(">=", Name("CBC.NEUT"), Number(Decimal("0.5")))),
        ("SEX == 'F'", Comparison("==", Name("SEX"), Word(("F",)))),
        ("S not in ('A', 'B')", Comparison("not in", Name("S"), Word(("A", "B")))),
        ("A > -1", Comparison(">", Name("A"), Arithmetic("-", Number(Decimal(0)), Number(Decimal(1))))),
        (
            "0 < A <= 5",
            Logic(
                "and",
                (Comparison("<", Number(Decimal(0)), Name("A")), Comparison("<=", Name("A"), Number(Decimal(5)))),
            ),
        ),
        ("not missing(A)", Logic("not", (Call("missing", ("A",)),))),
        ("present(A) or present(F.B)", Logic("or", (Call("present", ("A",)), Call("present", ("F.B",))))),
        (" sex() == 'M' ", Comparison("==", Call("sex"), Word(("M",)))),
        (
            "abs(A - previous(A)) < 3",
            Comparison(
                "<",
                Call("abs", arguments=(Arithmetic("-", Name("A"), Call("previous", ("A",))),)),
                Number(Decimal(3)),
            ),
        ),
    ],
)
def test_each_construct(text: str, root: object) -> None:
    found = parse(text)
    assert found.root == root
    assert found.condition


def test_what_it_names_is_told_once_and_apart_from_what_it_asks_for() -> None:
    found = parse("A + CBC.B < setting(LIMIT) * derived(EGFR) + low(A) and present(A)")
    assert found.items == ("A", "CBC.B")
    assert found.asked == (("setting", "LIMIT"), ("derived", "EGFR"))


@pytest.mark.parametrize("text", ["A", "A + 1", "'F'", "3", "age()"])
def test_a_value_is_no_condition(text: str) -> None:
    assert not parse(text).condition


REFUSED = [
    "",
    "   ",
    "A <",
    "A = 1",
    "A <> 1",
    "A is B",
    "A and B",
    "not A",
    "(A < 1) + 2 > 3",
    "(A < 1) < B",
    "abs(A < 1) == 1",
    "+A > 1",
    "~A > 1",
    "A ** 2 > 1",
    "A // 2 > 1",
    "A % 2 > 1",
    "A @ B > 1",
    "A & B > 1",
    "A if B > 1 else C",
    "lambda: 1",
    "[A] == 1",
    "{A} == 1",
    "{'A': 1} == 1",
    "A[0] > 1",
    "A.B.C > 1",
    "() == A",
    "(A, 'B') == A",
    "('A', 1) == A",
    "True == A",
    "None == A",
    "... == A",
    "b'A' == A",
    "f'{A}' == B",
    "1e3 > A",
    "1_000 > A",
    "0x1F > A",
    "1j > A",
    "1234567890123456789 > A",
    "(A := 3) > 1",
    "[x for x in A] == 1",
    "(yield) == 1",
    "await A == 1",
    "print('x') == 1",
    "__import__('os').system('true') == 1",
    "open('x') == 1",
    "A.__class__.__mro__ == 1",
    "min(A) > 1",
    "min(*A) > 1",
    "abs(A, B) > 1",
    "days(A) > 1",
    "age(A) > 1",
    "present() == 1",
    "present(1 + 2)",
    "present('A')",
    "low(A, B) > 1",
    "abs(A, key=1) > 1",
    "A > 1 # and B > 2",
    "A > 1\nB > 2",
    "A == '\\x41'",
    "A > 1; B > 2",
    "A == 'B",
    "A\x00 > 1",
    "A > \ud800",
]


@pytest.mark.parametrize("text", REFUSED)
def test_everything_else_is_refused_with_a_sentence_in_both_languages(text: str) -> None:
    with pytest.raises(NotAnExpressionError) as refused:
        parse(text)
    assert refused.value.sentence.en
    assert refused.value.sentence.zh
    assert refused.value.sentence.en != refused.value.sentence.zh


@pytest.mark.parametrize(
    "text",
    [
        "A > 1 and " * 60 + "A > 1",
        "(" * 150 + "A" + ")" * 150 + " > 1",
        "-" * 400 + "A > 1",
        "not " * 120 + "A > 1",
        "1" + "+1" * 240 + " > A",
        "abs(" * 99 + "A" + ")" * 99 + " > 1",
        "(" * 450 + "A",
    ],
)
def test_deep_and_long_texts_are_refused(text: str) -> None:
    if text.startswith("(" * 150 + "A"):
        assert parse(text).items == ("A",), "brackets alone are no levels"
        return
    with pytest.raises(NotAnExpressionError):
        parse(text)


def test_a_long_sum_within_the_bounds_is_read() -> None:
    text = " + ".join(["A"] * 50) + " > 1"
    assert len(text) < LONGEST
    assert parse(text).items == ("A",)
    assert DEEPEST > 50


@given(st.text(max_size=60) | st.text(alphabet="AB.()<>=+-*/,' andortin1205!", max_size=60))
def test_any_text_is_read_or_refused_and_nothing_else_happens(text: str) -> None:
    try:
        found = parse(text)
    except NotAnExpressionError:
        return
    assert parse(found.text) == found
