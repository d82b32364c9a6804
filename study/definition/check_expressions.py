"""Whether the expressions of a definition can be read and name what exists. Reports; changes nothing."""

from collections.abc import Iterator

from study.definition.faults import Report
from study.definition.model import Form, Study
from study.expression import Expression, NotAnExpressionError, parse


def check_expressions(study: Study, form: Form, report: Report) -> None:
    """The checks of a form and the conditions under which it and its items apply."""
    for path, code, text in _of_form(form):
        check_expression(study, text, path, code, report, form=form)
    codes = {item.code for item in form.items}
    for check in form.checks:
        if check.at and check.at not in codes:
            report.add_at(
                ("check", form.code, check.code, "at"),
                check.code,
                f"there is no item `{check.at}` in {form.code}",
                f"{form.code}中没有项目“{check.at}”",
            )


def _of_form(form: Form) -> Iterator[tuple[tuple[str, ...], str, str]]:
    if form.when:
        yield ("form", form.code, "when"), form.code, form.when
    for item in form.items:
        if item.when:
            yield ("item", form.code, item.code, "when"), item.code, item.when
    for check in form.checks:
        yield ("check", form.code, check.code, "holds"), check.code, check.holds


def check_expression(
    study: Study, text: str, path: tuple[str, ...], code: str, report: Report, *, form: Form | None = None
) -> None:
    """Reports an expression that cannot be read or names an item, derived value or setting that is not there."""
    try:
        expression = parse(text)
    except NotAnExpressionError as error:
        report.add_at(path, code, error.sentence.en, error.sentence.zh)
        return
    for name in _unknown(study, expression, form):
        report.add_at(path, code, f"there is no `{name}`", f"没有“{name}”")


def _unknown(study: Study, expression: Expression, form: Form | None) -> Iterator[str]:
    for name in expression.items:
        of, _, item = name.rpartition(".")
        where = study.forms.get(of) if of else form
        if where is None or all(each.code != item for each in where.items):
            yield name
    for function, name in expression.asked:
        if name not in (study.derived if function == "derived" else study.settings):
            yield name
