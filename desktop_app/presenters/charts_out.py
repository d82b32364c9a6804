"""Charts on their way out: into a file or onto paper. That somebody took them is written into the record first."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import msgspec
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from desktop_app.jobs.note import EXPORT, PRINT
from desktop_app.paper import ask_printer, print_pictures
from desktop_app.presenters.page import Desk
from desktop_app.presenters.printed.foot import foot, printed_now
from study.text import Language, Text
from ui.charts.bar import ExportAsked
from ui.charts.state import ChartsState, CohortState
from ui.widgets.state import Tone


class ChartsOut:
    """Exports and prints of one page; `about` says in codes what is taken, `count` how many children are on it."""

    def __init__(self, desk: Desk, view: QWidget, about: Callable[[], tuple[str, int]]) -> None:
        self._desk = desk
        self._view = view
        self._about = about

    def export(self, asked: ExportAsked) -> None:
        """Write the charts to a file, which may leave the site: nobody's name is on it."""
        language, path = self._desk.language, Path(asked.path)

        def write() -> None:
            # matplotlib is loaded here, on the drawing lane: it takes longer than the first window (start-up time)
            import_module("ui.charts.export").export_charts(asked.state, path, language, self._footer(language, by=""))

        def written(_none: None) -> None:
            self._desk.tell("charts-written", Text(f"Written to {path}.", f"已写入 {path}。"), Tone.PLAIN)

        what, count = self._about()
        self._desk.noted(
            EXPORT,
            f"{what} {path.suffix}",
            count,
            then=lambda: self._desk.tasks.run("draw", write, written, self._desk.failed),
        )

    def ask_print(self, state: ChartsState | CohortState) -> None:
        """Let a printer be chosen, then print."""
        printer = ask_printer(self._view)
        if printer is not None:
            self.print_on(state, printer)

    def print_on(self, state: ChartsState | CohortState, printer: QPrinter) -> None:
        """Print the pages; they are drawn off the window's thread."""
        language, by = self._desk.language, self._desk.session.person.name

        def draw() -> None:
            pages: list[QImage] = import_module("ui.charts.export").pages(
                state, language, self._footer(language, by=by)
            )
            print_pictures(pages, printer)

        def printed(_none: None) -> None:
            self._desk.tell("charts-printed", Text("Sent to the printer.", "已发送至打印机。"), Tone.PLAIN)

        what, count = self._about()
        self._desk.noted(
            PRINT, what, count, then=lambda: self._desk.tasks.run("draw", draw, printed, self._desk.failed)
        )

    def _footer(self, language: Language, *, by: str) -> str:
        """For the drawing lane."""
        session = self._desk.session
        page = self._desk.tasks.ask("read", lambda: printed_now(session))
        return foot(session.study, msgspec.structs.replace(page, by=by), language)
