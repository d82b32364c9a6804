"""Whether an expression compares and reckons like with like: numbers in one unit, dates with dates, words with words.

What is compared wrongly is never true and never false, so such a rule would be silent for ever. Only reports.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple

from study.definition.model import DerivedSpec, Item, Study
from study.derived.registry import FORMULAS
from study.expression.parse import Arithmetic, Call, Comparison, Logic, Name, Node, Number, Word
from study.text import Text
from study.writing import spelling

Sort = Literal["number", "date", "word", "grade", "rows", "any"]
ItemOf = Callable[[str], Item | None]


class Kind(NamedTuple):
    """What an operand is. `unit` "" fits every unit: a number in the expression, or one that was multiplied.

    A "grade" is a code list whose codes are numbers, at least some: it counts as a number and as a word.
    """

    sort: Sort
    unit: str = ""


ANY = Kind("any")
NUMBER, DATE, WORD = Kind("number"), Kind("date"), Kind("word")
_SORTS: dict[Sort, Text] = {
    "number": Text("a number", "数值"),
    "date": Text("a date", "日期"),
    "word": Text("a word", "文字"),
    "grade": Text("a grade", "分级"),
    "rows": Text("a list of rows", "表格"),
}
_OF_CHILD = {"age": NUMBER, "study_day": Kind("number", "d"), "visit_date": DATE, "sex": WORD, "visit": WORD}
_ORDERS = ("<", "<=", ">", ">=")
_FITS: dict[Sort, tuple[Sort, ...]] = {
    "number": ("number", "grade"), "grade": ("number", "grade", "word"), "word": ("word", "grade"), "date": ("date",),
}  # fmt: skip


def unlike(study: Study, root: Node, item_of: ItemOf) -> tuple[Text, ...]:
    """What an expression compares or adds that has nothing in common. `item_of` finds the items it names."""
    found = _Kinds(study, item_of)
    found.condition(root)
    return tuple(dict.fromkeys(found.faults))


class _Kinds:
    """Walks an expression and collects what does not go together."""

    def __init__(self, study: Study, item_of: ItemOf) -> None:
        self._study = study
        self._item = item_of
        self.faults: list[Text] = []

    def condition(self, node: Node) -> None:
        match node:
            case Logic(parts=parts):
                for part in parts:
                    self.condition(part)
            case Comparison():
                self._comparison(node)
            case Call(function="present" | "missing"):
                return
            case _:
                self.of(node)

    def _comparison(self, node: Comparison) -> None:
        left, right = self.of(node.left), self.of(node.right)
        if node.sign in ("in", "not in"):
            for side, kind in ((node.left, left), (node.right, right)):
                self._expect(side, kind, "word", "grade")
        elif not _like(left, right):
            self._unlike(node.left, left, node.right, right)
        elif node.sign in _ORDERS and "word" in (left.sort, right.sort):
            self.faults.append(Text("words have no order", "文字没有大小之分"))

    def of(self, node: Node) -> Kind:
        """The kind of an operand, with everything wrong inside it reported."""
        match node:
            case Number():
                return NUMBER
            case Word():
                return WORD
            case Name(name=name):
                return self._of_item(name)
            case Call():
                return self._call(node)
            case Arithmetic():
                return self._arithmetic(node)
            case _:
                self.condition(node)
                return ANY

    def _of_item(self, name: str) -> Kind:
        item = self._item(name)
        if item is None:
            return ANY
        if item.links:
            return Kind("rows")
        match item.type:
            case "number":
                return Kind("number", item.unit)
            case "date" | "partial_date" | "datetime":
                return DATE
            case "choice":
                codes = [choice.code for choice in self._study.codelists.get(item.choices, ())]
                return Kind("grade") if any(code.isascii() and code.isdecimal() for code in codes) else WORD
            case "table":
                return Kind("rows")
            case _:
                return WORD

    def _call(self, call: Call) -> Kind:
        match call.function:
            case "previous" | "baseline":
                return self._of_item(call.names[0])
            case "low" | "high":
                kind = self._of_item(call.names[0])
                if kind.sort not in ("number", "any"):
                    self.faults.append(
                        Text(
                            f"{call.names[0]} is no number and has no limits", f"{call.names[0]}不是数值，没有参考界限"
                        )
                    )
                return kind if kind.sort == "number" else NUMBER
            case "suggested":
                return WORD
            case "derived":
                return _of_derived(self._study.derived.get(call.names[0]))
            case "days":
                for argument in call.arguments:
                    self._expect(argument, self.of(argument), "date")
                return Kind("number", "d")
            case "abs" | "min" | "max":
                return self._together(call.arguments)
            case function:
                return _OF_CHILD.get(function, ANY)

    def _arithmetic(self, node: Arithmetic) -> Kind:
        if node.sign in "+-":
            return self._together((node.left, node.right))
        for side in (node.left, node.right):
            self._expect(side, self.of(side), "number", "grade")
        return NUMBER

    def _together(self, nodes: tuple[Node, ...]) -> Kind:
        """Numbers that are added, or of which one is taken: in one unit."""
        unit, first = "", nodes[0]
        for node in nodes:
            kind = self.of(node)
            if not self._expect(node, kind, "number", "grade"):
                continue
            if not _like(Kind("number", unit), kind):
                self._unlike(first, Kind("number", unit), node, kind)
            unit, first = (kind.unit, node) if kind.unit and not unit else (unit, first)
        return Kind("number", unit)

    def _expect(self, node: Node, kind: Kind, *sorts: Sort) -> bool:
        if kind.sort in (*sorts, "any"):
            return True
        is_, wanted = _SORTS[kind.sort], _SORTS[sorts[0]]
        said = _written(node)
        self.faults.append(Text(f"`{said}` is {is_.en}, not {wanted.en}", f"“{said}”是{is_.zh}，不是{wanted.zh}"))
        return False

    def _unlike(self, left: Node, a: Kind, right: Node, b: Kind) -> None:
        one, other = _said(a), _said(b)
        left_said, right_said = _written(left), _written(right)
        self.faults.append(
            Text(
                f"`{left_said}` is {one.en} and `{right_said}` {other.en}",
                f"“{left_said}”是{one.zh}，“{right_said}”是{other.zh}",
            )
        )


def _like(left: Kind, right: Kind) -> bool:
    if "any" in (left.sort, right.sort):
        return True
    if right.sort not in _FITS.get(left.sort, ()):
        return False
    return not (left.unit and right.unit) or spelling(left.unit) == spelling(right.unit)


def _said(kind: Kind) -> Text:
    sort = _SORTS[kind.sort]
    return Text(f"{sort.en} in {kind.unit}", f"以{kind.unit}为单位的{sort.zh}") if kind.unit else sort


def _of_derived(spec: DerivedSpec | None) -> Kind:
    """A verdict is a word, a result in a unit a number; of a part nobody names the kind of, anything."""
    if spec is None:
        return ANY
    formula = FORMULAS.get(spec.formula or spec.code)
    verdict = formula is not None and not spec.part and formula.kind in ("category", "flag")
    if verdict or (spec.choices and not spec.unit):
        return WORD
    return Kind("number", spec.unit) if spec.unit else ANY


def _written(node: Node) -> str:
    """An operand as the definition writes it."""
    match node:
        case Number(value=value):
            return str(value)
        case Word(codes=codes):
            return ", ".join(f"'{code}'" for code in codes)
        case Name(name=name):
            return name
        case Call(function=function, names=names, arguments=arguments):
            return f"{function}({', '.join((*names, *map(_written, arguments)))})"
        case Arithmetic(sign=sign, left=left, right=right) | Comparison(sign=sign, left=left, right=right):
            return f"{_written(left)} {sign} {_written(right)}"
        case Logic(word=word, parts=parts):
            return f" {word} ".join(map(_written, parts))
