"""The record of one child as a reading of settled slots: values, repeats, form states, signatures, files, freezes.

Pure and read-only; screens, exports and the EDC read the same record. Must not judge values (`study.checks`).
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Literal

import msgspec

from study.address import Address, parse_key
from study.changes import facts as f
from study.state.digest import OF_FILES, OF_VALUES, form_digest
from study.state.settle import Entry, Settled, rejected_last
from study.state.slots import Slot, created
from study.values import Cleared, Value

FormState = Literal["open", "complete"]
_EMPTY = Settled()


class Signature(msgspec.Struct, frozen=True):
    """A signature on a form and whether what was signed still stands."""

    entry: Entry
    fact: f.Signed
    valid: bool


class Repeat(msgspec.Struct, frozen=True):
    """A repeat of a visit, a form or a row; `address` is the place it made, `entry` says who began it."""

    address: Address
    entry: Entry
    order: str


class Record:
    """Everything that stands on one subject. Built from slots whose address lies under the subject."""

    def __init__(
        self,
        subject: str,
        slots: Mapping[Slot, Settled],
        made: Mapping[str, int] | None = None,
        authors: Mapping[str, str] | None = None,
    ) -> None:
        self.subject = subject
        self.made = made or {}
        """When each change says it was made (UTC ms), by its id."""
        self.authors = authors or {}
        """Who made each change (user id, "" for a device), by its id."""
        self._slots = slots

    def moved(
        self, slots: Mapping[Slot, Settled | None], made: Mapping[str, int], authors: Mapping[str, str]
    ) -> "Record":
        """The record after these slots moved (None: a slot that no longer speaks of this child), with when the changes
        on them say they were made, and by whom.
        """
        left = {**self._slots, **slots}
        standing = {slot: settled for slot, settled in left.items() if settled is not None}
        record = Record(self.subject, standing, {**self.made, **made}, {**self.authors, **authors})
        record._written = {**self._written, **_written(slots)}
        return record

    @cached_property
    def _written(self) -> dict[Address, Settled]:
        """Every value slot by its address."""
        return _written(self._slots)

    @property
    def enrolment(self) -> Settled:
        """The slot of the child itself."""
        return self._slots.get(Slot("subject", self.subject), Settled())

    @property
    def child_key(self) -> bytes:
        """The child's key as it is sealed now; empty where there is none, or none any more (`erased`)."""
        for slot in (self._identity, self.enrolment):
            fact = slot.shown.fact if slot.shown else None
            if isinstance(fact, f.ChildKeyed | f.SubjectEnrolled):
                return fact.child_key
            if isinstance(fact, f.IdentityErased):
                return b""
        return b""

    @property
    def erased(self) -> Entry | None:
        """By what the child's identity was erased."""
        shown = self._identity.shown
        return shown if shown and isinstance(shown.fact, f.IdentityErased) else None

    @property
    def identity_heads(self) -> tuple[str, ...]:
        """What a fact on the child's key names as bases."""
        return heads(self._identity)

    @property
    def _identity(self) -> Settled:
        return self._slots.get(Slot("identity", self.subject), Settled())

    @cached_property
    def values(self) -> dict[Address, Settled]:
        """Every value slot that ever held something, withdrawn places left out."""
        return {a: settled for a, settled in self._written.items() if settled.heads and not self.withdrawn(a)}

    def settled(self, address: Address) -> Settled:
        """The value slot at an address, empty when nobody wrote there."""
        return self._written.get(address, _EMPTY)

    def fact(self, address: Address) -> f.ValueSet | None:
        """The value fact shown at an address."""
        shown = self.settled(address).shown
        return shown.fact if shown and isinstance(shown.fact, f.ValueSet) else None

    def value(self, address: Address) -> Value | None:
        """The value shown at an address; None when nobody wrote there or it was cleared or withdrawn."""
        fact = self.fact(address)
        if fact is None or isinstance(fact.value, Cleared) or self.withdrawn(address):
            return None
        return fact.value

    def withdrawn(self, address: Address) -> bool:
        """True when this place or one around it was withdrawn."""
        return bool(self._withdrawn) and any(fact.address.covers(address) for fact in self._withdrawn)

    def withdrawal(self, address: Address) -> f.Withdrawn | None:
        """The fact by which this place or one around it was withdrawn, the smallest place first."""
        found = [fact for fact in self._withdrawn if fact.address.covers(address)]
        return max(found, key=lambda fact: len([part for part in fact.address.parts if part]), default=None)

    def presence(self, address: Address) -> Settled:
        """The slot on which a place is withdrawn and reinstated."""
        return self._slots.get(Slot("presence", address.key), Settled())

    def freezing(self, place: Address) -> Settled:
        """The slot on which a place itself is frozen, locked and released."""
        return self._slots.get(Slot("freeze", place.key), Settled())

    @cached_property
    def _withdrawn(self) -> tuple[f.Withdrawn, ...]:
        return tuple(
            fact
            for settled in self._of_kind("presence")
            if settled.shown and isinstance(fact := settled.shown.fact, f.Withdrawn)
        )

    def visit_repeats(self, visit: str) -> tuple[Repeat, ...]:
        """The repeats of a repeating visit, in the order they were labelled or accepted."""
        return self._repeats(Address(self.subject, visit), "visit")

    def form_repeats(self, form: Address) -> tuple[Repeat, ...]:
        """The repeats of a repeating form; `form` names visit and form without a repeat."""
        return self._repeats(form, "form")

    def withdrawn_repeats(self, form: Address) -> tuple[Repeat, ...]:
        """The repeats of a form that were withdrawn themselves, while the form around them stands."""
        rows = () if self.withdrawn(form) else self._rows.get((form, "form"), ())
        return tuple(r for r in rows if self.withdrawn(r.address))

    def _repeats(self, place: Address, level: str) -> tuple[Repeat, ...]:
        return tuple(r for r in self._rows.get((place, level), ()) if not self.withdrawn(r.address))

    @cached_property
    def _rows(self) -> dict[tuple[Address, str], list[Repeat]]:
        rows: dict[tuple[Address, str], list[Repeat]] = {}
        for settled in self._of_kind("row"):
            if settled.shown and isinstance(fact := settled.shown.fact, f.RowCreated):
                repeat = Repeat(created(fact.id, fact.address, fact.level), settled.shown, fact.order)
                rows.setdefault((fact.address, fact.level), []).append(repeat)
        for found in rows.values():
            found.sort(key=lambda r: (_numbered(r.order), r.entry.order))
        return rows

    def form_state(self, form: Address) -> FormState:
        """Whether a person declared the form complete."""
        settled = self._slots.get(Slot("form", form.key), Settled())
        return "complete" if settled.shown and isinstance(settled.shown.fact, f.FormCompleted) else "open"

    def reopened(self, form: Address) -> Entry | None:
        """By what a form was opened again; None while it is complete or was never completed."""
        shown = self._slots.get(Slot("form", form.key), _EMPTY).shown
        return shown if shown and isinstance(shown.fact, f.FormReopened) else None

    def form_heads(self, form: Address) -> tuple[str, ...]:
        """What a fact on the form's state names as bases."""
        return heads(self._slots.get(Slot("form", form.key), Settled()))

    def visit_settled(self, visit: Address) -> Settled:
        """The slot of a visit: opened, and its status."""
        return self._slots.get(Slot("visit", visit.key), Settled())

    def signatures(self, form: Address) -> tuple[Signature, ...]:
        """Signatures on a form, each valid while the digest it signed equals today's and nothing is in conflict."""
        found = (Signature(entry, fact, self._stands(fact)) for entry, fact in self._signed.get(form, ()))
        return tuple(sorted(found, key=lambda s: s.entry.order))

    @cached_property
    def _signed(self) -> dict[Address, list[tuple[Entry, f.Signed]]]:
        signed: dict[Address, list[tuple[Entry, f.Signed]]] = {}
        for settled in self._of_kind("signature"):
            if settled.shown and isinstance(fact := settled.shown.fact, f.Signed):
                signed.setdefault(fact.address, []).append((settled.shown, fact))
        return signed

    @property
    def signed_places(self) -> frozenset[Address]:
        """Every place that bears a signature, valid or void."""
        return frozenset(self._signed)

    def _stands(self, fact: f.Signed) -> bool:
        same = bool(fact.digest) and fact.digest == self.digest(fact.address, fact.basis)
        return same and not any(fact.address.covers(a) for a in self.conflicts)

    def digest(self, form: Address, basis: int = OF_FILES) -> str:
        """What a signature on this form rests on today; "" for a basis that a later version of the program brought."""
        if basis not in (OF_VALUES, OF_FILES):
            return ""
        near = self._at_visits.get(form.visit, ()) if form.visit else tuple(self.values)
        inside = {a.key: v for a in near if form.covers(a) and (v := self.value(a)) is not None}
        return form_digest(inside, () if basis == OF_VALUES else self._contents(form))

    def _contents(self, form: Address) -> list[tuple[str, str]]:
        """Where each file beside a form stands, and the hash of what is in it."""
        facts = (entry.fact for entry in self.attachments(form))
        return [(fact.address.key, fact.digest) for fact in facts if isinstance(fact, f.AttachmentAdded)]

    @cached_property
    def _at_visits(self) -> dict[str, list[Address]]:
        found: dict[str, list[Address]] = {}
        for address in self.values:
            found.setdefault(address.visit, []).append(address)
        return found

    @cached_property
    def conflicts(self) -> tuple[Address, ...]:
        """Addresses whose value is in conflict."""
        return tuple(sorted(a for a, settled in self.values.items() if settled.conflict))

    def attachments(self, place: Address) -> tuple[Entry, ...]:
        """Files added at or below a place and not withdrawn, first accepted first."""
        found = [
            settled.shown
            for settled in self._of_kind("attachment")
            if settled.shown
            and isinstance(fact := settled.shown.fact, f.AttachmentAdded)
            and place.covers(fact.address)
            and not self.withdrawn(fact.address)
        ]
        return tuple(sorted(found, key=lambda e: e.order))

    def withdrawn_attachments(self, place: Address) -> tuple[Entry, ...]:
        """By what files at or below a place were withdrawn, first accepted first; the place itself still stands."""
        found = [
            settled.shown
            for settled in self._of_kind("attachment")
            if settled.shown
            and isinstance(fact := settled.shown.fact, f.AttachmentWithdrawn)
            and place.covers(fact.address)
            and not self.withdrawn(fact.address)
        ]
        return tuple(sorted(found, key=lambda e: e.order))

    def idle_withdrawals(self, place: Address) -> dict[str, Entry]:
        """What would withdraw a file at or below a place and does not, by the file's id: the file stands.

        The EDC holds it, or rejected it and nobody said anything since.
        """
        of_files = list(self._of_kind("attachment"))
        held = [entry for settled in of_files for entry in settled.waiting if entry.placing.standing == "held"]
        rejected = [entry for settled in of_files if (entry := rejected_last(settled)) is not None]
        return {
            entry.fact.attachment: entry
            for entry in (*rejected, *held)
            if isinstance(entry.fact, f.AttachmentWithdrawn) and place.covers(entry.fact.address)
        }

    def marks(self, kind: str, place: Address) -> tuple[Entry, ...]:
        """Standing marks of a kind at or below a place."""
        found = [
            settled.shown
            for settled in self._of_kind("mark")
            if settled.shown
            and isinstance(fact := settled.shown.fact, f.MarkSet)
            and fact.kind == kind
            and place.covers(fact.address)
        ]
        return tuple(sorted(found, key=lambda e: e.order))

    def queries(self, place: Address) -> tuple[Entry, ...]:
        """Queries that are not closed, at or below a place; the shown fact says how far each is."""
        found = [
            settled.shown
            for settled in self._of_kind("query")
            if settled.shown
            and isinstance(fact := settled.shown.fact, f.QueryOpened | f.QueryAnswered | f.QueryReopened)
            and place.covers(fact.address)
        ]
        return tuple(sorted(found, key=lambda e: e.order))

    def queried(self, query: str) -> bool:
        """Whether this query was ever raised, closed or not."""
        return bool(self._slots.get(Slot("query", query), Settled()).heads)

    def freeze(self, address: Address) -> f.Frozen | f.Locked | None:
        """The freeze or lock under which an address lies, the lock first."""
        entry = self.freeze_entry(address)
        return entry.fact if entry is not None and isinstance(entry.fact, f.Frozen | f.Locked) else None

    def freeze_entry(self, address: Address) -> Entry | None:
        """The same with the change it came in, which says who and when."""
        standing = [
            settled.shown
            for settled in self._of_kind("freeze")
            if settled.shown
            and isinstance(settled.shown.fact, f.Frozen | f.Locked)
            and settled.shown.fact.address.covers(address)
        ]
        standing.sort(key=lambda entry: not isinstance(entry.fact, f.Locked))
        return standing[0] if standing else None

    def _of_kind(self, kind: str) -> Iterable[Settled]:
        return self._kinds.get(kind, ())

    @cached_property
    def _kinds(self) -> dict[str, list[Settled]]:
        kinds: dict[str, list[Settled]] = {}
        for slot, settled in self._slots.items():
            kinds.setdefault(slot.kind, []).append(settled)
        return kinds


def _written(slots: Mapping[Slot, Settled | None]) -> dict[Address, Settled]:
    return {parse_key(slot.key): settled or _EMPTY for slot, settled in slots.items() if slot.kind == "value"}


def _numbered(order: str) -> tuple[int, str]:
    """Numbers by size (10 after 9), dates and other texts after them as they are written."""
    return (int(order), "") if order.isdecimal() else (1 << 30 if order else 0, order)


def heads(settled: Settled) -> tuple[str, ...]:
    """The ids a new fact on this slot names as bases."""
    return tuple(entry.fact.id for entry in settled.heads)
