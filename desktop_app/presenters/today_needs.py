"""What needs somebody, as the cards of today: of each child, then what concerns the whole workstation. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from desktop_app.presenters import rejected, words
from desktop_app.presenters.standing import progress
from storage.read import QueueState, Reader
from study.address import Address
from study.changes.facts import MarkSet, QueryAnswered, Signed
from study.course import Course
from study.definition.model import Study
from study.judgement import AWAITING, Critical, criticals
from study.rights import may, may_resolve
from study.signing import state, waiting
from study.text import Text
from ui.today.state import Need, NeedKind

_ORDER = {kind: place for place, kind in enumerate(NeedKind)}
_NAMED = 3


@dataclass(frozen=True)
class Open:
    """What is open of one child and speaks in one card with the others': how much, and where the first of it is.

    `chase` is the first day to ask for a result again, `passed` of how many forms that day has gone by.
    """

    kind: NeedKind
    child: str
    place: str
    count: int
    chase: str = ""
    passed: int = 0


def needs_of(course: Course, role: str, today: date) -> Iterator[Need | Open]:
    """The cards of one child, and what `whole` joins with the other children's."""
    yield from critical_needs(course)
    if may_resolve(role):
        yield from (_conflict(course, address) for address in course.record.conflicts)
    asked = [e for e in course.record.queries(_child(course)) if not isinstance(e.fact, QueryAnswered)]
    if asked:
        yield Open(NeedKind.QUERY, course.code, _child(course).key, len(asked))
    void = [place for place in sorted(course.record.signed_places) if state(course.record, place) == "void"]
    yield from (_void(course, place) for place in void)
    if may(role, Signed) and (ready := waiting(course)):
        yield Open(NeedKind.SIGN, course.code, ready[0].in_visit.key, len(ready))
    yield from _awaiting(course, today)


def critical_needs(course: Course) -> Iterator[Need]:
    """The critical values of one child that nobody acknowledged."""
    return (_critical(course, each) for at in course.visits for each in criticals(course, at) if each.loud)


def _child(course: Course) -> Address:
    return Address(course.record.subject)


def _critical(course: Course, each: Critical) -> Need:
    label = each.item.short or each.item.label
    en, zh = (words.with_unit(course.study, each.item, each.fact.value, one) for one in ("en", "zh"))
    entered = each.entered
    when = words.both(f"{each.address.visit} · {entered:%m-%d %H:%M}" if entered else each.address.visit)
    return Need(
        NeedKind.CRITICAL,
        Text(f"{course.code} {label.en} {en}", f"{course.code} {label.zh} {zh}"),
        words.join(when, Text("not acknowledged yet", "尚未确认")),
        each.address.key,
    )


def _conflict(course: Course, address: Address) -> Need:
    settled = course.record.settled(address)
    form = course.study.forms.get(address.form)
    item = next((i for i in form.items if i.code == address.item), None) if form is not None else None
    label = (item.short or item.label) if item is not None else words.both(address.item)
    return Need(
        NeedKind.CONFLICT,
        Text(f"{course.code} {label.en} has several values", f"{course.code} {label.zh}有多个值"),
        words.join(words.both(address.visit), Text("keeps the form from being signed", "阻止签名")),
        settled.conflict,
    )


def _void(course: Course, place: Address) -> Need:
    form = course.study.forms.get(place.form)
    label = (form.short or form.label) if form is not None else words.both(place.form)
    return Need(
        NeedKind.VOID,
        Text(f"{course.code} {place.visit}: signature void", f"{course.code} {place.visit} 签名失效"),
        words.join(label, Text("changed after signing", "签名后有更改")),
        place.key,
    )


def _awaiting(course: Course, today: date) -> Iterator[Open]:
    marks = [e.fact for e in course.record.marks(AWAITING, _child(course)) if isinstance(e.fact, MarkSet)]
    if not marks:
        return
    items = sum(progress(course, at).awaiting for at in course.visits)
    if not items:
        return
    chases = sorted(day for mark in marks if (day := mark.data.get("chase", "")))
    passed = sum(day < today.isoformat() for day in chases)
    place = marks[0].address.in_visit.key
    yield Open(NeedKind.AWAITING, course.code, place, items, chases[0] if chases else "", passed)


def _rejected(places: tuple[tuple[str, Text], ...]) -> Need:
    """Leads to the latest of them."""
    count = len(places)
    title = Text(
        f"{count} entries were rejected at the centre" if count > 1 else "1 entry was rejected at the centre",
        f"{count} 条记录被中心库驳回",
    )
    return Need(NeedKind.HELD, title, places[0][1], places[0][0], count)


@dataclass(frozen=True)
class Waits:
    """How many changes wait at the EDC, and which were rejected there lately: where, in words, and why."""

    held: int = 0
    rejected: tuple[tuple[str, Text], ...] = ()


def lately_rejected(study: Study, reader: Reader, now: int) -> tuple[tuple[str, Text], ...]:
    """What the EDC's people rejected lately, where nothing was said since: the form's key, and why."""
    codes = {child.id: child.label for child in reader.subjects(study.anchors["subject_code"])}
    found = []
    for each in rejected.lately_rejected(study, reader, now):
        words, code = each.words, codes.get(each.place.subject, "")
        said = Text(f"{code} {words.en}: {each.reason}".strip(), f"{code} {words.zh}：{each.reason}".strip())
        found.append((each.place.in_form.key, said))
    return tuple(found)


def whole(found: Iterable[Need | Open], queue: QueueState, waits: Waits, now: int, edc: bool) -> list[Need]:
    """All cards, the most urgent first: one for each critical value and conflict, one for all queries and the like.

    `waits`: what the EDC holds or rejected; `now` in UTC ms.
    """
    needs = list(found)
    made = [need for need in needs if isinstance(need, Need)]
    for kind in NeedKind:
        of = [each for each in needs if isinstance(each, Open) and each.kind is kind]
        if of:
            made.append(_summed(kind, of))
    if waits.rejected:
        made.append(_rejected(waits.rejected))
    held = waits.held
    if held:
        title = Text(
            f"{held} entries wait at the centre" if held > 1 else "1 entry waits at the centre",
            f"{held} 条记录在中心库待处理",
        )
        made.append(
            Need(NeedKind.HELD, title, Text("stored there, without effect until released", "已存放，放行前不生效"))
        )
    if edc and queue.count:
        made.append(_unsent(queue, now))
    return sorted(made, key=lambda need: _ORDER[need.kind])


def _summed(kind: NeedKind, of: list[Open]) -> Need:
    count = sum(each.count for each in of)
    codes = [each.child for each in of]
    more = len(codes) - _NAMED
    children = Text(
        ", ".join(codes[:_NAMED]) + (f" and {more} more" if more > 0 else ""),
        "、".join(codes[:_NAMED]) + (f" 等 {len(codes)} 名" if more > 0 else ""),
    )
    title = {
        NeedKind.QUERY: Text(f"{count} queries wait for an answer" if count > 1 else "1 query waits for an answer",
                             f"{count} 条质疑待答复"),
        NeedKind.SIGN: Text(f"{count} forms to sign" if count > 1 else "1 form to sign", f"{count} 张表待签名"),
        NeedKind.AWAITING: Text(f"{count} results awaited" if count > 1 else "1 result awaited", f"待结果 {count} 项"),
    }[kind]  # fmt: skip
    detail = words.join(_chases(of), children) if kind is NeedKind.AWAITING else children
    return Need(kind, title, detail, of[0].place, count)


def _chases(of: list[Open]) -> Text | None:
    """The next day to ask again, and of how many forms that day has passed."""
    days = sorted(each.chase for each in of if each.chase)
    late = sum(each.passed for each in of)
    asked = Text(f"ask again {days[0]}", f"最早追查日 {days[0]}") if days else None
    passed = Text(f"{late} past the day to ask again", f"{late} 批已过追查日") if late else None
    return words.join(asked, passed) if asked or passed else None


def _unsent(queue: QueueState, now: int) -> Need:
    hours = (now - queue.oldest_utc) // 3_600_000 if queue.oldest_utc is not None else 0
    age = Text(f", the oldest {hours} h", f"，最早 {hours} 小时前") if hours else Text("", "")
    title = Text(
        f"{queue.count} {'change' if queue.count == 1 else 'changes'} not sent{age.en}",
        f"{queue.count} 项未发送{age.zh}",
    )
    return Need(NeedKind.UNSENT, title, Text("safe on this workstation", "数据已安全存于本机"), count=queue.count)
