"""Two records that may be one child's: what is asked of them, in words, and the facts of each answer. Pure.

Which they are is `study.twice`'s; what names a child is compared only where this person may see it, and never said.
"""

from collections.abc import Callable, Iterator, Mapping

from desktop_app.presenters import words
from desktop_app.presenters.enrol import desired, enrolled
from desktop_app.presenters.signature_words import when, who
from desktop_app.records import Aside, Child
from study.address import Address
from study.changes.facts import Fact, MarkSet, MarkWithdrawn
from study.course import Course
from study.rights import ASIDE, NOT_ONE
from study.text import Text
from study.twice import Decided, Decision, Enrolled, Likeness, Pair, What
from ui.child.state import TwiceAnswer, TwiceRow
from ui.today.state import Need, NeedKind

MOST = 5
"""Cards of today at once: the others come as these are decided."""
NewId = Callable[[], str]
_WHAT: dict[What, Text] = {
    "number": Text("hospital number", "病案号"),
    "name": Text("name", "姓名"),
    "near": Text("name", "姓名"),
    "birth": Text("date of birth", "出生日期"),
    "sex": Text("sex", "性别"),
    "infusion": Text("day of infusion", "回输日期"),
    "consent": Text("day of consent", "知情同意日期"),
}


class Whose:
    """What each record says of whose it is, kept while nothing of it moved: the reader's lane."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Course, bool, str, Enrolled]] = {}

    def of(self, child: Child, names: bool) -> Enrolled:
        """One record; `names`: what names the child may be compared for this person."""
        kept, code = self._kept.get(child.subject.id), child.subject.label
        if kept is not None and kept[0] is child.course and kept[1:3] == (names, code):
            return kept[3]
        made = enrolled(desired(child.course.study), child, names)
        self._kept[child.subject.id] = (child.course, names, code, made)
        return made


def cards(found: tuple[Pair, ...]) -> Iterator[Need]:
    """A card for each pair, as far as they fit."""
    for place, pair in enumerate(found[:MOST], 1):
        left = len(found) - MOST if place == MOST else 0
        more = Text(f"{left} more such pairs", f"另有 {left} 对") if left > 0 else None
        one, other = pair.one.code, pair.other.code
        title = Text(f"{one} and {other} may be one child", f"{one} 与 {other} 可能为同一患儿")
        yield Need(NeedKind.TWICE, title, words.join(why(pair), more), Address(pair.one.subject).key)


def why(pair: Pair) -> Text:
    """Why it is asked: what agrees, then what differs; that it was decided in two ways comes first."""
    disputed = Text("decided in two ways", "裁定不一致") if pair.disputed else None
    return words.join(disputed, *likeness_words(pair.likeness))


def likeness_words(likeness: Likeness) -> Iterator[Text]:
    """What agrees and what differs, each in a few words: same name, date of birth; hospital number differs."""
    same = [_WHAT[what] for what in likeness.agrees if what != "near"]
    if same:
        yield Text(f"same {', '.join(one.en for one in same)}", f"{'、'.join(one.zh for one in same)}相同")
    if "near" in likeness.agrees:
        yield Text("similar name", "姓名相近")
    other = [_WHAT[what] for what in likeness.differs]
    if other:
        yield Text(f"other {', '.join(one.en for one in other)}", f"{'、'.join(one.zh for one in other)}不同")


def stands_aside(aside: Aside | None) -> Text | None:
    """That a record stands aside, in a few words; None for one that does not."""
    return Text(f"stands aside: {aside.on.label} goes on", f"已停用，由 {aside.on.label} 继续记录") if aside else None


def aside_words(aside: Aside, child: Child, people: Mapping[str, str]) -> Text:
    """That a record stands aside, which one goes on, who decided it, when and why."""
    code, on = child.subject.label, aside.on.label
    by = _by(child.course, people, aside.by)
    return Text(
        f"{code} stands aside: {on} goes on for this child. Enter new values there. {by}",
        f"{code} 已停用，该患儿由 {on} 继续记录，新数据请录入 {on}。{by}",
    )


def _by(course: Course, people: Mapping[str, str], said: Decision) -> str:
    """Who, when, why; only why where the mark lies in the other record."""
    signed = f"{who(course.record, people, said.change)} {when(course, said.change)}".strip()
    return words.DOT.join(part for part in (signed, said.reason) if part)


def rows_of(
    subject: str, found: tuple[Pair, ...], decided: Decided, codes: Mapping[str, str], *, may_decide: bool
) -> tuple[TwiceRow, ...]:
    """What the page of a child says of it: what is asked, then what was decided. `codes` by subject."""
    asked = tuple(
        _asked(subject, pair, may_decide) for pair in found if subject in (pair.one.subject, pair.other.subject)
    )
    open_ones = {row.other for row in asked}
    told: dict[str, TwiceRow] = {}
    for said in decided.of(subject):
        other = said.other if said.subject == subject else said.subject
        if other in codes and other not in open_ones:
            told.setdefault(other, _told(subject, other, said, codes, may_decide))
    return (*asked, *told.values())


def _asked(subject: str, pair: Pair, may_decide: bool) -> TwiceRow:
    here, there = (pair.one, pair.other) if pair.one.subject == subject else (pair.other, pair.one)
    text = Text(f"{there.code} may be the same child", f"{there.code} 可能为同一患儿")
    return TwiceRow(there.subject, here.code, there.code, text, why(pair), asked=True, may_decide=may_decide)


def _told(subject: str, other: str, said: Decision, codes: Mapping[str, str], may_decide: bool) -> TwiceRow:
    here, there = codes[subject], codes[other]
    if said.kind == NOT_ONE:
        text = Text(f"not the same child as {there}", f"与 {there} 非同一患儿")
    elif said.subject == subject:
        text = Text(f"the same child as {there}, which goes on", f"与 {there} 为同一患儿，由 {there} 继续记录")
    else:
        text = Text(f"the same child as {there}, which stands aside", f"与 {there} 为同一患儿，{there} 已停用")
    return TwiceRow(other, here, there, text, words.both(said.reason), may_decide=may_decide)


def facts_of(subject: str, answer: TwiceAnswer, decided: Decided, new_id: NewId) -> tuple[Fact, ...]:
    """What an answer writes: what was decided of the two before is withdrawn, the new decision is set."""
    withdrawn = tuple(
        MarkWithdrawn(
            id=new_id(), bases=(said.mark,), mark=said.mark, address=Address(said.subject), reason=answer.reason
        )
        for said in decided.between(subject, answer.other)
    )
    if answer.what == "again":
        return withdrawn
    kind = NOT_ONE if answer.what == "apart" else ASIDE
    bearer, target = (answer.other, subject) if answer.what == "this" else (subject, answer.other)
    return (*withdrawn, MarkSet(id=new_id(), kind=kind, address=Address(bearer), target=target, note=answer.reason))
