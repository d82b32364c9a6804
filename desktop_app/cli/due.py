"""`cartella due`: visits, consents and reports that are due or overdue, of all children of this record; how the trial
stands against what the registry announced.
"""

import argparse
from collections.abc import Iterator
from datetime import date

from desktop_app.cli.opening import opened
from desktop_app.cli.outcome import HouseOf, Outcome, plain
from desktop_app.session import Session
from study.course import Course
from study.definition.model import Study
from study.due import Due, due
from study.followup import stops
from study.registered import outside_recruiting, recruited, sharing
from study.retention import keep_lines, retention
from study.schedule import Stop, outlasting
from study.text import Text
from study.timeline import Timeline

KINDS = {"visit": Text("visit", "访视"), "consent": Text("consent", "知情同意"), "report": Text("report", "安全性报告")}


def list_due(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """Exit code 3 while something is overdue."""
    with opened(args, house_of) as session:
        return _outcome(session, args.days)


def _outcome(session: Session, ahead: int) -> Outcome:
    now, study = session.now.replace(tzinfo=None), session.study
    children = [child.course for child in session.records.counted()]
    found = due(children, now, ahead)
    beyond = [(line.code, stop) for line in children if (stop := _beyond(line, study, now.date())) is not None]
    kept = retention(study.protocol, children, now.date())
    announced, outside = recruited(study.protocol, children), tuple(_outside(children))
    data = {
        "now": now.isoformat(timespec="minutes"),
        "days": ahead,
        "due": [_data(each) for each in found],
        "after_the_end": [{"child": code, "visit": stop.visit.code, "closes": stop.closes} for code, stop in beyond],
        "outside_recruiting": [{"child": code, "why": said} for code, said in outside],
        "enrolled": announced.enrolled if announced else None,
        "planned": announced.planned if announced else None,
        "share_by": study.protocol.share_by,
        "keep_until": kept.until if kept else None,
    }
    lines = [line_of(each) for each in found] or [Text("nothing is due", "没有到期事项")]
    if beyond:
        lines.append(_after(study, [f"{code} {stop.visit.code}" for code, stop in beyond]))
    lines += [Text(f"{code}\t{said.en}", f"{code}\t{said.zh}") for code, said in outside]
    trial = (*((announced.words, announced.too_many) if announced else ()), sharing(study.protocol, now.date()))
    lines += [line for line in trial if line is not None]
    lines += keep_lines(kept, now.date())
    return Outcome(data, tuple(lines), left=any(each.state == "overdue" for each in found))


def _outside(children: list[Course]) -> Iterator[tuple[str, Text]]:
    for line in children:
        found = outside_recruiting(line)
        if found is not None:
            yield line.code, found.sentence


def _beyond(line: Timeline, study: Study, today: date) -> Stop | None:
    return outlasting(stops(line, today), study.protocol.runs_to)


def _data(each: Due) -> dict[str, object]:
    return {
        "child": each.child,
        "subject": each.subject,
        "kind": each.kind,
        "what": each.what,
        "state": each.state,
        "opens": each.opens,
        "closes": each.closes,
        "over": each.over,
        "unit": "h" if each.kind == "report" else "d",
        "provisional": each.provisional,
        "confirmed": each.confirmed,
        "place": each.place.key,
    }


def line_of(each: Due) -> Text:
    """One thing that is due, in columns: child, state, kind, what, from when until when."""
    unit = Text("h", "小时") if each.kind == "report" else Text("d", "天")
    state = {
        "overdue": Text(f"overdue {each.over} {unit.en}", f"逾期{each.over}{unit.zh}"),
        "open": Text("open", "可进行"),
        "coming": Text("coming", "即将到期"),
    }[each.state]
    span = f"{each.opens} - {each.closes}" if each.closes else each.opens
    planned = Text(" (planned infusion)", "（按计划回输日）") if each.provisional else plain("")
    unsure = plain("") if each.confirmed else Text(" (unconfirmed)", "（待确认）")
    kind = KINDS[each.kind]
    return Text(
        f"{each.child}\t{state.en}\t{kind.en}\t{each.what.en}\t{span}{unsure.en}{planned.en}",
        f"{each.child}\t{state.zh}\t{kind.zh}\t{each.what.zh}\t{span}{unsure.zh}{planned.zh}",
    )


def _after(study: Study, named: list[str]) -> Text:
    end = study.protocol.runs_to
    return Text(
        f"windows that close after the end of the study ({end}): {', '.join(named)}",
        f"时间窗晚于研究结束日（{end}）：{'、'.join(named)}",
    )
