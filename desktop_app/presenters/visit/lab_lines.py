"""The lines of a laboratory report as the preview shows them: what each becomes and what it still asks. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from desktop_app.jobs.lab import line_number
from desktop_app.presenters import words
from study.definition.model import Item, Study
from study.text import Text
from study.values import Value
from sync.files.lab import Choice, LabPreview, Step
from sync.files.lab.plan import GOES_IN, why_not
from sync.files.lab.preview import NOTHING_CHOSEN, Asked, Line, Proposal, Refused, Taken, Unknown
from sync.files.lab.table import At, LineFault
from ui.lab_import.state import Counts, ReportLine, Standing
from ui.visit.state import Option

_REFUSED = ("refused", "impossible", "conflict", "frozen", "other_specimen", "no_time")


@dataclass(frozen=True)
class Decided:
    """What a person decided so far: choices by the line's index, and texts typed instead of printed results."""

    choices: Mapping[int, Choice]
    corrections: Mapping[int, str]


def report_lines(
    study: Study, preview: LabPreview, steps: tuple[Step, ...], decided: Decided, may_confirm: bool
) -> tuple[ReportLine, ...]:
    """Every line in the order of the file, broken ones in their place."""
    made: list[tuple[At, ReportLine]] = [
        (preview.lines[step.index].row.at, _line(study, preview.lines[step.index], step, decided, may_confirm))
        for step in steps
    ]
    made += [(fault.at, _broken(place, fault)) for place, fault in enumerate(preview.faults)]
    pages = {page: place for place, page in enumerate(dict.fromkeys(at.page for at, _ in made))}
    return tuple(line for _, line in sorted(made, key=lambda each: (pages[each[0].page], each[0].line)))


def counts(lines: tuple[ReportLine, ...]) -> Counts:
    """How many lines become what."""
    standings = [line.standing for line in lines]
    return Counts(
        total=len(lines),
        taken=sum(standing in GOES_IN for standing in standings),
        same=standings.count("same"),
        ask=standings.count("ask"),
        refused=sum(standing in _REFUSED for standing in standings),
        unknown=standings.count("unknown"),
        broken=standings.count("broken"),
        left=standings.count("left"),
    )


def _broken(place: int, fault: LineFault) -> ReportLine:
    return ReportLine(f"fault-{place}", line_number(fault.at), fault.text, "broken", sentence=fault.sentence)


def _line(study: Study, line: Line, step: Step, decided: Decided, may_confirm: bool) -> ReportLine:
    choice = decided.choices.get(step.index, NOTHING_CHOSEN)
    proposal = _proposal(line, choice)
    standing = _standing(line, step, choice)
    item = proposal.item if proposal else line.item if isinstance(line, Refused) else None
    findings = proposal.findings if proposal else None
    corrected = decided.corrections.get(step.index, "")
    soft = findings.soft if findings and standing in GOES_IN else None
    return ReportLine(
        key=str(step.index),
        number=line_number(line.row.at),
        test=_test(line),
        standing=standing,
        item=item.short or item.label if item else None,
        form=_form(study, proposal.form) if proposal else None,
        printed=proposal.typed if proposal else f"{line.row.result.text} {line.row.unit}".strip(),
        value=shown(study, proposal.item, proposal.value) if proposal else None,
        before=shown(study, proposal.item, step.old) if proposal and step.old and standing != "same" else None,
        limits=line.row.interval,
        mark=line.row.mark,
        flag=findings.flag if findings and findings.flag != "unclear" else "",
        sentence=why_not(line, proposal, step),
        ticked=standing in GOES_IN or standing == "no_time",
        may_tick=proposal is not None and (standing in GOES_IN or standing in ("no_time", "left")),
        options=tuple(_options(study, line)),
        chosen="" if choice.option is None else str(choice.option),
        may_correct=bool(corrected) or standing in ("refused", "impossible", "ask"),
        corrected=corrected,
        soft=soft,
        explanation=choice.explanation,
        may_confirm=may_confirm and (standing == "impossible" or choice.confirmed),
        confirmed=choice.confirmed,
    )


def _test(line: Line) -> str:
    row = line.row
    return f"{row.test} ({row.short})" if row.test and row.short else row.title


def _proposal(line: Line, choice: Choice) -> Proposal | None:
    """What would go in, also while the line is left out."""
    if isinstance(line, Taken):
        return line.proposal
    if isinstance(line, Asked) and choice.option is not None and choice.option < len(line.options):
        return line.options[choice.option]
    return None


def _standing(line: Line, step: Step, choice: Choice) -> Standing:
    match line:
        case Refused():
            return "refused"
        case Unknown():
            return "unknown"
        case Asked() if choice.option is None:
            return "ask"
        case Asked() | Taken():
            return step.state
        case _:
            assert_never(line)


def _form(study: Study, code: str) -> Text:
    form = study.forms[code]
    return form.short or form.label


def _options(study: Study, line: Line) -> Iterator[Option]:
    """The readings of a line that asks; items and forms are named where they are the question."""
    if not isinstance(line, Asked):
        return
    several = len({(each.form, each.item.code) for each in line.options}) > 1
    for place, each in enumerate(line.options):
        value = shown(study, each.item, each.value)
        printed = each.shown if each.shown.en not in value.en else None
        name = words.join(each.item.short or each.item.label, _form(study, each.form)) if several else None
        yield Option(str(place), words.join(name, value, printed))


def shown(study: Study, item: Item, value: Value | None) -> Text:
    """A value with its unit in both languages."""
    return Text(*(words.with_unit(study, item, value, language) for language in ("en", "zh")))
