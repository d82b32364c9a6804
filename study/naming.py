"""Finds in free text what looks like the name or a number of a person. Pure; says the kind, never what it found.

General shapes: a Chinese resident's number (18 characters, check character by ISO 7064 MOD 11-2; GB 11643-1999) and a
mainland mobile number. A hint for whoever types, no proof of anything.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Literal

import msgspec

from study.text import Text

Kind = Literal["name", "number", "phone", "resident"]

_HAN = re.compile(r"[\u3400-\u9fff]+")
_WORD = re.compile(r"[a-z]+")
_GROUPED = re.compile(r"(?<=\d)[ \-](?=\d)")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)")
_RESIDENT = re.compile(r"(?<!\d)\d{17}[\dx](?!\w)")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10x98765432"
_LEAST_NUMBER = 5
_LEAST_WORD = 5

NAMED: dict[Kind, Text] = {
    "name": Text("the child's name", "患儿姓名"),
    "number": Text("a number of the child", "患儿的证件号或病案号"),
    "phone": Text("a phone number", "电话号码"),
    "resident": Text("a resident's identity number", "身份证号"),
}


class KnownIdentity(msgspec.Struct, frozen=True):
    """What names this child, as opened here; empty where it was not, and for those who may not see it."""

    name: str = ""
    numbers: tuple[str, ...] = ()


def looks_like(text: str, known: KnownIdentity) -> tuple[Kind, ...]:
    """The kinds of identity that a text seems to hold, without repeats."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return tuple(dict.fromkeys(_kinds(plain, known)))


def named_in(text: str, known: KnownIdentity) -> Text | None:
    """The sentence for whoever wrote a text that seems to name somebody; None for any other."""
    kinds = looks_like(text, known)
    if not kinds:
        return None
    en, zh = " and ".join(NAMED[kind].en for kind in kinds), "、".join(NAMED[kind].zh for kind in kinds)
    return Text(f"looks like {en}: write the child's code instead", f"疑似{zh}：请改写为患儿编号")


def _kinds(plain: str, known: KnownIdentity) -> Iterator[Kind]:
    texts = (plain, _GROUPED.sub("", plain))
    if known.name and _holds_name(plain, unicodedata.normalize("NFKC", known.name).casefold()):
        yield "name"
    if any(_holds_number(each, number) for each in texts for number in known.numbers):
        yield "number"
    if any(is_resident(found) for each in texts for found in _RESIDENT.findall(each)):
        yield "resident"
    if any(_MOBILE.search(each) for each in texts):
        yield "phone"


def _holds_name(plain: str, name: str) -> bool:
    """The whole name, two characters of a Chinese one in a row, or a longer word of one in letters."""
    close = "".join(plain.split())
    han = "".join(_HAN.findall(name))
    if any(han[at : at + 2] in close for at in range(len(han) - 1)):
        return True
    words = _WORD.findall(name)
    found = set(_WORD.findall(plain))
    together = "".join(words)
    whole = len(words) > 1 and together in "".join(_WORD.findall(plain))
    return whole or any(word in found for word in words if len(word) >= _LEAST_WORD)


def _holds_number(plain: str, number: str) -> bool:
    bare = re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", number).casefold())
    if len(bare) < _LEAST_NUMBER:
        return False
    return re.search(rf"(?<![a-z0-9]){re.escape(bare)}(?![a-z0-9])", plain) is not None


def day_as_written(day: date) -> str:
    """A pattern of a day in every way it is written: 2014-05-02, 2014/5/2, 2014.5.2, 20140502, 2014年5月2日."""
    short = rf"{day:%Y}\s*[-/.年]\s*0?{day.month}\s*[-/.月]\s*0?{day.day}"
    return rf"(?<!\d)(?:{short}|{day:%Y%m%d})(?!\d)日?"


def is_resident(number: str) -> bool:
    """Whether 18 characters are a resident's number by their check character (lower-case x for ten)."""
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return number[17] == _CHECKS[total % 11]
