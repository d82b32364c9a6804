"""Safety as the trial view shows it: live vaccines, open events, deadlines, what grades propose. Pure."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from desktop_app.presenters import words
from study.address import Address
from study.course import Course
from study.definition.model import Study
from study.event_proposals import EventProposal, Graded, proposals
from study.followup import Death
from study.proposing import proposal_id
from study.safety import Event, death_without_event, events
from study.safety_clocks import ClockState, Deadline, deadlines, recipient_name
from study.text import Text
from study.unusual import LIVE_VACCINE, unusual
from study.vaccines import LiveVaccine, live_vaccines
from ui.child.trial_state import Mark, ProposalRow, TrialBlock, TrialLine

DEATH = "death"
_MARKS: dict[ClockState, Mark] = {
    "running": Mark.WAIT,
    "overdue": Mark.STOP,
    "sent": Mark.OK,
    "sent_late": Mark.WARN,
    "unaware": Mark.WARN,
    "untold": Mark.INFO,
}


_ORDER: dict[ClockState, int] = {"overdue": 0, "running": 1, "unaware": 2, "untold": 3, "sent_late": 4, "sent": 5}


def vaccine_lines(course: Course) -> tuple[TrialLine, ...]:
    """The live vaccines against which something speaks; one about which a person said a word is no longer amber."""
    return tuple(_vaccine(course, each) for each in live_vaccines(course))


def _vaccine(course: Course, each: LiveVaccine) -> TrialLine:
    odd = unusual(course, course.visit_at(each.place.in_visit), each.place)
    said = next((one.explanation for one in odd if one.code == LIVE_VACCINE), "")
    why = Text(f"explained: {said}", f"说明：{said}") if said else None
    detail = words.join(words.both(each.name), each.note, why)
    mark = Mark.INFO if said else Mark.WARN
    aside = words.both(each.day) if each.day else None
    return TrialLine(each.sentence, detail if detail.en else None, aside, mark, each.place.key)


def event_block(course: Course) -> TrialBlock:
    """Live vaccines, then the open events, the serious ones first; events that are over are in the log."""
    found = events(course)
    still = sorted((each for each in found if each.open), key=lambda each: (not each.serious, -(each.grade or 0)))
    over = len(found) - len(still)
    empty = (
        Text(f"No open event; {over} are over.", f"无未结束的不良事件；已结束 {over} 件。")
        if over
        else Text("No adverse event is written down.", "尚无不良事件记录。")
    )
    verdict = Text(f"{len(still)} open", f"未结束 {len(still)}") if still else None
    lines = (*vaccine_lines(course), *(_event(course, each) for each in still))
    return TrialBlock(lines, empty, verdict, Mark.INFO)


def _event(course: Course, event: Event) -> TrialLine:
    grade = words.both(f"G{event.grade}") if event.grade is not None else None
    since = Text(f"since {_span(event.begun)}", f"自 {_span(event.begun)}") if event.begun is not None else None
    emerging = {
        True: Text("under treatment", "治疗期出现"),
        False: Text("not under treatment", "非治疗期出现"),
        None: Text("cannot tell whether under treatment", "无法判断是否治疗期出现"),
    }[event.emergent]
    related = {choice.code: choice.label for choice in course.study.codelists.get("AEREL", ())}.get(event.related)
    relation = Text(f"CAR-T: {related.en.lower()}", f"与CAR-T{related.zh}") if related is not None else None
    return TrialLine(
        words.both(event.term or "?"),
        words.join(Text("serious", "严重") if event.serious else None, since, emerging, relation, _course(event)),
        grade,
        Mark.WARN if event.serious else Mark.NONE,
        event.place.key,
    )


def _course(event: Event) -> Text | None:
    """How the grade went, where that was written down."""
    if not event.grades:
        return None
    told = [f"G{each.grade} {_span(each.days)}" if each.days is not None else f"G{each.grade}" for each in event.grades]
    return Text(f"grades {' → '.join(told)}", f"分级 {' → '.join(told)}")


def _span(days: tuple[date, date]) -> str:
    first, last = days
    return first.isoformat() if first == last else f"{first} ~ {last}"


def clock_block(course: Course, now: datetime) -> TrialBlock:
    """The deadlines of serious events: overdue first, then by the time left; sent ones last."""
    return TrialBlock(tuple(each.line for each in clocks(course, now)))


class ClockLine(NamedTuple):
    """A deadline in words, with what it sorts by: how it stands, then when it is due."""

    order: tuple[int, str]
    about: Address | None
    state: ClockState
    line: TrialLine


def clocks(course: Course, now: datetime) -> list[ClockLine]:
    """The deadlines of a child's serious events, in their order; one line for all recipients who stand alike."""
    grouped: dict[tuple[Address | str, str, ClockState, datetime | None], list[Deadline]] = {}
    for each in deadlines(course):
        grouped.setdefault((each.about or each.event, each.clock.code, each.state(now), each.due), []).append(each)
    found = (
        ClockLine((_ORDER[state], str(due or "")), group[0].about, state, _clock(course, state, group, now))
        for (_, _, state, due), group in grouped.items()
    )
    return sorted(found, key=lambda each: each.order)


def _clock(course: Course, state: ClockState, group: list[Deadline], now: datetime) -> TrialLine:
    """One deadline of one event, with everyone it is to go to and who stand alike."""
    each = group[0]
    to = [recipient_name(course, deadline.recipient) for deadline in group if deadline.recipient]
    named = Text(f"to {', '.join(name.en for name in to)}", f"报{'、'.join(name.zh for name in to)}") if to else None
    unsure = None if each.clock.confirmed else Text("deadline to be confirmed", "时限待确认")
    by = Text(f"due {each.due:%m-%d %H:%M}", f"时限 {each.due:%m-%d %H:%M}") if each.due is not None else None
    return TrialLine(
        text=words.join(words.both(each.event or "?"), _onset(course, each), each.clock.label),
        detail=words.join(named, by, unsure),
        aside=_standing(state, each.due, now),
        mark=_MARKS[state],
        key=each.place.key,
    )


def _onset(course: Course, each: Deadline) -> Text | None:
    """When the event began, where another one is called the same."""
    same = [event for event in events(course) if event.term == each.event]
    own = next((event for event in same if event.place == each.about), None)
    return words.both(_span(own.begun)) if own is not None and own.begun is not None and len(same) > 1 else None


def _standing(state: ClockState, due: datetime | None, now: datetime) -> Text:
    """How a deadline stands, with the time that is left or over."""
    if due is not None and state in ("running", "overdue"):
        return _left(due - now, late=False) if state == "running" else _left(now - due, late=True)
    return {
        "sent": Text("sent", "已报送"),
        "sent_late": Text("sent late", "超时报送"),
        "unaware": Text("awareness missing", "缺获知时间"),
    }.get(state, Text("not said whether it runs", "是否适用未填"))


def _left(span: timedelta, *, late: bool) -> Text:
    """Hours and minutes, from two days on days."""
    minutes = int(span.total_seconds() // 60)
    days, hours = minutes // 1440, minutes // 60
    en, zh = (
        (f"{days} d", f"{days}天") if days >= 2 else (f"{hours} h {minutes % 60} min", f"{hours}小时{minutes % 60}分")
    )
    return Text(f"{en} late", f"超时{zh}") if late else Text(f"{en} left", f"剩余{zh}")


def event_proposals(course: Course) -> tuple[ProposalRow, ...]:
    """A death that no event speaks of, then the episodes of graded results."""
    died = death_without_event(course)
    first = (_death(course, died),) if died is not None else ()
    return (*first, *(_proposal(course, each) for each in proposals(course)))


def death_name(course: Course) -> str:
    """The id of the proposal to open an event of grade 5."""
    return proposal_id(course.record.subject, "event", DEATH)


def _death(course: Course, died: Death) -> ProposalRow:
    return ProposalRow(
        "event",
        death_name(course),
        Text("The child died: a serious event of grade 5 has to be opened.", "患儿死亡：须新建5级严重不良事件。"),
        words.both(words.date_text(died.on)) if died.on is not None else None,
        Mark.STOP,
        died.place.key,
    )


def _proposal(course: Course, each: EventProposal) -> ProposalRow:
    until = Text(f"{each.begun} to {each.ended}", f"{each.begun} 至 {each.ended}") if each.ended else None
    since = Text(f"since {each.begun}", f"自 {each.begun}")
    worst = words.both(graded_words(course.study, [one for one in each.seen if one.grade == each.worst][:1]))
    return ProposalRow(
        "event",
        each.episode,
        Text(f"{each.term.en} G{each.worst}", f"{each.term.zh} {each.worst}级"),
        words.join(until or since, each.before, worst),
        Mark.INFO,
    )


def graded_words(study: Study, seen: Iterable[Graded]) -> str:
    """Graded results with their days, the same in both languages: 2026-08-25 0.3 ×10⁹/L G4."""
    named = ((each, f"{each.of.comparator}{each.of.number} {words.unit_label(study, each.of.unit)}" if each.of else "")
             for each in seen)  # fmt: skip
    parts = (f"{each.on} {value} {'?' if each.grade is None else f'G{each.grade}'}" for each, value in named)
    return ", ".join(" ".join(part.split()) for part in parts)
