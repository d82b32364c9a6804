"""What a protocol says beside its forms: ages of consent, dates, reporting clocks, eligibility. Plain frozen data.

Owns the shape only; reading is `study.definition.read_trial`, meaning lives in `study.eligibility`, `study.consent` ...
"""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

import msgspec

from study.text import Text

_WRITTEN = re.compile(r"([0-9]{1,5})([ymd])", re.ASCII)


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

    @staticmethod
    def read(text: str) -> "Age | None":
        """The age that "13y", "6m" or "28d" writes; None for anything else."""
        match = _WRITTEN.fullmatch(text)
        if match is None:
            return None
        count = int(match[1])
        return Age(days=count) if match[2] == "d" else Age(months=count * (12 if match[2] == "y" else 1))

    @property
    def rank(self) -> Decimal:
        """A number that puts ages in order; a month counts as its mean length, which only compares months with days."""
        return self.months * Decimal("30.436875") + self.days

    def starts(self, birth: date) -> date:
        """The first day on which a child born on `birth` has this age."""
        months = birth.month - 1 + self.months
        year, month = birth.year + months // 12, months % 12 + 1
        try:
            day = date(year, month, birth.day)
        except ValueError:
            day = date(year + month // 12, month % 12 + 1, 1)
        return day + timedelta(days=self.days)

    @property
    def written(self) -> str:
        """The age as a definition writes it: 13y, 6m, 28d."""
        if self.days:
            return f"{self.days}d"
        return f"{self.months}m" if self.months % 12 else f"{self.months // 12}y"


class Gate(msgspec.Struct, frozen=True):
    """A point at which eligibility is decided, at a visit: screening, before lymphodepletion, before infusion."""

    code: str
    label: Text
    visit: str


class Limb(msgspec.Struct, frozen=True):
    """One measurable part of a criterion: `meets` is the expression under which the criterion is met by it.

    `value` is the item whose value is told with its unit ("CHEM/CREAT").
    """

    code: str
    label: Text
    meets: str
    value: str = ""


class Criterion(msgspec.Struct, frozen=True):
    """An inclusion or exclusion criterion, answered by a person in `item` ("IE/EXCL03").

    `gate` is the first gate at which it can be decided; before it "pending" is an answer. `analysis` marks one that can
    only be known after treatment: it flags the child for the analysis and never makes a child ineligible. A result of
    more than `within` days before the decision at a gate tells nothing of its limbs.
    """

    code: str
    kind: Literal["inclusion", "exclusion"]
    label: Text
    item: str
    gate: str
    limbs: tuple[Limb, ...] = ()
    analysis: bool = False
    within: int | None = None


class Eligibility(msgspec.Struct, frozen=True):
    """The gates in their order and the criteria."""

    gates: tuple[Gate, ...] = ()
    criteria: tuple[Criterion, ...] = ()


class ConsentVersion(msgspec.Struct, frozen=True):
    """A version of a consent form with the day of its ethics approval; `until` is its last day of use."""

    code: str
    kind: str
    approved: date
    until: date | None = None


class Clock(msgspec.Struct, frozen=True):
    """A reporting deadline that starts when the site becomes aware; `when` is an expression on the report's row."""

    code: str
    label: Text
    when: str
    hours: int
    recipients: tuple[str, ...]
    confirmed: bool = False


class Vaccination(msgspec.Struct, frozen=True):
    """From how much steroid on (mg/day prednisone equivalent) no live vaccine is given; None: steroids do not count."""

    steroid_mg_day: Decimal | None = None
    confirmed: bool = False


class RetentionRule(msgspec.Struct, frozen=True):
    """For how many years records are kept at least, from the end of the study or from a child's last visit on.

    `source` is a key of `Study.sources`.
    """

    code: str
    label: Text
    years: int
    starts: Literal["study_end", "last_visit"]
    source: str = ""
    confirmed: bool = False


class StoppingRule(msgspec.Struct, frozen=True):
    """When the monitoring board asks that treatment pauses: so many children `among` the enrolled or the infused, or
    such a share of them, have something on `form` for which `when` holds.

    `days` are the study days of it that count, both included. Met from `count` children on, or from `proportion`
    (0.1 is a tenth); exactly one of the two is given.
    """

    code: str
    label: Text
    form: str
    when: str
    among: Literal["enrolled", "infused"] = "infused"
    count: int | None = None
    proportion: Decimal | None = None
    days: tuple[int, int] | None = None
    confirmed: bool = False


class Sharing(msgspec.Struct, frozen=True):
    """What of the record is given to others without names: items left out ("FORM/ITEM") because an answer may single
    a child out, and the smallest group of children that is not called small.
    """

    withheld: tuple[str, ...] = ()
    smallest: int = 5


class Outcome(msgspec.Struct, frozen=True):
    """An outcome of the registry and the forms that its results stand on; how full they are is counted by visit."""

    code: str
    label: Text
    forms: tuple[str, ...]
    primary: bool = False


class Protocol(msgspec.Struct, frozen=True):
    """Dates, numbers and ages that the registry or the protocol fixes; None where nobody has said."""

    planned_subjects: int | None = None
    ethics_approved: date | None = None
    runs_from: date | None = None
    runs_to: date | None = None
    recruits_from: date | None = None
    recruits_to: date | None = None
    share_by: date | None = None
    assent_from: Age = Age(months=96)
    own_consent_from: Age = Age(months=216)
    contact_attempts: int = 3
    consent_versions: tuple[ConsentVersion, ...] = ()
    clocks: tuple[Clock, ...] = ()
    vaccination: Vaccination = Vaccination()
    outcomes: tuple[Outcome, ...] = ()
    monitoring_board: Text | None = None
    """The data and safety monitoring board by name, or that there is none; None where nobody has said."""
    ended: date | None = None
    """The day on which the study ended; None while it runs, whatever was planned."""
    retention: tuple[RetentionRule, ...] = ()
    stopping_rules: tuple[StoppingRule, ...] = ()
    """Empty where nobody has set one."""
    sharing: Sharing = Sharing()
