"""The chart screen of one child, alone or compared with others: which panels, which axes, the treatments."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from desktop_app.presenters.charts_compare import compared_panels, others
from desktop_app.presenters.charts_out import ChartsOut
from desktop_app.presenters.charts_treatment import treatment_rows
from desktop_app.presenters.drawing import drawer_of
from desktop_app.presenters.header import child_header
from desktop_app.presenters.page import Desk
from desktop_app.presenters.panel_ground import curves, origin
from desktop_app.presenters.panel_kinds import every_panel, shows_anything, with_nothing_early
from desktop_app.presenters.words import both, join
from desktop_app.records import Child, Records
from desktop_app.session import Session
from study.address import LOG, parse_key
from study.definition.model import Study
from study.text import Text
from ui.charts.drawing import days_of
from ui.charts.state import ChartsState, PanelChoice
from ui.charts.view import ChartsView, ExportAsked


class Chosen(NamedTuple):
    """How the charts are looked at: which panels (None: all with something), log axes, early panels clipped or not."""

    panels: tuple[str, ...] | None = None
    log_axes: bool = True
    early: bool = True


EVERYTHING = Chosen()


def charts_state(study: Study, child: Child, today: date, *, names: bool, how: Chosen = EVERYTHING) -> ChartsState:
    """The screen with the panels chosen; None: every panel that has something to show."""
    course = child.course
    every = every_panel(course, today, early=how.early, log_axes=how.log_axes)
    wanted = tuple(p for p in every if (shows_anything(p) if how.panels is None else p.code in how.panels))
    shown = with_nothing_early(wanted)
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
        log_axes=how.log_axes,
        early=how.early if any(panel.early for panel in wanted) else None,
    )


def compared_state(study: Study, children: tuple[Child, ...], today: date, how: Chosen = EVERYTHING) -> ChartsState:
    """The screen of several children, the first one's: by code, without any name."""
    made = compared_panels(study, children, today, how.panels, early=how.early, log_axes=how.log_axes)
    offered = (panel for panel in study.panels if panel.kind == "curves" and curves(study, panel.code))
    return ChartsState(
        code=" · ".join(child.subject.code for child in children),
        name="",
        about=Text(f"{len(children)} children compared", f"比较{len(children)}名患儿"),
        choices=tuple(PanelChoice(panel.code, panel.label) for panel in offered),
        panels=with_nothing_early(made),
        log_axes=how.log_axes,
        early=how.early if any(panel.early for panel in made) else None,
        compared=tuple(child.subject.id for child in children[1:]),
    )


class Asked(NamedTuple):
    """What the page shows: a child, those compared with it, how."""

    subject: str
    compared: tuple[str, ...]
    how: Chosen


class ChartsPage:
    """See `desktop_app.presenters.page.Page`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._subject = ""
        self._compared: tuple[str, ...] = ()
        self._how = EVERYTHING
        self._view = ChartsView(desk.look, drawer_of(desk))
        self.out = ChartsOut(desk, self._view, self._about)
        self._view.visit_opened.connect(self._open)
        self._view.panels_chosen.connect(lambda codes: self._show(self._how._replace(panels=codes)))
        self._view.compare_chosen.connect(self.compare)
        self._view.early_chosen.connect(lambda early: self._show(self._how._replace(early=early)))
        self._view.log_axes_chosen.connect(lambda log_axes: self._show(self._how._replace(log_axes=log_axes)))
        self._view.export_asked.connect(self.export)
        self._view.print_asked.connect(self.out.ask_print)
        self._view.back_asked.connect(desk.back)

    @property
    def view(self) -> ChartsView:
        """The charts."""
        return self._view

    def choose(self, subject: str) -> None:
        """Which child; the panels chosen stay, so that children can be looked at one after the other."""
        if subject != self._subject:
            self._compared = ()
        self._subject = subject

    def refresh(self) -> None:
        """Read the child again, and those it is compared with."""
        session, asked = self._desk.session, Asked(self._subject, self._compared, self._how)
        if asked.subject:
            self._desk.read(lambda records: _state(records, session, asked), self._view.render)

    def leave(self) -> None:
        """Nothing is typed here."""

    def compare(self, subjects: tuple[str, ...]) -> None:
        """Lay these children's curves over this one's; none: this child alone."""
        self._compared = tuple(each for each in subjects if each != self._subject)
        self.refresh()

    def export(self, asked: ExportAsked) -> None:
        """Write the charts to a file."""
        self.out.export(asked)

    def _about(self) -> tuple[str, int]:
        """Whose charts: identifiers, which the record can name."""
        subjects = (self._subject, *self._compared)
        return f"charts {' '.join(subjects)}", len(subjects)

    def _open(self, visit: str) -> None:
        """A point leads to its visit, a row of a log to that log."""
        place = parse_key(visit)
        if place.visit == LOG:
            self._desk.open_logs(place.subject, place.form)
        else:
            self._desk.open_visit(visit)

    def _show(self, how: Chosen) -> None:
        self._how = how
        self.refresh()


def _state(records: Records, session: Session, asked: Asked) -> ChartsState:
    """For the reader's lane."""
    every, study, today = records.children(), session.study, session.today
    here = tuple(child for child in every if child.subject.id in asked.compared)
    child = records.child(asked.subject)
    if here:
        state = compared_state(study, (child, *here), today, asked.how)
    else:
        state = charts_state(study, child, today, names=session.sees_names, how=asked.how)
    return replace(state, others=others(every, asked.subject))
