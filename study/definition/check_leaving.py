"""Whether stopping rules and what is left out of a shared set name what exists and can be counted. Only reports."""

from decimal import Decimal

from study.definition.check_expressions import check_expression
from study.definition.faults import Report
from study.definition.model import Study
from study.definition.trial import StoppingRule

_WHOLE = Decimal(1)


def check_leaving(study: Study, report: Report) -> None:
    """Reports rules without a form, a limit or an order of days, items that are not there, a group of nobody."""
    for rule in study.protocol.stopping_rules:
        _rule(study, rule, report)
    sharing = study.protocol.sharing
    if sharing.smallest < 2:
        report.add_at(("sharing", "smallest"), "", "a small group is one below 2 at least", "“smallest”至少为2")
    for path in sharing.withheld:
        form, _, code = path.partition("/")
        items = study.forms[form].items if form in study.forms else ()
        if code not in {item.code for item in items} and not report.unreadable:
            report.add_at(("sharing", "withheld"), "", f"there is no item `{path}`", f"没有项目“{path}”")


def _rule(study: Study, rule: StoppingRule, report: Report) -> None:
    path = ("stopping", rule.code)
    form = study.forms.get(rule.form)
    if form is None:
        if not report.unreadable:
            report.add_at((*path, "form"), rule.code, f"there is no form `{rule.form}`", f"没有表单“{rule.form}”")
        return
    check_expression(study, rule.when, (*path, "when"), rule.code, report, form=form)
    if (rule.count is None) == (rule.proportion is None):
        en, zh = "a rule has `count` or `proportion`, one of them", "规则须且只须给出“count”或“proportion”之一"
        report.add_at(path, rule.code, en, zh)
    if rule.count is not None and rule.count < 1:
        report.add_at((*path, "count"), rule.code, "`count` is 1 at least", "“count”至少为1")
    if rule.proportion is not None and not 0 < rule.proportion <= _WHOLE:
        en, zh = "`proportion` lies above 0 and goes up to 1", "“proportion”须大于0且不超过1"
        report.add_at((*path, "proportion"), rule.code, en, zh)
    if rule.days is not None and rule.days[0] > rule.days[1]:
        report.add_at((*path, "days"), rule.code, "the first day comes after the last", "起始日晚于结束日")
