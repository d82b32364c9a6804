"""The stage of the clinic day: the application on the first workstation, and what a scene wants to know of it.

Reads states and finds widgets; acts only through keys, clicks and drops.
"""

import itertools
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desktop_app.app import App
from desktop_app.demo.people import Colleague
from desktop_app.demo.player import SIZE, Camera, Player, Scene, Wait, press, write
from desktop_app.demo.story_clock import StoryClock
from desktop_app.demo.workstation import house_at
from desktop_app.desk import Desk
from desktop_app.place import Place
from study.definition.model import Study
from ui.children.children_view import ChildrenView
from ui.frame.state import Room
from ui.unlock.unlock_view import UnlockView
from ui.visit.row import ItemRowWidget
from ui.visit.state import ItemRow
from ui.visit.view import VisitView

Key = Qt.Key
_FAR = 3
"""Rows: nobody presses the arrow keys more often."""
_PATIENCE = 50
"""Looks, ten milliseconds apart, before Enter is pressed once more."""


class Stage:
    """An `App` on a store, with a camera."""

    def __init__(self, application: QApplication, store: Path, study: Study, clock: StoryClock, pictures: Path) -> None:
        self.application = application
        self.app = App(application, Place(store), study, clock=clock, vaults=house_at(store, study, clock).vaults)
        self.app.window.resize(*SIZE)
        self.camera = Camera(self.app.window, pictures)
        self.awaited = ""
        """What the scene waits for, in words."""

    @property
    def desk(self) -> Desk:
        """The desk of the person who is in."""
        if self.app.desk is None:
            raise RuntimeError("nobody is in")
        return self.app.desk

    def run(self, scene: Scene) -> None:
        """Play a scene to its end; raises what ended it early, a bug in the application included."""
        player, loop = Player(), QEventLoop()
        self.app.crash.happened.connect(player.fail)
        player.ended.connect(loop.quit)
        player.play(self._noting(scene))
        loop.exec()
        self.app.crash.happened.disconnect(player.fail)
        if player.error is not None:
            self.camera.take("ended-early")
            raise player.error

    def _noting(self, scene: Scene) -> Scene:
        for wait in scene:
            self.awaited = wait.what
            yield wait

    def end(self) -> None:
        """Lock, then close: whoever locked is not asked about what waits."""
        self.app.lock()
        self.app.leave()

    def begin(self) -> Scene:
        """Show the window and let it have the keyboard."""
        self.app.start()
        self.app.garbage.begin()
        self.app.warm_up()
        yield Wait(lambda: self.app.gate is not None, "the gate")
        self.app.window.activateWindow()
        yield Wait(self.app.window.isActiveWindow, "the window to be in front")

    def picture(self, name: str) -> Scene:
        """Take a picture once everything that was just shown is laid out."""
        yield Wait(lambda: True, "a turn of the event loop")
        yield Wait(lambda: True, "another turn: what the first one moved")
        self.camera.take(name)

    def unlock(self, person: Colleague) -> Scene:
        """Choose the person, type the passphrase, Enter."""
        yield Wait(lambda: self.app.gate is not None, "the gate")
        gate = self.app.gate
        view: UnlockView | None = gate.view if gate else None
        if view is None:
            raise RuntimeError("there is no gate")
        yield Wait(lambda: view.user.findData(person.user) >= 0, "the users at the gate")
        view.user.setCurrentIndex(view.user.findData(person.user))
        write(view.passphrase, person.passphrase)
        press(view.passphrase, Key.Key_Return)
        yield Wait(lambda: self.app.desk is not None, f"{person.name} to be let in")
        yield Wait(self._begun, "the day")

    def _begun(self) -> bool:
        """Whether the first page has been read; somebody who was here today begins in the room they left."""
        if not self.shows("today"):
            return self.desk.frame.page != ""
        state = self.desk.pages.today.view.state
        return state is not None and not state.loading

    def rows_of_children(self) -> int:
        """How many children the table shows."""
        view = self.children
        return view.filter.rowCount() if view.state is not None and not view.state.loading else 0

    @property
    def children(self) -> ChildrenView:
        """The table of children."""
        return self.desk.pages.children.view

    @property
    def visit(self) -> VisitView:
        """The bedside."""
        return self.desk.pages.visit.view

    def shows(self, page: str) -> bool:
        """Whether this page is in front."""
        return self.desk.frame.page == page

    def row(self, item: str) -> ItemRow | None:
        """An item of the open form as it is shown."""
        state = self.visit.state
        rows = state.rows if state is not None else ()
        return next((row for row in rows if row.key.endswith(f"/{item}")), None)

    def row_widget(self, item: str) -> ItemRowWidget:
        """The row of an item of the open form."""
        row = self.row(item)
        widget = self.visit.grid.row(row.key) if row else None
        if widget is None:
            raise LookupError(f"the form has no row {item}")
        return widget

    def open_visit(self, visit: str) -> Scene:
        """Go to a visit by its address key, as a link on another page does."""
        self.desk.open_visit(visit)
        yield Wait(lambda: self.shows("visit") and self.form() != "", "the visit")
        yield Wait(lambda: self.in_front() and self.at() != "", "the focus in the visit's first form")

    def open_form(self, code: str) -> Scene:
        """Go to a form by its number key; one without a number is found by its code (Ctrl+J)."""
        yield Wait(self.in_front, "the window to be in front")
        state = self.visit.state
        number = next((form.number for form in state.forms if form.code == code), "") if state else ""
        if number:
            press(self.focus(), Key(Key.Key_0.value + int(number)), Qt.KeyboardModifier.AltModifier)
        else:
            search = self.visit.forms.search
            press(self.focus(), Key.Key_J, Qt.KeyboardModifier.ControlModifier)
            yield Wait(search.hasFocus, "the focus where a form is found")
            write(search, code)
            press(search, Key.Key_Return)
        yield Wait(lambda: self.form() == code, f"the form {code}")
        yield Wait(lambda: self.visit.grid.current() is not None, f"the focus on the form {code}")

    def form(self) -> str:
        """The code of the open form."""
        state = self.visit.state
        return state.form.code if state is not None and state.form is not None else ""

    def focus(self) -> QWidget:
        """The widget that has the focus, else the window."""
        return self.application.focusWidget() or self.app.window

    def type_in(self, item: str, text: str) -> Scene:
        """Type into the row that has the focus, which must be the item's, and press Enter."""
        yield Wait(lambda: self.in_front() and self.at() == item, f"the focus on {item}")
        field: QLineEdit = self.row_widget(item).field
        if text:
            write(field, text)
        yield Wait(lambda: self.in_front() and self.at() == item, "the window to be in front")
        press(field, Key.Key_Return)
        looks = itertools.count(1)

        def gone() -> bool:
            """Offscreen an Enter can get lost between a list and the window; then it is pressed once more."""
            if self.in_front() and self.at() == item and next(looks) % _PATIENCE == 0:
                press(field, Key.Key_Return)
            return self.at() != item

        yield Wait(gone, f"the focus to leave {item}")

    def fill(self, texts: dict[str, str], then: Mapping[str, Callable[["Stage"], Scene]] | None = None) -> Scene:
        """Type into each of these items of the open form; `then` is what follows on one of them."""
        for item, text in texts.items():
            yield from self.go_to(item)
            yield from self.type_in(item, text)
            yield from self.saved(item)
            if then and item in then:
                yield from then[item](self)

    def at(self) -> str:
        """The item whose row has the focus."""
        row = self.visit.grid.current()
        return row.key.rpartition("/")[2] if row is not None else ""

    def in_front(self) -> bool:
        """Whether the window has the keyboard; offscreen an open list takes it and nobody gives it back."""
        front = self.application.activeWindow()
        if front is None or not front.isVisible() or front.windowType() is Qt.WindowType.Popup:
            self.app.window.activateWindow()
            return False
        return True

    def go_to(self, item: str) -> Scene:
        """Move the focus to an item with the arrow keys; from far away, by a click into its field."""
        state = self.visit.state
        order = [row.key.rpartition("/")[2] for row in state.rows] if state else []
        if not self.at() or abs(order.index(self.at()) - order.index(item)) > _FAR:
            QTest.mouseClick(self.row_widget(item).field, Qt.MouseButton.LeftButton)
            yield Wait(lambda: self.at() == item, f"the focus on {item}")
        while self.at() != item:
            step = 1 if order.index(self.at()) < order.index(item) else -1
            following = order[order.index(self.at()) + step]
            press(self.row_widget(self.at()).field, Key.Key_Down if step > 0 else Key.Key_Up)
            yield self._focus_on(following)

    def _focus_on(self, item: str) -> Wait:
        return Wait(lambda: self.at() == item, f"the focus on {item}")

    def saved(self, item: str) -> Scene:
        """Wait until the item's text is durable or waits for an answer."""
        yield Wait(lambda: not self.row_widget(item).field.waiting, f"{item} to be kept")

    def derived(self, code: str) -> str:
        """A derived value as it is shown; "" while there is none."""
        state = self.visit.state
        rows = state.derived if state is not None else ()
        return next((row.value.en for row in rows if row.code == code and row.value is not None), "")

    def complete(self) -> bool:
        """Whether the open form was declared complete."""
        state = self.visit.state
        return state is not None and state.form is not None and state.form.complete

    def waiting(self) -> int:
        """How many changes the frame says are not sent."""
        state = self.desk.frame.state
        return state.waiting if state is not None else -1

    def conflicts(self) -> int:
        """The number at the room of the EDC."""
        state = self.desk.frame.state
        return dict(state.badges).get(Room.SYNC, 0) if state is not None else -1

    def open_children(self) -> Scene:
        """To the table with Ctrl+2."""
        yield Wait(self.in_front, "the window to be in front")
        if not self.shows("children"):
            # The button of the rail shows that it is pressed for a moment; only then it is.
            press(self.focus(), Key.Key_2, Qt.KeyboardModifier.ControlModifier)
            yield Wait(lambda: self.shows("children"), "the children")
        yield Wait(lambda: bool(self.rows_of_children()), "the rows")

    def open_child(self, code: str) -> Scene:
        """To the table with Ctrl+2, to the child with the filter and Enter."""
        yield from self.open_children()
        view = self.children
        view.search.clear()
        write(view.search, code)
        yield Wait(lambda: view.filter.rowCount() == 1, "one child left")
        press(view.search, Key.Key_Return)
        yield Wait(lambda: self.shows("child"), "the child's page")
