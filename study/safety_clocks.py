"""The deadlines of serious adverse events: from the moment the site became aware, for each recipient.

Pure; deadlines and when they run are the protocol's (`protocol.yaml`, expressions on the row of the report). A serious
event runs as a first report would, and answers what its reports leave open: a report that was only begun stops nothing.
Times are wall-clock times of the site.
"""

from collections.abc import Container, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from study.address import LOG, Address
from study.definition.trial import Clock
from study.event_grades import DEADLY, worst
from study.expression import Scope, holds, parse
from study.grammar.fold import bare
from study.links import link_of
from study.logs import Row, rows
from study.safety import SERIOUS_BY
from study.scope import FormScope, VisitScope
from study.text import Text
from study.timeline import Timeline
from study.values import Codes, TextValue, Value

REPORTS, EVENTS = "SAE", "AE"
WORDS = "SAEAE"
"""The event as a report of an earlier version names it."""
RELATED, UNRELATED = frozenset({"POSS", "PROB", "DEF"}), frozenset({"NOT", "UNL"})
ClockState = Literal["running", "overdue", "sent", "sent_late", "unaware", "untold"]


class Deadline(msgspec.Struct, frozen=True):
    """One report to one recipient. `aware` None: nobody wrote when the site became aware, so nothing can be due.

    `runs` is None where it cannot be told whether the clock runs at all (then there is no recipient).
    """

    clock: Clock
    event: str
    recipient: str
    aware: datetime | None
    sent: datetime | None
    place: Address
    runs: bool | None = True
    about: Address | None = None
    """Where the event stands; None where only words say which it is."""

    @property
    def due(self) -> datetime | None:
        """The moment at which it has to be sent."""
        return self.aware + timedelta(hours=self.clock.hours) if self.aware is not None else None

    def state(self, now: datetime) -> ClockState:
        """How it stands at a wall-clock time of the site; at the very minute it is due it is not late."""
        if self.runs is None:
            return "untold"
        if self.due is None:
            return "sent" if self.sent is not None else "unaware"
        if self.sent is not None:
            return "sent" if self.sent <= self.due else "sent_late"
        return "running" if now <= self.due else "overdue"


class _Report(msgspec.Struct, frozen=True):
    """A report as the clocks see it: where it stands, the event, the scope that answers their conditions."""

    place: Address
    event: str
    aware: datetime | None
    scope: Scope
    sent: datetime | None = None
    recipients: tuple[str, ...] = ()


def deadlines(line: Timeline) -> tuple[Deadline, ...]:
    """Every deadline of the child's serious events, by event, clock and recipient."""
    if REPORTS not in line.study.forms:
        return ()
    events = tuple(row for row in rows(line, EVENTS) if _serious(line, row))
    reports: dict[Address | str, list[_Report]] = {}
    for row in rows(line, REPORTS):
        about = _event_of(line, row, events)
        event = next((each for each in events if each.place == about), None)
        reports.setdefault(about or bare(row.text("SAENO")) or row.place.key, []).append(_sent(line, row, event))
    for row in events:
        told = reports.setdefault(row.place, [])
        told.append(_unreported(line, row, [each.place for each in told]))
    made = tuple(
        msgspec.structs.replace(deadline, about=about if isinstance(about, Address) else None)
        for about, group in reports.items()
        for clock in line.study.protocol.clocks
        for deadline in _run(clock, group)
    )
    return made + tuple(_undecided(line, reports))


def _undecided(line: Timeline, reported: Container[Address | str]) -> Iterator[Deadline]:
    """Of an event in conflict, which one of two answers makes serious: that it cannot be told whether a clock runs."""
    for row in rows(line, EVENTS):
        if row.place in reported or _serious(line, row) or SERIOUS_BY.isdisjoint(line.undecided(row.place)):
            continue
        for clock in line.study.protocol.clocks:
            aware = row.moment("SAEDTC")
            yield Deadline(clock, row.text("AETERM"), "", aware, None, row.place, runs=None, about=row.place)


def _event_of(line: Timeline, report: Row, events: tuple[Row, ...]) -> Address | str:
    """What tells of which event a report speaks: where that stands, else the words of an earlier version, or ""."""
    linked = _named(line, report)
    if linked is not None:
        return linked
    words = bare(_words(line, report))
    event = _by_words(words, report.moment("SAEAWDTC"), events)
    return event.place if event is not None else words


def _named(line: Timeline, report: Row) -> Address | None:
    """Where the event stands that a report names, whether it was withdrawn or not."""
    link = link_of(line.study.forms[REPORTS], EVENTS)
    code = report.code(link.code) if link is not None else ""
    return msgspec.structs.replace(report.place, form=EVENTS, form_repeat=code) if code else None


def _words(line: Timeline, report: Row) -> str:
    """The event in words, as reports of an earlier version named it; the definition has no place for them now."""
    value = line.value(report.item(WORDS))
    return value.text.strip() if isinstance(value, TextValue) else ""


def _by_words(words: str, aware: datetime | None, events: tuple[Row, ...]) -> Row | None:
    """Of several events with the same words the last the site was aware of by then; a report in other words is of the
    one event with the same moment of awareness.
    """
    named = [event for event in events if words and bare(event.text("AETERM")) == words]
    if len(named) > 1:
        days = [(known.date(), event) for event in named if (known := event.moment("SAEDTC")) is not None]
        before = [(day, event) for day, event in days if aware is not None and day <= aware.date()]
        return max(before, key=lambda each: each[0])[1] if before else named[0]
    if named:
        return named[0]
    alike = [event for event in events if aware is not None and event.moment("SAEDTC") == aware]
    return alike[0] if len(alike) == 1 else None


def _serious(line: Timeline, row: Row) -> bool:
    return row.code("AESER") == "Y" or worst(line, row) == DEADLY or row.code("AEOUT") == "FATAL"


def _sent(line: Timeline, row: Row, event: Row | None) -> _Report:
    """A report; what it leaves open is answered by its event, if there is one."""
    open_ = {} if event is None else {
        row.item(code): value
        for code, value in _said(event).items()
        if not row.has(code) and code not in line.undecided(row.place)
    }  # fmt: skip
    aware = row.moment("SAEAWDTC")
    return _Report(
        place=row.place,
        event=_called(line, row),
        aware=aware if aware is not None or event is None else event.moment("SAEDTC"),
        scope=VisitScope(line, Address(line.record.subject, LOG), row.place, typed=open_),
        sent=row.moment("SAESENT"),
        recipients=row.codes("SAERECIP"),
    )


def _called(line: Timeline, report: Row) -> str:
    """The event that a report names, as the event's own row (withdrawn or not) calls it; else the words of an earlier
    version, else the report's number.
    """
    event = _named(line, report)
    fact = line.record.fact(msgspec.structs.replace(event, item="AETERM")) if event is not None else None
    term = fact.value.text.strip() if fact is not None and isinstance(fact.value, TextValue) else ""
    return term or _words(line, report) or report.text("SAENO")


def _unreported(line: Timeline, row: Row, reports: Iterable[Address]) -> _Report:
    """The first report that has to be made of an event, as far as the event answers the clocks' conditions; what a
    report judged stands before what follows from the event.
    """
    said = {"SAETYPE": Codes(("INIT",)), **_said(row)}
    for place in reports:
        judged = line.filled(place)
        said |= {code: judged[code] for code in ("SAECRIT", "SAESUSAR") if code in judged}
    scope = FormScope(line.study.forms[REPORTS], said)
    return _Report(row.place, row.text("AETERM"), row.moment("SAEDTC"), scope)


def _said(event: Row) -> dict[str, Value]:
    """What an event answers of the questions of its reports."""
    said: dict[str, Value] = {}
    criteria = event.codes("AESCRIT") or (("DEATH",) if event.code("AEOUT") == "FATAL" else ())
    if criteria:
        said["SAECRIT"] = Codes(criteria)
    unexpected = _unexpected(event)
    if unexpected:
        said["SAESUSAR"] = Codes((unexpected,))
    return said


def _unexpected(row: Row) -> str:
    """Whether a serious event is a SUSAR: suspected to be related, and not expected; "" while that is not answered."""
    related, expected = row.code("AEREL"), row.code("AEEXP")
    if related in UNRELATED or expected == "Y":
        return "N"
    return "Y" if related in RELATED and expected == "N" else ""


def _run(clock: Clock, group: list[_Report]) -> Iterator[Deadline]:
    """The deadlines of a clock for the reports of one event."""
    condition = parse(clock.when)
    told = [(report, holds(condition, report.scope)) for report in group]
    running = [report for report, truth in told if truth]
    if not running:
        unsure = next((report for report, truth in told if truth is None), None)
        if unsure is not None:
            yield Deadline(clock, unsure.event, "", unsure.aware, None, unsure.place, runs=None)
        return
    first = min(running, key=lambda each: (each.aware is None, each.aware.isoformat() if each.aware else ""))
    for recipient in clock.recipients:
        sent = [report.sent for report in group if report.sent is not None and recipient in report.recipients]
        yield Deadline(clock, first.event, recipient, first.aware, min(sent, default=None), first.place)


def recipient_name(line: Timeline, code: str) -> Text:
    """A recipient in words."""
    names = {choice.code: choice.label for choice in line.study.codelists.get("SAERECIP", ())}
    return names.get(code, Text(code, code))
