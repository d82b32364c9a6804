"""Entry from paper or other old records: chosen by a person for a visit, offered by itself for a visit long past.

Owns the choice, where the data of each form come from, and the words. The choice is this person's own on this
workstation and no part of the record; a source is.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

import msgspec

from desktop_app.presenters.page import Desk
from desktop_app.presenters.visit.old_records import SOURCES, visit_source
from desktop_app.presenters.visit.scene import ON, Scene
from study.address import LOG, Address
from study.changes import facts as f
from study.followup import SOURCE, entered_late
from study.rights import may
from study.text import Text
from ui.visit.offered import Offer, Records
from ui.visit.state import VisitState
from ui.visit.view import VisitView

OFF = "off"
RECORDS = "records"
"""The code of the offer to enter a visit from records."""
CORRECTED = "更正资料来源 / source corrected"


class _Page(Protocol):
    view: VisitView

    def scene(self) -> Scene | None:
        """What is shown now."""

    def saved(self) -> None:
        """A change is durable."""

    def refresh(self) -> None:
        """Read the child again and show the open form."""


def choice_of(visit: Address) -> str:
    """The name under which a person's choice for a visit is kept."""
    return f"records:{visit.key}"


class FromRecords:
    """Turns entry from records on and off and notes the source of a form."""

    def __init__(self, desk: Desk, page: _Page) -> None:
        self._desk = desk
        self._page = page
        page.view.records_turned.connect(self.turn)
        page.view.offer_answered.connect(self._answered)
        page.view.source_chosen.connect(self._source)

    def beside(self, state: VisitState, scene: Scene) -> VisitState:
        """The state with how the visit is entered; the logs are the child's and have no visit to be late for."""
        if scene.stands.visit.code == LOG:
            return state
        offer = state.offer or (_offer(scene) if scene.records == "" else None)
        return replace(state, records=_records(scene), offer=offer)

    def turn(self) -> None:
        """On, or off again."""
        scene = self._page.scene()
        if scene is not None and scene.stands.visit.code != LOG:
            self._choose(scene, OFF if scene.records == ON else ON)

    def _answered(self, code: str, yes: bool) -> None:
        scene = self._page.scene()
        if code == RECORDS and scene is not None:
            self._choose(scene, ON if yes else OFF)

    def _choose(self, scene: Scene, choice: str) -> None:
        store, user, visit = self._desk.session.store, self._desk.session.person.user, scene.at.address
        self._desk.write(
            lambda: store.keep_choice(user, choice_of(visit), choice),
            lambda _none: self._page.refresh(),
            self._desk.failed,
        )

    def _source(self, form: str, code: str) -> None:
        scene = self._page.scene()
        if scene is None or scene.place.key != form or not may(scene.role, f.MarkSet):
            return
        facts = tuple(_noted(scene, code, self._desk.session.store.new_id))
        if facts:
            self._desk.append(facts, lambda _appended: self._page.saved())


def _noted(scene: Scene, code: str, new_id: Callable[[], str]) -> list[f.Fact]:
    """A mark on the form, in the place of the one before; none where that says so already."""
    before = [entry.fact for entry in scene.child.course.record.marks(SOURCE, scene.place) if _here(entry.fact, scene)]
    if any(isinstance(fact, f.MarkSet) and fact.data.get("source") == code for fact in before):
        return []
    said = _words(scene, code)
    note = f"{said.zh} / {said.en}"
    mark = f.MarkSet(id=new_id(), kind=SOURCE, address=scene.place, note=note, data={"source": code})
    gone = [
        f.MarkWithdrawn(id=new_id(), bases=(fact.id,), mark=fact.id, address=scene.place, reason=CORRECTED)
        for fact in before
    ]
    return [*gone, mark]


def _here(fact: f.Fact, scene: Scene) -> bool:
    return isinstance(fact, f.MarkSet) and fact.address == scene.place


def source_of(scene: Scene) -> str:
    """Where the data of the open form come from: what was noted of it, else what the visit says; "" for nothing."""
    marks = [entry.fact for entry in scene.child.course.record.marks(SOURCE, scene.place) if _here(entry.fact, scene)]
    noted = [fact.data.get("source", "") for fact in marks if isinstance(fact, f.MarkSet)]
    return noted[-1] if noted else visit_source(scene)


def _records(scene: Scene) -> Records:
    answers = tuple((choice.code, choice.label) for choice in scene.study.codelists.get(SOURCES, ()))
    code, may_note = source_of(scene), may(scene.role, f.MarkSet) and scene.may_write
    return Records(
        on=scene.records == ON,
        may_turn=may(scene.role, f.ValueSet),
        source=_words(scene, code) if code else None,
        sources=answers if may_note else (),
    )


def _words(scene: Scene, code: str) -> Text:
    named = {choice.code: choice.label for choice in scene.study.codelists.get(SOURCES, ())}
    return named.get(code, Text(code, code))


def _offer(scene: Scene) -> Offer | None:
    """A visit that was long past when it was first entered, while something of it is open."""
    course, at = scene.child.course, scene.at
    late = entered_late(course, at)
    places = [msgspec.structs.replace(at.address, form=form) for form in at.visit.forms]
    done = all(course.record.form_state(place) == "complete" for place in places)
    if late is None or done or not scene.may_write:
        return None
    return Offer(
        RECORDS,
        Text(
            f"This visit was {late} days old when it was first entered. Enter it from records, with its source noted?",
            f"本次访视首次录入时已过去 {late} 天。是否按记录补录并注明资料来源？",
        ),
        Text("Enter from records", "按记录补录"),
    )
