"""Questions that go child by child: consent, eligibility, serious events, deviations, product, samples, sources."""

from collections import Counter
from collections.abc import Iterator

import msgspec

from desktop_app.presenters import words
from desktop_app.presenters.audit_rows import item_place
from desktop_app.presenters.child_gates import gate_states
from desktop_app.presenters.inspection.model import Cell, Inspected, Row, Table, day
from study.address import LOG, Address
from study.changes.facts import ValueSet, VisitStatus
from study.consent import consents
from study.consent_faults import first_procedure
from study.consent_log import Consent, kind_name
from study.course import Course
from study.deviations import proposed
from study.followup import stops
from study.from_tracing import from_tracing, tracing_words
from study.logs import filled
from study.product import product
from study.safety import events
from study.safety_clocks import deadlines, recipient_name
from study.samples import Balance, balance, samples
from study.text import Text
from study.units import plain
from study.values import Codes

CHILD = Text("Child", "患儿")
OUT = frozenset({"early", "late", "missed", "overdue"})
_STATES = {
    "early": Text("before its window", "早于时间窗"),
    "late": Text("after its window", "晚于时间窗"),
    "missed": Text("missed", "未访视"),
    "overdue": Text("overdue", "逾期未录"),
}


def consent(asked: Inspected) -> Table:
    """1. Every consent with its version and what was approved then, beside the first procedure of the study."""
    rows = [row for child in asked.children for row in _consents(asked, child.course)]
    columns = (
        CHILD, Text("Consent", "知情同意"), Text("Version", "版本"), Text("Approved", "批准日期"),
        Text("In use until", "使用至"), Text("Given", "签署时间"), Text("By", "签署人"),
        Text("First procedure", "首项研究操作"), Text("On", "操作时间"), Text("What is wrong", "问题"),
    )  # fmt: skip
    notes = () if asked.study.protocol.consent_versions else (
        Text(
            "The definition lists no approved versions of the consent form: approval can't be checked.",
            "研究定义未列出已批准的知情同意书版本，无法核对。",
        ),
    )  # fmt: skip
    return Table(columns, tuple(rows), notes)


def _consents(asked: Inspected, course: Course) -> Iterator[Row]:
    told, first = consents(course, asked.now.date()), first_procedure(course)
    procedure: tuple[Cell, Cell] = (first.name, day(first.at or first.on)) if first else ("", "")
    faults: dict[str, list[Text]] = {}
    for finding in told.findings:
        faults.setdefault(finding.place.key, []).append(finding.sentence)
    for given in told.given:
        wrong = faults.pop(given.place.key, [])
        yield (course.code, *_given(asked, course, given), *procedure, _all(wrong))
    for rest in faults.values():
        yield (course.code, *("",) * 6, *procedure, _all(rest))
    if not told.given and not told.findings:
        yield (course.code, Text("none written down", "无记录"), *("",) * 5, *procedure, "")


def _given(asked: Inspected, course: Course, given: Consent) -> Row:
    versions = asked.study.protocol.consent_versions
    version = next((one for one in versions if (one.code, one.kind) == (given.version, given.kind)), None)
    approved = (day(version.approved), day(version.until)) if version else ("", "")
    signed = [asked.choice("ICFWHO", who) for who in given.who]
    if given.child == "Y":
        signed.append(Text("child", "患儿本人"))
    people = [each if isinstance(each, Text) else words.both(each) for each in signed]
    return (kind_name(course, given.kind), given.version, *approved, day(given.at or given.on), _all(people, ", "))


def eligibility(asked: Inspected) -> Table:
    """2. Every criterion at every gate: answer, source visit and date, the numbers behind it, who decided."""
    rows = tuple(
        (
            child.course.code,
            gate.label,
            line.tip or line.text,
            line.aside or "",
            line.detail or "",
            gate.verdict,
            gate.decided or "",
        )
        for child in asked.children
        for gate in gate_states(child.course)
        if gate.reached
        for line in gate.lines
    )
    columns = (
        CHILD, Text("Gate", "节点"), Text("Criterion", "标准"), Text("Answer, visit and day", "回答、访视与日期"),
        Text("Evidence", "依据"), Text("Verdict", "结论"), Text("Decided by, on", "判定人与日期"),
    )  # fmt: skip
    return Table(columns, rows)


def serious_events(asked: Inspected) -> Table:
    """4. Serious adverse events with awareness, deadline and dispatch, recipient by recipient."""
    rows: list[Row] = []
    for child in asked.children:
        course, reported = child.course, set()
        for each in deadlines(course):
            reported.add(each.event)
            to = recipient_name(course, each.recipient) if each.recipient else ""
            state = words.both(each.state(asked.now))
            rows.append(
                (course.code, each.event, each.clock.label, to, day(each.aware), day(each.due), day(each.sent), state)
            )
        silent = [event for event in events(course) if event.serious and event.term not in reported]
        none = Text("no report", "无报告")
        rows += [(course.code, event.term, none, "", day(event.aware), "", "", "") for event in silent]
    columns = (
        CHILD, Text("Event", "事件"), Text("Clock", "时限"), Text("To", "报告对象"), Text("Aware", "获知时间"),
        Text("Due", "截止"), Text("Sent", "报送时间"), Text("State", "状态"),
    )  # fmt: skip
    unsure = Text("The deadlines are proposals that the site has to confirm.", "各时限为建议值，须由中心确认。")
    confirmed = all(clock.confirmed for clock in asked.study.protocol.clocks)
    return Table(columns, tuple(rows), () if confirmed else (unsure,))


def deviations(asked: Inspected) -> Table:
    """5. Deviations that people wrote down, those the program proposes, visits missed or outside their window."""
    rows: list[Row] = []
    for child in asked.children:
        course = child.course
        for row in filled(course, "DV"):
            said = (asked.choice("DVCAT", row.code("DVCAT")), row.text("DVTERM"), row.text("DVRSN"), row.text("DVCAPA"))
            told = day(row.day("DVECDTC"))
            rows.append(
                (course.code, Text("confirmed", "已确认"), day(row.day("DVSTDTC")), row.text("DVVIS"), *said, told)
            )
        for each in proposed(course, asked.now):
            found = (asked.choice("DVCAT", each.category), each.sentence, "", "", "")
            rows.append((course.code, Text("proposed", "待确认"), day(each.on), each.visit, *found))
        rows += _visits(asked, course)
    columns = (
        CHILD, Text("State", "状态"), Text("Day", "日期"), Text("Visit", "访视"), Text("Category", "类别"),
        Text("What happened", "描述"), Text("Reason", "原因"), Text("Action", "措施"),
        Text("Ethics told", "伦理报告日期"),
    )  # fmt: skip
    return Table(columns, tuple(rows))


def _visits(asked: Inspected, course: Course) -> Iterator[Row]:
    for stop in stops(course, asked.now.date()):
        if stop.state not in OUT:
            continue
        reason = _why_missed(course, stop.visit.code)
        span = Text(f"window {stop.opens} to {stop.closes}", f"时间窗 {stop.opens} 至 {stop.closes}")
        off = f"{stop.off:+d} d" if stop.off else ""
        yield (course.code, _STATES[stop.state], day(stop.on), stop.visit.code, span, off, reason, "", "")


def _why_missed(course: Course, visit: str) -> str:
    shown = course.record.visit_settled(Address(course.record.subject, visit)).shown
    return shown.fact.reason if shown is not None and isinstance(shown.fact, VisitStatus) else ""


def chain_of_identity(asked: Inspected) -> Table:
    """6. Apheresis, lot and child linked, who checked, what breaks the chain."""
    rows: list[Row] = []
    for child in asked.children:
        made, code = product(child.course), child.course.code
        faults: dict[str, list[Text]] = {}
        for finding in made.findings:
            faults.setdefault(finding.place.in_form.key, []).append(finding.sentence)
        for each in made.collections:
            wrong = _all(faults.pop(each.place.key, []))
            rows.append(
                (code, Text("apheresis", "单采"), day(each.on), each.number, each.code, "", *each.checked, wrong)
            )
        for infused in made.infusions:
            wrong = _all(faults.pop(infused.place.key, []))
            rows.append(
                (
                    code,
                    Text("infusion", "回输"),
                    day(infused.at),
                    "",
                    infused.code,
                    infused.lot,
                    *infused.checked,
                    wrong,
                )
            )
        rows += [(code, "", "", "", "", "", "", "", _all(rest)) for rest in faults.values()]
    columns = (
        CHILD, Text("Link", "环节"), Text("When", "时间"), Text("Number", "编号"),
        Text("Chain-of-identity code", "追溯码"), Text("Lot", "批号"), Text("Checked by", "核对人一"),
        Text("and by", "核对人二"), Text("What is wrong", "问题"),
    )  # fmt: skip
    return Table(columns, tuple(rows))


def sample_balance(asked: Inspected) -> Table:
    """10. Collected = used + destroyed + lost + stored, sample by sample, child by child, in all."""
    rows: list[Row] = []
    everything: list[Balance] = []
    for child in asked.children:
        found = samples(child.course)
        for sample in found:
            about = (asked.choice("SAMPTYPE", sample.kind), asked.choice("SAMPSTAT", sample.status))
            wrong = _all([finding.sentence for finding in sample.findings])
            rows.append((child.course.code, sample.number, *about, *_numbers(sample.balance), wrong))
        if found:
            everything.append(balance(found))
            total = _numbers(balance(found))
            rows.append((child.course.code, Text("together", "合计"), "", "", *total, ""))
    names = ("collected", "used", "destroyed", "lost", "stored")
    sums = [str(sum((getattr(each, name) for each in everything), start=Balance().used)) for name in names]
    note = Text(f"All children: {' / '.join(sums)} (collected / used / destroyed / lost / stored)",
                f"全部患儿：{' / '.join(sums)}（采集/已用/销毁/遗失/在库）")  # fmt: skip
    columns = (
        CHILD, Text("Sample", "样本"), Text("Kind", "类型"), Text("Status", "状态"), Text("Collected", "采集"),
        Text("Used", "已用"), Text("Destroyed", "销毁"), Text("Lost", "遗失"), Text("Stored", "在库"),
        Text("What is wrong", "问题"),
    )  # fmt: skip
    return Table(columns, tuple(rows), (note,))


def _numbers(found: Balance) -> tuple[str, ...]:
    return tuple(plain(each) for each in (found.collected, found.used, found.destroyed, found.lost, found.stored))


def sources(asked: Inspected) -> Table:
    """7. Where each item came from: the report or the tracing it was read from, else the source said at its visit."""
    rows: list[Row] = []
    for child in asked.children:
        counted: Counter[tuple[str, str, str, str, str]] = Counter()
        for place in child.course.record.values:
            fact = child.course.record.fact(place)
            if fact is not None:
                counted[
                    (place.visit, place.visit_repeat, place.form, place.item, _source(child.course, place, fact))
                ] += 1
        for (visit, _repeat, form, item, source), count in sorted(counted.items()):
            where = item_place(asked.study, Address("", visit, form=form, item=item))
            named = tracing_words(source) or (asked.choice("SRCTYP", source) if source else Text("not said", "未填"))
            rows.append((child.course.code, where, f"{form}.{item}", named, str(count)))
    columns = (CHILD, Text("Where", "位置"), Text("Item", "项目"), Text("Source", "来源"), Text("Values", "数值数"))
    return Table(columns, tuple(rows))


def _source(course: Course, place: Address, fact: ValueSet) -> str:
    if from_tracing(fact) is not None and fact.report is not None:
        return fact.report.method
    if fact.report is not None:
        return f"report {fact.report.source}".strip() if fact.report.source else "LIS"
    if place.visit == LOG:
        return ""
    value = course.value(msgspec.structs.replace(place.in_visit, form="VISIT", item="SRCTYP"))
    return value.codes[0] if isinstance(value, Codes) and value.codes else ""


def _all(texts: list[Text], between: str = " ") -> Text:
    return Text(*(between.join(text.get(language) for text in texts) for language in ("en", "zh")))
