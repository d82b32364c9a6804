"""What a formula's input is called: its words in both languages, its unit, what kind of thing it is."""

from typing import Literal

import msgspec

from study.text import Text

Kind = Literal["number", "word", "flag", "words", "numbers", "series", "rows", "day"]


class Named(msgspec.Struct, frozen=True):
    """One input; `unit` is "" for what has none. `kind` says which input of `study.derived.given` is expected.

    `answers` maps what people type for a word, folded, to the word the formula takes; without it any word is taken.
    A `signed` number may be below 0 (a change, a z score).
    """

    label: Text
    unit: str = ""
    kind: Kind = "number"
    answers: dict[str, str] = {}
    signed: bool = False

    @property
    def word(self) -> bool:
        """True for an input that is a single word or flag."""
        return self.kind in ("word", "flag")
