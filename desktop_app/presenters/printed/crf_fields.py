"""One question of a form on paper: room to write, or what was entered. Pure: a definition and values in, HTML out."""

from collections.abc import Iterable
from html import escape

from desktop_app.paper import TABLE
from desktop_app.presenters import words
from desktop_app.presenters.printed.foot import colon
from study.definition.model import Form, Item, Study
from study.text import Language, Text
from study.values import Codes, NotDone, Value

MOST_BOXES = 16
"""Answers of a list that are printed as boxes; a longer list gets a line to write its answer on."""
_BOX, _TICKED = "\N{BALLOT BOX}", "\N{BALLOT BOX WITH X}"
_LINE = "_" * 22
_DAY = "____ - __ - __"
_ROOM: dict[str, str] = {
    "text": "_" * 44,
    "date": _DAY,
    "partial_date": _DAY,
    "datetime": f"{_DAY} &nbsp; __ : __",
    "number": "_" * 12,
}
_SEALED = Text("(kept at the site, not printed)", "（仅在本中心保存，不打印）")
_NOT_DONE = Text("not done", "未做")
_EMPTY_ROWS = 4


def field(study: Study, item: Item, value: Value | None, language: Language, *, blank: bool) -> str:
    """The room behind a question, or what stands in it; what is empty on a filled form is a dash.

    Of the child's rows only those are printed that are named, one that was withdrawn among them.
    """
    if item.identity:
        return f"<span style='color:#555555'>{escape(_SEALED.get(language))}</span>"
    if isinstance(value, NotDone):
        reason = words.not_done_text(study, value.reason).get(language)
        return f"{_TICKED} {escape(_NOT_DONE.get(language))}{colon(language)}{escape(reason)}"
    if item.type in ("choice", "multichoice") and not item.links:
        boxes = _boxes(study, item, value, language, blank=blank)
        if boxes:
            return boxes
    if value is not None:
        return f"<b>{escape(words.with_unit(study, item, value, language))}</b>"
    if not blank:
        return "—"
    unit = escape(words.unit_label(study, item.unit)) if item.type == "number" else ""
    room = _ROOM.get(item.type, _LINE)
    ticked = f" &nbsp; {_BOX} {escape(_NOT_DONE.get(language))}" if item.laboratory else ""
    return f"{room} {unit}{ticked}"


def _boxes(study: Study, item: Item, value: Value | None, language: Language, *, blank: bool) -> str:
    """Every answer with its box; "" where there are too many or none."""
    choices = study.codelists.get(item.choices, ())
    if not choices or len(choices) > MOST_BOXES or (value is not None and not isinstance(value, Codes)):
        return ""
    if value is None and not blank:
        return "—"
    chosen = value.codes if isinstance(value, Codes) else ()
    unsure = f" ({words.UNCONFIRMED.get(language)})"
    named = (
        (choice.code in chosen, escape(choice.label.get(language) + ("" if choice.confirmed else unsure)))
        for choice in choices
    )
    # A box stays with its answer: no line ends between them.
    return " &nbsp; ".join(
        f"{_TICKED}&nbsp;<b>{name}</b>" if ticked else f"{_BOX}&nbsp;{name}" for ticked, name in named
    )


def label(study: Study, form: Form, item: Item, language: Language, condition: Text | None) -> str:
    """The question: its words, a star where it is required, when it applies, what nobody confirmed."""
    parts = [escape(item.label.get(language))]
    if item.required:
        parts.append("*")
    unit = words.unit_label(study, item.unit) if item.type == "number" and item.unit else ""
    small = [f"[{escape(form.code)}.{escape(item.code)}]", escape(unit)]
    if condition is not None:
        only = Text("only if", "仅当").get(language)
        small.append(f"{only} {escape(condition.get(language))}")
    if not item.confirmed:
        small.append(escape(words.UNCONFIRMED.get(language)))
    said = " · ".join(part for part in small if part)
    return f"{' '.join(parts)}<br/><span style='color:#555555; font-size:6.5pt'>{said}</span>"


def rows_table(
    study: Study, columns: Iterable[Item], rows: Iterable[dict[str, Value]], language: Language, *, blank: bool
) -> str:
    """The rows of a table, or empty ones to be written on."""
    items = [item for item in columns if not item.identity]
    heads = "".join(f"<th align='left'>{escape((item.short or item.label).get(language))}</th>" for item in items)
    body = [
        "".join(
            f"<td>{escape(words.with_unit(study, item, row.get(item.code), language)) or '—'}</td>" for item in items
        )
        for row in rows
    ]
    if blank:
        body += ["".join("<td>&nbsp;<br/>&nbsp;</td>" for _ in items)] * _EMPTY_ROWS
    lines = "".join(f"<tr>{row}</tr>" for row in body)
    return f"{TABLE} cellpadding='2'><thead><tr>{heads}</tr></thead>{lines}</table>"
