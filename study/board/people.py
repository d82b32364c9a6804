"""Who was treated and what became of them: numbers against the plan, disposition, a line a child, deaths."""

from collections.abc import Sequence

from study.board.facts import Facts
from study.board.frame import CANNOT_TELL, CHILD, NONE, UNKNOWN, Frame, listed, share, study_day
from study.board.terms import joined
from study.sheet import Cell, Sheet
from study.status import WORDS
from study.text import Text

_COUNT = Text("Children", "例数")
_WHICH = Text("Codes", "编号")


def numbers(frame: Frame, children: Sequence[Facts]) -> Sheet:
    """How many came how far, against the planned number."""
    planned = frame.study.protocol.planned_subjects
    enrolled, infused = enrolled_of(children), infused_of(children)
    unsettled = [each.code for each in children if each.infusion_unsettled]
    broken = [
        each.code for each in children if each.infusion is None and any(dose.completed == "N" for dose in each.doses)
    ]
    of = len(infused)
    still, dead = sum(not each.status.over for each in infused), sum(each.death is not None for each in infused)
    in_plan = str(len(enrolled)) if planned is None else share(len(enrolled), planned)
    days = sum(each.followed or 0 for each in infused)
    steps = [
        (Text("In the record", "已建档"), str(len(children))),
        (Text("Enrolled, of those planned", "已入组/计划例数"), in_plan),
        (Text("Infused, of the enrolled", "已回输/已入组"), share(of, len(enrolled))),
        (Text("Still in the study, of the infused", "仍在研究中/已回输"), share(still, of)),
        (Text("Died, of the infused", "死亡/已回输"), share(dead, of)),
        (Text("Days followed after the infusion, all children", "回输后随访总天数（全部患儿）"), str(days)),
    ]
    visits = [
        (
            Text(f"Visit {visit.code} made, of those it was due for", f"已完成 {visit.code} 访视/应完成例数"),
            share(sum(_made(each, visit.code) for each in infused), sum(_due(each, visit.code) for each in infused)),
        )
        for visit in frame.study.visits
        if (visit.target_day or 0) > 0 and not visit.optional and not visit.repeating
    ]
    notes = (
        *_not_counted(unsettled, Text("The day of the infusion is not decided for", "回输日期未裁定")),
        *_not_counted(broken, Text("An infusion was begun and never completed for", "回输开始后未完成")),
    )
    return Sheet(
        "numbers",
        Text("Enrolment and follow-up", "入组与随访"),
        (Text("What", "项目"), _COUNT),
        (*steps, *visits),
        notes,
    )


def _not_counted(codes: Sequence[str], why: Text) -> tuple[Text, ...]:
    if not codes:
        return ()
    named = listed(codes)
    return (Text(f"{why.en} {named}: not counted as infused.", f"{named} {why.zh}，未计入已回输。"),)


def infused_of(children: Sequence[Facts]) -> list[Facts]:
    """Those with a day of infusion: the safety set."""
    return [each for each in children if each.infusion is not None]


def enrolled_of(children: Sequence[Facts]) -> list[Facts]:
    """Those that count as enrolled."""
    return [each for each in children if each.enrolled is not None]


def _made(each: Facts, visit: str) -> bool:
    return any(stop.visit.code == visit and stop.took_place for stop in each.stops)


def _due(each: Facts, visit: str) -> bool:
    """Whether it was made, or should have been by now; also where the follow-up ended before it."""
    waits = ("unplanned", "not_due", "in_window")
    return any(stop.visit.code == visit and stop.state not in waits for stop in each.stops)


def disposition(frame: Frame, children: Sequence[Facts]) -> Sheet:
    """Where every child stands: each stands in one line."""
    groups: dict[tuple[str, str], list[str]] = {}
    for each in children:
        groups.setdefault((each.status.code, each.status.reason), []).append(each.code)
    rows: list[tuple[Cell, ...]] = []
    for code, words in WORDS.items():
        for (status, reason), codes in sorted(groups.items()):
            if status == code:
                why = frame.label("TERMREASON", reason) if reason else NONE
                rows.append((words, why, str(len(codes)), listed(codes)))
    rows.append((Text("all", "合计"), NONE, str(len(children)), NONE))
    columns = (Text("Standing", "状态"), Text("Reason", "原因"), _COUNT, _WHICH)
    return Sheet("disposition", Text("Disposition", "受试者去向"), columns, tuple(rows))


def treated(frame: Frame, children: Sequence[Facts]) -> Sheet:
    """A line a child that was enrolled: infusion, dose, product, days followed, what happened in numbers."""
    rows = [_child(frame, each) for each in children if each.enrolled is not None or each.infusion is not None]
    columns = (
        CHILD, Text("Standing", "状态"), Text("Infusion (D0)", "回输日（D0）"),
        Text("CAR+ cells per kg", "CAR+细胞/kg"), Text("Product", "制品"),
        Text("Infusions", "回输次数"), Text("Days followed", "随访天数"),
        Text("Events after treatment began", "治疗期不良事件"), Text("Worst grade", "最高分级"),
        Text("Serious", "严重"), Text("CRS", "CRS"), Text("ICANS", "ICANS"),
    )  # fmt: skip
    note = Text(
        "Days followed: from the infusion to the last contact, or the death. CRS and ICANS: highest grade of all "
        "assessments; ≥ where one could not be graded; “cannot tell” where no other is above 0; – where it was never "
        "assessed. Lot numbers are left out.",
        "随访天数：自回输至末次联系或死亡。CRS、ICANS：所有评估的最高分级；有评估无法分级时标≥，若其余均为0级则为“无法判断”；"
        "“–”为从未评估。不列产品批号。",
    )
    return Sheet("children", Text("Child by child", "逐例情况"), columns, tuple(rows), (note,))


def _child(frame: Frame, each: Facts) -> tuple[Cell, ...]:
    emerged = [event for event in each.events if event.emergent]
    grades = [event.grade for event in emerged if event.grade is not None]
    first = each.doses[0] if each.doses else None
    dose = first.per_kg if first is not None else None
    return (
        each.code,
        each.status.words,
        str(each.infusion or "–"),
        f"{dose.comparator}{dose.number} ×10⁶" if dose is not None else "–",
        frame.label("FRESH", first.fresh) if first is not None else NONE,
        str(len(each.doses)),
        "–" if each.followed is None else str(each.followed),
        str(len(emerged)),
        f"G{max(grades)}" if grades else "–",
        str(sum(event.serious for event in each.events)),
        highest_of(each, "CRS"),
        highest_of(each, "ICANS"),
    )


def highest_of(each: Facts, which: str) -> Cell:
    """The highest grade of all assessments; a dash where it was never assessed."""
    found = each.highest.get(which)
    if found is None:
        return "–"
    return f"{'≥' if found.at_least else ''}G{found.grade}" if found.told else CANNOT_TELL


def deaths(frame: Frame, children: Sequence[Facts]) -> Sheet:
    """Every death, with its day and whether an event of grade 5 speaks of it."""
    rows: list[tuple[Cell, ...]] = []
    for each in children:
        if each.death is None:
            continue
        fatal = [name for event, name in zip(each.events, each.names, strict=True) if event.grade == 5]
        related = [frame.label("AEREL", event.related) for event in each.events if event.grade == 5 and event.related]
        told = (
            Text("no event of grade 5 is written down", "尚无5级不良事件记录")
            if each.death_untold
            else Text("yes", "是")
        )
        day = study_day(each.day(each.death.on)) if each.death.on is not None else UNKNOWN
        rows.append((each.code, day, joined(fatal) if fatal else NONE, related[0] if related else UNKNOWN, told))
    columns = (
        CHILD, Text("Study day", "研究日"), Text("Fatal event", "致死事件"), Text("Relation to CAR-T", "与CAR-T关系"),
        Text("Event of grade 5 written down", "5级事件已记录"),
    )  # fmt: skip
    none = () if rows else (Text("No death is written down.", "无死亡记录。"),)
    return Sheet("deaths", Text("Deaths", "死亡"), columns, tuple(rows), none)
