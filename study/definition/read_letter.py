"""What families are told, from letter.yaml, and whether it fits the definition. Reports faults; changes nothing."""

import re
from collections.abc import Iterator
from typing import Literal

from study.definition.faults import Report
from study.definition.fields import Fields
from study.definition.letter import DAY, EVE, Advice, Examination, Letter, LetterLine
from study.definition.model import Study, Visit
from study.text import Text

PATH = ("letter",)
SEXES: tuple[Literal["F", "M", "A"], ...] = ("F", "M", "A")
_NOTHING = Text("", "")
_NAMED = re.compile(r"\{[^{}]*\}")


def read_letter(fields: Fields) -> Letter:
    """The letter as it is written."""
    fields.remember(*PATH)
    letter = Letter(
        title=fields.wording("title", required=True) or _NOTHING,
        opening=fields.wording("opening", required=True) or _NOTHING,
        closing=fields.wording("closing", required=True) or _NOTHING,
        examinations=tuple(map(_examination, fields.each("examinations", required=True))),
        untold=fields.strings("untold"),
        without=fields.strings("without"),
        advice=tuple(map(_advice, fields.each("advice"))),
    )
    fields.done()
    return letter


def _examination(fields: Fields) -> Examination:
    found = Examination(fields.label(), fields.strings("forms", required=True))
    fields.done()
    return found


def _advice(fields: Fields) -> Advice:
    fields.item = fields.code()
    fields.remember("advice", fields.item)
    found = Advice(
        code=fields.item,
        label=fields.label(),
        lines=tuple(map(_line, fields.each("lines", required=True))),
        forms=fields.strings("forms"),
        numbered=fields.flag("numbered"),
        apart=fields.flag("apart"),
        rooms=tuple(map(_room, fields.each("rooms"))),
        source=fields.text("source"),
        confirmed=fields.flag("confirmed"),
    )
    fields.done()
    return found


def _line(fields: Fields) -> LetterLine:
    line = LetterLine(
        text=fields.label(),
        forms=fields.strings("forms"),
        sex=fields.one_of("sex", SEXES, "A"),
        start=fields.age("from") if fields.has("from") else None,
        below=fields.age("below") if fields.has("below") else None,
    )
    for word in sorted({*_NAMED.findall(line.text.en), *_NAMED.findall(line.text.zh)} - {EVE, DAY}):
        fields.fault(f"`{word}` is neither {EVE} nor {DAY}", f"“{word}”既不是{EVE}也不是{DAY}")
    if line.start is not None and line.below is not None and line.start.rank >= line.below.rank:
        fields.fault("no age lies between `from` and `below`", "“from”与“below”之间没有年龄")
    fields.done()
    return line


def _room(fields: Fields) -> Text:
    text = fields.label()
    fields.done()
    return text


def check_letter(study: Study, report: Report) -> None:
    """Reports codes that the definition does not have, and forms of a visit that nobody spoke of."""
    letter = study.letter
    if letter is None or report.unreadable:
        return
    told = [code for each in letter.examinations for code in each.forms]
    for code in dict.fromkeys((*told, *letter.untold)):
        if code not in study.forms:
            report.add_at(PATH, "", f"there is no form `{code}`", f"没有表单“{code}”")
    codes = {visit.code for visit in study.visits}
    for code in letter.without:
        if code not in codes:
            report.add_at((*PATH, "without"), "", f"there is no visit `{code}`", f"没有访视“{code}”")
    for code in sorted(set(told) & set(letter.untold)):
        report.add_at((*PATH, "untold"), "", f"`{code}` is told all the same", f"“{code}”已在检查说明中列出")
    asked = {code: visit.code for visit in reversed(study.visits) if written_of(study, visit) for code in visit.forms}
    for code in sorted(asked.keys() - {*told, *letter.untold}):
        en = f"{asked[code]} asks `{code}`, of which families hear nothing: name it in `examinations` or `untold`"
        zh = f"{asked[code]}含表单“{code}”，但未在“examinations”或“untold”中列出"
        report.add_at(PATH, "", en, zh)
    for advice in letter.advice:
        _check_advice(study, advice, report)


def _check_advice(study: Study, advice: Advice, report: Report) -> None:
    path = ("advice", advice.code)
    if advice.source and advice.source not in study.sources:
        report.add_at(
            (*path, "source"), advice.code, f"there is no source `{advice.source}`", f"没有出处“{advice.source}”"
        )
    for code in dict.fromkeys(_forms(advice)):
        if code not in study.forms:
            report.add_at((*path, "forms"), advice.code, f"there is no form `{code}`", f"没有表单“{code}”")


def _forms(advice: Advice) -> Iterator[str]:
    yield from advice.forms
    for line in advice.lines:
        yield from line.forms


def written_of(study: Study, visit: Visit) -> bool:
    """Whether a letter is written of a visit: it is one of the schedule, and the definition does not leave it out."""
    scheduled = (visit.window is not None or visit.optional) and not visit.repeating
    return study.letter is not None and scheduled and visit.code not in study.letter.without
