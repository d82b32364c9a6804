"""Gives out of the record in the window: the board's pack, the results, the shared set. Noted first, then written.

Owns the one job that runs and whether somebody stopped it; read child by child on the reader's lane beside all others.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.presenters.giving.board import BOARD, board_pack
from desktop_app.presenters.giving.sharing import RESULTS, SHARED, results_file, shared_set
from desktop_app.presenters.giving.writing import READING, Ask, Given, T, must_be_new, note_given, page_of, write_given
from desktop_app.presenters.page import Desk
from desktop_app.session import Session
from storage.watch import Watch
from study.rights import gives_out
from study.text import Text
from ui.file_dialog import Purpose, open_folder
from ui.widgets.giving import GivingJob
from ui.widgets.state import Tone

Make = Callable[[Session, Ask, Watch], Given]
MAKES: dict[str, Make] = {BOARD: board_pack, RESULTS: results_file, SHARED: shared_set}
_STEPS = {READING: Text("Reading the children", "正在读取患儿")}
_WRITING = Text("Writing the files", "正在写入文件")
_WHERE = Text("The folder that takes it", "选择保存位置")
_NOT_YOU = Text("An investigator or a coordinator gives this out.", "由研究者或研究协调员导出。")


class GivingOut(QObject):
    """`changed` is sent when a job began, got on or ended."""

    changed = Signal()
    _heard = Signal(str, int, int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._stop = False
        self.job: GivingJob | None = None
        self._heard.connect(self._getting_on)

    @property
    def why_not(self) -> Text | None:
        """Why this person gives nothing out; None for those who may."""
        session = self._desk.session
        if not session.role_that(gives_out):
            return _NOT_YOU
        return session.store.fault.sentence if session.store.fault else None

    def ask_where(self, kind: str, parent: QWidget) -> None:
        """Let the person choose a place; a folder of its own is made in it."""
        title = _WHERE.get(self._desk.language)
        open_folder(parent, title, Purpose.SAVE, lambda folder: self.give(kind, Path(folder)))

    def stop(self) -> None:
        """End what runs; a half-written folder is gone."""
        self._stop = True

    def give(self, kind: str, place: Path) -> None:
        """Read, note, write; one at a time."""
        if self.job is not None or self.why_not is not None:
            return
        session, tasks = self._desk.session, self._desk.tasks
        folder = place / f"cartella-{kind}-{session.now:%Y%m%d-%H%M}"
        self.job, self._stop = GivingJob(_STEPS[READING]), False

        def ask(reading: Callable[[], T]) -> T:
            return tasks.ask("read", reading)

        def listen(step: str, done: int, total: int) -> None:
            tasks.give_way()
            self._heard.emit(step, done, total)

        def job() -> None:
            must_be_new(folder, session.store.folder)
            watch = Watch(listen, lambda: self._stop)
            given = MAKES[kind](session, ask, watch)
            page = ask(lambda: page_of(session))
            tasks.ask("write", lambda: note_given(session, given))
            write_given(folder, given, session.study, page, watch)

        def done(_none: None) -> None:
            self._ended()
            self._desk.refresh_frame()
            self._desk.tell("given-out", Text(f"Written to {folder.name}.", f"已写入 {folder.name}。"), Tone.ACCENT)

        def failed(error: BaseException) -> None:
            self._ended()
            self._desk.refresh_frame()
            self._desk.failed(error)

        self.changed.emit()
        self._desk.long(job, done, failed)

    def _ended(self) -> None:
        self.job = None
        self.changed.emit()

    def _getting_on(self, step: str, done: int, total: int) -> None:
        if self.job is not None:
            self.job = GivingJob(_STEPS.get(step, _WRITING), done, total)
            self.changed.emit()
