"""What an item must agree with: its type, its own limits, and the units, code lists, visits, panels and sources."""

import unicodedata
from decimal import Decimal
from itertools import pairwise

from study.definition.faults import Report
from study.definition.model import Form, Item, Limits, Reference, Sex, Study
from study.definition.patterns import refusal

NUMBER_KEYS = (
    "unit", "decimals", "hard", "soft", "soft_by_day", "critical", "critical_quiet", "alt", "range", "reference",
    "curves", "method",
)  # fmt: skip
FREE_WORDS = ("text", "date")
GREATEST_FACTOR = Decimal(10**9)
_BOTH: tuple[Sex, ...] = ("F", "M")


def check_item(study: Study, form: Form, item: Item, report: Report) -> None:
    """Reports everything about one item that does not hold."""
    checker = _Checker(study, report, ("item", form.code, item.code), item.code)
    checker.item(item)
    checker.method(form, item)
    if item.caliper and (item.type != "number" or item.unit not in ("ms", "s")):
        checker.fault("caliper", "calipers measure numbers in ms or s", "“caliper”仅用于单位为ms或s的数值项")
    if item.by_age and item.type != "number":
        checker.fault("by_age", "`by_age` is for numbers only", "“by_age”仅用于数值项")


def check_reference(study: Study, reference: Reference, path: tuple[str, ...], code: str, report: Report) -> None:
    """Reports what is wrong with the intervals of a derived value: source, ends, gaps and overlaps by sex, a method."""
    checker = _Checker(study, report, path, code)
    checker.reference(reference)
    if reference.method:
        checker.fault("reference", "a derived value has no method", "衍生值没有检测方法")


def folded(word: str) -> str:
    """A printed name without what printing changes: width, case and spaces."""
    return "".join(unicodedata.normalize("NFKC", word).casefold().split())


class _Checker:
    """Carries where the faults go."""

    def __init__(self, study: Study, report: Report, path: tuple[str, ...], code: str) -> None:
        self.study = study
        self.report = report
        self.path = path
        self.code = code

    def fault(self, key: str, en: str, zh: str) -> None:
        self.report.add_at((*self.path, key), self.code, en, zh)

    def item(self, item: Item) -> None:
        if item.type == "number":
            self._number(item)
        else:
            self._no_number(item)
        self._choices(item)
        self._limits(item)
        self._rest(item)
        if item.reference is not None:
            self.reference(item.reference)
            self._possible(item, item.reference)

    def _number(self, item: Item) -> None:
        if not item.unit:
            self.fault("type", "a number needs a unit (`1` when it has none)", "数值项须有单位（无量纲用“1”）")
        if item.decimals is None or not 0 <= item.decimals <= 6:
            self.fault("decimals", "a number needs `decimals`, 0 to 6", "数值项须有小数位数“decimals”（0至6）")
        if item.hard is None:
            self.fault("type", "a number needs hard limits", "数值项须有硬限值“hard”")
        self._unit("unit", item.unit)
        self._spellings(item)
        for alt in item.alt_units:
            self._unit("alt", alt.unit)
            if alt.unit == item.unit:
                self.fault("alt", "the item's own unit is no other unit", "换算单位与本单位相同")
            if alt.factor is not None and alt.factor <= 0:
                self.fault("alt", "a factor must be above 0", "换算系数须大于0")
            elif alt.factor is not None and not 1 / GREATEST_FACTOR <= alt.factor <= GREATEST_FACTOR:
                self.fault("alt", "no unit is so much larger than another", "换算系数过大或过小")

    def _unit(self, key: str, unit: str) -> None:
        if unit and unit not in self.study.units and "units.yaml" not in self.report.unreadable:
            self.fault(key, f"the unit `{unit}` is not in units.yaml", f"units.yaml中没有单位“{unit}”")

    def _spellings(self, item: Item) -> None:
        """One written form must lead to one of the item's units; elsewhere it may mean another."""
        seen: dict[str, str] = {}
        for code in dict.fromkeys((item.unit, *(alt.unit for alt in item.alt_units))):
            unit = self.study.units.get(code)
            for spelling in {folded(word) for word in (unit.code, unit.label, *unit.aliases)} if unit else ():
                if seen.setdefault(spelling, code) != code:
                    self.fault(
                        "alt",
                        f"`{spelling}` may mean {seen[spelling]} or {code}",
                        f"“{spelling}”可指{seen[spelling]}或{code}",
                    )

    def _no_number(self, item: Item) -> None:
        values: tuple[object, ...] = (
            item.unit,
            item.decimals is not None,
            item.hard,
            item.soft,
            item.soft_by_day,
            item.critical,
            item.critical_quiet,
            item.alt_units,
            item.range,
            item.reference,
            item.curves,
            item.method,
        )
        for key, value in zip(NUMBER_KEYS, values, strict=True):
            if value:
                self.fault(key, f"`{key}` is for numbers only", f"“{key}”仅用于数值项")
        if item.censored:
            self.fault("censored", "`censored` is for numbers only", "“censored”仅用于数值项")

    def _choices(self, item: Item) -> None:
        chosen = item.type in ("choice", "multichoice")
        if chosen and not item.choices:
            self.fault("type", "a choice needs a code list (`choices`)", "选择项须有代码表“choices”")
        if item.choices and not chosen:
            self.fault("choices", "`choices` is for choices only", "“choices”仅用于选择项")
        missing = item.choices and not item.rows and item.choices not in self.study.codelists
        if missing and "codelists.yaml" not in self.report.unreadable:
            self.fault("choices", f"there is no code list `{item.choices}`", f"没有代码表“{item.choices}”")

    def _limits(self, item: Item) -> None:
        early = item.soft_by_day
        by_day = early.limits if early is not None else None
        for key, limits in [("soft", item.soft), ("critical", item.critical), ("soft_by_day", by_day)]:
            if limits is not None:
                self._order(key, limits)
                if item.hard is not None and not _inside(limits, item.hard):
                    self.fault(key, f"the {key} limits lie outside the hard limits", f"“{key}”限值超出硬限值")
        if item.hard is not None:
            self._order("hard", item.hard)
        if early is not None and early.first > early.last:
            self.fault("soft_by_day", "the days are reversed", "起止研究日颠倒")
        if item.critical_confirmed and item.critical is None:
            self.fault("critical_confirmed", "nothing is critical that could be confirmed", "未设危急值，无需此标记")
        quiet = item.critical_quiet
        if quiet is not None and item.critical is None:
            self.fault("critical_quiet", "nothing is critical that could be quiet", "未设危急值，无需“critical_quiet”")
        if quiet is not None and quiet[0] > quiet[1]:
            self.fault("critical_quiet", "the days are reversed", "起止研究日颠倒")

    def _order(self, key: str, limits: Limits) -> None:
        if limits.low is not None and limits.high is not None and limits.low > limits.high:
            self.fault(key, f"the {key} limits are reversed", f"“{key}”上下限颠倒")

    def _rest(self, item: Item) -> None:
        if item.pattern:
            self._pattern(item)
        if item.identity and item.type not in FREE_WORDS:
            self.fault("identity", "only a text or a date can be sealed as identity", "仅文字或日期可作为身份信息密封")
        panels = {panel.code for panel in self.study.panels}
        for curve in item.curves:
            if curve.panel not in panels and "panels.yaml" not in self.report.unreadable:
                self.fault("curves", f"there is no panel `{curve.panel}`", f"没有图表“{curve.panel}”")

    def _pattern(self, item: Item) -> None:
        if item.type != "text":
            self.fault("pattern", "`pattern` is for texts only", "“pattern”仅用于文字项")
        why = refusal(item.pattern)
        if why is not None:
            self.fault("pattern", why.en, why.zh)

    def method(self, form: Form, item: Item) -> None:
        """The item that says the method stands on the form, and knows the method that the intervals are for."""
        asked = next((each for each in form.items if each.code == item.method), None)
        if item.method and (asked is None or asked.type not in ("choice", "text")):
            self.fault(
                "method",
                f"the form has no choice or text `{item.method}`",
                f"表单中没有选择项或文字项“{item.method}”",
            )
        wanted = item.reference.method if item.reference is not None else ""
        known = {choice.code for choice in self.study.codelists.get(asked.choices, ())} if asked is not None else set()
        if wanted and wanted not in known and "codelists.yaml" not in self.report.unreadable:
            self.fault(
                "reference",
                f"`{wanted}` is no answer of the item that `method` names",
                f"“{wanted}”不是“method”所指项目的选项",
            )

    def reference(self, reference: Reference) -> None:
        if reference.source and reference.source not in self.study.sources and self.study.sources:
            self.fault(
                "reference",
                f"there is no source `{reference.source}` in study.yaml",
                f"study.yaml中没有出处“{reference.source}”",
            )
        for row in reference.rows:
            if row.low is None and row.high is None:
                self.fault("reference", "an interval has neither low nor high", "参考区间既无下限也无上限")
            if row.low is not None and row.high is not None and row.low > row.high:
                self.fault("reference", "an interval is reversed", "参考区间上下限颠倒")
            if row.start.rank >= row.below.rank:
                self.fault("reference", "an interval ends before its age begins", "参考区间的年龄上下界颠倒")
        for sex in _BOTH:
            self._coverage(reference, sex)

    def _possible(self, item: Item, reference: Reference) -> None:
        """An interval lies within what can be."""
        for row in reference.rows:
            if item.hard is not None and not _inside(Limits(row.low, row.high), item.hard):
                self.fault("reference", "an interval lies outside the hard limits", "参考区间超出硬限值")

    def _coverage(self, reference: Reference, sex: Sex) -> None:
        rows = sorted((row for row in reference.rows if row.sex in (sex, "A")), key=lambda row: row.start.rank)
        for younger, older in pairwise(rows):
            if older.start.rank < younger.below.rank:
                self.fault(
                    "reference",
                    f"intervals overlap at {older.start.written} ({sex})",
                    f"参考区间在{older.start.written}处重叠（{sex}）",
                )
            elif older.start.rank > younger.below.rank:
                self.fault(
                    "reference",
                    f"no interval from {younger.below.written} to {older.start.written} ({sex})",
                    f"{younger.below.written}至{older.start.written}缺少参考区间（{sex}）",
                )


def _inside(inner: Limits, outer: Limits) -> bool:
    return all(end is None or outer.holds(end) for end in (inner.low, inner.high))
