"""What a study definition says: visits, forms, items, code lists, intervals, panels. Plain frozen data.

Owns the shape only. Reading YAML is `study.definition.load`; meaning (limits, formulas, schedule) lives beside.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

import msgspec

from study.text import Text

ItemType = Literal["number", "text", "choice", "multichoice", "date", "partial_date", "datetime"]
Better = Literal["up", "down", "in_range", "none"]
Sex = Literal["F", "M", "A"]
Relation = Literal["<", "<="]


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


class Age(msgspec.Struct, frozen=True):
    """A boundary of age: whole months (12 a year) and days after them, counted on the calendar from the birthday.

    "13y" starts on the thirteenth birthday itself and never a day beside it; who is born on 29 February completes a
    year on 1 March of a common year.
    """

    months: int = 0
    days: int = 0

    def reached(self, birth: date, on: date) -> bool:
        """True when a child born on `birth` has this age on the day `on`."""
        then = on - timedelta(days=self.days)
        whole = (then.year - birth.year) * 12 + then.month - birth.month - (then.day < birth.day)
        return whole >= self.months

    @property
    def written(self) -> str:
        """The age as a definition writes it: 13y, 6m, 28d."""
        if self.days:
            return f"{self.days}d"
        return f"{self.months}m" if self.months % 12 else f"{self.months // 12}y"


class ReferenceRow(msgspec.Struct, frozen=True):
    """An interval for ages from `start` on and under `below`, and a sex ("A" = both), in the item's unit."""

    start: Age
    below: Age
    sex: Sex
    low: Decimal | None = None
    high: Decimal | None = None

    def holds_age(self, birth: date, on: date) -> bool:
        """True when the row is for the age that a child born on `birth` has on the day `on`."""
        return self.start.reached(birth, on) and not self.below.reached(birth, on)


class Reference(msgspec.Struct, frozen=True):
    """Default intervals of an item; the report's own limits win over them. `source` is a key of `Study.sources`."""

    source: str
    confirmed: bool
    rows: tuple[ReferenceRow, ...]
    note: Text | None = None


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


class Check(msgspec.Struct, frozen=True):
    """What must hold between two items of one form (numbers or dates); its sentence says what is odd when it fails."""

    code: str
    left: str
    relation: Relation
    right: str
    sentence: Text


class Form(msgspec.Struct, frozen=True):
    """A page of questions; a repeating form is filled once for every specimen, reading or prescription.

    `dated_by` is the item that says when: specimen collected, tracing recorded ("" = the visit's date). `all_normal`
    allows "all normal" and "as last time".
    """

    code: str
    label: Text
    items: tuple[Item, ...]
    short: Text | None = None
    repeating: bool = False
    specimen: bool = False
    all_normal: bool = False
    attachments: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()
    dated_by: str = ""
    checks: tuple[Check, ...] = ()
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
    """A chart over days since infusion. Everything on one axis has one unit."""

    code: str
    label: Text
    log_left: bool = False
    log_right: bool = False
    lines: tuple[Line, ...] = ()


class DerivedSpec(msgspec.Struct, frozen=True):
    """How a derived value is presented; its arithmetic is a formula of `study.derived`.

    `formula` names the formula ("" = the same code); `part` names one of the results it gives beside its own number,
    such as 24 h protein per m2.
    """

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
    critical: Limits | None = None
    formula: str = ""
    part: str = ""


class Study(msgspec.Struct, frozen=True):
    """A whole definition. `digest` is the SHA-256 of its files and names exactly this content.

    `anchors` says where the schedule and the formulas find what they stand on: "visit/form/item", or "form/item" for
    what is asked at every visit. `load.ANCHORS` names them.
    """

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
