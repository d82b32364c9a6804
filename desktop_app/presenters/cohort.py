"""The page of all children, by code: who is on it, which panels; a line leads to its child."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from desktop_app.presenters import words
from desktop_app.presenters.charts_out import ChartsOut
from desktop_app.presenters.cohort_kept import Keep, Pieces, anew
from desktop_app.presenters.cohort_panels import SWIMMER, crowd, response, swimmer
from desktop_app.presenters.drawing import drawer_of
from desktop_app.presenters.gathering import Far, Gathering
from desktop_app.presenters.page import Desk
from desktop_app.presenters.panel_ground import curves, verdicts, with_axes
from desktop_app.presenters.panel_kinds import with_nothing_early
from desktop_app.records import Child, Records
from study.definition.model import Study
from study.text import Text
from ui.charts.cohort import CohortView
from ui.charts.state import CohortState, PanelChoice, PanelState

_SWIMMER = Text("All children from infusion on", "全部患儿：自回输起")


class Asked(NamedTuple):
    """Who and what: all children or the infused only, which panels (None: the first ones), the axes, the days."""

    everyone: bool = False
    chosen: tuple[str, ...] | None = None
    log_axes: bool = True
    early: bool = True


def cohort_state(
    study: Study,
    children: tuple[Child, ...],
    today: date,
    asked: Asked,
    *,
    keep: Keep = anew,
    far: Far | None = None,
) -> CohortState:
    """The page. Children without any day to count from are counted and not drawn. `far`: how many of all these are."""
    infused = tuple(child for child in children if child.course.infusion)
    drawn = infused if not asked.everyone else tuple(c for c in children if c.course.infusion or c.course.planned)
    offered = tuple(choices(study))
    asked = _chosen(study, asked)
    panels = tuple(_panels(study, drawn, today, asked, keep)) if drawn else ()
    far = far or Far(len(children), len(children))
    if not far.done:
        panels = tuple(replace(panel, subtitle=words.join(_so_far(far), panel.subtitle)) for panel in panels)
    return CohortState(
        code=study.code,
        about=_about(len(children), len(infused), len(drawn)),
        choices=offered,
        panels=with_nothing_early(panels),
        early=asked.early if any(panel.early for panel in panels) else None,
        everyone=asked.everyone,
        log_axes=asked.log_axes,
        children=len(drawn),
        read=far.read,
        of=far.of,
    )


def ready(study: Study, child: Child, today: date, asked: Asked, keep: Keep) -> None:
    """Make beforehand what the panels hold of one child."""
    keep(child, ("ready", asked), lambda: _make_ready(study, child, today, asked, keep))


def _make_ready(study: Study, child: Child, today: date, asked: Asked, keep: Keep) -> None:
    if child.course.infusion or (asked.everyone and child.course.planned):
        for _panel in _panels(study, (child,), today, _chosen(study, asked), keep, alike=not asked.everyone):
            pass


def _chosen(study: Study, asked: Asked) -> Asked:
    return asked if asked.chosen is not None else asked._replace(chosen=_first(study))


def _so_far(far: Far) -> Text:
    """On each panel, and so on what leaves the window: of how many children it is."""
    return Text(f"so far {far.read} of {far.of} children", f"目前为 {far.of} 名患儿中的 {far.read} 名")


def choices(study: Study) -> Iterator[PanelChoice]:
    """What may be chosen: every panel of curves, the responses, the swimmer."""
    for panel in study.panels:
        if (curves if panel.kind == "curves" else verdicts)(study, panel.code) and panel.kind in ("curves", "response"):
            yield PanelChoice(panel.code, panel.label)
    yield PanelChoice(SWIMMER, _SWIMMER)


def _first(study: Study) -> tuple[str, ...]:
    """What is shown until somebody chooses: the first panel of curves, the responses, the swimmer."""
    lines = [panel.code for panel in study.panels if panel.kind == "curves"][:1]
    return (*lines, *(panel.code for panel in study.panels if panel.kind == "response"), SWIMMER)


def _panels(
    study: Study, children: tuple[Child, ...], today: date, asked: Asked, keep: Keep, *, alike: bool | None = None
) -> Iterator[PanelState]:
    infused, wanted = tuple(child for child in children if child.course.infusion), asked.chosen or ()
    for panel in study.panels:
        if panel.code in wanted and panel.kind == "curves":
            axes = with_axes(panel, asked.log_axes)
            yield from crowd(children, axes, today, early=asked.early, keep=keep, alike=alike)
        elif panel.code in wanted and panel.kind == "response" and infused:
            yield response(infused, panel, today, keep=keep)
    if SWIMMER in wanted and infused:
        yield swimmer(infused, today, keep=keep)


def _about(every: int, infused: int, drawn: int) -> Text:
    more = drawn - infused
    planned = Text(f"; {more} not infused yet: days from the planned infusion", f"；{more}名未回输，自计划回输日起")
    added = planned if more > 0 else Text("", "")
    return Text(f"{infused} infused of {every}{added.en}", f"共{every}名，已回输{infused}名{added.zh}")


class CohortPage:
    """See `desktop_app.presenters.page.Page`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._asked = Asked()
        session, pieces = desk.session, Pieces()
        self._view = CohortView(desk.look, drawer_of(desk))
        self.out = ChartsOut(desk, self._view, self._out)
        self._view.visit_opened.connect(lambda place: desk.open_child(place.split("/")[0]))
        self._view.panels_chosen.connect(lambda codes: self._ask(self._asked._replace(chosen=codes)))
        self._view.everyone_chosen.connect(lambda on: self._ask(self._asked._replace(everyone=on)))
        self._view.early_chosen.connect(lambda on: self._ask(self._asked._replace(early=on)))
        self._view.log_axes_chosen.connect(lambda on: self._ask(self._asked._replace(log_axes=on)))
        self._view.export_asked.connect(self.out.export)
        self._view.print_asked.connect(self.out.ask_print)
        self._view.back_asked.connect(desk.back)
        self._view.reading.stop_asked.connect(self._stop)
        self._view.reading.go_on_asked.connect(self.refresh)
        self.gathering: Gathering[CohortState] = Gathering(
            desk,
            lambda _records, child: ready(session.study, child, session.today, self._asked, pieces.on(session.today)),
            lambda records, far: cohort_state(
                session.study,
                tuple(records.of(subject) for subject in records.going_on()[: far.read]),
                session.today,
                self._asked,
                keep=pieces.on(session.today),
                far=far,
            ),
            self._view.render,
            lambda far: self._view.reading.show_far(far.read, far.of, again=far.again),
            whom=Records.going_on,
        )

    @property
    def view(self) -> CohortView:
        """The charts of all."""
        return self._view

    def refresh(self) -> None:
        """Read all children again."""
        self.gathering.begin()

    def leave(self) -> None:
        """Nothing is typed here; whoever is not read yet is read when one comes back."""
        self.gathering.stop()

    def _stop(self) -> None:
        self.gathering.stop()
        self._view.reading.show_stopped()

    def _ask(self, asked: Asked) -> None:
        self._asked = asked
        self.gathering.begin(afresh=True)

    def _out(self) -> tuple[str, int]:
        return "cohort", self._view.state.children if self._view.state is not None else 0
