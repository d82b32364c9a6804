"""The letter of an appointment: of which visits it is written, what of the definition's texts applies to this child.

Pure; the caller says which day it is. Owns no layout: `desktop_app.presenters.printed.letter` has it.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

import msgspec

from study.address import Address
from study.calendar_words import long_date
from study.definition.letter import DAY, EVE, Advice, Letter, LetterLine
from study.definition.read_letter import written_of
from study.errors import KnownError
from study.followup import long_term, stops
from study.relevance import relevance
from study.schedule import Stop, next_visit, offered
from study.text import Text
from study.timeline import Timeline

_EVE, _DAY = Text("the day before the visit", "就诊前一天"), Text("the day of the visit", "就诊当天")
AHEAD = ("not_due", "in_window", "overdue", "history", "unplanned")
"""States of a visit that has not taken place yet."""


class Appointment(msgspec.Struct, frozen=True):
    """The day of a visit at the site, and the time where one was said."""

    on: date
    at: time | None = None


class Part(msgspec.Struct, frozen=True):
    """An advice of the definition with its lines as they read for this child and this day."""

    advice: Advice
    lines: tuple[Text, ...]


class Content(msgspec.Struct, frozen=True):
    """What the letter of one visit tells this family."""

    letter: Letter
    examinations: tuple[Text, ...]
    parts: tuple[Part, ...]

    @property
    def unconfirmed(self) -> bool:
        """Whether it holds advice that the hospital has not checked."""
        return any(not part.advice.confirmed for part in self.parts)


def visits_ahead(line: Timeline, today: date) -> tuple[Stop, ...]:
    """The visits of which a letter may be written now: those of the schedule that have not taken place."""
    return tuple(stop for stop in _asked_visits(line, today) if _written(line, stop))


def next_ahead(line: Timeline, today: date) -> Stop | None:
    """The visit of which is written first: the one to see to next, or the first after it that has a letter."""
    asked = _asked_visits(line, today)
    due = next_visit(asked)
    later = asked[asked.index(due) :] if due is not None else ()
    return next((stop for stop in (*later, *asked) if _written(line, stop)), None)


def _asked_visits(line: Timeline, today: date) -> tuple[Stop, ...]:
    return offered(stops(line, today), long_term(line))


def _written(line: Timeline, stop: Stop) -> bool:
    return stop.state in AHEAD and written_of(line.study, stop.visit)


def stop_of(line: Timeline, today: date, visit: str) -> Stop:
    """The visit of that code, or the next one for "". KnownError `no-letter`."""
    ahead = visits_ahead(line, today)
    chosen = next((stop for stop in ahead if stop.visit.code == visit), None)
    found = chosen if visit else next_ahead(line, today)
    if line.study.letter is None:
        raise KnownError(
            "no-letter",
            "This study has no letter for families (letter.yaml).",
            "本研究未设置家属通知单（letter.yaml）。",
        )
    if found is None:
        known = ", ".join(stop.visit.code for stop in ahead)
        en = f"A letter can be written of {known}." if known else "No visit lies ahead of which one is written."
        zh = f"可打印通知单的访视：{known}。" if known else "没有可打印通知单的后续访视。"
        raise KnownError("no-letter", f"There is no letter of {visit or 'the next visit'}. {en}", f"无法打印。{zh}")
    return found


def content(line: Timeline, stop: Stop, on: date | None) -> Content:
    """What the letter of a visit says; `on` is the day of the appointment, None where it is not fixed.

    KeyError for a definition without a letter.
    """
    letter = line.study.letter
    if letter is None:
        raise KeyError(stop.visit.code)
    asked = frozenset(code for code in stop.visit.forms if _asked(line, stop, code))
    examined = tuple(each.label for each in letter.examinations if asked & set(each.forms))
    day = on or stop.target
    parts = tuple(
        Part(advice, tuple(_dated(each.text, on) for each in advice.lines if _applies(line, each, asked, day)))
        for advice in letter.advice
        if _for(advice.forms, asked)
    )
    return Content(letter, examined, parts)


def _asked(line: Timeline, stop: Stop, form: str) -> bool:
    return relevance(line, Address(line.record.subject, stop.visit.code, "", form)).form


def _for(forms: Iterable[str], asked: frozenset[str]) -> bool:
    wanted = frozenset(forms)
    return not wanted or bool(wanted & asked)


def _applies(line: Timeline, each: LetterLine, asked: frozenset[str], day: date | None) -> bool:
    """What is not known of the child takes no line away."""
    person = line.person
    if not _for(each.forms, asked) or (each.sex != "A" and person.sex not in (None, each.sex)):
        return False
    if person.birth is None or day is None:
        return True
    young = each.start is not None and not each.start.reached(person.birth, day)
    old = each.below is not None and each.below.reached(person.birth, day)
    return not young and not old


def _dated(text: Text, on: date | None) -> Text:
    eve, day = (_EVE, _DAY) if on is None else (long_date(on - timedelta(days=1)), long_date(on))
    return Text(
        text.en.replace(EVE, eve.en).replace(DAY, day.en), text.zh.replace(EVE, eve.zh).replace(DAY, day.zh)
    )  # fmt: skip


def misgivings(stop: Stop, appointment: Appointment | None, now: datetime) -> tuple[Text, ...]:
    """What speaks against an appointment: that it is past or lies outside the window. That the window is over, or
    counts from a plan, is said without one too. `now` is the wall clock of the site.
    """
    found = []
    if appointment is not None and _past(appointment, now):
        found.append(Text("The appointment lies in the past.", "预约时间已过。"))
    off = _outside(stop, appointment.on) if appointment is not None else 0
    if off:
        days = f"{abs(off)} day" + ("" if abs(off) == 1 else "s")
        en, zh = ("before", "早于") if off < 0 else ("after", "晚于")
        window = f"{stop.opens} to {stop.closes}", f"{stop.opens} 至 {stop.closes}"
        found.append(
            Text(
                f"The appointment lies {days} {en} the window ({window[0]}).",
                f"预约时间{zh}时间窗 {abs(off)} 天（{window[1]}）。",
            )
        )
    elif stop.closes is not None and stop.closes < now.date():
        found.append(Text(f"The window closed on {stop.closes}.", f"时间窗已于 {stop.closes} 结束。"))
    if stop.provisional:
        found.append(Text("The window counts from the planned day and may move.", "时间窗按计划日期推算，可能变动。"))
    return tuple(found)


def _past(appointment: Appointment, now: datetime) -> bool:
    if appointment.on != now.date():
        return appointment.on < now.date()
    return appointment.at is not None and appointment.at < now.time()


def _outside(stop: Stop, on: date) -> int:
    """Days outside the window, negative before it."""
    if stop.opens is None or stop.closes is None:
        return 0
    return min((on - stop.opens).days, 0) or max((on - stop.closes).days, 0)
