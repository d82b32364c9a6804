"""The lines of "Review and sign": one form each, what is missing and why, how it stands. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from desktop_app.presenters import words
from desktop_app.presenters.repeats import repeat_name, when_text
from desktop_app.presenters.signature_words import (
    SHOWN_DIGITS,
    People,
    Why,
    file_name,
    freeze_words,
    held_words,
    meaning_and_digest,
    reopened_words,
    signature_line,
    when,
    who,
)
from study.address import LOG, Address, parse_key
from study.changes import facts as f
from study.course import Course
from study.form_review import FormReview, Obstacle, review
from study.record import Signature
from study.signing import Seen, seen
from study.text import Text
from ui.review.state import FormLine, Matter, SignatureLine, Standing
from ui.visit.state import FlagKind

_FLAGS: tuple[FlagKind, ...] = ("critical", "critical_high", "critical_low", "high", "low")
_FLAG_WORDS = {"high": Text("high", "高"), "low": Text("low", "低")}
_STANDING = {
    "ready": Text("can be signed", "可签"),
    "blocked": Text("not yet", "不能签"),
    "signed": Text("signed", "已签"),
    "void": Text("void: sign again", "失效，需重签"),
    "empty": Text("empty", "未录入"),
    "not_applicable": Text("not asked for", "本次无"),
}
_BLOCKED_VOID = Text("void", "失效")


@dataclass(frozen=True)
class Drafts:
    """Half-typed texts by address key: one's own, and whose the others' are."""

    own: frozenset[str] = frozenset()
    others: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Around:
    """What the lines need beside the course: who looks, who is who, the day, half-typed texts, a code that is taken."""

    user: str
    people: People
    today: date
    drafts: Drafts = Drafts()
    duplicate: bool = False
    void: Mapping[str, tuple[Why, ...]] = field(default_factory=dict)
    """What voided each signature, by the signature's id."""
    held: Mapping[str, Text] = field(default_factory=dict)
    """Why the EDC holds a change, by the change's id."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """What files are called, by the fact's id, where this person is shown names."""


@dataclass(frozen=True)
class Reviewed:
    """A form as the study sees it, and exactly what would be signed."""

    review: FormReview
    seen: Seen


def reviewed(course: Course, visit: Address, today: date) -> tuple[Reviewed, ...]:
    """Every form of a visit, each repeat by itself; of the child's logs only the rows that stand."""
    return tuple(Reviewed(review(course, place, today), seen(course, place)) for place in _places(course, visit))


def _places(course: Course, visit: Address) -> Iterator[Address]:
    for code in course.study.visit(visit.visit).forms:
        standing = course.form_places(visit, code)
        yield from (place for place in standing if not course.record.withdrawn(place))
        if not standing and visit.visit != LOG:
            yield Address(*visit.parts[:3], code)


def form_line(course: Course, made: Reviewed, around: Around) -> FormLine:
    """One line of the table."""
    each = made.review
    place, counts = each.place, each.counts
    found = (*_code(course, each, around), *each.obstacles, *_own_draft(each, around))
    standing = _standing(each, bool(found))
    able = not each.empty and not found
    flag = _worst(each)
    return FormLine(
        key=place.key,
        label=each.form.short or each.form.label,
        standing=standing,
        standing_words=_BLOCKED_VOID if standing == "void" and found else _STANDING[standing],
        detail=_which(course, place),
        filled=counts.filled + counts.not_done,
        awaiting=counts.awaiting,
        total=counts.total if each.applies or not each.empty else 0,
        flag=flag,
        flags=_flag_words(each, flag),
        remarks=tuple(_remarks(course, each, found, around)),
        signatures=tuple(_signature(course, each, signature, around) for signature in each.signatures),
        token=token(made.seen) if able else "",
        digest="" if each.empty else made.seen.digest[:SHOWN_DIGITS],
        completes=able and not each.complete,
        # Rows of the logs go on; whoever signs one chooses it.
        offered=able and each.state != "signed" and place.visit != LOG,
    )


def token(shown: Seen) -> str:
    """A name for exactly what is shown of a form: other values or other derived values, another name."""
    return f"{shown.digest} {sorted(shown.evidence.items())}"


def _standing(each: FormReview, blocked: bool) -> Standing:
    if each.state:
        return each.state
    if each.empty:
        return "empty" if each.applies else "not_applicable"
    return "blocked" if blocked else "ready"


def _worst(each: FormReview) -> FlagKind:
    """The flag that is shown: critical by a rule before any other."""
    if any(found.check is not None for found in each.criticals):
        return "critical"
    return next((flag for flag in _FLAGS if each.flags.get(flag)), "")


def _which(course: Course, place: Address) -> Text | None:
    said = words.join(repeat_name(course, place), when_text(course, place)) if place.form_repeat else None
    return said if said is not None and said.en else None


def _flag_words(each: FormReview, worst: FlagKind) -> Text | None:
    """How many are out of their interval: of the worst the number, of the others that there are more."""
    if not worst:
        return None
    if worst.startswith("critical"):
        more = sum(each.flags.values()) - each.flags.get(worst, 0)
        return words.both(f"+ {more}") if more else None
    counts = [(each.flags[flag], _FLAG_WORDS[flag]) for flag in ("high", "low") if each.flags.get(flag)]
    return words.join(*(Text(f"{n} {word.en}", f"{n} {word.zh}") for n, word in counts))


def _code(course: Course, each: FormReview, around: Around) -> Iterator[Obstacle]:
    if around.duplicate and not each.empty:
        text = Text("the child's code is another child's", "患儿编号与其他患儿重复")
        yield Obstacle("code", text, course.anchor("subject_code") or each.place)


def _own_draft(each: FormReview, around: Around) -> Iterator[Obstacle]:
    for key in sorted(around.drafts.own):
        if each.place.covers(parse_key(key)):
            text = Text("a text of yours is not saved", "有您尚未保存的内容")
            yield Obstacle("draft", text, parse_key(key))


def _remarks(course: Course, each: FormReview, found: tuple[Obstacle, ...], around: Around) -> Iterator[Matter]:
    """The weightiest first: what blocks, then what is missing and why, explanations, answered queries."""
    order = ("critical", "conflict", "code", "query")
    for obstacle in sorted(found, key=lambda o: order.index(o.code) if o.code in order else len(order)):
        yield Matter(_told(course, obstacle, around), obstacle.address.key, True, obstacle.code == "critical")
    if each.chase is not None and each.counts.awaiting:
        yield Matter(Text(f"ask again {each.chase}", f"追查 {each.chase}") if each.chase else _WAITS)
    if not each.applies and each.empty:
        yield Matter(Text("the protocol does not ask for it", "方案本次不要求"))
    yield from _plain(course, each, around)


def _told(course: Course, obstacle: Obstacle, around: Around) -> Text:
    """An obstacle in words; of what the centre stopped or holds: who, when, why."""
    if obstacle.code in ("locked", "frozen"):
        return freeze_words(course, around.people, obstacle.address) or obstacle.text
    if obstacle.code == "held":
        entry = course.record.settled(obstacle.address).waiting[-1]
        return words.join(obstacle.text, held_words(course, around.people, around.held, entry))
    return obstacle.text


_WAITS = Text("no day to ask again", "未定追查日期")


def _plain(course: Course, each: FormReview, around: Around) -> Iterator[Matter]:
    place = each.place
    stopped = freeze_words(course, around.people, place)
    if stopped is not None and not any(o.code in ("locked", "frozen") for o in each.obstacles):
        yield Matter(stopped)
    for item, value in each.not_done:
        why = words.not_done_text(course.study, value.reason)
        label, address = item.short or item.label, Address(*place.parts[:6], item.code)
        yield Matter(Text(f"{label.en} not done: {why.en}", f"{label.zh}未做：{why.zh}"), address.key)
    for odd in each.unusual:
        if odd.explanation:
            label = odd.item.short or odd.item.label
            told = Text(f"{label.en} explained: {odd.explanation}", f"{label.zh}已说明：{odd.explanation}")
            yield Matter(told, odd.address.key)
    for critical in each.criticals:
        if critical.acknowledged is not None:
            label, at = critical.item.short or critical.item.label, critical.acknowledged.data.get("at", "")
            yield Matter(
                Text(f"{label.en} critical, acknowledged {at}", f"{label.zh}危急值已确认 {at}"), critical.address.key
            )
    answered = [query for query in each.queries if isinstance(query, f.QueryAnswered)]
    if answered:
        n = len(answered)
        said = Text(f"{n} queries answered, not closed", f"质疑 {n} 已答复未关闭")
        yield Matter(said, answered[0].address.key)
    for code in each.counts.odd:
        label = next((i.short or i.label for i in each.form.items if i.code == code), words.both(code))
        text = Text(f"{label.en} does not apply but holds a value", f"{label.zh}不适用但已有数值")
        yield Matter(text, Address(*place.parts[:6], code).key)
    reopened = course.record.reopened(place)
    if reopened is not None:
        yield Matter(reopened_words(course, around.people, reopened), place.key)
    yield from _files(course, each, around)
    yield from _left(each, around)


def _left(each: FormReview, around: Around) -> Iterator[Matter]:
    """What is empty, and what others have half typed."""
    if each.counts.empty and not each.empty:
        yield Matter(Text(f"{each.counts.empty} left empty", f"{each.counts.empty} 项未录"))
    for key, name in around.drafts.others.items():
        if each.place.covers(parse_key(key)):
            yield Matter(Text(f"{name} has a half-typed text here", f"{name} 在此有未保存的内容"), key)


def _files(course: Course, each: FormReview, around: Around) -> Iterator[Matter]:
    """Every file that is signed with the form: its name and hash, who added it and when."""
    for entry in course.record.attachments(each.place):
        if isinstance(entry.fact, f.AttachmentAdded):
            name = file_name(entry.fact, around.titles)
            by = f"{who(course.record, around.people, entry.change)} {when(course, entry.change)}".strip()
            yield Matter(Text(f"file {name} · {by}", f"附件 {name} · {by}"), each.place.key, file=True)


def _signature(course: Course, each: FormReview, signature: Signature, around: Around) -> SignatureLine:
    return SignatureLine(
        key=signature.fact.id,
        text=signature_line(course, around.people, signature),
        detail=meaning_and_digest(signature),
        void=not signature.valid,
        changes=tuple(Matter(why.text, why.address.key) for why in around.void.get(signature.fact.id, ())),
        may_withdraw=course.record.authors.get(signature.entry.change) == around.user
        and not _locked(course, each.place),
    )


def _locked(course: Course, place: Address) -> bool:
    return isinstance(course.record.freeze(place), f.Locked)
