"""The rows that are chosen for the open row from where it stands (the medicines of an event), as one change.

Owns what the list says of each row and which facts a choice becomes; which rows may be chosen is `study.linking`.
"""

from functools import partial
from typing import Protocol

from desktop_app.presenters import words
from desktop_app.presenters.logs_rows import columns_of
from desktop_app.presenters.page import Desk
from desktop_app.presenters.repeats import repeat_label
from desktop_app.presenters.visit import writing
from desktop_app.presenters.visit.scene import Scene
from desktop_app.presenters.visit.undo import Undo
from study.address import Address, parse_key
from study.definition.model import Form, Item
from study.entry import Given
from study.errors import KnownError
from study.linking import Linkable, linkable, linked, may_choose
from study.record import heads
from study.state.slots import Slot
from study.text import Language, Text
from ui.visit.rows_dialog import RowLine, RowsChoice, RowsChosen, RowsDialog
from ui.visit.view import VisitView

DATES = ("date", "partial_date", "datetime")


class _Page(Protocol):
    view: VisitView

    def scene(self) -> Scene | None:
        """What is shown now."""

    def saved(self) -> None:
        """A change is durable."""


def chooses(scene: Scene, item: Item) -> bool:
    """Whether rows can be chosen for the open row in a table of its form, by this person."""
    log = scene.study.forms[item.rows]
    return scene.may_write and scene.stopped is None and may_choose(log, scene.form.code)


def choice_state(scene: Scene, item: Item, seen: tuple[Linkable, ...]) -> RowsChoice:
    """What the list shows: each row by its name and date, with what its log shows of it."""
    course, log = scene.child.course, scene.study.forms[item.rows]
    lines = (
        RowLine(
            each.address.key,
            repeat_label(course, each.address.in_form),
            each.chosen,
            _detail(scene, log, each.address.in_form),
            each.why,
            each.asks_reason,
        )
        for each in seen
    )
    about = words.join(scene.form.label, repeat_label(course, scene.place))
    return RowsChoice(scene.address(item).key, item.label, about, tuple(lines))


def _detail(scene: Scene, log: Form, place: Address) -> Text:
    values = scene.child.course.filled(place)
    shown = [item for item in columns_of(log) if item.code != log.named_by and item.type not in DATES]

    def said(language: Language) -> str:
        texts = (words.with_unit(scene.study, item, values.get(item.code), language) for item in shown)
        return " ".join(text for text in texts if text)

    return Text(said("en"), said("zh"))


class Linking:
    """Opens the list and writes what was chosen there."""

    def __init__(self, desk: Desk, page: _Page, undo: Undo) -> None:
        self._desk = desk
        self._page = page
        self._undo = undo
        page.view.rows_wanted.connect(self._open)

    def _open(self, key: str) -> None:
        scene, address = self._page.scene(), parse_key(key)
        if scene is None or scene.place != address.in_form:
            return
        item = scene.form.item(address.item)
        if not chooses(scene, item):
            return
        seen = linkable(scene.child.course, scene.place, item.rows)
        self.dialog = RowsDialog(self._desk.look, choice_state(scene, item, seen), self._page.view)
        self.dialog.chosen.connect(partial(self._keep, scene, item, seen))
        self.dialog.open()

    def _keep(self, scene: Scene, item: Item, seen: tuple[Linkable, ...], act: RowsChosen) -> None:
        """One change; each row names as its base what was on the screen when the list was opened."""
        session = self._desk.session
        wanted = frozenset(parse_key(key) for key in act.rows)
        facts = tuple(
            writing.value_set(
                session.store.new_id, each.address, value, typed="", given=Given(reason=act.reason), bases=each.bases
            )
            for each, value in linked(scene.child.course, scene.place, seen, wanted)
        )
        if not facts:
            return
        opening = tuple(writing.opening(scene, session.store.new_id))
        replaced = [self._undo.sent(fact, item.label) for fact in facts]

        def job() -> frozenset[Slot]:
            reader = session.store.reader
            if any(heads(reader.slot(Slot("value", fact.address.key))) != fact.bases for fact in facts):
                raise KnownError(
                    "linked-meanwhile",
                    "These rows were changed meanwhile. Nothing was changed: look again.",
                    "这些记录行此间已被更改，未作任何更改，请重新选择。",
                )
            for look in replaced:
                look(reader)
            return session.store.append(session.author, (*opening, *facts)).slots

        def done(slots: frozenset[Slot]) -> None:
            self._page.saved()
            self._desk.moved(slots)

        def failed(error: BaseException) -> None:
            for fact in facts:
                self._undo.not_kept(fact)
            self._desk.failed(error)

        self._desk.write(job, done, failed)
