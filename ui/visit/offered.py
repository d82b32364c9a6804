"""What is offered at a visit and how it is entered: the states of the line above the rows and of entry from records.

Plain frozen data. No logic.
"""

from dataclasses import dataclass

from study.text import Text


@dataclass(frozen=True)
class Offer:
    """Something to say yes or no to, in place. `lines` are what yes would enter, one after the other.

    `asked`: somebody asked for it and waits, so the keyboard goes there; else it only stands there.
    """

    code: str
    text: Text
    accept: Text
    lines: tuple[Text, ...] = ()
    asked: bool = False


@dataclass(frozen=True)
class Records:
    """Entry from paper or other old records. `on`: this person chose it for this visit.

    `source` says where the data of the open form come from; `sources` are the answers (code, words) it can be given.
    """

    on: bool = False
    may_turn: bool = True
    source: Text | None = None
    sources: tuple[tuple[str, Text], ...] = ()
