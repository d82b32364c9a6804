"""Owns the check of a whole store: file, hashes, chains, signatures, the EDC's heads, and all that `verify_*` check.

Changes nothing. The log alone decides: keys are gathered from it (and the EDC's pinned one), never from the projection.
Every finding says in both languages what is wrong and, where it is one change, which.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import msgspec

from storage import meta
from storage.anchor import AnchorVerdict
from storage.driver import Connection, Guard, connect
from storage.faults import schema_altered, store_fault
from storage.finding import Finding, Report
from storage.keys import Unlocked, verify
from storage.log import Clock
from storage.receipts import check_receipts
from storage.schema import altered
from storage.store import DATABASE_NAME, Store, open_store
from storage.trust import CENTRAL_ROLES, begun_by, made_by_edc, told
from storage.verify_files import check_attachments, check_keys
from storage.verify_signatures import Read, check_signatures
from storage.verify_state import check_projection, place_of
from storage.watch import UNWATCHED, Watch
from study.changes import facts as f
from study.changes.chain import site_head
from study.changes.envelope import (
    GENESIS,
    Change,
    SignedChange,
    UnknownFact,
    decode,
    device_message,
    facts_of,
    person_message,
)
from study.changes.key_life import Reach
from study.errors import KnownError
from study.people import People, Told, Word
from study.text import Text

_HEARD_EVERY = 100


class _Row(msgspec.Struct, frozen=True):
    id: str
    device: str
    seq: int
    hash: str
    author: str
    role: str
    at_utc: int
    body: bytes
    device_signature: bytes
    person_signature: bytes
    number: int | None
    standing: str
    site_head: str
    roster: int | None

    @property
    def signed(self) -> SignedChange:
        """As it travels."""
        return SignedChange(self.body, self.device_signature, self.person_signature)


def verify_folder(folder: Path, unlocked: Unlocked, clock: Clock) -> Report:
    """Verify a store, also one that does not open. KnownError `no-store`, `store-in-use`, `store-newer`."""
    try:
        store = open_store(folder, unlocked, clock)
    except KnownError as error:
        if error.code != "store-damaged":
            raise
        pages = damaged_pages(folder, unlocked)
        return Report(0, (Finding(error.code, error.sentence), *pages))
    with store:
        return verify_store(store, unlocked)


def verify_store(store: Store, unlocked: Unlocked, watch: Watch = UNWATCHED) -> Report:
    """Verify an open store on a connection of its own. KnownError `stopped`."""
    connection = connect(store.folder / DATABASE_NAME, unlocked.db_key, store.guard, read_only=True)
    try:
        with connection.snapshot():
            return _verify(store.folder, connection, unlocked, watch, store.anchor_verdict())
    except KnownError as error:
        if error.code != "store-damaged":
            raise
        return Report(0, (Finding(error.code, error.sentence), *damaged_pages(store.folder, unlocked)))
    finally:
        connection.close()


def verify_database(folder: Path, unlocked: Unlocked, watch: Watch = UNWATCHED) -> Report:
    """Verify a copy of a store that nobody has open: all but its anchor, which stays where the store is written."""
    connection = connect(folder / DATABASE_NAME, unlocked.db_key, Guard(), read_only=True)
    try:
        with connection.snapshot():
            return _verify(folder, connection, unlocked, watch, None)
    finally:
        connection.close()


def damaged_pages(folder: Path, unlocked: Unlocked) -> tuple[Finding, ...]:
    """What SQLCipher's own check of every page says; nothing when even the first page can't be read."""
    try:
        connection = connect(folder / DATABASE_NAME, unlocked.db_key, Guard(), read_only=True)
    except KnownError:
        return ()
    try:
        return _pages(connection)
    finally:
        connection.close()


def _pages(connection: Connection) -> tuple[Finding, ...]:
    said = [str(row[0]) for row in connection.rows("PRAGMA cipher_integrity_check")]
    return tuple(Finding("page-damaged", Text(f"File check: {line}", f"文件检查：{line}")) for line in said)


def _verify(
    folder: Path, connection: Connection, unlocked: Unlocked, watch: Watch, verdict: AnchorVerdict | None
) -> Report:
    pages = _pages(connection)
    rows = _rows(connection)
    walk = _Walk(connection, rows)
    changes = walk.findings(watch)
    findings = [*pages, *changes, *_structure(connection), *_site(connection, rows)]
    if not changes:
        applied = ((change.id, facts, place_of(row.number, row.standing)) for row, change, facts in walk.read if change)
        findings += check_projection(connection, applied, len(rows), watch)
        findings += check_signatures(
            Read(change, facts, r.number, r.standing, r.hash) for r, change, facts in walk.read if change
        )
    files = check_attachments(folder, connection, watch)
    findings += [*files.findings, *check_keys(folder, connection, unlocked), *check_receipts(folder, connection)]
    if verdict is not None:
        findings += _standing(connection, verdict, unlocked, walk)
    return Report(len(rows), tuple(findings), files.named, files.waiting, files.at_centre, files.damaged)


def _standing(connection: Connection, verdict: AnchorVerdict, unlocked: Unlocked, walk: "_Walk") -> list[Finding]:
    """What the anchor, a fork or another device key say."""
    forked = bool(meta.get(connection, "forked"))
    device = meta.get(connection, "device")
    same_key = unlocked.device_public_key in walk.device_keys.get(device, set())
    restored = bool(meta.get(connection, "restored"))
    fault = store_fault(verdict, forked=forked, same_key=same_key, restored=restored)
    return [] if fault is None else [Finding(fault.code, fault.sentence)]


def _rows(connection: Connection) -> list[_Row]:
    columns = ", ".join(_Row.__struct_fields__)
    return [_Row(*row) for row in connection.rows(f"SELECT {columns} FROM change ORDER BY received")]


def _structure(connection: Connection) -> list[Finding]:
    said = [str(row[0]) for row in connection.rows("PRAGMA integrity_check")]
    found = [Finding("file-structure", Text(f"Database check: {x}", f"数据库检查：{x}")) for x in said if x != "ok"]
    if parts := altered(connection):
        found.append(Finding("schema-altered", schema_altered(parts).sentence))
    return found


class _Walk:
    """One way through the log: what each change says, and whose keys it makes known."""

    def __init__(self, connection: Connection, rows: list[_Row]) -> None:
        self.read: list[tuple[_Row, Change | None, tuple[f.Fact | UnknownFact, ...]]] = []
        self.device_keys: dict[str, set[bytes]] = defaultdict(set)
        self._at = {row.hash: Reach(row.device, row.seq) for row in rows}
        self._hashes = {(row.device, row.seq): row.hash for row in rows}
        self._links = {(row.device, row.seq, row.hash) for row in rows}
        self._site = meta.get(connection, "site")
        self._edc = meta.edc_key(connection)
        for row in rows:
            change = _decoded(row.body)
            self.read.append((row, change, facts_of(change) if change else ()))
        self._gather()
        self._people = People(self._told(), meta.get(connection, "device"), verify)

    def findings(self, watch: Watch) -> list[Finding]:
        """Everything wrong with single changes, in the order of the log."""
        found: list[Finding] = []
        for done, (row, change, facts) in enumerate(self.read):
            if done % _HEARD_EVERY == 0:
                watch.says("entries", done, len(self.read))
            fault = self._fault(row, change, facts)
            if fault[0]:
                found.append(_of_change(row, *fault))
        return found

    def _gather(self) -> None:
        certified: dict[str, set[bytes]] = defaultdict(set)
        for row, change, facts in self.read:
            for fact in facts:
                if isinstance(fact, f.DeviceBegun) and row.seq == 1 and change and fact.device == change.device:
                    self.device_keys[fact.device].add(fact.public_key)
                elif isinstance(fact, f.DeviceCertified) and self._edc and row.device == self._edc.device:
                    certified[fact.device].add(fact.public_key)
        self.device_keys.update(certified)
        if self._edc:
            self.device_keys[self._edc.device] = {self._edc.public_key}

    def _told(self) -> Iterator[Told]:
        for row, change, facts in self.read:
            if change is not None:
                begun = begun_by(change, facts)
                before = self._at.get(begun.predecessor_hash) if begun else None
                yield told(row.signed, change, facts, numbered=row.number is not None, edc=self._edc, before=before)

    def _by_edc(self, row: _Row) -> bool:
        return made_by_edc(row.signed, self._edc)

    def _fault(self, row: _Row, change: Change | None, facts: tuple[f.Fact | UnknownFact, ...]) -> tuple[str, str, str]:
        signed = row.signed
        if change is None or signed.hash != row.hash:
            return ("altered", "its bytes were altered", "内容被改动")
        said = (change.id, change.device, change.seq, change.author, change.role, change.at.utc, change.site)
        if said != (row.id, row.device, row.seq, row.author, row.role, row.at_utc, self._site):
            return ("altered", "it is filed under what it does not say", "归档信息与内容不符")
        if not self._linked(row, change):
            return ("chain", "the entry before it is missing or another one", "前一条记录缺失或不符")
        message = device_message(signed.hash)
        if not any(verify(key, row.device_signature, message) for key in self.device_keys.get(row.device, ())):
            return ("device-signature", "the workstation's signature does not fit", "工作站签名不符")
        if fault := self._person_fault(row, signed):
            return (fault, *_PERSON_FAULTS[fault])
        if not all(self._people.vouched(row.id, fact) for fact in facts if isinstance(fact, Word)):
            return (
                "certification",
                "it says whose key counts, and no key that counts vouches for it",
                "其中关于密钥归属的内容没有任何有效密钥为其担保",
            )
        if not self._permitted(row, facts):
            return ("right", "its author may not do this in the role it names", "作者无权以所用角色执行此操作")
        return ("", "", "")

    def _linked(self, row: _Row, change: Change) -> bool:
        if row.seq == 1:
            return change.prev == GENESIS
        if (row.device, row.seq - 1, change.prev) in self._links:
            return True
        # The roster is heard ahead of the EDC's own chain, so there the entries between may still be to come.
        ahead = self._edc is not None and row.device == self._edc.device
        return ahead and (row.device, row.seq - 1) not in self._hashes

    def _person_fault(self, row: _Row, signed: SignedChange) -> str:
        """What is wrong with its author's signature, "" when nothing is."""
        if not row.author or (not row.person_signature and row.role in CENTRAL_ROLES and self._by_edc(row)):
            return ""
        people, at = self._people, Reach(row.device, row.seq)
        known, message = people.keys(row.author), person_message(signed.hash)
        good = people.keys_at(row.author, Reach(row.device, row.seq - 1)) | people.certified_in(row.author, at)
        fitting = {key for key in known if verify(key, row.person_signature, message)}
        # Nobody may be certified yet for a change that the EDC holds for that very reason.
        if fitting & good or (not known and row.standing == "held"):
            return ""
        return "ended-key" if fitting else "person-signature"

    def _permitted(self, row: _Row, facts: tuple[f.Fact | UnknownFact, ...]) -> bool:
        """What the EDC holds or rejected has no effect, and may be held for this very reason."""
        without_effect = row.standing in ("held", "rejected")
        return without_effect or self._by_edc(row) or self._people.may(row.author, row.role, facts, first=row.seq == 1)


_PERSON_FAULTS = {
    "person-signature": ("its author's signature does not fit", "作者签名不符"),
    "ended-key": (
        "it is signed with a key of its author that had ended before",
        "所用作者密钥在此之前已停用",
    ),
}


def _of_change(row: _Row, code: str, en: str, zh: str) -> Finding:
    text = Text(f"Entry {row.seq} of device {row.device}: {en}.", f"设备 {row.device} 的第 {row.seq} 条记录：{zh}。")
    return Finding(code, text, row.device, row.seq)


def _site(connection: Connection, rows: list[_Row]) -> list[Finding]:
    """The EDC's chain as far as this device heard it: no number missing, every head the head of what stands here."""
    cursor = meta.cursor(connection)
    numbered = {row.number: row for row in rows if row.number is not None}
    head = GENESIS
    for number in range(1, cursor.number + 1):
        row = numbered.get(number)
        if row is None:
            text = Text(f"The EDC's entry {number} is missing.", f"缺少中心库第 {number} 条记录。")
            return [Finding("site-chain", text)]
        head = site_head(head, row.hash, row.standing)
        if head != row.site_head:
            text = Text(
                f"The EDC's chain breaks at its entry {number}: another entry or answer stands here.",
                f"中心库的链在第 {number} 条断裂：此处的记录或答复被改动。",
            )
            return [Finding("site-chain", text, row.device, row.seq)]
    if head != cursor.head:
        return [Finding("site-chain", Text("The EDC's last head is another one.", "中心库最后的链头不符。"))]
    return []


def _decoded(body: bytes) -> Change | None:
    try:
        return decode(body)
    except msgspec.DecodeError:
        return None
