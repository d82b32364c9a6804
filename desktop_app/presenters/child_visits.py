"""The visit strip of a child: one chip a visit, the one that Enter opens among them. Pure."""

from collections.abc import Collection, Iterator
from datetime import date

from desktop_app.presenters import words
from desktop_app.presenters.standing import Progress, progress, stops
from study.address import Address
from study.course import Course, VisitAt
from study.schedule import Stop, next_visit
from study.text import Text
from ui.child.state import VisitChip, VisitStanding


def visit_chips(course: Course, today: date) -> tuple[VisitChip, ...]:
    """The scheduled visits in their order, with the unscheduled ones where their days fall."""
    schedule = stops(course, today)
    begun = {at.address: (at, progress(course, at)) for at in course.visits}
    due = due_visit(course, schedule, {address: far for address, (_, far) in begun.items()}, today)
    chips: list[tuple[int, VisitChip]] = []
    last = -(1 << 20)
    for stop in _offered(schedule, {address.visit for address in begun}):
        address = Address(course.record.subject, stop.visit.code)
        at, far = begun.get(address, (None, Progress()))
        last = max(last, _place(stop))
        chips.append((last, _chip(address, stop, far, address == due, today)))
    for at, far in begun.values():
        if at.visit.repeating:
            day = at.study_day if at.study_day is not None else 1 << 19
            chips.append((day, _unscheduled(at, far, at.address == due)))
    return tuple(chip for _, chip in sorted(chips, key=lambda each: each[0]))


def _offered(schedule: tuple[Stop, ...], begun: Collection[str]) -> Iterator[Stop]:
    """What the strip shows: of the yearly visits those begun, and after the last asked visit those up to the next."""
    asked = [stop for stop in schedule if not stop.visit.optional]
    followed = not asked or asked[-1].state in ("done", "out_of_window", "missed")
    for stop in schedule:
        yearly = stop.visit.optional and stop.visit.window is not None
        if not yearly or followed or stop.visit.code in begun:
            yield stop
        if yearly and stop.state in ("not_due", "in_window"):
            followed = False


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


def _chip(address: Address, stop: Stop, far: Progress, due: bool, today: date) -> VisitChip:
    return VisitChip(
        key=address.key,
        code=stop.visit.code,
        label=stop.visit.label,
        date=words.day_text(stop.day) or words.date_text(stop.on or stop.target),
        standing=_standing(stop, far, due, today),
        filled=far.filled,
        awaiting=far.awaiting,
        total=far.total if far.begun else 0,
        due=due,
        window=_window(stop),
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
    if stop.state == "overdue":
        return "overdue"
    if stop.state == "in_window":
        return "due"
    return "open" if far.begun else "future"


def _window(stop: Stop) -> Text | None:
    if stop.opens is None or stop.closes is None:
        return None
    en, zh = f"window {stop.opens} to {stop.closes}", f"窗口 {stop.opens} 至 {stop.closes}"
    if stop.state == "out_of_window":
        en, zh = f"{en}; outside it", f"{zh}；超窗"
    if stop.provisional:
        en, zh = f"{en} (planned infusion)", f"{zh}（按计划回输日）"
    return Text(en, zh)
