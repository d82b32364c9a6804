"""One spelling for characters that mean the same: full width, other digits, dashes, comparison signs.

Owns characters only; must not change what number was written (superscript digits are left alone).
"""

import re
import unicodedata

_PAIRS = {
    "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "―": "-", "﹣": "-", "〜": "~", "∼": "~", "∶": ":",
    "︰": ":", "≤": "<=", "≦": "<=", "⩽": "<=", "≥": ">=", "≧": ">=", "⩾": ">=", "〈": "<", "〉": ">",
    "﹤": "<", "﹥": ">",
    "﹢": "+", "٫": ".", "٬": ",", "﹪": "%", "﹐": ",", "﹒": ".",
}  # fmt: skip


def _one(character: str) -> str:
    if "\uff01" <= character <= "\uff5e":
        return chr(ord(character) - 0xFEE0)
    if character in _PAIRS:
        return _PAIRS[character]
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Cf":
        return ""
    return " " if category in ("Zs", "Zl", "Zp", "Cc") else character


def fold(typed: str) -> str:
    """`typed` with one spelling for each sign, single spaces, nothing around it."""
    text = re.sub(r" +", " ", "".join(map(_one, typed))).strip()
    # A Chinese input method types 。 for the point of the number pad.
    return re.sub(r"(?<=[0-9])。(?=[0-9])", ".", text)


def bare(typed: str) -> str:
    """The folded text without spaces and case: what names are compared by."""
    return fold(typed).replace(" ", "").casefold()
