"""The state of "Review and sign" from what was read: header, lines, derived values, who would sign and when. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from desktop_app.presenters import words
from desktop_app.presenters.child_since import headlines
from desktop_app.presenters.header import child_header
from desktop_app.presenters.review_lines import Around, Reviewed, form_line
from desktop_app.presenters.signature_words import VOID, last_signature, signed_by
from desktop_app.records import Child
from study.address import LOG
from study.changes import facts as f
from study.course import Course, VisitAt
from study.definition.model import DerivedSpec, Study
from study.past import baseline_visits
from study.rights import may
from study.schedule import off_by
from study.signing import meanings, state, waiting
from study.text import Text
from ui.review.detail import OTHER
from ui.review.state import Matter, ReviewState
from ui.visit.state import DerivedRow, Option, VisitHeader
from ui.widgets.state import Message

WITHDRAW_REASONS = (
    Option("error", Text("signed by mistake", "误签")),
    Option("review", Text("to be reviewed once more", "需重新审核")),
    Option(OTHER, Text("another reason…", "其他原因…")),
)
NO_RIGHT = Text("Only an investigator may sign.", "仅研究者可以签名。")


@dataclass(frozen=True)
class Scene:
    """What was read of one visit, or of the child's logs."""

    study: Study
    child: Child
    at: VisitAt
    reviewed: tuple[Reviewed, ...]
    around: Around
    now: datetime
    """With the site's offset."""
    roles: tuple[str, ...]
    name: str
    names: bool
    fault: Text | None = None
    """Why this store takes no entries."""


def review_state(
    scene: Scene, *, busy: bool, message: Message | None, opening: int = 0, signed: int = 0
) -> ReviewState:
    """Everything the screen shows."""
    course = scene.child.course
    role = next((role for role in scene.roles if may(role, f.Signed)), "")
    shown = words.ROLES[role] if role else words.roles_text(scene.roles)
    return ReviewState(
        place=scene.at.address.key,
        header=_header(scene),
        lines=tuple(form_line(course, made, scene.around) for made in scene.reviewed),
        signer=words.join(words.both(scene.name), shown),
        time=_time(scene.now),
        derived=tuple(_derived(scene)),
        meanings=tuple(Option(each.code, each.label) for each in meanings(scene.study)),
        why_not=scene.fault or (None if role else NO_RIGHT),
        busy=busy,
        message=message,
        elsewhere=tuple(_elsewhere(course, scene)),
        withdraw_reasons=WITHDRAW_REASONS,
        opening=opening,
        signed=signed,
    )


def _time(now: datetime) -> Text:
    """The site's wall clock with its offset from UTC, then UTC."""
    offset = now.strftime("%z")
    there = f"{now:%Y-%m-%d %H:%M} (UTC{offset[:3]}:{offset[3:]})"
    return words.both(f"{there} · {now.astimezone(UTC):%H:%M} UTC")


def _header(scene: Scene) -> VisitHeader:
    at, course = scene.at, scene.child.course
    zero, window = course.day_zero, at.visit.window
    off = off_by(at.visit, at.study_day) if window and at.study_day is not None else None
    title = at.visit.label if at.visit.code == LOG else words.join(words.both(at.visit.code), at.visit.label)
    return VisitHeader(
        child=child_header(scene.study, scene.child, scene.now.date(), scene.names, at.day, people=scene.around.people),
        title=title,
        when=words.join(words.both(words.day_text(at.study_day)), words.both(words.date_text(at.day))),
        standing="" if off is None else "in" if not off else "before" if off < 0 else "after",
        standing_words=None if off is None else _in_window(off),
        low_day=window[0] if window else None,
        high_day=window[1] if window else None,
        target_day=at.visit.target_day,
        today_day=(scene.now.date() - zero).days if zero else None,
        may_review=False,
    )


def _in_window(off: int) -> Text:
    if not off:
        return Text("in window", "时间窗内")
    days = abs(off)
    return (
        Text(f"{days} d before the window", f"早于时间窗 {days} 天")
        if off < 0
        else Text(f"{days} d after the window", f"晚于时间窗 {days} 天")
    )


def _derived(scene: Scene) -> Iterator[DerivedRow]:
    """The headlines first, known or why not; then what else is known of the visit's forms. Each with the baseline."""
    told = {spec.code for spec in headlines(scene.study)}
    every = dict.fromkeys(code for made in scene.reviewed for code in made.review.form.derived)
    codes = sorted(every, key=lambda code: code not in told)
    before = _baseline(scene.child.course, scene.at)
    for code in codes:
        spec = scene.study.derived[code]
        row = _derived_row(scene, spec, before)
        if row is not None and (row.value is not None or code in told):
            yield row


def _derived_row(scene: Scene, spec: DerivedSpec, before: VisitAt | None) -> DerivedRow | None:
    course = scene.child.course
    derived = course.derived_one(scene.at.address, spec.code)
    if derived is None or (spec.quiet and derived.verdict == spec.quiet):
        return None
    value = words.derived_value(scene.study, spec, derived) if derived.known else None
    aside = None
    earlier = course.derived_one(before.address, spec.code) if before is not None else None
    if earlier is not None and earlier.known:
        then = words.derived_value(scene.study, spec, earlier)
        aside = Text(f"baseline {then.en}", f"基线 {then.zh}")
    version = words.both(f"v{derived.version}")
    return DerivedRow(
        spec.code,
        spec.short or spec.label,
        value,
        words.unit_label(scene.study, spec.unit) if derived.value is not None else "",
        words.join(aside, version),
        None if value is not None else derived.why or Text("cannot be computed", "无法计算"),
        unconfirmed=not spec.confirmed,
    )


def _baseline(course: Course, at: VisitAt) -> VisitAt | None:
    """The last visit before treatment, where it is another one."""
    found = baseline_visits(course)
    last = next(iter(found), None) if not isinstance(found, Text) else None
    return last if last is not None and last.address != at.address else None


def _elsewhere(course: Course, scene: Scene) -> Iterator[Matter]:
    """Void signatures at other visits: each leads to the review of its visit."""
    here = scene.at.address
    for form in waiting(course):
        if form.in_visit == here or state(course.record, form) != "void":
            continue
        signature = last_signature(course, form)
        definition = course.study.forms[form.form]
        label = definition.short or definition.label
        visit = Text(f"{form.visit} · {label.en}", f"{form.visit} · {label.zh}")
        by = signed_by(course, scene.around.people, signature) if signature is not None else None
        yield Matter(words.join(visit, VOID, by), form.in_visit.key, True)
