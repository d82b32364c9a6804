"""Owns the printed form of a secret: Crockford base32 in groups of four, with one check character, typed back by hand.

The recovery code (160 bits) and the sheet of the site key (256 bits) are printed this way. Knows no keys and no files.
"""

import unicodedata

from storage.keys import errors, primitives
from study.errors import KnownError

# Crockford's alphabet: no I, L, O, U.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_GROUP = 4
RECOVERY_BYTES = 20
SITE_KEY_BYTES = 32


def print_code(secret: bytes) -> str:
    """The secret as a person copies it: groups of four characters with dashes, the check character last."""
    count = _length(len(secret))
    number = int.from_bytes(secret, "big")
    digits = [(number >> (5 * place)) & 31 for place in reversed(range(count))]
    text = "".join(_ALPHABET[digit] for digit in [*digits, _check(digits)])
    return "-".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))


def parse_code(typed: str, size: int) -> bytes:
    """The `size` bytes behind a code as typed; forgives lower case, O for 0, I or L for 1, dashes, blanks, full width.

    Raises KnownError `code-mistyped` for any other character, a wrong length, or a check character that does not fit.
    """
    text = "".join(c for c in unicodedata.normalize("NFKC", typed).upper() if not _is_separator(c)).translate(_READ_AS)
    digits = [_ALPHABET.find(c) for c in text]
    if len(digits) != _length(size) + 1 or -1 in digits or _check(digits) != 0:
        raise errors.code_mistyped()
    number = 0
    for digit in digits[:-1]:
        number = number << 5 | digit
    if number.bit_length() > size * 8:
        raise errors.code_mistyped()
    return number.to_bytes(size, "big")


def fresh_recovery_code() -> str:
    """A new recovery code as it is printed; opens nothing until a vault is told of it."""
    return print_code(primitives.random_bytes(RECOVERY_BYTES))


def same_code(one: str, other: str) -> bool:
    """Whether two recovery codes as typed are the same one; False for what is no code."""
    try:
        return primitives.same(parse_recovery_code(one), parse_recovery_code(other))
    except KnownError:
        return False


def parse_recovery_code(typed: str) -> bytes:
    """The 20 bytes of a recovery code as typed, or KnownError `code-mistyped`."""
    return parse_code(typed, RECOVERY_BYTES)


def _length(size: int) -> int:
    return -(-size * 8 // 5)


def _is_separator(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) == "Pd"


def _check(digits: list[int]) -> int:
    """Check digit of Damm's scheme over the field of 32 elements (Damm 2004): every single wrong character and every
    swap of two neighbours is noticed. Crockford's own check (modulo 37) needs * ~ $ =, which a Chinese keyboard
    layout turns into other signs. Over digits with their check appended the result is 0.
    """
    state = 0
    for digit in digits:
        state = _double(state ^ digit)
    return state


def _double(value: int) -> int:
    """Twice the value in GF(2^5) with x^5 + x^2 + 1."""
    return (value << 1) ^ (0x25 if value & 16 else 0)
