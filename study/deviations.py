"""Protocol deviations proposed from windows, eligibility, consent, product and reporting; people confirm or dismiss.

Pure. Each proposal is made once: see `study.proposing`. A proposal is no judgement of anybody and has no severity.
"""

from collections.abc import Iterator
from datetime import date, datetime

import msgspec

from study.address import LOG, Address
from study.consent import consents
from study.eligibility import Verdict, verdicts
from study.finding import Finding
from study.followup import stops
from study.product import product
from study.proposing import NO_DEVIATION, dismissals, proposal_id, taken
from study.safety_clocks import Deadline, deadlines, recipient_name
from study.samples import samples
from study.schedule import Stop
from study.text import Text
from study.timeline import Timeline, day_of
from study.values import DateTimeValue

FORM = "DV"


class Deviation(msgspec.Struct, frozen=True):
    """What may be a deviation: its id, category (code list DVCAT), the day, the visit ("" = none), what happened, and
    the place where one sees it.
    """

    name: str
    category: str
    on: date
    visit: str
    sentence: Text
    place: Address


def proposed(line: Timeline, now: datetime) -> tuple[Deviation, ...]:
    """The deviations that nobody confirmed or dismissed yet, in the order of their days."""
    if FORM not in line.study.forms:
        return ()
    gone = dismissals(line, FORM, NO_DEVIATION)
    found = {each.name: each for each in _all(line, now)}
    open_ = (each for each in found.values() if each.name not in gone and not taken(line, FORM, each.name))
    return tuple(sorted(open_, key=lambda each: (each.on, each.name)))


def _all(line: Timeline, now: datetime) -> Iterator[Deviation]:
    today = now.date()
    for stop in stops(line, today):
        yield from _window(line, stop)
    for verdict in verdicts(line):
        yield from _gate(line, verdict)
    for finding in consents(line, today).findings:
        yield _found(line, "CONSENT", finding, today)
    for finding in product(line).findings:
        yield _found(line, "SAMPLE", finding, today)
    for sample in samples(line):
        for finding in sample.findings:
            yield _found(line, "SAMPLE", finding, today)
    for deadline in deadlines(line):
        yield from _late(line, deadline, now)


def _window(line: Timeline, stop: Stop) -> Iterator[Deviation]:
    """A visit that was missed, or made outside its window; a screening that the infusion left behind says so."""
    place = Address(line.record.subject, stop.visit.code)
    about = ("window", stop.visit.code, stop.state)
    on = stop.on or stop.closes
    if on is None:
        return
    code, label = stop.visit.code, stop.visit.label
    if stop.state == "missed":
        said = Text(f"{code} {label.en} was missed.", f"{code} {label.zh}未进行。")
        yield Deviation(_name(line, *about), "MISSED", on, code, said, place)
    elif stop.off and not stop.provisional:
        yield Deviation(_name(line, *about), "WINDOW", on, code, _outside(stop), place)
    elif stop.off < 0:
        planned = line.planned
        said = Text(
            f"{code} {label.en} of {stop.on} is {-stop.off} d older than the planned infusion of {planned} allows.",
            f"{code} {label.zh}（{stop.on}）距计划回输日 {planned} 已超出允许间隔 {-stop.off} 天。",
        )
        yield Deviation(_name(line, *about), "WINDOW", on, code, said, place)


def _outside(stop: Stop) -> Text:
    code, label, days = stop.visit.code, stop.visit.label, abs(stop.off)
    window = f"{stop.opens} - {stop.closes}"
    if stop.off > 0:
        return Text(
            f"{code} {label.en} took place on {stop.on}, {days} d after its window {window}.",
            f"{code} {label.zh}于 {stop.on} 进行，超出时间窗（{window}）{days} 天。",
        )
    return Text(
        f"{code} {label.en} took place on {stop.on}, {days} d before its window {window}.",
        f"{code} {label.zh}于 {stop.on} 进行，早于时间窗（{window}）{days} 天。",
    )


def _gate(line: Timeline, verdict: Verdict) -> Iterator[Deviation]:
    """A gate that was passed although the child is not eligible, or before that was decided."""
    passed = _passed(line, verdict)
    if passed is None or verdict.outcome in ("eligible", "queries"):
        return
    label = verdict.gate.label
    if verdict.outcome == "not_eligible":
        codes = ", ".join(result.criterion.code for result in verdict.against)
        said = Text(
            f"{label.en}: the child went on although it is not eligible ({codes}).",
            f"{label.zh}：患儿不符合入排标准（{codes}），但研究仍继续。",
        )
    else:
        codes = ", ".join(result.criterion.code for result in verdict.pending)
        said = Text(
            f"{label.en}: the child went on before eligibility was decided ({codes}).",
            f"{label.zh}：入排标准尚未判定（{codes}），但研究仍继续。",
        )
    about = ("gate", verdict.gate.code, verdict.outcome)
    yield Deviation(_name(line, *about), "ELIG", passed, verdict.gate.visit, said, verdict.place)


def _passed(line: Timeline, verdict: Verdict) -> date | None:
    """The day of what the gate stands before: the treatment of its own visit, else the first visit after it."""
    days = [_treated(line, form) for form in ("LDC", "INF") if form in line.study.visit(verdict.gate.visit).forms]
    known = [day for day in days if day is not None]
    if days:
        return min(known, default=None)
    codes = [visit.code for visit in line.study.visits]
    after = codes.index(verdict.gate.visit)
    later = (at.day for at in line.visits if not at.visit.repeating and codes.index(at.visit.code) > after)
    return min((day for day in later if day is not None), default=None)


def _treated(line: Timeline, form: str) -> date | None:
    """The first day of a treatment."""
    places = [
        place
        for visit in line.study.visits
        if form in visit.forms and not visit.repeating
        for place in line.form_places(Address(line.record.subject, visit.code), form)
    ]
    days = (day_of(DateTimeValue(line.time_of(place))) for place in places)
    return min((day for day in days if day is not None), default=None)


def _found(line: Timeline, category: str, finding: Finding, today: date) -> Deviation:
    """A finding of another rule, on the day its place is about."""
    on = line.day_at(finding.place) if finding.place.form else line.visit_at(finding.place).day
    visit = "" if finding.place.visit == LOG else finding.place.visit
    about = ("finding", finding.code, finding.place.key)
    return Deviation(_name(line, *about), category, on or today, visit, finding.sentence, finding.place)


def _late(line: Timeline, deadline: Deadline, now: datetime) -> Iterator[Deviation]:
    """A report that was sent late, or is late."""
    state = deadline.state(now)
    if state not in ("overdue", "sent_late") or deadline.due is None:
        return
    label, name = deadline.clock.label, recipient_name(line, deadline.recipient)
    said = Text(
        f"{label.en}: “{deadline.event}” to {name.en} was due {deadline.due:%Y-%m-%d %H:%M}"
        + (f", sent {deadline.sent:%Y-%m-%d %H:%M}." if deadline.sent is not None else " and is not sent."),
        f"{label.zh}：“{deadline.event}”应于 {deadline.due:%Y-%m-%d %H:%M} 前报{name.zh}，"
        + (f"实际报送 {deadline.sent:%Y-%m-%d %H:%M}。" if deadline.sent is not None else "尚未报送。"),
    )
    about = ("clock", deadline.clock.code, deadline.recipient, deadline.place.key)
    yield Deviation(_name(line, *about), "SAFETY", deadline.due.date(), "", said, deadline.place)


def _name(line: Timeline, *about: str) -> str:
    return proposal_id(line.record.subject, "deviation", *about)
