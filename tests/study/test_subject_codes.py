"""Codes of children by their pattern, and the blocks that workstations give them from."""

import re

from hypothesis import given
from hypothesis import strategies as st

from study.changes.facts import CodesLeased
from study.subject_codes import Numbering, codes_of, free_codes, leased_elsewhere, next_block, numbering

PATTERN = "[A-Z]{2,4}-[0-9]{3}"


def lease(device: str, first: int, last: int) -> CodesLeased:
    return CodesLeased(id=f"{device}{first}", device=device, prefix="LN-", width=3, first=first, last=last)


def test_a_site_numbers_as_its_greatest_code_or_by_its_letters() -> None:
    assert numbering(PATTERN, ("LN-004", "AB-002"), "SH01") == Numbering("LN-", 3)
    assert numbering(PATTERN, (), "SH01") == Numbering("SH-", 3)
    assert numbering("[A-Z]{2}[0-9]{4}", (), "SH01") == Numbering("SH", 4)
    assert numbering(PATTERN, (), "01") is None
    assert Numbering("LN-", 3).number("LN-x") == Numbering("LN-", 3).number("XX-004") == 0


def test_the_last_block_ends_with_the_pattern_and_then_there_is_none() -> None:
    assert next_block(PATTERN, ("LN-994",), (), "X") == (Numbering("LN-", 3), 995, 999)
    assert next_block(PATTERN, ("LN-999",), (), "X") is None


def test_who_may_give_a_code() -> None:
    leases = (lease("a", 1, 3), lease("b", 4, 5))
    assert free_codes(leases, "a", {"LN-002"}) == ["LN-001", "LN-003"]
    assert [leased_elsewhere(leases, "a", code) for code in ("LN-001", "LN-004", "LN-006")] == [False, True, False]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=60), st.integers(0, 985))
def test_no_code_is_ever_leased_or_given_twice(acts: list[tuple[str, bool]], start: int) -> None:
    leases: list[CodesLeased] = []
    given_codes: list[str] = [f"LN-{start:03d}"]
    for device, gives in acts:
        free = free_codes(leases, device, given_codes)
        if gives and free:
            given_codes.append(free[0])
        elif (block := next_block(PATTERN, given_codes, leases, "LN")) is not None:
            leases.append(lease(device, block[1], block[2]))
    every = [code for each in leases for code in codes_of(each)]
    assert len(every) == len(set(every))
    assert len(given_codes) == len(set(given_codes))
    assert all(re.fullmatch(PATTERN, code) for code in every)
