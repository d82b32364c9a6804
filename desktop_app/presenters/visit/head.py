"""The line above the grid: the open form with its repeats, what may be done with it and why not. Pure."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TypedDict

from desktop_app.presenters import words
from desktop_app.presenters.repeats import repeat_label, when_text
from desktop_app.presenters.signature_words import (
    last_signature,
    meaning_and_digest,
    reopened_words,
    signature_line,
    signed_by,
)
from desktop_app.presenters.visit.rows import form_does_not_apply
from desktop_app.presenters.visit.scene import Scene
from desktop_app.presenters.visit.typing import REASONS
from study.address import Address
from study.changes import facts as f
from study.judgement import AWAITING
from study.links import places_under
from study.relevance import goes_on
from study.rights import may
from study.text import Text
from ui.visit.state import FormHead, Option, Repeat

WITHDRAW_REASONS = (
    Option("mistake", Text("entered by mistake", "误录")),
    Option("twice", Text("entered twice", "重复录入")),
    Option("child", Text("belongs to another child", "属于其他患儿")),
)
REINSTATE_REASONS = (
    Option("wrongly", Text("withdrawn by mistake", "误撤回")),
    Option("source", Text("the source document has it", "原始资料中有此记录")),
)
REOPEN_REASONS = (*REASONS, Option("late", Text("a result came later", "结果后到")))


def begun(scene: Scene) -> bool:
    """Whether there is something to fill: a repeating form has no rows before its first repeat."""
    return not scene.form.repeating or bool(scene.place.form_repeat)


def may_fill(scene: Scene) -> bool:
    """Whether several items may be filled in one act: the form is open, nobody signed it, this person enters."""
    record = scene.child.course.record
    signed = record.signatures(scene.place) or record.signatures(scene.place.in_visit)
    free = scene.may_write and scene.stopped is None and begun(scene) and scene.relevance.form
    return free and not signed and record.form_state(scene.place) == "open"


def form_head(scene: Scene) -> FormHead:
    """The line above the grid."""
    form, record, stopped = scene.form, scene.child.course.record, _stopped(scene)
    stands = scene.place.form_repeat and any(r.address == scene.place for r in record.form_repeats(_form(scene)))
    state = record.form_state(scene.place)
    waiting = [e.fact for e in record.marks(AWAITING, scene.place) if isinstance(e.fact, f.MarkSet)]
    filled, readonly = begun(scene) and scene.relevance.form, stopped or _withdrawn(scene)
    return FormHead(
        key=scene.place.key,
        code=form.code,
        title=form.label,
        detail=_specimen(scene),
        repeats=tuple(_repeats(scene)) if form.repeating else (),
        may_add=form.repeating and may(scene.role, f.RowCreated) and stopped is None,
        may_withdraw=bool(stands) and may(scene.role, f.Withdrawn) and stopped is None,
        may_reinstate=scene.withdrawn and may(scene.role, f.Reinstated) and stopped is None,
        may_complete=filled and may(scene.role, f.FormCompleted) and state == "open" and readonly is None,
        complete=state == "complete",
        may_reopen=state == "complete" and may(scene.role, f.FormReopened) and readonly is None,
        reopening=_reopening(scene),
        reopened=_reopened(scene),
        may_await=filled and form.specimen and not waiting and may(scene.role, f.MarkSet) and state == "open",
        awaiting=_chase(waiting[-1]) if waiting else None,
        chase_days=tuple(_chase_days(scene)),
        may_all_normal=form.all_normal and may_fill(scene),
        may_as_last=form.as_last and may_fill(scene),
        attachments=bool(form.attachments),
        readonly=readonly,
        **_signed(scene),
        not_applicable=None if scene.relevance.form else form_does_not_apply(scene),
    )


class _Signed(TypedDict):
    signed: Text | None
    signed_void: bool
    signed_detail: Text | None


def _signed(scene: Scene) -> _Signed:
    """Who signed the form, when, and what makes the signature void."""
    course = scene.child.course
    signature = last_signature(course, scene.place)
    if signature is None:
        return _Signed(signed=None, signed_void=False, signed_detail=None)
    detail = words.join(*scene.void) if scene.void else meaning_and_digest(signature)
    line = signature_line(course, scene.everyone, signature)
    return _Signed(signed=line, signed_void=not signature.valid, signed_detail=detail)


def _reopening(scene: Scene) -> Text:
    """What reopening means: signed or not, the record goes on asking for reasons only where somebody signed."""
    course, place = scene.child.course, scene.place
    found = (*course.record.signatures(place), *course.record.signatures(place.in_visit))
    valid = [signed_by(course, scene.everyone, signature) for signature in found if signature.valid]
    if not valid:
        return Text(
            "Values can be corrected again until the form is completed once more. The reason is kept in the record.",
            "表单可再次修改，直至重新标记为完成。原因会保存在记录中。",
        )
    en, zh = "; ".join(each.en for each in valid), "；".join(each.zh for each in valid)
    return Text(
        f"Signed: {en}. The first change of a value, or a file added or taken away, makes these signatures void; "
        "the form then has to be signed again. Each change still needs a reason.",
        f"已签名：{zh}。任一数值更改、附件增减都会使上述签名失效，表单须重新签名。每次修改仍需填写原因。",
    )


def _reopened(scene: Scene) -> Text | None:
    entry = scene.child.course.record.reopened(scene.place)
    return reopened_words(scene.child.course, scene.everyone, entry) if entry is not None else None


def _form(scene: Scene) -> Address:
    """The open form without its repeat."""
    return Address(*scene.place.parts[:4])


def _chase_days(scene: Scene) -> Iterator[Option]:
    """When to ask the laboratory again: the days on which a report usually comes."""
    today = scene.now.date()
    for days in (1, 2, 3, 7):
        day = today + timedelta(days=days)
        yield Option(day.isoformat(), Text(f"ask on {day:%m-%d} (in {days} d)", f"{day:%m-%d} 追查（{days}天后）"))


def _chase(mark: f.MarkSet) -> Text:
    day = mark.data.get("chase", "")
    return Text(f"awaiting results, ask {day}".removesuffix(", ask "), f"等待结果{'，追查 ' + day if day else ''}")


def _stopped(scene: Scene) -> Text | None:
    """Why nothing can be entered on the form by this person."""
    if scene.stopped is not None:
        return scene.stopped
    if not may(scene.role, f.ValueSet):
        role = words.ROLES.get(scene.role, words.both(scene.role))
        return Text(f"the role {role.en} reads only", f"角色“{role.zh}”只能查看")
    return None


def _withdrawn(scene: Scene) -> Text | None:
    found = scene.child.course.record.withdrawal(scene.place)
    return Text(f"withdrawn: {found.reason}", f"已撤回：{found.reason}") if found else None


def _repeats(scene: Scene) -> Iterator[Repeat]:
    """The repeats by their dates, then those that were withdrawn."""
    course = scene.child.course
    places = list(places_under(course, scene.place, scene.under))
    if scene.place.form_repeat and scene.place not in places and not scene.withdrawn:
        places.append(scene.place)
    for number, place in enumerate(places, start=1):
        ended = bool(scene.form.open_when) and not goes_on(course, place)
        yield Repeat(place.key, repeat_label(course, place, number), ended)
    for repeat in course.record.withdrawn_repeats(_form(scene)):
        yield Repeat(repeat.address.key, repeat_label(course, repeat.address), withdrawn=True)


def _specimen(scene: Scene) -> Text | None:
    when = when_text(scene.child.course, scene.place).en if scene.form.specimen else ""
    return Text(f"drawn {when}", f"采样 {when}") if when else None
