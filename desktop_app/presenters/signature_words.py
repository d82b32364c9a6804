"""Signatures, what voided them, freezes and held entries in words, as the bedside, the child's page and the review say
them. Pure but for the reader that `void_changes` is handed.
"""

from collections.abc import Mapping

from desktop_app.presenters import words
from desktop_app.session import Session
from study.address import Address
from study.after_signing import Difference, differences, signatures
from study.changes import facts as f
from study.course import Course
from study.definition.model import Item
from study.record import Record, Signature
from study.signing import read_meaning
from study.state.settle import Entry
from study.text import Text
from study.values import Value

People = Mapping[str, str]
"""Names by user id."""
SHOWN_DIGITS = 8
"""Characters of a digest that people compare."""
VOID = Text("void: changed after signing", "失效:签名后有更改")
_NOTHING = Text("empty", "空")


def who(record: Record, people: People, change: str) -> str:
    """The name of whoever made a change."""
    author = record.authors.get(change, "")
    return people.get(author, author)


def when(course: Course, change: str) -> str:
    """When a change was made, by the site's wall clock."""
    at = course.made(change)
    return at.strftime("%Y-%m-%d %H:%M") if at else ""


def signed_by(course: Course, people: People, signature: Signature) -> Text:
    """Who signed and when: 周敏 2026-09-20 16:20."""
    change = signature.entry.change
    return words.both(f"{who(course.record, people, change)} {when(course, change)}".strip())


def last_signature(course: Course, form: Address) -> Signature | None:
    """The signature to speak of: the last valid one, else the last; one on the whole visit where the form has none."""
    found = course.record.signatures(form) or course.record.signatures(form.in_visit)
    return max(found, key=lambda s: (s.valid, course.record.made.get(s.entry.change, 0)), default=None)


def signature_line(course: Course, people: People, signature: Signature) -> Text:
    """Signed by whom, when, and that it is void where it is."""
    said = signed_by(course, people, signature)
    line = Text(f"signed {said.en}", f"{said.zh} 签名")
    return line if signature.valid else words.join(line, VOID)


def meaning_and_digest(signature: Signature) -> Text:
    """What a signature means, and the first characters of what it rests on."""
    return words.join(read_meaning(signature.fact.meaning), words.both(signature.fact.digest[:SHOWN_DIGITS]))


def void_changes(
    session: Session, course: Course, people: People, form: Address, signature: Signature
) -> dict[Address, Text]:
    """Why a signature is void: each value that stands otherwise now, from what to what, by whom, when, why.

    Reads the log; for the reader's lane.
    """
    lines = session.store.reader.made(form)
    made = next((line for line in signatures(lines) if line.fact.id == signature.fact.id), None)
    found = differences(lines, made) if made is not None else ()
    return {each.address: _difference(course, people, each) for each in found}


def _difference(course: Course, people: People, each: Difference) -> Text:
    item = _item(course, each.address)
    label = (item.short or item.label) if item is not None else words.both(each.address.item)
    before, now = (_value(course, item, value) for value in (each.signed, each.now))
    by = people.get(each.by.author, each.by.author)
    at = when(course, each.by.change)
    reason = str(getattr(each.by.fact, "reason", ""))
    told = " · ".join(part for part in (f"{by} {at}".strip(), reason) if part)
    if each.conflict:
        return Text(f"{label.en}: two values stand ({told})", f"{label.zh}:存在两个不同的值({told})")
    return Text(f"{label.en} {before.en} → {now.en} ({told})", f"{label.zh} {before.zh} → {now.zh}({told})")


def _item(course: Course, address: Address) -> Item | None:
    form = course.study.forms.get(address.form)
    return next((item for item in form.items if item.code == address.item), None) if form else None


def _value(course: Course, item: Item | None, value: Value | None) -> Text:
    if value is None:
        return _NOTHING
    if item is None or item.identity:
        return words.both("…")
    return Text(*(words.with_unit(course.study, item, value, language) for language in ("en", "zh")))


def freeze_words(course: Course, people: People, place: Address) -> Text | None:
    """Under what freeze or lock a place lies: since when, by whom, why; None where it lies under none."""
    entry = course.record.freeze_entry(place)
    if entry is None or not isinstance(entry.fact, f.Frozen | f.Locked):
        return None
    head = Text("locked centrally", "已被中心锁定") if isinstance(entry.fact, f.Locked) else _FROZEN
    return words.join(head, _since(course, people, entry), words.both(entry.fact.reason))


_FROZEN = Text("frozen centrally: entries wait", "已被中心冻结,暂不能录入")


def held_words(course: Course, people: People, why: Mapping[str, Text], entry: Entry) -> Text:
    """Who made an entry that waits at the EDC, when, and why it waits. `why` by the change's id."""
    return words.join(_since(course, people, entry), why.get(entry.change))


def _since(course: Course, people: People, entry: Entry) -> Text:
    return words.both(f"{who(course.record, people, entry.change)} {when(course, entry.change)}".strip())
