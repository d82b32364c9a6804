"""Values as people read them, in one language, the same on a workstation and on the EDC's page. Owns no judgement."""

from study import units
from study.definition.model import Item, Study, gone_from
from study.terms import term_text
from study.text import Language, Text
from study.values import (
    Cleared,
    Codes,
    DateTimeValue,
    DateValue,
    NotDone,
    Quantity,
    Range,
    Sealed,
    TextValue,
    Value,
)  # fmt: skip

_UNSAID = frozenset({"1", "grade", "stage", "score"})


def both(text: str) -> Text:
    """What reads the same in both languages: a code, a number, a name."""
    return Text(text, text)


def value_text(study: Study, item: Item, value: Value | None, language: Language, sealed: str = "") -> str:
    """A value as its field shows it, without unit; a quantity in the item's own unit where it can be converted."""
    match value:
        case Quantity(comparator=comparator, unit=unit):
            number = f"{comparator}{units.shown_number(item, value)}"
            return number if _converts(item, value) else f"{number} {units.label(study, unit)}"
        case Range(low=low, high=high):
            return f"{low}-{high}" if high else f">{low}"
        case TextValue(text=text):
            return term_text(study, item, text).get(language)
        case Codes(codes=codes):
            return choice_text(study, item, codes).get(language)
        case DateValue(date=day):
            return day
        case DateTimeValue(at=at):
            return at.replace("T", " ")
        case Sealed():
            return sealed or "••••"
        case NotDone(reason=reason):
            return not_done_text(study, reason).get(language)
        case Cleared() | None:
            return ""


def with_unit(study: Study, item: Item, value: Value | None, language: Language) -> str:
    """A value with its unit, for sentences and tables."""
    text = value_text(study, item, value, language)
    shown = isinstance(value, Range) or (isinstance(value, Quantity) and _converts(item, value))
    return f"{text} {unit_label(study, item.unit) if shown else ''}".rstrip()


def _converts(item: Item, value: Quantity) -> bool:
    """False for a value kept in a unit that the item no longer takes: it is shown with its own unit."""
    return not isinstance(units.to_base(item, value), units.NoConversion)


def choice_text(study: Study, item: Item, codes: tuple[str, ...]) -> Text:
    """Labels of the chosen codes."""
    labels = {choice.code: choice.label for choice in study.codelists.get(item.choices, ())}
    if item.links:
        labels = {choice.code: choice.label for choice in study.codelists.get(gone_from(item.rows), ())} | labels
    named = [labels.get(code) or _unnamed(study, item, code) for code in codes]
    return Text(", ".join(t.en for t in named), "、".join(t.zh for t in named))


def _unnamed(study: Study, item: Item, code: str) -> Text:
    """A code without words here; a row that is not known here is called by its log."""
    log = study.forms.get(item.rows) if item.rows else None
    return Text(f"a row of {log.label.en}", f"“{log.label.zh}”中的一行") if log is not None else both(code)


def not_done_text(study: Study, reason: str) -> Text:
    """Why an item was not done."""
    for choice in study.codelists.get("NDREASON", ()):
        if choice.code == reason:
            return choice.label
    return both(reason)


def unit_label(study: Study, unit: str) -> str:
    """A unit as it is printed; the unit of a pure number, a grade or a score is not: the label says what it is."""
    return "" if unit in _UNSAID else units.label(study, unit)
