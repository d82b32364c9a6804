"""The results of all children as tables: numbers by rank, answers by count, missing with why. Pure.

Every child that was infused stands once in each line: with a result, or with one reason why there is none.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from study.definition.model import Study
from study.ranks import LEAST, Spread, spread
from study.results.measures import BASELINE, BASELINE_WORDS, Measure, measures, visits_of
from study.results.of_child import WHY, Had, Results, key_of
from study.sheet import Cell, Sheet, same
from study.text import Text

TITLE = Text("Results by visit", "按访视汇总的结果")
YES_NO = {"Y": Text("Yes", "是"), "N": Text("No", "否")}
PRIMARY = {True: Text("primary", "主要"), False: Text("further", "其他")}
_CANNOT = Text("cannot tell", "无法判断")
_HEAD = (
    Text("Outcome", "终点"), Text("Kind", "类别"), Text("Code", "代码"), Text("Measure", "指标"),
    Text("Unit", "单位"), Text("Visit", "访视"), Text("Children infused (N)", "已回输患儿数（N）"),
    Text("With a result (n)", "有结果（n）"),
)  # fmt: skip
_MISSING = tuple(Text(f"Missing: {why.en}", f"缺失：{why.zh}") for why in WHY.values())


class _Line:
    """A measure at a visit with what every infused child had there."""

    def __init__(self, measure: Measure, visit: str, had: Sequence[Had]) -> None:
        self.measure, self.visit, self.had = measure, visit, had

    @property
    def known(self) -> list[Had]:
        return [each for each in self.had if each.missing is None]

    @property
    def spread(self) -> Spread:
        return spread([each.span for each in self.known if each.span is not None], self.measure.decimals)

    @property
    def head(self) -> tuple[Cell, ...]:
        made, visit = self.measure, BASELINE_WORDS if self.visit == BASELINE else same(self.visit)
        return (
            made.outcome, PRIMARY[made.primary], made.code, made.label, made.unit, visit, str(len(self.had)),
            str(len(self.known)),
        )  # fmt: skip

    @property
    def missing(self) -> tuple[str, ...]:
        counts = Counter(each.missing for each in self.had if each.missing is not None)
        return tuple(str(counts[why]) for why in WHY)


def tables(study: Study, children: Sequence[Results]) -> tuple[Sheet, ...]:
    """Who is in it, the measures at a glance, every number and every answer in full."""
    infused = [each for each in children if each.infused]
    lines = list(_lines(study, infused))
    return (_about(study, children), _glance(study, lines), _numbers(lines), _answers(study, lines))


def _lines(study: Study, infused: Sequence[Results]) -> Iterator[_Line]:
    for measure in measures(study):
        first = () if measure.since_baseline else (BASELINE,)
        for visit in (*first, *(visit.code for visit in visits_of(study, measure))):
            had = [each.had[key_of(measure, visit)] for each in infused]
            if visit == BASELINE or not _optional(study, visit) or any(each.missing is None for each in had):
                yield _Line(measure, visit, had)


def _optional(study: Study, visit: str) -> bool:
    return study.visit(visit).optional


def _about(study: Study, children: Sequence[Results]) -> Sheet:
    infused = [each for each in children if each.infused]
    rows: tuple[tuple[Cell, ...], ...] = (
        (Text("Study and version", "研究及版本"), f"{study.code} {study.version}"),
        (Text("Digest of the definition", "研究定义摘要值"), study.digest[:16]),
        (Text("Children in the record", "已建档患儿"), str(len(children))),
        (Text("Children infused: all of them are told (N)", "已回输患儿：全部计入（N）"), str(len(infused))),
        (
            Text("Not told: nobody decided between two days of the infusion", "未计入：回输日期存在冲突、尚未裁定"),
            str(sum(each.undecided for each in children)),
        ),
        (
            Text("Of these lost before three months (exclusion criterion 7)", "其中回输后3个月内失访（排除标准7）"),
            str(sum(each.lost_early for each in infused)),
        ),
    )
    notes = (
        Text(
            f"Median and quartiles by rank (Hyndman and Fan 1996, definition 7), from {LEAST} results on; of fewer "
            "only how many there are. A result such as “<40” is never made a number: it may be anything below 40, and "
            "what is told holds whatever it was. “<40” as a median: it lies below 40. “3 – 5”: between these. “cannot "
            "tell”: it depends on results that are only limits.",
            f"中位数与四分位数按秩计算（Hyndman 与 Fan 1996，定义7），结果少于 {LEAST} 个时仅报告个数。"
            "“<40”等结果不改写为数值：可为小于40的任何值，所报结论在任何情形下均成立。中位数“<40”指其小于40；"
            "“3 – 5”指介于两者之间；“无法判断”指取决于仅有界限的结果。",
        ),
        Text(
            "Baseline: the last result before the first dose of lymphodepletion, else before the infusion. A visit "
            "stands for the record that counts as it. Nothing was imputed.",
            "基线：首次清淋用药前（否则回输前）最后一次结果。访视以计为该次访视的记录为准。未作任何填补。",
        ),
    )
    columns = (Text("What", "项目"), Text("Number", "数值"))
    return Sheet("about", Text("Who is told, and how", "分析人群与方法"), columns, rows, notes)


def _glance(study: Study, lines: Sequence[_Line]) -> Sheet:
    """A measure a row, a visit a column: n, the median and quartiles, or the answers with their counts."""
    visits = list(dict.fromkeys(line.visit for line in lines))
    ordered = [BASELINE, *(visit.code for visit in study.visits if visit.code in visits)]
    cells: dict[tuple[Text, str, Text, str, bool], dict[str, Cell]] = {}
    for line in lines:
        if line.known:
            made = line.measure
            row = cells.setdefault((made.outcome, made.code, made.label, made.unit, made.primary), {})
            row[line.visit] = _cell(study, line)
    rows = [
        (outcome, Text(f"{label.en}{f' ({unit})' if unit else ''}", f"{label.zh}{f'（{unit}）' if unit else ''}"),
         *(found.get(visit, "–") for visit in ordered))
        for (outcome, _, label, unit, _), found in cells.items()
    ]  # fmt: skip
    heads = (Text("Baseline", "基线"), *map(same, ordered[1:]))
    note = Text(
        "Median (lower – upper quartile), n; † so many of them are only limits. Of fewer than three children n alone. "
        "Answers: how many children gave each. Measures without any result are left out here and stand in the tables.",
        "中位数（下四分位 – 上四分位），n；†后为其中仅有界限的个数。少于三例时仅列n。分类：各答案的患儿数。"
        "无任何结果的指标此处省略，见完整表格。",
    )
    columns = (Text("Outcome", "终点"), Text("Measure", "指标"), *heads)
    return Sheet("glance", Text("At a glance", "总览"), columns, tuple(rows), (note,))


def _cell(study: Study, line: _Line) -> Cell:
    if line.measure.kind == "answer":
        counts = Counter(each.answer for each in line.known)
        told = [(label_of(study, line.measure, code), count) for code, count in counts.most_common()]
        return Text("; ".join(f"{w.en} {n}" for w, n in told), "；".join(f"{w.zh} {n}" for w, n in told))
    made = line.spread
    limits = f" †{made.limited}" if made.limited else ""
    if made.count < LEAST:
        return f"n={made.count}{limits}"
    ends = tuple(end or "?" for end in (made.lower, made.upper))
    return f"{made.median or '?'} ({ends[0]} – {ends[1]}), n={made.count}{limits}"


def label_of(study: Study, measure: Measure, code: str) -> Text:
    """An answer in words."""
    found = (choice.label for choice in study.codelists.get(measure.choices, ()) if choice.code == code)
    return next(found, YES_NO.get(code, same(code)))


def _numbers(lines: Sequence[_Line]) -> Sheet:
    columns = (
        *_HEAD, Text("Of these only limits (such as <40)", "其中仅有界限（如<40）"), Text("Median", "中位数"),
        Text("Lower quartile", "下四分位"), Text("Upper quartile", "上四分位"), Text("Lowest", "最小"),
        Text("Highest", "最大"), *_MISSING,
    )  # fmt: skip
    rows = tuple((*line.head, *_told(line.spread), *line.missing) for line in lines if line.measure.kind == "number")
    return Sheet("numbers", Text("Numbers by visit", "数值指标（按访视）"), columns, rows)


def _told(made: Spread) -> tuple[Cell, ...]:
    if made.count < LEAST:
        return (str(made.limited), *("",) * 5)
    ends = (made.median, made.lower, made.upper, made.least, made.most)
    return (str(made.limited), *(end or _CANNOT for end in ends))


def _answers(study: Study, lines: Sequence[_Line]) -> Sheet:
    """A row an answer that anybody gave, with n / N and of how many results; a row without one where nobody has any."""
    columns = (
        *_HEAD, Text("Answer", "答案"), Text("Children", "患儿数"), Text("n / N", "n / N"), *_MISSING,
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for line in lines:
        if line.measure.kind != "answer":
            continue
        counts = Counter(each.answer for each in line.known)
        for code, count in counts.most_common() or [("", 0)]:
            words = label_of(study, line.measure, code) if code else ""
            rows.append((*line.head, words, str(count), f"{count} / {len(line.had)}", *line.missing))
    return Sheet("answers", Text("Answers and responses by visit", "分类指标与疗效（按访视）"), columns, tuple(rows))
