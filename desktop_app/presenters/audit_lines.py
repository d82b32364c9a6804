"""What the trail shows of a row, what a filter seeks, and what the filter offers. Reads only; shows nothing."""

from datetime import timedelta
from typing import get_args

from desktop_app.presenters import words
from desktop_app.presenters.audit_rows import AuditRow
from desktop_app.session import Session
from storage.history import Sought
from study.changes import facts as f
from study.definition.model import Study
from study.text import Text
from ui.audit.state import Choices, Filter, Kind, TrailLine
from ui.visit.state import Option

VALUES: frozenset[type] = frozenset(
    {
        f.SubjectEnrolled, f.VisitOpened, f.VisitStatus, f.RowCreated, f.ValueSet, f.Withdrawn, f.Reinstated,
        f.AttachmentAdded, f.AttachmentWithdrawn,
    }
)  # fmt: skip
"""What sets or takes back data; an access is one that only looks, everything else is workflow."""
NEWER = "unknownfact"
"""What a fact of a newer version is called in a filter."""
_NOT_COMPARED = Text("clock not compared with the EDC's", "时钟未与中心库比对")
_SAME = Text("clock as the EDC's", "时钟与中心库一致")


def kinds(kind: Kind) -> frozenset[str]:
    """The names of the facts of a kind, as `Sought` wants them; none for all."""
    looks = frozenset({f.Accessed})
    match kind:
        case Kind.ALL:
            return frozenset()
        case Kind.VALUES:
            return frozenset(each.__name__.lower() for each in VALUES)
        case Kind.ACCESS:
            return frozenset(each.__name__.lower() for each in looks)
        case Kind.WORKFLOW:
            rest = frozenset(get_args(f.Fact)) - VALUES - looks
            return frozenset({NEWER, *(each.__name__.lower() for each in rest)})


def sought(session: Session, chosen: Filter) -> Sought:
    """What a filter seeks; its days are days of the site, both inside."""
    return Sought(
        subject=chosen.child,
        author=chosen.person,
        form=chosen.form,
        item=chosen.item,
        since=session.midnight(chosen.since) if chosen.since else None,
        before=session.midnight(chosen.until + timedelta(days=1)) if chosen.until else None,
        kinds=kinds(chosen.kind),
    )


def choices(session: Session, form: str) -> Choices:
    """What the filter offers; items of the form that is chosen, else of all."""
    reader, study = session.store.reader, session.study
    children = sorted(
        (child.label, child.id) for child in reader.subjects(study.anchors["subject_code"]) if child.label
    )
    return Choices(
        children=tuple(Option(subject, words.both(label)) for label, subject in children),
        forms=tuple(_option(code, each.short or each.label) for code, each in study.forms.items()),
        items=_items(study, form),
        people=tuple(Option(person.user, words.both(person.name)) for person in reader.users()),
    )


def _items(study: Study, form: str) -> tuple[Option, ...]:
    forms = [study.forms[form]] if form in study.forms else list(study.forms.values())
    found = {item.code: _option(item.code, item.label) for each in reversed(forms) for item in each.items}
    return tuple(found[code] for code in sorted(found))


def _option(code: str, label: Text) -> Option:
    return Option(code, label, (code,))


def filter_words(shown: Choices, chosen: Filter) -> Text:
    """What is sought in words; empty for everything."""
    named = (
        (shown.children, chosen.child, Text("child", "患儿")),
        (shown.forms, chosen.form, Text("form", "表单")),
        (shown.items, chosen.item, Text("item", "项目")),
        (shown.people, chosen.person, Text("person", "人员")),
    )
    parts: list[Text] = []
    for options, code, name in named:
        label = next((option.label for option in options if option.code == code), words.both(code))
        if code:
            parts.append(Text(f"{name.en} {label.en}", f"{name.zh} {label.zh}"))
    if chosen.since:
        parts.append(Text(f"from {chosen.since}", f"自 {chosen.since}"))
    if chosen.until:
        parts.append(Text(f"to {chosen.until}", f"至 {chosen.until}"))
    kind = {
        Kind.VALUES: Text("values only", "仅数据"),
        Kind.WORKFLOW: Text("workflow only", "仅流程"),
        Kind.ACCESS: Text("access only", "仅访问"),
    }.get(chosen.kind)
    return words.join(*parts, kind)


def trail_line(row: AuditRow) -> TrailLine:
    """A row as the table shows it."""
    return TrailLine(
        site=row.site, utc=row.utc, clock=_clock(row.drift), who=row.who, role=row.role, kind=row.kind,
        child=row.child, place=row.place, before=row.before, after=row.after, why=row.why, standing=row.standing,
        typed=row.typed, device=row.device, seq=row.seq, number=row.number, version=row.version, change=row.change,
        hash=row.hash, key=row.key, calm=bool(row.access), held=row.held,
    )  # fmt: skip


def _clock(drift: int | None) -> Text:
    """How far the workstation's clock stood from the EDC's, in ms ahead."""
    if drift is None:
        return _NOT_COMPARED
    if drift == 0:
        return _SAME
    off = f"{abs(drift)} ms" if abs(drift) < 10_000 else f"{abs(drift) // 1000} s"
    if drift > 0:
        return Text(f"clock {off} ahead of the EDC's", f"时钟比中心库快 {off}")
    return Text(f"clock {off} behind the EDC's", f"时钟比中心库慢 {off}")
