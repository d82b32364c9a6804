"""What the window and the command line share when a laboratory report is imported: the file, whom and what it is about.

Stores nothing; what is read of the report's person lives as long as the preview.
"""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from desktop_app.records import Child
from study.course import day_of
from study.definition.model import Study
from study.errors import KnownError
from study.grammar import Ask, Refused
from study.grammar.dates import read_datetime
from study.text import Text
from sync.files.lab import About, LabSheet, names_match, read_table
from sync.files.lab.names import Specimen
from sync.files.lab.person import Whose
from sync.files.lab.table import At, Printed


def read_report(file: Path) -> LabSheet:
    """A report as read. KnownError `lab-unreadable` and those of `read_table`."""
    try:
        data = file.read_bytes()
    except OSError as error:
        # A file's name may hold a child's, so the sentence does not repeat it.
        raise KnownError("lab-unreadable", "The file can't be read.", "无法读取该文件。") from error
    return read_table(file.name, data)


class Said(NamedTuple):
    """What a person says of the whole report where it is silent."""

    specimen: Specimen = ""
    collected: str = ""


NOTHING_SAID = Said()


def line_number(at: At) -> str:
    """How a line of the file is named to people: its number, with its worksheet where there is one."""
    return f"{at.page}:{at.line}" if at.page else str(at.line)


def forms_of(study: Study, visit: str) -> tuple[str, ...]:
    """The forms of a visit on which results of a laboratory stand."""
    forms = study.visit(visit).forms
    return tuple(code for code in forms if any(item.laboratory for item in study.forms[code].items))


def about(child: Child, now: datetime, site: str, said: Said = NOTHING_SAID) -> About:
    """The child as the checks need them; `site` is the name of the hospital whose record this is."""
    person = child.course.person
    return About(
        person.birth, person.sex, now.replace(tzinfo=None), said.specimen, said.collected,
        tables=child.course.tables, site=site, infusion=child.course.infusion, planned=child.course.planned,
    )  # fmt: skip


def whose(child: Child, printed: Printed) -> Whose:
    """Whether the report is this child's; compared for every role, as the answer shows nobody's name."""
    return names_match(printed, child.identity.name, (child.subject.label, *child.identity.texts.values()))


def time_fault(study: Study, forms: tuple[str, ...], text: str, now: datetime) -> Text | None:
    """Why a time of collection that a person typed cannot be taken; None where it can, or where none was typed."""
    item = next(
        (study.forms[code].item(study.forms[code].dated_by) for code in forms if study.forms[code].dated_by), None
    )
    if not text or item is None:
        return None
    reading = read_datetime(item, text)
    if isinstance(reading, Refused):
        return reading.sentence
    if isinstance(reading, Ask) and len(reading.options) != 1:
        return reading.question
    day = day_of(reading.options[0].value if isinstance(reading, Ask) else reading.value)
    if day is not None and day > now.date():
        return Text("This day lies in the future.", "该日期晚于今日。")
    return None
