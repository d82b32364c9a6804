"""The shape of a derived value, of a formula and of what a formula says."""

from collections.abc import Callable
from decimal import Decimal
from typing import Literal

import msgspec

from study.address import Address
from study.derived.given import CANNOT_TELL, Given, Input
from study.text import Text
from study.values import Comparator, Quantity
from study.writing import rounded

Kind = Literal["number", "grade", "category", "flag", "several"]


class Also(msgspec.Struct, frozen=True):
    """The same result in another unit or per body size; `note` says something of it alone, such as its range."""

    name: str
    value: Decimal
    unit: str
    decimals: int
    comparator: Comparator = ""
    note: Text | None = None

    @property
    def shown(self) -> str:
        """The number rounded half away from zero, with its comparator."""
        return f"{self.comparator}{rounded(self.value, self.decimals)}"


class Said(msgspec.Struct, frozen=True):
    """A code that a formula gives beside its main result, such as the class of a flare score; a flag is Y or N."""

    name: str
    code: str


class Outcome(msgspec.Struct, frozen=True):
    """What a formula makes of its inputs: a number in full precision, a verdict (a code), or why there is neither."""

    value: Decimal | None = None
    comparator: Comparator = ""
    verdict: str = ""
    said: tuple[Said, ...] = ()
    why: Text | None = None
    notes: tuple[Text, ...] = ()
    also: tuple[Also, ...] = ()
    route: Text | None = None
    used: tuple[str, ...] = ()


class Formula(msgspec.Struct, frozen=True):
    """A derived value: unit, decimals for display, version of the formula, paper and year, names of its inputs.

    `kind` says what its result is: a number, a grade (whole number), a category (verdict), a flag (verdict Y or N), or
    several results under their names (`also` and `said`). `verdicts` and `parts`, where they are named, are all the
    verdicts and the names of all results beside the main one; `units` are the units of inputs whose name has none.
    `one_specimen` are the inputs that must be of one specimen.
    """

    code: str
    unit: str
    decimals: int
    version: str
    source: str
    inputs: tuple[str, ...]
    compute: Callable[[Given], Outcome]
    kind: Kind = "number"
    verdicts: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    units: dict[str, str] = {}
    one_specimen: tuple[str, ...] = ()


class Derived(msgspec.Struct, frozen=True):
    """A derived value in full precision (`shown` rounds), with everything that led to it.

    `stands` are the addresses of the entries it was computed from, through other derived values too.
    """

    code: str
    value: Decimal | None
    comparator: Comparator
    unit: str
    decimals: int
    version: str
    source: str
    inputs: tuple[tuple[str, Input], ...]
    why: Text | None
    notes: tuple[Text, ...] = ()
    also: tuple[Also, ...] = ()
    route: Text | None = None
    kind: Kind = "number"
    verdict: str = ""
    said: tuple[Said, ...] = ()
    stands: tuple[Address, ...] = ()

    @property
    def known(self) -> bool:
        """True when there is a result, a number or a verdict."""
        return self.value is not None or bool(self.verdict)

    def code_of(self, name: str) -> str:
        """The code said under a name, "" when there is none."""
        return next((said.code for said in self.said if said.name == name), "")

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
        kind=formula.kind,
        verdict=outcome.verdict,
        said=outcome.said,
    )


def plain_result(derived: Derived) -> object:
    """The result as plain data: a number rounded for display, a whole grade, true or false, a code, or all by name.

    None when there is no result. A number with a comparator is the text that is shown, since it is no number.
    """
    if not derived.known:
        return None
    if derived.kind == "several":
        numbers = {also.name: _plain(also.shown) for also in derived.also}
        return {**numbers, **{said.name: _FLAGS.get(said.code, said.code) for said in derived.said}}
    if derived.value is not None:
        return _plain(derived.shown)
    return _FLAGS.get(derived.verdict, derived.verdict)


_FLAGS: dict[str, object] = {"Y": True, "N": False}


def _plain(shown: str) -> object:
    if shown[:1] in ("<", ">"):
        return shown
    return float(shown) if "." in shown else int(shown)


def part_of(whole: Derived, code: str, part: str) -> Derived:
    """One of the results beside a formula's main one, as a derived value with a code of its own.

    When the whole has a result and the part has none, the formula's first note says what the part lacks.
    """
    alone = msgspec.structs.replace(whole, code=code, value=None, comparator="", verdict="", also=(), said=())
    number = next((also for also in whole.also if also.name == part), None)
    if number is not None:
        return msgspec.structs.replace(
            alone,
            value=number.value,
            comparator=number.comparator,
            unit=number.unit,
            decimals=number.decimals,
            kind="number",
            notes=(*whole.notes, number.note) if number.note else whole.notes,
        )
    said = next((each for each in whole.said if each.name == part), None)
    if said is not None:
        return msgspec.structs.replace(alone, verdict=said.code, kind="flag" if said.code in _FLAGS else "category")
    lacking = whole.why or next(iter(whole.notes), CANNOT_TELL)
    return msgspec.structs.replace(alone, why=lacking, notes=(), kind="number")
