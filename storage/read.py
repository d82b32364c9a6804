"""Owns what screens ask of the projection: slots, children, people, what waits. Reads only, on a connection of its own.

Every answer is complete when it returns; nothing stays open. Must not decide what is shown (that is `settle`'s).
"""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from storage import meta, tables, versions
from storage.attached import FiledReader
from storage.backup_notes import BackupNote, backup_notes
from storage.driver import Connection, Row
from storage.history import History
from storage.log import Tip, signed_changes, tip
from storage.meta import Cursor
from storage.people_read import PeopleReader
from storage.projection import read_settled, state_digest, state_sum
from storage.receive import head_at
from storage.tables import AdoptedTable
from storage.versions import Under, Version
from study.address import Address, parse_key
from study.changes import facts as f
from study.changes.envelope import SignedChange
from study.record import Record
from study.state.settle import Entry, Settled
from study.state.slots import Slot
from study.text import Text
from study.values import TextValue

EMPTY = Settled()


def _reaching(slot: Slot, subject: str) -> tuple[str, ...]:
    """What the column `subject` says of a slot that belongs to the record of a child: a freeze may lie above it."""
    return (subject, "") if slot.kind == "freeze" else (subject,)


class Subject(NamedTuple):
    """A child: its id, code ("" before one is set), whether another had the code first, when enrolled (UTC ms)."""

    id: str
    code: str
    duplicate: bool
    enrolled: int
    withdrawn: bool

    @property
    def label(self) -> str:
        """The code as it is shown: "LN-004?" while another child had it first."""
        return f"{self.code}?" if self.duplicate else self.code


class QueueState(msgspec.Struct, frozen=True):
    """What the EDC has no number for yet: how many, since when (UTC ms), and how sending went."""

    count: int
    oldest_utc: int | None
    attempts: int
    last_answer: str
    next_try: int | None


class HeldChange(NamedTuple):
    """A change that waits without effect, and why."""

    change: str
    device: str
    author: str
    at_utc: int
    number: int | None
    standing: str
    code: str
    why: Text
    slots: tuple[Slot, ...]


class Rejection(NamedTuple):
    """A change that stays without effect for good: who decided so at the EDC, when (UTC ms) and why."""

    change: str
    by: str
    at_utc: int
    reason: str
    slots: tuple[Slot, ...]


class Draft(NamedTuple):
    """A half-typed text, when it was kept (UTC ms), and the heads its author was looking at."""

    text: str
    at_utc: int
    bases: tuple[str, ...]


class Reader(History, FiledReader, PeopleReader):
    """Reads of one moment each; `History` adds who did what."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._db = connection

    def snapshot(self) -> "Snapshot":
        """Several reads that see one moment: `with reader.snapshot(): ...`."""
        return Snapshot(self._db)

    def slot(self, slot: Slot) -> Settled:
        """The state of a slot; empty when nobody wrote there."""
        row = self._db.row("SELECT settled FROM slot WHERE kind = ? AND key = ?", slot)
        return read_settled(row[0]) if row else EMPTY

    def slots(self, kind: str, under: Address | None = None) -> dict[Slot, Settled]:
        """All slots of a kind, or those at and below an address."""
        where, parameters = "kind = ?", [kind]
        names = ("subject", "visit", "visit_repeat", "form", "form_repeat", "row", "item")
        for name, part in zip(names, under.parts if under else (), strict=False):
            if part:
                where += f" AND {name} = ?"
                parameters.append(part)
        rows = self._db.rows(f"SELECT key, settled FROM slot WHERE {where} ORDER BY key", parameters)
        return {Slot(kind, key): read_settled(raw) for key, raw in rows}

    def record(self, subject: str) -> Record:
        """Everything that stands on a child, with the freezes that reach it from above."""
        with self.snapshot():
            rows = self._db.rows(
                "SELECT kind, key, settled FROM slot WHERE subject = ? "
                "UNION ALL SELECT kind, key, settled FROM slot WHERE kind = 'freeze' AND subject = ''",
                (subject,),
            )
            made = self._db.rows(
                "SELECT id, at_utc, author FROM change WHERE id IN (SELECT change FROM entry WHERE subject = ? "
                "UNION SELECT change FROM entry WHERE slot_kind = 'freeze' AND subject = '')",
                (subject,),
            )
        slots = {Slot(kind, key): read_settled(raw) for kind, key, raw in rows}
        when, who = ({row[0]: row[place] for row in made} for place in (1, 2))
        return Record(subject, slots, when, who)

    def record_again(self, before: Record, moved: Iterable[Slot]) -> Record:
        """The record of a child as it stands now, of which only these slots moved since `before` was read.

        Slots of other children may be among them and change nothing.
        """
        slots: dict[Slot, Settled | None] = {}
        made: list[Row] = []
        with self.snapshot():
            for slot in moved:
                row = self._db.row("SELECT subject, settled FROM slot WHERE kind = ? AND key = ?", slot)
                slots[slot] = read_settled(row[1]) if row and row[0] in _reaching(slot, before.subject) else None
                if slots[slot] is not None:
                    on_it = "SELECT change FROM entry WHERE slot_kind = ? AND slot_key = ?"
                    made += self._db.rows(f"SELECT id, at_utc, author FROM change WHERE id IN ({on_it})", slot)
        when, who = ({row[0]: row[place] for row in made} for place in (1, 2))
        return before.moved(slots, when, who)

    def whose(self, slot: Slot) -> frozenset[str]:
        """The children in whose records a slot has entries; "" for none's."""
        on_it = "SELECT DISTINCT subject FROM entry WHERE slot_kind = ? AND slot_key = ?"
        return frozenset(row[0] for row in self._db.rows(on_it, slot))

    def values(self, subject: str, visit: str = "") -> dict[Address, Settled]:
        """Every value slot of a child, or of one of its visits, by address."""
        return {parse_key(slot.key): settled for slot, settled in self.slots("value", Address(subject, visit)).items()}

    def subjects(self, code_at: str = "") -> list[Subject]:
        """The children, by code. Of two equal codes the first accepted keeps it; the other is a duplicate.

        `code_at` is where the definition keeps the code ("visit/form/item", or the item alone); "": no codes.
        """
        codes: dict[str, tuple[tuple[int, str, int], str]] = {}
        *place, item = code_at.split("/")
        rows = self._db.rows(
            "SELECT subject, visit, form, settled FROM slot INDEXED BY slot_item WHERE kind = 'value' AND item = ?",
            (item,),
        )
        for subject, visit, form, raw in rows:
            if place and place != [visit, form]:
                continue
            shown = read_settled(raw).shown
            if shown and isinstance(shown.fact, f.ValueSet) and isinstance(shown.fact.value, TextValue):
                codes[subject] = (shown.order, shown.fact.value.text)
        first: dict[str, str] = {}
        for subject, (_, code) in sorted(codes.items(), key=lambda item: item[1][0]):
            first.setdefault(code, subject)
        found = [
            Subject(name, code, first.get(code, name) != name, enrolled, self._withdrawn(name))
            for name, enrolled in self._enrolled()
            for code in [codes[name][1] if name in codes else ""]
        ]
        return sorted(found, key=lambda child: (child.code == "", child.code, child.duplicate, child.enrolled))

    def marks_on_children(self) -> list[Entry]:
        """Standing marks on children as a whole, which are few beside those on forms."""
        rows = self._db.rows("SELECT settled FROM slot WHERE kind = 'mark' AND visit = '' AND form = ''")
        return [shown for (raw,) in rows if (shown := read_settled(raw).shown)]

    def conflicts(self, subject: str = "") -> dict[Slot, Settled]:
        """Every slot in conflict, of one child or of all."""
        rows = self._db.rows(
            "SELECT kind, key, settled FROM slot INDEXED BY slot_conflict WHERE conflict <> '' "
            "AND (? = '' OR subject = ?) ORDER BY kind, key",
            (subject, subject),
        )
        return {Slot(kind, key): read_settled(raw) for kind, key, raw in rows}

    def held(self) -> list[HeldChange]:
        """Changes that the EDC holds without effect, until a person there decides."""
        rows = self._db.rows(
            "SELECT c.id, c.device, c.author, c.at_utc, c.number, COALESCE("
            "(SELECT standing FROM entry WHERE change = c.id LIMIT 1), c.standing) AS holds, c.code, c.why_en, "
            "c.why_zh FROM change c "
            "WHERE (c.standing = 'held' OR c.id IN (SELECT key FROM slot WHERE kind = 'verdict')) "
            "AND holds = 'held' ORDER BY c.received"
        )
        return [
            HeldChange(change, device, author, at, number, standing, code, Text(en, zh), self._slots_of(change))
            for change, device, author, at, number, standing, code, en, zh in rows
        ]

    def rejected(self) -> list[Rejection]:
        """Changes that a person at the EDC rejected for good, the latest decision first."""
        found = []
        for change, raw in self._db.rows("SELECT key, settled FROM slot WHERE kind = 'verdict'"):
            shown = read_settled(raw).shown
            if shown is not None and isinstance(shown.fact, f.ChangeRejected):
                by, at = self._db.row("SELECT author, at_utc FROM change WHERE id = ?", (shown.change,)) or ("", 0)
                found.append(Rejection(change, by, at, shown.fact.reason, self._slots_of(change)))
        return sorted(found, key=lambda each: -each.at_utc)

    def backups(self) -> list[BackupNote]:
        """The backups that were made of this store, as far as it remembers; the last one first."""
        return backup_notes(self._db)

    def restored(self) -> str:
        """Why this record was restored, while no successor device has begun; "" otherwise."""
        return meta.get(self._db, "restored")

    def queue(self) -> QueueState:
        """What waits to be sent, and how sending went so far."""
        where = "number IS NULL AND roster IS NULL"
        [unsent] = self._db.rows(f"SELECT COUNT(*), MIN(at_utc) FROM change WHERE {where}")
        tried = self._db.row("SELECT attempts, last_answer, next_try FROM outgoing WHERE queue = 'changes'")
        return QueueState(*unsent, *(tried or (0, "", None)))

    def pending(self, limit: int = 500, max_bytes: int = 1 << 20) -> list[SignedChange]:
        """The next changes to send, in the order received: at most `limit`, and `max_bytes` or one."""
        found = signed_changes(self._db, "number IS NULL AND roster IS NULL ORDER BY received LIMIT ?", (limit,))
        size = 0
        for count, signed in enumerate(found):
            size += len(signed.body)
            if count and size > max_bytes:
                return found[:count]
        return found

    def changes_after(self, device: str, seq: int, limit: int = 500) -> list[SignedChange]:
        """A device's changes after a sequence number, in their order."""
        where = "device = ? AND seq > ? ORDER BY seq, received LIMIT ?"
        return signed_changes(self._db, where, (device, seq, limit))

    def change(self, change_hash: str) -> SignedChange | None:
        """One change by its hash."""
        found = signed_changes(self._db, "hash = ?", (change_hash,))
        return found[0] if found else None

    def hashes(self, numbered_up_to: int | None = None) -> list[str]:
        """The hashes of all changes, or of those with a number up to this one."""
        rows = self._db.rows(
            "SELECT hash FROM change WHERE ? IS NULL OR number <= ? ORDER BY received", (numbered_up_to, numbered_up_to)
        )
        return [str(name) for (name,) in rows]

    def unknown_entries(self) -> int:
        """How many entries need a newer version of the program."""
        row = self._db.row("SELECT COALESCE(SUM(unknown), 0) FROM change")
        return int(row[0]) if row else 0

    def home(self) -> meta.Home:
        """Whose log this is, and the study in use."""
        return meta.home(self._db)

    def versions(self) -> list[Version]:
        """Every adoption of a version of the study definition; one of them is in force."""
        return versions.versions(self._db)

    def version_content(self, digest: str) -> tuple[bytes, ...]:
        """The packed texts that the log keeps under a digest; usually one, none where they did not come along."""
        return versions.content(self._db, digest)

    def tables(self, name: str) -> list[AdoptedTable]:
        """Every adoption of a table of reference intervals, the first one first."""
        return tables.adopted(self._db, name)

    def made_under(self, changes: Iterable[str]) -> dict[str, Under]:
        """The version of the definition that each of these changes was made under."""
        return versions.under(self._db, changes)

    def cursor(self) -> Cursor:
        """How far the EDC was heard."""
        return meta.cursor(self._db)

    def head_at(self, number: int) -> str | None:
        """The head of the site's chain at a number."""
        return head_at(self._db, number)

    def edc_key(self) -> meta.EdcKey | None:
        """The EDC trusted since enrolment."""
        return meta.edc_key(self._db)

    def site_key(self) -> bytes | None:
        """The key under which identities are sealed; None on a device that has not been handed it."""
        return meta.secret(self._db, "site_key")

    def site_key_before(self) -> bytes | None:
        """The one before it, while it is not settled that it was replaced."""
        return meta.secret(self._db, "site_key_before")

    def tip(self, device: str = "") -> Tip:
        """The last change of a device, this one unless named."""
        return tip(self._db, device or meta.get(self._db, "device"))

    def digest(self) -> str:
        """The state hash, from every slot."""
        return state_digest(self._db)

    def state(self) -> str:
        """The state hash as it was summed up while changes came in."""
        return state_sum(self._db)

    def drafts(self, user: str) -> dict[str, str]:
        """What a person typed and has not left yet, by address key."""
        return dict(self._db.rows("SELECT key, text FROM draft WHERE author = ? ORDER BY key", (user,)))

    def drafts_at(self, user: str) -> dict[str, Draft]:
        """What a person typed and has not left yet, with when and over what, by address key."""
        rows = self._db.rows("SELECT key, text, at_utc, bases FROM draft WHERE author = ? ORDER BY key", (user,))
        return {key: Draft(text, at, tuple(bases.split())) for key, text, at, bases in rows}

    def choice(self, user: str, about: str) -> str:
        """How a person chose to work here; "" while they did not choose. See `Beside.keep_choice`."""
        return meta.get(self._db, meta.choice(user, about))

    def close(self) -> None:
        """Close the connection."""
        self._db.close()

    def _enrolled(self) -> list[tuple[str, int]]:
        rows = self._db.rows(
            "SELECT s.key, MIN(c.at_utc) FROM slot s JOIN entry e ON e.slot_kind = 'subject' AND e.slot_key = s.key "
            "JOIN change c ON c.id = e.change WHERE s.kind = 'subject' GROUP BY s.key"
        )
        return [(str(name), int(at)) for name, at in rows]

    def _withdrawn(self, subject: str) -> bool:
        shown = self.slot(Slot("presence", Address(subject).key)).shown
        return shown is not None and isinstance(shown.fact, f.Withdrawn)

    def _slots_of(self, change: str) -> tuple[Slot, ...]:
        rows = self._db.rows("SELECT DISTINCT slot_kind, slot_key FROM entry WHERE change = ? ORDER BY 1, 2", (change,))
        return tuple(Slot(*row) for row in rows)


class Snapshot:
    """A block of reads that all see one moment."""

    def __init__(self, connection: Connection) -> None:
        self._held = connection.snapshot()

    def __enter__(self) -> None:
        self._held.__enter__()

    def __exit__(self, *error: object) -> None:
        self._held.__exit__(None, None, None)
