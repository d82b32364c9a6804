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
    visit = next((known for known in study.visits if known.code == address.visit), None)
    if visit is None:
        return "visit"
    if address.form not in visit.forms or address.form not in study.forms:
        return "form"
    asked = any(item.code == address.item for item in study.forms[address.form].items)
    return None if asked else "item"


def without_place(study: Study, record: Record) -> dict[Address, Missing]:
    """The values of a child that the definition has no place for, in the order of their addresses."""
    without = {address: missing for address in record.values if (missing := lacks(study, address)) is not None}
    return {address: without[address] for address in sorted(without) if record.value(address) is not None}
