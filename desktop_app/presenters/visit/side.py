"""What stands beside the entry grid: derived values, messages, the trend of the focused field. Pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Context

import msgspec

from desktop_app.presenters import words
from desktop_app.presenters.child_since import headlines
from desktop_app.presenters.panels import BAND_UNCONFIRMED
from desktop_app.presenters.repeats import repeat_name
from desktop_app.presenters.visit.old_records import source_wanted
from desktop_app.presenters.visit.scene import Scene
from study.address import LOG, Address, parse_key
from study.course import Course, CurvePoint
from study.definition.model import DerivedSpec, Item
from study.derivation.case import Whence
from study.derived.names import NAMES
from study.derived.part_names import ANSWERS
from study.derived.registry import FORMULAS
from study.derived.result import Derived
from study.judgement import Critical, criticals, derived_findings, findings
from study.specimen import IntervalOverDays
from study.text import Text
from study.units import label as unit_label
from study.units import plain, to_base
from study.untold import untold
from study.unusual import SOFT
from study.values import Quantity, TextValue
from ui.charts.state import Band, Point, Tick
from ui.visit.state import DerivedRow, FlagKind, Message, TrendState

WRITTEN = 8
"""Characters that a number has which a person wrote or a report printed."""
_AGES = {"y": Text("y", "岁"), "mo": Text("months", "个月")}
_NONE = Text("no earlier values", "尚无既往结果")
_UNDATED = Text(
    "There are values, but none with a study day to draw it by: it counts from the infusion.",
    "已有结果，但尚无研究日（自回输日起算），无法作图。",
)
_FOUR_DIGITS = Context(prec=4)


def derived_rows(scene: Scene) -> tuple[DerivedRow, ...]:
    """The derived values of the open form, what they lack included; of the visit's other forms the headlines that are
    known, and what has a quiet verdict and does not have it: a dialysis.
    """
    here = scene.form.derived
    rare = (code for code, spec in scene.study.derived.items() if spec.quiet)
    told = {*(spec.code for spec in headlines(scene.study)), *rare}
    others = (code for code in _codes(scene.child.course, scene.at.address) if code in told)
    codes = dict.fromkeys((*here, *others))
    rows = (_derived_row(scene, scene.study.derived[code]) for code in codes if not _quiet(scene, code))
    return tuple(row for row in rows if row.missing is None or (row.code in here and not _unasked(scene, row.code)))


def _unasked(scene: Scene, code: str) -> bool:
    """Whether no question of the open form that a value is computed from applies: the CAPD of a child with ICE."""
    spec, form = scene.study.derived[code], f"{scene.form.code}/"
    formula = FORMULAS.get(spec.formula or code)
    sources = (source for name in (formula.inputs if formula else ()) for source in spec.inputs.get(name, ()))
    items = {source.of.removeprefix(form) for source in sources if source.kind == "item" and source.of.startswith(form)}
    return bool(items) and items <= set(scene.relevance.without)


def _quiet(scene: Scene, code: str) -> bool:
    """Whether a derived value has the verdict that needs no line: no dialysis, no pressure that is low for age."""
    quiet, derived = scene.study.derived[code].quiet, scene.child.course.derived_one(scene.at.address, code)
    return bool(quiet) and derived is not None and derived.verdict == quiet


def derived_texts(course: Course, visit: Address) -> dict[str, str]:
    """What the derived values of a visit's forms are now, to see later which of them moved."""
    found = {code: course.derived_one(visit, code) for code in _codes(course, visit)}
    return {code: f"{derived.shown} {derived.verdict}" for code, derived in found.items() if derived is not None}


def _codes(course: Course, visit: Address) -> tuple[str, ...]:
    """The derived values that the forms of a visit show, each once."""
    forms = course.study.visit(visit.visit).forms
    return tuple(dict.fromkeys(code for form in forms for code in course.study.forms[form].derived))


def _derived_row(scene: Scene, spec: DerivedSpec) -> DerivedRow:
    derived = scene.child.course.derived_one(scene.at.address, spec.code)
    if derived is None:
        missing = Text("needs the visit date", "需先填访视日期")
        return DerivedRow(spec.code, spec.short or spec.label, missing=missing, unconfirmed=not spec.confirmed)
    value = words.derived_value(scene.study, spec, derived)
    found = derived_findings(scene.child.course, scene.at, derived, scene.on)
    inputs = [(name, given) for name, given in derived.inputs if isinstance(given, Quantity | TextValue)]
    whence = (note for note in derived.notes if isinstance(note, Whence))
    used = words.join(*(_input(scene, spec, name, given) for name, given in inputs), *whence)
    told = (note for note in derived.notes if not isinstance(note, Whence))
    reasons = words.join(derived.route, *_beside(scene, spec, derived), *told)
    if not reasons.en:
        # Completed years are in the age to one decimal.
        known = dict(inputs) if "age_y" not in dict(inputs) else {name: g for name, g in inputs if name != "age"}
        reasons = words.join(*(_input(scene, spec, *each) for each in known.items() if _measured(spec, *each)))
    return DerivedRow(
        code=spec.code,
        label=spec.short or spec.label,
        value=value,
        unit=words.unit_label(scene.study, spec.unit),
        detail=reasons if value.en and reasons.en else None,
        missing=None if value.en else derived.why or Text("cannot be computed", "无法计算"),
        updated=spec.code in scene.updated,
        flag="" if found.flag == "unclear" else found.flag,
        unconfirmed=not spec.confirmed,
        used=used if value.en and used.en else None,
    )


def _measured(spec: DerivedSpec, name: str, given: Quantity | TextValue) -> bool:
    """What is worth its room beside a value: the child's numbers and sex, not settings and not what did not happen."""
    fixed = all(source.kind in ("setting", "word") for source in spec.inputs.get(name, ())) and name in spec.inputs
    return name == "sex" or (isinstance(given, Quantity) and not fixed)


def _beside(scene: Scene, spec: DerivedSpec, derived: Derived) -> tuple[Text, ...]:
    """What a formula gives beside its main result: words first, then numbers."""
    return (*words.derived_said(scene.study, spec, derived), *words.derived_also(scene.study, spec, derived))


def _input(scene: Scene, spec: DerivedSpec, name: str, given: Quantity | TextValue) -> Text:
    label = NAMES[name].label
    if isinstance(given, TextValue):
        if name == "sex":
            return words.SEXES.get(given.text, words.both(given.text))
        word = _answer(scene, spec, name, given.text)
        return Text(f"{label.en} {word.en}", f"{label.zh} {word.zh}")
    written = plain(round(given.decimal, 1)) if name == "age_y" else _legible(given)
    unit = _AGES.get(given.unit, words.both(words.unit_label(scene.study, given.unit)))
    number = f"{given.comparator}{written}"
    return Text(f"{_inside(label.en)} {number} {unit.en}".rstrip(), f"{label.zh} {number} {unit.zh}".rstrip())


def _inside(name: str) -> str:
    """A name within a sentence: "height", and "SLEDAI-2K" as it is."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _answer(scene: Scene, spec: DerivedSpec, name: str, code: str) -> Text:
    """The words of the code list of the item that an input comes from; else those that are said everywhere."""
    items = [source.of.partition("/")[::2] for source in spec.inputs.get(name, ()) if source.kind == "item"]
    named = [words.choice_text(scene.study, scene.study.item(*place), (code,)) for place in items]
    return next((text for text in named if text.en != code), ANSWERS.get(code, words.both(code)))


def _legible(given: Quantity) -> str:
    """As it was written; a number that was computed itself has more digits than anybody reads."""
    if len(given.number) <= WRITTEN:
        return given.number
    return f"≈{plain(_FOUR_DIGITS.create_decimal(given.decimal))}"


def loud_forms(scene: Scene) -> dict[str, FlagKind]:
    """The forms in which a critical value waits for somebody, with its mark."""
    return {found.address.form: _side(scene, found) for found in _loud(scene)}


def _loud(scene: Scene) -> list[Critical]:
    course = scene.child.course
    visits = {form.in_visit for form in scene.forms}
    return [found for visit in sorted(visits) for found in criticals(course, course.visit_at(visit)) if found.loud]


def _side(scene: Scene, critical: Critical) -> FlagKind:
    if critical.check is not None:
        return "critical"
    at = scene.child.course.visit_at(critical.address.in_visit)
    flag = findings(scene.child.course, at, critical.item, critical.fact, scene.on).flag
    return "" if flag == "unclear" else flag


def messages(scene: Scene) -> tuple[Message, ...]:
    """What needs somebody on this visit or in the logs, the critical first, of every form; each leads to its row."""
    found = [*_conflicts(scene), *_criticals(scene), *_untold(scene), *_wanting(scene), *_odd(scene), *_unsaved(scene)]
    found += source_wanted(scene)
    order = {"critical": 0, "asked": 1, "conflict": 2, "high": 3, "low": 3, "waiting": 4, "info": 5}
    return tuple(sorted(found, key=lambda m: order[m.kind]))


def wanting(found: tuple[Message, ...]) -> dict[str, int]:
    """How many of these want an answer, a word or a decision, by the address key of their form without its repeat."""
    forms = (parse_key(message.key) for message in found if message.kind in ("high", "low", "conflict", "asked"))
    return dict(Counter(Address(*place.parts[:4]).key for place in forms))


def _untold(scene: Scene) -> Iterator[Message]:
    """Critical rules that cannot be judged for want of a date, or because two values stand."""
    course = scene.child.course
    for form in (form for form in scene.forms if form.visit != LOG):
        for place in course.form_places(form.in_visit, form.form):
            for each in untold(course, course.visit_at(place.in_visit), place, scene.now.date()):
                if each.gap != "inputs":
                    yield Message("waiting" if each.gap == "date" else "conflict", each.sentence, each.address.key)


def _criticals(scene: Scene) -> Iterator[Message]:
    for found in _loud(scene):
        item = found.item
        en, zh = (words.with_unit(scene.study, item, found.fact.value, language) for language in ("en", "zh"))
        here = Text(f"{item.label.en} {en} not acknowledged.", f"{item.label.zh} {zh} 未确认")
        if found.check is not None:
            here = words.join(found.check.sentence, here)
        text = Text(f"{here.en} It is saved.", f"{here.zh}；数值已保存。")
        yield Message("critical", text, found.address.key)


def _wanting(scene: Scene) -> Iterator[Message]:
    """What nobody explained; soft limits and checks alike."""
    for each in scene.unusual:
        if each.explanation:
            continue
        label = each.item.label
        text = each.sentence
        if each.code == SOFT:
            text = Text(f"{label.en}: a word why, or it becomes a query.", f"{label.zh}：请说明原因，否则将生成质疑。")
        yield Message("high", _placed(scene, each.address, text), each.address.key)


def _placed(scene: Scene, address: Address, text: Text) -> Text:
    """The text, with the form and the row in front where it is not the one on the screen."""
    if scene.place.covers(address):
        return text
    form = scene.study.forms[address.form]
    name = repeat_name(scene.child.course, address.in_form)
    where = words.join(form.short or form.label, name)
    return Text(f"{where.en} – {text.en}", f"{where.zh} – {text.zh}")


def _odd(scene: Scene) -> Iterator[Message]:
    """Values that stand where nothing is asked."""
    course = scene.child.course
    for form in scene.forms:
        for place in course.form_places(form.in_visit, form.form):
            for code in scene.odd(place):
                label, address = scene.study.item(form.form, code).label, msgspec.structs.replace(place, item=code)
                text = Text(f"{label.en} holds a value but does not apply.", f"{label.zh}不适用，但已有数值。")
                yield Message("high", _placed(scene, address, text), address.key)


def _conflicts(scene: Scene) -> Iterator[Message]:
    for address in scene.child.course.record.conflicts:
        if any(form.covers(address) for form in scene.forms):
            item = next((item for item in scene.study.forms[address.form].items if item.code == address.item), None)
            label = item.label if item is not None else words.both(address.item)
            text = Text(f"{label.en} has two values; decide.", f"{label.zh}有两个值，请裁定。")
            yield Message("conflict", _placed(scene, address, text), address.key)


def _unsaved(scene: Scene) -> Iterator[Message]:
    """Texts that wait anywhere on the visit or in the logs, in a row that was never begun too: each leads there."""
    for key in scene.unsaved:
        place = parse_key(key)
        if any(form.covers(place) for form in scene.forms):
            label = scene.study.item(place.form, place.item).label
            text = Text(f"{label.en}: not saved yet.", f"{label.zh}：尚未保存。")
            yield Message("asked", _placed(scene, place, text), key)


def trend(scene: Scene) -> TrendState | None:
    """The curve of the number that has the focus; a note where there is none."""
    item = next((i for i in scene.form.items if scene.address(i).key == scene.focus), None)
    if item is None or item.type != "number":
        return None
    points = [(p, q) for p in scene.child.course.curve(scene.form.code, item) if (q := _base(item, p)) is not None]
    dated = [(p, q) for p, q in points if p.at.study_day is not None]
    title = Text(f"{(item.short or item.label).en} trend", f"{(item.short or item.label).zh}趋势")
    bands = _bands(scene, item, [p for p, _ in dated])
    unsure = BAND_UNCONFIRMED if any(not band.confirmed for band in bands) else None
    subtitle = words.join(words.both(words.unit_label(scene.study, item.unit)), unsure)
    if not dated:
        return TrendState(title, subtitle, (), note=_UNDATED if points else _NONE)
    return TrendState(
        title=title,
        subtitle=subtitle,
        points=tuple(_point(scene, item, p, q) for p, q in dated),
        bands=bands,
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
    intervals = IntervalOverDays(scene.child.course, scene.form.code, item)
    bands: list[Band] = []
    for point in points:
        found = intervals.on(point.at.day) if point.at.day is not None else None
        if found is None:
            continue
        low, high = (float(x) if x is not None else None for x in (found.low, found.high))
        if bands and (bands[-1].low, bands[-1].high, bands[-1].confirmed) == (low, high, found.confirmed):
            continue
        start = point.at.study_day if bands else None
        if bands:
            last = bands.pop()
            bands.append(replace(last, to_day=start))
        bands.append(Band(start, None, low, high, confirmed=found.confirmed))
    return tuple(bands)
