"""The chain of identity of a child's product: apheresis, lot, code on the bag, child; who checked it; the dose.

Pure. An infusion whose code is not the one of the apheresis, or that two different people did not check, is a stop.
"""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

import msgspec

from study.address import Address
from study.finding import Finding
from study.grammar.fold import bare
from study.logs import Row, filled
from study.text import Text
from study.timeline import Timeline

COLLECTION, INFUSION = "APH", "INF"
DOSE_TOLERANCE = Decimal("0.05")
"""The total may differ from dose per kg x weight by rounding of what is printed: 5 % of the total."""


class Collection(msgspec.Struct, frozen=True):
    """An apheresis: its number, the chain-of-identity code, the day, who checked identity, how manufacture ended."""

    place: Address
    number: str
    code: str
    on: date | None
    checked: tuple[str, str]
    result: str


class Infusion(msgspec.Struct, frozen=True):
    """An infusion: the code on the bag, the lot, when, who checked it, dose per kg, weight and total as written."""

    place: Address
    code: str
    lot: str
    at: datetime | None
    checked: tuple[str, str]
    per_kg: Decimal | None
    weight: Decimal | None
    total: Decimal | None

    @property
    def expected(self) -> Decimal | None:
        """The total that dose per kg and weight give."""
        return None if self.per_kg is None or self.weight is None else self.per_kg * self.weight


class Product(msgspec.Struct, frozen=True):
    """The chain of a child and what is wrong with it."""

    collections: tuple[Collection, ...]
    infusions: tuple[Infusion, ...]
    findings: tuple[Finding, ...]

    @property
    def stops(self) -> tuple[Finding, ...]:
        """What must be settled before anything of the study goes on."""
        return tuple(found for found in self.findings if found.stop)


def product(line: Timeline) -> Product:
    """The product of a child; empty where the study asks for neither."""
    collected = {row.place: row for row in filled(line, COLLECTION)}
    infused = {row.place: row for row in filled(line, INFUSION)}
    collections = tuple(_collection(row) for row in collected.values())
    infusions = tuple(_infusion(row) for row in infused.values())
    faults = [fault for each in collections for fault in _of_collection(each)]
    codes = {bare(each.code) for each in collections if each.code}
    for each in infusions:
        if each.at is not None:
            faults += [*_release(infused[each.place]), *_dose(each)]
            faults += _identity(each, codes) if _asks(line, "COIID") and COLLECTION in line.study.forms else ()
            faults += _two_people(each) if _asks(line, "INFCHK1") else ()
    return Product(collections, infusions, tuple(faults))


def _asks(line: Timeline, item: str) -> bool:
    """True when this study asks for it at the infusion."""
    return any(each.code == item for each in line.study.forms[INFUSION].items)


def _collection(row: Row) -> Collection:
    return Collection(
        place=row.place,
        number=row.text("APHID"),
        code=row.text("COIID"),
        on=row.day("LEUKDTC"),
        checked=(row.text("APHCHK1"), row.text("APHCHK2")),
        result=row.code("MANRES"),
    )


def _infusion(row: Row) -> Infusion:
    return Infusion(
        place=row.place,
        code=row.text("COIID"),
        lot=row.text("LOT"),
        at=row.moment("INFDTC"),
        checked=(row.text("INFCHK1"), row.text("INFCHK2")),
        per_kg=_exact(row, "CARDOSE"),
        weight=_exact(row, "WTINF"),
        total=_exact(row, "CARTOT"),
    )


def _exact(row: Row, item: str) -> Decimal | None:
    number = row.number(item)
    return number.decimal if number is not None and not number.comparator else None


def _of_collection(found: Collection) -> Iterator[Finding]:
    if found.on is not None and not found.code:
        yield Finding("apheresis-code", Text(
            "The apheresis has no chain-of-identity code.", "单采未填产品身份追溯码。"
        ), found.place)  # fmt: skip
    first, second = found.checked
    if found.on is not None and not (first and second):
        yield Finding("apheresis-unchecked", Text(
            "Identity at the apheresis was not checked by two people.", "单采时缺少两人身份核对。"
        ), found.place)  # fmt: skip
    elif first and bare(first) == bare(second):
        yield Finding("apheresis-check", Text(
            "Identity at the apheresis was checked twice by one person.", "单采时身份核对为同一人。"
        ), found.place)  # fmt: skip


def _identity(found: Infusion, codes: set[str]) -> Iterator[Finding]:
    """The code on the bag is the code of one of the child's own apheresis products."""
    if not found.code or not codes:
        missing = Text("on the bag", "制品上") if not found.code else Text("at the apheresis", "单采时")
        yield Finding("no-code", Text(
            f"Infused, and the chain-of-identity code {missing.en} is missing.",
            f"已回输，但缺少{missing.zh}的身份追溯码。",
        ), found.place, stop=True)  # fmt: skip
    elif bare(found.code) not in codes:
        yield Finding("other-code", Text(
            f"The code on the bag, {found.code}, is not the one of this child's apheresis.",
            f"制品追溯码 {found.code} 与该患儿单采时的追溯码不符。",
        ), found.place, stop=True)  # fmt: skip
    if not found.lot:
        yield Finding("no-lot", Text("The lot number of the product is missing.", "未填产品批号。"), found.place)


def _two_people(found: Infusion) -> Iterator[Finding]:
    first, second = found.checked
    if not first or not second:
        yield Finding("unchecked", Text(
            "Infused without two people who checked the product.", "已回输，但缺少两人核对。"
        ), found.place, stop=True)  # fmt: skip
    elif bare(first) == bare(second):
        yield Finding("one-person", Text(
            "The product was checked twice by one person.", "制品两次核对为同一人。"
        ), found.place, stop=True)  # fmt: skip


def _release(row: Row) -> Iterator[Finding]:
    if row.code("QCPASS") == "N":
        yield Finding("release", Text(
            "A product was infused that did not pass its release tests.", "已回输未通过放行检验的制品。"
        ), row.place, stop=True)  # fmt: skip
    if row.code("COA") == "N":
        said = Text("The certificate of analysis is not attached.", "未附检验报告（CoA）。")
        yield Finding("certificate", said, row.place)


def _dose(found: Infusion) -> Iterator[Finding]:
    """Dose per kg x weight = total, but for rounding."""
    expected, total = found.expected, found.total
    if expected is None or total is None or abs(total - expected) <= total * DOSE_TOLERANCE:
        return
    yield Finding("dose", Text(
        f"{found.per_kg} x {found.weight} kg = {expected.normalize():f}, written as {total}.",
        f"{found.per_kg} × {found.weight} kg = {expected.normalize():f}，记录总数为 {total}。",
    ), found.place)  # fmt: skip
