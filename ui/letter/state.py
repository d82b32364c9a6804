"""What the dialog of a letter shows and asks for. Plain frozen data."""

from dataclasses import dataclass
from datetime import date, time

from study.text import Language, Text


@dataclass(frozen=True)
class LetterVisit:
    """A visit of which a letter may be written; `window` says from when to when, None where no day is known."""

    code: str
    label: Text
    window: Text | None = None


@dataclass(frozen=True)
class LetterOffer:
    """What may be chosen: the visits, the one that is offered first, whether a name is here to be printed.

    `unchecked`: the letter holds advice that the hospital has not checked.
    """

    subject: str
    code: str
    visits: tuple[LetterVisit, ...]
    chosen: str
    may_name: bool
    unchecked: bool = False


@dataclass(frozen=True)
class LetterAsked:
    """A letter as it was chosen; `on` and `at` are the appointment at the site, None where room is left to write it."""

    subject: str
    visit: str
    language: Language
    on: date | None
    at: time | None
    name: bool
