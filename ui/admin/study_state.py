"""What the section of the study definition shows: the version in force, its history, another one. Plain data."""

from dataclasses import dataclass

from study.text import Text
from ui.widgets.giving import GivingJob


@dataclass(frozen=True)
class VersionRow:
    """One adoption. `standing` in words: in force, began with it, held at the EDC; None for one that was replaced."""

    version: str
    digest: str
    when: str
    who: str
    reason: str
    standing: Text | None = None
    in_force: bool = False
    readable: bool = True


@dataclass(frozen=True)
class Count:
    """How many effects of one kind there are; `loud` wants a person's decision."""

    label: Text
    number: int
    loud: bool = False


@dataclass(frozen=True)
class Lines:
    """A heading (a part of the definition, the code of a child) with its lines."""

    title: Text
    lines: tuple[Text, ...]


@dataclass(frozen=True)
class Sight:
    """Another definition as it was looked at: its faults, or what it would change.

    `why_not`: it can't be adopted, and why. `danger`: what a person has to have seen before it is.
    """

    title: Text
    source: str
    faults: tuple[Text, ...] = ()
    counts: tuple[Count, ...] = ()
    dangers: tuple[Text, ...] = ()
    differences: tuple[Lines, ...] = ()
    children: tuple[Lines, ...] = ()
    why_not: Text | None = None
    danger: Text | None = None


@dataclass(frozen=True)
class GivingState:
    """What is given to others: `why_not` says why this person gives nothing out; `job` is what is being made."""

    why_not: Text | None = None
    job: GivingJob | None = None


@dataclass(frozen=True)
class StudyState:
    """The whole section. `proposal` says that another version came with the program; `sight` is what is looked at."""

    code: str
    title: Text
    version: str
    digest: str
    versions: tuple[VersionRow, ...] = ()
    proposal: Text | None = None
    unread: Text | None = None
    sight: Sight | None = None
    registered: Text | None = None
    """How the trial stands against what the registry announced; None where it announced nothing."""
    keep: tuple[Text, ...] = ()
    """Until when the records are kept, and how sure that is."""
    giving: GivingState = GivingState()


@dataclass(frozen=True)
class Adoption:
    """Somebody decides for the version that is looked at, and why."""

    reason: str
    dangers_seen: bool
