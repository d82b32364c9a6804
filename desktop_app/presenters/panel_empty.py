"""What a panel without anything on it would show, and on which forms that is entered. Pure."""

from collections.abc import Iterator

from desktop_app.presenters.panel_ground import Drawn, drawn_on
from study.definition.model import DerivedSpec, Study
from study.definition.panel import Panel
from study.definition.plan import asked_here
from study.derived.registry import FORMULAS
from study.medication import FORM as MEDICINES
from study.text import Text
from study.toxicity import BOTH

MOST = 8
"""So many values and forms are named."""


def empty_words(study: Study, panel: Panel) -> Text:
    """The sentence for the place of the curves."""
    drawn = drawn_on(study, panel.code)
    shown = [each.subject.short or each.subject.label for each in drawn]
    shown += [bar.label for bar in panel.bars if bar.label is not None]
    forms = dict.fromkeys(code for code in _forms(study, panel, drawn) if code in study.forms)
    entered = [study.forms[code].short or study.forms[code].label for code in forms]
    return Text(
        f"Nothing yet. Shown here: {_listed(shown, 'en')}. Entered on: {_listed(entered, 'en')}.",
        f"暂无数据。本图显示：{_listed(shown, 'zh')}。录入表单：{_listed(entered, 'zh')}。",
    )


def _forms(study: Study, panel: Panel, drawn: tuple[Drawn, ...]) -> Iterator[str]:
    for each in drawn:
        if isinstance(each.subject, DerivedSpec):
            formula = FORMULAS.get(each.subject.formula or each.subject.code)
            yield from asked_here(study, each.subject, formula) if formula is not None else ()
        else:
            yield each.form
    if panel.kind == "swimmer":
        yield MEDICINES
        yield from BOTH
    yield from panel.toxicity
    yield from (bar.form for bar in panel.bars)


def _listed(texts: list[Text], language: str) -> str:
    named = list(dict.fromkeys(text.en if language == "en" else text.zh for text in texts))
    more = "…" if len(named) > MOST else ""
    return (", " if language == "en" else "、").join(named[:MOST]) + more
