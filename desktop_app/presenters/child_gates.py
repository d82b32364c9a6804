"""Eligibility as the trial view shows it: each gate with its verdict, each criterion with answer and evidence. Pure."""

from collections.abc import Iterator

from desktop_app.presenters import words
from study import units
from study.course import Course
from study.eligibility import NO, OUTCOMES, SITE_LIST, YES, CriterionResult, Verdict, too_old, verdicts
from study.eligibility_evidence import LimbResult, LimitUsed
from study.text import Language, Text
from ui.child.trial_state import GateState, Mark, TrialLine

LANGUAGES: tuple[Language, Language] = ("en", "zh")
MARKS = {"eligible": Mark.OK, "not_eligible": Mark.STOP, "pending": Mark.WAIT, "queries": Mark.WARN}
UNCONFIRMED = Text("unconfirmed default for age", "年龄默认值，未核对")
ANSWERS = {YES: Text("yes", "是"), NO: Text("no", "否"), "P": Text("pending", "待评估")}


def gate_states(course: Course) -> tuple[GateState, ...]:
    """Every gate; none where the study defines no criteria."""
    return tuple(_gate(course, verdict) for verdict in verdicts(course))


def open_queries(course: Course) -> int:
    """What has to be asked at the last gate that was reached."""
    reached = [verdict for verdict in verdicts(course) if verdict.reached]
    return len(reached[-1].queries) if reached else 0


def _gate(course: Course, verdict: Verdict) -> GateState:
    who = Text(f"by {verdict.by}", f"评估人 {verdict.by}") if verdict.by else None
    when = words.both(words.date_text(verdict.on))
    signed = Text("signed", "已签名") if verdict.signed else None
    decided = words.join(who, when, signed)
    return GateState(
        code=verdict.gate.code,
        label=verdict.gate.label,
        verdict=OUTCOMES[verdict.outcome],
        mark=MARKS[verdict.outcome],
        lines=tuple(line for result in verdict.results for line in _criterion(course, result)),
        decided=decided if decided.en else None,
        reached=verdict.reached,
        key=verdict.place.key,
    )


def _criterion(course: Course, result: CriterionResult) -> Iterator[TrialLine]:
    """The criterion with its answer and evidence, then what is asked about it."""
    answer = result.answer
    evidence = [_limb(course, limb) for limb in result.limbs]
    if result.criterion.analysis:
        evidence.append(Text("for the analysis only", "仅作分析标记"))
    below = Text("\n".join(each.en for each in evidence), "\n".join(each.zh for each in evidence))
    yield TrialLine(
        text=_short(course, result),
        detail=below if evidence else None,
        aside=_answer(result),
        mark=_mark(result),
        key=answer.place.key if answer is not None else "",
        tip=result.criterion.label,
    )
    for query in result.queries:
        place = next((limb.place for limb in result.limbs if limb.place is not None and limb.meets is not False), None)
        key = place.key if place is not None else answer.place.key if answer is not None else ""
        yield TrialLine(query, mark=Mark.WARN, key=key)


def _short(course: Course, result: CriterionResult) -> Text:
    """The short label of the item that asks, which has the criterion's number."""
    form, _, code = result.criterion.item.partition("/")
    item = course.study.item(form, code)
    return result.criterion.label if form == SITE_LIST else item.short or item.label


def _answer(result: CriterionResult) -> Text:
    """The answer with its visit and day."""
    if result.answer is None:
        return Text("no answer", "未答") if result.asked else Text("later", "待后续")
    where = words.both(f"{result.answer.visit} {words.date_text(result.answer.on)}".strip())
    return words.join(ANSWERS.get(result.answer.code, words.both(result.answer.code)), where)


def _mark(result: CriterionResult) -> Mark:
    if result.answer is None:
        return Mark.WAIT if result.asked else Mark.NONE
    if result.queries and result.stands != "against":
        return Mark.WARN
    return {"against": Mark.STOP, "flag": Mark.INFO, "fine": Mark.OK, "pending": Mark.WAIT}[result.stands]


def _limb(course: Course, limb: LimbResult) -> Text:
    """The evidence of a limb: value with unit, the limit it was held against and whose, whether it is met."""
    if limb.item is None or limb.value is None:
        return Text(f"{limb.limb.label.en}: missing", f"{limb.limb.label.zh}：缺结果")
    label = limb.item.short or limb.item.label
    met = {True: Text("met", "达到"), False: Text("not met", "未达到"), None: Text("cannot tell", "无法判断")}[
        limb.meets
    ]
    old = too_old(limb)
    met = Text(met.en + old.en, met.zh + old.zh)
    where = f"{limb.visit} {words.date_text(limb.on)}".strip()
    held = words.join(words.both(where), *(_limit(course, used) for used in limb.limits))
    value = Text(*(words.with_unit(course.study, limb.item, limb.value, language) for language in LANGUAGES))
    return Text(f"{label.en} {value.en} ({held.en}): {met.en}", f"{label.zh} {value.zh}（{held.zh}）：{met.zh}")


def _limit(course: Course, used: LimitUsed) -> Text:
    number = f"{units.plain(used.limit.number)} {words.unit_label(course.study, used.item.unit)}".strip()
    side = Text("upper limit", "参考上限") if used.side == "high" else Text("lower limit", "参考下限")
    default = Text("default for age", "年龄默认值") if used.limit.confirmed else UNCONFIRMED
    whose = Text("printed on the report", "报告所印") if used.report else default
    return Text(f"{side.en} {number}, {whose.en}", f"{side.zh} {number}，{whose.zh}")
