"""The visit strip of a child: one chip a visit, the one that Enter opens among them. Pure."""

from datetime import date

from desktop_app.presenters import words
from desktop_app.presenters.standing import Progress, progress
from study.address import Address, parse_key
from study.course import Course, VisitAt
from study.followup import long_term, stops
from study.schedule import Stop, in_window, next_visit, offered
from study.text import Text
from ui.child.state import VisitChip, VisitStanding


def visit_chips(course: Course, today: date) -> tuple[VisitChip, ...]:
    """The scheduled visits in their order, with the unscheduled ones where their days fall."""
    begun = {at.address: (at, progress(course, at)) for at in course.visits}
    schedule = offered(stops(course, today), long_term(course), {address.visit for address in begun})
    due = due_visit(course, schedule, {address: far for address, (_, far) in begun.items()}, today)
    chips: list[tuple[int, VisitChip]] = []
    last = -(1 << 20)
    for stop in schedule:
        address = Address(course.record.subject, stop.visit.code)
        at, far = begun.get(address, (None, Progress()))
        last = max(last, _place(stop))
        chips.append((last, _chip(course, stop, far, address == due, today)))
    for at, far in begun.values():
        if at.visit.repeating:
            day = at.study_day if at.study_day is not None else 1 << 19
            chips.append((day, _unscheduled(at, far, at.address == due)))
    return tuple(chip for _, chip in sorted(chips, key=lambda each: each[0]))


def visit_to_begin(course: Course, today: date) -> str:
    """The repeating visit to begin today: the daily one while its window is open and none was begun today, else the
    unscheduled one; "" when the study has neither.
    """
    zero = course.infusion
    repeating = [visit for visit in course.study.visits if visit.repeating]
    daily = (
        visit.code
        for visit in repeating
        if zero and in_window(visit, (today - zero).days) and not _begun_on(course, visit.code, today)
    )
    return next(daily, next((visit.code for visit in repeating if visit.window is None), ""))


def _begun_on(course: Course, code: str, day: date) -> bool:
    dated = any(at.visit.code == code and at.day == day for at in course.visits)
    return dated or any(repeat.order == day.isoformat() for repeat in course.record.visit_repeats(code))


def due_visit(course: Course, schedule: tuple[Stop, ...], far: dict[Address, Progress], today: date) -> Address | None:
    """The visit that Enter opens: the one that is under way today, else the next one that is open, else the first.

    While nothing is planned yet that is the first visit of the schedule that was not made.
    """
    today_begun = [
        at.address
        for at in course.visits
        if at.day == today and not (far[at.address].complete or far[at.address].signed)
    ]
    if today_begun:
        return today_begun[-1]
    unplanned = (s for s in schedule if s.state == "unplanned" and not s.visit.optional)
    stop = next_visit(schedule) or next(unplanned, None)
    return Address(course.record.subject, stop.visit.code) if stop else None


def _place(stop: Stop) -> int:
    """The study day a scheduled visit stands at: its own, else its target."""
    return stop.day if stop.day is not None else stop.visit.target_day or 0


def _chip(course: Course, stop: Stop, far: Progress, due: bool, today: date) -> VisitChip:
    return VisitChip(
        key=stop.by or Address(course.record.subject, stop.visit.code).key,
        code=stop.visit.code,
        label=stop.visit.label,
        date=words.day_text(stop.day) or words.date_text(stop.on or stop.target),
        standing=_standing(stop, far, due, today),
        filled=far.filled,
        awaiting=far.awaiting,
        total=far.total if far.begun else 0,
        due=due,
        window=_window(stop, course),
    )


def _unscheduled(at: VisitAt, far: Progress, due: bool) -> VisitChip:
    return VisitChip(
        key=at.address.key,
        code=at.visit.code,
        label=at.visit.label,
        date=words.day_text(at.study_day) or words.date_text(at.day),
        standing=_written(far) or "open",
        filled=far.filled,
        awaiting=far.awaiting,
        total=far.total,
        due=due,
    )


def _written(far: Progress) -> VisitStanding | None:
    """What signatures and completed forms say of a visit."""
    if far.void:
        return "void"
    if far.signed:
        return "signed"
    return "complete" if far.complete else None


def _standing(stop: Stop, far: Progress, due: bool, today: date) -> VisitStanding:
    written = _written(far)
    if written:
        return written
    if stop.state == "missed":
        return "missed"
    if stop.on is not None:
        return "due" if due and stop.on == today else "open"
    if stop.state in ("overdue", "in_window"):
        return "overdue" if stop.state == "overdue" else "due"
    if far.begun:
        return "open"
    return stop.state if stop.state in ("history", "skipped", "stopped") else "future"


def _window(stop: Stop, course: Course) -> Text | None:
    """The window in words: how far outside it the visit was, and which records lie in it."""
    if stop.opens is None or stop.closes is None:
        return None
    outside = None
    if stop.off:
        days = abs(stop.off)
        side = Text("before", "提前") if stop.off < 0 else Text("after", "超窗")
        outside = Text(f"{days} d {side.en} it", f"{side.zh} {days} 天")
    served = Text(f"taken from {_named(course, stop.by)}", f"取自 {_named(course, stop.by)}") if stop.by else None
    names = ", ".join(_named(course, key) for key in stop.others)
    beside = Text(f"also in it: {names}", f"窗内另有 {names}") if names and stop.took_place else None
    event = course.study.day_zero
    planned = Text(f"planned {event.en}", f"按计划{event.zh}日") if stop.provisional else None
    window = Text(f"window {stop.opens} to {stop.closes}", f"时间窗 {stop.opens} 至 {stop.closes}")
    unsure = None if stop.visit.confirmed else words.WINDOW_UNCONFIRMED
    return words.join(window, outside, served, beside, planned, unsure)


def _named(course: Course, key: str) -> str:
    """A record by its visit and study day: EARLY D+13."""
    at = course.visit_at(parse_key(key))
    return f"{at.visit.code} {words.day_text(at.study_day) or words.date_text(at.day)}".strip()
