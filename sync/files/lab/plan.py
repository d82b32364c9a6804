"""A preview and a person's choices -> what stands against what, and the facts of one change.

Bases are the heads of now. What stands already makes no fact; a place in conflict, frozen or of another specimen is
left alone and the plan says so.
"""

from collections.abc import Callable, Mapping
from typing import Literal

import msgspec

from study.address import Address
from study.changes.facts import Fact, Report, RowCreated, ValueSet
from study.course import Course
from study.definition.model import Form, Item
from study.entry import automatic_query
from study.errors import KnownError
from study.judgement import judged
from study.lab_table import LABORATORY, LABORATORY_NAME
from study.record import heads
from study.signing import wants_reason
from study.state.slots import created
from study.text import Text
from study.values import Cleared, DateValue, Value, same
from sync.files.lab.preview import NOTHING_CHOSEN, Asked, Choice, LabPreview, Line, Proposal, Refused, Taken, Unknown

State = Literal["new", "same", "changed", "conflict", "frozen", "other_specimen", "impossible", "no_time", "left"]
GOES_IN = ("new", "changed")


class Step(msgspec.Struct, frozen=True):
    """What becomes of one line: `old` is what stands (None: nothing); `place` the form it goes to, None: a new repeat.

    `needs_reason`: the form was completed or signed, so the change wants a reason.
    """

    index: int
    state: State
    proposal: Proposal | None = None
    place: Address | None = None
    old: Value | None = None
    needs_reason: bool = False


Choices = Mapping[int, Choice]


def plan(preview: LabPreview, choices: Choices, course: Course, visit: Address) -> tuple[Step, ...]:
    """One step for every line of the preview, in its order, against the record of the child at a visit."""
    return tuple(
        _step(index, _chosen(line, choice), choice, course, visit)
        for index, line in enumerate(preview.lines)
        for choice in (choices.get(index, NOTHING_CHOSEN),)
    )


def _chosen(line: Line, choice: Choice) -> Proposal | None:
    if choice.leave or isinstance(line, Refused | Unknown):
        return None
    if isinstance(line, Taken):
        return line.proposal
    if choice.option is None or not 0 <= choice.option < len(line.options):
        return None
    return line.options[choice.option]


def _step(index: int, proposal: Proposal | None, choice: Choice, course: Course, visit: Address) -> Step:
    if proposal is None:
        return Step(index, "left")
    form = course.study.forms[proposal.form]
    if proposal.findings.hard is not None and not choice.confirmed:
        return Step(index, "impossible", proposal)
    if proposal.collected is None and form.dated_by:
        return Step(index, "no_time", proposal)
    place = _place(course, form, visit, proposal.collected)
    if course.record.freeze(place or _form_at(visit, form)) is not None:
        return Step(index, "frozen", proposal, place)
    if place is None:
        return Step(index, "new", proposal)
    if not form.repeating and not _may_stand(course, place, form, proposal.collected):
        return Step(index, "other_specimen", proposal, place)
    return _against(index, proposal, course, place)


def _against(index: int, proposal: Proposal, course: Course, place: Address) -> Step:
    address = msgspec.structs.replace(place, item=proposal.item.code)
    settled, old = course.record.settled(address), course.record.value(address)
    if settled.conflict:
        return Step(index, "conflict", proposal, place, old)
    if old is not None and same(old, proposal.value):
        return Step(index, "same", proposal, place, old)
    asked = wants_reason(course.record, address)
    return Step(index, "new" if old is None else "changed", proposal, place, old, needs_reason=asked)


def _form_at(visit: Address, form: Form) -> Address:
    return Address(visit.subject, visit.visit, visit.visit_repeat, form.code)


def _place(course: Course, form: Form, visit: Address, collected: Value | None) -> Address | None:
    """The form, or its repeat with this specimen time; None when there is no such repeat yet."""
    place = _form_at(visit, form)
    if not form.repeating:
        return place
    for repeat in course.record.form_repeats(place):
        time = course.record.value(msgspec.structs.replace(repeat.address, item=form.dated_by))
        if time is not None and collected is not None and same(time, collected):
            return repeat.address
    return None


def _may_stand(course: Course, place: Address, form: Form, collected: Value | None) -> bool:
    """True when the form holds no other specimen: no time yet, this time, or only the day of it."""
    time = course.record.value(msgspec.structs.replace(place, item=form.dated_by)) if form.dated_by else None
    if time is None or collected is None or same(time, collected):
        return True
    days = [value.date if isinstance(value, DateValue) else "" for value in (time, collected)]
    return any(days) and _day(time) == _day(collected)


def _day(value: Value) -> str:
    text = value.date if isinstance(value, DateValue) else getattr(value, "at", "")
    return str(text)[:10]


def to_facts(
    preview: LabPreview,
    choices: Choices,
    course: Course,
    visit: Address,
    new_id: Callable[[], str],
    *,
    reason: str = "",
) -> tuple[Fact, ...]:
    """The facts of the import, to be appended as one change; empty when everything stands already.

    KnownError `lab-no-collected` when a line that should go in has no specimen time, `lab-twice` when two different
    results of one specimen were chosen for one item, `lab-reason` when a completed form would change without a reason.
    """
    steps = plan(preview, choices, course, visit)
    _refuse(steps, reason)
    return _Writer(preview, choices, course, visit, new_id=new_id, reason=reason).facts(steps)


def _refuse(steps: tuple[Step, ...], reason: str) -> None:
    if any(step.state == "no_time" for step in steps):
        raise KnownError(
            "lab-no-collected",
            "The report does not say when the specimen was taken. Enter the time, or leave these lines out.",
            "报告未注明标本采集时间。请填写采集时间，或不导入这些行。",
        )
    if not reason and any(step.needs_reason and step.state in GOES_IN for step in steps):
        raise KnownError(
            "lab-reason",
            "The form was completed or signed; changing its values needs a reason.",
            "该表单已完成或已签名，修改数值需要填写原因。",
        )
    seen: dict[tuple[str, str, object], Value] = {}
    for step in steps:
        if step.proposal is None or step.state not in GOES_IN:
            continue
        key = (step.proposal.form, step.proposal.item.code, step.proposal.collected)
        if not same(seen.setdefault(key, step.proposal.value), step.proposal.value):
            label = step.proposal.item.label
            raise KnownError(
                "lab-twice",
                f"Two different results were chosen for {label.en}. Choose one.",
                f"“{label.zh}”选择了两个不同的结果，请只选一个。",
            )


class _Writer:
    """Writes the facts of one import; makes a repeat for each specimen time that has none."""

    def __init__(
        self,
        preview: LabPreview,
        choices: Choices,
        course: Course,
        visit: Address,
        *,
        new_id: Callable[[], str],
        reason: str,
    ) -> None:
        self._preview = preview
        self._choices = choices
        self._course = course
        self._visit = visit
        self._id = new_id
        self._reason = reason
        self._made: dict[tuple[str, Value], Address] = {}
        self._headers: dict[tuple[str, Value | None], dict[str, set[Value]]] = {}
        self._written: set[Address] = set()
        self._facts: list[Fact] = []

    def facts(self, steps: tuple[Step, ...]) -> tuple[Fact, ...]:
        taken = [(step, step.proposal) for step in steps if step.proposal is not None and step.state in GOES_IN]
        for _, proposal in taken:
            for item, value in proposal.header.values.items():
                said = self._headers.setdefault((proposal.form, proposal.collected), {})
                said.setdefault(item, set()).add(value)
        for step, proposal in taken:
            self._value(step, proposal)
        return judged(self._course, self._facts)

    def _value(self, step: Step, proposal: Proposal) -> None:
        place = step.place or self._repeat(proposal)
        self._dated(place, proposal)
        self._headed(place, proposal)
        address = msgspec.structs.replace(place, item=proposal.item.code)
        if address in self._written:
            return
        choice = self._choices.get(step.index, NOTHING_CHOSEN)
        fact = ValueSet(
            id=self._id(),
            bases=heads(self._course.record.settled(address)),
            address=address,
            value=proposal.value,
            typed=proposal.typed,
            reason=self._reason if step.needs_reason else "",
            explanation=choice.explanation,
            confirmed=proposal.findings.hard is not None,
            report=self._report(step, proposal),
        )
        self._put(fact)
        soft = proposal.findings.soft
        if soft is not None and not choice.explanation:
            self._facts.append(automatic_query(address, f"{address.form}_{address.item}_SOFT", fact, soft))

    def _put(self, fact: ValueSet) -> None:
        self._written.add(fact.address)
        self._facts.append(fact)

    def _report(self, step: Step, proposal: Proposal) -> Report:
        row = self._preview.lines[step.index].row
        return Report(
            low=proposal.limits.low,
            high=proposal.limits.high,
            flag=proposal.mark,
            laboratory=self._preview.laboratory,
            method=row.method,
            collected=row.collected,
            source=self._preview.source,
        )

    def _repeat(self, proposal: Proposal) -> Address:
        """The new repeat for this specimen."""
        if proposal.collected is None:
            place = _form_at(self._visit, self._course.study.forms[proposal.form])
            raise ValueError(f"{place.key} repeats and this result has no specimen time")
        key = (proposal.form, proposal.collected)
        if key not in self._made:
            form = _form_at(self._visit, self._course.study.forms[proposal.form])
            row = RowCreated(id=self._id(), address=form, level="form")
            self._facts.append(row)
            self._made[key] = created(row.id, row.address, row.level)
        return self._made[key]

    def _dated(self, place: Address, proposal: Proposal) -> None:
        """The specimen time itself, where none stands."""
        dated_by = self._course.study.forms[proposal.form].dated_by
        if dated_by and proposal.collected is not None:
            typed = proposal.collected.at if hasattr(proposal.collected, "at") else ""
            self._answer(msgspec.structs.replace(place, item=dated_by), proposal.collected, typed.replace("T", " "))

    def _headed(self, place: Address, proposal: Proposal) -> None:
        """Laboratory and method where nothing stands and all lines of the specimen agree."""
        named = any(self._stands(msgspec.structs.replace(place, item=item)) for item in (LABORATORY, LABORATORY_NAME))
        for item, values in self._headers.get((proposal.form, proposal.collected), {}).items():
            if len(values) == 1 and not (named and item in (LABORATORY, LABORATORY_NAME)):
                self._answer(msgspec.structs.replace(place, item=item), next(iter(values)))

    def _stands(self, address: Address) -> bool:
        settled = self._course.record.settled(address)
        standing = settled.shown is not None and not isinstance(self._course.record.value(address), Cleared | None)
        return standing or bool(settled.conflict)

    def _answer(self, address: Address, value: Value, typed: str = "") -> None:
        """What the report says of the specimen itself, where nobody said anything."""
        if address not in self._written and not self._stands(address):
            report = Report(laboratory=self._preview.laboratory, source=self._preview.source)
            record = self._course.record
            reason = self._reason if wants_reason(record, address) else ""
            fact = ValueSet(
                id=self._id(), bases=heads(record.settled(address)), address=address, value=value, typed=typed,
                reason=reason, report=report,
            )  # fmt: skip
            self._put(fact)


def why_not(line: Line, proposal: Proposal | None, step: Step) -> Text | None:
    """What a line still asks, or why it stays out, in words; `proposal`: what it would put in, also while left out."""
    if isinstance(line, Refused | Unknown):
        return line.sentence
    if proposal is None:
        return line.question if isinstance(line, Asked) else None
    if step.state == "impossible":
        return proposal.findings.hard
    return sentence(step.state, proposal.item) or proposal.note


def sentence(state: State, item: Item | None = None) -> Text | None:
    """Why a line does not go in, in words; None where it does, or where the line says it itself."""
    words = {
        "same": Text("Stands already.", "已有相同数值。"),
        "conflict": Text("Two values stand here; decide the conflict first.", "此处存在冲突数值，请先处理冲突。"),
        "frozen": Text("The centre has frozen this place.", "该处已被中心库冻结，不能修改。"),
        "other_specimen": Text("The form holds another specimen.", "该表单已是另一份标本。"),
        "no_time": Text("The report does not say when the specimen was taken.", "报告未注明标本采集时间。"),
        "impossible": Text(
            f"{item.label.en if item else 'The value'} is outside what is possible; an investigator may confirm it.",
            f"“{item.label.zh if item else '数值'}”超出可能范围，可由研究者确认。",
        ),
    }
    return words.get(state)
