"""The custody of a child's samples: where each is, what is wrong with its chain, the balance, what is still open.

Pure. One row is one specimen with its aliquots; a specimen whose aliquots nobody counted is one. What the status was
before is in the record's history and not judged here.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal

import msgspec

from study.address import Address
from study.finding import Finding
from study.grammar.fold import bare
from study.logs import Row, rows
from study.text import Text
from study.timeline import Timeline

FORM = "SAMP"
ENDED = frozenset({"USED", "DESTR", "LOST"})
DESTROYED = "DESTR"
COUNTS = {"used": "SAMPNUSE", "destroyed": "SAMPNDES", "lost": "SAMPNLOS", "stored": "SAMPNSTO"}
BY_STATUS = {
    "USED": "used",
    "DESTR": "destroyed",
    "LOST": "lost",
    "COLL": "stored",
    "TRANSIT": "stored",
    "STORED": "stored",
}
"""Where the aliquots of a specimen are whose parts nobody counted."""


class Balance(msgspec.Struct, frozen=True):
    """Aliquots: collected, and where they are. In balance when nothing is left over."""

    collected: Decimal = Decimal(0)
    used: Decimal = Decimal(0)
    destroyed: Decimal = Decimal(0)
    lost: Decimal = Decimal(0)
    stored: Decimal = Decimal(0)

    @property
    def off(self) -> Decimal:
        """How many are collected and nowhere (negative: more than were collected)."""
        return self.collected - self.used - self.destroyed - self.lost - self.stored

    def __add__(self, other: "Balance") -> "Balance":
        """The balance of both together."""
        return Balance(*(getattr(self, name) + getattr(other, name) for name in self.__struct_fields__))


class Sample(msgspec.Struct, frozen=True):
    """One specimen: its number, kind and status (codes), when it was collected, its balance, what is wrong with it."""

    place: Address
    number: str
    kind: str
    status: str
    collected: datetime | None
    balance: Balance
    findings: tuple[Finding, ...]

    @property
    def open(self) -> bool:
        """True while something of it is still kept or its end is not written."""
        return self.status not in ENDED or self.balance.stored > 0


def samples(line: Timeline) -> tuple[Sample, ...]:
    """The samples of a child in the order in which they were collected."""
    return tuple(_sample(row) for row in rows(line, FORM))


def balance(found: Iterable[Sample]) -> Balance:
    """The balance of all samples together."""
    return sum((sample.balance for sample in found), Balance())


def outstanding(found: Iterable[Sample], *, closed: bool, withdrawn: bool) -> tuple[Sample, ...]:
    """The samples whose end is due: all that are open when the study is closed for the child, or when the consent to
    keep them was withdrawn.
    """
    return tuple(sample for sample in found if sample.open) if closed or withdrawn else ()


def _sample(row: Row) -> Sample:
    counted = _balance(row)
    return Sample(
        place=row.place,
        number=row.text("SAMPID"),
        kind=row.code("SAMPTYPE"),
        status=row.code("SAMPSTAT"),
        collected=row.moment("SAMPDTC"),
        balance=counted,
        findings=tuple(_findings(row, counted)),
    )


def _balance(row: Row) -> Balance:
    total = _count(row, "SAMPALQ")
    parts = {name: _count(row, item) for name, item in COUNTS.items()}
    if all(part is None for part in parts.values()):
        where = BY_STATUS.get(row.code("SAMPSTAT"), "stored")
        parts[where] = total if total is not None else Decimal(1)
    known = {name: part or Decimal(0) for name, part in parts.items()}
    return Balance(total if total is not None else sum(known.values(), Decimal(0)), **known)


def _count(row: Row, item: str) -> Decimal | None:
    number = row.number(item)
    return number.decimal if number is not None and not number.comparator else None


def _findings(row: Row, counted: Balance) -> Iterator[Finding]:
    name = row.text("SAMPID") or "?"
    if counted.off:
        yield _said(
            row, "balance", name,
            f"{counted.collected} collected, {counted.collected - counted.off} accounted for",
            f"采集 {counted.collected} 份，仅可追溯 {counted.collected - counted.off} 份",
        )  # fmt: skip
    if row.code("SAMPSTAT") == DESTROYED or counted.destroyed > 0 or row.has("DESTDTC"):
        yield from _destruction(row, name, counted)
    yield from _chain(row, name)


def _destruction(row: Row, name: str, counted: Balance) -> Iterator[Finding]:
    """Time, person and witness, who are two people; nothing after it."""
    if not (row.has("DESTDTC") and row.text("DESTBY") and row.text("DESTWIT")):
        yield _said(
            row, "destruction", name, "destroyed without time, person and witness", "销毁记录缺少时间、销毁人或监销人"
        )
    elif bare(row.text("DESTBY")) == bare(row.text("DESTWIT")):
        yield _said(row, "witness", name, "destroyed and witnessed by the same person", "销毁人与监销人为同一人")
    if row.has("DESTDTC") and row.code("SAMPSTAT") not in ("", DESTROYED) and not counted.stored:
        yield _said(row, "after", name, "a status after its destruction", "销毁后仍有其他状态")


def _chain(row: Row, name: str) -> Iterator[Finding]:
    """Collected, shipped, received, destroyed: each not before the one before it."""
    steps = [
        moment for item in ("SAMPDTC", "SHIPDTC", "SHIPRCV", "DESTDTC") if (moment := row.moment(item)) is not None
    ]
    if steps != sorted(steps):
        yield _said(row, "order", name, "its times are not in the order of the chain", "各环节时间先后不符")
    if row.code("SAMPSTAT") == "TRANSIT" and row.has("SHIPRCV"):
        yield _said(row, "received", name, "received and still in transit", "已接收但状态仍为运输中")


def _said(row: Row, code: str, name: str, en: str, zh: str) -> Finding:
    return Finding(f"sample-{code}", Text(f"{name}: {en}.", f"{name}：{zh}。"), row.place)
