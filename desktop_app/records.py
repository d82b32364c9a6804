"""The children of the open store as `Course`s, read once; when something of theirs moved, only that is read again.

Belongs to the reader's lane: one thread at a time. Must not know a screen.
"""

from collections.abc import Iterable

import msgspec

from desktop_app.identity import Identity, open_identity
from desktop_app.reference_tables import AdoptedTables, TableReader
from storage.keys import SiteKey
from storage.read import Reader, Subject
from study.address import parse_key
from study.course import Course
from study.definition.model import Study
from study.record import Record
from study.state.slots import Slot
from study.twice import Decided, Decision, decisions


class Aside(msgspec.Struct, frozen=True):
    """That a record stands aside: the record that goes on in its place, and by which decision."""

    on: Subject
    by: Decision


class Child(msgspec.Struct, frozen=True):
    """One child as every screen needs it: the code as shown, what identity could be opened, the course."""

    subject: Subject
    identity: Identity
    course: Course
    aside: Aside | None = None


NAMED = frozenset({"signature", "query", "attachment", "mark"})
"""Slots that go by an identifier and lie somewhere in a record: their key does not say in whose."""
APART = frozenset({"verdict", "device", "user", "recovery", "codes"})
"""Slots of no record, on which no course rests. What a verdict does to values moves the slots of those."""
_DECIDING = frozenset({"mark", "presence", "subject"})
"""Slots on which it rests who stands aside, beside the codes."""
WHOLE = 500
"""So many slots of a child moved that all of it is read instead."""


class Records:
    """Children by subject id, kept until they move."""

    def __init__(self, reader: Reader, study: Study) -> None:
        self._reader = reader
        self._study = study
        self._code_item = study.anchors["subject_code"].rpartition("/")[2]
        self._kept: dict[str, tuple[Identity, Course]] = {}
        self._moved: dict[str, set[Slot]] = {}
        self._tables = TableReader(study)
        self._adopted: AdoptedTables | None = None
        self._decided: Decided | None = None
        self._aside: dict[str, Aside] = {}

    @property
    def adopted(self) -> AdoptedTables:
        """The laboratory's tables of reference intervals by which these children are judged."""
        if self._adopted is None:
            self._adopted = self._tables.read(self._reader)
        return self._adopted

    def child(self, subject: str) -> Child:
        """One child. Raises KeyError when nobody of that id is enrolled."""
        for found in self._reader.subjects(self._study.anchors["subject_code"]):
            if found.id == subject:
                return self._child(found)
        raise KeyError(subject)

    def children(self) -> tuple[Child, ...]:
        """All children of the site that were not withdrawn, by code."""
        return tuple(self._child(found) for found in self.subjects())

    def subjects(self) -> tuple[Subject, ...]:
        """Who `children` are, without their records."""
        every = self._reader.subjects(self._study.anchors["subject_code"])
        return tuple(found for found in every if not found.withdrawn)

    def going_on(self) -> tuple[Subject, ...]:
        """Those of `subjects` that do not stand aside for another record of the same child: who counts."""
        aside = self.decided.aside
        return tuple(found for found in self.subjects() if found.id not in aside)

    def counted(self) -> tuple[Child, ...]:
        """`children` without those that stand aside."""
        return tuple(self._child(found) for found in self.going_on())

    @property
    def decided(self) -> Decided:
        """What was decided of records that may be one child's."""
        if self._decided is None:
            there = {found.id: found for found in self.subjects()}
            decided = Decided(decisions(self._reader.marks_on_children()), there)
            self._aside = {name: Aside(there[decided.goes_on(name)], by) for name, by in decided.aside.items()}
            self._decided = decided
        return self._decided

    def of(self, subject: Subject) -> Child:
        """One of `subjects`."""
        return self._child(subject)

    def forget(self, slots: Iterable[Slot]) -> None:
        """Read these slots again of whom they belong to; what every course rests on (tables, site key) means all."""
        for slot in slots:
            if slot.kind in _DECIDING or slot.key.endswith(f"/{self._code_item}"):
                self._decided = None
            if slot.key.count("/") == 6 or slot.kind in NAMED:
                whose = self._reader.whose(slot) if slot.kind in NAMED else {parse_key(slot.key).subject}
                for name in whose if whose and "" not in whose else tuple(self._kept):
                    self._moved.setdefault(name, set()).add(slot)
            elif slot.kind in ("subject", "identity"):
                self._kept.pop(slot.key, None)
            elif slot.kind not in APART:
                self.forget_all()

    def forget_all(self) -> None:
        """Read everyone again (after a pull, or when the site key arrived)."""
        self._kept.clear()
        self._moved.clear()
        self._adopted = None
        self._decided = None

    def _child(self, subject: Subject) -> Child:
        kept, moved = self._kept.get(subject.id), self._moved.pop(subject.id, set())
        if kept is None or moved:
            record = self._record(subject.id, kept[1].record if kept is not None else None, moved)
            key = self._reader.site_key()
            identity = open_identity(SiteKey(key) if key else None, record, self._study)
            kept = identity, Course(self._study, record, identity.birth, tables=self.adopted.tables)
            self._kept[subject.id] = kept
        return Child(subject, *kept, aside=self._aside.get(subject.id) if self.decided.aside else None)

    def _record(self, subject: str, before: Record | None, moved: set[Slot]) -> Record:
        if before is None or len(moved) >= WHOLE:
            return self._reader.record(subject)
        return self._reader.record_again(before, moved)
