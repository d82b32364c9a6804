"""The state of the bedside screen from a `Scene`. Pure."""

from desktop_app.jobs.lab import forms_of
from desktop_app.presenters import words
from desktop_app.presenters.header import child_header
from desktop_app.presenters.signature_words import idle_withdrawal
from desktop_app.presenters.visit.asked import options
from desktop_app.presenters.visit.criteria import criteria
from desktop_app.presenters.visit.episodes import episode_rows
from desktop_app.presenters.visit.forms import form_rows
from desktop_app.presenters.visit.head import REINSTATE_REASONS, REOPEN_REASONS, WITHDRAW_REASONS, begun, form_head
from desktop_app.presenters.visit.rows import item_rows
from desktop_app.presenters.visit.scene import GoneFile, Scene
from desktop_app.presenters.visit.side import derived_rows, messages, trend
from desktop_app.presenters.visit.waiting import waiting
from desktop_app.presenters.visit.withdrawing import gone_words, withdrawing
from study.address import LOG
from study.changes import facts as f
from study.followup import entered_late
from study.rights import may
from study.schedule import off_by
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
    said = messages(scene)
    return VisitState(
        header=_header(scene),
        forms=tuple(form_rows(scene, said)),
        form=form_head(scene),
        rows=rows,
        derived=derived_rows(scene),
        messages=said,
        episodes=episode_rows(scene),
        criteria=criteria(scene) if rows else None,
        trend=trend(scene) if rows else None,
        saved=scene.saved,
        waiting=waiting(scene),
        not_done_reasons=options(scene.study, "NDREASON"),
        confirm_reasons=CONFIRM_REASONS,
        withdraw_reasons=WITHDRAW_REASONS,
        reinstate_reasons=REINSTATE_REASONS,
        reopen_reasons=REOPEN_REASONS,
        files=_files(scene),
        file_withdrawing=withdrawing(scene),
        focus=scene.go_to,
    )


def _header(scene: Scene) -> VisitHeader:
    """Of the visit in whose record the open form stands: a log is the child's, beside whichever visit it is opened."""
    at = scene.stands
    zero = scene.child.course.day_zero
    window = at.visit.window
    off = off_by(at.visit, at.study_day) if window and at.study_day is not None else None
    return VisitHeader(
        child=child_header(scene.study, scene.child, scene.now.date(), scene.names, scene.on, people=scene.everyone),
        title=_title(scene),
        when=words.join(words.both(words.day_text(at.study_day)), words.both(words.date_text(at.day))),
        standing="" if off is None else "in" if not off else "before" if off < 0 else "after",
        standing_words=_standing_words(scene, off),
        low_day=window[0] if window else None,
        high_day=window[1] if window else None,
        window_note=words.WINDOW_UNCONFIRMED if window and not at.visit.confirmed else None,
        target_day=at.visit.target_day,
        today_day=(scene.now.date() - zero).days if zero else None,
        may_review=True,
        may_import=may(scene.role, f.ValueSet) and bool(forms_of(scene.study, at.visit.code)),
    )


def _standing_words(scene: Scene, off: int | None) -> Text | None:
    """How many days outside its window the visit is, and that it was entered from old records."""
    window = None
    if off is not None:
        days = abs(off)
        early = Text(f"{days} d before the window", f"早于时间窗 {days} 天")
        outside = early if off < 0 else Text(f"{days} d after the window", f"晚于时间窗 {days} 天")
        window = outside if off else Text("in window", "时间窗内")
    late = entered_late(scene.child.course, scene.stands)
    old = Text(f"entered {late} d later", f"{late} 天后补录") if late is not None else None
    said = words.join(window, old)
    return said if said.en else None


def _title(scene: Scene) -> Text:
    visit = scene.stands.visit
    if visit.code == LOG:
        return visit.label
    return words.join(words.both(visit.code), visit.label)


def _files(scene: Scene) -> tuple[FileRow, ...]:
    if not scene.form.attachments:
        return ()
    rows, idle = [], scene.child.course.record.idle_withdrawals(scene.place)
    for entry in scene.child.course.record.attachments(scene.place):
        fact = entry.fact
        if isinstance(fact, f.AttachmentAdded):
            at = scene.child.course.made(entry.change)
            title = scene.child.identity.titles.get(fact.id) if scene.names else None
            when = at.strftime("%m-%d %H:%M") if at else ""
            waits = idle_withdrawal(scene.child.course, scene.everyone, scene.held, idle.get(fact.id))
            state = scene.files.get(fact.name, "elsewhere")
            rows.append(FileRow(fact.id, title or fact.kind, when, state, held=waits))
    return (*rows, *(_gone(scene, each) for each in scene.gone))


def _gone(scene: Scene, gone: GoneFile) -> FileRow:
    fact = gone.added
    state = scene.files.get(fact.name, "elsewhere")
    return FileRow(fact.id, gone.title or fact.kind, "", state, gone_words(scene, gone))
