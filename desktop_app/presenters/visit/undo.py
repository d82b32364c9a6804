"""Takes back what a person just entered on the visit, one entry after the other: a new change with what stood before.

Nothing leaves the record. Owns which entries can be taken back; must not know keys or menus.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

import msgspec

from desktop_app.presenters.page import Desk
from desktop_app.presenters.visit import writing
from desktop_app.presenters.visit.scene import Scene
from storage.log import Appended
from storage.read import Reader
from study.address import Address
from study.changes import facts as f
from study.errors import KnownError
from study.record import Record
from study.signing import wants_reason
from study.state.settle import Entry
from study.state.slots import Slot
from study.text import Text
from study.values import Cleared
from ui.visit.state import VisitState
from ui.visit.view import VisitView

UNDONE = "撤销 / undone"
"""The reason under which the record keeps such a change."""

CHANGED = "undo-changed"


class _Page(Protocol):
    view: VisitView

    def scene(self) -> Scene | None:
        """What is shown now."""

    def saved(self) -> None:
        """A change is durable."""

    def forget_typed(self, key: str) -> bool:
        """Take back a text that stands in the field without being saved; False when there is none."""

    def go_to(self, key: str) -> None:
        """Show the field at an address key."""


@dataclass
class Made:
    """An entry of this session: its fact, and what stood before it (None: nothing)."""

    id: str
    address: Address
    before: f.ValueSet | None = None
    together: Text | None = None
    """What several entries made in one act are called; they are taken back in one."""


class Undo:
    """What this person entered while the desk stands, visit by visit, the last entry last."""

    def __init__(self, desk: Desk, page: _Page) -> None:
        self._desk = desk
        self._page = page
        self._made: list[Made] = []
        page.view.undo_asked.connect(self.undo)

    def sent(self, fact: f.ValueSet, together: Text | None = None) -> Callable[[Reader], None]:
        """An entry is on its way; what is returned looks, in the writer's lane, at what it is about to replace.

        `together` is one and the same object for entries of one act.
        """
        made = Made(fact.id, fact.address, together=together)
        self._made.append(made)

        def look(reader: Reader) -> None:
            shown = reader.slot(Slot("value", fact.address.key)).shown
            made.before = shown.fact if shown and isinstance(shown.fact, f.ValueSet) else None

        return look

    def not_kept(self, fact: f.ValueSet) -> None:
        """The entry did not arrive."""
        self._made = [made for made in self._made if made.id != fact.id]

    def beside(self, state: VisitState, scene: Scene) -> VisitState:
        """The state with what would be taken back next."""
        made = self._last(scene)
        return replace(state, undo=_name(scene, made)) if made else state

    def undo(self, key: str) -> None:
        """Take back the text that waits in the field at `key`, else the last entry on the visit that is open."""
        scene = self._page.scene()
        if scene is None or (key and self._page.forget_typed(key)):
            return
        made = self._last(scene)
        if made is None:
            # Locking ends it: whoever unlocks corrects with a value, and the window keeps nothing of a locked record.
            self._desk.tell(
                "nothing-to-undo",
                Text(
                    "There is nothing to take back that you entered on this visit since you unlocked.",
                    "本次解锁后，您在本次访视中没有可撤销的录入。",
                ),
            )
            return
        self._take_back(scene, made)

    def _last(self, scene: Scene) -> Made | None:
        visits = (scene.at.address, scene.stands.address)
        return next((made for made in reversed(self._made) if made.address.in_visit in visits), None)

    def _take_back(self, scene: Scene, made: Made) -> None:
        session, several = self._desk.session, self._together(made)

        def job() -> tuple[Appended, dict[str, f.ValueSet]]:
            back = all_taken_back(session.store.reader, several, session.person.user, session.store.new_id)
            facts = {entry: writing.judged_now(scene, fact) for entry, fact in back.items()}
            return session.store.append(session.author, tuple(facts.values())), facts

        def done(kept: tuple[Appended, dict[str, f.ValueSet]]) -> None:
            for each in several:
                self._went(each, kept[1].get(each.id))
            self._page.saved()
            self._desk.moved(kept[0].slots)
            first = several[0].address.key
            if not self._page.view.grid.go_to(first):
                self._page.go_to(first)
            self._desk.tell("undone", _told(_name(scene, made), len(several) - len(kept[1])))

        self._desk.write(job, done, self._desk.failed)

    def _together(self, made: Made) -> tuple[Made, ...]:
        """The entries of the same act, as they were made."""
        return tuple(
            each
            for each in self._made
            if each is made or (made.together is not None and each.together is made.together)
        )

    def _went(self, made: Made, fact: f.ValueSet | None) -> None:
        """The entry before on the same field is taken back from what stands now; None: it was changed since."""
        self._made = [each for each in self._made if each is not made]
        for each in self._made:
            if fact is not None and made.before is not None and each.id == made.before.id:
                each.id = fact.id


def all_taken_back(
    reader: Reader, several: tuple[Made, ...], user: str, new_id: Callable[[], str]
) -> dict[str, f.ValueSet]:
    """What stood before each entry of one act, by the entry's id; those that were changed since stay as they are.

    KnownError as `taken_back`, `undo-changed` only where nothing is left to take back.
    """
    found: dict[str, f.ValueSet] = {}
    changed: KnownError | None = None
    for made in several:
        try:
            found[made.id] = taken_back(reader, made, user, new_id)
        except KnownError as error:
            if error.code != CHANGED:
                raise
            changed = error
    if not found and changed is not None:
        raise changed
    return found


def taken_back(reader: Reader, made: Made, user: str, new_id: Callable[[], str]) -> f.ValueSet:
    """What stood before an entry, on top of it. KnownError `undo-changed`, `undo-complete`, `undo-signed`."""
    record = reader.record(made.address.subject)
    check_open(record, made.address)
    head = _own_head(record, made, user)
    if head is None:
        raise KnownError(
            CHANGED,
            "This value was changed since, or stands in conflict. It was not taken back.",
            "该值此后已被修改或存在冲突，未予撤销。",
        )
    before = made.before or f.ValueSet(id="", address=made.address, value=Cleared())
    return msgspec.structs.replace(before, id=new_id(), bases=(head.fact.id,), reason=UNDONE)


def _own_head(record: Record, made: Made, user: str) -> Entry | None:
    """What stands there now, if that is still the entry: itself, or this person's word of explanation for it."""
    heads = record.settled(made.address).heads
    if len(heads) != 1:
        return None
    head = heads[0]
    if head.fact.id == made.id:
        return head
    own = record.authors.get(head.change) == user and made.id in head.fact.bases
    explains = isinstance(head.fact, f.ValueSet) and bool(head.fact.explanation)
    return head if own and explains else None


def check_open(record: Record, address: Address) -> None:
    """KnownError `undo-signed`, `undo-complete`."""
    form = address.in_form
    if record.signatures(form) or record.signatures(form.in_visit):
        raise KnownError(
            "undo-signed",
            "The form is signed: correct the value and say why.",
            "该表单已签名：请修改该值并说明原因。",
        )
    if wants_reason(record, address):
        raise KnownError(
            "undo-complete",
            "The form is complete: correct the value and say why.",
            "该表单已完成：请修改该值并说明原因。",
        )


def _name(scene: Scene, made: Made) -> Text:
    """What an entry, or the entries of one act, are called."""
    if made.together is None:
        return _label(scene, made.address)
    code = made.address.form
    return Text(f"{made.together.en} ({code})", f"{made.together.zh}（{code}）")


def _told(name: Text, left: int) -> Text:
    more = (f" {left} changed since stay as they are.", f"其中 {left} 项此后已更改，未予撤销。") if left else ("", "")
    return Text(f"Taken back: {name.en}.{more[0]}", f"已撤销：{name.zh}。{more[1]}")


def _label(scene: Scene, address: Address) -> Text:
    """The field and its form; never the value, which may be a name."""
    form = scene.study.forms[address.form]
    item = form.item(address.item)
    return Text(f"{item.label.en} ({form.code})", f"{item.label.zh}（{form.code}）")
