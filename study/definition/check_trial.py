"""What logs, eligibility and reporting clocks name must be there. Reports; changes nothing."""

from collections.abc import Iterator

from study.address import LOG
from study.definition.check_expressions import check_expression
from study.definition.check_leaving import check_leaving
from study.definition.check_protocol import check_protocol
from study.definition.faults import Report
from study.definition.model import Form, Item, Study
from study.definition.trial import Clock, Criterion, Outcome
from study.expression import NotAnExpressionError, parse

RECIPIENTS, KINDS_OF_CONSENT = "SAERECIP", "ICFTYPE"
"""Code lists of whom is told of a serious event, and of the kinds of consent."""


def check_trial(study: Study, report: Report) -> None:
    """Reports every table without its log, and what gates, criteria and clocks name and the study has not."""
    for form in study.forms.values():
        _form(study, form, report)
    visits = {visit.code for visit in study.visits}
    for gate in study.eligibility.gates:
        if gate.visit not in visits and "visits.yaml" not in report.unreadable:
            report.add_at(
                ("gate", gate.code, "visit"), gate.code, f"there is no visit `{gate.visit}`", f"没有访视“{gate.visit}”"
            )
    for criterion in study.eligibility.criteria:
        _criterion(study, criterion, report)
    for clock in study.protocol.clocks:
        _clock(study, clock, report)
    for outcome in study.protocol.outcomes:
        _outcome(study, outcome, report)
    check_protocol(study.protocol, report)
    check_leaving(study, report)
    for version in study.protocol.consent_versions:
        _listed(study, KINDS_OF_CONSENT, (version.kind,), report, path=("consent", "versions"), item=version.code)


def _outcome(study: Study, outcome: Outcome, report: Report) -> None:
    for code in outcome.forms:
        if code not in study.forms and not report.unreadable:
            report.add_at(
                ("outcome", outcome.code, "forms"), outcome.code, f"there is no form `{code}`", f"没有表单“{code}”"
            )


def _form(study: Study, form: Form, report: Report) -> None:
    codes = {item.code for item in form.items}
    if form.named_by and form.named_by not in codes:
        report.add_at(
            ("form", form.code, "named_by"),
            form.code,
            f"there is no item `{form.named_by}` in {form.code}",
            f"{form.code}中没有项目“{form.named_by}”",
        )
    logs = {log.code for log in _logs(study)}
    for item in form.items:
        if (item.type == "table" and not item.rows) or (
            item.rows and item.type not in ("table", "choice", "multichoice")
        ):
            report.add_at(
                ("item", form.code, item.code, "type"),
                item.code,
                "a table needs the log whose rows it stands for (`rows`), and nothing else has one",
                "表格项须注明所对应的记录“rows”，其他类型不得填写",
            )
        elif item.rows and item.rows not in logs and not report.unreadable:
            report.add_at(
                ("item", form.code, item.code, "rows"),
                item.code,
                f"`{item.rows}` is no repeating form of {LOG}",
                f"“{item.rows}”不是{LOG}中可重复的表单",
            )


def _logs(study: Study) -> Iterator[Form]:
    placed = {code for visit in study.visits if visit.code == LOG for code in visit.forms}
    return (form for form in study.forms.values() if form.repeating and form.code in placed)


def _lost(path: str, report: Report) -> bool:
    """True when the form of "FORM/ITEM" could not be read: that is told already."""
    return f"forms/{path.partition('/')[0]}.yaml" in report.unreadable


def _criterion(study: Study, criterion: Criterion, report: Report) -> None:
    path = ("criterion", criterion.code)
    if criterion.gate not in {gate.code for gate in study.eligibility.gates}:
        report.add_at(
            (*path, "gate"), criterion.code, f"there is no gate `{criterion.gate}`", f"没有节点“{criterion.gate}”"
        )
    asked = _at(study, criterion.item)
    if not _lost(criterion.item, report) and (asked is None or asked.type != "choice"):
        report.add_at(
            (*path, "item"),
            criterion.code,
            f"`{criterion.item}` is no choice of the study",
            f"“{criterion.item}”不是本研究的选择项",
        )
    if criterion.within is not None and criterion.within < 1:
        report.add_at(
            (*path, "within"), criterion.code, "`within` counts whole days from 1", "“within”须为不小于1的整数天数"
        )
    for limb in criterion.limbs:
        check_expression(study, limb.meets, (*path, "limbs"), f"{criterion.code} {limb.code}", report)
        if limb.value and not _lost(limb.value, report) and _at(study, limb.value) is None:
            report.add_at(
                (*path, "limbs"),
                f"{criterion.code} {limb.code}",
                f"there is no item `{limb.value}`",
                f"没有项目“{limb.value}”",
            )


def _at(study: Study, place: str) -> Item | None:
    """The item that "FORM/ITEM" names."""
    form, _, code = place.partition("/")
    items = study.forms[form].items if form in study.forms else ()
    return next((item for item in items if item.code == code), None)


def _clock(study: Study, clock: Clock, report: Report) -> None:
    """A clock runs on the rows of one log: that which has everything its condition names."""
    try:
        named = set(parse(clock.when).items)
    except NotAnExpressionError:
        named = set()
    logs = tuple(_logs(study))
    form = next((log for log in logs if named and named <= {item.code for item in log.items}), None)
    check_expression(study, clock.when, ("clock", clock.code, "when"), clock.code, report, form=form)
    path = ("clock", clock.code, "recipients")
    _listed(study, RECIPIENTS, clock.recipients, report, path=path, item=clock.code)


def _listed(
    study: Study, name: str, codes: tuple[str, ...], report: Report, *, path: tuple[str, ...], item: str
) -> None:
    """Reports codes that are no answers of a list, where the definition has that list."""
    known = {choice.code for choice in study.codelists.get(name, ())}
    for code in codes:
        if known and code not in known:
            report.add_at(path, item, f"{name} has no `{code}`", f"代码表{name}中没有“{code}”")
