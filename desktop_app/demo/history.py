"""Turns the typed texts of the courses into the facts of a log, as the bedside makes them from a keyboard.

Keeps in mind which repeats were begun and what stands where, so that a fact names what its author saw. Writes nothing.
"""

from collections.abc import Callable
from typing import Literal

import msgspec

from desktop_app.demo.cast import Child
from desktop_app.demo.courses import Filled
from desktop_app.identity import seal_value
from storage.keys import SiteKey
from study.address import LOG, Address
from study.changes import facts as f
from study.checks import CheckContext, check, day_for_limits
from study.definition.model import Item, Study
from study.grammar import Reading, Understood, understand
from study.state.slots import created
from study.text import Text
from study.values import Codes, Value


class History:
    """The facts of the demonstration's past. `new_id` gives identifiers; the site's key seals identity."""

    def __init__(self, study: Study, site_key: SiteKey, new_id: Callable[[], str]) -> None:
        self.study = study
        self.subjects: dict[str, str] = {}
        """Subject ids by the children's codes."""
        self._site_key = site_key
        self._new_id = new_id
        self._keys: dict[str, bytes] = {}
        self._places: dict[tuple[str, str, str, int], Address] = {}
        self._heads: dict[Address, str] = {}
        # The same few answers come thousands of times.
        self._read: dict[tuple[str, str, str], Reading] = {}
        self._named: dict[tuple[str, str, str], str] = {}

    def facts(self, filled: Filled) -> tuple[f.Fact, ...]:
        """One form as one change: the child enrolled and the visit opened if they are new, then every value."""
        found: list[f.Fact] = []
        subject = self._subject(filled.child, found)
        place = self._place(subject, filled, found)
        for code, text in filled.typed.items():
            found.append(self.value(msgspec.structs.replace(place, item=code), text, filled))
        if filled.missed:
            found.append(f.VisitStatus(id=self._new_id(), address=place.in_visit, status="MISSED", reason="LOST"))
        if filled.complete:
            found.append(f.FormCompleted(id=self._new_id(), address=place))
        return tuple(found)

    def _subject(self, child: Child, found: list[f.Fact]) -> str:
        if child.code not in self.subjects:
            subject = self._new_id()
            key, wrapped = self._site_key.new_child_key(subject)
            self.subjects[child.code], self._keys[child.code] = subject, key
            found.append(f.SubjectEnrolled(id=self._new_id(), subject=subject, child_key=wrapped))
        return self.subjects[child.code]

    def _place(self, subject: str, filled: Filled, begun: list[f.Fact]) -> Address:
        """Where a form stands; what has to be opened or begun for it goes into `begun`."""
        visit = self._visit(subject, filled, begun)
        form = msgspec.structs.replace(visit, form=filled.form)
        if not self.study.forms[filled.form].repeating:
            return form
        key = (filled.child.code, filled.visit, filled.form, filled.row or filled.occasion)
        return self._repeat(key, form, "form", filled.row + 1, begun)

    def _visit(self, subject: str, filled: Filled, begun: list[f.Fact]) -> Address:
        visit = Address(subject, filled.visit)
        if filled.visit == LOG:
            return visit
        if self.study.visit(filled.visit).repeating:
            key = (filled.child.code, filled.visit, "", filled.occasion)
            earlier = sum(place[:3] == key[:3] and place != key for place in self._places)
            return self._repeat(key, visit, "visit", earlier + 1, begun)
        if visit not in self._heads:
            self._heads[visit] = self._new_id()
            begun.append(f.VisitOpened(id=self._heads[visit], address=visit))
        return visit

    def _repeat(
        self,
        key: tuple[str, str, str, int],
        around: Address,
        level: Literal["visit", "form"],
        number: int,
        begun: list[f.Fact],
    ) -> Address:
        if key not in self._places:
            name = self._new_id()
            begun.append(f.RowCreated(id=name, address=around, level=level, order=str(number)))
            self._places[key] = created(name, around, level)
        return self._places[key]

    def value(self, address: Address, text: str, filled: Filled) -> f.ValueSet:
        """A text as a value: sealed where it names the child, explained where it is unusual.

        Raises ValueError for a text that the grammar would ask about or refuse.
        """
        item = self.study.item(address.form, address.item)
        read = self._understood(address, item, text)
        if not isinstance(read, Understood):
            raise ValueError(f"{filled.child.code} {address.item}: {text!r} is not understood")
        before = self._heads.get(address)
        name = self._heads[address] = self._new_id()
        sealed = seal_value(self._keys[filled.child.code], address, text) if item.identity else None
        odd = self._odd(item, read.value, filled)
        return f.ValueSet(
            id=name, bases=(before,) if before else (), address=address, value=sealed or read.value,
            typed="" if sealed else text, explanation=filled.explanation if odd else "",
        )  # fmt: skip

    def _understood(self, address: Address, item: Item, text: str) -> Reading:
        """The reading of a text; rows of another log are named as those rows were a moment ago."""
        if item.links:
            named = tuple(self._named[address.subject, item.rows, each] for each in text.split("、"))
            return Understood(Codes(named), Text(text, text))
        if self.study.forms[address.form].named_by == item.code:
            self._named[address.subject, address.form, text] = address.form_repeat
        key = (address.form, address.item, text)
        self._read[key] = self._read.get(key) or understand(self.study, item, text)
        return self._read[key]

    def _odd(self, item: Item, value: Value, filled: Filled) -> bool:
        child = filled.child
        on = filled.at.date()
        day = day_for_limits(on, child.infusion, child.planned)
        context = CheckContext(birth=child.birth, sex=child.sex, on=on, study_day=day)
        return check(self.study, item, value, context).soft is not None
