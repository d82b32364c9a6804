"""What is offered at a visit, what waits in it for an answer, and how it is entered: states beside those of the rows.

Plain frozen data. No logic but the order of what waits.
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


@dataclass(frozen=True)
class Waiting:
    """Texts that stand in fields without being saved, asked about or not taken: their rows in order, and in words."""

    keys: tuple[str, ...]
    words: Text

    def after(self, key: str) -> str:
        """The next one after that row; after the last, and from anywhere else, the first."""
        place = self.keys.index(key) + 1 if key in self.keys else 0
        return self.keys[place % len(self.keys)]
