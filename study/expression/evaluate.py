"""`evaluate(expression, scope)`: what an expression comes to; `holds` its truth: True, False or None (cannot tell).

Owns the three-valued arithmetic of spans, codes and moments. Must not know where values come from: the scope does.
"""

import unicodedata
from typing import Protocol

import msgspec

from study.expression.arithmetic import add, divide, extremes, magnitude, multiply, negative
from study.expression.moments import MINUTES_A_DAY, Moment
from study.expression.parse import (
    BY_NAME,
    OF_CHILD,
    OF_PRESENCE,
    Arithmetic,
    Call,
    Comparison,
    Expression,
    Logic,
    Name,
    Node,
    Number,
    Word,
)
from study.span import Span


class Unknown(msgspec.Struct, frozen=True):
    """Whether there is a value at all cannot be told here: two devices disagree, or the place lies out of sight."""


UNKNOWN = Unknown()
Operand = Span | Moment | frozenset[str] | Unknown | None
"""What a name stands for: the numbers it may mean (in the item's unit), a moment, codes or a text; None: no value."""
Truth = bool | None


class Scope(Protocol):
    """Where an expression finds what it names; every answer may be None (no value) or `UNKNOWN`."""

    def value(self, name: str) -> Operand:
        """An item of this form ("NEUT") or of this visit ("CBC.NEUT")."""

    def ask(self, function: str, name: str) -> Operand:
        """`previous`, `baseline`, `low`, `high` or `suggested` of an item; `derived` value or `setting` by its code."""

    def child(self, function: str) -> Operand:
        """`age` (years by the calendar), `sex`, `visit` (code), `study_day`, `visit_date`."""


def holds(expression: Expression, scope: Scope) -> Truth:
    """True, False, or None where a missing value or a limit such as "<0.5" leaves it open."""
    return _truth(expression.root, scope)


def evaluate(expression: Expression, scope: Scope) -> Operand:
    """The operand an arithmetic expression comes to; None for a truth or a missing value."""
    return _operand(expression.root, scope)


def _truth(node: Node, scope: Scope) -> Truth:
    match node:
        case Logic(word="not", parts=parts):
            inner = _truth(parts[0], scope)
            return None if inner is None else not inner
        case Logic(word=word, parts=parts):
            deciding = word == "or"
            found = [_truth(part, scope) for part in parts]
            return deciding if deciding in found else None if None in found else not deciding
        case Comparison(sign=sign, left=left, right=right):
            return _compare(sign, _operand(left, scope), _operand(right, scope))
        case Call(function="present" | "missing" as function, names=(name,)):
            value = scope.value(name)
            return None if value is UNKNOWN else (value is not None) == (function == "present")
        case _:
            return None


def _operand(node: Node, scope: Scope) -> Operand:
    match node:
        case Number(value=value):
            return Span(value, value)
        case Word(codes=codes):
            return frozenset(codes)
        case Name(name=name):
            return scope.value(name)
        case Call(function=function, names=names) if function in BY_NAME:
            return None if function in OF_PRESENCE else scope.ask(function, names[0])
        case Call(function=function) if function in OF_CHILD:
            return scope.child(function)
        case Call(function=function, arguments=arguments):
            return _function(function, tuple(_operand(each, scope) for each in arguments))
        case Arithmetic(sign=sign, left=left, right=right):
            return _calculate(sign, _operand(left, scope), _operand(right, scope))
        case _:
            return None


def _function(function: str, arguments: tuple[Operand, ...]) -> Operand:
    if function == "days":
        start, end = arguments
        if isinstance(start, Moment) and isinstance(end, Moment):
            return _days(start, end)
        return None
    spans = [number for each in arguments if (number := _number(each)) is not None]
    if len(spans) != len(arguments):
        return None
    return magnitude(spans[0]) if function == "abs" else extremes(spans, largest=function == "max")


def _days(start: Moment, end: Moment) -> Span:
    """From time to time the fraction of days; where one is only a date, by the calendar."""
    if start.timed and end.timed:
        minutes = Span.of(end.first - start.first)
        return divide(minutes, Span.of(MINUTES_A_DAY)) or Span(None, None)
    return Span.of(end.days[0] - start.days[1], end.days[1] - start.days[0])


def _calculate(sign: str, left: Operand, right: Operand) -> Operand:
    a, b = _number(left), _number(right)
    if a is None or b is None:
        return None
    match sign:
        case "+":
            return add(a, b)
        case "-":
            return add(a, negative(b))
        case "*":
            return multiply(a, b)
        case _:
            return divide(a, b)


def _number(operand: Operand) -> Span | None:
    """A span; a single code that is a number (a grade, a score of a list) counts as that number."""
    if isinstance(operand, Span):
        return operand
    if isinstance(operand, frozenset) and len(operand) == 1:
        (code,) = operand
        return Span.of(int(code)) if code.isascii() and code.isdecimal() else None
    return None


def _compare(sign: str, left: Operand, right: Operand) -> Truth:
    if sign in ("in", "not in"):
        if not (isinstance(left, frozenset) and isinstance(right, frozenset)):
            return None
        return (left <= right) == (sign == "in")
    if sign in ("==", "!="):
        equal = _equal(left, right)
        return None if equal is None else equal == (sign == "==")
    if sign in (">", ">="):
        left, right, sign = right, left, "<" if sign == ">" else "<="
    if isinstance(left, Moment) and isinstance(right, Moment):
        return _earlier(left, right, or_same=sign == "<=")
    a, b = _number(left), _number(right)
    return None if a is None or b is None else less(a, b, or_same=sign == "<=")


def _equal(left: Operand, right: Operand) -> Truth:
    if isinstance(left, frozenset) and isinstance(right, frozenset):
        return _spelled_once(left) == _spelled_once(right)
    if isinstance(left, Moment) and isinstance(right, Moment):
        if (left.timed and right.timed) or (left.whole_day and right.whole_day):
            return left.first == right.first
        return False if left.last < right.first or right.last < left.first else None
    a, b = _number(left), _number(right)
    if a is None or b is None:
        return None
    if a.exact is not None and b.exact is not None:
        return a.exact == b.exact
    return False if less(a, b) or less(b, a) else None


def _spelled_once(words: frozenset[str]) -> frozenset[str]:
    """Words without width, case and spaces: one person who is written in two ways is still one person."""
    return frozenset("".join(unicodedata.normalize("NFKC", word).casefold().split()) for word in words)


def _earlier(left: Moment, right: Moment, *, or_same: bool) -> Truth:
    if left.whole_day and right.whole_day:
        return left.first <= right.first if or_same else left.first < right.first
    if left.last < right.first or (or_same and left.last == right.first):
        return True
    if left.first > right.last or (not or_same and left.first == right.last):
        return False
    return None


def less(left: Span, right: Span, *, or_same: bool = False) -> Truth:
    """Whether every, no or only some possible pair of numbers is in this order."""
    if left.high is not None and right.low is not None:
        touching = left.high == right.low and (or_same or not (left.high_in and right.low_in))
        if left.high < right.low or touching:
            return True
    if left.low is not None and right.high is not None:
        touching = left.low == right.high and (not or_same or not (left.low_in and right.high_in))
        if left.low > right.high or touching:
            return False
    return None
