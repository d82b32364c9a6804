"""SRI-4: its instrument, when it is not defined, and what it does not compare."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.derived.result import plain_result
from study.typed import derive

USUAL = {"base": "12", "cur": "8", "pga_base": "1", "pga_cur": "1"}


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"base": "3", "cur": "0"}, "4 or more"),
        ({"pga_cur": "3.1"}, "outside 0-3"),
        ({"newA": "0"}, "Missing: New BILAG B scores"),
        ({"newB": "0"}, "Missing: New BILAG A scores"),
        ({"window_base": "30D", "window": "10D"}, "different windows"),
        ({"cur": "<8"}, "nothing can be said"),
        ({"cur": ""}, "Missing: SLEDAI-2K now"),
    ],
)
def test_when_there_is_no_response_to_speak_of(more: dict[str, str], why: str) -> None:
    found = derive("SRI4", {**USUAL, **more})
    assert plain_result(found) is None
    assert found.why is not None
    assert why in found.why.en


def test_what_stands_in_the_way_is_named() -> None:
    found = derive("SRI4", {**USUAL, "cur": "9", "pga_cur": "1.3", "newA": "1", "newB": "1", "window": "30"})
    assert plain_result(found) == {"instrument": "SRI-4", "responder": False}
    # 12 - 9 = 3 < 4; 1.3 - 1 = 0.3, not under 0.3; one new A
    assert found.notes[0].en.count(";") == 2
    assert "same window was not given" in found.notes[1].en


def test_the_same_window_twice_needs_no_note_and_what_was_met_is_said() -> None:
    [met] = derive("SRI4", {**USUAL, "window_base": "30D", "window": "30d"}).notes
    assert met.en.startswith("Met: SLEDAI-2K at least 4 lower (")


@given(st.integers(4, 105), st.integers(0, 105), st.integers(0, 300), st.integers(0, 300), st.integers(0, 3))
def test_bilag_can_only_take_a_response_away(base: int, cur: int, pga_base: int, pga_cur: int, new_a: int) -> None:
    typed = {
        "base": str(base), "cur": str(cur), "pga_base": f"{pga_base / 100:.2f}", "pga_cur": f"{pga_cur / 100:.2f}",
    }  # fmt: skip
    without = derive("SRI4", typed)
    with_bilag = derive("SRI4", {**typed, "newA": str(new_a), "newB": "0"})
    assert without.verdict == ("Y" if base - cur >= 4 and pga_cur - pga_base < 30 else "N")
    assert with_bilag.verdict == ("Y" if without.verdict == "Y" and new_a == 0 else "N")
