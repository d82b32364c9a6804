"""Which entries of a long list fit what somebody has typed so far: by any word, in either language, by initials. Pure.

Every word typed must be found in an entry. The better an entry fits the earlier it comes; equal ones keep their order.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from study.definition.read_dictionary import read_dictionary
from study.grammar.fold import fold

_BETWEEN = re.compile(r"[\s,;:()/-]+")
LEAST_INSIDE = 3
"""Letters from which a word is looked for inside other words, not only where they begin."""


class Entry(msgspec.Struct, frozen=True):
    """What an entry is found by: its names, and other words for it, the initials of its Chinese name among them."""

    en: str
    zh: str
    also: tuple[str, ...] = ()


class _Folded(msgspec.Struct, frozen=True):
    names: tuple[str, str]
    words: tuple[str, ...]
    also: tuple[str, ...]


class TermIndex:
    """Entries made ready to be searched with every key that is typed."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = tuple(map(_folded, entries))

    def matching(self, typed: str, most: int | None = None) -> tuple[int, ...]:
        """The places of the entries that fit, best first; all of them where nothing is typed."""
        return tuple(at for _, at in self._ranked(typed))[:most]

    def best(self, typed: str) -> int | None:
        """The entry that fits better than every other; None where several fit as well, or nothing is typed."""
        ranked = self._ranked(typed)
        if not _words(fold(typed)) or not ranked or [rank for rank, _ in ranked[:2]].count(ranked[0][0]) > 1:
            return None
        return ranked[0][1]

    def _ranked(self, typed: str) -> list[tuple[int, int]]:
        """How well each entry that fits does so, and its place; best first."""
        whole = fold(typed).casefold()
        words = _words(whole)
        if not words:
            return [(0, at) for at in range(len(self._entries))]
        ranks = ((_rank(entry, whole, words), at) for at, entry in enumerate(self._entries))
        return sorted((rank, at) for rank, at in ranks if rank is not None)


@lru_cache(maxsize=8)
def index_of(code: str, text: str) -> TermIndex:
    """The terms of a dictionary's text, made ready once."""
    found = read_dictionary(code, text)
    return TermIndex(Entry(term.label.en, term.label.zh, term.others) for term in found.terms)


def _folded(entry: Entry) -> _Folded:
    en, zh = fold(entry.en).casefold(), fold(entry.zh).casefold()
    return _Folded((en, zh), tuple(_words(en)), tuple(fold(each).casefold() for each in entry.also))


def _words(text: str) -> list[str]:
    """The words of a folded text, without the signs between them."""
    return [word for word in _BETWEEN.split(text) if word]


def _rank(entry: _Folded, whole: str, words: list[str]) -> int | None:
    """How well an entry fits, 0 best; None where a word is not found in it."""
    if whole in entry.names:
        return 0
    if whole in entry.also:
        return 1
    ranks = [_of_word(entry, word) for word in words]
    known = [rank for rank in ranks if rank is not None]
    return 2 + sum(known) if len(known) == len(ranks) else None


def _of_word(entry: _Folded, word: str) -> int | None:
    en, zh = entry.names
    latin = word.isascii()
    ranked = (
        en.startswith(word) or zh.startswith(word),
        any(each.startswith(word) for each in entry.words) or (not latin and word in zh),
        any(each.startswith(word) or (not latin and word in each) for each in entry.also),
        len(word) >= LEAST_INSIDE and any(word in each for each in (en, *entry.also)),
        not latin and len(word) > 1 and _in_order(word, zh),
    )
    return next((rank for rank, fits in enumerate(ranked) if fits), None)


def _in_order(signs: str, text: str) -> bool:
    """Whether all the characters stand in the text one after the other, whatever lies between them."""
    rest = iter(text)
    return all(sign in rest for sign in signs)
