"""Owns the EDC's last receipts, kept in a file beside the database: a database that was set back can't take them along.

A receipt is the EDC's signed word for how far the log of this device and the site's chain had come. Knows no line: who
fetched it has read and checked it, and says which bytes were signed.
"""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from storage.driver import Connection
from storage.files import write_atomic
from storage.finding import Finding
from storage.keys import verify
from storage.log import hash_at
from storage.meta import EdcKey, edc_key
from storage.receive import head_at
from study.text import Text

FILE_NAME = "receipts.json"
KEPT = 20
DAYS_KEPT = 366
_DAY_MS = 24 * 3600 * 1000


class Receipt(msgspec.Struct, frozen=True):
    """The bytes that were signed, the signature, and the part of the bytes that is the receipt as JSON.

    `at` and `drift_ms`: this computer's clock when it came (UTC ms), and how far the EDC's was ahead of it.
    """

    message: bytes
    signature: bytes
    body: bytes
    at: int = 0
    drift_ms: int | None = None


class _Said(msgspec.Struct, frozen=True):
    device: str
    device_seq: int
    device_hash: str
    epoch: str
    number: int
    head: str


def keep_receipt(folder: Path, receipt: Receipt) -> None:
    """Keep one more: the last ones, and of each earlier day the last one."""
    given = [*(one for one in read_receipts(folder) if one != receipt), receipt]
    of_days = {one.at // _DAY_MS: one for one in given[:-KEPT]}
    kept = [*list(of_days.values())[-DAYS_KEPT:], *given[-KEPT:]]
    write_atomic(folder / FILE_NAME, msgspec.json.encode(kept))


def signed_by(edc: EdcKey, receipts: Iterable[Receipt]) -> tuple[Receipt, ...]:
    """Of some receipts those that this EDC signed."""
    return tuple(
        one for one in receipts if one.message.endswith(one.body) and verify(edc.public_key, one.signature, one.message)
    )


def read_receipts(folder: Path) -> tuple[Receipt, ...]:
    """The kept receipts, oldest first; none where there is no file or it can't be read: it vouches, it is no data."""
    try:
        return msgspec.json.decode((folder / FILE_NAME).read_bytes(), type=tuple[Receipt, ...])
    except (FileNotFoundError, msgspec.DecodeError, UnicodeDecodeError):
        return ()


def check_receipts(folder: Path, connection: Connection) -> list[Finding]:
    """The first receipt that the database does not bear out. Numbers of an EDC that was restored since say nothing."""
    row = connection.row("SELECT value FROM meta WHERE name = 'epoch'")
    epoch = str(row[0]) if row else ""
    for receipt in read_receipts(folder):
        if said := _said(receipt, connection):
            found = _unlike(said, connection, epoch)
            if found is not None:
                return [found]
    return []


def _said(receipt: Receipt, connection: Connection) -> _Said | None:
    """What a receipt says, when the EDC trusted here signed it."""
    edc = edc_key(connection)
    if edc is None or not signed_by(edc, (receipt,)):
        return None
    try:
        return msgspec.json.decode(receipt.body, type=_Said)
    except msgspec.DecodeError:
        return None


def _unlike(said: _Said, connection: Connection, epoch: str) -> Finding | None:
    if said.device_seq and hash_at(connection, said.device, said.device_seq) != said.device_hash:
        en = f"The EDC's receipt vouches for entry {said.device_seq} of device {said.device}; the database lacks it or"
        zh = f"中心库回执证明设备 {said.device} 的第 {said.device_seq} 条记录，数据库中缺失或不符"
        return Finding("receipt", Text(f"{en} holds another one.", f"{zh}。"), said.device, said.device_seq)
    if said.epoch == epoch and said.number and head_at(connection, said.number) != said.head:
        en = (
            f"The EDC's receipt vouches for the site's chain up to number {said.number}; the database lacks it or holds"
        )
        zh = f"中心库回执证明本中心链至第 {said.number} 号，数据库中缺失或不符"
        return Finding("receipt", Text(f"{en} another one.", f"{zh}。"))
    return None
