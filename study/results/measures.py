"""Which measures the results tell, primary outcomes first, and at which visits. Pure; knows no child."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from study.definition.model import Form, Item, Study, Visit
from study.derived.registry import FORMULAS
from study.text import Text
from study.value_words import unit_label

BASELINE = "BASELINE"
BASELINE_WORDS = Text("Baseline (last before treatment)", "基线（治疗前最后一次）")
OTHER = Text("Further measures", "其他指标")
_NUMBERS = frozenset({"number", "grade"})


class Measure(msgspec.Struct, frozen=True):
    """One measure: an item of a form, or with `derived` a derived value that the form shows.

    `outcome` is what it belongs to, `primary` whether that is a primary outcome. `choices` is the code list of its
    answers, "" for a number.
    """

    outcome: Text
    primary: bool
    form: str
    code: str
    label: Text
    unit: str
    decimals: int
    derived: bool
    kind: Literal["number", "answer"]
    choices: str = ""
    since_baseline: bool = False
    """It says what became of the child since its baseline, and so nothing at the baseline itself."""


def measures(study: Study) -> tuple[Measure, ...]:
    """Every measure once: those of the primary outcomes, of the others, then what the headline values stand with."""
    found: dict[tuple[str, str], Measure] = {}
    ordered = sorted(study.protocol.outcomes, key=lambda outcome: not outcome.primary)
    for outcome in ordered:
        for form in outcome.forms:
            for each in _of_form(study, study.forms[form], outcome.label, outcome.primary, items=True):
                found.setdefault((each.form if not each.derived else "", each.code), each)
    for shown in _with_headlines(study):
        for each in _of_form(study, shown, OTHER, False, items=False):
            found.setdefault(("", each.code), each)
    return tuple(found.values())


def visits_of(study: Study, measure: Measure) -> tuple[Visit, ...]:
    """The visits of the schedule after day 0 that ask it, in their order; yearly ones too."""
    return tuple(
        visit
        for visit in study.visits
        if not visit.repeating and (visit.target_day or 0) > 0 and measure.form in visit.forms
    )


def _with_headlines(study: Study) -> Iterator[Form]:
    """The forms that show one of the few values by which a child is followed."""
    return (
        form for form in study.forms.values() if any(study.derived[code].headline for code in form.derived)
    )  # fmt: skip


def _of_form(study: Study, form: Form, outcome: Text, primary: bool, *, items: bool) -> Iterator[Measure]:
    methods = {item.method for item in form.items}
    for item in form.items if items else ():
        if item.code not in methods and (item.type == "number" or _is_answer(item)):
            yield _item(study, form, item, outcome, primary)
    for code in form.derived:
        spec = study.derived[code]
        kind = FORMULAS[spec.formula or spec.code].kind
        number = bool(spec.part) or kind in _NUMBERS
        if not spec.choices and not number:
            continue
        yield Measure(
            outcome, primary, form.code, code, spec.short or spec.label, unit_label(study, spec.unit), spec.decimals,
            derived=True, kind="answer" if spec.choices else "number", choices=spec.choices,
            since_baseline=any(source.at == "baseline" for sources in spec.inputs.values() for source in sources),
        )  # fmt: skip


def _is_answer(item: Item) -> bool:
    """A result that is told as a word, such as positive; not by which laboratory or kit it was found."""
    return item.type == "choice" and bool(item.choices) and item.laboratory and not item.rows


def _item(study: Study, form: Form, item: Item, outcome: Text, primary: bool) -> Measure:
    return Measure(
        outcome, primary, form.code, item.code, item.short or item.label, unit_label(study, item.unit),
        item.decimals if item.decimals is not None else 2, derived=False,
        kind="number" if item.type == "number" else "answer", choices=item.choices,
    )  # fmt: skip
