"""What the codes of standards on a form must agree with: their standard's shape, and with one another."""

from study.definition.faults import Report
from study.definition.model import Form, Item
from study.definition.standards import NAMES, STANDARDS, Coding, Standard, refusal
from study.text import Text

_FREE = ("number", "choice", "multichoice")
"""Of these two items may be one CDASH field: two doses of one form are two records."""


def check_codings(form: Form, report: Report) -> None:
    """Reports every code that is none of its standard, and every code that two items of the form can't both bear."""
    for item in form.items:
        for coding in item.codings:
            why = refusal(coding)
            if why is not None:
                report.add_at(("item", form.code, item.code, coding.standard), item.code, why.en, why.zh)
    for standard in STANDARDS:
        _apart(form, standard, report)


def _apart(form: Form, standard: Standard, report: Report) -> None:
    first: dict[tuple[str, ...], Item] = {}
    for item in form.items:
        coding = item.coding(standard)
        mark = _told_by(item, coding) if coding is not None else None
        if mark is None or coding is None:
            continue
        other = first.setdefault(mark, item)
        if other is not item:
            why = _twice(coding, other)
            report.add_at(("item", form.code, item.code, standard), item.code, why.en, why.zh)


def _told_by(item: Item, coding: Coding) -> tuple[str, ...] | None:
    """What no two items of a form have in common; None where sharing the code is no fault.

    LOINC names one observation. An SDTM test is told apart by specimen, unit and kind of result, of which a form's
    numbers have the unit; variables of SDTM stand once in each record, and a form may be many. CDASH names one field.
    """
    match coding.standard:
        case "loinc":
            return (coding.code,)
        case "sdtm":
            return (coding.code, item.unit) if item.laboratory and item.type == "number" else None
        case "cdash":
            return (coding.code,) if item.type not in _FREE else None


def _twice(coding: Coding, other: Item) -> Text:
    name = NAMES[coding.standard]
    return Text(f"{other.code} has the {name} code `{coding.code}` too", f"{other.code}也使用{name}代码“{coding.code}”")
