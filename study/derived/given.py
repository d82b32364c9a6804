"""The inputs handed to a formula, and what every formula asks of them: present, positive, in range, which comparator.

A comparator survives: a result that rises with "<40" is "<", one that falls with it is ">", and where two limits pull
in opposite directions nothing can be said.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import msgspec

from study.derived.names import NAMES
from study.text import Text
from study.values import Comparator, Quantity, TextValue, Value
from study.writing import printed

_TURNED: dict[Comparator, Comparator] = {"": "", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


class Words(msgspec.Struct, frozen=True):
    """Several codes at once, such as the SLEDAI descriptors that are present."""

    words: tuple[str, ...]


class Numbers(msgspec.Struct, frozen=True):
    """Several numbers at once that belong together: L, M, S, or the systolic and diastolic 90th percentile."""

    numbers: tuple[Decimal, ...]


class Point(msgspec.Struct, frozen=True):
    """One measurement of a series: its day, its study day (None before the infusion is known), the quantity."""

    on: date
    day: int | None
    quantity: Quantity


class Series(msgspec.Struct, frozen=True):
    """All measurements of one item over days, in the order of their times, in the unit of the input's name."""

    points: tuple[Point, ...]


SEEN_ON = ""
"""Under this key a row of a specimen carries its day; no item has such a code."""


class Rows(msgspec.Struct, frozen=True):
    """The rows of one of the child's logs, or every specimen of a form up to a visit, each keyed by item code.

    `undecided` names for each row the items at which two values stand; they are missing from it. () says nothing of it.
    """

    rows: tuple[Mapping[str, Value], ...]
    undecided: tuple[frozenset[str], ...] = ()


class Day(msgspec.Struct, frozen=True):
    """A calendar day."""

    on: date


Input = Quantity | TextValue | Words | Numbers | Series | Rows | Day


class Given(msgspec.Struct, frozen=True):
    """Inputs by name, in the unit of the name; `absent` says why a missing one is missing ("": it was asked for).

    A flag is a `TextValue` "Y" or "N"; `flag` reads it. `apart` names inputs that the formula wants of one specimen and
    that stand on several.
    """

    values: Mapping[str, Input]
    absent: Mapping[str, Text] = {}
    apart: tuple[str, ...] = ()

    def has(self, *names: str) -> bool:
        """True when all of them are there."""
        return all(name in self.values for name in names)

    def number(self, name: str) -> Decimal:
        """The number of an input that is there."""
        value = self.values[name]
        if not isinstance(value, Quantity):
            raise TypeError(f"{name} is no number")
        return value.decimal

    def word(self, name: str) -> str:
        """The word of an input, "" when it is not there."""
        value = self.values.get(name)
        return value.text if isinstance(value, TextValue) else ""

    def flag(self, name: str) -> bool | None:
        """True for "Y", False for "N"; None when the input is not there or says neither (unknown)."""
        return {"Y": True, "N": False}.get(self.word(name))

    def words(self, name: str) -> tuple[str, ...]:
        """The codes of an input that is there. Raises TypeError for another kind."""
        value = self.values[name]
        if not isinstance(value, Words):
            raise TypeError(f"{name} is no set of codes")
        return value.words

    def numbers(self, name: str) -> tuple[Decimal, ...]:
        """The numbers of an input that is there. Raises TypeError for another kind."""
        value = self.values[name]
        if not isinstance(value, Numbers):
            raise TypeError(f"{name} is no list of numbers")
        return value.numbers

    def series(self, name: str) -> tuple[Point, ...]:
        """The measurements of an input; () when it is not there."""
        value = self.values.get(name)
        return value.points if isinstance(value, Series) else ()

    def rows(self, name: str) -> tuple[Mapping[str, Value], ...]:
        """The rows of an input; () when it is not there."""
        value = self.values.get(name)
        return value.rows if isinstance(value, Rows) else ()

    def disputed(self, name: str) -> tuple[frozenset[str], ...]:
        """By row of an input, the items at which two values stand that nobody decided between."""
        value = self.values.get(name)
        if not isinstance(value, Rows):
            return ()
        return value.undecided or (frozenset(),) * len(value.rows)

    def day(self, name: str) -> date | None:
        """The day of an input; None when it is not there."""
        value = self.values.get(name)
        return value.on if isinstance(value, Day) else None

    def missing(self, *names: str) -> Text | None:
        """The sentence that names what is missing, or None."""
        gone = [name for name in names if name not in self.values]
        if not gone:
            return None
        en = [NAMES[name].label.en + self._because(name).en for name in gone]
        zh = [NAMES[name].label.zh + self._because(name).zh for name in gone]
        return Text(f"Missing: {', '.join(en)}.", f"缺少：{'、'.join(zh)}。")

    def expected(self, *names: str) -> tuple[str, ...]:
        """Of optional inputs, those that the child's record should hold and does not: they are missing all the same."""
        return tuple(name for name in names if name in self.absent and name not in self.values)

    def _because(self, name: str) -> Text:
        why = self.absent.get(name)
        return Text(f" ({why.en})", f"（{why.zh}）") if why and why.en else Text("", "")

    def two_specimens(self) -> Text | None:
        """The sentence that inputs which belong to one specimen are of several, or None."""
        if not self.apart:
            return None
        labels = [NAMES[name].label for name in self.apart]
        en, zh = " and ".join(label.en for label in labels), "与".join(label.zh for label in labels)
        return Text(f"{en} are not of one specimen: not taken together.", f"{zh}不是同一份标本，不合并计算。")

    def not_positive(self, *names: str) -> Text | None:
        """The sentence for the first of the inputs that is zero or less, or None."""
        for name in names:
            if self.has(name) and self.number(name) <= 0:
                label = NAMES[name].label
                return Text(f"{label.en} must be above 0.", f"{label.zh}必须大于0。")
        return None

    def no_sex(self) -> Text | None:
        """The sentence for a sex that is neither F nor M, or None."""
        return None if self.word("sex") in ("F", "M") else Text("Sex must be F or M.", "性别须为女（F）或男（M）。")

    def outside(self, name: str, low: str, high: str) -> Text | None:
        """The sentence for an input outside the range the formula was made for, or None."""
        if not self.has(name) or Decimal(low) <= self.number(name) <= Decimal(high):
            return None
        label, unit = NAMES[name].label, printed(NAMES[name].unit)
        return Text(
            f"{label.en} {self.number(name)} {unit} is outside {low}-{high} {unit}, for which the formula is valid.",
            f"{label.zh} {self.number(name)} {unit} 超出公式适用范围 {low}-{high} {unit}。",
        )

    def comparator(self, rising: tuple[str, ...], falling: tuple[str, ...] = ()) -> Comparator | None:
        """The comparator of a result that rises and falls with these inputs; None when it cannot be told."""
        signs = [self._sign(name) for name in rising] + [_TURNED[self._sign(name)] for name in falling]
        found = {sign for sign in signs if sign}
        if not found:
            return ""
        if found <= {"<", "<="}:
            return "<" if "<" in found else "<="
        if found <= {">", ">="}:
            return ">" if ">" in found else ">="
        return None

    def _sign(self, name: str) -> Comparator:
        value = self.values.get(name)
        return value.comparator if isinstance(value, Quantity) else ""


CANNOT_TELL = Text(
    "Two of the inputs are limits that pull in opposite directions, so nothing can be said.",
    "两个输入值均为界限值且方向相反，无法得出结论。",
)


def first(*reasons: Text | None) -> Text | None:
    """The first reason that holds."""
    return next((reason for reason in reasons if reason is not None), None)
