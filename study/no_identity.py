"""The named check of what leaves the record: no name, number, date of birth, address or day that must not be there.

Pure; it is given what must not appear and says where it does, never what it found.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from study.errors import KnownError
from study.naming import KnownIdentity, day_as_written, looks_like
from study.sheet import Sheet
from study.text import Text

_DAY = re.compile(r"(?<!\d)(?:19|20)\d{2}[-/年](?:0?[1-9]|1[0-2])(?:[-/月](?:0?[1-9]|[12]\d|3[01]))?(?!\d)")
_LEAST = 2
"""Characters of a text of identity from which it is looked for."""
_NAME, _HAN = 24, 6
"""Characters up to which it is a name or a number, (and those of them in Chinese), compared as `study.naming`
does; a longer one is looked for whole.
"""


class Hidden(msgspec.Struct, frozen=True):
    """What names one child, as opened here: every text of identity, and the date of birth."""

    texts: tuple[str, ...] = ()
    birth: date | None = None


class Leak(msgspec.Struct, frozen=True):
    """Where something stands that must not: table, row from 1 on, what kind it is."""

    table: str
    row: int
    kind: Text


NAMES = Text("identity of a child", "患儿身份信息")
BIRTH = Text("a date of birth", "出生日期")
CODE = Text("a registry code", "受试者编号")
NUMBER = Text("a phone or identity number", "电话或证件号码")
DAY = Text("a calendar day", "日历日期")


def leaks(
    sheets: Sequence[Sheet], hidden: Iterable[Hidden], *, codes: Iterable[str] = (), days: bool = False
) -> tuple[Leak, ...]:
    """Every cell of the record that holds what it must not.

    `codes` are registry codes that may not stand there; with `days` no day of the calendar may either.
    """
    every = tuple(hidden)
    named = [known for one in every for text in one.texts if (known := _known(text)) is not None]
    long = [plain for one in every for text in one.texts if _long(plain := _plain(text))]
    births = [one.birth for one in every if one.birth is not None]
    marked = [_plain(code) for code in codes if code]
    told = _Sought(tuple(named), tuple(long), _Births.of(births), tuple(marked), days)
    return tuple(
        Leak(sheet.name, number, kind)
        for sheet in sheets
        for number, row in enumerate(sheet.rows, 1)
        for cell in row
        if isinstance(cell, str) and cell
        for kind in _kinds(cell, told)
    )


class _Births(NamedTuple):
    """Dates of birth however they are written; as eight digits also within a longer number."""

    written: re.Pattern[str] | None
    digits: tuple[str, ...]

    @classmethod
    def of(cls, days: Sequence[date]) -> "_Births":
        """Ready to be looked for in many cells."""
        return cls(
            re.compile("|".join(map(day_as_written, days))) if days else None, tuple(f"{day:%Y%m%d}" for day in days)
        )

    def stand_in(self, cell: str, plain: str) -> bool:
        """Whether one stands in a cell, or in the same without width, case and space."""
        whole = unicodedata.normalize("NFKC", cell)
        return bool(self.written and self.written.search(whole)) or any(day in plain for day in self.digits)


class _Sought(NamedTuple):
    """What must not be found: names and numbers, longer texts (an address), dates of birth, codes, any day."""

    known: tuple[KnownIdentity, ...]
    long: tuple[str, ...]
    births: "_Births"
    codes: tuple[str, ...]
    days: bool


def _known(text: str) -> KnownIdentity | None:
    """A short text of identity as what free text is compared with: a name, or what holds a digit."""
    plain = _plain(text)
    if len(plain) < _LEAST or _long(plain):
        return None
    if any(letter.isdigit() for letter in plain):
        return KnownIdentity(numbers=(text,))
    return KnownIdentity(name=text)


def refuse(found: Sequence[Leak]) -> None:
    """KnownError `identity-in-file` when anything was found: nothing is written then."""
    if not found:
        return
    first = found[0]
    raise KnownError(
        "identity-in-file",
        f"Nothing was written: {len(found)} cells hold what must not leave ({first.table}, row {first.row}: "
        f"{first.kind.en}). Correct the entry it comes from.",
        f"未写入任何文件：{len(found)} 处含不得外传的内容（{first.table}，第 {first.row} 行："
        f"{first.kind.zh}）。请更正其来源录入。",
    )


def _long(plain: str) -> bool:
    """Whether a text is longer than a name or a number: an address."""
    han = sum("\u3400" <= letter <= "\u9fff" for letter in plain)
    return han > _HAN or len(plain) > _NAME


def _kinds(cell: str, sought: _Sought) -> Iterator[Text]:
    plain = _plain(cell)
    kinds = {kind for known in sought.known or (KnownIdentity(),) for kind in looks_like(cell, known)}
    if kinds & {"name", "number"} or any(text in plain for text in sought.long):
        yield NAMES
    if kinds & {"phone", "resident"}:
        yield NUMBER
    if sought.births.stand_in(cell, plain):
        yield BIRTH
    if any(code in plain for code in sought.codes):
        yield CODE
    if sought.days and _DAY.search(plain):
        yield DAY


def _plain(text: str) -> str:
    """Without what does not change what is read: width, case, space."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
