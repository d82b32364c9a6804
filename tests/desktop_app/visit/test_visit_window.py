"""How the head of a visit tells its window: in it, so many days before or after it, entered from old records."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

INFUSED = date(2026, 8, 18)


@pytest.mark.parametrize(
    ("visit", "day", "standing", "words"),
    [
        ("M3", 91, "in", "in window"),
        ("M3", 80, "before", "1 d before the window · entered 11 d later"),
        ("M1", 40, "after", "5 d after the window · entered 51 d later"),
        ("W2", 14, "in", "in window · entered 77 d later"),
    ],
)
def test_the_head_says_how_far_outside_its_window_a_visit_is(
    bedside: Callable[..., Any], visit: str, day: int, standing: str, words: str
) -> None:
    made = bedside()
    made.work.visit(made.subject, visit, INFUSED + timedelta(days=day), {})
    made.open(visit, "VISIT")
    header = made.state.header
    assert (header.standing, header.standing_words.en) == (standing, words)
