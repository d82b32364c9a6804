"""The trial view of a child: status with flags, deviations, and how much waits for somebody. Pure.

The rules are `study`'s; eligibility, safety and custody have presenters of their own.
"""

from collections.abc import Iterator
from datetime import datetime

from desktop_app.presenters import words
from desktop_app.presenters.child_custody import consent_block, due_samples, product_block, sample_block
from desktop_app.presenters.child_episodes import episode_block
from desktop_app.presenters.child_gates import gate_states, open_queries
from desktop_app.presenters.child_safety import clock_block, event_block, event_proposals, vaccine_lines
from study.consent import consents
from study.course import Course
from study.deviations import FORM as DEVIATIONS
from study.deviations import proposed
from study.eligibility import NONE_DEFINED, eligible_on
from study.followup import Dual, duals, entered_late, stops
from study.logs import rows
from study.product import product
from study.proposing import log_form
from study.registered import outside_recruiting
from study.samples import samples
from study.schedule import Stop, outlasting
from study.status import Status, lost_early, status
from study.text import Text
from ui.child.trial_state import Mark, ProposalRow, ServiceRow, TrialBlock, TrialLine, TrialState

ASKED = ("ICF", "IE", "SAMP", "AE", "SAE", "DV", "INF", "DS")
"""Forms of which a study has at least one, if it has anything to show here."""
AMENDMENT = Text("An amendment is needed.", "须修订方案。")


def trial_state(course: Course, now: datetime, *, may_edit: bool) -> TrialState | None:
    """The whole view at a wall-clock time of the site; None for a study that asks for none of it."""
    study = course.study
    if not study.eligibility.criteria and not any(form in study.forms for form in ASKED):
        return None
    schedule = stops(course, now.date())
    told = consents(course, now.date())
    made = product(course)
    kept = samples(course)
    due = due_samples(course, kept, schedule, told, now.date())
    gates = gate_states(course)
    clocks = clock_block(course, now)
    events = event_proposals(course)
    deviations = tuple(_deviations(course, now))
    return TrialState(
        status=_status(course, schedule),
        services=tuple(_services(course)) if may_edit else (),
        gates=gates,
        no_gates=NONE_DEFINED,
        consent=consent_block(course, told),
        product=product_block(course, made),
        samples=sample_block(course, kept, due),
        safety=event_block(course),
        clocks=clocks,
        episodes=episode_block(course, now),
        events=events,
        deviations=deviations,
        confirmed=_confirmed(course),
        attention=sum(
            (
                len(told.due) + sum(found.stop for found in told.findings),
                len(due) + len(made.stops) + open_queries(course),
                len(events) + len(deviations),
                sum(line.mark in (Mark.WARN, Mark.STOP, Mark.WAIT) for line in clocks.lines),
                sum(line.mark is Mark.WARN for line in vaccine_lines(course)),
            )
        ),
        may_edit=may_edit,
    )


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
                f"仅作分析标记（排除标准7）；未接通 {lost.attempts} 次，要求至少 {least} 次。",
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
            words.join(AMENDMENT, None if beyond.visit.confirmed else words.WINDOW_UNCONFIRMED),
            mark=Mark.WARN,
        )  # fmt: skip
    outside = outside_recruiting(course)
    if outside is not None:
        key = outside.place.key if outside.place.form else ""
        yield TrialLine(outside.sentence, AMENDMENT, mark=Mark.WARN, key=key)
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
