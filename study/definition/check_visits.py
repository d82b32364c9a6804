"""What the visits must agree with: the forms, their own days and one another. Reports; changes nothing."""

from itertools import combinations

from study.address import LOG
from study.definition.faults import Report
from study.definition.model import Study, Visit

FARTHEST = 36_500
"""Days from day 0 that a schedule may reach: a hundred years."""


def check_visits(study: Study, report: Report) -> None:
    """Reports every visit that does not hold, windows that overlap unsaid, and forms that stand nowhere."""
    for visit in study.visits:
        _visit(study, visit, report)
        _days(visit, report)
    if "visits.yaml" in report.unreadable:
        return
    codes = [visit.code for visit in study.visits]
    if LOG not in codes:
        report.add("visits.yaml", 1, LOG, "the visit LOG is missing", "缺少访视LOG")
    if sum(visit.baseline for visit in study.visits) != 1:
        report.add("visits.yaml", 1, "", "exactly one visit must be the baseline", "须有且仅有一个基线访视")
    placed = {form for visit in study.visits for form in visit.forms}
    for code in study.forms:
        if code and code not in placed:
            report.add_at(("form", code), code, "the form stands in no visit", "该表单不在任何访视中")
    _overlaps(study, report)


def _visit(study: Study, visit: Visit, report: Report) -> None:
    path = ("visit", visit.code)
    for form in visit.forms:
        if form not in study.forms and f"forms/{form}.yaml" not in report.unreadable:
            report.add_at((*path, "forms"), visit.code, f"there is no form `{form}`", f"没有表单“{form}”")
    if len(set(visit.forms)) != len(visit.forms):
        report.add_at((*path, "forms"), visit.code, "a form stands twice in the visit", "访视中表单重复")
    if visit.code == LOG and (visit.window is not None or visit.repeating):
        report.add_at(path, LOG, "LOG has no day and does not repeat", "LOG没有日期，也不重复")
    if visit.baseline and (visit.repeating or visit.code == LOG):
        report.add_at((*path, "baseline"), visit.code, "the baseline is one visit", "基线访视须为单次访视")


def _days(visit: Visit, report: Report) -> None:
    path = ("visit", visit.code)
    if (visit.target_day is None) != (visit.window is None) and not visit.repeating:
        report.add_at(path, visit.code, "target_day and window go together", "target_day与window须同时给出")
    elif visit.window is not None and visit.target_day is not None:
        low, high = visit.window
        if not low <= visit.target_day <= high:
            report.add_at((*path, "window"), visit.code, "the target day lies outside the window", "目标日不在时间窗内")
    if visit.window is not None and visit.window[0] > visit.window[1]:
        report.add_at((*path, "window"), visit.code, "the window is reversed", "时间窗首尾颠倒")
    if any(abs(day) > FARTHEST for day in (visit.target_day or 0, *(visit.window or ()))):
        report.add_at(
            (*path, "window"),
            visit.code,
            f"a day lies within {FARTHEST} of day 0",
            f"研究日不得超过第0天前后{FARTHEST}天",
        )
    if (visit.confirmed or visit.shares_window) and visit.window is None:
        report.add_at(path, visit.code, "there is no window of which to say so", "未设时间窗，无需此标记")
    if visit.day_confirmed and visit.target_day is None:
        report.add_at(path, visit.code, "there is no target day to be confirmed", "未设目标日，无需此标记")


def _overlaps(study: Study, report: Report) -> None:
    """A day must lead to one visit, unless both say that they share their windows."""
    placed = [(visit, visit.window) for visit in study.visits if visit.window is not None and not visit.repeating]
    placed.sort(key=lambda each: each[1])
    for (one, first), (other, second) in combinations(placed, 2):
        if second[0] > first[1] or (one.shares_window and other.shares_window):
            continue
        report.add_at(
            ("visit", other.code, "window"),
            other.code,
            f"the window overlaps that of {one.code}; if that is meant, both say `shares_window: true`",
            f"时间窗与{one.code}重叠；如确属有意，两者均须注明“shares_window: true”",
        )
