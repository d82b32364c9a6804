"""Blood, immunity and kidney of every infused child, by the formulas of the definition. Silent where it has none."""

from collections import Counter
from collections.abc import Sequence

from study.board.facts import At, Facts
from study.board.frame import CANNOT_TELL, CHILD, UNKNOWN, Frame, counted, study_day
from study.board.people import infused_of
from study.definition.model import Study
from study.sheet import Cell, Sheet, same
from study.text import Text
from study.value_words import unit_label

KIDNEY = "EGFR_U25"
CTCAE = ("CTC_NEUT", "CTC_PLAT", "CTC_HGB")
EARLY, LATE = ("NICAHT", "TICAHT"), "ICAHT_LATE"


def blood(frame: Frame, children: Sequence[Facts]) -> Sheet:
    """Early and late haematotoxicity (ICAHT): a line a child, below it how many had which grade."""
    graded = tuple(code for code in CTCAE if code in frame.study.derived)
    codes = tuple(code for code in (*EARLY, LATE) if code in frame.study.derived)
    of = infused_of(children)
    rows: list[tuple[Cell, ...]] = [
        (
            each.code,
            *(_grade(each.worst.get(code), day=True) for code in graded),
            *(_grade(each.latest.get(code)) for code in codes),
        )
        for each in of
    ]
    if of:
        tallies = (*(counted(_grade(each.worst.get(code)) for each in of) for code in graded),)
        rows.append(
            (
                Text("all, by grade", "合计（按分级）"),
                *tallies,
                *(counted(_grade(each.latest.get(code)) for each in of) for code in codes),
            )
        )
    note = Text(
        "Worst CTCAE grade since the infusion, with its day. ICAHT, early: days 0 to 30; late: from day 31 on. “≥”: "
        "days without a result may have been worse. “cannot tell”: too few results for a grade.",
        "CTCAE：回输后最高分级及其研究日。ICAHT早期：第0至30天；晚期：第31天起。“≥”：无结果的日子可能更重。"
        "“无法判断”：结果不足以分级。",
    )
    columns = (CHILD, *(_label(frame.study, code) for code in (*graded, *codes)))
    return Sheet("blood", Text("Cytopenia", "血细胞减少"), columns, tuple(rows), (note,))


def _label(study: Study, code: str) -> Text:
    spec = study.derived[code]
    return spec.short or spec.label


def _grade(at: At | None, *, day: bool = False) -> Cell:
    """A grade; what is only "0 or worse" tells nothing."""
    if at is None or at.found.value is None or (at.found.comparator and not at.found.value):
        return CANNOT_TELL
    said = f"{sign(at.found.comparator)}G{at.found.value:f}"
    return f"{said} ({study_day(at.day)})" if day and at.found.value else said


def sign(comparator: str) -> str:
    """A comparator as it is printed."""
    return {">=": "≥", "<=": "≤"}.get(comparator, comparator)


def immunity(frame: Frame, children: Sequence[Facts]) -> Sheet:
    """B cells and immunoglobulin G at the latest result of each child."""
    of = infused_of(children)
    codes = tuple(code for code in ("BCELL", "BRECON", "IGGBAND") if code in frame.study.derived)
    rows: list[tuple[Cell, ...]] = []
    for each in of:
        cells: list[Cell] = [each.code]
        for code in codes:
            at = each.latest.get(code)
            cells += [_verdict(frame, code, at), study_day(at.day) if at is not None else "–"]
        rows.append(tuple(cells))
    heads = [head for code in codes for head in (_label(frame.study, code), Text("on", "研究日"))]
    notes = tuple(
        Text(f"{_label(frame.study, code).en}: {told.en}.", f"{_label(frame.study, code).zh}：{told.zh}。")
        for code in codes
        if of
        for told in (_tally(frame, code, of),)
    )
    return Sheet("immunity", Text("B cells and immunoglobulin G", "B细胞与IgG"), (CHILD, *heads), tuple(rows), notes)


def _verdict(frame: Frame, code: str, at: At | None) -> Text:
    return UNKNOWN if at is None else frame.label(frame.study.derived[code].choices, at.found.verdict)


def _tally(frame: Frame, code: str, children: Sequence[Facts]) -> Text:
    counts = Counter(_verdict(frame, code, each.latest.get(code)) for each in children)
    told = sorted(counts.items(), key=lambda each: (-each[1], each[0].en))
    return Text(
        "; ".join(f"{words.en} {count}" for words, count in told),
        "；".join(f"{words.zh} {count}" for words, count in told),
    )


def kidney(frame: Frame, children: Sequence[Facts]) -> Sheet:
    """EGFR before treatment and at each visit of the schedule, the latest of all, the worst kidney injury."""
    spec = frame.study.derived.get(KIDNEY)
    visits = [visit.code for visit in frame.study.visits if not visit.repeating and not visit.optional]
    seen = {at.visit for each in infused_of(children) for at in each.courses.get(KIDNEY, ())}
    shown = [code for code in visits if code in seen]
    dialysis = ("DIALYSIS",) if "DIALYSIS" in frame.study.derived else ()
    rows: list[tuple[Cell, ...]] = [
        (
            each.code,
            *(_at(each, code) for code in shown),
            *_latest(each),
            *(_verdict(frame, code, each.latest.get(code)) for code in dialysis),
            _grade_of(each.worst.get("KDIGO_AKI")),
        )
        for each in infused_of(children)
    ]
    columns = (
        CHILD, *map(same, shown), Text("Latest", "最近一次"), Text("on", "研究日"),
        *(_label(frame.study, code) for code in dialysis),
        Text("Worst acute kidney injury (KDIGO)", "最重急性肾损伤（KDIGO）"),
    )  # fmt: skip
    title = Text("Kidney function", "肾功能")
    if spec is None:
        return Sheet("kidney", title, columns, ())
    unit = unit_label(frame.study, spec.unit)
    note = Text(
        f"{spec.label.en}, {unit}. “–”: no result at that visit; none is computed on dialysis.",
        f"{spec.label.zh}，{unit}。“–”：该访视无结果；透析期间不计算。",
    )
    return Sheet("kidney", title, columns, tuple(rows), (note,))


def _at(each: Facts, visit: str) -> str:
    found = [at for at in each.courses.get(KIDNEY, ()) if at.visit == visit]
    return found[-1].found.shown if found else "–"


def _latest(each: Facts) -> tuple[str, str]:
    found = each.courses.get(KIDNEY, ())
    return (found[-1].found.shown, study_day(found[-1].day)) if found else ("–", "–")


def _grade_of(at: At | None) -> Cell:
    if at is None or at.found.value is None:
        return UNKNOWN
    said = f"{sign(at.found.comparator)}{at.found.value:f}"
    return f"{said} ({study_day(at.day)})" if at.found.value else said
