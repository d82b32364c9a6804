"""What is due of one child, as rows of today: window, completeness, how it stands in words. Pure."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from desktop_app.presenters import words
from desktop_app.presenters.standing import Progress, progress
from study.course import Course
from study.due import Due, due_of
from study.text import Text
from study.timeline import VisitAt
from ui.today.state import Group, TodayRow
from ui.widgets.state import Completeness, WindowSpan

_GROUPS = {"overdue": Group.OVERDUE, "open": Group.OPEN, "coming": Group.COMING}
RECENT = timedelta(days=30)
"""So long after its day an unfinished visit stands here: results come late. What is older comes from old records."""
_KINDS = {"consent": Text("consent", "知情同意"), "report": Text("report", "报告")}


def rows_of(course: Course, name: str, now: datetime) -> Iterator[TodayRow]:
    """The rows of one child; `now` is the site's wall clock."""
    due = tuple(due_of(course, now))
    for each in due:
        yield _visit(course, name, each, now.date()) if each.kind == "visit" else _other(name, each, now)
    yield from _begun(course, name, now.date(), {each.place.key for each in due})


def report_rows(course: Course, name: str, now: datetime) -> Iterator[TodayRow]:
    """The reports to authorities that are due of one child, and nothing else."""
    return (_other(name, each, now) for each in due_of(course, now) if each.kind == "report")


def _visit(course: Course, name: str, each: Due, today: date) -> TodayRow:
    at = course.visit_at(each.place)
    far = progress(course, at)
    span = _span(each, today)
    return TodayRow(
        place=each.place.key,
        code=each.child,
        name=name,
        group=_GROUPS[each.state],
        what=each.what,
        when=_when(course, each, today),
        status=_status(each, far),
        span=span,
        parts=Completeness(far.filled, far.awaiting, max(far.total - far.filled - far.awaiting, 0)),
        under_way=far.begun and each.state != "overdue",
        hint=_hint(each),
    )


def _begun(course: Course, name: str, today: date, shown: Collection[str]) -> Iterator[TodayRow]:
    """The visits that took place lately and that somebody left before all of them was entered."""
    for at in course.visits:
        if at.day is None or not timedelta() <= today - at.day <= RECENT or at.address.key in shown:
            continue
        far = progress(course, at)
        if far.begun and not far.complete:
            yield _left(course, name, at, far)


def _left(course: Course, name: str, at: VisitAt, far: Progress) -> TodayRow:
    missing = max(far.total - far.filled - far.awaiting, 0)
    day = f"{at.day:%m-%d}"
    where = words.DOT.join(part for part in (words.day_text(at.study_day), day) if part)
    return TodayRow(
        place=at.address.key,
        code=course.code,
        name=name,
        group=Group.BEGUN,
        what=Text(f"{at.visit.code} {at.visit.label.en}", f"{at.visit.code} {at.visit.label.zh}"),
        when=words.both(where),
        status=_entering(far),
        parts=Completeness(far.filled, far.awaiting, missing),
        under_way=True,
        hint=Text(
            f"took place on {at.day}; {missing} items are still empty or its forms are not completed",
            f"于 {at.day} 进行；尚有 {missing} 项未填或表单未完成",
        ),
    )


def _span(each: Due, today: date) -> WindowSpan | None:
    if not each.opens or not each.closes:
        return None
    opens, closes = date.fromisoformat(each.opens), date.fromisoformat(each.closes)
    return WindowSpan((opens - today).days, (closes - today).days, 0)


def _when(course: Course, each: Due, today: date) -> Text:
    """The study day that today is, and the target day of the visit."""
    zero, visit = course.day_zero, course.study.visit(each.place.visit)
    day = words.day_text((today - zero).days) if zero is not None else ""
    target = ""
    if zero is not None and visit.target_day is not None:
        target = f"{date.fromordinal(zero.toordinal() + visit.target_day):%m-%d}"
    return words.both(words.DOT.join(part for part in (day, target) if part))


def _status(each: Due, far: Progress) -> Text:
    if each.state == "overdue":
        return _late(each.over, Text("d", "天"))
    if far.awaiting or far.begun:
        return _entering(far)
    if each.state == "open":
        return Text(f"until {each.closes[5:]}", f"至 {each.closes[5:]}") if each.closes else Text("open", "可进行")
    return Text(f"from {each.opens[5:]}", f"{each.opens[5:]} 起")


def _entering(far: Progress) -> Text:
    if far.awaiting:
        return Text(f"awaiting {far.awaiting}", f"待结果 {far.awaiting}")
    return Text("being entered", "录入中")


def _late(over: int, unit: Text) -> Text:
    return Text(f"overdue {over} {unit.en}", f"逾期 {over} {unit.zh}")


def _hint(each: Due) -> Text:
    window = Text(f"window {each.opens} to {each.closes}", f"时间窗 {each.opens} 至 {each.closes}")
    planned = Text("by the planned infusion", "按计划回输日") if each.provisional else None
    return words.join(window, planned, None if each.confirmed else words.WINDOW_UNCONFIRMED)


def _other(name: str, each: Due, now: datetime) -> TodayRow:
    """A consent or a report: what it is, and by when."""
    kind, hours = _KINDS[each.kind], each.kind == "report"
    by = each.closes or each.opens
    unit = Text("h", "小时") if hours else Text("d", "天")
    until = (
        Text(f"by {_short(by)}", f"{_short(by)} 前") if each.closes else Text(f"since {_short(by)}", f"自 {_short(by)}")
    )
    return TodayRow(
        place=each.place.key,
        code=each.child,
        name=name,
        group=_GROUPS[each.state],
        what=each.what,
        when=words.both(_short(by)),
        status=_late(each.over, unit) if each.state == "overdue" else until,
        hint=words.join(kind, each.what, until, None if each.confirmed else words.UNCONFIRMED),
    )


def _short(moment: str) -> str:
    """A day without its year, an hour with its day."""
    return moment[5:].replace("T", " ")
