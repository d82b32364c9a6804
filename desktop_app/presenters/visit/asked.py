"""What a question says of itself on the screen: note, codes in standards, answers, terms and what is doubtful. Pure."""

from functools import lru_cache

from desktop_app.presenters import words
from study.definition.model import Choice, Item, Study
from study.definition.read_dictionary import dictionary_of, read_dictionary
from study.text import Text
from study.values import Codes, Value
from ui.visit.state import Option


def options(study: Study, codelist: str) -> tuple[Option, ...]:
    """The answers of a code list."""
    return tuple(_option(study, choice) for choice in study.codelists.get(codelist, ()))


def _option(study: Study, choice: Choice) -> Option:
    return Option(choice.code, choice.label, choice.aliases, None if choice.confirmed else study.unconfirmed)


def terms(study: Study, item: Item) -> tuple[Option, ...]:
    """The terms of the dictionary that an item is looked up in, each with its class."""
    return _terms(item.dictionary, study.tables[item.dictionary]) if item.dictionary in study.tables else ()


@lru_cache(maxsize=8)
def _terms(code: str, text: str) -> tuple[Option, ...]:
    """Made once: a form is shown anew with every value that is kept, and a dictionary has hundreds of terms."""
    return tuple(
        Option(term.label.en, term.label, term.others, beside=term.group) for term in read_dictionary(code, text).terms
    )


def doubt(study: Study, item: Item, value: Value | None) -> Text | None:
    """The answers given that nobody has confirmed, named, with the study's sentence for it."""
    given = value.codes if isinstance(value, Codes) else ()
    choices = study.codelists.get(item.choices, ())
    named = [choice.label for choice in choices if choice.code in given and not choice.confirmed]
    if not named:
        return None
    en, zh = ", ".join(label.en for label in named), "、".join(label.zh for label in named)
    return Text(f"{en}: {study.unconfirmed.en}", f"{zh}：{study.unconfirmed.zh}")


def hint(study: Study, item: Item) -> Text | None:
    """The note of the study, that nobody confirmed the item, and its codes: for the tooltip of its name."""
    notes = words.join(item.note, None if item.confirmed else study.unconfirmed)
    said = [line for line in (notes, _dictionary(study, item), _codings(item)) if line.en]
    return Text("\n".join(line.en for line in said), "\n".join(line.zh for line in said)) if said else None


def _dictionary(study: Study, item: Item) -> Text:
    """Whose terms are chosen from, and what nobody has confirmed of them."""
    found = dictionary_of(study, item)
    return words.join(found.name, found.unconfirmed) if found is not None else words.join()


def _codings(item: Item) -> Text:
    """The codes in the published standards, each with its mark while nobody found it there."""
    return words.join(
        *(
            words.both(coding.words)
            if coding.confirmed
            else Text(f"{coding.words} ({words.UNCONFIRMED.en})", f"{coding.words}（{words.UNCONFIRMED.zh}）")
            for coding in item.codings
        )
    )
