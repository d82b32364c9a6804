"""What is due of several children: visits, consents, reports of serious events; from when, until when, overdue by.

Pure. Of a child whose follow-up ended only reports are due; what can only come from old records is never due.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Literal

import msgspec

from study.address import LOG, Address
from study.consent import consents
from study.consent_log import LOG_FORM, kind_name
from study.followup import long_term, stops
from study.safety_clocks import deadlines, recipient_name
from study.schedule import Stop, offered
from study.text import Text
from study.timeline import Timeline

Kind = Literal["visit", "consent", "report"]
State = Literal["overdue", "open", "coming"]
_RANK: dict[State, int] = {"overdue": 0, "open": 1, "coming": 2}
AHEAD = 14
"""Days ahead that are looked at unless somebody says otherwise."""


class Due(msgspec.Struct, frozen=True):
    """One thing that somebody has to see to. `opens` and `closes` are days, for a report wall-clock times, in ISO form.

    `over` counts days, for a report hours, since it should have been done; 0 while it is not overdue. `provisional`:
    counted from a planned infusion. `confirmed`: somebody approved the window or the deadline behind it. `place` is
    where it is written.
    """

    subject: str
    child: str
    kind: Kind
    what: Text
    state: State
    opens: str
    closes: str
    over: int
    place: Address
    provisional: bool = False
    confirmed: bool = True


def due(children: Iterable[Timeline], now: datetime, ahead: int = AHEAD) -> tuple[Due, ...]:
    """What is due or comes within `ahead` days: overdue first, then by the day by which it has to be done."""
    found = [each for line in children for each in due_of(line, now, ahead)]
    return tuple(sorted(found, key=lambda each: (_RANK[each.state], each.closes or each.opens, each.child)))


def due_of(line: Timeline, now: datetime, ahead: int = AHEAD) -> Iterator[Due]:
    """What is due of one child."""
    today = now.date()
    for stop in offered(stops(line, today), long_term(line)):
        yield from _visit(line, stop, today, ahead)
    yield from _consents(line, today)
    yield from _reports(line, now)


def _visit(line: Timeline, stop: Stop, today: date, ahead: int) -> Iterator[Due]:
    near = stop.opens is not None and stop.opens <= today + timedelta(days=ahead)
    if stop.state not in ("overdue", "in_window") and not (stop.state == "not_due" and near):
        return
    state: State = "overdue" if stop.state == "overdue" else "open" if stop.state == "in_window" else "coming"
    yield Due(
        subject=line.record.subject,
        child=line.code,
        kind="visit",
        what=Text(f"{stop.visit.code} {stop.visit.label.en}", f"{stop.visit.code} {stop.visit.label.zh}"),
        state=state,
        opens=stop.opens.isoformat() if stop.opens is not None else "",
        closes=stop.closes.isoformat() if stop.closes is not None else "",
        over=stop.overdue_by(today),
        place=Address(line.record.subject, stop.visit.code),
        provisional=stop.provisional,
        confirmed=stop.visit.confirmed or stop.visit.window is None,
    )


def _consents(line: Timeline, today: date) -> Iterator[Due]:
    found = consents(line, today)
    for each in found.due:
        name = kind_name(line, each.kind)
        standing = found.current.get(each.kind)
        over = (today - each.since).days
        yield Due(
            subject=line.record.subject,
            child=line.code,
            kind="consent",
            what=_consent_words(name, each.sentence),
            state="overdue" if over > 0 else "open",
            opens=each.since.isoformat(),
            closes="",
            over=over,
            place=standing.place if standing is not None else Address(line.record.subject, LOG, "", LOG_FORM),
        )


def _consent_words(name: Text, sentence: Text) -> Text:
    """What is missing of a consent; the sentence mostly names it already."""
    en, zh = sentence.en, sentence.zh
    return Text(
        en if en.casefold().startswith(name.en.casefold()) else f"{name.en}: {en}",
        zh if zh.startswith(name.zh) else f"{name.zh}：{zh}",
    )


def _reports(line: Timeline, now: datetime) -> Iterator[Due]:
    for each in deadlines(line):
        state = each.state(now)
        if state not in ("running", "overdue") or each.aware is None or each.due is None:
            continue
        name = recipient_name(line, each.recipient)
        label = each.clock.label
        yield Due(
            subject=line.record.subject,
            child=line.code,
            kind="report",
            # Who is told comes first: the lines of one event differ by nothing else, and a narrow column cuts the end.
            what=Text(f"{name.en}: {each.event} ({label.en})", f"报{name.zh}：{each.event}（{label.zh}）"),
            state="overdue" if state == "overdue" else "open",
            opens=each.aware.isoformat(timespec="minutes"),
            closes=each.due.isoformat(timespec="minutes"),
            over=int((now - each.due).total_seconds() // 3600) if state == "overdue" else 0,
            place=each.place,
            confirmed=each.clock.confirmed,
        )
