"""How the trial went: deviations, queries that are open on safety, stopping rules."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from study.board.facts import Facts
from study.board.frame import CHILD, NONE, Frame, listed
from study.board.rules import Standing, standing
from study.sheet import Cell, Sheet
from study.text import Text
from study.writing import plain

STATES = {"met": Text("MET", "已达到"), "not_met": Text("not met", "未达到"), "open": Text("cannot tell", "无法判断")}
AMONG = {"enrolled": Text("children enrolled", "已入组患儿"), "infused": Text("children infused", "已回输患儿")}


def deviations(frame: Frame, children: Sequence[Facts]) -> Sheet:
    """Deviations by category: those people confirmed by severity, those the program proposes apart."""
    confirmed = Counter(one for each in children for one in each.deviations)
    waiting: Counter[str] = Counter()
    for each in children:
        waiting.update(each.proposed_deviations)
    known = [choice.code for choice in frame.study.codelists.get("DVCAT", ())]
    codes = dict.fromkeys((*known, *(category for category, _ in confirmed), *waiting))
    rows: list[tuple[Cell, ...]] = []
    for code in codes:
        minor, major = confirmed[code, "MINOR"], confirmed[code, "MAJOR"]
        every = sum(count for (category, _), count in confirmed.items() if category == code)
        who = [each.code for each in children if any(category == code for category, _ in each.deviations)]
        if every or waiting[code]:
            label = frame.label("DVCAT", code) if code else Text("no category", "未填类别")
            rows.append(
                (
                    label,
                    str(every),
                    str(major),
                    str(minor),
                    str(every - major - minor),
                    str(len(who)),
                    str(waiting[code]),
                )
            )
    total = sum(confirmed.values())
    rows.append((Text("all", "合计"), str(total), *_sums(rows), NONE, str(sum(waiting.values()))))
    columns = (
        Text("Category", "类别"), Text("Confirmed", "已确认"), Text("of these major", "其中重大"),
        Text("minor", "轻微"), Text("severity not given", "未填程度"), Text("Children", "患儿数"),
        Text("Proposed, not judged yet", "系统提示、未判定"),
    )  # fmt: skip
    return Sheet("deviations", Text("Protocol deviations", "方案偏离"), columns, tuple(rows))


def _sums(rows: Sequence[tuple[Cell, ...]]) -> tuple[str, ...]:
    return tuple(str(sum(int(str(row[column])) for row in rows)) for column in (2, 3, 4))


def queries(frame: Frame, children: Sequence[Facts]) -> Sheet:
    """Queries on forms of safety that are not closed, by child and form."""
    rows: list[tuple[Cell, ...]] = []
    for each in children:
        for form in dict.fromkeys(asked.form for asked in each.queries):
            mine = [asked for asked in each.queries if asked.form == form]
            days = [(frame.now.date() - asked.since).days for asked in mine if asked.since is not None]
            label = frame.study.forms[form].label if form in frame.study.forms else Text(form, form)
            answered = sum(asked.answered for asked in mine)
            rows.append((each.code, label, str(len(mine)), str(answered), str(max(days)) if days else "–"))
    columns = (
        CHILD, Text("Form", "表单"), Text("Not closed", "未关闭"), Text("of these answered", "其中已答复"),
        Text("Oldest, days", "最早一条（天）"),
    )  # fmt: skip
    none = () if rows else (Text("No query on a form of safety is open.", "安全性表单无未关闭的质疑。"),)
    return Sheet("queries", Text("Open queries on safety", "安全性未关闭质疑"), columns, tuple(rows), none)


def rules(frame: Frame, children: Sequence[Facts]) -> Sheet:
    """The stopping rules as the definition sets them, and how each stands."""
    found = [
        standing(rule, [(each.code, each.rules[rule.code]) for each in children])
        for rule in frame.study.protocol.stopping_rules
    ]
    columns = (
        Text("Rule", "规则"), Text("Counts", "计数条件"), Text("Children", "患儿数"), Text("Of", "总数"),
        Text("Limit", "界值"), Text("Standing", "判定"), Text("Why it cannot be told", "无法判断的原因"),
        Text("Children left open", "未定患儿"),
    )  # fmt: skip
    none = () if found else (
        Text(
            "No stopping rule is set in this trial's definition; none was invented.",
            "本研究定义未设定停止规则，系统亦未自行设定。",
        ),
    )  # fmt: skip
    return Sheet("rules", Text("Stopping rules", "停止规则"), columns, tuple(_rule(each) for each in found), none)


def _rule(each: Standing) -> tuple[Cell, ...]:
    rule = each.rule
    unsure = Text("", "") if rule.confirmed else Text(" (unconfirmed)", "（待确认）")
    days = f", D{rule.days[0]} … D{rule.days[1]}" if rule.days is not None else ""
    limit = str(rule.count) if rule.count is not None else f"{plain(100 * (rule.proportion or Decimal(0)))} %"
    return (
        Text(f"{rule.label.en}{unsure.en}", f"{rule.label.zh}{unsure.zh}"),
        f"{rule.form}: {rule.when}{days}",
        str(each.numerator),
        Text(f"{each.denominator} {AMONG[rule.among].en}", f"{AMONG[rule.among].zh} {each.denominator}"),
        Text(f"{limit} or more", f"≥ {limit}"),
        STATES[each.state],
        each.why or NONE,
        listed(each.unsure),
    )
