"""What a derived value asks of the forms of its own visit, and which other derived values it rests on.

Reads the definition only; the engine chooses specimens by it and the definition's checks look for circles in it.
"""

from collections.abc import Iterator, Mapping

from study.definition.model import DerivedSpec, Source, Study
from study.derived.result import Formula
from study.expression import Expression, NotAnExpressionError, parse

Asked = Mapping[str, frozenset[str]]
"""By form: the items that are asked for at the visit itself."""
Together = Mapping[tuple[str, str], frozenset[str]]
"""By how a source puts another visit ("baseline") and by form: the items that must come from one repeat of it."""
ON_FORMS = ("item", "limit", "codes", "hours", "rate")
HEIGHT_OF_TABLES = "height_cm"


def sources_of(spec: DerivedSpec, formula: Formula) -> Iterator[tuple[str, Source]]:
    """Every source of the formula's inputs, and of the height by which its tables may be read, with the input."""
    names = list(formula.inputs)
    if any(source.kind == "table" for name in names for source in spec.inputs.get(name, ())):
        names.append(HEIGHT_OF_TABLES)
    for name in dict.fromkeys(names):
        yield from ((name, source) for source in spec.inputs.get(name, ()))


def asked_here(study: Study, spec: DerivedSpec, formula: Formula) -> Asked:
    """The items of each form that this derived value reads at its own visit."""
    found: dict[str, set[str]] = {}
    for _, source in sources_of(spec, formula):
        form = source.of.partition("/")[0]
        if source.kind in ON_FORMS and not source.at:
            found.setdefault(form, set()).update(_items(study, source))
        for name in _read(source.when).items if source.when else ():
            of, _, code = name.rpartition(".")
            found.setdefault(of or form, set()).add(code)
    return {form: frozenset(codes) for form, codes in found.items() if form in study.forms}


def asked_elsewhere(study: Study, spec: DerivedSpec, formula: Formula) -> Together:
    """The items of a repeating form that this derived value reads at another visit, where there are several."""
    found: dict[tuple[str, str], set[str]] = {}
    for _, source in sources_of(spec, formula):
        form = source.of.partition("/")[0]
        if source.kind in ON_FORMS and source.kind != "codes" and source.at and study.forms[form].repeating:
            found.setdefault((source.at, form), set()).update(_items(study, source))
    return {key: frozenset(items) for key, items in found.items() if len(items) > 1}


def rests_on(study: Study, spec: DerivedSpec, formula: Formula) -> Iterator[tuple[str, str]]:
    """Every other derived value that this one may ask for, with the `at` at which it does; "" is the same visit."""
    for _, source in sources_of(spec, formula):
        if source.kind == "derived":
            yield source.of, source.at
        conditions = [source.when, *(_relevance(study, source) if source.kind in ON_FORMS and not source.at else ())]
        for text in conditions:
            for function, name in _read(text).asked if text else ():
                if function == "derived":
                    yield name, ""


def _relevance(study: Study, source: Source) -> Iterator[str]:
    """The conditions under which the form and the items of a source are asked for."""
    form = study.forms.get(source.of.partition("/")[0])
    if form is not None:
        yield form.when
        asked = set(_items(study, source))
        yield from (item.when for item in form.items if item.code in asked)


def _read(text: str) -> Expression:
    """An expression; one that can't be read asks for nothing (the definition's checks report it)."""
    try:
        return parse(text)
    except NotAnExpressionError:
        return parse("0 < 1")


def _items(study: Study, source: Source) -> Iterator[str]:
    form, _, code = source.of.partition("/")
    if source.kind == "codes":
        items = study.forms[form].items if form in study.forms else ()
        yield from (each.code for each in items if each.code.startswith(code.rstrip("*")))
    else:
        yield code
    if source.kind == "hours":
        yield source.part.partition("/")[2]
