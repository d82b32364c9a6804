"""What a study definition says: visits, forms, items, code lists, intervals, panels. Plain frozen data.

Owns the shape only. Reading YAML is `study.definition.load`; meaning (limits, formulas, schedule) lives beside.
"""

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from study.definition.drugs import Prescribing
from study.definition.letter import Letter
from study.definition.panel import Curve, Panel
from study.definition.standards import Coding, Standard
from study.definition.trial import Age, Eligibility, Protocol
from study.span import Limits
from study.text import Text

__all__ = ["Age", "Eligibility", "Limits", "Protocol"]
ItemType = Literal["number", "text", "choice", "multichoice", "date", "partial_date", "datetime", "table"]
Better = Literal["up", "down", "in_range", "none"]
Sex = Literal["F", "M", "A"]
Severity = Literal["hard", "soft", "critical"]
SourceKind = Literal[
    "item", "derived", "person", "limit", "series", "rows", "setting", "table", "codes", "hours", "rate", "word",
]  # fmt: skip


def answers_from(log: str) -> str:
    """The code list whose answers are the rows of a log; of every child its own, empty in the definition itself."""
    return f"rows of {log}"


def gone_from(log: str) -> str:
    """The code list that names the withdrawn rows of a log: called by name where a row names them, never offered."""
    return f"withdrawn rows of {log}"


DAY_ZERO = Text("day 0", "第0天")


class AltUnit(msgspec.Struct, frozen=True):
    """Another unit a result may come in: base = entered x factor; None where no number leads from one to the other."""

    unit: str
    factor: Decimal | None


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
    """Default intervals of an item; the report's own limits win over them. `source` is a key of `Study.sources`.

    `method` is the answer of `Item.method` for which they hold; a specimen known to be of another one has no default.
    """

    source: str
    confirmed: bool
    rows: tuple[ReferenceRow, ...]
    note: Text | None = None
    method: str = ""


class SoftDays(msgspec.Struct, frozen=True):
    """Soft limits that hold from one study day to another, both included: what the treatment makes usual then."""

    first: int
    last: int
    limits: Limits

    def hold(self, study_day: int | None) -> bool:
        """Whether they hold on a study day; never where that is not known."""
        return study_day is not None and self.first <= study_day <= self.last


class Item(msgspec.Struct, frozen=True):
    """One question of a form.

    `rows` names a repeating form of the child's logs: a table stands for its rows (those that name this row, where they
    name one), and a choice (of one or of several) has them as its answers. `when` is an expression
    (`study.expression`): where it is false the question does not apply. `always_query`: an unusual value becomes a
    query even with an explanation. `method` names the item of the form that says by which method (or kit) a number was
    measured. `soft_by_day` stands in for `soft` on its study days. On the study days `critical_quiet` a
    critical value is expected: marked, and nobody is alarmed. `critical_confirmed`: the hospital's own list of critical
    values, or the protocol, gives these critical limits. `normal` is what "all normal" answers here (the code of a
    choice, or a text; "" = nothing); `as_last` allows "as last time" to copy what stood here. `dictionary` names the
    table of terms that a text is looked up in, and `narrows` the choice beside it whose answers a term allows.
    """

    code: str
    label: Text
    type: ItemType
    short: Text | None = None
    unit: str = ""
    decimals: int | None = None
    hard: Limits | None = None
    soft: Limits | None = None
    soft_by_day: SoftDays | None = None
    critical: Limits | None = None
    critical_confirmed: bool = False
    critical_quiet: tuple[int, int] | None = None
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
    normal: str = ""
    as_last: bool = False
    rows: str = ""
    dictionary: str = ""
    narrows: str = ""
    when: str = ""
    always_query: bool = False
    method: str = ""
    caliper: bool = False
    """A time between two points of a tracing: what is measured there can be offered to it."""
    by_age: bool = False
    """What is normal depends on age or size: where no interval is known the row says so; a hospital lists its own."""
    codings: tuple[Coding, ...] = ()
    confirmed: bool = True
    note: Text | None = None
    file: str = ""
    line: int = 0

    @property
    def links(self) -> bool:
        """Whether its answers are rows of a log: what is kept are their identifiers."""
        return bool(self.rows) and self.type in ("choice", "multichoice")

    def coding(self, standard: Standard) -> Coding | None:
        """Its code in a standard, with the mark whether somebody found it there."""
        return next((coding for coding in self.codings if coding.standard == standard), None)

    def coded(self, standard: Standard, code: str) -> bool:
        """Whether this is its code in a standard."""
        return any(coding.standard == standard and coding.code == code for coding in self.codings)

    def soft_on(self, study_day: int | None) -> Limits | None:
        """The soft limits of a study day; None is a day that is not known."""
        early = self.soft_by_day
        return early.limits if early is not None and early.hold(study_day) else self.soft


class Check(msgspec.Struct, frozen=True):
    """What must hold between items (`study.expression`); its sentence says what is odd when it certainly does not.

    `at` is the item under which it is shown ("" = the first one it names). `hard` refuses the value that breaks it;
    `soft` wants an explanation, else it becomes a query; with `query` it becomes one in any case. `critical` alarms at
    the value that stands in `at`, until somebody acknowledged it, as a critical value does; `confirmed` says of such a
    one that the hospital or the protocol gives it.
    """

    code: str
    holds: str
    sentence: Text
    at: str = ""
    severity: Severity = "soft"
    query: bool = False
    confirmed: bool = False


class Form(msgspec.Struct, frozen=True):
    """A page of questions; a repeating form is filled once for every specimen, reading or prescription.

    `dated_by` is the item that says when: specimen collected, tracing recorded ("" = the visit's date). `all_normal`
    allows "all normal" and `as_last` "as last time"; `at_once_confirmed` says that an investigator approved both, with
    the answers and items they take. `named_by` is the item whose value names a repeat (term of the event, drug).
    `when` is an expression: where it is false the form does not apply at this visit. `open_when` says of a row of the
    child's logs that it still goes on: open unless certainly not; without it the rows have no end.
    """

    code: str
    label: Text
    items: tuple[Item, ...]
    short: Text | None = None
    repeating: bool = False
    specimen: bool = False
    all_normal: bool = False
    as_last: bool = False
    at_once_confirmed: bool = False
    attachments: tuple[str, ...] = ()
    central: tuple[str, ...] = ()
    """Kinds among these that central readers get too: recordings only, and only without identity."""
    derived: tuple[str, ...] = ()
    dated_by: str = ""
    named_by: str = ""
    when: str = ""
    open_when: str = ""
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
    """A visit of the schedule; days count from the infusion (day 0). `LOG` has neither target nor window.

    An `optional` visit is offered and never overdue. `confirmed`: somebody approved the window; `day_confirmed`: the
    registry or the protocol gives the target day. `shares_window`: that its window overlaps another one's is meant.
    """

    code: str
    label: Text
    forms: tuple[str, ...]
    target_day: int | None = None
    window: tuple[int, int] | None = None
    repeating: bool = False
    baseline: bool = False
    optional: bool = False
    confirmed: bool = False
    day_confirmed: bool = False
    shares_window: bool = False


class Choice(msgspec.Struct, frozen=True):
    """One answer of a code list. `confirmed` False: nobody approved yet that it is offered, or its wording."""

    code: str
    label: Text
    aliases: tuple[str, ...] = ()
    confirmed: bool = True


class Unit(msgspec.Struct, frozen=True):
    """A unit with the way it is printed and the ways people write it."""

    code: str
    label: str
    aliases: tuple[str, ...] = ()


class Source(msgspec.Struct, frozen=True):
    """Where an input of a formula comes from.

    `kind` says which of: an item of the visit ("VS/HEIGHT"), another derived value (with `part`: one of its results),
    the child (age_y, age_months, years, sex, day, study_day; months and years completed), a limit of the item's
    interval (`part` low or high), a series of the item up to the visit, over the study days `days`, the rows of a log
    form, a setting, a table (`part` names its column), the codes of the items whose names begin so ("SLEDAI/SLE_*")
    with the answer `part` ("" = without an answer), the hours between two date-times ("A/B" and `part` "A/C"), a rate
    per minute from an interval in ms, a fixed word.
    `at`: "" = this visit, "baseline" (last before lymphodepletion), "previous", or the code of a visit.
    `within`: an older value counts for so many days; older than `fresh` it is used with a note. `when` is an
    expression under which the source is taken, and `note` is said when it was.
    """

    kind: SourceKind
    of: str
    part: str = ""
    at: str = ""
    within: int | None = None
    fresh: int | None = None
    days: tuple[int, int] | None = None
    when: str = ""
    note: Text | None = None


Inputs = dict[str, tuple[Source, ...]]
"""By the name of the input: its sources, of which the first that has something is taken."""


class DerivedSpec(msgspec.Struct, frozen=True):
    """How a derived value is presented and fed; its arithmetic is a formula of `study.derived`.

    `formula` names the formula ("" = the same code); `part` names one of the results it gives beside its own number,
    such as 24 h protein per m2. `written_out` is the formula for people. `choices` is the code list of its verdicts.
    `pick`: of several specimens of a visit the latest that can be computed, or the worst (highest). `headline`: one of
    the few that the page of a child compares from visit to visit. `quiet` is the verdict that needs no line.
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
    critical_confirmed: bool = False
    formula: str = ""
    part: str = ""
    written_out: str = ""
    choices: str = ""
    pick: Literal["latest", "worst"] = "latest"
    inputs: Inputs = {}
    confirmed: bool = True
    headline: bool = False
    quiet: str = ""


class Study(msgspec.Struct, frozen=True):
    """A whole definition. `digest` is the SHA-256 of its files and names exactly this content.

    `anchors` says where the schedule and the formulas find what they stand on: "visit/form/item", or "form/item" for
    what is asked at every visit. `load.ANCHORS` names them. `settings` are the choices the investigator may make.
    `tables` are the texts of tables/<code>.csv. `inputs` are the sources that derived.yaml says once for all formulas;
    each `DerivedSpec.inputs` holds them too, its own in place of them.
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
    texts: dict[str, str] = {}
    """The files themselves, as the log keeps them."""
    day_zero: Text = DAY_ZERO
    """What the schedule counts from, as a noun: "infusion", "randomisation"."""
    settings: dict[str, str] = {}
    tables: dict[str, str] = {}
    eligibility: Eligibility = Eligibility()
    protocol: Protocol = Protocol()
    letter: Letter | None = None
    prescribing: Prescribing = Prescribing()
    inputs: Inputs = {}
    listed: tuple[str, ...] = ()
    """The values that the table of children shows, by code; none: those of the first panel."""

    def visit(self, code: str) -> Visit:
        """The visit of that code. Raises KeyError."""
        for visit in self.visits:
            if visit.code == code:
                return visit
        raise KeyError(code)

    def item(self, form: str, code: str) -> Item:
        """The item of a form. Raises KeyError."""
        return self.forms[form].item(code)
