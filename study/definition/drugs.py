"""The drugs that a prescription line knows, as a definition lists them. Plain frozen data; reading is `read_drugs`."""

import msgspec

from study.span import Limits
from study.text import Text


class Drug(msgspec.Struct, frozen=True):
    """A drug with its names. `aliases` are other names of it, `unconfirmed` those that nobody compared with a label.

    `family` is an answer of the code list CMCLASS, `steroid` one of STERDRUG ("" = no glucocorticoid). `usual` are mg a
    kg of body weight: a day, or (`a_dose`) an administration; outside of it a prescription is asked about. `often` are
    administrations a day, asked about in the same way; `danger` says what another frequency has done. `confirmed` says
    that somebody approved these bounds.
    """

    code: str
    label: Text
    aliases: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    family: str = ""
    steroid: str = ""
    usual: Limits | None = None
    a_dose: bool = False
    often: Limits | None = None
    danger: Text | None = None
    confirmed: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of it."""
        return (self.label.en, self.label.zh, *self.aliases, *self.unconfirmed)


class Moment(msgspec.Struct, frozen=True):
    """A time of the day at which one dose is given."""

    code: str
    label: Text
    aliases: tuple[str, ...] = ()


class Prescribing(msgspec.Struct, frozen=True):
    """What a prescription line needs beside the code lists of the form.

    `forms` are words of the dosage form that may stand behind a drug's name, `before` those in front of it; `moments`
    are times of the day at which one dose is given.
    """

    drugs: tuple[Drug, ...] = ()
    forms: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    moments: tuple[Moment, ...] = ()
