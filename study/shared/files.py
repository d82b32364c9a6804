"""The files of a shared set: children, a file a form, derived values, the dictionary, what was left out. Pure.

Every cell is proven to be one the program wrote: a number, a study day, a code of a list or an alias.
"""

from collections.abc import Iterator, Sequence

from study.definition.model import Form, Study
from study.errors import KnownError
from study.shared.columns import HOW, REASONS, Column, columns, left_out
from study.shared.of_child import Shared
from study.sheet import Cell, Sheet, same
from study.status import WORDS
from study.text import Text

_ALIAS = Column("SUBJECT", Text("Child, under a name of this set alone", "患儿（仅用于本数据集的代号）"), "word")
SUBJECTS = (
    _ALIAS,
    Column("SEX", Text("Sex at birth", "性别"), "word"),
    Column("AGE_Y", Text("Completed years at the infusion", "回输时周岁"), "number", "a"),
    Column("INFUSED", Text("Infused", "已回输"), "word", codes=(("Y", Text("Yes", "是")), ("N", Text("No", "否")))),
    Column("STATUS", Text("Where the child stands", "状态"), "word", codes=tuple(WORDS.items())),
    Column("LAST_DAY", Text("Study day of the last contact", "末次联系的研究日"), "day"),
)
PLACE = (
    _ALIAS,
    Column("VISIT", Text("Visit; LOG: of the child and of no visit", "访视；LOG 为不属于访视的患儿记录"), "word"),
    Column("VISIT_NO", Text("Which one of a repeated visit", "重复访视的序号"), "number"),
    Column("ROW_NO", Text("Which repeat of the form", "表单重复序号"), "number"),
    Column("DAY", Text("Study day of the form", "表单的研究日"), "day"),
)
DERIVED = (
    _ALIAS, PLACE[1], PLACE[2], PLACE[4],
    Column("CODE", Text("Derived value", "衍生值"), "word"),
    Column("VALUE", Text("Number, in the unit of the dictionary", "数值（单位见数据字典）"), "number"),
    Column("VERDICT", Text("Verdict, a code", "结论（代码）"), "word"),
)  # fmt: skip
_DICTIONARY = ("File", "Column", "Label (English)", "Label (Chinese)", "Type", "Unit", "Codes", "How written (English)",
               "How written (Chinese)")  # fmt: skip
_LEFT = ("Form", "Item", "Label (English)", "Label (Chinese)", "Reason (English)", "Reason (Chinese)")


def data_files(study: Study, children: Sequence[Shared]) -> tuple[Sheet, ...]:
    """The data themselves, sorted by alias so that their order tells nothing; empty forms are left out."""
    ordered = sorted(children, key=lambda child: child.who[0])
    files = [_file("subjects", SUBJECTS, [child.who for child in ordered])]
    for form in study.forms.values():
        rows = [row for child in ordered for row in child.forms.get(form.code, ())]
        if rows and columns(study, form):
            files.append(_file(form.code, (*PLACE, *columns(study, form)), rows))
    files.append(_file("derived", DERIVED, [row for child in ordered for row in child.derived]))
    return tuple(files)


def _file(name: str, shape: Sequence[Column], rows: Sequence[tuple[str, ...]]) -> Sheet:
    prove(name, shape, rows)
    return Sheet(name, same(name), tuple(same(column.code) for column in shape), tuple(rows))


def prove(name: str, shape: Sequence[Column], rows: Sequence[tuple[str, ...]]) -> None:
    """KnownError `text-in-set` for any cell that is not one the program writes."""
    for number, row in enumerate(rows, 1):
        for column, cell in zip(shape, row, strict=True):
            if not column.allows(cell):
                raise KnownError(
                    "text-in-set",
                    f"Nothing was written: {name}, row {number}, {column.code} holds something that is neither a "
                    "number, a study day nor a code.",
                    f"未写入任何文件：{name} 第 {number} 行 {column.code} 含非数值、非研究日、非代码的内容。",
                )


def dictionary(study: Study) -> Sheet:
    """Every column of every file in both languages."""
    rows = [
        *(_described("subjects", column) for column in SUBJECTS),
        *(_described("every form", column) for column in PLACE),
        *(row for form in study.forms.values() for row in _of_form(study, form)),
        *(_described("derived", column) for column in DERIVED),
        *_of_derived(study),
    ]
    return Sheet("dictionary", Text("Data dictionary", "数据字典"), tuple(map(same, _DICTIONARY)), tuple(rows))


def _of_form(study: Study, form: Form) -> Iterator[tuple[Cell, ...]]:
    return (_described(form.code, column) for column in columns(study, form))


def _described(file: str, column: Column) -> tuple[Cell, ...]:
    listed = () if column.kind == "term" else column.codes
    codes = "; ".join(f"{code} = {label.en} / {label.zh}" for code, label in listed)
    how = HOW[column.kind]
    said = (file, column.code, column.label.en, column.label.zh, column.kind, column.unit, codes, how.en, how.zh)
    return tuple(map(same, said))


def _of_derived(study: Study) -> Iterator[tuple[Cell, ...]]:
    for code in dict.fromkeys(code for form in study.forms.values() for code in form.derived):
        spec = study.derived[code]
        codes = "; ".join(
            f"{choice.code} = {choice.label.en} / {choice.label.zh}" for choice in study.codelists.get(spec.choices, ())
        )
        unit = "" if spec.choices else spec.unit
        said = ("derived", code, spec.label.en, spec.label.zh, "derived", unit, codes, spec.valid.en, spec.valid.zh)
        yield tuple(map(same, said))


def omitted(study: Study) -> Sheet:
    """Every item that is not in the set, with why."""
    rows = tuple(
        tuple(map(same, (each.form, each.item.code, each.item.label.en, each.item.label.zh, why.en, why.zh)))
        for each in left_out(study)
        for why in (REASONS[each.reason],)
    )
    return Sheet("left-out", Text("Left out", "未纳入的项目"), tuple(map(same, _LEFT)), rows)
