"""The chart screen of one child: which panels, which axes, the treatments, and writing them to a file."""

from datetime import date
from importlib import import_module
from pathlib import Path

from desktop_app.jobs.note import EXPORT
from desktop_app.presenters.charts_treatment import treatment_rows
from desktop_app.presenters.drawing import drawer_of
from desktop_app.presenters.header import child_header
from desktop_app.presenters.page import Desk
from desktop_app.presenters.panels import has_points, origin, panel_states
from desktop_app.presenters.words import both, join
from desktop_app.records import Child
from study.definition.model import Study
from study.text import Text
from ui.charts.drawing import days_of
from ui.charts.state import ChartsState, PanelChoice
from ui.charts.view import ChartsView, ExportAsked
from ui.widgets.state import Tone


def charts_state(
    study: Study, child: Child, today: date, *, names: bool, chosen: tuple[str, ...] | None, log_axes: bool
) -> ChartsState:
    """The screen with the panels `chosen`; None: every panel that has something to show."""
    course = child.course
    every = panel_states(course, today)
    shown = tuple(p for p in every if (has_points(p) if chosen is None else p.code in chosen))
    header = child_header(study, child, today, names)
    begin = origin(course)
    low, high = days_of(shown)
    rows = treatment_rows(course, begin.day, (round(low), round(high))) if begin and shown else ()
    return ChartsState(
        code=header.code,
        name=header.name,
        about=join(header.about, both(header.day), header.infused),
        choices=tuple(PanelChoice(panel.code, panel.title) for panel in every),
        panels=shown,
        treatments=rows,
        log_axes=log_axes,
    )


class ChartsPage:
    """See `desktop_app.presenters.page.Page`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._subject = ""
        self._chosen: tuple[str, ...] | None = None
        self._log_axes = True
        self._view = ChartsView(desk.look, drawer_of(desk))
        self._view.visit_opened.connect(desk.open_visit)
        self._view.panels_chosen.connect(self._choose_panels)
        self._view.log_axes_chosen.connect(self._choose_axes)
        self._view.export_asked.connect(self.export)
        self._view.back_asked.connect(desk.back)

    @property
    def view(self) -> ChartsView:
        """The charts."""
        return self._view

    def choose(self, subject: str) -> None:
        """Which child; the panels chosen stay, so that children can be compared one after the other."""
        self._subject = subject

    def refresh(self) -> None:
        """Read the child again."""
        desk, subject, chosen, log = self._desk, self._subject, self._chosen, self._log_axes
        session = desk.session
        if subject:
            desk.read(
                lambda records: charts_state(
                    session.study,
                    records.child(subject),
                    session.today,
                    names=session.sees_names,
                    chosen=chosen,
                    log_axes=log,
                ),
                self._view.render,
            )

    def leave(self) -> None:
        """Nothing is typed here."""

    def _choose_panels(self, codes: tuple[str, ...]) -> None:
        self._chosen = codes
        self.refresh()

    def _choose_axes(self, log_axes: bool) -> None:
        self._log_axes = log_axes
        self.refresh()

    def export(self, asked: ExportAsked) -> None:
        """Write the charts to a file. That somebody took them out of the record is written down first."""
        session, language = self._desk.session, self._desk.language
        path = Path(asked.path)
        footer = f"{session.study.code} {session.study.version} · {session.now:%Y-%m-%d %H:%M}"

        def write() -> None:
            # matplotlib is loaded here, on the drawing lane: it takes longer than the first window (start-up time)
            import_module("ui.charts.export").export_charts(asked.state, path, language, footer)

        def written(_none: None) -> None:
            self._desk.tell("charts-written", Text(f"Written to {path}.", f"已写入 {path}。"), Tone.PLAIN)

        detail = f"charts {self._subject} {path.suffix}"
        self._desk.noted(EXPORT, detail, then=lambda: self._desk.tasks.run("draw", write, written, self._desk.failed))
