"""Every kind of panel: what is drawn stands where it can be read and clicked; comparing, the page of all, printing."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from desktop_app.tasks import InlineTasks
from study.text import Text
from ui.charts.cohort import CohortView
from ui.charts.compare import MOST, CompareDialog
from ui.charts.drawer import Drawer
from ui.charts.drawing import Canvas, PanelJob, hit_at, panel_height
from ui.charts.export import PAGE, grouped, pages
from ui.charts.kinds import draw_panel
from ui.charts.lanes import fill
from ui.charts.marks import parts
from ui.charts.rows import fold_colour
from ui.charts.state import (
    Break,
    ChartsState,
    CohortState,
    Lane,
    Other,
    PanelChoice,
    PanelState,
    Point,
    Series,
    Stretch,
    Tick,
    Tint,
)
from ui.look import Look
from ui.theme.tokens import LIGHT

CANVAS = Canvas(900, 240, 1.0, LIGHT, "en", legend=True)


def words(text: str) -> Text:
    return Text(text, text)


def many(count: int) -> PanelState:
    """So many children with six visits each, and their median."""
    days = (-6, 0, 14, 31, 91, 182)
    children = tuple(
        Series(f"c{n}", words(f"LN-{n:03}"), "g/g", tuple(
            Point(day, 4.0 / (place + 1) + n / 50, "1", f"s{n}/M1/////", "M1", name=f"LN-{n:03}")
            for place, day in enumerate(days)
        ))
        for n in range(count)
    )  # fmt: skip
    middle = Series("median", words("Median"), "g/g", (Point(14, 1.5, "1.5", "", name="n = 60"),), tint="first")
    return PanelState("P2 UPCR", words("UPCR"), (*children, middle), log_left=True, kind="crowd")


def heat() -> PanelState:
    """Three cells: higher, below a limit, not compared."""
    points = (
        Point(-6, 0.0, "10", "s/BL/////", "BL"),
        Point(31, 4.0, "160", "s/M1/////", "M1"),
        Point(91, -4.0, "<1", "s/M3/////", "M3", comparator="<"),
        Point(182, 1.0, "20", "s/M6/////", "M6", compared=False, note=words("other kit")),
    )
    return PanelState("P11", words("Cytokines"), (Series("IL6", words("IL-6"), "pg/mL", points),), kind="heat")


def swimmer() -> PanelState:
    """A mild and a severe stretch, the second one still open."""
    stretches = (
        Stretch(0, 20, words("grade 2"), "mild", mark=words("G2"), visit="s/LOG//AE///"),
        Stretch(40, 90, words("grade 4"), "severe", goes_on=True),
    )
    return PanelState("P9", words("Treatment"), (), kind="lanes", lanes=(Lane(words("AE"), stretches),))


def stack() -> PanelState:
    """One visit: two with a complete response, one missing."""
    made: tuple[tuple[str, Tint, float], ...] = (("CR", "first", 2.0), ("–", "hatched", 1.0))
    series = tuple(
        Series(code, words(code), "", (Point(91, count, f"{count:g} / 3", ""),), tint=tint)
        for code, tint, count in made
    )
    return PanelState("RESP", words("Response"), series, ticks=(Tick(91, "M3"),), kind="stack")


def colour(panel: PanelState, x: float, y: float) -> str:
    return draw_panel(PanelJob(panel, CANVAS)).image.pixelColor(round(x), round(y)).name()


def test_a_cell_has_the_colour_of_its_fold_and_is_open_below_a_limit() -> None:
    drawing = draw_panel(PanelJob(heat(), CANVAS))
    corners = {hit.point.day: (hit.x - hit.reach[0] * 0.8, hit.y) for hit in drawing.hits}
    assert colour(heat(), *corners[31]) == fold_colour(4.0, LIGHT)
    assert colour(heat(), *corners[91]) == LIGHT.surface.lower()
    assert fold_colour(4.0, LIGHT) != fold_colour(-4.0, LIGHT)
    assert [hit.point.compared for hit in drawing.hits] == [True, True, True, False]


def test_a_stretch_is_read_anywhere_on_it() -> None:
    drawing = draw_panel(PanelJob(swimmer(), CANVAS))
    mild, severe = drawing.hits
    assert colour(swimmer(), severe.x - severe.reach[0] * 0.8, severe.y) == fill("severe", LIGHT)[0].lower()
    found = hit_at(drawing.hits, mild.x + mild.reach[0] - 1, mild.y)
    assert found is not None
    assert (found.point.shown, found.point.visit) == ("grade 2", "s/LOG//AE///")


def test_the_parts_of_a_column_are_as_tall_as_their_counts() -> None:
    complete, missing = draw_panel(PanelJob(stack(), CANVAS)).hits
    assert complete.reach[1] == pytest.approx(2 * missing.reach[1])
    assert missing.y < complete.y
    assert [complete.point.shown, missing.point.shown] == ["2 / 3", "1 / 3"]


def test_sixty_children_are_one_picture_and_each_line_is_found() -> None:
    drawing = draw_panel(PanelJob(many(60), CANVAS))
    assert len(drawing.hits) == 60 * 6 + 1
    first, second = drawing.hits[0], drawing.hits[1]
    between = hit_at(drawing.hits[:6], (first.x + second.x) / 2, (first.y + second.y) / 2)
    assert between is not None
    assert between.point.name == "LN-000"


def test_a_curve_is_not_joined_where_the_method_changed(p4: PanelState) -> None:
    series = replace(p4.series[0], breaks=(Break(31, Text("other method: CLIA", "检测方法改变：化学发光")),))
    assert [[point.day for point in part] for part in parts(series)] == [[-28, -6, 14], [31, 61, 91]]
    assert parts(p4.series[0]) == (p4.series[0].points,)
    whole, broken = (draw_panel(PanelJob(replace(p4, series=(each,)), CANVAS)).image for each in (p4.series[0], series))
    assert whole != broken


def test_pages_hold_what_they_have_room_for(screen_state: ChartsState) -> None:
    tall = tuple(replace(screen_state.panels[0], code=f"P{n}") for n in range(8))
    groups = grouped(tall)
    assert [panel for group in groups for panel in group] == list(tall)
    assert all(sum(panel_height(panel) for panel in group) <= PAGE for group in groups)
    printed = pages(replace(screen_state, panels=tall), "zh", "foot")
    assert len(printed) == len(groups) > 1


@pytest.fixture
def cohort(look: Look, qtbot: QtBot) -> CohortView:
    """The page of all children with every kind, drawn at once."""
    view = CohortView(look, Drawer(InlineTasks.in_lane))
    qtbot.addWidget(view)
    view.resize(1294, 724)
    choices = (PanelChoice("P2", words("Kidney")), PanelChoice("RESP", words("Response")))
    view.render(CohortState("TRIAL", words("60 infused"), choices, (many(60), stack(), swimmer()), children=60))
    view.show()
    qtbot.waitUntil(lambda: all(chart.drawing is not None for chart in view.sheet.charts.values()))
    return view


def test_a_click_on_a_line_leads_to_its_child(cohort: CohortView, qtbot: QtBot) -> None:
    chart = cohort.sheet.charts["P2 UPCR"]
    assert chart.drawing is not None
    hit = chart.drawing.hits[5]
    with qtbot.waitSignal(cohort.visit_opened) as heard:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(round(hit.x), round(hit.y)))
    assert heard.args == ["s0/M1/////"]


def test_keys_walk_over_what_is_drawn(cohort: CohortView, qtbot: QtBot) -> None:
    chart = cohort.sheet.charts["P9"]
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    with qtbot.waitSignal(cohort.visit_opened) as heard:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert heard.args == ["s/LOG//AE///"]


def test_everyone_or_the_infused_are_asked_for(cohort: CohortView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(cohort.everyone_chosen) as heard:
        cohort.who.chosen.emit("all")
    assert heard.args == [True]
    with qtbot.waitSignal(cohort.print_asked):
        qtbot.keyClick(cohort, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)


def test_children_are_ticked_by_code_up_to_what_can_be_told_apart(look: Look, cohort: CohortView, qtbot: QtBot) -> None:
    others = tuple(Other(f"s{n}", f"LN-{n:03}", words("F")) for n in range(MOST + 1))
    dialog = CompareDialog(look, others, ("s1",), cohort)
    qtbot.addWidget(dialog)
    assert dialog.subjects() == ("s1",)
    dialog.children_list.item(0).setCheckState(Qt.CheckState.Checked)
    with qtbot.waitSignal(dialog.chosen) as heard:
        dialog.buttons.accepted.emit()
    assert heard.args == [("s0", "s1")]
    full = CompareDialog(look, others, tuple(each.subject for each in others), cohort)
    qtbot.addWidget(full)
    assert not full._take.isEnabled()
