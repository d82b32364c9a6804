"""Whether the expressions of a definition can be read, name what exists and compare like with like. Only reports."""

from collections.abc import Iterator
from decimal import Decimal

from study.definition.check_kinds import unlike
from study.definition.faults import Report
from study.definition.model import Form, Item, Study
from study.expression import Expression, NotAnExpressionError, parse
from study.expression.parse import Comparison, Name, Number, Word, comparisons, names_in
from study.span import Limits
from study.text import Text

_OF_THE_ANSWER = ("", "present", "missing")
_CODED = ("choice", "multichoice")
_MEASURED = ("number", "date", "partial_date", "datetime", "table")


def check_expressions(study: Study, form: Form, report: Report) -> None:
    """The checks of a form and the conditions under which it and its items apply."""
    for path, code, text in _of_form(form):
        check_expression(study, text, path, code, report, form=form)
    _idle(form, report)
    _waiting(form, report)
    codes = {item.code for item in form.items}
    for check in form.checks:
        if check.at and check.at not in codes:
            report.add_at(
                ("check", form.code, check.code, "at"),
                check.code,
                f"there is no item `{check.at}` in {form.code}",
                f"{form.code}中没有项目“{check.at}”",
            )
    _alarms(form, report)


def _alarms(form: Form, report: Report) -> None:
    """Reports critical checks that could not alarm: what is acknowledged is a value, so one must stand in `at`."""
    valued = {item.code for item in form.items if item.type != "table"}
    for check in form.checks:
        if check.severity == "critical" and check.at not in valued:
            report.add_at(
                ("check", form.code, check.code, "severity"),
                check.code,
                "a critical check needs `at`, an item with a value to acknowledge",
                "危急值规则须以`at`给出有数值、可供确认的项目",
            )
        if check.severity == "critical" and check.query:
            report.add_at(
                ("check", form.code, check.code, "query"),
                check.code,
                "a critical check is acknowledged and never a query",
                "危急值规则须确认，不生成质疑",
            )
        if check.confirmed and check.severity != "critical":
            report.add_at(
                ("check", form.code, check.code, "confirmed"),
                check.code,
                "only a critical check is confirmed by the hospital",
                "仅危急值规则须注明是否经本院确认",
            )


def _idle(form: Form, report: Report) -> None:
    """Reports checks that name no item: they say nothing of what was entered."""
    for check in form.checks:
        if (expression := _parsed(check.holds)) is not None and expression.condition and not expression.items:
            report.add_at(
                ("check", form.code, check.code, "holds"), check.code, "the check names no item", "该核查未涉及任何项目"
            )


def _waiting(form: Form, report: Report) -> None:
    """Reports items that wait for one another: none of them would ever be asked."""
    waits = {item.code: _waits_for(form, item.when) for item in form.items}
    told: set[str] = set()
    for start in waits:
        way = _way_back(waits, start)
        if way and told.isdisjoint(way):
            told.update(way)
            circle = " -> ".join((start, *way))
            report.add_at(
                ("item", form.code, start, "when"),
                start,
                f"the conditions go in a circle: {circle}",
                f"条件循环：{circle}",
            )


def _waits_for(form: Form, when: str) -> frozenset[str]:
    """The items of the form whose own answers a condition stands on."""
    expression = _parsed(when) if when else None
    if expression is None:
        return frozenset()
    named = {name.removeprefix(f"{form.code}.") for asked, name in names_in(expression) if asked in _OF_THE_ANSWER}
    return frozenset(named & {item.code for item in form.items})


def _way_back(waits: dict[str, frozenset[str]], start: str) -> tuple[str, ...]:
    """The shortest way from an item back to itself, without it at the beginning; () when there is none."""
    ways: list[tuple[str, ...]] = [(code,) for code in sorted(waits[start])]
    seen: set[str] = set()
    for way in ways:
        if way[-1] == start:
            return way
        if way[-1] not in seen:
            seen.add(way[-1])
            ways.extend((*way, code) for code in sorted(waits[way[-1]]))
    return ()


def _parsed(text: str) -> Expression | None:
    try:
        return parse(text)
    except NotAnExpressionError:
        return None


def _of_form(form: Form) -> Iterator[tuple[tuple[str, ...], str, str]]:
    for key, text in (("when", form.when), ("open_when", form.open_when)):
        if text:
            yield ("form", form.code, key), form.code, text
    for item in form.items:
        if item.when:
            yield ("item", form.code, item.code, "when"), item.code, item.when
    for check in form.checks:
        yield ("check", form.code, check.code, "holds"), check.code, check.holds


def check_expression(
    study: Study, text: str, path: tuple[str, ...], code: str, report: Report, *, form: Form | None = None
) -> None:
    """Reports an expression that cannot be read, is no condition, names an item, derived value or setting that is not
    there, or compares an item with an answer that it cannot have: such a check would silently never fail.
    """
    try:
        expression = parse(text)
    except NotAnExpressionError as error:
        report.add_at(path, code, error.sentence.en, error.sentence.zh)
        return
    if not expression.condition:
        report.add_at(path, code, f"`{text}` is neither true nor false", f"“{text}”不是条件")
    for name in _unknown(study, expression, form, report):
        report.add_at(path, code, f"there is no `{name}`", f"没有“{name}”")
    never = tuple(_never(study, expression, form))
    for fault in never or unlike(study, expression.root, lambda name: _item(study, form, name)):
        report.add_at(path, code, fault.en, fault.zh)


def _unknown(study: Study, expression: Expression, form: Form | None, report: Report) -> Iterator[str]:
    """Names of nothing; what a file that could not be read should have said is not missed a second time."""
    for name in expression.items:
        lost = f"forms/{name.rpartition('.')[0]}.yaml" in report.unreadable
        if not lost and _item(study, form, name) is None:
            yield name
    for function, name in expression.asked:
        if name not in (study.derived if function == "derived" else study.settings):
            yield name


def _item(study: Study, form: Form | None, name: str) -> Item | None:
    of, _, code = name.rpartition(".")
    where = study.forms.get(of) if of else form
    return next((item for item in where.items if item.code == code), None) if where is not None else None


def _never(study: Study, expression: Expression, form: Form | None) -> Iterator[Text]:
    """Comparisons with a word that the item can never say, or with a number that it can never reach."""
    for comparison in comparisons(expression.root):
        yield from _beyond(study, comparison, form)
        for name, word in _pairs(comparison):
            item = _item(study, form, name.name)
            if item is None:
                continue
            if item.type in _MEASURED:
                yield Text(
                    f"{item.code} is no word and cannot be {word.codes}", f"{item.code}不是文字，不能与{word.codes}比较"
                )
            elif item.type in _CODED:
                answers = {choice.code for choice in study.codelists.get(item.choices, ())}
                for code in word.codes:
                    if answers and code not in answers:
                        yield Text(f"{code} is no answer of {item.code}", f"{item.code}没有选项{code}")


def _beyond(study: Study, comparison: Comparison, form: Form | None) -> Iterator[Text]:
    """A number outside the hard limits, or the codes, of the item that it is compared with: always so, or never."""
    match comparison:
        case (
            Comparison(left=Name(name=name), right=Number(value=value))
            | Comparison(left=Number(value=value), right=Name(name=name))
        ):
            item = _item(study, form, name)
            reach = _reach(study, item) if item is not None else None
            if item is not None and reach is not None and not reach.holds(value):
                yield Text(f"{item.code} is never on the other side of {value}", f"{item.code}不可能达到{value}")


def _pairs(comparison: Comparison) -> Iterator[tuple[Name, Word]]:
    match comparison:
        case (
            Comparison(left=Name() as name, right=Word() as word)
            | Comparison(left=Word() as word, right=Name() as name)
        ):
            yield name, word


def _reach(study: Study, item: Item) -> Limits | None:
    """The numbers an item may come to: its hard limits, or its codes where they are numbers."""
    if item.type != "choice":
        return item.hard
    answers = [choice.code for choice in study.codelists.get(item.choices, ())]
    grades = [Decimal(code) for code in answers if code.isascii() and code.isdecimal()]
    return Limits(min(grades), max(grades)) if grades else None
