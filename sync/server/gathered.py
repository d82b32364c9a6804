"""Changes and devices of one site inside one writing transaction: read once, kept in memory, written together.

What stands here is what the tables will say. Must not number or decide: `book` and `accept` do.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from sync.protocol.messages import Answer
from sync.server import tables as t
from sync.server.database import insert_rows
from sync.server.devices import Device, devices_of
from sync.server.slots import MOST_KEYS


class ChangeRow(NamedTuple):
    """A change as its table keeps it; the columns in the table's order."""

    site: str
    number: int
    hash: str
    id: str
    device: str
    seq: int
    branch: bool
    standing: Answer
    code: str
    why_en: str
    why_zh: str
    head: str
    body: bytes
    device_signature: bytes
    person_signature: bytes
    received_utc: int


class GatheredChanges:
    """The changes of a site, those not written yet among them."""

    def __init__(self, connection: sa.Connection, site: str) -> None:
        self._connection = connection
        self._site = site
        self._by: dict[str, dict[str, ChangeRow | None]] = {"hash": {}, "id": {}}
        self._new: list[ChangeRow] = []

    def read_ahead(self, hashes: Iterable[str], ids: Iterable[str]) -> None:
        """Ask for all of these at once."""
        for column, names in ((t.change.c.hash, hashes), (t.change.c.id, ids)):
            known = self._by[column.name]
            wanted = sorted({name for name in names if name not in known})
            known.update(dict.fromkeys(wanted))
            for row in self._rows(column, wanted):
                self._keep(row)

    def find(self, column: sa.Column[Any], name: str) -> ChangeRow | None:
        """A change by its hash or its id."""
        known = self._by[column.name]
        if name not in known:
            self.read_ahead(*(((name,), ()) if column.name == "hash" else ((), (name,))))
        return known[name]

    def add(self, row: ChangeRow) -> None:
        """A change that has just got its number."""
        self._new.append(row)
        self._keep(row)

    def flush(self) -> None:
        """Write what is new, in the order of the numbers."""
        insert_rows(self._connection, t.change, [row._asdict() for row in self._new])
        self._new.clear()

    def _keep(self, row: ChangeRow) -> None:
        self._by["hash"][row.hash] = self._by["id"][row.id] = row

    def _rows(self, column: sa.Column[Any], names: Sequence[str]) -> Iterator[ChangeRow]:
        for start in range(0, len(names), MOST_KEYS):
            where = sa.and_(t.change.c.site == self._site, column.in_(names[start : start + MOST_KEYS]))
            yield from (ChangeRow(*row) for row in self._connection.execute(sa.select(t.change).where(where)).all())


class GatheredDevices:
    """The devices of a site: one object a device, however often it is asked for."""

    def __init__(self, connection: sa.Connection, site: str) -> None:
        self._connection = connection
        self._site = site
        self._known: dict[str, Device] | None = None
        self._written: dict[str, Device] = {}

    def find(self, name: str) -> Device | None:
        """A device, or None."""
        return self._all().get(name)

    def all(self) -> list[Device]:
        """Every device of the site."""
        return list(self._all().values())

    def add(self, device: Device) -> None:
        """A device that was not known."""
        self._all()[device.device] = device

    def flush(self) -> None:
        """Write those that are new or were altered."""
        new: list[dict[str, object]] = []
        altered: list[dict[str, object]] = []
        for name, device in self._all().items():
            values = msgspec.structs.asdict(device)
            if name not in self._written:
                new.append(values)
            elif self._written[name] != device:
                altered.append({f"to_{key}": value for key, value in values.items()})
            else:
                continue
            self._written[name] = msgspec.structs.replace(device)
        for statement, rows in ((t.device.insert(), new), (_SAVE, altered)):
            if rows:
                self._connection.execute(statement, rows)

    def _all(self) -> dict[str, Device]:
        if self._known is None:
            self._known = {device.device: device for device in devices_of(self._connection, self._site)}
            self._written = {name: msgspec.structs.replace(device) for name, device in self._known.items()}
        return self._known


_SAVE = (
    t.device.update()
    .where(t.device.c.site == sa.bindparam("to_site"), t.device.c.device == sa.bindparam("to_device"))
    .values(
        {
            column.name: sa.bindparam(f"to_{column.name}")
            for column in t.device.c
            if column.name not in ("site", "device")
        }
    )
)
