"""Codes of children: how a site numbers them, which one comes next, and which a workstation may give offline. Pure.

The EDC leases blocks of codes to the workstations, so that two of them never give the same one. What happens when two
did all the same is `storage.read.Subject`'s: the first accepted keeps it.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from study.changes.facts import CodesLeased

BLOCK = 10
LEAST = 3
"""A workstation with fewer free codes than this is leased another block."""

_WIDTHS = (3, 4, 2, 5, 6)


class Numbering(NamedTuple):
    """Codes of one site: "LN-" and three digits."""

    prefix: str
    width: int

    def code(self, number: int) -> str:
        """The code with this number."""
        return f"{self.prefix}{number:0{self.width}d}"

    def number(self, code: str) -> int:
        """The number of a code, 0 for one of another form."""
        digits = code.removeprefix(self.prefix) if code.startswith(self.prefix) else ""
        return int(digits) if digits.isascii() and digits.isdigit() else 0


def numbering(pattern: str, codes: Iterable[str], site: str) -> Numbering | None:
    """As the greatest code of the site has it, else after the site's letters; None where the pattern fits neither."""
    fitting = [code for code in codes if re.fullmatch(pattern, code) and re.search(r"\d$", code)]
    if fitting:
        greatest = max(fitting, key=lambda code: (_digits(code), code))
        width = len(greatest) - len(greatest.rstrip("0123456789"))
        return Numbering(greatest[: len(greatest) - width], width)
    letters = re.sub(r"[^A-Z]", "", site.upper())
    named = (
        Numbering(f"{letters[:count]}{between}", width)
        for between in ("-", "")
        for width in _WIDTHS
        for count in range(len(letters), 0, -1)
    )
    return next((each for each in named if re.fullmatch(pattern, each.code(1))), None)


def next_code(pattern: str, codes: Collection[str], site: str) -> str:
    """The code after the greatest of the site; the first one from the site's letters; "" where neither fits."""
    way = numbering(pattern, codes, site)
    if way is None:
        return ""
    after = way.code(max((way.number(code) for code in codes), default=0) + 1)
    return after if re.fullmatch(pattern, after) else ""


def codes_of(lease: CodesLeased) -> Iterator[str]:
    """The codes of a block."""
    way = Numbering(lease.prefix, lease.width)
    return (way.code(number) for number in range(lease.first, lease.last + 1))


def free_codes(leases: Iterable[CodesLeased], device: str, codes: Collection[str]) -> list[str]:
    """What a device may still give, in order."""
    mine = sorted((each for each in leases if each.device == device), key=lambda each: each.first)
    return [code for lease in mine for code in codes_of(lease) if code not in codes]


def leased_elsewhere(leases: Iterable[CodesLeased], device: str, code: str) -> bool:
    """True when another workstation may give this code."""
    return any(code in codes_of(lease) for lease in leases if lease.device != device)


def next_block(
    pattern: str, codes: Collection[str], leases: Collection[CodesLeased], site: str
) -> tuple[Numbering, int, int] | None:
    """The first and last number of a block that nobody has; None where the pattern has no room left."""
    way = numbering(pattern, codes, site) or next((Numbering(each.prefix, each.width) for each in leases), None)
    if way is None:
        return None
    ends = (each.last for each in leases if each.prefix == way.prefix)
    first = max([*(way.number(code) for code in codes), *ends], default=0) + 1
    last = first + BLOCK - 1
    while last >= first and not re.fullmatch(pattern, way.code(last)):
        last -= 1
    return (way, first, last) if last >= first else None


def _digits(code: str) -> int:
    return int(code[len(code.rstrip("0123456789")) :])
