"""`parse(text) -> Expression`: a small language over items, in Python's own spelling of arithmetic and comparison.

Allowed: numbers, 'words', items (`NEUT` of this form, `CBC.NEUT` of this visit), + - * /, comparisons (also chained),
`in`, and / or / not, and the functions of `FUNCTIONS`. Nothing else is ever executed: the text is read, not run.
A condition stands only where one is meant: `A and B` of two items says nothing and is refused.
"""

import ast
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Literal

import msgspec

from study.text import Text

BY_NAME = {
    "present": 1, "missing": 1, "previous": 1, "baseline": 1, "low": 1, "high": 1, "derived": 1, "setting": 1,
    "suggested": 1,
}  # fmt: skip
"""Functions that take names and ask the scope about them, with how many."""
OF_CHILD = ("age", "sex", "visit", "study_day", "visit_date")
"""Functions without arguments that ask the scope about child and visit."""
OF_VALUES = {"abs": (1, 1), "min": (2, 9), "max": (2, 9), "days": (2, 2)}
"""Functions of values, with the least and the most arguments. `days(A, B)` counts the days from A to B."""
OF_PRESENCE = ("present", "missing")
"""Functions that are true or false by themselves."""
FUNCTIONS = (*BY_NAME, *OF_CHILD, *OF_VALUES)
NAMES_NO_ITEM = ("derived", "setting")
_ARITHMETIC: dict[type[ast.operator], Literal["+", "-", "*", "/"]] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/",
}  # fmt: skip
_COMPARISONS: dict[type[ast.cmpop], Literal["<", "<=", ">", ">=", "==", "!=", "in", "not in"]] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
    ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip
LONGEST = 500
DEEPEST = 60
"""Levels of brackets, signs and terms within one another: evaluation goes down as many."""
_NUMBER = re.compile(r"[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18}")
_FORBIDDEN = re.compile(r"[\\#\x00-\x1f]")
"""Escapes, comments and line breaks: Python would read on past them, a person reads something else."""


class Number(msgspec.Struct, frozen=True, tag=True):
    """A number, exactly as written."""

    value: Decimal


class Word(msgspec.Struct, frozen=True, tag=True):
    """One code, or several in brackets."""

    codes: tuple[str, ...]


class Name(msgspec.Struct, frozen=True, tag=True):
    """An item: `NEUT` or `CBC.NEUT`."""

    name: str


class Call(msgspec.Struct, frozen=True, tag=True):
    """A function; `names` for those that take names, `arguments` for those that take values."""

    function: str
    names: tuple[str, ...] = ()
    arguments: tuple["Node", ...] = ()


class Arithmetic(msgspec.Struct, frozen=True, tag=True):
    """Two operands and a sign."""

    sign: Literal["+", "-", "*", "/"]
    left: "Node"
    right: "Node"


class Comparison(msgspec.Struct, frozen=True, tag=True):
    """Two operands and how they are compared."""

    sign: Literal["<", "<=", ">", ">=", "==", "!=", "in", "not in"]
    left: "Node"
    right: "Node"


class Logic(msgspec.Struct, frozen=True, tag=True):
    """`and` and `or` over several parts, `not` over one."""

    word: Literal["and", "or", "not"]
    parts: tuple["Node", ...]


Node = Number | Word | Name | Call | Arithmetic | Comparison | Logic


class Expression(msgspec.Struct, frozen=True):
    """What was read: the tree, the items it names (dotted or bare), and what else it asks for by name."""

    text: str
    root: Node
    items: tuple[str, ...]
    asked: tuple[tuple[str, str], ...]
    """(function, name) for `derived` and `setting`."""

    @property
    def condition(self) -> bool:
        """True when it is a truth; a number or a word can be neither true nor false."""
        return is_condition(self.root)


class NotAnExpressionError(Exception):
    """The text is no expression; `sentence` says why, in both languages."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.sentence = Text(en, zh)


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """The expression a text says. Raises NotAnExpressionError."""
    if len(text) > LONGEST:
        raise NotAnExpressionError(f"an expression has {LONGEST} characters at most", f"表达式最长{LONGEST}个字符")
    text = text.strip()
    if _FORBIDDEN.search(text):
        raise _unreadable(text)
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise _unreadable(text) from error
    if _depth(tree.body) > DEEPEST:
        raise NotAnExpressionError(
            f"an expression has {DEEPEST} levels at most: split it into several",
            f"表达式最多{DEEPEST}层，请拆分为多个",
        )
    root = _node(tree.body, text)
    names = tuple(dict.fromkeys(_names(root)))
    items = tuple(name for function, name in names if function not in NAMES_NO_ITEM)
    asked = tuple((function, name) for function, name in names if function in NAMES_NO_ITEM)
    return Expression(text, root, tuple(dict.fromkeys(items)), asked)


def is_condition(node: Node) -> bool:
    """True for what is true or false: comparisons, `and`, `or`, `not`, `present`, `missing`."""
    return isinstance(node, Comparison | Logic) or (isinstance(node, Call) and node.function in OF_PRESENCE)


def _depth(tree: ast.AST) -> int:
    """How many levels lie within one another, counted without recursion."""
    level, depth = [tree], 0
    while level:
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        depth += 1
    return depth


def names_in(expression: Expression) -> tuple[tuple[str, str], ...]:
    """Every name it says with the function that asks for it ("" = the item's value itself)."""
    return tuple(dict.fromkeys(_names(expression.root)))


def _node(node: ast.expr, text: str) -> Node:
    match node:
        case ast.Constant(value=str(word)):
            return Word((word,))
        case ast.Constant():
            return Number(_number(node, text))
        case ast.Tuple(elts=[_, *_] as elts):
            return Word(tuple(_word(each, text) for each in elts))
        case ast.Name() | ast.Attribute():
            return Name(_name(node, text))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return Arithmetic("-", Number(Decimal(0)), _value(operand, text))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return Logic("not", (_condition(operand, text),))
        case ast.BoolOp(op=op, values=values):
            return Logic("and" if isinstance(op, ast.And) else "or", tuple(_condition(each, text) for each in values))
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _ARITHMETIC:
            return Arithmetic(_ARITHMETIC[type(operator)], _value(left, text), _value(right, text))
        case ast.Compare():
            return _comparison(node, text)
        case ast.Call(func=ast.Name(id=function), args=args, keywords=[]):
            return _call(function, args, text)
        case _:
            raise _unknown(node, text)


def _condition(node: ast.expr, text: str) -> Node:
    found = _node(node, text)
    if is_condition(found):
        return found
    part = _part(node, text)
    raise NotAnExpressionError(
        f"`{part}` is neither true nor false: compare it with something", f"“{part}”不是条件，请写成比较式"
    )


def _value(node: ast.expr, text: str) -> Node:
    found = _node(node, text)
    if is_condition(found):
        part = _part(node, text)
        raise NotAnExpressionError(f"`{part}` is true or false and has no size", f"“{part}”是条件，不能参与计算或比较")
    return found


def _number(node: ast.Constant, text: str) -> Decimal:
    written = _part(node, text)
    if _NUMBER.fullmatch(written) is None:
        raise _unknown(node, text)
    return Decimal(written)


def _comparison(node: ast.Compare, text: str) -> Node:
    operands = [_value(each, text) for each in (node.left, *node.comparators)]
    parts = []
    for left, sign, right in zip(operands, node.ops, operands[1:], strict=False):
        if type(sign) not in _COMPARISONS:
            raise _unknown(node, text)
        parts.append(Comparison(_COMPARISONS[type(sign)], left, right))
    return parts[0] if len(parts) == 1 else Logic("and", tuple(parts))


def _call(function: str, args: list[ast.expr], text: str) -> Call:
    if function in BY_NAME and len(args) == BY_NAME[function]:
        return Call(function, names=tuple(_name(each, text) for each in args))
    if function in OF_CHILD and not args:
        return Call(function)
    if function in OF_VALUES and OF_VALUES[function][0] <= len(args) <= OF_VALUES[function][1]:
        return Call(function, arguments=tuple(_value(each, text) for each in args))
    allowed = ", ".join(FUNCTIONS)
    raise NotAnExpressionError(
        f"there is no function `{function}` with {len(args)} arguments; there are {allowed}",
        f"没有带{len(args)}个参数的函数“{function}”；可用：{allowed}",
    )


def _name(node: ast.expr, text: str) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=ast.Name(id=form), attr=item):
            return f"{form}.{item}"
        case _:
            raise _unknown(node, text)


def _word(node: ast.expr, text: str) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise _unknown(node, text)


def _unknown(node: ast.expr, text: str) -> NotAnExpressionError:
    part = _part(node, text)
    return NotAnExpressionError(f"`{part}` has no place in an expression", f"表达式中不能使用“{part}”")


def _unreadable(text: str) -> NotAnExpressionError:
    return NotAnExpressionError(f"`{text}` can't be read as an expression", f"无法解析表达式“{text}”")


def _part(node: ast.expr, text: str) -> str:
    """The node as it was written."""
    return ast.get_source_segment(text, node) or text


def comparisons(node: Node) -> Iterator[Comparison]:
    """Every comparison inside a condition."""
    if isinstance(node, Comparison):
        yield node
    elif isinstance(node, Logic):
        for each in node.parts:
            yield from comparisons(each)


def _names(node: Node) -> Iterator[tuple[str, str]]:
    """Every name, with the function that asks for it ("" = the item's value itself)."""
    match node:
        case Name(name=name):
            yield "", name
        case Call(function=function, names=names, arguments=arguments):
            yield from ((function, name) for name in names)
            for each in arguments:
                yield from _names(each)
        case Arithmetic(left=left, right=right) | Comparison(left=left, right=right):
            yield from _names(left)
            yield from _names(right)
        case Logic(parts=parts):
            for each in parts:
                yield from _names(each)
        case _:
            return
