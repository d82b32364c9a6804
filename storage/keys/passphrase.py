"""Owns what counts as a passphrase (NIST SP 800-63B rev. 4: length and a blocklist, no rules of composition).

Pure. Checked when a passphrase is set, never when it is used to unlock.
"""

import unicodedata

from storage.keys import errors

LEAST = 15
MOST = 1024

_ROWS = (
    "01234567890123456789",
    "09876543210987654321",
    "abcdefghijklmnopqrstuvwxyz",
    "zyxwvutsrqponmlkjihgfedcba",
    "qwertyuiopasdfghjklzxcvbnm",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
)
_COMMON = frozenset(
    {
        "correcthorsebatterystaple",
        "thequickbrownfox",
        "thequickbrownfoxjumpsoverthelazydog",
        "letmeinletmeinletmein",
        "iloveyouiloveyou",
        "administrator123",
        "administratorpassword",
        "thisismypassword",
        "mypasswordispassword",
        "passwordpassword1",
        "password123456789",
        "changemechangeme",
        "cartellapassword",
        "woaizhongguo1314",
        "woaiwojia5201314",
        "woaini1314520520",
        "床前明月光疑是地上霜举头望明月低头思故乡",
        "好好学习天天向上好好学习天天向上",
    }
)


def normalise(passphrase: str) -> bytes:
    """The bytes that are derived from: NFKC, so that one passphrase typed on two keyboards is the same; UTF-8."""
    return unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")


def check(passphrase: str, *names: str) -> None:
    """Raise a KnownError when this may not become a passphrase: too short, too long, or guessed early.

    `names` are the user's id and name: a passphrase that is nothing but them, repeated or numbered, is refused.
    """
    text = unicodedata.normalize("NFKC", passphrase)
    if len(text) < LEAST:
        raise errors.too_short(LEAST)
    if len(text) > MOST:
        raise errors.too_long(MOST)
    bare = _bare(text)
    own = [name for name in map(_bare, names) if len(name) > 1]
    if bare in _COMMON or _is_repeated(bare) or _is_row(bare) or _only_names(bare, own):
        raise errors.too_common()


def _bare(text: str) -> str:
    """Letters and digits only, folded; the text itself when it hardly has any."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    bare = "".join(c for c in folded if c.isalnum())
    return bare if len(bare) > 4 else folded


def _is_repeated(bare: str) -> bool:
    """A unit of at most eight characters over and over: "abcabcabc..."."""
    units = (bare[:size] for size in range(1, 9) if size * 2 <= len(bare))
    return any(bare == (unit * len(bare))[: len(bare)] for unit in units)


def _is_row(bare: str) -> bool:
    return any(bare in row or bare in row * 2 for row in _ROWS)


def _only_names(bare: str, names: list[str]) -> bool:
    for name in [*sorted(names, key=len, reverse=True), "cartella", "password"]:
        bare = bare.replace(name, "")
    return len(bare.strip("0123456789")) < 3 and len(bare) < 9
