"""The file that is looked at beside its form: opened, drawn by tiles, with what the form's fields can be offered of it.

One file at a time is open, and only while its form is in front. All of its reading runs in the lane that draws.
"""

from collections.abc import Callable
from dataclasses import replace

from desktop_app.jobs.preview import Locked, OpenTracing, locked, marks_of, measures_of, open_preview, unreadable
from desktop_app.presenters.page import Desk
from desktop_app.presenters.visit.machine import machine_values
from desktop_app.presenters.visit.scene import Scene
from study.changes.facts import AttachmentAdded
from study.errors import KnownError
from sync.files.recording import Measures
from ui.visit.preview import Preview, PreviewMessage, Take, TilesWanted, TraceMark, TraceState, TraceTile
from ui.visit.state import VisitState
from ui.visit.view import VisitView


class Looking:
    """Shows one sealed file. `again` shows the page anew."""

    def __init__(self, desk: Desk, view: VisitView, again: Callable[[], None]) -> None:
        self._desk = desk
        self._view = view
        self._again = again
        self._of = ""
        self._locked: Locked | None = None
        self._tracing: OpenTracing | None = None
        self._preview: Preview | None = None
        self._measures: Measures = ()
        self._wanted: list[int] = []
        self._asked: TilesWanted | None = None
        self._busy = False
        view.tiles_wanted.connect(self._want)
        view.page_asked.connect(self._turn)

    def beside(self, state: VisitState, scene: Scene | None) -> VisitState:
        """The state with the file that is open, while it is still listed."""
        if not any(file.key == self._of for file in state.files):
            return state
        shown = self._preview
        if isinstance(shown, TraceState):
            takes = _takes(scene) if scene is not None else ()
            machine = machine_values(scene, self._measures) if scene is not None else ()
            shown = replace(shown, takes=takes, machine=machine)
        return replace(state, preview=shown, preview_of=self._of)

    def open(self, fact: AttachmentAdded) -> None:
        """Show a file that is here."""
        self.close()
        store, self._of = self._desk.session.store, fact.id
        self._desk.read(lambda _records: locked(store, fact), lambda found: self._unlocked(fact.id, found))

    def close(self) -> None:
        """Let the file go; the lane that reads it closes it."""
        gone, self._tracing = self._tracing, None
        self._of, self._preview, self._locked, self._wanted, self._asked = "", None, None, [], None
        self._measures = ()
        if gone is not None:
            self._desk.tasks.run("draw", gone.close, lambda _none: None)

    def _unlocked(self, of: str, found: Locked | PreviewMessage) -> None:
        if of != self._of:
            return
        if isinstance(found, PreviewMessage):
            self._show(of, found)
            return
        self._locked = found
        self._desk.tasks.run("draw", lambda: open_preview(found), lambda shown: self._show(of, shown))

    def _turn(self, page: int) -> None:
        found, of = self._locked, self._of
        if found is not None:
            self._desk.tasks.run("draw", lambda: open_preview(found, page), lambda shown: self._show(of, shown))

    def _show(self, of: str, shown: Preview | OpenTracing) -> None:
        if of != self._of:
            # Another file was opened meanwhile.
            if isinstance(shown, OpenTracing):
                self._desk.tasks.run("draw", shown.close, lambda _none: None)
            return
        found = self._locked
        if isinstance(shown, OpenTracing):
            self._tracing, self._preview = shown, shown.state
            if found is not None:
                self._desk.long(lambda: marks_of(found), lambda marks: self._mark(of, marks), lambda _error: None)
                self._desk.long(lambda: measures_of(found), lambda said: self._said(of, said), lambda _error: None)
        else:
            self._preview = shown
        self._again()

    def _mark(self, of: str, marks: tuple[TraceMark, ...]) -> None:
        if marks and of == self._of and isinstance(self._preview, TraceState):
            self._preview = replace(self._preview, marks=marks)
            self._again()

    def _said(self, of: str, measures: Measures) -> None:
        if measures and of == self._of:
            self._measures = measures
            self._again()

    def _want(self, wanted: TilesWanted) -> None:
        """What is in view now goes before everything that was asked for earlier."""
        self._asked, self._wanted = wanted, list(wanted.numbers)
        self._next()

    def _next(self) -> None:
        tracing, asked = self._tracing, self._asked
        if self._busy or not self._wanted or tracing is None or asked is None or asked.key != self._of:
            return
        number, of = self._wanted.pop(0), self._of
        self._busy = True

        def drawn(tile: TraceTile) -> None:
            self._busy = False
            self._view.files.trace.view.show_tile(tile)
            self._next()

        def failed(error: BaseException) -> None:
            self._busy = False
            if of != self._of:
                self._next()
            elif isinstance(error, KnownError):
                self._fault(error)
            else:
                self._desk.failed(error)

        self._desk.tasks.run("draw", lambda: tracing.tile(asked, number), drawn, failed)

    def _fault(self, error: KnownError) -> None:
        """Part of the file is damaged: say so instead of showing the rest as if it were whole."""
        of, found = self._of, self._locked
        self.close()
        self._of, self._preview = of, PreviewMessage(error.sentence)
        self._again()
        if found is not None:
            # After the lane closed the file: one that is held open can't be put aside everywhere.
            self._desk.tasks.run("draw", lambda: unreadable(found, error), lambda shown: self._show(of, shown))


def _takes(scene: Scene) -> tuple[Take, ...]:
    """The fields of the form that a time between two marks can be offered to."""
    if not scene.may_write:
        return ()
    return tuple(
        Take(scene.address(item).key, item.short or item.label, item.unit == "s")
        for item in scene.form.items
        if item.caliper
    )
