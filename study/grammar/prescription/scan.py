"""Cuts a folded line into tokens, from left to right, each character once; what no rule knows is a word.

Owns where a piece begins and ends. What the pieces mean together is `read`.
"""

import re
from datetime import date

from study.grammar.prescription.amounts import amount_at, number_at
from study.grammar.prescription.compact import Compact, compact, digit, letter
from study.grammar.prescription.days import days_at
from study.grammar.prescription.known import Known
from study.grammar.prescription.model import NEUTRAL, Kind, Token
from study.grammar.prescription.often import often_at, once_at
from study.grammar.prescription.words import Vocabulary
from study.text import Text

QUOTES = {"“": "”", '"': '"', "「": "」", "『": "』", "‘": "’", "”": "”"}
_TAPER = re.compile(r"→|➔|->|=>|逐渐减|逐减|减至|减到|减为|减量|改为|改成|加至|加到|增至|调至|taper")
_EACH = re.compile(r"每次|每剂|sig|用法|用量|剂量|each")
_STRENGTH = re.compile(r"规格|含量|每片|每粒|每支|每瓶|每颗")
_MARK = re.compile(r"[x*](?=[0-9半½¼¾一二两三])")
_MARKS: tuple[tuple[re.Pattern[str], Kind], ...] = ((_EACH, "each"), (_STRENGTH, "strength"), (_MARK, "mark"))
_NO_SUCH = Text("the form has no such frequency", "本表没有这种频次")
_ANY_STOP = frozenset('“”"「」『』‘’→➔')
MOST = 300
"""Characters of a line; more is no prescription."""


def tokens(words: Vocabulary, line: str, today: date | None) -> tuple[Token, ...]:
    """The pieces of a folded line in their order. Characters of NEUTRAL between them belong to none."""
    scan = _Scan(words, compact(line), today)
    return scan.run()


class _Scan:
    def __init__(self, words: Vocabulary, line: Compact, today: date | None) -> None:
        self._line = line
        self._known = Known(words, line)
        self._words = words
        self._today = today
        self._found: list[Token] = []
        self._place = 0

    def run(self) -> tuple[Token, ...]:
        text = self._line.text
        while self._place < len(text):
            if text[self._place] in NEUTRAL and not self._point():
                self._place += 1
                continue
            for rule in (self._quoted, self._taper, self._often, self._days, self._each, self._amount, self._listed):
                if rule():
                    break
            else:
                self._word()
        return tuple(self._found)

    def _point(self) -> bool:
        """A point that begins a number: .5"""
        after = self._line.text[self._place + 1 : self._place + 2]
        return self._line.text[self._place] == "." and digit(after or " ")

    def _add(self, kind: Kind, after: int, code: str = "", *, confirmed: bool = True, why: Text | None = None) -> bool:
        start, end = self._line.span(self._place, after)
        self._found.append(Token(kind, start, end, self._line.line[start:end], code=code, why=why, confirmed=confirmed))
        self._place = after
        return True

    def _quoted(self) -> bool:
        text = self._line.text
        closing = QUOTES.get(text[self._place])
        if closing is None:
            return False
        after = text.find(closing, self._place + 1)
        return self._add("quoted", after + 1) if after >= 0 else self._add("word", self._place + 1)

    def _taper(self) -> bool:
        return bool(_TAPER.match(self._line.text, self._place)) and self._add("taper", len(self._line.text))

    def _days(self) -> bool:
        found = days_at(self._known, self._place, self._today)
        if found is None or (self._found and self._behind_number()):
            return False
        self._found.extend(found[0])
        self._place = found[1]
        return True

    def _behind_number(self) -> bool:
        """Digits of a number that began before, as in 15/10."""
        return self._line.glued(self._place) and digit(self._line.text[self._place - 1])

    def _often(self) -> bool:
        found = often_at(self._known, self._place)
        if found is None:
            return False
        often, after = found
        if not often.code:
            return self._add("odd", after, why=_NO_SUCH)
        self._add("frequency", after, often.code)
        if often.times:
            last = self._found.pop()
            self._found.append(Token("frequency", last.start, last.end, last.text, code=often.code, number=often.times))
        return True

    def _each(self) -> bool:
        """每次, 规格, and 一次 where an amount follows: "once" it is only by itself."""
        text = self._line.text
        for pattern, kind in _MARKS:
            found = pattern.match(text, self._place)
            if found and self._known.ends(found.end()):
                return self._add(kind, found.end())
        after = once_at(self._known, self._place)
        if after is None or after >= len(text):
            return False
        follows = amount_at(self._known, after)
        return follows is not None and follows[0].kind == "amount" and self._add("each", after)

    def _amount(self) -> bool:
        word = self._known.word_at(self._place)
        number = number_at(self._line.text, self._place)
        if word is not None and (number is None or number.counted or word[1] > number.after):
            return False
        found = amount_at(self._known, self._place)
        if found is None:
            return False
        self._found.append(found[0])
        self._place = found[1]
        return True

    def _listed(self) -> bool:
        """A word of the vocabulary; a drug with the words of its dosage form around it."""
        text = self._line.text
        front = next((word for word in self._words.before if text.startswith(word, self._place)), "")
        found = self._known.word_at(self._place)
        if found is None and front:
            found = self._known.word_at(self._place + len(front))
            found = found if found is not None and found[0].kind == "drug" else None
        if found is None:
            return False
        word, after = found
        self._add(word.kind, after, word.code, confirmed=word.confirmed)
        if word.kind == "drug":
            form = next((each for each in self._words.forms if text.startswith(each, self._place)), "")
            if form and self._known.ends(self._place + len(form)):
                self._add("form", self._place + len(form))
        return True

    def _word(self) -> None:
        """What is unknown, up to a space or to something known."""
        text, after = self._line.text, self._place + 1
        latin, number = letter(text[self._place]), False
        while after < len(text) and text[after] not in NEUTRAL and text[after] not in _ANY_STOP:
            here = text[after]
            if not self._line.glued(after):
                break
            if latin and not (letter(here) or here in "-/" or digit(here)):
                latin = False
            number = digit(here) and (number or letter(text[after - 1]))
            if not latin and not number and self._stops(after):
                break
            after += 1
        self._add("word", after)

    def _stops(self, place: int) -> bool:
        """Something known of two characters or more, or an amount, begins here."""
        if days_at(self._known, place, self._today) or often_at(self._known, place):
            return True
        if _TAPER.match(self._line.text, place) or _EACH.match(self._line.text, place):
            return True
        number = amount_at(self._known, place)
        if number is not None:
            return True
        found = self._known.word_at(place)
        return found is not None and found[0].kind != "drug" and found[1] - place > 1
