"""`cartella import-lab`: what a laboratory report would do, and with the same rules as the window, doing it."""

import argparse

from desktop_app.cli.opening import opened
from desktop_app.cli.outcome import HouseOf, Outcome, plain
from desktop_app.jobs.lab import Said, about, forms_of, line_number, read_report, time_fault, whose
from desktop_app.records import Child
from desktop_app.session import Session
from study.address import Address
from study.errors import KnownError
from study.text import Text
from sync.files.lab import Choice, LabPreview, LabSheet, match, plan, to_facts
from sync.files.lab.plan import GOES_IN, Step, why_not
from sync.files.lab.table import LineFault

_LEFT_OUT = Text("Left out, as the command says.", "按命令要求不导入。")


def import_lab(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """Only lines without a question go in; exit code 3 when lines are left for a person to look at in the window.

    Lines that `--leave-out` names stay out and are not counted as left.
    """
    sheet = read_report(args.file)
    with opened(args, house_of) as session:
        child = _child(session, args.subject)
        _check_code(child, args.into_aside)
        visit = _visit(session, child, args.visit)
        study = session.study
        site = session.store.reader.home().site_name
        said = _said(session, visit, sheet, args)
        preview = match(study, sheet, forms_of(study, visit.visit), about(child, session.now, site, said))
        _check_person(child, preview)
        out = _left_out(preview, args.leave_out)
        choices = {n: Choice(leave=True) for n, line in enumerate(preview.lines) if line_number(line.row.at) in out}
        steps = plan(preview, choices, child.course, visit)
        made = 0
        if not args.preview:
            facts = to_facts(preview, choices, child.course, visit, session.store.new_id, reason=args.reason)
            if facts:
                session.store.append(session.author, facts)
            made = sum(step.state in GOES_IN for step in steps)
    rows = [_row(preview, step) for step in steps if step.index not in choices]
    rows += [_broken(fault) for fault in preview.faults if line_number(fault.at) not in out]
    left = sum(row["state"] not in (*GOES_IN, "same") for row in rows)
    rows += [_out(preview, index) for index in choices]
    head = Text(
        f"{made} values taken, {len(choices)} lines left out, {left} lines left",
        f"已导入 {made} 项，按命令不导入 {len(choices)} 行，剩余 {left} 行",
    )
    data = {"lines": rows, "taken": made, "left_out": len(choices), "left": left, "faults": len(preview.faults)}
    return Outcome(data, (*map(_line, rows), head), left=left > 0)


def _check_code(child: Child, into_aside: bool) -> None:
    """A record that stands aside takes results only where somebody says so: they belong to the one that goes on."""
    if child.aside is not None and not into_aside:
        code, on = child.subject.label, child.aside.on.label
        raise KnownError(
            "subject-aside",
            f"{code} stands aside: the same child goes on as {on}. Nothing was taken. Import with --subject {on}; "
            f"--into-aside would put the results under {code} all the same.",
            f"{code} 已停用，同一患儿由 {on} 继续记录，未导入任何内容。请改用 --subject {on}；"
            f"确需记在 {code} 下，请加 --into-aside。",
        )


def _said(session: Session, visit: Address, sheet: LabSheet, args: argparse.Namespace) -> Said:
    """What the command says where the report is silent: when the specimen was taken, and what it is."""
    fault = time_fault(session.study, forms_of(session.study, visit.visit), args.collected, session.now)
    if fault is not None:
        raise KnownError("lab-collected", f"--collected: {fault.en}", f"--collected：{fault.zh}")
    for option, given, silent in (
        ("--collected", args.collected, any(not row.collected for row in sheet.rows)),
        ("--specimen", args.specimen, any(not row.specimen for row in sheet.rows)),
    ):
        if given and not silent:
            raise KnownError(
                "lab-said",
                f"{option}: every line of the report says this itself. Nothing was taken; leave the option out.",
                f"{option}：报告各行均已注明，未导入任何内容，请去掉该选项。",
            )
    return Said(args.specimen, args.collected)


def _left_out(preview: LabPreview, named: list[str]) -> frozenset[str]:
    """The numbers of the lines that the command names, with their worksheets where the file has more than one."""
    places = (*(line.row.at for line in preview.lines), *(fault.at for fault in preview.faults))
    numbers = {line_number(at) for at in places}
    found: set[str] = set()
    for name in named:
        here = {name} & numbers or {number for number in numbers if number.rpartition(":")[2] == name}
        if len(here) > 1:
            among = sorted(here)
            raise KnownError(
                "lab-line-which",
                f"--leave-out {name}: several worksheets have this line. Write one of {', '.join(among)}.",
                f"--leave-out {name}：多个工作表都有该行，请写明：{'、'.join(among)}。",
            )
        if not here:
            raise KnownError(
                "lab-line-unknown",
                f"--leave-out {name}: the report has no such line. Nothing was taken; --preview shows the numbers.",
                f"--leave-out {name}：报告中没有该行，未导入任何内容；可用 --preview 查看行号。",
            )
        found |= here
    return frozenset(found)


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
    return {"line": line_number(printed.at), "test": printed.title, "result": printed.result.text, "unit": printed.unit,
            "item": item, "state": step.state, "en": why.en, "zh": why.zh}  # fmt: skip


def _out(preview: LabPreview, index: int) -> dict[str, str]:
    printed = preview.lines[index].row
    return {"line": line_number(printed.at), "test": printed.title, "result": printed.result.text, "unit": printed.unit,
            "item": "", "state": "left_out", "en": _LEFT_OUT.en, "zh": _LEFT_OUT.zh}  # fmt: skip


def _broken(fault: LineFault) -> dict[str, str]:
    """A line that could not be read. Its text may hold a name, so only its number is said."""
    return {"line": line_number(fault.at), "state": "broken", "en": fault.sentence.en, "zh": fault.sentence.zh}


def _line(row: dict[str, str]) -> Text:
    shown = "  ".join(text for name, text in row.items() if text and name not in ("en", "zh"))
    return Text(f"{shown}  {row['en']}".rstrip(), f"{shown}  {row['zh']}".rstrip())
