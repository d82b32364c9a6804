"""A report's lines -> proposals for the items of the study: which item, which value, what is odd about it.

Asks where two readings are left and refuses with a sentence; never guesses and never drops a line.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import msgspec

from study import units
from study.checks import CheckContext, check, day_for_limits
from study.course import day_of
from study.definition.model import Item, Sex, Study
from study.grammar import Ask, Option, Reading, Understood, understand
from study.grammar import Refused as NotRead
from study.grammar.dates import read_datetime
from study.grammar.fold import fold
from study.grammar.ranges import refused_date
from study.lab_table import Circumstances, Tables
from study.text import Text
from study.values import DateTimeValue, Quantity, Range, Value, canonical
from sync.files.lab.header import Header, read_header
from sync.files.lab.limits import in_base, read_limits, read_mark
from sync.files.lab.names import Candidate, Names, Specimen, specimen_of
from sync.files.lab.preview import Asked, LabPreview, Line, Proposal, Refused, Taken, Unknown
from sync.files.lab.table import LabRow, LabSheet

_NO_UNIT = frozenset(["", "-", "--", "---", "/", "无", "none", "n/a"])


class About(msgspec.Struct, frozen=True):
    """The child and the visit as the checks need them; `specimen` and `collected` speak where the report is silent.

    `tables` are the adopted tables of reference intervals, `site` the name of the hospital whose record this is.
    """

    birth: date | None = None
    sex: Sex | None = None
    entered: datetime | None = None
    specimen: Specimen = ""
    collected: str = ""
    tables: Tables = ()
    site: str = ""
    infusion: date | None = None
    planned: date | None = None


NOBODY = About()


def match(study: Study, sheet: LabSheet, forms: Iterable[str], about: About = NOBODY) -> LabPreview:
    """What each row of the sheet would become on these forms (of one visit). Never raises."""
    forms = tuple(forms)
    matcher = _Matcher(study, forms, about, sheet.laboratory)
    lines = _once_each(tuple(matcher.line(row) for row in sheet.rows))
    return LabPreview(lines, sheet.faults, sheet.source, sheet.laboratory, sheet.person)


class _Matcher:
    def __init__(self, study: Study, forms: tuple[str, ...], about: About, laboratory: str) -> None:
        self.study = study
        self.laboratory = laboratory
        self.names = Names(study, forms)
        self.about = about

    def line(self, row: LabRow) -> Line:
        specimen = specimen_of(row.specimen) or self.about.specimen
        if specimen == "other":
            said = row.specimen or specimen
            return Unknown(row, Text(f"No form here asks about the specimen “{said}”.", f"没有表单收集“{said}”标本。"))
        found = self.names.find(specimen, row.test, row.short, row.unit)
        if not found:
            strip = self.names.qualitative(specimen, row.test)
            return self._decide(row, strip) if strip else _unknown(row)
        line = self._decide(row, found)
        strip = self.names.qualitative(specimen, row.test) if row.result.text and not row.result.made else ()
        other = self._decide(row, strip) if strip else line
        if isinstance(line, Refused):
            return line if isinstance(other, Refused) else other
        # 阴性 of a test that is also measured is an answer of its strip, not a number that nobody printed.
        return other if isinstance(other, Taken) and not _counts(line) else line

    def _decide(self, row: LabRow, found: tuple[Candidate, ...]) -> Line:
        """One candidate that can read the result: taken. Several, or a doubt: asked. None: why not."""
        readings = [(each, self._read(row, each.item)) for each in found]
        possible = [(each, reading) for each, reading in readings if not isinstance(reading, NotRead)]
        if not possible:
            candidate, refusal = readings[0]
            sentence = refusal.sentence if isinstance(refusal, NotRead) else _unknown(row).sentence
            return Refused(row, candidate.item, sentence)
        options = [(each, value) for each, reading in possible for value in _values(reading)]
        if len(possible) == 1 and possible[0][0].sure and isinstance(possible[0][1], Understood):
            return Taken(row, self._proposal(row, *options[0]))
        proposals = tuple(self._proposal(row, each, reading) for each, reading in options)
        return Asked(row, self._question(row, possible), proposals)

    def _question(self, row: LabRow, possible: Sequence[tuple[Candidate, Reading]]) -> Text:
        reading = possible[0][1]
        if len(possible) == 1 and isinstance(reading, Ask):
            return reading.question
        en = " / ".join(f"{each.item.label.en} ({self.study.forms[each.form].label.en})" for each, _ in possible)
        zh = " / ".join(f"{each.item.label.zh}({self.study.forms[each.form].label.zh})" for each, _ in possible)
        if len(possible) == 1:
            return Text(f"“{row.title}” is only known as {en}. Is it?", f"“{row.title}”仅与 {zh} 对应，是该项目吗？")
        return Text(f"Which item is “{row.title}”: {en}?", f"“{row.title}”是哪一项：{zh}？")

    def _read(self, row: LabRow, item: Item) -> Reading:
        if row.result.made == "date":
            return refused_date(item)
        if not row.result.text:
            return NotRead(Text("No result is printed in this line.", "该行没有结果。"))
        reading = understand(self.study, item, _typed(item, row))
        if isinstance(reading, Understood) and _unit_missing(item, row, reading.value):
            return self._which_unit(item, row, reading)
        return reading

    def _which_unit(self, item: Item, row: LabRow, reading: Understood) -> Reading:
        """The report prints no unit and the item comes in several: each is an option."""
        options = []
        for code in units.units_of(item):
            one = understand(self.study, item, f"{row.result.text} {code}")
            if isinstance(one, Understood):
                options.append(one)
        if len(options) < 2:
            return reading
        return _which(item, tuple(options))

    def _proposal(self, row: LabRow, candidate: Candidate, reading: Understood) -> Proposal:
        item, value = candidate.item, reading.value
        limits = read_limits(self.study, item, row.interval, self.about.sex)
        collected = self._collected(candidate, row)
        low, high = in_base(item, limits, value)
        on = day_of(collected)
        header = self._header(candidate, row)
        context = CheckContext(
            birth=self.about.birth,
            sex=self.about.sex,
            on=on,
            low=low,
            high=high,
            collected=datetime.fromisoformat(collected.at) if isinstance(collected, DateTimeValue) else None,
            entered=self.about.entered,
            form=candidate.form,
            specimen=Circumstances(
                self.about.birth, self.about.sex, on, header.laboratory, header.laboratory_name, header.method
            ),
            tables=self.about.tables,
            study_day=day_for_limits(on, self.about.infusion, self.about.planned),
        )
        findings = check(self.study, item, value, context)
        typed = f"{row.result.text} {_printed_unit(row)}".strip()
        mark = read_mark(row.mark)
        return Proposal(
            candidate.form, item, value, reading.shown, typed, collected, limits, mark, findings, reading.note, header
        )

    def _header(self, candidate: Candidate, row: LabRow) -> Header:
        form = self.study.forms[candidate.form]
        return read_header(
            self.study, form, candidate.item, laboratory=self.laboratory, method=row.method, site=self.about.site
        )

    def _collected(self, candidate: Candidate, row: LabRow) -> Value | None:
        """When the specimen was taken: day and time, the day alone where no time is printed; None when unclear."""
        form = self.study.forms[candidate.form]
        for text in (row.collected, self.about.collected) if form.dated_by else ():
            reading = read_datetime(form.item(form.dated_by), text) if text else None
            if isinstance(reading, Understood):
                return reading.value
            # A printed day without a time is all there is; two possible days are a question for a person.
            if isinstance(reading, Ask) and len(reading.options) == 1:
                return reading.options[0].value
        return None


def _counts(line: Line) -> bool:
    """True when some reading of the line is a number."""
    found = [line.proposal] if isinstance(line, Taken) else line.options if isinstance(line, Asked) else ()
    return any(isinstance(each.value, Quantity | Range) for each in found)


def _unknown(row: LabRow) -> Unknown:
    return Unknown(
        row,
        Text(
            f"“{row.title}” is no item of these forms; nothing is stored of it.",
            f"“{row.title}”不是这些表单的项目，不会保存。",
        ),
    )


def _values(reading: Reading) -> list[Understood]:
    """The readings a person may choose from."""
    if isinstance(reading, Understood):
        return [reading]
    return [Understood(option.value, option.label) for option in reading.options] if isinstance(reading, Ask) else []


def _which(item: Item, options: tuple[Understood, ...]) -> Ask:
    return Ask(
        Text(f"The report prints no unit for {item.label.en}. Which one?", f"“{item.label.zh}”未印单位，是哪一个？"),
        tuple(Option(each.shown, each.value) for each in options),
    )


def _printed_unit(row: LabRow) -> str:
    return "" if row.unit.strip().casefold() in _NO_UNIT else row.unit.strip()


def _typed(item: Item, row: LabRow) -> str:
    """The result with its unit as a person would type it; a word or an answer of a list takes no unit."""
    # Without its spaces: the grammar takes the h of "mg/24 h" for the mark of a high result.
    text, unit = fold(row.result.text), re.sub(r"\s", "", _printed_unit(row))
    if item.type != "number" or not unit or not re.search(r"[0-9]", text):
        return text
    if re.search(r"[0-9.][^0-9()]*[a-zA-Z%/][^()]*$", text) and not re.search(r"[eE][+-]?[0-9]+$", text):
        return text
    return f"{text[:-1]} {unit})" if text.endswith(")") else f"{text} {unit}"


def _unit_missing(item: Item, row: LabRow, value: Value) -> bool:
    """True when the item comes in several units and neither the column nor the result names one."""
    return (
        bool(item.alt_units)
        and item.type == "number"
        and not _printed_unit(row)
        and canonical(value)[0] == "q"
        and not re.search(r"[a-zA-Z%μµ]", row.result.text)
    )


def _once_each(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """An item printed twice for one specimen with different results: a person says which holds."""
    seen: dict[tuple[str, str, object], set[tuple[str, ...]]] = {}
    for line in lines:
        if isinstance(line, Taken):
            seen.setdefault(_place(line.proposal), set()).add(canonical(line.proposal.value))
    return tuple(
        Asked(line.row, _TWICE, (line.proposal,))
        if isinstance(line, Taken) and len(seen[_place(line.proposal)]) > 1
        else line
        for line in lines
    )


_TWICE = Text(
    "This test stands on the report more than once with different results. Which one holds?",
    "该项目在报告中出现多次且结果不同，以哪一个为准？",
)


def _place(proposal: Proposal) -> tuple[str, str, object]:
    return proposal.form, proposal.item.code, proposal.collected
