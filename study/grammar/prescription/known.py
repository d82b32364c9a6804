"""Where a word of the vocabulary begins and ends in a compact line: no part of a longer word is taken for one."""

import re

from study.grammar.prescription.compact import Compact, digit, letter
from study.grammar.prescription.model import NEUTRAL
from study.grammar.prescription.words import Vocabulary, Word

_NUMERALS = "一二两三四五六七八九十半"
_MARKS = re.compile(r"每|隔|自|从|停|止|至|到|起|共|疗程|连用|规格|减|改|加至|增至|今|明|昨|即|→|用法|用量")
_TIMES = re.compile(r"x *[0-9]")


class Known:
    """Looks words up in one compact line."""

    def __init__(self, words: Vocabulary, line: Compact) -> None:
        self.words = words
        self.line = line
        self._ends: dict[int, bool] = {}

    def word_at(self, place: int) -> tuple[Word, int] | None:
        """The longest word that begins here and really ends where it ends, and the place behind it."""
        text = self.line.text
        for size in range(min(self.words.longest, len(text) - place), 0, -1):
            word = self.words.words.get(text[place : place + size])
            if word is not None and self._ends_word(place + size, word.kind == "drug" or size == 1):
                return word, place + size
        return None

    def unit_at(self, place: int) -> tuple[str, int] | None:
        """The longest unit of a dose that begins here."""
        text = self.line.text
        for size in range(min(self.words.longest, len(text) - place), 0, -1):
            code = self.words.units.get(text[place : place + size])
            if code is not None and self.ends(place + size):
                return code, place + size
        return None

    def ends(self, place: int) -> bool:
        """True when a word of letters may end before this place: no letter follows, or known words alone do."""
        text = self.line.text
        if place >= len(text) or not letter(text[place]) or not letter(text[place - 1]):
            return True
        if place not in self._ends:
            self._ends[place] = bool(_TIMES.match(text, place)) or self._known_run(place)
        return self._ends[place]

    def _known_run(self, place: int) -> bool:
        """True when a run of letters is made of frequencies and routes from here on."""
        text = self.line.text
        for size in range(min(self.words.longest, len(text) - place), 0, -1):
            word = self.words.words.get(text[place : place + size])
            if word is not None and word.kind in ("frequency", "route") and self.ends(place + size):
                return True
        return False

    def _ends_word(self, place: int, strict: bool) -> bool:
        """`strict`: nothing unknown may follow at once, or it would be another word."""
        text = self.line.text
        if not self.ends(place):
            return False
        if not strict or place >= len(text) or not self.line.glued(place):
            return True
        return self.starts_known(place)

    def starts_known(self, place: int) -> bool:
        """True when what stands here is no part of an unknown word."""
        text = self.line.text
        character = text[place]
        if character in NEUTRAL or digit(character) or character in _NUMERALS or character in "½¼¾⅓⅔“”\"'‘’「」":
            return True
        if letter(character) and not letter(text[place - 1]):
            return True
        if _MARKS.match(text, place) or any(text.startswith(form, place) for form in self.words.forms):
            return True
        return self.word_at(place) is not None
