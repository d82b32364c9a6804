"""A pattern is refused where it could be tried without end; one that is taken ends soon on any text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.definition.patterns import LONGEST_TEXT, fits, refusal

TAKEN = [
    r"[A-Z]{2,4}-[0-9]{3}", r"[A-Z]+-[0-9]+", r"(?:LN|XX)-[0-9]{3}", r"(ab){3}", r"[]a]+", r"[^]a-c]{2}", r"\d+(,\d+)?",
    r"\(a\+\)\+", r"[(+*)|]{3}", r"a+?", r"((a{2}){3}){4}", "",
]  # fmt: skip
REFUSED = [
    (r"(a+)+", "a repeated group"),
    (r"(a*)*b", "a repeated group"),
    (r"(a|a)*b", "a repeated group"),
    (r"((a+))+", "a repeated group"),
    (r"(?:a?){30}a{30}", "a repeated group"),
    (r"(x(a{1,9})y){2,}", "a repeated group"),
    (r"a*a*a*b", "open repetitions"),
    (r"(a*)(a*)(a*)b", "open repetitions"),
    (r"a?a?a?a?a?a?a?b", "`?` or `|`"),
    (r"(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)", "`?` or `|`"),
    (r"a{500}", "repeated 100 times"),
    (r"a{1,500}", "repeated 100 times"),
    (r"(?=a)b", "nothing else"),
    (r"(a)\1", "nothing else"),
    (r"(?P<x>a)", "nothing else"),
    (r"(?i)a", "nothing else"),
    (r"[[a]", "nothing else"),
    (r"(", "not a regular expression"),
    (r"a{99999999999}", "not a regular expression"),
    ("a" * 201, "200 characters at most"),
]


@pytest.mark.parametrize("pattern", TAKEN)
def test_a_plain_pattern_is_taken(pattern: str) -> None:
    assert refusal(pattern) is None


@pytest.mark.parametrize(("pattern", "said"), REFUSED)
def test_a_pattern_without_an_end_is_refused_in_both_languages(pattern: str, said: str) -> None:
    why = refusal(pattern)
    assert why is not None
    assert said in why.en
    assert why.zh


def test_a_text_beyond_the_bound_does_not_fit() -> None:
    assert fits("a+", "a" * LONGEST_TEXT)
    assert not fits("a+", "a" * (LONGEST_TEXT + 1))


_ATOMS = st.sampled_from(["a", "[ab]", ".", r"\w", "b"])
_OFTEN = st.sampled_from(["", "", "*", "+", "?", "{3}", "{1,4}", "{2,}", "+?", "*+"])


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    groups = st.builds("({}){}".format, inner, _OFTEN) | st.builds("(?:{}|{}){}".format, inner, inner, _OFTEN)
    return st.lists(groups | inner, min_size=1, max_size=3).map("".join)


@given(st.recursive(st.builds("{}{}".format, _ATOMS, _OFTEN), _grown, max_leaves=8))
def test_whatever_is_taken_ends_soon(pattern: str) -> None:
    if refusal(pattern) is None:
        re.compile(pattern)
        # One that backtracks without end would not come back from here.
        assert fits(pattern, "a" * (LONGEST_TEXT - 1) + "!") in (True, False)
