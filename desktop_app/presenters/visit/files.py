"""Files beside a form: sealed before the change that names them commits, opened again for the preview.

Owns which preview is shown. The sealing runs in the pool, the change in the writer's lane; nothing is read whole.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from desktop_app.jobs.attach import attach, attach_cleaned, names_in, open_preview
from desktop_app.presenters.page import Desk
from desktop_app.presenters.visit import writing
from desktop_app.presenters.visit.scene import Scene
from storage.store import Store
from study.address import Address
from study.changes import facts as f
from study.state.slots import Slot
from ui.visit.acts import FileDecided, FileNamesSomebody
from ui.visit.preview import Preview
from ui.visit.state import VisitState
from ui.visit.view import VisitView

Make = Callable[[Store, Address, Path, tuple[str, ...]], f.AttachmentAdded]


class _Page(Protocol):
    view: VisitView

    def scene(self) -> Scene | None:
        """What is shown now."""

    def refresh(self) -> None:
        """Show again."""


class Files:
    """Adds files to the open form and previews one of them."""

    def __init__(self, desk: Desk, page: _Page) -> None:
        self._desk = desk
        self._page = page
        self._preview: Preview | None = None
        self._preview_of = ""
        self._asked: dict[str, Scene | None] = {}
        page.view.attachment_dropped.connect(self.add)
        page.view.attachment_opened.connect(self.open)
        page.view.attachment_decided.connect(self._decided)

    def beside(self, state: VisitState) -> VisitState:
        """The state with the preview that is open, while its file is still listed."""
        if any(file.key == self._preview_of for file in state.files):
            return replace(state, preview=self._preview, preview_of=self._preview_of)
        return state

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
        place, allowed = scene.place, scene.form.attachments

        def job() -> frozenset[Slot]:
            fact = make(session.store, place, Path(path), allowed)
            return session.store.append(session.author, (*opening, fact)).slots

        self._desk.write(job, self._moved, self._desk.failed)

    def open(self, attachment: str) -> None:
        """Open a sealed file and show it."""
        scene = self._page.scene()
        fact = _named(scene, attachment) if scene else None
        if fact is None:
            return
        store = self._desk.session.store

        def show(preview: Preview) -> None:
            self._preview, self._preview_of = preview, attachment
            self._page.refresh()

        self._desk.read(lambda _records: open_preview(store, fact), show)

    def _moved(self, slots: frozenset[Slot]) -> None:
        self._desk.moved(slots)


def _named(scene: Scene, attachment: str) -> f.AttachmentAdded | None:
    for entry in scene.child.course.record.attachments(scene.place):
        if isinstance(entry.fact, f.AttachmentAdded) and entry.fact.id == attachment:
            return entry.fact
    return None
