"""The shape of a derived value, of a formula and of what a formula says."""

from collections.abc import Callable
from decimal import Decimal

import msgspec

from study.derived.given import CANNOT_TELL, Given
from study.text import Text
from study.units import rounded
from study.values import Comparator, Quantity, TextValue


class Also(msgspec.Struct, frozen=True):
    """The same result in another unit or per body size."""

    name: str
    value: Decimal
    unit: str
    decimals: int
    comparator: Comparator = ""

    @property
    def shown(self) -> str:
        """The number rounded half away from zero, with its comparator."""
        return f"{self.comparator}{rounded(self.value, self.decimals)}"


class Outcome(msgspec.Struct, frozen=True):
    """What a formula makes of its inputs: a number in full precision, or why there is none."""

    value: Decimal | None = None
    comparator: Comparator = ""
    why: Text | None = None
    notes: tuple[Text, ...] = ()
    also: tuple[Also, ...] = ()
    route: Text | None = None
    used: tuple[str, ...] = ()


class Formula(msgspec.Struct, frozen=True):
    """A derived value: unit, decimals for display, version of the formula, paper and year, names of its inputs."""

    code: str
    unit: str
    decimals: int
    version: str
    source: str
    inputs: tuple[str, ...]
    compute: Callable[[Given], Outcome]


class Derived(msgspec.Struct, frozen=True):
    """A derived value in full precision (`shown` rounds), with everything that led to it."""

    code: str
    value: Decimal | None
    comparator: Comparator
    unit: str
    decimals: int
    version: str
    source: str
    inputs: tuple[tuple[str, Quantity | TextValue], ...]
    why: Text | None
    notes: tuple[Text, ...] = ()
    also: tuple[Also, ...] = ()
    route: Text | None = None

    @property
    def shown(self) -> str:
        """The number rounded half away from zero, with its comparator; "" when there is none."""
        return "" if self.value is None else f"{self.comparator}{rounded(self.value, self.decimals)}"

    @property
    def quantity(self) -> Quantity | None:
        """The unrounded result as a quantity."""
        return None if self.value is None else Quantity(format(self.value, "f"), self.unit, self.comparator)


def apply(formula: Formula, given: Given, notes: tuple[Text, ...] = ()) -> Derived:
    """The derived value of a formula; only the inputs it used are listed (all of them when there is no result)."""
    outcome = formula.compute(given)
    used = outcome.used or formula.inputs
    return Derived(
        code=formula.code,
        value=outcome.value,
        comparator=outcome.comparator,
        unit=formula.unit,
        decimals=formula.decimals,
        version=formula.version,
        source=formula.source,
        inputs=tuple((name, given.values[name]) for name in used if name in given.values),
        why=outcome.why,
        notes=(*notes, *outcome.notes),
        also=outcome.also,
        route=outcome.route,
    )


def part_of(whole: Derived, code: str, part: str) -> Derived:
    """One of the results beside a formula's own number, as a derived value with a code of its own.

    When the whole has a number and the part has none, the formula's first note says what the part lacks.
    """
    found = next((also for also in whole.also if also.name == part), None)
    if found is None:
        lacking = whole.why or next(iter(whole.notes), CANNOT_TELL)
        return msgspec.structs.replace(whole, code=code, value=None, comparator="", why=lacking, notes=(), also=())
    return msgspec.structs.replace(
        whole,
        code=code,
        value=found.value,
        comparator=found.comparator,
        unit=found.unit,
        decimals=found.decimals,
        also=(),
    )
