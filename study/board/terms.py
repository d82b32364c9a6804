"""What an adverse event is called where all children's are counted: one name for one term, in both languages.

Pure. A name written as free text may hold the name of a person: what looks like one is left out and said so.
"""

from collections.abc import Sequence

import msgspec

from study.definition.model import Study
from study.definition.read_dictionary import dictionary_of
from study.event_proposals import TERMS
from study.grammar.fold import bare
from study.naming import KnownIdentity, looks_like
from study.safety import FORM, Event
from study.sheet import Cell
from study.text import Text

WITHHELD = Text("(withheld: looks like somebody's name or number)", "（已隐去：疑似姓名或号码）")
NAMELESS = Text("(no name)", "（未填名称）")
TERM = "AECTC"
"""The item in which the term of an event stands."""
_KNOWN = {bare(wording): term for term in TERMS.values() for wording in (term.en, term.zh)}


class Named(msgspec.Struct, frozen=True):
    """The words, what events of the same term share, and whether the CTCAE term was filled in."""

    words: Text
    key: str
    coded: bool
    typed: bool = False
    """The words are what a person typed, in both languages."""

    @property
    def cell(self) -> Cell:
        """The name in a table: what was typed stands there as the record's, so that it is searched for names."""
        return self.words.en if self.typed else self.words


def named(study: Study, event: Event, known: KnownIdentity) -> Named:
    """The name of an event: its term in the dictionary, else what was written as its term, else its own name."""
    dictionary = dictionary_of(study, study.item(FORM, TERM)) if TERM in _items(study) else None
    found = dictionary.find(event.ctcae) or dictionary.find(event.term) if dictionary is not None else None
    if found is not None:
        return Named(found.label, bare(found.label.en), True)
    said = event.ctcae or event.term
    if not said:
        return Named(NAMELESS, "", False)
    if looks_like(said, known):
        return Named(WITHHELD, f"withheld {event.place.key}", False)
    term = _KNOWN.get(bare(said))
    if term is not None:
        return Named(term, bare(term.en), True)
    return Named(Text(said, said), bare(said), bool(event.ctcae), typed=True)


def joined(names: Sequence[Named]) -> Cell:
    """Several names as one; what was typed stays the record's."""
    words = Text(", ".join(name.words.en for name in names), "、".join(name.words.zh for name in names))
    return words.en if any(name.typed for name in names) else words


def _items(study: Study) -> frozenset[str]:
    return frozenset(item.code for item in study.forms[FORM].items)
