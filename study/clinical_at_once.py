"""What may be filled at once, for the clinical page: forms, normal answers, copied items, what nobody confirmed."""

from collections.abc import Iterator

from study.definition.model import Form, Item, Study
from study.text import Text

_ABOUT = (
    '"All normal" (全部正常) fills empty items that have a normal answer; "as last time" (沿用上次) copies only items',
    "named here, from the last earlier visit at which the form was completed, after naming that visit and its age.",
    "Neither changes anything that stands. The record says of each such value how it was filled. Scores, toxicity,",
    "adverse events, eligibility and laboratory results are never filled so. **unconfirmed**: awaits the investigator.",
)


def filled_at_once(study: Study) -> Iterator[str]:
    """The section, as lines of Markdown; nothing for a definition that allows neither."""
    forms = [form for form in study.forms.values() if form.all_normal or form.as_last]
    if not forms:
        return
    yield "## Filled at once"
    yield ""
    yield from _ABOUT
    yield ""
    yield "| Form | Normal answers | Copied as last time | |"
    yield "| --- | --- | --- | --- |"
    for form in forms:
        normal = "; ".join(f"{item.code} = {_answer(study, item)}" for item in form.items if item.normal)
        copied = ", ".join(item.code for item in form.items if item.as_last)
        mark = "" if form.at_once_confirmed else "**unconfirmed**"
        yield f"| {form.code} | {normal} | {copied} | {mark} |"
    yield ""


def unconfirmed_at_once(study: Study) -> Iterator[str]:
    """The forms whose filling at once nobody confirmed, with the items."""
    for form in study.forms.values():
        if (form.all_normal or form.as_last) and not form.at_once_confirmed:
            yield f"{form.code} ({', '.join(_items(form))})"


def _items(form: Form) -> Iterator[str]:
    return (item.code for item in form.items if item.normal or item.as_last)


def _answer(study: Study, item: Item) -> str:
    named = {choice.code: choice.label for choice in study.codelists.get(item.choices, ())}
    said = named.get(item.normal, Text(item.normal, item.normal))
    return said.en if said.en == said.zh else f"{said.en} / {said.zh}"
