"""Files beside a form: sealed before the change that names them commits, opened again for the preview.

The sealing runs in the pool, the change in the writer's lane; nothing is read whole.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QTimer

from desktop_app.jobs.attach import attach, attach_cleaned, names_in
from desktop_app.presenters.page import Desk
from desktop_app.presenters.visit import withdrawing, writing
from desktop_app.presenters.visit.looking import Looking
from desktop_app.presenters.visit.scene import Scene
from desktop_app.presenters.visit.typing import reason_words
from storage.store import Store
from study.address import Address
from study.changes import facts as f
from study.state.slots import Slot
from ui.visit.acts import FileDecided, FileNamesSomebody, FileWithdrawn
from ui.visit.state import VisitState
from ui.visit.view import VisitView

_TICK_MS = 1_000
Make = Callable[[Store, Address, Path, tuple[str, ...], tuple[str, ...]], f.AttachmentAdded]


class _Page(Protocol):
    view: VisitView

    def scene(self) -> Scene | None:
        """What is shown now."""

    def refresh(self) -> None:
        """Show again."""

    def saved(self) -> None:
        """A change is durable."""


class Files:
    """Adds files to the open form and previews one of them."""

    def __init__(self, desk: Desk, page: _Page) -> None:
        self._desk = desk
        self._page = page
        self.looking = Looking(desk, page.view, page.refresh)
        self._moving = self._fetched = ""
        self._asked: dict[str, Scene | None] = {}
        self._timer = QTimer(page.view)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.show_moving)
        self._timer.start()
        page.view.attachment_dropped.connect(self.add)
        page.view.attachment_opened.connect(self.open)
        page.view.attachment_decided.connect(self._decided)
        page.view.attachment_withdrawn.connect(self._withdraw)

    def beside(self, state: VisitState) -> VisitState:
        """The state with the preview that is open, while its file is still listed."""
        return self.looking.beside(state, self._page.scene())

    def close(self) -> None:
        """Another page comes to the front: the sealed file that is shown is let go."""
        self.looking.close()

    def add(self, path: str) -> None:
        """Attach a file to the open form; where its header names somebody, only once the person has said how."""
        scene = self._page.scene()

        def looked(fields: tuple[str, ...]) -> None:
            if fields:
                self._asked[path] = scene
                self._page.view.ask_identity(FileNamesSomebody(path, fields))
            else:
                self._attach(scene, path, attach)

        if scene is not None:
            self._desk.long(lambda: names_in(Path(path)), looked, self._desk.failed)

    def _decided(self, act: FileDecided) -> None:
        self._attach(self._asked.pop(act.path, None), act.path, attach_cleaned if act.clean else attach)

    def _attach(self, scene: Scene | None, path: str, make: Make) -> None:
        """To the form that was open when the file was dropped, whatever is open by now."""
        now = self._page.scene()
        if scene is None or now is None:
            return
        scene = now if now.place == scene.place else scene
        session = self._desk.session
        opening = tuple(writing.opening(scene, session.store.new_id))
        place, allowed, central = scene.place, scene.form.attachments, scene.form.central

        def job() -> frozenset[Slot]:
            fact = make(session.store, place, Path(path), allowed, central)
            return session.store.append(session.author, (*opening, fact)).slots

        self._desk.write(job, self._moved, self._desk.failed)

    def _withdraw(self, act: FileWithdrawn) -> None:
        """It stands no more; what somebody else did to it meanwhile is said, and nothing is changed."""
        scene = self._page.scene()
        if scene is None:
            return
        session, reason = self._desk.session, reason_words(withdrawing.REASONS, act.reason)

        def job() -> frozenset[Slot]:
            store = session.store
            fact = withdrawing.withdrawal(store.reader, scene, act.file, reason, store.new_id())
            return store.append(session.author, (fact,)).slots

        def done(slots: frozenset[Slot]) -> None:
            self._page.saved()
            self._moved(slots)

        def failed(error: BaseException) -> None:
            self._desk.failed(error)
            self._page.refresh()

        self._desk.write(job, done, failed)

    def open(self, attachment: str) -> None:
        """Open a sealed file and show it; one that is only at the centre is fetched first, whatever its size."""
        scene = self._page.scene()
        fact = _named(scene, attachment) if scene else None
        if scene is None or fact is None:
            return
        if scene.files.get(fact.name) in ("centre", "damaged") and self._fetched != fact.name:
            self._fetched = fact.name
            self._desk.fetch_file(fact.name, lambda: self._show(fact))
        else:
            self._show(fact)

    def show_moving(self) -> None:
        """Say how far the file is that is on its way, where it stands on this form."""
        scene, moving = self._page.scene(), self._desk.moving
        name = moving.name if moving else ""
        if scene is None or not scene.files or not (name or self._moving):
            return
        self._moving = name
        key = next((fact.id for fact in _added(scene) if fact.name == name), "")
        percent = 100 * moving.done // moving.size if moving else 0
        self._page.view.files.show_moving(key, moving is not None and moving.sending, percent)

    def _show(self, fact: f.AttachmentAdded) -> None:
        self._fetched = ""
        self.looking.open(fact)

    def _moved(self, slots: frozenset[Slot]) -> None:
        self._desk.moved(slots)


def _added(scene: Scene) -> Iterator[f.AttachmentAdded]:
    for entry in scene.child.course.record.attachments(scene.place):
        if isinstance(entry.fact, f.AttachmentAdded):
            yield entry.fact


def _named(scene: Scene, attachment: str) -> f.AttachmentAdded | None:
    """A file of the open form, the withdrawn ones too: they stay readable."""
    known = (*_added(scene), *(each.added for each in scene.gone))
    return next((fact for fact in known if fact.id == attachment), None)
