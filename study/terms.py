"""What an item that is looked up in a dictionary says: its term in both languages, and what is odd of it. Pure.

A text that is no term of the dictionary stays what somebody wrote: it is shown as it is, and wants a word.
"""

from collections.abc import Iterator, Mapping

import msgspec

from study.definition.dictionary import Dictionary, Term, plain
from study.definition.model import Form, Item, Study
from study.definition.read_dictionary import dictionary_of
from study.text import Text
from study.values import Codes, TextValue, Value


class OddTerm(msgspec.Struct, frozen=True):
    """What is odd, under which item, and what it is about in words that change with it."""

    item: str
    sentence: Text
    about: str


def term_of(study: Study, item: Item, text: str) -> Term | None:
    """The term that a text of the item names, in either language."""
    found = dictionary_of(study, item)
    return None if found is None else found.find(text)


def named_term(study: Study, item: Item, name: str) -> Term | None:
    """The term that a name means: its own name, or another word for this term and for no other."""
    found = dictionary_of(study, item)
    if found is None:
        return None
    also = [term for term in found.terms if plain(name) in map(plain, term.also)]
    return found.find(name) or (also[0] if len(also) == 1 else None)


def term_text(study: Study, item: Item, text: str) -> Text:
    """A text of the item as people read it: its term in both languages, else as it was written."""
    term = term_of(study, item, text) if item.dictionary else None
    return Text(text, text) if term is None else term.label


def odd(study: Study, form: Form, values: Mapping[str, Value]) -> Iterator[OddTerm]:
    """A text that its dictionary does not have; an answer that the term beside it does not have."""
    for item in form.items:
        value, found = values.get(item.code), dictionary_of(study, item)
        if found is None or not isinstance(value, TextValue):
            continue
        term = found.find(value.text)
        if term is None:
            en = f"not a term of {found.name.en}; a term is chosen from its list"
            yield OddTerm(item.code, Text(en, f"不是{found.name.zh}的术语，请从列表中选择"), value.text)
        elif item.narrows and term.answers:
            yield from _not_allowed(study, form.item(item.narrows), found, term, values.get(item.narrows))


def _not_allowed(study: Study, item: Item, found: Dictionary, term: Term, value: Value | None) -> Iterator[OddTerm]:
    code = value.codes[0] if isinstance(value, Codes) and len(value.codes) == 1 else ""
    if code and code not in term.answers:
        yield OddTerm(item.code, _only(study, item, found, term), f"{term.label.en} {code}")


def lacks(study: Study, narrowing: Item, text: str, code: str) -> Text | None:
    """That the term which a text of an item names does not have an answer of the item that it narrows; None where it
    has, or where nothing is said of it.
    """
    found = dictionary_of(study, narrowing)
    term = found.find(text) if found is not None else None
    if found is None or term is None or not term.answers or not code or code in term.answers:
        return None
    form = next(form for form in study.forms.values() if narrowing in form.items)
    return _only(study, form.item(narrowing.narrows), found, term)


def _only(study: Study, item: Item, found: Dictionary, term: Term) -> Text:
    labels = {choice.code: choice.label for choice in study.codelists.get(item.choices, ())}
    named = [labels.get(each, Text(each, each)) for each in term.answers]
    en, zh = ", ".join(label.en for label in named), "、".join(label.zh for label in named)
    return Text(
        f"{found.name.en} has no such answer for “{term.label.en}”, only: {en}",
        f"{found.name.zh}中“{term.label.zh}”没有此项，仅有：{zh}",
    )
