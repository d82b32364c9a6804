"""Codes that are printed and typed back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.keys import SiteKey, parse_code, parse_recovery_code, print_code
from study.errors import KnownError

secrets = st.sampled_from([20, 32]).flatmap(lambda size: st.binary(min_size=size, max_size=size))
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@given(secrets)
def test_a_printed_code_reads_back(secret: bytes) -> None:
    assert parse_code(print_code(secret), len(secret)) == secret


@given(secrets, st.sampled_from(["lower", "blanks", "bare", "confused", "wide"]))
def test_what_a_person_types_instead(secret: bytes, habit: str) -> None:
    code = print_code(secret)
    typed = {
        "lower": code.lower(),
        "blanks": " " + code.replace("-", "  ") + "\n",
        "bare": code.replace("-", ""),
        "confused": code.replace("0", "O").replace("1", "l"),
        "wide": "".join(chr(ord(c) + 0xFEE0) for c in code),
    }[habit]
    assert parse_code(typed, len(secret)) == secret


@given(secrets, st.data())
def test_one_wrong_character_is_noticed(secret: bytes, data: st.DataObject) -> None:
    code = print_code(secret).replace("-", "")
    place = data.draw(st.integers(0, len(code) - 1))
    other = data.draw(st.sampled_from(LETTERS.replace(code[place], "")))
    with pytest.raises(KnownError, match="code-mistyped"):
        parse_code(code[:place] + other + code[place + 1 :], len(secret))


@given(secrets, st.data())
def test_two_swapped_neighbours_are_noticed(secret: bytes, data: st.DataObject) -> None:
    code = print_code(secret).replace("-", "")
    place = data.draw(st.integers(0, len(code) - 2))
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if swapped != code:
        with pytest.raises(KnownError, match="code-mistyped"):
            parse_code(swapped, len(secret))


@pytest.mark.parametrize("typed", ["", "U", "0000", "0" * 32, "0" * 34, "é" * 33, "0000-0000-*"])
def test_what_is_no_code(typed: str) -> None:
    with pytest.raises(KnownError, match="code-mistyped"):
        parse_recovery_code(typed)


def test_a_code_is_grouped_in_fours() -> None:
    groups = print_code(bytes(range(20))).split("-")
    assert [len(group) for group in groups] == [4] * 8 + [1]


def test_the_site_key_has_a_sheet() -> None:
    key = SiteKey.new()
    assert SiteKey.from_sheet(key.sheet()).key == key.key
    assert SiteKey.from_sheet(key.sheet()).fingerprint() == key.fingerprint()
    with pytest.raises(KnownError, match="code-mistyped"):
        SiteKey.from_sheet(print_code(bytes(20)))
