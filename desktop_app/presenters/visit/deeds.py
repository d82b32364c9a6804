"""What a person does on the bedside beside typing: explain, acknowledge, await, withdraw a row. Each is one change.

Owns which fact an act becomes a change with; what the fact says is `writing`.
"""

from typing import Protocol

from desktop_app.presenters.page import Desk
from desktop_app.presenters.visit import writing
from desktop_app.presenters.visit.head import REINSTATE_REASONS, REOPEN_REASONS, WITHDRAW_REASONS
from desktop_app.presenters.visit.scene import Scene
from desktop_app.presenters.visit.suggesting import taken
from desktop_app.presenters.visit.typing import Typing, reason_words
from study.address import Address
from study.changes import facts as f
from study.entry import Given
from study.signing import lacks_reason
from ui.visit import acts
from ui.visit.view import VisitView


class _Page(Protocol):
    view: VisitView

    @property
    def typing(self) -> Typing:
        """What is typed and not settled yet."""

    def scene(self) -> Scene | None:
        """What is shown now."""

    def open_form(self, place: Address) -> None:
        """Show another form, or another repeat of it."""

    def left(self, key: str, typed: str, given: Given) -> None:
        """A field was left: decide, and keep what is to be kept."""

    def saved(self) -> None:
        """A change is durable."""

    def said(self, key: str, check: str) -> None:
        """A word of explanation was given: nothing half typed is left of it."""


class Deeds:
    """Turns acts of the view into changes."""

    def __init__(self, desk: Desk, page: _Page) -> None:
        self._desk = desk
        self._page = page
        view = page.view
        view.suggestion_taken.connect(self._taken)
        view.explanation_given.connect(self._explained)
        view.check_explained.connect(self._check_explained)
        view.critical_acknowledged.connect(self._acknowledged)
        view.form_awaiting.connect(self._await)
        view.row_withdrawn.connect(self._withdrawn)
        view.row_reinstated.connect(self._reinstated)
        view.form_reopened.connect(self._reopened)

    def append(self, facts: tuple[f.Fact, ...]) -> None:
        """Make one change of these."""
        self._desk.append(facts, lambda _appended: self._page.saved())

    def _taken(self, act: acts.SuggestionTaken) -> None:
        """What is suggested now, as an answer that nobody typed; what changed meanwhile is taken by nobody."""
        given = taken(self._need(), act.key)
        if given is not None:
            self._page.left(act.key, "", given)

    def _explained(self, act: acts.Explained) -> None:
        scene = self._page.scene()
        # Half-typed words lose the focus when the application locks: nobody has said them.
        if scene is not None:
            self._explain(writing.explained(scene, writing.item_at(scene, act.key), act, self._new_id), act, "")

    def _check_explained(self, act: acts.CheckExplained) -> None:
        scene = self._page.scene()
        # A mark may be set by those who review as well; the explanation is for those who enter.
        if scene is None or not scene.may_write:
            return
        self._explain(writing.check_explained(scene, act, self._new_id), act, act.check)

    def _explain(self, fact: f.Fact | None, act: acts.Explained | acts.CheckExplained, check: str) -> None:
        """One that goes from a completed form asks why; the half-typed text goes once it is durable."""
        scene = self._need()

        def done(_appended: object) -> None:
            self._page.saved()
            self._page.said(act.key, check)

        if fact is not None and lacks_reason(scene.child.course.record, fact):
            self._page.view.ask_taken_back(act)
        elif fact is not None:
            self._page.typing.half_said.pop((act.key, check), None)
            self._desk.append((fact,), done)

    def _acknowledged(self, act: acts.Acknowledged) -> None:
        scene = self._need()
        self._if(writing.acknowledged(scene, writing.item_at(scene, act.key), act, self._new_id))

    def _await(self, act: acts.Awaiting) -> None:
        scene = self._need()
        self.append((*writing.opening(scene, self._new_id), writing.awaiting(scene, act.chase, self._new_id)))

    def _withdrawn(self, act: acts.RowWithdrawn) -> None:
        """The row goes from the screen: the form shows its latest row, or a new one."""
        scene = self._need()
        fact = writing.withdrawn(scene, reason_words(WITHDRAW_REASONS, act.reason), self._new_id)

        def done(_appended: object) -> None:
            self._page.saved()
            self._page.open_form(Address(*scene.place.parts[:4]))

        self._desk.append((fact,), done)

    def _reinstated(self, act: acts.RowReinstated) -> None:
        self.append((writing.reinstated(self._need(), reason_words(REINSTATE_REASONS, act.reason), self._new_id),))

    def _reopened(self, act: acts.FormReopened) -> None:
        """The form that was in front when somebody asked; another one by now is left as it is."""
        scene = self._need()
        if scene.place.key == act.key:
            self.append((writing.reopened(scene, reason_words(REOPEN_REASONS, act.reason), self._new_id),))

    def _if(self, fact: f.Fact | None) -> None:
        if fact is not None:
            self.append((fact,))

    def _new_id(self) -> str:
        return self._desk.session.store.new_id()

    def _need(self) -> Scene:
        scene = self._page.scene()
        if scene is None:
            raise RuntimeError("the screen acted before it was shown")
        return scene
