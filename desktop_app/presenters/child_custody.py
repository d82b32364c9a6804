"""Consent, product and samples as the trial view shows them: what is wrong and due first, then what stands. Pure."""

from datetime import date

from desktop_app.presenters import words
from study import units
from study.consent import Consents
from study.consent_log import Consent, kind_name
from study.course import Course
from study.finding import Finding
from study.product import Product
from study.proposing import log_form
from study.samples import Sample, balance, outstanding
from study.schedule import Stop
from study.status import status
from study.text import Text
from ui.child.trial_state import Mark, TrialBlock, TrialLine

STILL_KEPT = Text("to be used up or destroyed now", "须用尽或销毁")


def _line_of(finding: Finding) -> TrialLine:
    """A finding of a rule as a line."""
    return TrialLine(finding.sentence, mark=Mark.STOP if finding.stop else Mark.WARN, key=finding.place.key)


def consent_block(course: Course, told: Consents) -> TrialBlock:
    """What is wrong, what is due, what stands, what was withdrawn."""
    lines = [_line_of(finding) for finding in told.findings]
    for due in told.due:
        standing = told.current.get(due.kind)
        place = standing.place if standing is not None else log_form(course.record.subject, "ICF")
        since = Text(f"since {due.since}", f"自 {due.since} 起")
        key = place.key if place.form in course.study.forms else ""
        lines.append(TrialLine(due.sentence, since, mark=Mark.WARN, key=key))
    if told.untold is not None:
        lines.append(TrialLine(told.untold, mark=Mark.INFO))
    lines += [_given(course, each) for each in told.current.values()]
    for gone in told.withdrawn:
        name = kind_name(course, gone.kind)
        stopped = words.join(*gone.stops)
        lines.append(
            TrialLine(
                Text(f"{name.en}: withdrawn", f"{name.zh}：已撤回"),
                stopped if stopped.en else None,
                words.both(words.date_text(gone.on)),
                Mark.INFO,
                gone.place.key,
            )
        )
    return TrialBlock(tuple(lines), Text("No consent is written down yet.", "尚无知情同意记录。"))


def _given(course: Course, given: Consent) -> TrialLine:
    version = Text(f"version {given.version}", f"{given.version} 版") if given.version else None
    who = {choice.code: choice.label for choice in course.study.codelists.get("ICFWHO", ())}
    signed = [who[code] for code in given.who if code in who]
    child = Text("child", "患儿本人") if given.child == "Y" else None
    moment = given.at.isoformat(" ", "minutes") if given.at is not None else words.date_text(given.on)
    names = Text(", ".join(each.en for each in signed), "、".join(each.zh for each in signed)) if signed else None
    detail = words.join(version, names, child)
    return TrialLine(
        kind_name(course, given.kind), detail if detail.en else None, words.both(moment), Mark.OK, given.place.key
    )


def product_block(course: Course, made: Product) -> TrialBlock:
    """What breaks the chain, then its links from apheresis to infusion."""
    lines = [_line_of(finding) for finding in made.findings]
    for each in made.collections:
        number = each.number or "?"
        code = words.both(each.code) if each.code else None
        lines.append(
            TrialLine(
                Text(f"Apheresis {number}", f"单采 {number}"),
                _checked(code, each.checked),
                words.both(words.date_text(each.on)),
                key=each.place.key,
            )
        )
    for infused in made.infusions:
        lot = Text(f"lot {infused.lot}", f"批号 {infused.lot}") if infused.lot else None
        total = words.both(f"{units.plain(infused.total)} ×10⁶") if infused.total is not None else None
        code = words.both(infused.code) if infused.code else None
        moment = infused.at.isoformat(" ", "minutes") if infused.at is not None else ""
        lines.append(
            TrialLine(
                Text("Infusion", "回输"),
                _checked(words.join(code, lot, total), infused.checked),
                words.both(moment),
                key=infused.place.key,
            )
        )
    whole = bool(made.infusions) and any(each.at for each in made.infusions) and not made.findings
    return TrialBlock(
        tuple(lines),
        Text("Apheresis, lot and infusion show their chain here.", "此处显示单采、批号与回输的身份链。"),
        Text("chain complete", "身份链完整") if whole else Text("stop", "须停止") if made.stops else None,
        Mark.OK if whole else Mark.STOP,
    )


def _checked(first: Text | None, people: tuple[str, str]) -> Text | None:
    named = [person for person in people if person]
    by = Text(f"checked by {' and '.join(named)}", f"核对：{'、'.join(named)}") if named else None
    said = words.join(first if first is not None and first.en else None, by)
    return said if said.en else None


def due_samples(
    course: Course, kept: tuple[Sample, ...], schedule: tuple[Stop, ...], told: Consents, today: date
) -> tuple[Sample, ...]:
    """Samples that must be used up or destroyed: the study is over, or the consent to keep them was withdrawn."""
    ends = course.study.protocol.runs_to
    closed = status(course, schedule, None).over or (ends is not None and today > ends)
    return outstanding(kept, closed=closed, withdrawn=any("SAMPLE" in gone.scope for gone in told.withdrawn))


def sample_block(course: Course, kept: tuple[Sample, ...], due: tuple[Sample, ...]) -> TrialBlock:
    """The balance, what is wrong, and each sample that is still kept."""
    total = balance(kept)
    lines = [_line_of(finding) for sample in kept for finding in sample.findings]
    kinds = {choice.code: choice.label for choice in course.study.codelists.get("SAMPTYPE", ())}
    states = {choice.code: choice.label for choice in course.study.codelists.get("SAMPSTAT", ())}
    for sample in (sample for sample in kept if sample.open):
        kind, ends = kinds.get(sample.kind), sample in due
        when = words.both(sample.collected.isoformat(" ", "minutes")) if sample.collected is not None else None
        lines.append(
            TrialLine(
                words.both(sample.number or "?"),
                said if (said := words.join(kind, when, STILL_KEPT if ends else None)).en else None,
                states.get(sample.status),
                Mark.WARN if ends else Mark.WAIT,
                sample.place.key,
            )
        )
    numbers = [units.plain(each) for each in (total.collected, total.used, total.destroyed, total.lost, total.stored)]
    made, used, gone, lost, stored = numbers
    verdict = Text(
        f"{made} = {used} used + {gone} destroyed + {lost} lost + {stored} kept",
        f"{made} = 已用{used} + 销毁{gone} + 遗失{lost} + 在库{stored}",
    )
    if kept:
        lines.insert(0, TrialLine(verdict, mark=Mark.OK if not total.off else Mark.WARN))
    return TrialBlock(tuple(lines), Text("No sample is written down yet.", "尚无样本记录。"))
