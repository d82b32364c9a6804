"""The inputs handed to a formula, and what every formula asks of them: present, positive, in range, which comparator.

A comparator survives: a result that rises with "<40" is "<", one that falls with it is ">", and where two limits pull
in opposite directions nothing can be said.
"""

from collections.abc import Mapping
from decimal import Decimal

import msgspec

from study.derived.names import NAMES
from study.text import Text
from study.values import Comparator, Quantity, TextValue

_TURNED: dict[Comparator, Comparator] = {"": "", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


class Given(msgspec.Struct, frozen=True):
    """Inputs by name, in the unit of the name; `absent` says why a missing one is missing."""

    values: Mapping[str, Quantity | TextValue]
    absent: Mapping[str, Text] = {}

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

    def missing(self, *names: str) -> Text | None:
        """The sentence that names what is missing, or None."""
        gone = [name for name in names if name not in self.values]
        if not gone:
            return None
        en = [NAMES[name].label.en + self._because(name).en for name in gone]
        zh = [NAMES[name].label.zh + self._because(name).zh for name in gone]
        return Text(f"Missing: {', '.join(en)}.", f"缺少:{'、'.join(zh)}。")

    def _because(self, name: str) -> Text:
        why = self.absent.get(name)
        return Text(f" ({why.en})", f"({why.zh})") if why else Text("", "")

    def not_positive(self, *names: str) -> Text | None:
        """The sentence for the first of the inputs that is zero or less, or None."""
        for name in names:
            if self.has(name) and self.number(name) <= 0:
                label = NAMES[name].label
                return Text(f"{label.en} must be above 0.", f"{label.zh}必须大于0。")
        return None

    def outside(self, name: str, low: str, high: str) -> Text | None:
        """The sentence for an input outside the range the formula was made for, or None."""
        if not self.has(name) or Decimal(low) <= self.number(name) <= Decimal(high):
            return None
        label, unit = NAMES[name].label, NAMES[name].unit
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
    "两个输入值均为界限值且方向相反,无法得出结论。",
)


def first(*reasons: Text | None) -> Text | None:
    """The first reason that holds."""
    return next((reason for reason in reasons if reason is not None), None)
