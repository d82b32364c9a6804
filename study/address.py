"""Where a fact stands: subject, visit, visit repeat, form, form repeat, row, item.

Owns the address and its text form. Named visits and non-repeating forms go by code; every repeat goes by the id of the
fact that created it. What belongs to the child and not to a visit lives under the visit `LOG`.
"""

import msgspec

LOG = "LOG"


class Address(msgspec.Struct, frozen=True, order=True, omit_defaults=True, gc=False):
    """A place in the record. Empty parts at the end name a larger place (a whole form, a visit, a child)."""

    subject: str
    visit: str = ""
    visit_repeat: str = ""
    form: str = ""
    form_repeat: str = ""
    row: str = ""
    item: str = ""

    @property
    def parts(self) -> tuple[str, str, str, str, str, str, str]:
        """The seven parts in order of size."""
        return (self.subject, self.visit, self.visit_repeat, self.form, self.form_repeat, self.row, self.item)

    @property
    def key(self) -> str:
        """One line that names the place; parts are identifiers and codes and hold no slash."""
        return "/".join(self.parts)

    @property
    def in_form(self) -> "Address":
        """The form (with its repeat) this address lies in."""
        return Address(self.subject, self.visit, self.visit_repeat, self.form, self.form_repeat)

    @property
    def in_visit(self) -> "Address":
        """The visit this address lies in."""
        return Address(self.subject, self.visit, self.visit_repeat)

    def covers(self, other: "Address") -> bool:
        """True when `other` is this place or lies inside it (an empty part here stands for everything below)."""
        return all(mine in ("", theirs) for mine, theirs in zip(self.parts, other.parts, strict=True))


def parse_key(key: str) -> Address:
    """The address whose `key` is given. Raises ValueError when the line does not have seven parts."""
    parts = key.split("/")
    if len(parts) != 7:
        raise ValueError(f"an address has seven parts, not {len(parts)}")
    return Address(*parts)
