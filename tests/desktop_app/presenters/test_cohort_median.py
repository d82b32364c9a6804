"""The median of children: told only as far as it is the same whatever lies below a limit."""

from decimal import Decimal
from statistics import median as plain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.presenters.cohort_median import median
from study.ranks import LEAST

NUMBERS = st.decimals(min_value=0, max_value=1000, places=1)


@pytest.mark.parametrize(
    ("results", "shown"),
    [
        ("1 2 9", "2.0"),
        ("1 2 3 10", "2.5"),
        ("<1 <1 5", "<1.0"),
        ("<1 2 5", "2.0"),
        ("<5 3 4", "3.0 – 4.0"),
        (">9 >9 1", ">9.0"),
    ],
)
def test_a_limit_survives_in_the_median(results: str, shown: str) -> None:
    read = [(Decimal(text.lstrip("<>")), text[0] if text[0] in "<>" else "") for text in results.split()]
    found = median(read, 1)
    assert found is not None
    assert found.shown == shown


def test_of_limits_of_both_kinds_nothing_is_told() -> None:
    assert median([(Decimal(1), "<"), (Decimal(9), ">"), (Decimal(1), "<"), (Decimal(9), ">")], 1) is None


@given(st.lists(NUMBERS, max_size=LEAST - 1))
def test_of_fewer_than_three_children_none_is_told(values: list[Decimal]) -> None:
    assert median([(value, "") for value in values], 1) is None


@given(st.lists(NUMBERS, min_size=LEAST, max_size=9))
def test_of_measured_values_it_is_the_median(values: list[Decimal]) -> None:
    found = median([(value, "") for value in values], 1)
    assert found is not None
    assert (found.value, found.comparator) == (plain(values), "")
