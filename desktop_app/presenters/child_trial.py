"""The trial view of a child: status with flags, consent, product, samples, and how much waits for somebody. Pure.

The rules are `study`'s; eligibility and safety have presenters of their own.
"""

from collections.abc import Iterator
from datetime import datetime

from desktop_app.presenters import words
from desktop_app.presenters.child_gates import gate_states, open_queries
from desktop_app.presenters.child_safety import clock_block, event_block, event_proposals
from study import units
from study.consent import Consents, consents
from study.consent_log import Consent, kind_name
from study.course import Course
from study.deviations import FORM as DEVIATIONS
from study.deviations import proposed
from study.eligibility import NONE_DEFINED, eligible_on
from study.finding import Finding
from study.followup import Dual, duals, entered_late, stops
from study.logs import rows
from study.product import Product, product
from study.proposing import log_form
from study.samples import Sample, balance, samples
from study.schedule import Stop, outlasting
from study.status import Status, lost_early, status
from study.text import Text
from ui.child.trial_state import Mark, ProposalRow, ServiceRow, TrialBlock, TrialLine, TrialState

ASKED = ("ICF", "IE", "SAMP", "AE", "SAE", "DV", "INF", "DS")
"""Forms of which a study has at least one, if it has anything to show here."""


def trial_state(course: Course, now: datetime, *, may_edit: bool) -> TrialState | None:
    """The whole view at a wall-clock time of the site; None for a study that asks for none of it."""
    study = course.study
    if not study.eligibility.criteria and not any(form in study.forms for form in ASKED):
        return None
    schedule = stops(course, now.date())
    told = consents(course, now.date())
    made = product(course)
    kept = samples(course)
    gates = gate_states(course)
    clocks = clock_block(course, now)
    events = event_proposals(course)
    deviations = tuple(_deviations(course, now))
    return TrialState(
        status=_status(course, schedule),
        services=tuple(_services(course)) if may_edit else (),
        gates=gates,
        no_gates=NONE_DEFINED,
        consent=_consent(course, told),
        product=_product(course, made),
        samples=_samples(course, kept),
        safety=event_block(course),
        clocks=clocks,
        events=events,
        deviations=deviations,
        confirmed=_confirmed(course),
        attention=sum((
            len(told.due), len(made.stops), sum(found.stop for found in told.findings), len(events), len(deviations),
            sum(line.mark in (Mark.WARN, Mark.STOP, Mark.WAIT) for line in clocks.lines), open_queries(course),
        )),
        may_edit=may_edit,
    )  # fmt: skip


def line_of(finding: Finding) -> TrialLine:
    """A finding of a rule as a line."""
    return TrialLine(finding.sentence, mark=Mark.STOP if finding.stop else Mark.WARN, key=finding.place.key)


def _status(course: Course, schedule: tuple[Stop, ...]) -> TrialBlock:
    found = status(course, schedule, eligible_on(course))
    return TrialBlock(
        lines=tuple(_flags(course, schedule)),
        verdict=_status_words(course, found),
        mark=Mark.INFO if found.over else Mark.OK,
        empty=Text("No flags.", "无标记。"),
    )


def _status_words(course: Course, found: Status) -> Text:
    reason = {choice.code: choice.label for choice in course.study.codelists.get("TERMREASON", ())}.get(found.reason)
    return words.join(found.words, reason, words.both(words.date_text(found.on)))


def _flags(course: Course, schedule: tuple[Stop, ...]) -> Iterator[TrialLine]:
    """What the analysis and the planning have to know."""
    lost = lost_early(course)
    if lost is not None:
        least = course.study.protocol.contact_attempts
        yield TrialLine(
            Text(
                f"Lost before 3 months: last contact {lost.last_contact}.",
                f"治疗后3月内失访：末次联系 {lost.last_contact}。",
            ),
            Text(
                f"For the analysis only (exclusion criterion 7); {lost.attempts} calls in vain, {least} are asked.",
                f"仅作分析标记(排除标准7)；未接通 {lost.attempts} 次，要求至少 {least} 次。",
            ),
            mark=Mark.INFO if lost.attempts >= least else Mark.WARN,
            key=log_form(course.record.subject, "CONT").key if "CONT" in course.study.forms else "",
        )
    beyond = outlasting(schedule, course.study.protocol.runs_to)
    if beyond is not None:
        code, end = beyond.visit.code, course.study.protocol.runs_to
        yield TrialLine(
            Text(f"{code} closes {beyond.closes}, after the study ends ({end}).",
                 f"{code} 时间窗至 {beyond.closes}，晚于研究结束日 {end}。"),
            Text("An amendment is needed.", "须修订方案。"),
            mark=Mark.WARN,
        )  # fmt: skip
    late = [at for at in course.visits if entered_late(course, at) is not None]
    if late:
        codes = ", ".join(dict.fromkeys(at.visit.code for at in late))
        yield TrialLine(
            Text(f"Entered from old records: {codes}", f"由旧病历补录：{codes}"),
            Text("No alarms; the audit shows when each was entered.", "不报警；录入时间见稽查轨迹。"),
            mark=Mark.INFO,
        )
    waiting = [stop.visit.code for stop in schedule if stop.state == "history"]
    if waiting:
        yield TrialLine(
            Text(f"To be entered from old records: {', '.join(waiting)}", f"待由旧病历补录：{'、'.join(waiting)}"),
            mark=Mark.WAIT,
        )


def _services(course: Course) -> Iterator[ServiceRow]:
    """Records that may serve as another visit: days 12 to 14 of the daily ones as the two-week visit."""
    own = {at.visit.code for at in course.visits}
    for dual in duals(course):
        if dual.marked or dual.visit not in own:
            yield ServiceRow(dual.at.address.key, dual.visit, _service_words(dual), dual.marked)


def _service_words(dual: Dual) -> Text:
    day = words.day_text(dual.at.study_day)
    if dual.marked:
        return Text(
            f"{dual.at.visit.code} {day} serves as {dual.visit}", f"{dual.at.visit.code} {day} 兼作 {dual.visit}"
        )
    return Text(
        f"{dual.at.visit.code} {day} lies in the window of {dual.visit}",
        f"{dual.at.visit.code} {day} 在 {dual.visit} 时间窗内",
    )


def _consent(course: Course, told: Consents) -> TrialBlock:
    lines = [line_of(finding) for finding in told.findings]
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


def _product(course: Course, made: Product) -> TrialBlock:
    lines = [line_of(finding) for finding in made.findings]
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


def _samples(course: Course, kept: tuple[Sample, ...]) -> TrialBlock:
    total = balance(kept)
    lines = [line_of(finding) for sample in kept for finding in sample.findings]
    kinds = {choice.code: choice.label for choice in course.study.codelists.get("SAMPTYPE", ())}
    states = {choice.code: choice.label for choice in course.study.codelists.get("SAMPSTAT", ())}
    for sample in (sample for sample in kept if sample.open):
        kind = kinds.get(sample.kind)
        when = words.both(sample.collected.isoformat(" ", "minutes")) if sample.collected is not None else None
        lines.append(
            TrialLine(
                words.both(sample.number or "?"),
                words.join(kind, when) if kind is not None or when is not None else None,
                states.get(sample.status),
                Mark.WAIT,
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


def _deviations(course: Course, now: datetime) -> Iterator[ProposalRow]:
    for each in proposed(course, now):
        category = {choice.code: choice.label for choice in course.study.codelists.get("DVCAT", ())}.get(each.category)
        detail = words.join(category, words.both(words.date_text(each.on)))
        yield ProposalRow("deviation", each.name, each.sentence, detail, Mark.WARN, each.place.key)


def _confirmed(course: Course) -> TrialBlock:
    """The deviations that stand in the log."""
    states = {choice.code: choice.label for choice in course.study.codelists.get("DVSEV", ())}
    lines = tuple(
        TrialLine(
            words.both(row.text("DVTERM") or "?"),
            words.join(words.both(words.date_text(row.day("DVSTDTC"))), states.get(row.code("DVSEV"))),
            key=row.place.key,
            mark=Mark.INFO,
        )
        for row in rows(course, DEVIATIONS)
    )
    return TrialBlock(lines, Text("Nothing deviates from the protocol.", "无方案偏离。"))
