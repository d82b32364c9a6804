"""What must hold between the parts of a definition. Reports every fault where it was written; changes nothing."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from study.definition.check_at_once import check_at_once
from study.definition.check_codings import check_codings
from study.definition.check_derived import check_derived
from study.definition.check_dictionaries import check_dictionaries, other_tables
from study.definition.check_expressions import check_expressions
from study.definition.check_items import check_item, folded
from study.definition.check_panels import check_panels
from study.definition.check_retention import check_retention
from study.definition.check_trial import check_trial
from study.definition.check_visits import check_visits
from study.definition.faults import Report
from study.definition.lookup_tables import check_tables
from study.definition.model import Form, ItemType, Study

ANCHORS: dict[str, ItemType] = {
    "infusion": "datetime",
    "planned_infusion": "date",
    "visit_date": "date",
    "birth": "date",
    "sex": "choice",
    "name": "text",
    "subject_code": "text",
}
"""Where the schedule, the intervals and the headers find what they stand on, and of which type that item is."""
OPTIONAL_ANCHORS: dict[str, ItemType] = {"infusion_completed": "choice"}
"""What a definition may name too: the answer N says that an infusion was broken off and defines no day 0."""
ATTACHMENTS = ("pdf", "image", "dicom", "edf", "aecg")
CLEANED = ("dicom", "edf")
"""Kinds whose headers can be cleaned of identity."""
DATES: tuple[ItemType, ...] = ("date", "partial_date", "datetime")


def check(study: Study, report: Report) -> None:
    """Reports everything that does not hold."""
    check_visits(study, report)
    for form in study.forms.values():
        _form(study, form, report)
    check_derived(study, report)
    check_panels(study, report)
    _anchors(study, report)
    _timezone(study, report)
    check_tables(other_tables(study), report)
    check_dictionaries(study, report)
    check_trial(study, report)
    check_retention(study, report)


def _form(study: Study, form: Form, report: Report) -> None:
    for item in form.items:
        check_item(study, form, item, report)
    check_codings(form, report)
    for code in form.derived:
        if code not in study.derived and "derived.yaml" not in report.unreadable:
            report.add_at(
                ("form", form.code, "derived"), form.code, f"there is no derived value `{code}`", f"没有衍生值“{code}”"
            )
    for kind in form.attachments:
        if kind not in ATTACHMENTS:
            report.add_at(
                ("form", form.code, "attachments"), form.code, f"`{kind}` is no kind of file", f"“{kind}”不是附件类型"
            )
    for kind in form.central:
        if kind not in form.attachments or kind not in CLEANED:
            en = f"`{kind}` can't go to central readers: it must be among the form's files and a recording (dicom, edf)"
            zh = f"“{kind}”不能交给中心阅片：须为本表单接受的附件类型，且为波形记录（dicom、edf）"
            report.add_at(("form", form.code, "central"), form.code, en, zh)
    types = {item.code: item.type for item in form.items}
    if form.dated_by and types.get(form.dated_by) not in DATES:
        report.add_at(
            ("form", form.code, "dated_by"),
            form.code,
            f"`{form.dated_by}` is no date of this form",
            f"“{form.dated_by}”不是本表单的日期项",
        )
    if form.specimen and not form.dated_by:
        report.add_at(
            ("form", form.code), form.code, "a specimen has a time (`dated_by`)", "标本须有采集时间“dated_by”"
        )
    check_at_once(study, form, report)
    check_expressions(study, form, report)
    _aliases(form, report)


def _aliases(form: Form, report: Report) -> None:
    """A name printed on a report must lead to one laboratory item of a form."""
    seen: dict[str, str] = {}
    for item in form.items:
        if not item.laboratory:
            continue
        for alias in {folded(name) for name in (item.label.en, item.label.zh, *item.aliases) if name}:
            if seen.setdefault(alias, item.code) != item.code:
                report.add_at(
                    ("item", form.code, item.code, "aliases"),
                    item.code,
                    f"`{alias}` also names {seen[alias]}",
                    f"“{alias}”也指{seen[alias]}",
                )


def _anchors(study: Study, report: Report) -> None:
    if report.unreadable:
        return
    for name, kind in (ANCHORS | OPTIONAL_ANCHORS).items():
        if name not in study.anchors and name in OPTIONAL_ANCHORS:
            continue
        if name not in study.anchors:
            report.add_at(("anchors",), name, f"the anchor `{name}` is missing", f"缺少锚点“{name}”")
        elif not _points_to(study, study.anchors[name], kind, name == "visit_date"):
            where = study.anchors[name]
            report.add_at(
                ("anchors", name),
                name,
                f"`{where}` is no {kind} item of the study",
                f"“{where}”不是本研究中类型为{kind}的项目",
            )
    for name in study.anchors:
        if name not in ANCHORS | OPTIONAL_ANCHORS:
            report.add_at(("anchors", name), name, "no such anchor is known", "不认识该锚点")


def _timezone(study: Study, report: Report) -> None:
    """The zone must be one that this machine knows: every time of the record is told in it."""
    if not study.timezone:
        return
    try:
        ZoneInfo(study.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zone = study.timezone
        report.add_at(("study", "timezone"), "timezone", f"`{zone}` is no time zone", f"没有时区“{zone}”")


def _points_to(study: Study, where: str, kind: ItemType, everywhere: bool) -> bool:
    """True when `where` ("visit/form/item", or "form/item" for what every visit asks) is an item of that type."""
    parts = where.split("/")
    if len(parts) != (2 if everywhere else 3):
        return False
    *visit, form, code = parts
    if visit and not any(known.code == visit[0] and form in known.forms for known in study.visits):
        return False
    items = study.forms[form].items if form in study.forms else ()
    return any(item.code == code and item.type == kind for item in items)
