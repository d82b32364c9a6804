"""`cartella import-lab`: what a laboratory report would do, and with the same rules as the window, doing it."""

import argparse

from desktop_app.cli.opening import opened
from desktop_app.cli.outcome import HouseOf, Outcome, plain
from desktop_app.jobs.lab import about, forms_of, read_report, whose
from desktop_app.records import Child
from desktop_app.session import Session
from study.address import Address
from study.errors import KnownError
from study.text import Text
from sync.files.lab import LabPreview, match, plan, to_facts
from sync.files.lab.plan import GOES_IN, Step, why_not
from sync.files.lab.table import LineFault


def import_lab(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """Only lines without a question go in; exit code 3 when lines are left for a person to look at in the window."""
    sheet = read_report(args.file)
    with opened(args, house_of) as session:
        child = _child(session, args.subject)
        visit = _visit(session, child, args.visit)
        study = session.study
        site = session.store.reader.home().site_name
        preview = match(study, sheet, forms_of(study, visit.visit), about(child, session.now, site))
        _check_person(child, preview)
        steps = plan(preview, {}, child.course, visit)
        made = 0
        if not args.preview:
            facts = to_facts(preview, {}, child.course, visit, session.store.new_id, reason=args.reason)
            if facts:
                session.store.append(session.author, facts)
            made = sum(step.state in GOES_IN for step in steps)
    left = sum(step.state not in (*GOES_IN, "same") for step in steps) + len(preview.faults)
    rows = [_row(preview, step) for step in steps] + [_broken(fault) for fault in preview.faults]
    head = Text(f"{made} values taken, {left} lines left", f"已导入 {made} 项，剩余 {left} 行")
    data = {"lines": rows, "taken": made, "left": left, "faults": len(preview.faults)}
    return Outcome(data, (*map(_line, rows), head), left=left > 0)


def _child(session: Session, code: str) -> Child:
    for child in session.records.children():
        if child.subject.label == code:
            return child
    raise KnownError("subject-unknown", f"There is no child {code} here.", f"此处没有患儿 {code}。")


def _visit(session: Session, child: Child, code: str) -> Address:
    """The visit, which has been begun. A repeating one is named by its repeat's id."""
    for at in child.course.visits:
        if code in (at.address.visit, at.address.visit_repeat):
            return at.address
    raise KnownError("visit-unknown", f"The visit {code} was not begun yet.", f"访视 {code} 尚未开始。")


def _check_person(child: Child, preview: LabPreview) -> None:
    """A report of another person stops here; whose it is in doubt is for the window, where a person can look."""
    if whose(child, preview.person) in ("other", "doubt"):
        raise KnownError(
            "lab-other-person",
            "The name or number on this report is not the child's. Nothing was taken.",
            "报告上的姓名或病案号与该患儿不符，未导入任何内容。",
        )


def _row(preview: LabPreview, step: Step) -> dict[str, str]:
    printed = preview.lines[step.index].row
    item = step.proposal.item.code if step.proposal else ""
    why = why_not(preview.lines[step.index], step.proposal, step) or plain("")
    return {"line": str(printed.at.line), "test": printed.title, "result": printed.result.text, "unit": printed.unit,
            "item": item, "state": step.state, "en": why.en, "zh": why.zh}  # fmt: skip


def _broken(fault: LineFault) -> dict[str, str]:
    """A line that could not be read. Its text may hold a name, so only its number is said."""
    return {"line": str(fault.at.line), "state": "broken", "en": fault.sentence.en, "zh": fault.sentence.zh}


def _line(row: dict[str, str]) -> Text:
    shown = "  ".join(text for name, text in row.items() if text and name not in ("en", "zh"))
    return Text(f"{shown}  {row['en']}".rstrip(), f"{shown}  {row['zh']}".rstrip())
