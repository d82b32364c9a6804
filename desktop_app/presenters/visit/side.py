"""What stands beside the entry grid: derived values, messages, the trend of the focused field. Pure."""

from collections.abc import Iterator

from desktop_app.presenters import words
from desktop_app.presenters.visit.rows import alarms
from desktop_app.presenters.visit.scene import Scene
from study.address import parse_key
from study.changes.facts import ValueSet
from study.checks import check_form
from study.course import CurvePoint
from study.definition.model import DerivedSpec, Item
from study.derived.names import NAMES
from study.derived.result import Derived
from study.expression import parse
from study.judgement import Critical, criticals, derived_findings, findings
from study.reference import interval
from study.scope import FormScope
from study.text import Text
from study.units import label as unit_label
from study.units import plain, to_base
from study.values import Cleared, Quantity, TextValue, Value
from ui.charts.state import Band, Point, Tick
from ui.visit.state import DerivedRow, FlagKind, Message, TrendState


def derived_rows(scene: Scene) -> tuple[DerivedRow, ...]:
    """The derived values of the open form, what they lack included; of the visit's other forms those that are known."""
    derived = scene.child.course.derived(scene.at.address)
    here = scene.form.derived
    codes = dict.fromkeys((*here, *(code for form in scene.at.visit.forms for code in scene.study.forms[form].derived)))
    rows = (_derived_row(scene, scene.study.derived[code], derived.get(code)) for code in codes)
    return tuple(row for row in rows if row.code in here or row.value)


def _derived_row(scene: Scene, spec: DerivedSpec, derived: Derived | None) -> DerivedRow:
    if derived is None:
        missing = Text("needs the visit date", "需先填访视日期")
        return DerivedRow(spec.code, spec.short or spec.label, missing=missing)
    value = words.derived_value(spec, derived)
    found = derived_findings(scene.child.course, scene.at, derived, scene.on)
    inputs = ((name, given) for name, given in derived.inputs if isinstance(given, Quantity | TextValue))
    used = words.join(*(_input(scene, name, given) for name, given in inputs), *derived.notes)
    return DerivedRow(
        code=spec.code,
        label=spec.short or spec.label,
        value=value,
        unit=words.unit_label(scene.study, spec.unit),
        detail=words.join(derived.route, used) if value else None,
        missing=None if value else derived.why,
        updated=spec.code in scene.updated,
        flag="" if found.flag == "unclear" else found.flag,
    )


def _input(scene: Scene, name: str, given: Quantity | TextValue) -> Text:
    label = NAMES[name].label
    if isinstance(given, TextValue):
        word = words.SEXES.get(given.text, words.both(given.text))
        return word if name == "sex" else Text(f"{label.en} {word.en}", f"{label.zh} {word.zh}")
    written = plain(round(given.decimal, 1)) if name == "age_y" else given.number
    number = f"{given.comparator}{written} {words.unit_label(scene.study, given.unit)}".rstrip()
    return Text(f"{label.en.lower()} {number}", f"{label.zh} {number}")


def loud_forms(scene: Scene) -> dict[str, FlagKind]:
    """The forms of the visit in which a critical value waits for somebody, with its mark."""
    return {found.address.form: _side(scene, found) for found in _loud(scene)}


def _loud(scene: Scene) -> list[Critical]:
    return [found for found in criticals(scene.child.course, scene.at) if found.loud]


def _side(scene: Scene, critical: Critical) -> FlagKind:
    flag = findings(scene.child.course, scene.at, critical.item, critical.fact, scene.on).flag
    return "" if flag == "unclear" else flag


def messages(scene: Scene) -> tuple[Message, ...]:
    """What needs somebody on this visit, the critical first, of every form; each leads to its row."""
    found = [*_conflicts(scene), *_criticals(scene), *_rows(scene), *_form_checks(scene), *_unsaved(scene)]
    order = {"critical": 0, "conflict": 1, "high": 2, "low": 2, "waiting": 3, "info": 4}
    return tuple(sorted(found, key=lambda m: order[m.kind]))


def _criticals(scene: Scene) -> Iterator[Message]:
    for found in _loud(scene):
        item = found.item
        en, zh = (words.with_unit(scene.study, item, found.fact.value, language) for language in ("en", "zh"))
        here = Text(f"{item.label.en} {en} not acknowledged.", f"{item.label.zh} {zh} 未确认")
        text = Text(f"{here.en} It is saved.", f"{here.zh}；数值已保存。")
        yield Message("critical", text, found.address.key)


def _rows(scene: Scene) -> Iterator[Message]:
    for item in scene.form.items:
        fact = scene.fact(item)
        if fact is None or isinstance(fact.value, Cleared):
            continue
        if not alarms(scene, item) and _unexplained(scene, item, fact):
            yield Message(
                "high",
                Text(
                    f"{item.label.en}: a word why, or it becomes a query.",
                    f"{item.label.zh}:请说明原因,否则将生成质疑。",
                ),
                scene.address(item).key,
            )


def _unexplained(scene: Scene, item: Item, fact: ValueSet) -> bool:
    findings = scene.findings(item, fact)
    return findings.soft is not None and findings.critical is None and not fact.explanation


def unexplained(scene: Scene) -> Iterator[tuple[Item, ValueSet, Text]]:
    """Values outside the usual range that nobody explained, with the sentence that says so."""
    for item in scene.form.items:
        fact = scene.fact(item)
        if fact is not None and not isinstance(fact.value, Cleared) and _unexplained(scene, item, fact):
            yield item, fact, scene.findings(item, fact).soft or item.label


def _conflicts(scene: Scene) -> Iterator[Message]:
    for address in scene.child.course.record.conflicts:
        if scene.at.address.covers(address) and address.form in scene.study.forms:
            item = scene.study.item(address.form, address.item)
            text = Text(f"{item.label.en} has two values; decide.", f"{item.label.zh}有两个值,请裁定。")
            yield Message("conflict", text, address.key)


def _form_checks(scene: Scene) -> Iterator[Message]:
    values = {item.code: v for item in scene.form.items if (v := _value(scene, item)) is not None}
    for failed, sentence in check_form(scene.form, FormScope(scene.form, values)):
        item = scene.form.item(failed.at or parse(failed.holds).items[-1])
        yield Message("high", sentence, scene.address(item).key)


def _unsaved(scene: Scene) -> Iterator[Message]:
    for key in scene.unsaved:
        place = parse_key(key)
        if scene.place.covers(place):
            label = scene.form.item(place.item).label
            yield Message("info", Text(f"{label.en}: not saved yet.", f"{label.zh}:尚未保存。"), key)


def _value(scene: Scene, item: Item) -> Value | None:
    fact = scene.fact(item)
    return fact.value if fact and not isinstance(fact.value, Cleared) else None


def trend(scene: Scene) -> TrendState | None:
    """The curve of the number that has the focus; a note where there is none."""
    item = next((i for i in scene.form.items if scene.address(i).key == scene.focus), None)
    if item is None or item.type != "number":
        return None
    points = [(p, q) for p in scene.child.course.curve(scene.form.code, item) if (q := _base(item, p)) is not None]
    dated = [(p, q) for p, q in points if p.at.study_day is not None]
    title = Text(f"{(item.short or item.label).en} trend", f"{(item.short or item.label).zh}趋势")
    subtitle = words.both(words.unit_label(scene.study, item.unit))
    if not dated:
        return TrendState(title, subtitle, (), note=Text("no earlier values", "尚无既往结果"))
    return TrendState(
        title=title,
        subtitle=subtitle,
        points=tuple(_point(scene, item, p, q) for p, q in dated),
        bands=_bands(scene, item, [p for p, _ in dated]),
        ticks=tuple(Tick(p.at.study_day or 0, p.at.visit.code, p.at.address == scene.at.address) for p, _ in dated),
    )


def _base(item: Item, point: CurvePoint) -> Quantity | None:
    base = to_base(item, point.quantity)
    return base if isinstance(base, Quantity) else None


def _point(scene: Scene, item: Item, point: CurvePoint, base: Quantity) -> Point:
    return Point(
        day=point.at.study_day or 0,
        value=float(base.decimal),
        shown=f"{words.value_text(scene.study, item, base, 'en')} {unit_label(scene.study, item.unit)}",
        visit=point.at.address.key,
        visit_label=point.at.visit.code,
        date=words.date_text(point.at.day),
        comparator=base.comparator,
        today=point.at.address == scene.at.address,
    )


def _bands(scene: Scene, item: Item, points: list[CurvePoint]) -> tuple[Band, ...]:
    """The interval at each point; it steps where the child grew into another one."""
    person = scene.child.course.person
    bands: list[Band] = []
    for point in points:
        found = interval(item, person.birth, point.at.day, person.sex)
        if found is None:
            continue
        low, high = (float(x) if x is not None else None for x in (found.low, found.high))
        if bands and (bands[-1].low, bands[-1].high) == (low, high):
            continue
        start = point.at.study_day if bands else None
        if bands:
            last = bands.pop()
            bands.append(Band(last.from_day, start, last.low, last.high))
        bands.append(Band(start, None, low, high))
    return tuple(bands)
