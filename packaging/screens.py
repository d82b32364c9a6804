"""`dev.py screens`: draws every screen into docs/screens from the demonstration's world, in both languages.

The clock stands still at 14:02 of the demonstration's day, so a picture changes only when a screen did.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# First on the path: some systems ship libraries with the names of our rooms.
sys.path.insert(0, str(ROOT))
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtGui import QImage  # noqa: E402 - the platform is chosen above
from PySide6.QtWidgets import QApplication, QDialog, QWidget  # noqa: E402

import resources  # noqa: E402
from desktop_app.demo.people import ZHOU  # noqa: E402
from desktop_app.demo.play import CHILD, charts_drawn  # noqa: E402
from desktop_app.demo.player import Scene, Wait, drop, push, seen  # noqa: E402
from desktop_app.demo.stage import Stage  # noqa: E402
from desktop_app.demo.story_clock import NOW  # noqa: E402
from desktop_app.demo.world import World, build  # noqa: E402
from screen_at_once import offered_and_recorded  # noqa: E402
from screen_files import ask_withdrawal, attached_files, withdraw  # noqa: E402
from study.address import LOG, Address  # noqa: E402
from ui.admin.keys_state import Deed  # noqa: E402
from ui.frame.state import Room  # noqa: E402
from ui.language import LANGUAGES  # noqa: E402
from ui.theme.tokens import ThemeName  # noqa: E402
from ui.visit.repeats import RowMenu  # noqa: E402

FOLDER = ROOT / "docs" / "screens"


class Album:
    """Draws what the stage shows as `<screen>-<language>-<theme>.png`."""

    def __init__(self, stage: Stage, folder: Path) -> None:
        self._stage = stage
        self._folder = folder
        self.drawn: list[Path] = []

    def draw(self, screen: str) -> Scene:
        """Every language, light and dark, of the screen in front; ends in Chinese and light."""
        look = self._stage.app.look
        themes: tuple[ThemeName, ...] = ("light", "dark")
        for theme in themes:
            look.theme.switch(theme)
            for language in LANGUAGES:
                look.language.switch(language)
                yield from self._settled()
                self._save(f"{screen}-{language}-{theme}")
        look.theme.switch("light")
        look.language.switch("zh")
        yield from self._settled()

    def draw_open(self, screen: str, ask: Callable[[], object]) -> Scene:
        """The same of a dialog, which is asked for anew in each language: its words are those of when it opened."""
        look, window = self._stage.app.look, self._stage.app.window
        for language in reversed(LANGUAGES):
            look.language.switch(language)
            ask()
            yield Wait(lambda: bool(_dialogs(window)), f"the dialog {screen}")
            for theme in ("light", "dark"):
                look.theme.switch("light" if theme == "light" else "dark")
                yield from self._settled()
                self._save(f"{screen}-{language}-{theme}")
            for dialog in _dialogs(window):
                dialog.reject()
            yield Wait(lambda: not _dialogs(window), f"the dialog {screen} to close")
            look.theme.switch("light")

    def _settled(self) -> Scene:
        for _ in range(30):
            yield Wait(lambda: True, "a turn of the event loop")
        if self._stage.app.desk is not None and self._drawn():
            yield from charts_drawn(self._stage)

    def _drawn(self) -> bool:
        """Whether curves are in front."""
        desk = self._stage.desk
        return desk.frame.page in ("charts", "cohort") or (
            desk.frame.page == "child" and desk.pages.child.view.course.isVisible()
        )

    def _save(self, name: str) -> None:
        picture = seen(self._stage.app.window).toImage()
        plain = picture.convertToFormat(QImage.Format.Format_RGB888)
        path = self._folder / f"{name}.png"
        if not plain.save(str(path), quality=0):
            raise OSError(f"{path} can't be written")
        self.drawn.append(path)


def _dialogs(window: QWidget) -> list[QDialog]:
    return [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]


def screens(stage: Stage, album: Album) -> Scene:
    """Each screen once."""
    yield from stage.begin()
    yield from album.draw("unlock")
    yield from stage.unlock(ZHOU)
    yield from album.draw("today")
    yield from _outcomes(stage, album)
    yield from _queries_and_search(stage, album)
    yield from _page(stage, "children", stage.desk.open_children)
    yield Wait(lambda: bool(stage.rows_of_children()), "the children")
    yield from album.draw("children")
    yield from album.draw_open("enrol", stage.children.enrol_asked.emit)
    yield from stage.open_child(CHILD)
    yield from album.draw("child")
    yield from album.draw_open("erase", stage.desk.pages.child.view.header.erase_asked.emit)
    yield from album.draw_open("letter", stage.desk.pages.child.view.header.letter_asked.emit)
    yield from push(stage.desk.pages.child.view.header, "试验", "Trial")
    yield Wait(stage.desk.pages.child.view.trial.isVisible, "the trial view")
    yield from album.draw("trial")
    yield from push(stage.desk.pages.child.view.header, "病程", "Course")
    yield from _charts_and_logs(stage, album)
    yield from stage.open_visit(f"{the_child(stage)}/M1/////")
    yield from stage.open_form("CHEM")
    yield from album.draw("visit")
    yield from _bedside_dialogs(stage, album)
    yield from stage.open_form("SLEDAI")
    yield from album.draw("sledai")
    yield from offered_and_recorded(stage, the_child(stage), album.draw)
    yield from _report(stage, album)
    yield from _review(stage, album)
    yield from stage.open_child(CHILD)
    yield from push(stage.desk.pages.child.view.conflicts, "24")
    yield Wait(lambda: stage.desk.pages.conflict.view.state is not None, "the conflict")
    yield from album.draw("conflict")
    yield from _audit(stage, album)
    yield from _rooms(stage, album)
    yield from _admin(stage, album)
    # Last: what is attached is entered, and would stand on the pages above.
    yield from _files(stage, album)
    stage.app.switch_user()
    yield Wait(lambda: stage.app.gate is not None, "the gate for the next person")
    yield from album.draw("user-switch")


def _outcomes(stage: Stage, album: Album) -> Scene:
    """The table that today's last line leads to."""
    yield from _page(stage, "outcomes", stage.desk.open_outcomes)
    yield Wait(lambda: bool(stage.desk.pages.outcomes.view.model.rowCount()), "the primary outcomes")
    yield from album.draw("outcomes")


def _rooms(stage: Stage, album: Album) -> Scene:
    """The rooms that stand for themselves, the history of the sync over its own."""
    for room in (Room.SAFETY, Room.SYNC, Room.ADMIN):
        yield from _page(stage, room.value, lambda room=room: stage.desk.open_room(room))  # type: ignore[misc]
        yield from album.draw(room.value)
        if room is Room.SYNC:
            yield from album.draw_open("sync-history", stage.desk.pages.sync.view.history.click)


def _queries_and_search(stage: Stage, album: Album) -> Scene:
    """The room of queries; the search over it."""
    yield from _page(stage, "queries", lambda: stage.desk.open_room(Room.QUERIES))
    queries = stage.desk.pages.queries.view
    yield Wait(lambda: queries.state is not None and not queries.state.loading, "the queries")
    yield from album.draw("queries")
    palette = stage.desk.search.palette
    stage.desk.search.open()
    palette.line.setText(CHILD)
    yield Wait(lambda: bool(palette.hits.hits), "what is found")
    yield from album.draw("search")
    palette.close_palette()


def _charts_and_logs(stage: Stage, album: Album) -> Scene:
    """The child's charts, its medicines, its samples."""
    yield from _page(stage, "charts", lambda: stage.desk.open_charts(the_child(stage)))
    yield from album.draw("charts")
    yield from _charts_of_all(stage, album)
    view = stage.desk.pages.logs.view
    for log, screen in (("CM", "medication"), ("SAMP", "samples")):
        yield from _page(stage, "logs", lambda log=log: stage.desk.open_logs(the_child(stage), log))  # type: ignore[misc]
        yield Wait(lambda log=log: view.state is not None and view.state.chosen == log, f"the log {log}")  # type: ignore[misc]
        yield from album.draw(screen)
        if log == "CM":
            yield from _prescription(stage, album)
    yield from _event(stage, album)


def _event(stage: Stage, album: Album) -> Scene:
    """An adverse event: its term with what each grade means; the list from which its medicines are chosen."""
    form = Address(the_child(stage), LOG, form="AE")
    yield from stage.open_visit(form.in_visit.key)
    stage.desk.open_visit(form.in_visit.key, form.key)
    yield Wait(lambda: stage.form() == "AE", "the adverse events")
    stage.visit.grid.go_to(stage.row_widget("AETOXGR").key)
    yield Wait(stage.visit.side.criteria.isVisible, "what the grades mean")
    yield from album.draw("event")
    medicines = stage.row_widget("AECMS").key
    yield from album.draw_open("event-rows", lambda: stage.visit.rows_wanted.emit(medicines))


def _prescription(stage: Stage, album: Album) -> Scene:
    """A line that is read, then one that leaves something open; nothing of either stays."""
    field = stage.desk.pages.logs.view.line.field
    for line, screen in (
        ("pred 5mg 1/2 tab qd", "prescription"),
        ("methylprednisolone 40 ivgtt qd×3d", "prescription-asked"),
    ):
        field.setText(line)
        field.textEdited.emit(line)
        yield from album.draw(screen)
    field.clear()
    field.textEdited.emit("")
    yield from _another_dose(stage, album)


def _another_dose(stage: Stage, album: Album) -> Scene:
    """The dose of the chosen medicine is changed from today on, as far as the question why."""
    view = stage.desk.pages.logs.view
    view.acted.emit("change", view.table.chosen())
    yield Wait(lambda: view.line.field.text() != "", "the line of the row")
    line = view.line.field.text().replace("1 mg", "0.5 mg")
    view.line.field.setText(line)
    view.line.field.textEdited.emit(line)
    yield from album.draw("prescription-change")
    view.line.given_up.emit()


def _charts_of_all(stage: Stage, album: Album) -> Scene:
    """The swimmer and the heat map of a child, children compared, and the page of all."""
    view = stage.desk.pages.charts.view
    view.panels_chosen.emit(("P9", "P11"))
    yield Wait(lambda: set(view.charts) == {"P9", "P11"}, "the swimmer and the heat map")
    yield from album.draw("swimmer")
    view.panels_chosen.emit(("P2",))
    others = tuple(other.subject for other in (view.state.others if view.state else ())[:3])
    view.compare_chosen.emit(others)
    yield Wait(lambda: view.state is not None and len(view.state.compared) == len(others), "the children compared")
    yield from album.draw("compare")
    view.compare_chosen.emit(())
    yield Wait(lambda: view.state is not None and not view.state.compared, "the child alone")
    yield from _page(stage, "cohort", stage.desk.open_cohort)
    yield Wait(lambda: stage.desk.pages.cohort.view.state is not None, "all children", 60)
    yield from album.draw("cohort")


def _bedside_dialogs(stage: Stage, album: Album) -> Scene:
    """A file is asked for, a value's history, a completed form is opened again."""
    view, row = stage.visit, stage.row("CREAT")
    yield from album.draw_open("file", view.import_asked.emit)
    yield from album.draw_open("history", lambda: view.history_asked.emit(row.key if row is not None else ""))
    yield from album.draw_open("reopen", lambda: _reopen(view.bar.row_menu))


def _reopen(menu: RowMenu) -> None:
    menu.open_menu()
    if menu.opened is not None:
        menu.opened.actions()[0].trigger()
        menu.opened.close()


def _files(stage: Stage, album: Album) -> Scene:
    """Each kind of file beside its form; one of them is withdrawn."""
    yield from attached_files(stage, f"{the_child(stage)}/M3/////", album.draw)
    yield from album.draw_open("withdraw", lambda: ask_withdrawal(stage))
    yield from withdraw(stage)
    yield from album.draw("withdrawn")


def _admin(stage: Stage, album: Album) -> Scene:
    """Backups; people and keys: each says what happens before it is done. No new code: it is another one each time."""
    view = stage.desk.pages.admin.view
    yield from push(view.sections, "备份", "Backup")
    yield Wait(lambda: view.state is not None and view.state.backup is not None, "how the backups stand")
    yield from album.draw("backup")
    yield from push(view.sections, "口令与密钥", "Passphrases and keys")
    yield from album.draw("keys")
    yield from album.draw_open("keys-own", view.keys.change.click)
    yield from album.draw_open("keys-try", view.keys.try_code.click)
    yield from album.draw_open("keys-kept", lambda: view.keys.deed_asked.emit(Deed.KEPT))
    yield from push(view.sections, "用户", "Users")
    yield from album.draw_open("user-add", view.users.add_asked.emit)
    colleague = next(each for each in view.state.users if each.user != view.state.me) if view.state else None
    yield from album.draw_open("user-reset", lambda: view.users.reset_asked.emit(colleague))
    yield from album.draw_open("user-remove", lambda: view.users.remove_asked.emit(colleague))


def _report(stage: Stage, album: Album) -> Scene:
    """The preview of a laboratory report, which is let go of again."""
    yield from _page(stage, "visit", lambda: stage.desk.open_visit(f"{the_child(stage)}/M3/////"))
    yield Wait(lambda: stage.form() == "VISIT", "the visit of the report")
    lab = stage.desk.pages.visit.lab
    drop(stage.visit.grid, resources.path("demo") / "lab_chem_gb18030.csv")
    yield Wait(lambda: lab.dialog is not None and lab.dialog.isVisible(), "the preview of the report")
    yield from album.draw("report")
    lab.close()
    yield Wait(lambda: lab.dialog is None, "the preview to close")


def _review(stage: Stage, album: Album) -> Scene:
    """A visit before it is signed: what is ready, and what is in the way."""
    yield from _page(stage, "review", lambda: stage.desk.open_review(f"{the_child(stage)}/M1/////"))
    view = stage.desk.pages.review.view
    yield Wait(lambda: view.state is not None and bool(view.table.forms.ticked), "the review")
    yield from album.draw("review")


def _audit(stage: Stage, album: Album) -> Scene:
    """Both halves of the audit room."""
    yield from _page(stage, "audit", lambda: stage.desk.open_room(Room.AUDIT))
    view = stage.desk.pages.audit.view
    yield Wait(lambda: view.trail.table.lines.rowCount() > 0, "the trail")
    yield from album.draw("audit")
    yield from push(view.tabs, "核查问题", "Inspection")
    view.inspection.questions.setCurrentIndex(view.inspection.questions.model().index(7, 0))
    yield Wait(lambda: view.state is not None and not view.state.inspection.reading, "the answers", 120)
    yield from album.draw("inspection")
    yield from push(view.tabs, "稽查轨迹", "Trail")


def first_run(stage: Stage, album: Album) -> Scene:
    """What a workstation without a record shows."""
    stage.app.start()
    yield Wait(lambda: stage.app.first_run is not None, "the first run")
    yield from album.draw("first-run")


def the_child(stage: Stage) -> str:
    """The id of the child the demonstration is about."""
    state = stage.children.state
    return next(str(row.subject) for row in (state.rows if state else ()) if row.code == CHILD)


def _page(stage: Stage, name: str, go: Callable[[], None]) -> Scene:
    go()
    yield Wait(lambda: stage.shows(name), name)


def draw(application: QApplication, world: World, folder: Path) -> list[Path]:
    """All pictures of a world into a folder. Raises what ended the drawing early."""
    world.first.close()
    world.clock.set(NOW)
    stage = Stage(application, world.first.store.folder, world.study, world.clock, world.folder / "pictures")
    folder.mkdir(parents=True, exist_ok=True)
    album = Album(stage, folder)
    try:
        stage.run(screens(stage, album))
    finally:
        stage.end()
    empty = Stage(application, world.folder / "empty", world.study, world.clock, world.folder / "pictures")
    before = Album(empty, folder)
    empty.run(first_run(empty, before))
    empty.app.leave()
    return [*album.drawn, *before.drawn]


def main() -> int:
    """Draw into docs/screens and say how large it is."""
    application = QApplication([])
    with tempfile.TemporaryDirectory() as made:
        world = build(Path(made))
        try:
            drawn = draw(application, world, FOLDER)
        finally:
            world.close()
    size = sum(path.stat().st_size for path in drawn)
    print(f"{len(drawn)} pictures in {FOLDER}, {size / 1e6:.1f} MB", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
