"""The conflict screen: reads one conflict and its neighbours, records the decision, goes on to the next or back."""

from dataclasses import dataclass, replace

import msgspec

from desktop_app.identity import child_key, seal_place
from desktop_app.presenters.conflict_decide import decided, third
from desktop_app.presenters.conflict_state import Found, House, Telling, conflict_state, item_of
from desktop_app.presenters.page import Desk
from desktop_app.records import Child, Records
from desktop_app.session import Session
from storage.keys import SealBrokenError, SiteKey, open_text
from storage.log import Appended
from study.address import Address, parse_key
from study.changes.facts import Fact
from study.course import Course
from study.earlier import lacks
from study.judgement import context, judged
from study.rights import may_resolve
from study.state.slots import Slot
from study.text import Text
from study.values import Sealed
from ui.conflict.conflict_view import ConflictView
from ui.conflict.state import ConflictState, Resolution


@dataclass(frozen=True)
class Read:
    """All open conflicts in their order, and the screen of the one chosen (None: it is gone), and whose it is."""

    ids: tuple[str, ...]
    state: ConflictState | None
    subject: str = ""


class ConflictPage:
    """See `desktop_app.presenters.page.Page`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._chosen = ""
        self._position = 0
        self._ids: tuple[str, ...] = ()
        self._telling = Telling()
        self._view = ConflictView(desk.look)
        self._view.resolved.connect(self._resolve)
        self._view.step_asked.connect(self._step)
        self._view.back_asked.connect(desk.back)

    @property
    def view(self) -> ConflictView:
        """The screen."""
        return self._view

    def choose(self, conflict: str) -> None:
        """Which conflict; shown at the next refresh."""
        self._chosen = conflict
        self._telling = Telling()

    def refresh(self) -> None:
        """Read again. A conflict that is decided by now makes room for the next one; after the last: back."""
        session, chosen, telling = self._desk.session, self._chosen, self._telling
        if chosen:
            self._desk.read(lambda records: _read(session, records, chosen, telling), self._show)

    def leave(self) -> None:
        """A decision that was not made stays open; its words stay on the screen."""

    def _show(self, read: Read) -> None:
        self._ids = read.ids
        if read.state is not None and read.state.conflict == self._chosen:
            self._position = read.state.position
            self._view.render(read.state)
            self._desk.named(read.subject)
        elif self._chosen in read.ids:
            self.refresh()
        elif read.ids:
            self.choose(read.ids[min(max(self._position - 1, 0), len(read.ids) - 1)])
            self.refresh()
        else:
            self._chosen = ""
            self._desk.back()

    def _step(self, by: int) -> None:
        place = self._position - 1 + by
        if 0 <= place < len(self._ids):
            self.choose(self._ids[place])
            self.refresh()

    def _resolve(self, resolution: Resolution) -> None:
        """Make the decision a fact off the UI thread, and append it; a third value that is refused is said."""
        session = self._desk.session
        if self._telling.busy or resolution.conflict != self._chosen:
            return
        self._telling = Telling(busy=True)
        self._desk.write(lambda: _decide(session, resolution), self._decided, self._failed)

    def _decided(self, answer: Appended | Text) -> None:
        if isinstance(answer, Text):
            self._telling = Telling(third_refused=answer)
            self.refresh()
            return
        self._telling = Telling()
        self._desk.moved(answer.slots)

    def _failed(self, error: BaseException) -> None:
        self._telling = replace(self._telling, busy=False)
        self.refresh()
        self._desk.failed(error)


def _read(session: Session, records: Records, chosen: str, telling: Telling) -> Read:
    """For the reader's lane."""
    reader = session.store.reader
    with reader.snapshot():
        conflicts = reader.conflicts()
        ids = tuple(settled.conflict for settled in conflicts.values())
        slot = next((slot for slot, settled in conflicts.items() if settled.conflict == chosen), None)
        if slot is None:
            return Read(ids, None)
        child = asked_of(session, records.child(parse_key(slot.key).subject), slot)
        history = tuple(reader.history(slot))
        found = Found(slot, conflicts[slot], history, child, ids.index(chosen) + 1, len(ids))
        state = conflict_state(child.course.study, found, _house(session, child), telling)
        return Read(ids, state, child.course.record.subject)


def asked_of(session: Session, child: Child, slot: Slot) -> Child:
    """The child under the last version that asks for the value, where the one in force does not."""
    address = parse_key(slot.key)
    if slot.kind != "value" or lacks(session.study, address) is None:
        return child
    study = session.definitions.asking(session.store.reader, address)
    if study is None:
        return child
    course = child.course
    return msgspec.structs.replace(
        child, course=Course(study, course.record, course.person.birth, tables=course.tables)
    )


def _house(session: Session, child: Child) -> House:
    reader = session.store.reader
    home = reader.home()
    key = _key(session, child) if session.sees_names else None

    def opened(address: Address, sealed: Sealed) -> str:
        try:
            return open_text(key, sealed.box, seal_place(address)) if key else ""
        except SealBrokenError:
            return ""

    return House(
        device=home.device,
        site=home.site_name or home.site,
        decider=session.person.name,
        role=session.role,
        may_decide=may_resolve(session.role),
        at=session.at,
        people={person.user: person.name for person in reader.users()},
        devices={row.device: row.name for row in reader.devices()},
        opened=opened,
    )


def _key(session: Session, child: Child) -> bytes | None:
    key = session.store.reader.site_key()
    return child_key(SiteKey(key) if key else None, child.course.record)


def _decide(session: Session, resolution: Resolution) -> Appended | Text:
    """For the writer's lane: the decision on top of the heads as they stand now, appended; or why it is none."""
    reader = session.store.reader
    found = next(((s, e) for s, e in reader.conflicts().items() if e.conflict == resolution.conflict), None)
    if found is None:
        return Text("This conflict was decided meanwhile.", "该冲突已被裁定。")
    slot, settled = found
    name = session.store.new_id()
    fact = (
        decided(settled, resolution, name) if resolution.fact is not None else _third(session, slot, resolution, name)
    )
    return fact if isinstance(fact, Text) else session.store.append(session.author, (fact,))


def _third(session: Session, slot: Slot, resolution: Resolution, name: str) -> Fact | Text:
    # The kept children belong to the reader's lane: this reads the child anew.
    child = asked_of(session, Records(session.store.reader, session.study).child(parse_key(slot.key).subject), slot)
    address = parse_key(slot.key)
    course = child.course
    at = course.visit_at(address.in_visit)
    made = third(
        course.study,
        item_of(course.study, slot),
        session.store.reader.slot(slot),
        resolution,
        name,
        context=context(course, at, address if address.item else None),
        role=session.role,
        child_key=_key(session, child),
    )
    return made if isinstance(made, Text) else judged(course, (made,), session.today)[0]
