"""The children of the open store as `Course`s, read once and read again only when something of theirs moved.

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
from study.state.slots import Slot


class Child(msgspec.Struct, frozen=True):
    """One child as every screen needs it: the code as shown, what identity could be opened, the course."""

    subject: Subject
    identity: Identity
    course: Course


class Records:
    """Children by subject id, kept until they move."""

    def __init__(self, reader: Reader, study: Study) -> None:
        self._reader = reader
        self._study = study
        self._kept: dict[str, tuple[Identity, Course]] = {}
        self._tables = TableReader(study)
        self._adopted: AdoptedTables | None = None

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
        return tuple(
            self._child(found)
            for found in self._reader.subjects(self._study.anchors["subject_code"])
            if not found.withdrawn
        )

    def forget(self, slots: Iterable[Slot]) -> None:
        """Read those again whom these slots belong to; a slot that does not say whose it is means all."""
        for slot in slots:
            if slot.key.count("/") == 6:
                self._kept.pop(parse_key(slot.key).subject, None)
            elif slot.kind == "subject":
                self._kept.pop(slot.key, None)
            else:
                self.forget_all()

    def forget_all(self) -> None:
        """Read everyone again (after a pull, or when the site key arrived)."""
        self._kept.clear()
        self._adopted = None

    def _child(self, subject: Subject) -> Child:
        if subject.id not in self._kept:
            record = self._reader.record(subject.id)
            key = self._reader.site_key()
            identity = open_identity(SiteKey(key) if key else None, record, self._study)
            self._kept[subject.id] = (identity, Course(self._study, record, identity.birth, tables=self.adopted.tables))
        return Child(subject, *self._kept[subject.id])
