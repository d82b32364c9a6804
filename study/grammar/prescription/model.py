"""What a prescription line says, the pieces it was read in, and what has to be asked. Plain frozen data."""

from typing import Literal

import msgspec

from study.text import Text

Kind = Literal[
    "drug", "form", "amount", "bare", "odd", "frequency", "route", "moment", "days", "start", "end", "date",
    "each", "strength", "taper", "quoted", "mark", "word",
]  # fmt: skip
NEUTRAL = frozenset(" ,;、()[]:.。")
"""Characters between the pieces, which say nothing themselves."""


class Token(msgspec.Struct, frozen=True):
    """A piece of the folded line from `start` up to `end`.

    `code` is the drug, frequency, route or unit. Of an amount: `number` as a plain decimal, `daily` ("5 mg/d"),
    `of_one` ("5 mg a tablet"), `doubt`: the digits have another reading. `days` of a duration; `date` an ISO day,
    without its year "--11-18". `why` says of an odd piece what is wrong with it; `confirmed` is False of a name that
    nobody confirmed.
    """

    kind: Kind
    start: int
    end: int
    text: str
    code: str = ""
    number: str = ""
    daily: bool = False
    of_one: bool = False
    doubt: bool = False
    days: int = 0
    date: str = ""
    why: Text | None = None
    confirmed: bool = True


class Dose(msgspec.Struct, frozen=True):
    """One administration: a number in a unit of the form (an answer of CMDOSU), of tablets with their mg each.

    `moment` is the time of the day, where the line gives several ("早", "晚").
    """

    number: str
    unit: str
    strength: str = ""
    moment: str = ""


class Prescription(msgspec.Struct, frozen=True):
    """What a line says; what it does not say is empty. Several doses are several times of one day.

    `drug` is a code of the definition's drugs ("" = `name` is no drug that it knows). `times` a day stand for a
    frequency that the form has no answer for. `start` and `end` are ISO days, `days` how long. `words` belong to no
    item.
    """

    drug: str = ""
    name: str = ""
    doses: tuple[Dose, ...] = ()
    frequency: str = ""
    times: str = ""
    route: str = ""
    start: str = ""
    end: str = ""
    days: int = 0
    words: tuple[str, ...] = ()


class LineOption(msgspec.Struct, frozen=True):
    """One reading, as the line that says nothing else."""

    label: Text
    line: str


class LineAsk(msgspec.Struct, frozen=True):
    """A question; taking no option leaves the line as typed. `about` is the text that has the readings."""

    about: str
    question: Text
    options: tuple[LineOption, ...]


class LineRead(msgspec.Struct, frozen=True):
    """The reading of a line. `line` is the folded text in which the tokens have their places.

    While something is asked or refused, `said` holds what is clear. `unconfirmed` is the name of a drug as typed, where
    nobody confirmed that it means that drug.
    """

    line: str
    said: Prescription
    tokens: tuple[Token, ...] = ()
    asks: tuple[LineAsk, ...] = ()
    refusals: tuple[Text, ...] = ()
    unconfirmed: str = ""

    @property
    def whole(self) -> bool:
        """True when nothing is left to ask or to correct."""
        return not self.asks and not self.refusals and bool(self.said.name)
