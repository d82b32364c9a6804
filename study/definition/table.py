"""The data dictionary: a row for every visit, item and derived value of a definition, both languages in each row.

Owns what the columns say. Must not read files or print; `cartella study table` and the exports do.
"""

from collections.abc import Iterator

from study.definition.model import (
    AltUnit,
    Choice,
    DerivedSpec,
    Form,
    Item,
    Limits,
    Reference,
    SoftDays,
    Study,
    Visit,
)
from study.definition.panel import Curve
from study.definition.read_dictionary import dictionary_of
from study.text import Text

Row = dict[str, str]

COLUMNS: dict[str, Text] = {
    "form": Text("Form", "表单"),
    "form_en": Text("Form (English)", "表单（英文）"),
    "form_zh": Text("Form (Chinese)", "表单（中文）"),
    "visits": Text("Visits", "访视"),
    "day": Text("Target day", "目标日"),
    "window": Text("Window", "时间窗"),
    "code": Text("Code", "代码"),
    "en": Text("Label (English)", "名称（英文）"),
    "zh": Text("Label (Chinese)", "名称（中文）"),
    "type": Text("Type", "类型"),
    "unit": Text("Unit", "单位"),
    "decimals": Text("Decimals", "小数位数"),
    "other_units": Text("Other units", "可换算单位"),
    "hard": Text("Hard limits", "硬限值"),
    "soft": Text("Soft limits", "软限值"),
    "critical": Text("Critical outside", "危急值界限"),
    "choices": Text("Choices", "选项"),
    "normal": Text("Normal answer", "正常答案"),
    "marks": Text("Marks", "标记"),
    "better": Text("Better", "好转方向"),
    "reference": Text("Reference intervals", "参考区间"),
    "source": Text("Source", "出处"),
    "curves": Text("Panels", "图表"),
    "aliases": Text("Printed as", "报告名称"),
    "when": Text("Asked when", "适用条件"),
    "sdtm": Text("SDTM", "SDTM"),
    "cdash": Text("CDASH", "CDASH"),
    "loinc": Text("LOINC", "LOINC"),
    "note_en": Text("Note (English)", "说明（英文）"),
    "note_zh": Text("Note (Chinese)", "说明（中文）"),
    "file": Text("File", "文件"),
    "line": Text("Line", "行"),
}
"""Every column with its heading; each row has exactly these keys."""
_MARKS = ("required", "censored", "range", "identity", "laboratory", "as_last")


def rows(study: Study) -> tuple[Row, ...]:
    """A row a visit, a row an item in the order of forms and items, then a row a derived value.

    " ?" stands behind what nobody has confirmed.
    """
    visits = map(_visit, study.visits)
    return (*visits, *_items(study), *(_derived(study, spec) for spec in study.derived.values()))


def _visit(visit: Visit) -> Row:
    window = "" if visit.window is None else f"{visit.window[0]} .. {visit.window[1]}"
    marks = [mark for mark in ("baseline", "repeating", "optional") if getattr(visit, mark)]
    return _row(
        {
            "visits": visit.code,
            "code": visit.code,
            "en": visit.label.en,
            "zh": visit.label.zh,
            "type": "visit",
            "day": "" if visit.target_day is None else _mark(str(visit.target_day), visit.day_confirmed),
            "window": _mark(window, visit.confirmed),
            "marks": " ".join(marks),
            "file": "visits.yaml",
        }
    )


def _mark(text: str, confirmed: bool) -> str:
    return text if confirmed or not text else f"{text} ?"


def _items(study: Study) -> Iterator[Row]:
    for form in study.forms.values():
        visits = " ".join(visit.code for visit in study.visits if form.code in visit.forms)
        for item in form.items:
            yield _row(
                _form(form),
                _values(form, item),
                _item_words(study, item),
                {"visits": visits, "reference": _reference(item.reference), "curves": _curves(item.curves)},
            )


def _row(*parts: Row) -> Row:
    said: Row = {}
    for part in parts:
        said |= part
    return {column: said.get(column, "") for column in COLUMNS}


def _form(form: Form) -> Row:
    return {"form": form.code, "form_en": form.label.en, "form_zh": form.label.zh}


def _values(form: Form, item: Item) -> Row:
    return {
        "code": item.code,
        "type": item.type,
        "unit": item.unit,
        "decimals": "" if item.decimals is None else str(item.decimals),
        "other_units": "; ".join(map(_alt, item.alt_units)),
        "hard": _limits(item.hard),
        "soft": "; ".join(
            [
                *([_limits(item.soft)] if item.soft else []),
                *([_by_day(item.soft_by_day)] if item.soft_by_day else []),
            ]
        ),
        "critical": "; ".join(
            [
                *([_mark(_limits(item.critical), item.critical_confirmed)] if item.critical else []),
                *([f"quiet {item.critical_quiet[0]} .. {item.critical_quiet[1]} d"] if item.critical_quiet else []),
            ]
        ),
        "when": item.when,
        "normal": _mark(item.normal, form.at_once_confirmed),
        "line": str(item.line),
        **{coding.standard: _mark(coding.code, coding.confirmed) for coding in item.codings},
    }


def _item_words(study: Study, item: Item) -> Row:
    reference = item.reference
    marks = [mark for mark in _MARKS if getattr(item, mark)]
    return {
        "en": item.label.en,
        "zh": item.label.zh,
        "choices": _answers(study, item),
        "marks": " ".join(marks if item.confirmed else [*marks, "unconfirmed"]),
        "better": item.better,
        "source": study.sources.get(reference.source, "") if reference else "",
        "aliases": "; ".join(item.aliases),
        "note_en": item.note.en if item.note else "",
        "note_zh": item.note.zh if item.note else "",
        "file": item.file,
    }


def _derived(study: Study, spec: DerivedSpec) -> Row:
    shown = [form.code for form in study.forms.values() if spec.code in form.derived]
    return _row(
        {
            "form": " ".join(shown),
            "code": spec.code,
            "en": spec.label.en,
            "zh": spec.label.zh,
            "type": "derived",
            "unit": spec.unit,
            "decimals": str(spec.decimals),
            "critical": _mark(_limits(spec.critical), spec.critical_confirmed),
            "choices": "; ".join(map(_choice, study.codelists.get(spec.choices, ()))),
            "marks": "" if spec.confirmed else "unconfirmed",
            "better": spec.better,
            "reference": _reference(spec.reference),
            "source": study.sources.get(spec.source, ""),
            "curves": _curves(spec.curves),
            "note_en": spec.valid.en,
            "note_zh": spec.valid.zh,
            "file": "derived.yaml",
        }
    )


def _answers(study: Study, item: Item) -> str:
    """The answers of a list, or of which log the rows are answers or stand here, or the dictionary with its size."""
    found = dictionary_of(study, item)
    if found is not None:
        narrows = f", narrowing {item.narrows}" if item.narrows else ""
        said = f"{len(found.terms)} terms of {found.code} ({found.name.en}, version {found.version}){narrows}"
        return _mark(said, found.unconfirmed is None)
    return f"rows of {item.rows}" if item.rows else "; ".join(map(_choice, study.codelists.get(item.choices, ())))


def _choice(choice: Choice) -> str:
    return _mark(f"{choice.code} = {choice.label.en} / {choice.label.zh}", choice.confirmed)


def _alt(alt: AltUnit) -> str:
    return alt.unit if alt.factor is None else f"{alt.unit} x {alt.factor}"


def _by_day(early: SoftDays) -> str:
    return f"{early.first} .. {early.last} d {_limits(early.limits)}"


def _limits(limits: Limits | None) -> str:
    if limits is None:
        return ""
    low, high = ("" if end is None else str(end) for end in (limits.low, limits.high))
    return f"{low} .. {high}".strip()


def _curves(curves: tuple[Curve, ...]) -> str:
    return " ".join(f"{curve.panel}:{curve.axis}" for curve in curves)


def _reference(reference: Reference | None) -> str:
    """All intervals in one cell: "2y-<6y A 19 .. 44"; a question mark when nobody checked them in print."""
    if reference is None:
        return ""
    said = [
        f"{row.start.written}-<{row.below.written} {row.sex} {_limits(Limits(row.low, row.high))}"
        for row in reference.rows
    ]
    only = f" (only for method {reference.method})" if reference.method else ""
    return _mark("; ".join(said) + only, reference.confirmed)
