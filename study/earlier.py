"""What stands in a record that a definition has no place for: values of items, forms and visits of other versions.

Pure reading. Nothing is lost by an amendment; who shows it names the version it was entered under (decision 0009).
"""

from typing import Literal

from study.address import Address
from study.definition.model import Study
from study.record import Record

Missing = Literal["visit", "form", "item"]
"""The largest part of an address that a definition does not have."""


def lacks(study: Study, address: Address) -> Missing | None:
    """What the definition does not have of an address; None where it asks for exactly this."""
    asked = _asked(study, address.visit, address.form)
    return asked if isinstance(asked, str) else None if address.item in asked else "item"


def without_place(study: Study, record: Record) -> dict[Address, Missing]:
    """The values of a child that the definition has no place for, in the order of their addresses."""
    asked: dict[tuple[str, str], Missing | frozenset[str]] = {}
    without: dict[Address, Missing] = {}
    for address in record.values:
        place = address.visit, address.form
        if place not in asked:
            asked[place] = _asked(study, *place)
        here = asked[place]
        if isinstance(here, str):
            without[address] = here
        elif address.item not in here:
            without[address] = "item"
    return {address: without[address] for address in sorted(without) if record.value(address) is not None}


def _asked(study: Study, visit: str, form: str) -> Missing | frozenset[str]:
    """The items that a definition asks for on a form at a visit; else what it does not have."""
    known = next((each for each in study.visits if each.code == visit), None)
    if known is None:
        return "visit"
    if form not in known.forms or form not in study.forms:
        return "form"
    return frozenset(item.code for item in study.forms[form].items)
