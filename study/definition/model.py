"""What a study definition says: visits, forms, items, code lists, intervals, panels. Plain frozen data.

Owns the shape only. Reading YAML is `study.definition.load`; meaning (limits, formulas, schedule) lives in the rooms beside.
"""

from decimal import Decimal
from typing import Literal

import msgspec

from study.text import Text

ItemType = Literal["number", "text", "choice", "multichoice", "date", "partial_date", "datetime"]
Better = Literal["up", "down", "in_range", "none"]
Sex = Literal["F", "M", "A"]


class Limits(msgspec.Struct, frozen=True):
    """A closed interval in the item's unit; None is open."""

    low: Decimal | None = None
    high: Decimal | None = None

    def holds(self, number: Decimal) -> bool:
        """True when the number lies inside."""
        return (self.low is None or number >= self.low) and (self.high is None or number <= self.high)


class AltUnit(msgspec.Struct, frozen=True):
    """Another unit a result may come in: base = entered x factor."""

    unit: str
    factor: Decimal


class ReferenceRow(msgspec.Struct, frozen=True):
    """An interval for ages [from_days, below_days) and a sex ("A" = both), in the item's unit."""

    from_days: int
    below_days: int
    sex: Sex
    low: Decimal | None
    high: Decimal | None


class Reference(msgspec.Struct, frozen=True):
    """Default intervals of an item with their source; the report's own limits win over them."""

    source: str
    confirmed: bool
    rows: tuple[ReferenceRow, ...]


class Curve(msgspec.Struct, frozen=True):
    """That an item or derived value is drawn on a panel."""

    panel: str
    axis: Literal["left", "right"] = "left"


class Item(msgspec.Struct, frozen=True):
    """One question of a form."""

    code: str
    label: Text
    type: ItemType
    short: Text | None = None
    unit: str = ""
    decimals: int | None = None
    hard: Limits | None = None
    soft: Limits | None = None
    soft_by_visit: dict[str, Limits] = {}
    critical: Limits | None = None
    alt_units: tuple[AltUnit, ...] = ()
    choices: str = ""
    required: bool = False
    censored: bool = False
    range: bool = False
    identity: bool = False
    better: Better = "none"
    laboratory: bool = False
    aliases: tuple[str, ...] = ()
    reference: Reference | None = None
    curves: tuple[Curve, ...] = ()
    pattern: str = ""
    sdtm: str = ""
    loinc: str = ""
    loinc_confirmed: bool = False
    confirmed: bool = True
    note: Text | None = None
    file: str = ""
    line: int = 0


class Form(msgspec.Struct, frozen=True):
    """A page of questions; a repeating form is filled once for every specimen, reading or prescription."""

    code: str
    label: Text
    items: tuple[Item, ...]
    short: Text | None = None
    repeating: bool = False
    specimen: bool = False
    all_normal: bool = False
    attachments: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()
    note: Text | None = None
    file: str = ""

    def item(self, code: str) -> Item:
        """The item of that code. Raises KeyError."""
        for item in self.items:
            if item.code == code:
                return item
        raise KeyError(code)


class Visit(msgspec.Struct, frozen=True):
    """A visit of the schedule; days count from the infusion (day 0). `LOG` has neither target nor window."""

    code: str
    label: Text
    forms: tuple[str, ...]
    target_day: int | None = None
    window: tuple[int, int] | None = None
    repeating: bool = False
    baseline: bool = False


class Choice(msgspec.Struct, frozen=True):
    """One answer of a code list."""

    code: str
    label: Text
    aliases: tuple[str, ...] = ()


class Unit(msgspec.Struct, frozen=True):
    """A unit with the way it is printed and the ways people write it."""

    code: str
    label: str
    aliases: tuple[str, ...] = ()


class Line(msgspec.Struct, frozen=True):
    """A horizontal line on a panel, in the unit of its axis."""

    value: Decimal
    label: Text
    axis: Literal["left", "right"] = "left"


class Panel(msgspec.Struct, frozen=True):
    """A chart over days since infusion."""

    code: str
    label: Text
    log_left: bool = False
    log_right: bool = False
    lines: tuple[Line, ...] = ()


class DerivedSpec(msgspec.Struct, frozen=True):
    """How a derived value is presented; its arithmetic is the function of the same code in `study.derived`."""

    code: str
    label: Text
    unit: str
    decimals: int
    source: str
    valid: Text
    short: Text | None = None
    better: Better = "none"
    curves: tuple[Curve, ...] = ()
    reference: Reference | None = None


class Study(msgspec.Struct, frozen=True):
    """A whole definition. `digest` is the SHA-256 of its files and names exactly this content."""

    code: str
    version: str
    title: Text
    digest: str
    timezone: str
    unconfirmed: Text
    visits: tuple[Visit, ...]
    forms: dict[str, Form]
    codelists: dict[str, tuple[Choice, ...]]
    units: dict[str, Unit]
    panels: tuple[Panel, ...]
    derived: dict[str, DerivedSpec]
    anchors: dict[str, str]
    sources: dict[str, str]

    def visit(self, code: str) -> Visit:
        """The visit of that code. Raises KeyError."""
        for visit in self.visits:
            if visit.code == code:
                return visit
        raise KeyError(code)

    def item(self, form: str, code: str) -> Item:
        """The item of a form. Raises KeyError."""
        return self.forms[form].item(code)
