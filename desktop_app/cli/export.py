"""`cartella export`: what leaves the record as a file. Every export is itself noted in the record."""

import argparse
from collections.abc import Iterator
from datetime import date, timedelta

from desktop_app.cli.opening import opened
from desktop_app.cli.outcome import HouseOf, Outcome
from desktop_app.jobs.note import EXPORT, note
from desktop_app.presenters.audit_rows import AuditRow, AuditWords
from desktop_app.presenters.audit_table import cells, columns
from desktop_app.presenters.inspection.files import write_answer
from desktop_app.presenters.inspection.model import Inspected
from desktop_app.presenters.inspection.questions import QUESTIONS
from desktop_app.session import Session
from storage.history import Sought
from study.errors import KnownError
from study.text import Language, Text
from sync.files.table_out import write_csv


def audit(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """The audit trail, oldest first. Identity stays sealed in it."""
    language: Language = args.lang or "en"
    with opened(args, house_of) as session:
        sought = _sought(args, session)
        rows = (cells(row, language) for row in every_row(session, sought))
        count = write_csv(args.to, columns(language), rows)
        note(session, EXPORT, f"audit {args.to.suffix}", count)
    line = Text(f"{count} entries in {args.to.name}", f"{args.to.name}:{count} 条记录")
    return Outcome({"file": str(args.to), "entries": count}, (line,))


def inspection(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """What an auditor asks, a file a question. Identity stays sealed in it."""
    language: Language = args.lang or "en"
    asked = [each for each in QUESTIONS if args.question in (None, each.number)]
    if not asked:
        raise KnownError("no-question", "The questions go from 1 to 16.", "问题编号为 1 至 16。")
    made: list[dict[str, object]] = []
    with opened(args, house_of) as session:
        args.to.mkdir(parents=True, exist_ok=True)
        inspected = Inspected(session)
        for question in asked:
            table = question.table(inspected)
            path = write_answer(args.to, question, table, language)
            made.append({"question": question.number, "file": str(path), "rows": len(table.rows)})
        detail = "inspection" if args.question is None else f"inspection {args.question}"
        note(session, EXPORT, detail, len(made))
    lines = [
        Text(f"{q.number:2d} {q.words.en}: {m['rows']} rows", f"{q.number:2d} {q.words.zh}：{m['rows']} 行")
        for q, m in zip(asked, made, strict=True)
    ]
    return Outcome(made, tuple(lines))


def every_row(session: Session, sought: Sought) -> Iterator[AuditRow]:
    """Every entry that is sought, a page at a time, so that a long log does not have to fit into memory."""
    said = AuditWords(session)
    for lines in session.store.reader.audit_pages(sought):
        yield from said.rows(lines)


def _sought(args: argparse.Namespace, session: Session) -> Sought:
    reader = session.store.reader
    subjects = {child.label: child.id for child in reader.subjects(session.study.anchors["subject_code"])}
    people = {name: person.user for person in reader.users() for name in (person.user, person.name)}
    if args.subject and args.subject not in subjects:
        raise KnownError("subject-unknown", f"There is no child {args.subject} here.", f"此处没有患儿 {args.subject}。")
    if args.person and args.person not in people:
        raise KnownError("user-unknown", f"{args.person} is not in this record.", f"本记录中没有用户 {args.person}。")
    return Sought(
        subject=subjects.get(args.subject, ""),
        author=people.get(args.person, ""),
        form=args.form,
        item=args.item,
        since=_moment(session, args.since),
        before=_moment(session, args.until, days=1),
    )


def _moment(session: Session, day: str, days: int = 0) -> int | None:
    """The beginning of a day of the site, UTC ms; `days` later."""
    if not day:
        return None
    try:
        return session.midnight(date.fromisoformat(day) + timedelta(days=days))
    except (ValueError, OverflowError) as error:
        raise KnownError(
            "not-a-day", f"{day} is not a day such as 2026-11-01.", f"{day} 不是如 2026-11-01 的日期。"
        ) from error
