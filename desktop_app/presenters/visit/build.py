"""The state of the bedside screen from a `Scene`. Pure."""

from desktop_app.jobs.lab import forms_of
from desktop_app.presenters import words
from desktop_app.presenters.header import child_header
from desktop_app.presenters.visit.forms import form_rows
from desktop_app.presenters.visit.head import REINSTATE_REASONS, WITHDRAW_REASONS, begun, form_head
from desktop_app.presenters.visit.rows import item_rows, options
from desktop_app.presenters.visit.scene import Scene
from desktop_app.presenters.visit.side import derived_rows, messages, trend
from study.address import LOG
from study.changes import facts as f
from study.rights import may
from study.schedule import in_window
from study.text import Text
from ui.child.state import FileRow
from ui.visit.state import Option, VisitHeader, VisitState

CONFIRM_REASONS = (
    Option("report", Text("the report says so", "报告单如此")),
    Option("repeated", Text("repeated and confirmed", "已复查确认")),
    Option("called", Text("the laboratory confirmed by telephone", "已电话与检验科核实")),
)


def build(scene: Scene) -> VisitState:
    """Everything the screen shows."""
    rows = tuple(item_rows(scene)) if begun(scene) else ()
    waiting = messages(scene)
    return VisitState(
        header=_header(scene),
        forms=tuple(form_rows(scene, waiting)),
        form=form_head(scene),
        rows=rows,
        derived=derived_rows(scene),
        messages=waiting,
        trend=trend(scene) if rows else None,
        saved=scene.saved,
        not_done_reasons=options(scene, "NDREASON"),
        confirm_reasons=CONFIRM_REASONS,
        withdraw_reasons=WITHDRAW_REASONS,
        reinstate_reasons=REINSTATE_REASONS,
        files=_files(scene),
        focus=scene.go_to,
    )


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
