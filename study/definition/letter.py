"""What a trial tells the families about a visit: examinations in their words, advice, by form. Plain frozen data.

Owns the shape only; reading is `study.definition.read_letter`, what applies to a child is `study.letter`.
"""

from typing import Literal

import msgspec

from study.definition.trial import Age
from study.text import Text

EVE, DAY = "{eve}", "{day}"
"""What stands in a line for the day before the visit and for its day."""


class LetterLine(msgspec.Struct, frozen=True):
    """One sentence. `forms`: only where the visit asks one of them; `sex` ("A" = both), `start` and `below`: only for
    such children (of whom it is not known, all the same).
    """

    text: Text
    forms: tuple[str, ...] = ()
    sex: Literal["F", "M", "A"] = "A"
    start: Age | None = None
    below: Age | None = None


class Examination(msgspec.Struct, frozen=True):
    """What a family calls these forms."""

    label: Text
    forms: tuple[str, ...]


class Advice(msgspec.Struct, frozen=True):
    """A heading with its lines, for visits that ask one of `forms` (() = all visits); `apart` on a page of its own.

    `rooms` are named lines to write on. `source` is a key of `Study.sources`, "" for a rule of the ward.
    """

    code: str
    label: Text
    lines: tuple[LetterLine, ...]
    forms: tuple[str, ...] = ()
    numbered: bool = False
    apart: bool = False
    rooms: tuple[Text, ...] = ()
    source: str = ""
    confirmed: bool = False


class Letter(msgspec.Struct, frozen=True):
    """The letter of an appointment. No letter is written of the visits `without`; families need not hear of the forms
    `untold`, and of every other one a scheduled visit asks they do.
    """

    title: Text
    opening: Text
    closing: Text
    examinations: tuple[Examination, ...]
    untold: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    advice: tuple[Advice, ...] = ()
