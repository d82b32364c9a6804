"""What a question says of itself on the screen: note, codes in standards, answers and what is doubtful. Pure."""

from desktop_app.presenters import words
from study.definition.model import Choice, Item, Study
from study.text import Text
from study.values import Codes, Value
from ui.visit.state import Option


def options(study: Study, codelist: str) -> tuple[Option, ...]:
    """The answers of a code list."""
    return tuple(_option(study, choice) for choice in study.codelists.get(codelist, ()))


def _option(study: Study, choice: Choice) -> Option:
    return Option(choice.code, choice.label, choice.aliases, None if choice.confirmed else study.unconfirmed)


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
    said = [line for line in (notes, _codings(item)) if line.en]
    return Text("\n".join(line.en for line in said), "\n".join(line.zh for line in said)) if said else None


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
