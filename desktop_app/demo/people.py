"""The invented people who work in the demonstration, their roles and passphrases, which guard nothing real."""

from typing import NamedTuple


class Colleague(NamedTuple):
    """Somebody who can unlock a workstation of the demonstration."""

    user: str
    name: str
    role: str
    passphrase: str


ZHOU = Colleague("zhou", "周敏", "investigator", "seven cranes over the lake")
LI = Colleague("li", "李静", "coordinator", "paper boats in the rain")
WANG = Colleague("wang", "王海波", "clinician", "a quiet lantern street")
CHEN = Colleague("chen", "陈露", "data_entry", "green tea before noon")
TEAM = (ZHOU, LI, WANG, CHEN)
