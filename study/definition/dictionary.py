"""A dictionary of a definition: the terms that an item is looked up in, by class, with the answers each one allows.

Owns what a table with the columns below says, and finding a term by its name. Whose terms they are stands in its head;
no dictionary is known here, and a site may put another in its place. Reading it: `study.definition.read_dictionary`.
"""

import unicodedata

import msgspec

from study.text import Text

HEAD = (
    *("name", "name_zh", "source", "version", "licence", "retrieved"),
    *("confirmed", "unconfirmed", "unconfirmed_zh", "advice", "advice_zh"),
)
NEEDED = ("name", "name_zh", "source", "version", "licence", "retrieved", "confirmed")
"""Of the head, what every dictionary says; `advice` is for whom nothing in it fits."""
COLUMNS = ("group", "term", "zh", "initials", "also", "answers")
"""Columns behind these are answers: each holds what the dictionary says of it for the term."""


class Term(msgspec.Struct, frozen=True):
    """One term: `label.en` is what is stored. `also` and `initials` (of the pinyin) find it and are never stored.

    `answers` are the codes that the item narrowed by it may have; none: it says nothing of them. `says` are the words
    of the dictionary for answers, by their codes.
    """

    label: Text
    group: Text
    initials: str = ""
    also: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    says: tuple[tuple[str, str], ...] = ()

    @property
    def others(self) -> tuple[str, ...]:
        """What it is found by beside its names."""
        return (*self.also, self.initials) if self.initials else self.also


class Dictionary(msgspec.Struct, frozen=True):
    """A dictionary with its head. `unconfirmed` says what nobody has checked, None where somebody did."""

    code: str
    name: Text
    source: str
    version: str
    licence: str
    retrieved: str
    unconfirmed: Text | None
    advice: Text | None
    groups: tuple[Text, ...]
    terms: tuple[Term, ...]
    named: dict[str, int]
    """Which term has a name, in either language, as `plain` writes it."""

    def find(self, name: str) -> Term | None:
        """The term of that name in either language, whatever its case, width and spaces."""
        at = self.named.get(plain(name))
        return None if at is None else self.terms[at]


def plain(name: str) -> str:
    """A name without case, width, kinds of dashes and spaces: what names are compared by."""
    wide = unicodedata.normalize("NFKC", name).casefold()
    return "".join("-" if unicodedata.category(each) == "Pd" else each for each in wide if not each.isspace())


def is_dictionary(text: str) -> bool:
    """Whether a table's text is one of terms: its first column is the class."""
    lines = (line.strip().lstrip("\ufeff").strip('"') for line in text.splitlines())
    return next((line for line in lines if line and not line.startswith("#")), "").startswith(COLUMNS[0])
