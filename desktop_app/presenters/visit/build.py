"""The state of the bedside screen from a `Scene`. Pure."""

from collections.abc import Iterator
from datetime import timedelta

import msgspec

from desktop_app.jobs.lab import forms_of
from desktop_app.presenters import words
from desktop_app.presenters.header import child_header
from desktop_app.presenters.visit.rows import item_row, may_write, options
from desktop_app.presenters.visit.scene import Scene
from desktop_app.presenters.visit.side import derived_rows, loud_forms, messages, trend
from study.address import LOG, Address
from study.changes import facts as f
from study.definition.model import Form
from study.judgement import AWAITING
from study.progress import Completeness, completeness
from study.rights import may
from study.schedule import in_window
from study.text import Text
from study.values import Cleared, DateTimeValue, DateValue, Value
from ui.child.state import FileRow
from ui.visit.state import FormHead, FormRow, Option, Repeat, VisitHeader, VisitState

CONFIRM_REASONS = (
    Option("report", Text("the report says so", "报告单如此")),
    Option("repeated", Text("repeated and confirmed", "已复查确认")),
    Option("called", Text("the laboratory confirmed by telephone", "已电话与检验科核实")),
)


def build(scene: Scene) -> VisitState:
    """Everything the screen shows."""
    rows = tuple(item_row(scene, item) for item in scene.form.items) if _begun(scene) else ()
    return VisitState(
        header=_header(scene),
        forms=tuple(_form_rows(scene)),
        form=_head(scene),
        rows=rows,
        derived=derived_rows(scene),
        messages=messages(scene) if rows else (),
        trend=trend(scene) if rows else None,
        saved=scene.saved,
        not_done_reasons=options(scene, "NDREASON"),
        confirm_reasons=CONFIRM_REASONS,
        files=_files(scene),
        focus=scene.go_to,
    )


def form_key(scene: Scene, form: str) -> Address:
    """A form of the open visit without its repeat: what the list at the left chooses."""
    at = scene.at.address
    return Address(at.subject, at.visit, at.visit_repeat, form)


def _begun(scene: Scene) -> bool:
    return not scene.form.repeating or bool(scene.place.form_repeat)


def _header(scene: Scene) -> VisitHeader:
    at = scene.at
    zero = scene.child.course.day_zero
    inside = in_window(at.visit, at.study_day) if at.study_day is not None else None
    window = at.visit.window
    before = bool(window and at.study_day is not None and at.study_day < window[0])
    standing_words = {
        True: Text("in window", "窗口内"),
        False: Text("before the window", "早于窗口") if before else Text("after the window", "晚于窗口"),
    }
    return VisitHeader(
        child=child_header(scene.study, scene.child, scene.now.date(), scene.names, scene.on),
        title=_title(scene),
        when=words.join(words.both(words.day_text(at.study_day)), words.both(words.date_text(at.day))),
        standing="" if inside is None else "in" if inside else "before" if before else "after",
        standing_words=standing_words[inside] if inside is not None else None,
        low_day=window[0] if window else None,
        high_day=window[1] if window else None,
        target_day=at.visit.target_day,
        today_day=(scene.now.date() - zero).days if zero else None,
        may_review=False,
        may_import=may(scene.role, f.ValueSet) and bool(forms_of(scene.study, at.visit.code)),
    )


def _title(scene: Scene) -> Text:
    visit = scene.at.visit
    if visit.code == LOG:
        return visit.label
    return words.join(words.both(visit.code), visit.label)


def _form_rows(scene: Scene) -> Iterator[FormRow]:
    loud = loud_forms(scene)
    for number, code in enumerate(scene.at.visit.forms, start=1):
        form = scene.study.forms[code]
        counts = _counts(scene, form)
        key = form_key(scene, code)
        places = scene.child.course.form_places(scene.at.address, code)
        states = [scene.child.course.record.form_state(place) for place in places]
        yield FormRow(
            key=key.key,
            code=code,
            label=form.short or form.label,
            number=str(number % 10) if number <= 10 else "",
            filled=counts.filled + counts.not_done,
            awaiting=counts.awaiting,
            missing=counts.empty + len(counts.missing),
            flag=loud.get(code, ""),
            complete=bool(states) and all(state == "complete" for state in states),
            log=scene.at.visit.code == LOG,
        )


def _counts(scene: Scene, form: Form) -> Completeness:
    """How far the form is: of a repeating form, its open repeat or its latest."""
    course = scene.child.course
    places = course.form_places(scene.at.address, form.code)
    place = scene.place if scene.place.form == form.code else places[-1] if places else None
    values: dict[str, Value] = {}
    if place is not None:
        found = {i.code: course.record.fact(msgspec.structs.replace(place, item=i.code)) for i in form.items}
        values = {code: fact.value for code, fact in found.items() if fact and not isinstance(fact.value, Cleared)}
    waiting = place is not None and bool(course.record.marks(AWAITING, place))
    return completeness(form, values, awaiting=waiting)


def _head(scene: Scene) -> FormHead:
    form, record = scene.form, scene.child.course.record
    state = record.form_state(scene.place)
    waiting = [e.fact for e in record.marks(AWAITING, scene.place) if isinstance(e.fact, f.MarkSet)]
    begun = _begun(scene)
    return FormHead(
        key=scene.place.key,
        code=form.code,
        title=form.label,
        detail=_specimen(scene),
        repeats=tuple(_repeats(scene)) if form.repeating else (),
        may_add=form.repeating and may(scene.role, f.RowCreated) and _readonly(scene) is None,
        may_complete=begun and may(scene.role, f.FormCompleted) and state == "open" and _readonly(scene) is None,
        complete=state == "complete",
        may_await=begun and form.specimen and not waiting and may(scene.role, f.MarkSet) and state == "open",
        awaiting=_chase(waiting[-1]) if waiting else None,
        chase_days=tuple(_chase_days(scene)),
        attachments=bool(form.attachments),
        readonly=_readonly(scene),
    )


def _chase_days(scene: Scene) -> Iterator[Option]:
    """When to ask the laboratory again: the days on which a report usually comes."""
    today = scene.now.date()
    for days in (1, 2, 3, 7):
        day = today + timedelta(days=days)
        yield Option(day.isoformat(), Text(f"ask on {day:%m-%d} (in {days} d)", f"{day:%m-%d} 追查({days}天后)"))


def _chase(mark: f.MarkSet) -> Text:
    day = mark.data.get("chase", "")
    return Text(f"awaiting results, ask {day}".removesuffix(", ask "), f"等待结果{',追查 ' + day if day else ''}")


def _readonly(scene: Scene) -> Text | None:
    freeze = scene.child.course.record.freeze(scene.place)
    if isinstance(freeze, f.Locked):
        return Text("locked at the EDC", "中心库已锁定")
    if freeze is not None:
        return Text("frozen at the EDC: entries wait", "中心库已冻结")
    if not may_write(scene):
        role = words.ROLES.get(scene.role, words.both(scene.role))
        return Text(f"the role {role.en} reads only", f"角色“{role.zh}”只能查看")
    return None


def _repeats(scene: Scene) -> Iterator[Repeat]:
    places = list(scene.child.course.form_places(scene.at.address, scene.form.code))
    if scene.place.form_repeat and scene.place not in places:
        places.append(scene.place)
    for number, place in enumerate(places, start=1):
        when = _dated(scene, place)
        yield Repeat(place.key, words.both(f"{number}{words.DOT}{when}" if when else str(number)))


def _dated(scene: Scene, place: Address) -> str:
    if not scene.form.dated_by:
        return ""
    value = scene.child.course.record.value(msgspec.structs.replace(place, item=scene.form.dated_by))
    if isinstance(value, DateTimeValue):
        return value.at[5:].replace("T", " ")
    return value.date if isinstance(value, DateValue) else ""


def _specimen(scene: Scene) -> Text | None:
    when = _dated(scene, scene.place) if scene.form.specimen else ""
    return Text(f"drawn {when}", f"采样 {when}") if when else None


def _files(scene: Scene) -> tuple[FileRow, ...]:
    if not scene.form.attachments:
        return ()
    rows = []
    for entry in scene.child.course.record.attachments(scene.place):
        fact = entry.fact
        if isinstance(fact, f.AttachmentAdded):
            at = scene.child.course.made(entry.change)
            title = scene.child.identity.titles.get(fact.id) if scene.names else None
            rows.append(FileRow(fact.id, title or fact.kind, at.strftime("%m-%d %H:%M") if at else "", "sealed"))
    return tuple(rows)
