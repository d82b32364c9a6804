"""A laboratory report between file and change: what a person decided, and the preview that follows from it.

Pure. Holds the report's person only as long as the preview is open; no fact is made of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import cast

import msgspec

from desktop_app.jobs import lab
from desktop_app.presenters import words
from desktop_app.presenters.visit.lab_lines import Decided, counts, report_lines
from desktop_app.presenters.visit.typing import REASONS, reason_text
from desktop_app.records import Child
from study.address import Address
from study.changes import facts as f
from study.course import day_of
from study.definition.model import Study
from study.schedule import in_window
from study.text import Text
from sync.files.lab import Choice, LabPreview, LabSheet, Step, corrected, match, plan, to_facts
from sync.files.lab.names import Specimen, form_specimen
from sync.files.lab.plan import GOES_IN
from sync.files.lab.preview import NOTHING_CHOSEN
from ui.lab_import.state import (
    Act,
    LabImportState,
    LineConfirmed,
    LineExplained,
    LineTicked,
    OptionTaken,
    ReportLine,
    ResultCorrected,
    StandsAside,
)
from ui.visit.state import Option

SPECIMENS: dict[Specimen, Text] = {
    "blood": Text("blood", "血液"),
    "urine": Text("urine, one specimen", "尿液（单次）"),
    "urine24": Text("urine, 24 h collection", "24 小时尿"),
}
_SHOWN = 2


@dataclass(frozen=True)
class Draft:
    """The report as read and what a person decided about it. `sheet` stays as printed."""

    sheet: LabSheet
    visit: Address
    specimen: Specimen = ""
    time: str = ""
    reason: str = ""
    person_confirmed: bool = False
    aside_kept: bool = False
    """It goes into a record that stands aside all the same."""
    choices: Mapping[int, Choice] = field(default_factory=dict)
    corrections: Mapping[int, str] = field(default_factory=dict)

    @property
    def read(self) -> LabSheet:
        """The report with the texts that a person typed instead of printed results."""
        sheet = self.sheet
        for index, text in self.corrections.items():
            sheet = corrected(sheet, index, text)
        return sheet


@dataclass(frozen=True)
class Around:
    """Who looks, when, at what."""

    study: Study
    child: Child
    now: datetime
    names: bool
    """Whether this person is shown names."""
    may_confirm: bool
    site: str = ""
    """The hospital whose record this is."""


@dataclass(frozen=True)
class Looked:
    """What a draft would do to the record as it was read, and how that is shown."""

    draft: Draft
    child: Child
    preview: LabPreview
    steps: tuple[Step, ...]
    state: LabImportState


def with_specimen(draft: Draft, specimen: str) -> Draft:
    """Another kind of specimen asks other questions, so answers to the old ones are forgotten."""
    kept = {index: msgspec.structs.replace(choice, option=None) for index, choice in draft.choices.items()}
    return replace(draft, specimen=cast("Specimen", specimen), choices=kept)


def after(draft: Draft, act: Act) -> Draft:
    """The draft after a person did something to a line."""
    index = int(act.key)
    choice = draft.choices.get(index, NOTHING_CHOSEN)
    corrections = dict(draft.corrections)
    match act:
        case LineTicked(on=on):
            choice = msgspec.structs.replace(choice, leave=not on)
        case OptionTaken(option=option):
            choice = msgspec.structs.replace(choice, option=int(option) if option else None, leave=False)
        case LineExplained(words=said):
            choice = msgspec.structs.replace(choice, explanation=said)
        case LineConfirmed(on=on):
            choice = msgspec.structs.replace(choice, confirmed=on)
        case ResultCorrected(text=text):
            choice = NOTHING_CHOSEN
            corrections.pop(index, None)
            if text and text != draft.sheet.rows[index].result.text:
                corrections[index] = text
    return replace(draft, choices={**draft.choices, index: choice}, corrections=corrections)


def look(draft: Draft, around: Around) -> Looked:
    """What the draft would do now."""
    study, child, visit = around.study, around.child, draft.visit
    forms = lab.forms_of(study, visit.visit)
    fault = lab.time_fault(study, forms, draft.time, around.now)
    time = "" if fault else draft.time
    about = lab.about(child, around.now, around.site, lab.Said(draft.specimen, time))
    preview = match(study, draft.read, forms, about)
    steps = plan(preview, draft.choices, child.course, visit)
    lines = report_lines(study, preview, steps, Decided(draft.choices, draft.corrections), around.may_confirm)
    state = LabImportState(
        child=words.join(words.both(child.subject.label), words.both(child.identity.name) if around.names else None),
        visit=_visit(child, visit),
        whose=lab.whose(child, preview.person),
        lines=lines,
        counts=counts(lines),
        printed=words.DOT.join((*preview.person.names, *preview.person.numbers)) if around.names else "",
        person_confirmed=draft.person_confirmed,
        report=_report(draft.sheet),
        day_note=_day_note(child, visit, steps),
        specimens=_specimens(study, forms) if any(not row.specimen for row in draft.sheet.rows) else (),
        specimen=draft.specimen,
        time_wanted=_time_wanted(draft, steps),
        time=draft.time,
        time_fault=fault,
        reasons=REASONS if any(step.needs_reason and step.state in GOES_IN for step in steps) else (),
        reason=draft.reason,
        aside=_aside(draft, child),
    )
    why_not = _why_not(state, steps)
    return Looked(draft, child, preview, steps, replace(state, may_import=why_not is None, why_not=why_not))


def facts_of(looked: Looked, new_id: Callable[[], str]) -> tuple[f.Fact, ...]:
    """The facts of the one change. KnownErrors of `to_facts`."""
    draft = looked.draft
    reason = reason_text(draft.reason)
    return to_facts(looked.preview, draft.choices, looked.child.course, draft.visit, new_id, reason=reason)


def taking(state: LabImportState) -> tuple[tuple[str, Text | None, Text | None], ...]:
    """Which lines go in, as what: what a person agrees to by pressing Import."""
    return tuple((line.key, line.item, line.value) for line in state.lines if goes_in(line))


def goes_in(line: ReportLine) -> bool:
    """True for a line that becomes a value."""
    return line.standing in GOES_IN


def _aside(draft: Draft, child: Child) -> StandsAside | None:
    """A visit that repeats is another one in each record: which one is meant there, a person has to say."""
    if child.aside is None:
        return None
    code, on = child.subject.label, child.aside.on.label
    text = Text(
        f"{code} stands aside: the same child goes on as {on}. Results entered here are not seen there.",
        f"{code} 已停用，同一患儿由 {on} 继续记录；在此录入的结果不会出现在 {on} 中。",
    )
    return StandsAside(code, on, text, may_open=not draft.visit.visit_repeat, kept=draft.aside_kept)


def _visit(child: Child, visit: Address) -> Text:
    at = child.course.visit_at(visit)
    return words.join(words.both(at.visit.code), words.both(words.day_text(at.study_day)))


def _report(sheet: LabSheet) -> Text | None:
    """Laboratory, specimens, times: as printed."""
    parts = [sheet.laboratory]
    for kinds in ({row.specimen for row in sheet.rows}, {row.collected for row in sheet.rows}):
        printed = sorted(kinds - {""})
        parts.append(", ".join(printed[:_SHOWN]) + (" …" if len(printed) > _SHOWN else ""))
    return words.both(words.DOT.join(part for part in parts if part)) if any(parts) else None


def _specimens(study: Study, forms: tuple[str, ...]) -> tuple[Option, ...]:
    asked = {form_specimen(study.forms[code]) for code in forms}
    return tuple(Option(kind, label) for kind, label in SPECIMENS.items() if kind in asked)


def _time_wanted(draft: Draft, steps: tuple[Step, ...]) -> bool:
    silent = any(not row.collected for row in draft.sheet.rows)
    return bool(draft.time) or silent or any(step.state == "no_time" for step in steps)


def _day_note(child: Child, visit: Address, steps: tuple[Step, ...]) -> Text | None:
    """A report of another day than the visit's is easily taken for that of this visit."""
    zero, definition = child.course.day_zero, child.course.visit_at(visit).visit
    if zero is None or definition.window is None:
        return None
    days = sorted({day for step in steps if step.proposal and (day := day_of(step.proposal.collected))})
    for day in days:
        if in_window(definition, (day - zero).days) is False:
            low, high = (words.day_text(end) for end in definition.window)
            on = f"{day} ({words.day_text((day - zero).days)})"
            unsure = Text("", "") if definition.confirmed else Text(" (unconfirmed)", "（待确认）")
            return Text(
                f"The specimen was taken on {on}; the window of {definition.code} is {low} to {high}{unsure.en}.",
                f"标本采集于 {on}，{definition.code} 的访视窗为 {low} 至 {high}{unsure.zh}。",
            )
    return None


def _why_not(state: LabImportState, steps: tuple[Step, ...]) -> Text | None:
    if state.aside is not None and not state.aside.kept:
        return Text(
            f"Say first into which record: {state.aside.on} goes on.",
            f"请先确定导入哪份记录：{state.aside.on} 为继续记录者。",
        )
    if state.whose != "same" and not state.person_confirmed:
        return Text("Say first whose report this is.", "请先确认报告是否属于该患儿。")
    if any(step.state == "no_time" for step in steps):
        return Text("Enter when the specimen was taken, or leave these lines out.", "请填写采集时间，或不导入这些行。")
    if not state.counts.taken:
        if state.counts.same and not state.counts.ask and not state.counts.refused:
            return Text("All its values stand already.", "报告中的数值均已录入。")
        return Text("No line goes in yet.", "目前没有可导入的行。")
    if state.reasons and not state.reason:
        en = "Values of a completed or signed form change: choose the reason."
        return Text(en, "将修改已完成或已签名表单的数值，请选择原因。")
    return None
