"""An input as its formula wants it: its name, kind and unit."""

import msgspec

from study.derived.named import Named
from study.derived.names import NAMES
from study.derived.result import Formula
from study.text import Text
from study.writing import spelling


class Target(msgspec.Struct, frozen=True):
    """The input that is wanted; `unit` is "" where any unit of the item will do."""

    name: str
    named: Named
    unit: str

    @property
    def label(self) -> Text:
        """What it is called."""
        return self.named.label

    def takes(self, unit: str) -> bool:
        """Whether a unit is the input's, however it is spelt."""
        return not self.unit or spelling(unit) == spelling(self.unit)


def target_of(formula: Formula | None, name: str) -> Target:
    """An input: its unit is the name's, else what the formula says of it. Raises KeyError."""
    named = NAMES[name]
    return Target(name, named, named.unit or (formula.units.get(name, "") if formula is not None else ""))
