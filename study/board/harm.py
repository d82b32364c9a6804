"""What happened to the children: serious events and their clocks, events by term and grade, CRS, ICANS, infections."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from study.board.facts import Facts
from study.board.frame import CHILD, NONE, Frame, counted, day_span, listed, share
from study.board.people import highest_of, infused_of
from study.board.terms import Named
from study.derived.episodes import IN_DAYS
from study.safety import Event
from study.safety_clocks import ClockState, Deadline
from study.sheet import Cell, Sheet
from study.text import Text
from study.toxicity import BOTH, Spell, Which
from study.writing import rounded

GRADES = (1, 2, 3, 4, 5)
CLOCK_STATES: dict[ClockState, Text] = {
    "overdue": Text("overdue", "逾期未报"),
    "running": Text("running", "时限内待报"),
    "sent": Text("sent in time", "按时报送"),
    "sent_late": Text("sent late", "超时报送"),
    "unaware": Text("awareness not written down", "未填获知时间"),
    "untold": Text("cannot tell whether it runs", "无法判断是否适用"),
}


def serious(frame: Frame, children: Sequence[Facts]) -> Sheet:
    """Every serious event of every child, with relation, outcome and how its reports stand."""
    rows = [
        _serious(frame, each, number)
        for each in children
        for number, event in enumerate(each.events)
        if event.serious
    ]  # fmt: skip
    columns = (
        CHILD, Text("Event", "事件"), Text("Worst grade", "最高分级"), Text("Began", "发生"), Text("Ended", "结束"),
        Text("Relation to CAR-T", "与CAR-T关系"), Text("To lymphodepletion", "与清淋关系"),
        Text("Expected", "是否预期"),
        Text("Outcome", "转归"), Text("Site aware", "获知时间"), Text("Reports", "报告情况"),
    )  # fmt: skip
    proposal = any(not clock.confirmed for clock in frame.study.protocol.clocks)
    notes = [] if rows else [Text("No serious event is written down.", "无严重不良事件记录。")]
    open_ = [each.code for each in children for event in each.events if event.undecided]
    if open_:
        notes.append(
            Text(
                f"In conflict, so that it cannot be told whether they are serious: {len(open_)} events of "
                f"{listed(set(open_))}.",
                f"存在冲突、无法判断是否严重：{len(open_)} 件（{listed(set(open_))}）。",
            )
        )
    if proposal and rows:
        notes.append(
            Text(
                "The reporting deadlines are proposals that the site has to confirm.",
                "各报告时限为建议值，须由中心确认。",
            )
        )
    return Sheet("serious", Text("Serious adverse events", "严重不良事件"), columns, tuple(rows), tuple(notes))


def _serious(frame: Frame, each: Facts, number: int) -> tuple[Cell, ...]:
    event, row = each.events[number], each.rows[number]
    mine = [one for one in each.deadlines if one.about == event.place]
    return (
        each.code,
        each.names[number].cell,
        _grade(event.grade),
        day_span(event.begun, each.infusion),
        day_span(event.ended, each.infusion) if event.ended is not None else Text("ongoing", "未结束"),
        frame.label("AEREL", event.related),
        frame.label("AEREL", row.code("AERELLD")),
        frame.label("YN", row.code("AEEXP")),
        frame.label("AEOUT", row.code("AEOUT")),
        f"{event.aware:%Y-%m-%d %H:%M}" if event.aware is not None else "–",
        _clocks(frame, mine),
    )


def _grade(grade: int | None) -> str:
    return "–" if grade is None else f"G{grade}"


def _clocks(frame: Frame, found: Iterable[Deadline]) -> Text:
    """Each clock once, with its worst standing."""
    order: list[ClockState] = ["overdue", "sent_late", "unaware", "untold", "running", "sent"]
    states: dict[str, ClockState] = {}
    labels: dict[str, Text] = {}
    for each in found:
        state = each.state(frame.now)
        code = each.clock.code
        labels[code] = each.clock.label
        states[code] = min((states.get(code, state), state), key=order.index)
    if not states:
        return Text("no clock runs", "无适用时限")
    said = [(labels[code], CLOCK_STATES[worst]) for code, worst in states.items()]
    return Text(
        "; ".join(f"{name.en}: {state.en}" for name, state in said),
        "；".join(f"{name.zh}：{state.zh}" for name, state in said),
    )


class Term(NamedTuple):
    """A term: its name, and of each child that had it all its events."""

    name: Named
    by_child: dict[str, list[Event]]

    @property
    def events(self) -> int:
        """Events, however many a child had."""
        return sum(map(len, self.by_child.values()))

    def at_worst(self, grade: int | None) -> int:
        """Children whose worst event of the term had this grade; None: no grade is known of any."""
        return sum(worst_of(events) == grade for events in self.by_child.values())


def worst_of(events: Iterable[Event]) -> int | None:
    """The highest grade of several events."""
    return max((event.grade for event in events if event.grade is not None), default=None)


def terms_of(children: Sequence[Facts]) -> tuple[Term, ...]:
    """Events under treatment by term, the most children first; each child stands once in a term.

    Treatment begins with lymphodepletion: a child that was not infused after it is left out of no term.
    """
    found: dict[str, Term] = {}
    for each in children:
        for event, name in zip(each.events, each.names, strict=True):
            if event.emergent:
                term = found.setdefault(name.key, Term(name, {}))
                term.by_child.setdefault(each.code, []).append(event)
    return tuple(sorted(found.values(), key=lambda term: (-len(term.by_child), term.name.words.en)))


def events_by_term(_frame: Frame, children: Sequence[Facts]) -> Sheet:
    """Events under treatment by CTCAE term: children by worst grade, each once a term, and the events apart."""
    terms, of = terms_of(children), sum(each.treated is True for each in children)
    rows = [_any(children, of), *(_term(term, of) for term in terms)]
    columns = (
        Text("Term", "术语"),
        *(Text(f"G{grade}", f"{grade}级") for grade in GRADES),
        Text("No grade", "无分级"),
        Text("Children, of those treated", "患儿数/已开始治疗"),
        Text("Events", "事件数"),
    )
    return Sheet(
        "events",
        Text("Adverse events under treatment", "治疗期不良事件"),
        columns,
        tuple(rows),
        _of_terms(children, terms),
    )


def _any(children: Sequence[Facts], of: int) -> tuple[Cell, ...]:
    every = {each.code: [event for event in each.events if event.emergent] for each in children}
    return _term(
        Term(
            Named(Text("Any event", "任一不良事件"), "", True), {code: found for code, found in every.items() if found}
        ),
        of,
    )


def _term(term: Term, of: int) -> tuple[Cell, ...]:
    grades = (*GRADES, None)
    return (
        term.name.cell,
        *(str(term.at_worst(grade)) for grade in grades),
        share(len(term.by_child), of),
        str(term.events),
    )


def _of_terms(children: Sequence[Facts], terms: Sequence[Term]) -> tuple[Text, ...]:
    every = [event for each in children for event in each.events]
    untold = [event.grade for event in every if event.emergent is None]
    worst = _at_worst(untold)
    before = sum(event.emergent is False for event in every)
    uncoded = sum(not term.name.coded for term in terms)
    waiting = sum(each.proposed_events for each in children)
    return (
        Text(
            "A child stands once in a term, at its worst grade; events are counted apart. Under treatment: not before "
            "its first day (lymphodepletion, else infusion) and worse than at baseline.",
            "每名患儿在每个术语中只计一次，取最高分级；事件数另计。治疗期：发生不早于治疗首日（清淋，否则回输），且较基线加重。",
        ),
        Text(
            f"Not in the table: {before} events that are not under treatment, and {len(untold)} of which it cannot be "
            f"told{worst.en}.",
            f"未列入：非治疗期事件 {before} 件，无法判断是否治疗期 {len(untold)} 件{worst.zh}。",
        ),
        Text(
            f"Terms without a CTCAE term, by the event's own name: {uncoded}. Episodes of graded results that nobody "
            f"made an event of or dismissed yet: {waiting}.",
            f"未填CTCAE术语、按事件名称计的术语：{uncoded} 个。由检验分级提示、尚未确认或排除的事件：{waiting} 件。",
        ),
    )  # fmt: skip


def toxicity(_frame: Frame, children: Sequence[Facts]) -> Sheet:
    """CRS and ICANS: first the children by highest grade, then every episode with its first day and length."""
    of = infused_of(children)
    rows: list[tuple[Cell, ...]] = []
    for which in BOTH:
        never = sum(each.highest.get(which) is None for each in of)
        head = Text(f"{which}: children by highest grade", f"{which}：按最高分级的患儿数")
        rest = Text(f"never assessed: {never}", f"从未评估：{never}")
        rows.append((head, _by_highest(of, which), NONE, NONE, rest, NONE))
        rows += [_spell(each, spell) for each in children for spell in each.spells if spell.which == which]
    columns = (
        CHILD, Text("Highest grade", "最高分级"), Text("Began", "发生"), Text("Lasted", "持续"),
        Text("Remarks", "备注"), Text("Tocilizumab doses", "托珠单抗次数"),
    )  # fmt: skip
    note = Text(
        "An episode lasts from its first grade above 0 to the next grade 0. ≥: it lasted at least so long (it still "
        "goes on, or was not assessed since), or was at least so severe (an assessment could not be graded).",
        "发作自首次分级大于0起，至下一次0级止。≥：至少持续如此之久（仍在持续或此后未评估），或至少如此严重（有评估无法分级）。",
    )
    return Sheet("toxicity", Text("CRS and ICANS", "CRS与ICANS"), columns, tuple(rows), (note,))


def _by_highest(children: Sequence[Facts], which: Which) -> Text:
    """How many of those that were assessed had which highest grade."""
    made = counted(highest_of(each, which) for each in children if each.highest.get(which) is not None)
    return made if made.en else NONE


def _spell(each: Facts, spell: Spell) -> tuple[Cell, ...]:
    made = spell.episode
    long = rounded(made.hours / 24, 1) if made.hours >= IN_DAYS else rounded(made.hours, 0)
    unit = Text("d", "天") if made.hours >= IN_DAYS else Text("h", "小时")
    at_least = "≥" if made.open else ""
    lasted = Text(f"{at_least}{long} {unit.en}", f"{at_least}{long}{unit.zh}")
    remarks = [
        *([Text("goes on", "未结束")] if made.open else []),
        *([Text(f"gaps over 72 h: {len(made.gaps)}", f"超过72小时无评估：{len(made.gaps)} 处")] if made.gaps else []),
        *([Text(f"without a grade: {made.ungraded}", f"无分级：{made.ungraded} 次")] if made.ungraded else []),
    ]
    said = Text("; ".join(t.en for t in remarks), "；".join(t.zh for t in remarks)) if remarks else NONE
    begun = day_span((made.onset.date(), made.onset.date()), each.infusion)
    grade = f"{'≥' if spell.at_least else ''}G{made.worst}"
    return (f"{each.code} {spell.which}", grade, begun, lasted, said, str(made.tocilizumab))


def infections(frame: Frame, children: Sequence[Facts]) -> Sheet:
    """Infections after the infusion by kind: children by worst grade, each once a kind, and the infections apart."""
    of = infused_of(children)
    kinds: dict[str, dict[str, list[int | None]]] = {"": {}}
    before = untold = 0
    for each in of:
        for one in each.infections:
            before, untold = before + (one.since_infusion is False), untold + (one.since_infusion is None)
            if one.since_infusion:
                for kind in ("", one.kind or "?"):
                    kinds.setdefault(kind, {}).setdefault(each.code, []).append(one.grade)
    rows: list[tuple[Cell, ...]] = [
        (_kind(frame, kind), *_infected(found), share(len(found), len(of)), str(sum(map(len, found.values()))))
        for kind, found in kinds.items()
    ]
    columns = (
        Text("Kind", "类型"), *(Text(f"G{grade}", f"{grade}级") for grade in GRADES), Text("No grade", "无分级"),
        Text("Children, of those infused", "患儿数/已回输"), Text("Infections", "感染次数"),
    )  # fmt: skip
    infused = {each.code for each in of}
    beside = [one.grade for each in children if each.code not in infused for one in each.infections]
    worst = _at_worst(beside)
    note = Text(
        f"From the day of the infusion on. Not in the table: {before} before it, {untold} without a day, "
        f"{len(beside)} of children who were not infused{worst.en}.",
        f"自回输当日起。未列入：回输前 {before} 次，无日期 {untold} 次，未回输患儿 {len(beside)} 次{worst.zh}。",
    )
    return Sheet("infections", Text("Infections", "感染"), columns, tuple(rows), (note,))


def _at_worst(grades: Iterable[int | None]) -> Text:
    """The highest grade of what a table leaves out, in brackets: a board must not miss a grave one for its place."""
    worst = max((grade for grade in grades if grade is not None), default=None)
    return Text("", "") if worst is None else Text(f" (highest grade: {worst})", f"（最高 {worst} 级）")


def _kind(frame: Frame, kind: str) -> Text:
    if not kind:
        return Text("Any infection", "任一感染")
    return Text("kind not given", "未填病原类型") if kind == "?" else frame.label("INFTYPE", kind)


def _infected(found: dict[str, list[int | None]]) -> tuple[str, ...]:
    worst = [max((grade for grade in grades if grade is not None), default=None) for grades in found.values()]
    return tuple(str(worst.count(grade)) for grade in (*GRADES, None))
