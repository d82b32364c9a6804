"""Forms, visits, units, code lists and derived values, each from its YAML. No cross-checks here."""

from collections.abc import Iterator, Mapping
from typing import get_args

from msgspec.structs import replace

from study.definition.check_items import folded
from study.definition.fields import Fields
from study.definition.model import (
    Check,
    Choice,
    Form,
    Item,
    Severity,
    Unit,
    Visit,
)
from study.definition.read_items import read_item
from study.text import Text

MOST_YEARS = 50
"""Years that a yearly visit may go on."""
SEVERITIES: tuple[Severity, ...] = get_args(Severity)


def read_form(fields: Fields, blocks: Mapping[str, list[Fields]]) -> Form:
    """A form from its own file; the file bears the form's code as its name.

    `- block: NAME` among the items stands for the items of that block of blocks.yaml.
    """
    code = fields.item = fields.code("form")
    fields.remember("form", code)
    expected = fields.file.rpartition("/")[2].removesuffix(".yaml")
    if code and code != expected:
        fields.fault(f"the file of form {code} must be named {code}.yaml", f"表单{code}的文件名应为{code}.yaml")
    form = Form(
        code=code,
        label=fields.label(),
        short=fields.wording("short"),
        items=_items(fields, code, blocks),
        repeating=fields.flag("repeating"),
        specimen=fields.flag("specimen"),
        all_normal=fields.flag("all_normal"),
        as_last=fields.flag("as_last"),
        at_once_confirmed=fields.flag("at_once_confirmed"),
        attachments=fields.strings("attachments"),
        central=fields.strings("central"),
        derived=fields.strings("derived"),
        dated_by=fields.text("dated_by"),
        named_by=fields.text("named_by"),
        when=fields.text("when"),
        open_when=fields.text("open_when"),
        checks=tuple(_check(entry, code) for entry in fields.each("checks")),
        note=fields.wording("note"),
        file=fields.file,
    )
    fields.done()
    return form


def _items(fields: Fields, form: str, blocks: Mapping[str, list[Fields]]) -> tuple[Item, ...]:
    items: dict[str, Item] = {}
    for entry in _unfolded(fields, blocks):
        item = read_item(entry, form)
        if item.code in items:
            entry.fault("the code stands twice in this form", "该代码在本表单中重复")
        items.setdefault(item.code, item)
    return tuple(items.values())


def _unfolded(fields: Fields, blocks: Mapping[str, list[Fields]]) -> Iterator[Fields]:
    for entry in fields.each("items", required=True):
        if not entry.has("block"):
            yield entry
            continue
        name = entry.text("block", required=True)
        if name not in blocks:
            entry.fault(f"there is no block `{name}` in blocks.yaml", f"blocks.yaml中没有“{name}”")
        yield from blocks.get(name, ())
        entry.done()


def read_blocks(fields: Fields) -> dict[str, list[Fields]]:
    """Items that several forms share, such as the header of a specimen, by the name of the block."""
    found = {name: fields.each(name) for name in fields.written}
    fields.done()
    return found


def _check(fields: Fields, form: str) -> Check:
    fields.item = fields.code()
    fields.remember("check", form, fields.item)
    check = Check(
        code=fields.item,
        holds=fields.text("holds", required=True),
        sentence=fields.label(),
        at=fields.text("at"),
        severity=fields.one_of("severity", SEVERITIES, "soft"),
        query=fields.flag("query"),
        confirmed=fields.flag("confirmed"),
    )
    fields.done()
    return check


def read_visits(fields: Fields) -> tuple[Visit, ...]:
    """The visits in the order of the schedule; `years: [2, 15]` makes one a year, with `{n}` in code and label."""
    visits: dict[str, Visit] = {}
    for entry in fields.each("visits", required=True):
        for visit in _each_year(entry, _visit(entry)):
            if visit.code in visits:
                entry.fault("the visit stands twice", "访视代码重复")
            visits.setdefault(visit.code, visit)
    return tuple(visits.values())


def _visit(fields: Fields) -> Visit:
    fields.item = fields.text("code", required=True) if fields.has("years") else fields.code()
    fields.remember("visit", fields.item)
    return Visit(
        code=fields.item,
        label=fields.label(),
        forms=fields.strings("forms", required=True),
        target_day=fields.integer("target_day"),
        window=fields.days("window"),
        repeating=fields.flag("repeating"),
        baseline=fields.flag("baseline"),
        optional=fields.flag("optional"),
        confirmed=fields.flag("confirmed"),
        day_confirmed=fields.flag("day_confirmed"),
        shares_window=fields.flag("shares_window"),
    )


def _each_year(fields: Fields, visit: Visit) -> tuple[Visit, ...]:
    """The visit itself, or one for each year: its target day times the year, its window around that."""
    years = fields.days("years")
    fields.done()
    if years is None:
        return (visit,)
    if visit.target_day is None or visit.window is None:
        fields.fault("yearly visits need years, a target day and a window", "每年一次的访视须给出年份、目标日和时间窗")
        return ()
    if not 1 <= years[0] <= years[1] <= MOST_YEARS:
        fields.fault(f"`years` is [first, last], 1 to {MOST_YEARS}", f"“years”须为[首年，末年]，1至{MOST_YEARS}")
        return ()
    if "{n}" not in visit.code:
        fields.fault("the code of a yearly visit has `{n}` in it", "每年一次的访视代码须含“{n}”")
        return ()
    early, late = visit.window
    return tuple(
        replace(
            visit,
            code=_numbered(visit.code, year),
            label=Text(_numbered(visit.label.en, year), _numbered(visit.label.zh, year)),
            target_day=visit.target_day * year,
            window=(visit.target_day * year + early, visit.target_day * year + late),
        )
        for year in range(years[0], years[1] + 1)
    )


def _numbered(text: str, year: int) -> str:
    return text.replace("{n}", str(year))


def read_units(fields: Fields) -> dict[str, Unit]:
    """Units by code."""
    units: dict[str, Unit] = {}
    for entry in fields.each("units", required=True):
        code = entry.item = entry.text("code", required=True)
        entry.remember("unit", code)
        if code in units:
            entry.fault("the unit stands twice", "单位代码重复")
        units.setdefault(code, Unit(code, entry.text("label", required=True), entry.strings("aliases")))
        entry.done()
    return units


def read_codelists(fields: Fields) -> dict[str, tuple[Choice, ...]]:
    """Code lists by name."""
    lists: dict[str, tuple[Choice, ...]] = {}
    for name in fields.written:
        fields.report.remember(("codelist", name), fields.file, fields.line_of(name))
        choices: dict[str, Choice] = {}
        said: dict[str, str] = {}
        for entry in fields.each(name):
            entry.item = f"{name} {entry.text('code', required=True)}"
            aliases = entry.strings("aliases")
            choice = Choice(entry.text("code"), entry.label(), aliases, entry.flag("confirmed", default=True))
            if choice.code in choices:
                entry.fault("the code stands twice in this list", "该代码在列表中重复")
            choices.setdefault(choice.code, choice)
            _one_meaning(entry, choice, said)
            entry.done()
        lists[name] = tuple(choices.values())
    return lists


def _one_meaning(entry: Fields, choice: Choice, said: dict[str, str]) -> None:
    """What is typed must lead to one answer of the list; `said` carries what the answers before it are called."""
    for word in {folded(each) for each in (choice.code, choice.label.en, choice.label.zh, *choice.aliases) if each}:
        if said.setdefault(word, choice.code) != choice.code:
            entry.fault(f"`{word}` also means {said[word]}", f"“{word}”也指{said[word]}")
