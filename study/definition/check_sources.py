"""Whether the source of an input names what exists, of the kind and in the unit its formula wants. Only reports."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from study.address import LOG
from study.definition.check_expressions import check_expression
from study.definition.dictionary import is_dictionary
from study.definition.faults import Report
from study.definition.lookup_tables import YOUNGER
from study.definition.model import Form, Item, Source, Study
from study.definition.target import Target
from study.derived.named import Kind
from study.derived.registry import FORMULAS
from study.derived.result import Formula

AT = ("", "baseline", "previous")
OFF = "off"
"""What a setting says that wants a number and has none."""
_NUMBER = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?", re.ASCII)
PERSONS: Mapping[str, Kind] = {
    "age_y": "number",
    "age_months": "number",
    "years": "number",
    "study_day": "number",
    "sex": "word",
    "day": "day",
}
_GIVES: Mapping[str, tuple[Kind, ...]] = {
    "number": ("number",),
    "choice": ("word", "flag", "words", "number"),
    "multichoice": ("words",),
    "text": ("word",),
    "date": ("day",),
    "partial_date": ("day",),
    "datetime": ("day",),
}
"""What kinds of input an item of a type gives; a choice is a number where its codes are (grades, scores)."""


@dataclass(frozen=True)
class Spot:
    """Where a source is written, what it belongs to, and where faults go."""

    path: tuple[str, ...]
    code: str
    report: Report


def check_source(study: Study, target: Target, source: Source, spot: Spot) -> None:
    """Reports everything about one source of one input that does not hold."""
    _Checker(study, target, source, spot).check()


class _Checker:
    """Carries where the faults go."""

    def __init__(self, study: Study, target: Target, source: Source, spot: Spot) -> None:
        self.study = study
        self.target = target
        self.source = source
        self.spot = spot

    def fault(self, en: str, zh: str) -> None:
        name, spot = self.target.name, self.spot
        spot.report.add_at(spot.path, spot.code, f"input `{name}`: {en}", f"输入项“{name}”：{zh}")

    def check(self) -> None:
        kinds: Mapping[str, Callable[[], None]] = {
            "item": self._item, "limit": self._limit, "series": self._series, "rows": self._rows,
            "codes": self._codes, "hours": self._hours, "rate": self._rate, "derived": self._derived,
            "person": self._person, "setting": self._setting, "table": self._table,
            "word": self._word,
        }  # fmt: skip
        self._at()
        kinds[self.source.kind]()
        if self.source.when:
            form = self.study.forms.get(self.source.of.partition("/")[0])
            spot = self.spot
            check_expression(self.study, self.source.when, spot.path, spot.code, spot.report, form=form)

    def _at(self) -> None:
        source = self.source
        visits = {visit.code for visit in self.study.visits} - {LOG}
        if source.at not in AT and source.at not in visits and "visits.yaml" not in self.spot.report.unreadable:
            self.fault(f"there is no visit `{source.at}`", f"没有访视“{source.at}”")
        if source.at and source.within is not None:
            self.fault("`within` is for values of this visit", "“within”仅用于本次访视的数值")
        if source.fresh is not None and source.within is None:
            self.fault("`fresh` goes with `within`", "“fresh”须与“within”同用")

    def _wants(self, *kinds: Kind) -> bool:
        if self.target.named.kind in kinds:
            return True
        wanted, gives = self.target.named.kind, " / ".join(kinds)
        self.fault(f"{self.source.of} gives {gives}, not {wanted}", f"{self.source.of}提供{gives}，而非{wanted}")
        return False

    def _unit(self, unit: str) -> None:
        if not self.target.takes(unit):
            self.fault(
                f"{self.source.of} comes in {unit}, not in {self.target.unit}", f"单位是{unit}，不是{self.target.unit}"
            )

    def _form(self, code: str) -> Form | None:
        """The form, reported when it is not there or stands in the child's logs only."""
        form = self.study.forms.get(code)
        if form is None:
            if f"forms/{code}.yaml" not in self.spot.report.unreadable:
                self.fault(f"there is no form `{code}`", f"没有表单“{code}”")
            return None
        placed = {visit.code for visit in self.study.visits if code in visit.forms}
        if placed == {LOG}:
            self.fault(f"{code} is a log: take its `rows`", f"{code}为患儿记录，请使用“rows”")
        return form

    def _find(self, path: str, *types: str) -> Item | None:
        """The item of a path, of one of these types."""
        of, _, code = path.partition("/")
        form = self._form(of)
        item = next((each for each in form.items if each.code == code), None) if form is not None else None
        if form is not None and item is None:
            self.fault(f"there is no item `{path}`", f"没有项目“{path}”")
        if item is not None and types and item.type not in types:
            self.fault(f"{path} is no {' / '.join(types)}", f"{path}的类型不是{' / '.join(types)}")
            return None
        return item

    def _item(self) -> None:
        item = self._find(self.source.of)
        if item is None or not self._wants(*_GIVES.get(item.type, ())):
            return
        if item.type == "number":
            self._unit(item.unit)
        elif item.type == "choice":
            self._answers(item)

    def _answers(self, item: Item) -> None:
        """A word or a number that is taken from a choice is one of its answers at least."""
        codes = {choice.code for choice in self.study.codelists.get(item.choices, ())}
        named = self.target.named
        known = {word.casefold() for pair in named.answers.items() for word in pair} or {"y", "n"}
        restricted = named.kind == "flag" or (named.kind == "word" and named.answers)
        if codes and restricted and known.isdisjoint(code.casefold() for code in codes):
            self.fault(f"no answer of {item.code} is known to it", f"{item.code}没有可用的选项")
        if codes and named.kind == "number" and not any(code.isascii() and code.isdecimal() for code in codes):
            self.fault(f"no answer of {item.code} is a number", f"{item.code}没有数值选项")

    def _measured(self, *kinds: Kind) -> None:
        item = self._find(self.source.of, "number")
        if item is not None and self._wants(*kinds):
            self._unit(item.unit)

    def _limit(self) -> None:
        if self.source.part not in ("low", "high"):
            self.fault("`part` is low or high", "“part”须为low或high")
        self._measured("number")

    def _series(self) -> None:
        days = self.source.days
        if days is not None and days[0] > days[1]:
            self.fault("`days` are reversed", "“days”先后颠倒")
        self._measured("series")

    def _rows(self) -> None:
        logs = next((visit.forms for visit in self.study.visits if visit.code == LOG), ())
        if self.source.of not in self.study.forms:
            self._form(self.source.of)
        elif not self.study.forms[self.source.of].specimen and (
            self.source.of not in logs or not self.study.forms[self.source.of].repeating
        ):
            of = self.source.of
            self.fault(f"{of} is no log of the child, and no form of a specimen", f"{of}既非患儿记录，也非标本表单")
        self._wants("rows")

    def _codes(self) -> None:
        self._wants("words")
        of, _, beginning = self.source.of.partition("/")
        form = self._form(of)
        if form is None:
            return
        items = [each for each in form.items if each.code.startswith(beginning.rstrip("*"))]
        if not items or not beginning:
            self.fault(f"no item begins so: `{self.source.of}`", f"没有以此开头的项目：“{self.source.of}”")
        for item in items:
            answers = {choice.code for choice in self.study.codelists.get(item.choices, ())}
            if item.type not in ("choice", "multichoice"):
                self.fault(f"{item.code} is no choice", f"{item.code}不是选择项")
            elif self.source.part and answers and self.source.part not in answers:
                self.fault(
                    f"{item.code} has no answer `{self.source.part}`", f"{item.code}没有选项“{self.source.part}”"
                )

    def _hours(self) -> None:
        if self._wants("number"):
            self._unit("h")
        self._find(self.source.of, "datetime")
        self._find(self.source.part, "datetime")
        if self.source.of.partition("/")[0] != self.source.part.partition("/")[0]:
            self.fault("both times stand on one form", "两个时间须在同一表单")

    def _rate(self) -> None:
        item = self._find(self.source.of, "number")
        if item is not None and item.unit != "ms":
            self.fault(f"{self.source.of} comes in {item.unit}, not in ms", f"单位是{item.unit}，不是ms")
        self._wants("number")

    def _derived(self) -> None:
        spec = self.study.derived.get(self.source.of)
        if spec is None:
            self.fault(f"there is no derived value `{self.source.of}`", f"没有衍生值“{self.source.of}”")
            return
        formula = FORMULAS.get(spec.formula or spec.code)
        if formula is not None:
            self._result(formula, self.source.part or spec.part)

    def _result(self, formula: Formula, part: str) -> None:
        """A main result has the formula's unit and kind; a part must be one that the formula names, where it does."""
        if part:
            if formula.parts and part not in formula.parts:
                self.fault(f"{formula.code} gives no `{part}`", f"{formula.code}没有结果“{part}”")
        elif formula.kind in ("number", "grade"):
            if self._wants("number"):
                self._unit(formula.unit)
        elif formula.kind in ("category", "flag"):
            self._wants("word", "flag", "words")

    def _person(self) -> None:
        kind = PERSONS.get(self.source.of)
        if kind is None:
            known = ", ".join(PERSONS)
            self.fault(f"`{self.source.of}` is none of {known}", f"“{self.source.of}”不在{known}之内")
        else:
            self._wants(kind)

    def _setting(self) -> None:
        self._wants("number", "word", "flag")
        if "study.yaml" in self.spot.report.unreadable:
            return
        if self.source.of not in self.study.settings:
            self.fault(f"there is no setting `{self.source.of}`", f"没有设置“{self.source.of}”")
            return
        text = self.study.settings[self.source.of]
        if self.target.named.kind == "number" and text != OFF and not _NUMBER.fullmatch(text):
            self._bad_setting(f"`{text}` is neither a number nor `{OFF}`", f"“{text}”既不是数字也不是“{OFF}”")
        if self.target.named.kind == "flag" and text not in ("yes", "no"):
            self._bad_setting(f"`{text}` is neither yes nor no", f"“{text}”既不是yes也不是no")

    def _bad_setting(self, en: str, zh: str) -> None:
        """Said where the setting stands, not where it is used."""
        self.spot.report.add_at(("settings", self.source.of), self.source.of, en, zh)

    def _word(self) -> None:
        answers = set(self.target.named.answers.values())
        if self._wants("word", "flag") and answers and self.source.of not in answers:
            known = ", ".join(sorted(answers))
            self.fault(f"`{self.source.of}` is none of {known}", f"“{self.source.of}”不在{known}之内")

    def _table(self) -> None:
        found = (self.study.tables.get(code) for code in (self.source.of, self.source.of + YOUNGER))
        texts = [text for text in found if text is not None and not is_dictionary(text)]
        if not texts:
            self.fault(f"there is no table `{self.source.of}`", f"没有表“{self.source.of}”")
            return
        by_height = any("height_percentile" in text for text in texts)
        parts = ("standard", *(("P50", "P90", "P95") if by_height else ("LMS",)))
        if self.source.part not in parts:
            self.fault(f"`part` is one of {', '.join(parts)}", f"“part”须为{'、'.join(parts)}之一")
        self._wants("word" if self.source.part == "standard" else "numbers")
