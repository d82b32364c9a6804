"""Which patterns an item may have: those that are tried in a bounded time on any text, told by their structure.

A pattern may name characters, classes and groups, and say how often. Refused is what makes a search try the same
characters over and over: a repetition inside a repeated group, many open ends, references back and looking around.
"""

import re
from collections.abc import Iterator

from study.text import Text

LONGEST_PATTERN = 200
LONGEST_TEXT = 100
"""Characters of a text that is held against a pattern; a longer one does not fit it."""
MOST_TIMES = 100
MOST_OPEN = 2
"""Repetitions of no fixed number (`*`, `+`, `{2,4}`): each multiplies the work by the length of the text."""
MOST_CHOICES = 6
"""`?` and `|`: each doubles the work."""

_REPEAT = re.compile(r"\{(?P<least>[0-9]*)(?P<open>,(?P<most>[0-9]*))?\}", re.ASCII)
_FOREIGN = re.compile(r"\(\?(?!:)|\\[1-9]|\[\[|--|&&|~~|\|\|")
"""Looking around, named groups, flags, references back; and what a later Python may read otherwise."""


def fits(pattern: str, text: str) -> bool:
    """Whether the whole text is what the pattern says."""
    return len(text) <= LONGEST_TEXT and re.fullmatch(pattern, text) is not None


def refusal(pattern: str) -> Text | None:
    """Why a pattern is not taken; None for one that is."""
    if len(pattern) > LONGEST_PATTERN:
        return Text(f"a pattern has {LONGEST_PATTERN} characters at most", f"格式最长{LONGEST_PATTERN}个字符")
    if _FOREIGN.search(pattern):
        return Text("a pattern names characters and how often, and nothing else", "格式只能写字符及其次数")
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return Text(f"not a regular expression: {error}", f"正则表达式无效：{error}")
    return _Structure(pattern).refusal()


class _Structure:
    """One walk over a pattern that `re` has read: its groups and what is repeated in them."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.open = 0
        self.choices = 0
        self.nested = False
        self.long = False

    def refusal(self) -> Text | None:
        self._walk()
        if self.long:
            return Text(f"a part is repeated {MOST_TIMES} times at most", f"重复次数最多{MOST_TIMES}次")
        if self.nested:
            return Text("a repeated group must hold nothing that varies", "重复的分组内不得再有可变部分")
        if self.open > MOST_OPEN or self.choices > MOST_CHOICES:
            return Text(
                f"a pattern has {MOST_OPEN} open repetitions and {MOST_CHOICES} `?` or `|` at most",
                f"格式中不定次数的重复最多{MOST_OPEN}处，“？”和“|”合计最多{MOST_CHOICES}处",
            )
        return None

    def _walk(self) -> None:
        varies = [False]
        group = False
        for part in self._parts():
            if part[0] == "(":
                varies.append(False)
            elif part == ")":
                group = varies.pop()
                varies[-1] = varies[-1] or group
                continue
            elif part == "|":
                self.choices += 1
                varies[-1] = True
            elif part[0] in "*+?{":
                varies[-1] = self._quantifier(part, group) or varies[-1]
            group = False

    def _quantifier(self, part: str, group: bool) -> bool:
        """Counts a quantifier; True where it varies. `group`: it stands behind a group in which something varies."""
        least, most = _times(part)
        varies = least != most
        self.nested = self.nested or (group and most > 1)
        if varies and most == 1:
            self.choices += 1
        elif varies:
            self.open += 1
        self.long = self.long or most > MOST_TIMES
        return varies

    def _parts(self) -> Iterator[str]:
        """Groups, choices, quantifiers and everything else, in their order."""
        place = 0
        while place < len(self.pattern):
            size = self._size(place)
            yield self.pattern[place : place + size]
            place += size

    def _size(self, place: int) -> int:
        rest = self.pattern[place:]
        if rest[0] == "\\":
            return 2
        if rest[0] == "[":
            return _class_size(rest)
        if rest.startswith("(?:"):
            return 3
        found = _REPEAT.match(rest)
        return found.end() if found is not None else 1


def _class_size(rest: str) -> int:
    """The characters of a class such as `[^]a-z]`."""
    place = 2 if rest.startswith("[^") else 1
    while rest[place] != "]" or place == (2 if rest.startswith("[^") else 1):
        place += 2 if rest[place] == "\\" else 1
    return place + 1


def _times(part: str) -> tuple[int, int]:
    """The least and the most times; an open end counts as every character of the text."""
    found = _REPEAT.fullmatch(part)
    if found is None:
        return {"*": (0, LONGEST_TEXT), "+": (1, LONGEST_TEXT), "?": (0, 1)}[part[0]]
    least = int(found["least"] or 0)
    if found["open"] is None:
        return least, least
    return least, int(found["most"] or LONGEST_TEXT)
