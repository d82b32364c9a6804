"""Until when the records of the trial are kept at least: the strictest rule of the definition, and how sure its day is.

Pure: the caller says which day it is at the site. Deletes nothing and lets nothing be deleted: it is a day to read.
"""

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from study.definition.trial import Age, Protocol, RetentionRule
from study.followup import follow_up, stops
from study.schedule import Stop
from study.text import Text
from study.timeline import Timeline

_TO_COME = frozenset({"not_due", "in_window", "overdue", "history"})
_UNCONFIRMED = Text("unconfirmed", "待确认")


class Planned(msgspec.Struct, frozen=True):
    """The last day on which a visit of a child may still take place, and whose it is (a code)."""

    on: date
    child: str


class Counted(msgspec.Struct, frozen=True):
    """One rule with the day from which it counts and the last day on which records are kept by it; None: not known."""

    rule: RetentionRule
    start: date | None
    until: date | None


class Retention(msgspec.Struct, frozen=True):
    """Every rule as it counts today. `ended` is the day the study ended; None while it runs.

    `announced` is the end the registry gives, `planned` the end of the follow-up that the schedule plans: while the
    study runs the later of the two stands for its end, and may move.
    """

    counted: tuple[Counted, ...]
    ended: date | None = None
    announced: date | None = None
    planned: Planned | None = None
    last_visit: date | None = None

    @property
    def strictest(self) -> Counted | None:
        """The rule by which records are kept longest; None while no rule can be counted."""
        known = [each for each in self.counted if each.until is not None]
        return max(known, key=lambda each: each.until or date.min, default=None)

    @property
    def until(self) -> date | None:
        """The last day on which records are kept at least; None while it can't be said."""
        return self.strictest.until if self.strictest is not None else None


def retention(protocol: Protocol, children: Iterable[Timeline], today: date) -> Retention | None:
    """How long records are kept; None where the definition has no rule."""
    if not protocol.retention:
        return None
    lines = tuple(children)
    planned = max(_planned(lines, today), key=lambda each: each.on, default=None)
    last = max((at.day for line in lines for at in line.visits if at.day is not None), default=None)
    ends = [day for day in (protocol.runs_to, planned.on if planned is not None else None) if day is not None]
    end = protocol.ended or max(ends, default=None)
    counted = tuple(
        Counted(rule, start, _until(rule, start))
        for rule in protocol.retention
        for start in (end if rule.starts == "study_end" else last,)
    )
    return Retention(counted, protocol.ended, protocol.runs_to, planned, last)


def _until(rule: RetentionRule, start: date | None) -> date | None:
    return None if start is None else Age(months=12 * rule.years).starts(start)


def _planned(lines: Iterable[Timeline], today: date) -> Iterator[Planned]:
    """The end of each child's follow-up: the yearly visits count unless somebody chose against them."""
    for line in lines:
        without = follow_up(line).long_term is False
        closing = [stop.closes for stop in stops(line, today) if stop.closes is not None and _to_come(stop, without)]
        if closing:
            yield Planned(max(closing), line.code)


def _to_come(stop: Stop, without_yearly: bool) -> bool:
    return stop.state in _TO_COME and not (without_yearly and stop.visit.optional)


def keep_until(found: Retention, today: date) -> Text:
    """The sentence: keep until when, by which rule."""
    strictest = found.strictest
    if strictest is None or strictest.until is None:
        return Text(
            "until when the records are kept can't be said: nobody has said when the study ends, and no visit is known",
            "尚无法确定资料保存期限：研究结束日未知，且无访视记录",
        )
    rule, until = strictest.rule, strictest.until
    sure = _sure(rule)
    over = Text("", "")
    if until < today:
        over = Text("; that day is over, and nothing is deleted by the program", "；该日期已过，程序不会删除任何资料")
    head = Text(f"keep until {until} at least", f"至少保存至 {until}")
    return Text(
        f"{head.en} ({_counts(rule).en}: {rule.label.en}{sure.en}){over.en}",
        f"{head.zh}（{_counts(rule).zh}：{rule.label.zh}{sure.zh}）{over.zh}",
    )


def how_sure(found: Retention) -> Text:
    """From which end it counts, and what of that is not known yet."""
    if found.ended is not None:
        return Text(f"the study ended on {found.ended}", f"研究已于 {found.ended} 结束")
    known: list[Text] = []
    if found.announced is not None:
        known.append(Text(f"the registry says {found.announced}", f"注册信息为 {found.announced}"))
    if found.planned is not None:
        on, child = found.planned.on, found.planned.child
        known.append(
            Text(f"visits are planned until {on} ({child})", f"计划访视至 {on}（{child}）")
        )  # fmt: skip
    if not known:
        return Text("the end of the study is not known yet", "研究结束日尚未确定")
    en, zh = ", ".join(each.en for each in known), "，".join(each.zh for each in known)
    return Text(
        f"the end of the study is not known yet: {en}; the later day counts, and may move",
        f"研究结束日尚未确定：{zh}；以较晚者计算，可能变动",
    )


def keep_lines(found: Retention | None, today: date) -> tuple[Text, ...]:
    """Until when the records are kept, and how sure that is; nothing where the definition has no rule."""
    return () if found is None else (keep_until(found, today), how_sure(found))


def rule_line(each: Counted) -> Text:
    """One rule: how long, from when, until when."""
    until = Text(f"until {each.until}", f"至 {each.until}") if each.until else Text("not countable yet", "尚无法计算")
    said, sure = _counts(each.rule), _sure(each.rule)
    return Text(
        f"{each.rule.label.en}: {said.en}, {until.en}{sure.en}", f"{each.rule.label.zh}：{said.zh}，{until.zh}{sure.zh}"
    )


def _counts(rule: RetentionRule) -> Text:
    if rule.starts == "study_end":
        return Text(f"{rule.years} years from the end of the study", f"研究结束后 {rule.years} 年")
    return Text(f"{rule.years} years from the last visit", f"末次就诊后 {rule.years} 年")


def _sure(rule: RetentionRule) -> Text:
    return Text("", "") if rule.confirmed else Text(f", {_UNCONFIRMED.en}", f"，{_UNCONFIRMED.zh}")
