"""Signatures, what voided them, freezes and held entries in words, as the bedside, the child's page and the review say
them. Pure but for the reader that `void_changes` is handed.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from desktop_app.identity import child_key, open_titles
from desktop_app.jobs.attach import KINDS
from desktop_app.presenters import words
from desktop_app.records import Child
from desktop_app.session import Session
from storage.keys import SiteKey
from study import void_words
from study.address import Address
from study.after_signing import Made, differences, files_moved, signatures
from study.changes import facts as f
from study.course import Course
from study.record import Record, Signature
from study.signing import read_meaning
from study.state.digest import OF_FILES
from study.state.settle import Entry
from study.text import Text

People = Mapping[str, str]
"""Names by user id."""
SHOWN_DIGITS = void_words.SHOWN_DIGITS
VOID = Text("void: changed after signing", "失效：签名后有更改")
VALUES_ALONE = Text("covers values, not files", "仅涵盖数值，不含附件")


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
    """What a signature means, the first characters of what it rests on, and that an early one covers values alone."""
    digest = words.both(signature.fact.digest[:SHOWN_DIGITS])
    early = None if signature.fact.basis >= OF_FILES else VALUES_ALONE
    return words.join(read_meaning(signature.fact.meaning), digest, early)


class Why(NamedTuple):
    """One thing by which a signature is void, and the place to go to."""

    address: Address
    text: Text


def void_changes(
    session: Session, child: Child, people: People, form: Address, signature: Signature
) -> tuple[Why, ...]:
    """Why a signature is void: each value that stands otherwise now, from what to what, by whom, when, why; each file
    that came or went. Reads the log; for the reader's lane.
    """
    lines = session.store.reader.made(form)
    made = next((line for line in signatures(lines) if line.fact.id == signature.fact.id), None)
    if made is None:
        return ()
    study, course = child.course.study, child.course
    values = (
        Why(each.address, void_words.difference_words(study, each, _told(course, people, each.by)))
        for each in differences(lines, made)
    )
    moved = files_moved(lines, made)
    titles = file_titles(session, child.course.record, [each.file for each in moved])
    files = (
        Why(
            each.file.address,
            void_words.file_words(each, file_name(each.file, titles), _told(course, people, each.by)),
        )
        for each in moved
    )
    return (*values, *files)


def file_titles(session: Session, record: Record, files: Sequence[f.AttachmentAdded]) -> dict[str, str]:
    """What files were called, the withdrawn ones too, by the fact's id; nothing where this person is shown no names."""
    kept = session.store.reader.site_key() if files and session.sees_names else None
    key = child_key(SiteKey(kept), record) if kept else None
    return open_titles(key, record.subject, files) if key else {}


def file_name(fact: f.AttachmentAdded, titles: Mapping[str, str]) -> str:
    """What a file is called, with the first characters of the hash of its content; its kind where no name is shown."""
    kind = KINDS.get(fact.kind, fact.kind).upper()
    return f"{titles.get(fact.id) or kind} {fact.digest[:SHOWN_DIGITS]}"


def _told(course: Course, people: People, by: Made) -> str:
    return void_words.told(by, people.get(by.author, by.author), when(course, by.change))


def freeze_words(course: Course, people: People, place: Address) -> Text | None:
    """Under what freeze or lock a place lies: since when, by whom, why; None where it lies under none."""
    entry = course.record.freeze_entry(place)
    if entry is None or not isinstance(entry.fact, f.Frozen | f.Locked):
        return None
    head = Text("locked centrally", "已被中心库锁定") if isinstance(entry.fact, f.Locked) else _FROZEN
    return words.join(head, _since(course, people, entry), words.both(entry.fact.reason))


_FROZEN = Text("frozen centrally: entries wait", "已被中心库冻结，暂不能录入")


def reopened_words(course: Course, people: People, entry: Entry) -> Text:
    """That a form is open again: why, by whom, when."""
    reason = entry.fact.reason if isinstance(entry.fact, f.FormReopened) else ""
    return words.join(Text("reopened", "已重新打开"), words.both(reason), _since(course, people, entry))


def held_words(course: Course, people: People, why: Mapping[str, Text], entry: Entry) -> Text:
    """Who made an entry that waits at the EDC, when, and why it waits. `why` by the change's id."""
    return words.join(_since(course, people, entry), why.get(entry.change))


def idle_withdrawal(course: Course, people: People, why: Mapping[str, Text], entry: Entry | None) -> Text | None:
    """That the withdrawal of a file has no effect: who withdrew it, when, and why the EDC holds or rejected that."""
    if entry is None:
        return None
    rejected = entry.placing.standing == "rejected"
    return words.join(_REJECTED if rejected else _WAITS, held_words(course, people, why, entry))


_REJECTED = Text("withdrawal rejected at the EDC: the file stands", "撤回已被中心库驳回，文件仍有效")
_WAITS = Text("withdrawal waits at the centre", "撤回在中心库待处理")


def _since(course: Course, people: People, entry: Entry) -> Text:
    return words.both(f"{who(course.record, people, entry.change)} {when(course, entry.change)}".strip())
