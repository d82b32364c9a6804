"""The dictionaries of a definition on the clinical page: whose terms, how many, what is looked up, what is open."""

from collections.abc import Iterator

from study.definition.dictionary import Dictionary
from study.definition.model import Item, Study
from study.definition.read_dictionary import dictionary_of


def dictionaries(study: Study) -> Iterator[str]:
    """The section, as lines of Markdown; nothing where nothing is looked up."""
    used = _used(study)
    if not used:
        return
    yield "## Dictionaries"
    yield ""
    yield "Terms are stored in English and shown in the reader's language. A text that is no term stays as written and"
    yield "asks for a word, as does an answer that its term does not have (软性核查)."
    yield ""
    for found, where in used.values():
        yield f"- **{found.code}**: {found.name.en}, version {found.version}; {len(found.terms)} terms in"
        yield f"  {len(found.groups)} classes. {found.source}. Licence: {found.licence}. Retrieved {found.retrieved}."
        yield f"  Looked up by {', '.join(where)}."
    yield ""


def unconfirmed_dictionaries(study: Study) -> Iterator[str]:
    """The dictionaries that nobody has confirmed, each with what is open of it."""
    for found, _ in _used(study).values():
        if found.unconfirmed is not None:
            yield f"{found.code}: {found.unconfirmed.en} / {found.unconfirmed.zh}"


def _used(study: Study) -> dict[str, tuple[Dictionary, list[str]]]:
    used: dict[str, tuple[Dictionary, list[str]]] = {}
    for form in study.forms.values():
        for item in form.items:
            found = dictionary_of(study, item)
            if found is not None:
                used.setdefault(found.code, (found, []))[1].append(f"{form.code}.{item.code}{_narrowing(item)}")
    return used


def _narrowing(item: Item) -> str:
    return f" (its term says which answers {item.narrows} may have)" if item.narrows else ""
