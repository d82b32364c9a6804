"""Whether a child may go on: the verdict at each gate from the answers of people and the evidence of the laboratory.

Pure. A person answers each criterion; a limb with a value only says whether the answer fits. What cannot be told is a
query and never a "no"; there are no waivers. Criteria for the analysis flag a child and never make it ineligible.
"""

from collections.abc import Iterator
from datetime import date
from typing import Literal

import msgspec

from study.address import Address
from study.definition.trial import Criterion, Gate
from study.eligibility_evidence import LimbResult, limb_result
from study.logs import Row, rows
from study.text import Text
from study.timeline import Timeline, VisitAt, day_of, in_order
from study.values import Codes, DateTimeValue

Outcome = Literal["eligible", "not_eligible", "pending", "queries"]
OUTCOMES: dict[Outcome, Text] = {
    "eligible": Text("eligible", "符合"),
    "not_eligible": Text("not eligible", "不符合"),
    "pending": Text("not yet decided", "待评估"),
    "queries": Text("queries", "有质疑"),
}
NONE_DEFINED = Text("No criteria are defined for this study.", "本研究未定义入排标准。")
YES, NO, PENDING = "Y", "N", "P"
SITE_LIST = "INCL"
"""The log in which a site answers its own inclusion criteria, one a row."""


class Answer(msgspec.Struct, frozen=True):
    """The answer to a criterion: its code, where it stands, at which visit and day."""

    code: str
    place: Address
    visit: str
    on: date | None


class CriterionResult(msgspec.Struct, frozen=True):
    """A criterion at a gate. `stands`: what it says of the child; `asked`: it must have its answer at this gate."""

    criterion: Criterion
    answer: Answer | None
    limbs: tuple[LimbResult, ...]
    stands: Literal["fine", "against", "pending", "flag"]
    asked: bool
    queries: tuple[Text, ...] = ()


class Verdict(msgspec.Struct, frozen=True):
    """The verdict at a gate. `reached`: the gate's visit was begun. `place` is the form on which it is decided, `by`
    and `on` say who decided and when; `signed`: a signature on it stands.
    """

    gate: Gate
    outcome: Outcome
    results: tuple[CriterionResult, ...]
    reached: bool
    place: Address
    by: str = ""
    on: date | None = None
    signed: bool = False

    @property
    def against(self) -> tuple[CriterionResult, ...]:
        """The criteria that make the child ineligible."""
        return tuple(result for result in self.results if result.stands == "against")

    @property
    def pending(self) -> tuple[CriterionResult, ...]:
        """The criteria that wait for their answer at this gate."""
        return tuple(result for result in self.results if result.stands == "pending" and result.asked)

    @property
    def queries(self) -> tuple[Text, ...]:
        """Everything that has to be asked."""
        return tuple(query for result in self.results for query in result.queries)

    @property
    def flags(self) -> tuple[CriterionResult, ...]:
        """Criteria for the analysis that are met."""
        return tuple(result for result in self.results if result.stands == "flag")


def verdicts(line: Timeline) -> tuple[Verdict, ...]:
    """The verdict at each gate in their order; none where the study defines no criteria."""
    defined = line.study.eligibility
    if not defined.criteria:
        return ()
    return tuple(_verdict(line, gate, number) for number, gate in enumerate(defined.gates))


def eligible_on(line: Timeline) -> date | None:
    """The day the child was found eligible at the first gate; None while it was not."""
    found = verdicts(line)
    if not found or found[0].outcome != "eligible":
        return None
    days = [result.answer.on for result in found[0].results if result.answer is not None and result.answer.on]
    return found[0].on or max(days, default=None)


def _verdict(line: Timeline, gate: Gate, number: int) -> Verdict:
    order = [each.code for each in line.study.eligibility.gates]
    visits = up_to(line, gate)
    decided = _decided(line, gate)
    on = day_of(DateTimeValue(line.time_of(decided.place)))
    fresh = on or next((at.day for at in line.visits if at.visit.code == gate.visit), None)
    results = tuple(
        _criterion(line, criterion, visits, fresh, asked=order.index(criterion.gate) <= number)
        for criterion in line.study.eligibility.criteria
    )
    results += tuple(_site_criterion(row, gate) for row in rows(line, SITE_LIST))
    signatures = line.record.signatures(decided.place)
    return Verdict(
        gate=gate,
        outcome=_outcome(results),
        results=results,
        reached=any(at.visit.code == gate.visit for at in line.visits),
        place=decided.place,
        by=decided.text("IEBY"),
        on=on,
        signed=any(each.valid for each in signatures),
    )


def _outcome(results: tuple[CriterionResult, ...]) -> Outcome:
    if any(result.stands == "against" for result in results):
        return "not_eligible"
    if any(result.stands == "pending" and result.asked for result in results):
        return "pending"
    return "queries" if any(result.queries for result in results) else "eligible"


def _decided(line: Timeline, gate: Gate) -> Row:
    """The form of the criteria at the visit of the gate."""
    form = line.study.eligibility.criteria[0].item.partition("/")[0]
    visit = Address(line.record.subject, gate.visit)
    places = line.form_places(visit, form) or (msgspec.structs.replace(visit, form=form),)
    return Row(places[-1], None, line.filled(places[-1]))


def up_to(line: Timeline, gate: Gate) -> tuple[VisitAt, ...]:
    """The visits up to the gate, the last first: those before it in the schedule, repeating ones by their day."""
    codes = [visit.code for visit in line.study.visits]
    last = codes.index(gate.visit)
    here = in_order(line.visit_at(Address(line.record.subject, gate.visit)))
    found = [
        at
        for at in line.visits
        if (in_order(at)[0] <= here[0] if at.visit.repeating else codes.index(at.visit.code) <= last)
    ]
    return tuple(reversed(found))


def _criterion(
    line: Timeline, criterion: Criterion, visits: tuple[VisitAt, ...], decided: date | None, *, asked: bool
) -> CriterionResult:
    answer, disputed = _answer(line, criterion, visits)
    limbs = tuple(limb_result(line, limb, visits).within(criterion.within, decided) for limb in criterion.limbs)
    met = answer.code if answer is not None else ""
    stands: Literal["fine", "against", "pending", "flag"] = "fine"
    if met == PENDING or not met:
        stands = "pending"
    elif criterion.analysis:
        stands = "flag" if met == YES else "fine"
    elif met == (YES if criterion.kind == "exclusion" else NO):
        stands = "against"
    if criterion.analysis and stands == "pending":
        stands = "fine"
    queries = tuple(_queries(criterion, answer, limbs, disputed))
    return CriterionResult(criterion, answer, limbs, stands, asked and not criterion.analysis, queries)


def _site_criterion(row: Row, gate: Gate) -> CriterionResult:
    """An inclusion criterion that the site wrote down and answered for this child alone."""
    text, code = row.text("INCLTX") or "?", row.code("INCLANS")
    criterion = Criterion(SITE_LIST, "inclusion", Text(text, text), f"{SITE_LIST}/INCLANS", gate.code)
    answer = Answer(code, row.item("INCLANS"), "", row.day("INCLDTC")) if code else None
    stands: Literal["fine", "against", "pending"] = "pending" if code in ("", PENDING) else "fine"
    return CriterionResult(criterion, answer, (), "against" if code == NO else stands, asked=True)


def _answer(line: Timeline, criterion: Criterion, visits: tuple[VisitAt, ...]) -> tuple[Answer | None, bool]:
    """The last answer that is not "pending", else the last "pending"; and whether two answers stand undecided."""
    form, _, item = criterion.item.partition("/")
    waiting: Answer | None = None
    for at in visits:
        if form not in at.visit.forms:
            continue
        for place in reversed(line.form_places(at.address, form)):
            if item in line.undecided(place):
                return None, True
            value = line.filled(place).get(item)
            if isinstance(value, Codes) and value.codes:
                address = msgspec.structs.replace(place, item=item)
                found = Answer(value.codes[0], address, at.visit.code, line.day_at(place))
                if found.code != PENDING:
                    return found, False
                waiting = waiting or found
    return waiting, False


def _queries(
    criterion: Criterion, answer: Answer | None, limbs: tuple[LimbResult, ...], disputed: bool
) -> Iterator[Text]:
    """What has to be asked: two answers, an answer against the evidence, a "no" that the evidence cannot carry."""
    if disputed:
        yield _said(criterion, "two answers stand side by side", "存在两个不同的答案")
    if answer is None or answer.code == PENDING or not limbs or criterion.analysis:
        return
    excludes = criterion.kind == "exclusion"
    carried = answer.code == (NO if excludes else YES)
    met = any(result.meets for result in limbs)
    for result in limbs:
        label = result.limb.label
        if answer.code == NO and result.meets:
            yield _said(criterion, f"answered no, yet: {label.en}", f"填“否”，但{label.zh}")
        elif result.meets is None and carried and (excludes or not met):
            old = too_old(result)
            yield _said(criterion, f"nobody can tell: {label.en}{old.en}", f"无法判断：{label.zh}{old.zh}")
    if answer.code == YES and all(result.meets is False for result in limbs):
        yield _said(criterion, "answered yes, yet nothing measured says so", "填“是”，但检测结果均不支持")


def too_old(result: LimbResult) -> Text:
    """In brackets, that a result is too old for the decision; empty where it is not."""
    if result.older_than is None:
        return Text("", "")
    return Text(f" (the result is older than {result.older_than} days)", f"（结果已超过{result.older_than}天）")


def _said(criterion: Criterion, en: str, zh: str) -> Text:
    return Text(f"{criterion.code}: {en}.", f"{criterion.code}：{zh}。")
