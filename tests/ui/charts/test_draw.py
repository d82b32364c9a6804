"""Drawing off the window's thread: the points are where the picture says, and hit-testing finds them."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.tasks import InlineTasks
from study.errors import KnownError
from ui.charts.draw import number
from ui.charts.drawer import Drawer, OneThread
from ui.charts.drawing import Canvas, Drawing, PanelJob, TreatmentJob, days_of, nearest_day, point_at
from ui.charts.export import export_charts
from ui.charts.kinds import draw_panel
from ui.charts.state import Band, ChartsState, PanelState, Point, Side
from ui.charts.treatment import draw_treatment
from ui.theme.tokens import DARK, LIGHT

CANVAS = Canvas(600, 200, 1.0, LIGHT, "en")


def colour_at(drawing: Drawing, x: float, y: float) -> str:
    """The colour of the picture at a place in logical px."""
    ratio = drawing.image.devicePixelRatio()
    return drawing.image.pixelColor(round(x * ratio), round(y * ratio)).name()


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_every_measured_point_is_drawn_where_it_is_said_to_be(p2: PanelState, ratio: float) -> None:
    drawing = draw_panel(PanelJob(p2, replace(CANVAS, ratio=ratio)))
    assert drawing.image.width() == 600 * ratio
    assert len(drawing.hits) == 12
    left, top, right, bottom = drawing.plot
    inks = (LIGHT.accent.lower(), LIGHT.s2.lower())
    for hit in drawing.hits:
        assert left <= hit.x <= right
        assert top <= hit.y <= bottom
        assert colour_at(drawing, hit.x, hit.y) == inks[hit.series]


def test_a_value_below_quantification_is_open(p4: PanelState) -> None:
    drawing = draw_panel(PanelJob(p4, CANVAS))
    opened = [hit for hit in drawing.hits if hit.point.comparator]
    assert [hit.point.shown for hit in opened] == ["<1", "<1"]
    for hit in opened:
        assert colour_at(drawing, hit.x, hit.y) == LIGHT.surface.lower()


def test_no_band_of_the_right_scale_lies_behind_the_curves_of_the_left(p2: PanelState) -> None:
    """It would read as their interval: 2 g of protein a day inside "the normal range" of albumin."""

    def shaded(side: Side) -> int:
        image = draw_panel(PanelJob(replace(p2, bands=(Band(None, None, None, None, side),)), CANVAS)).image
        places = ((x, y) for x in range(0, 600, 7) for y in range(0, 200, 7))
        return sum(image.pixelColor(x, y).name() == LIGHT.band.lower() for x, y in places)

    assert shaded("left") > 100
    assert shaded("right") == 0


def test_a_log_axis_spaces_by_ratio_and_can_be_turned_off(p4: PanelState) -> None:
    plain = replace(p4, bands=(), lines=())
    place = {hit.point.value: hit.y for hit in draw_panel(PanelJob(plain, CANVAS)).hits}
    even = {hit.point.value: hit.y for hit in draw_panel(PanelJob(plain, replace(CANVAS, log_axes=False))).hits}
    assert (place[1.0] - place[2.0]) / (place[2.0] - place[6.0]) == pytest.approx(0.6309, rel=0.01)
    assert (even[1.0] - even[2.0]) / (even[2.0] - even[6.0]) == pytest.approx(0.25, rel=0.01)


def test_a_zero_on_a_log_panel_is_drawn_all_the_same(p4: PanelState) -> None:
    series = replace(p4.series[0], points=(Point(0, 0.0, "0", "v"), Point(9, 5.0, "5", "v")))
    assert not draw_panel(PanelJob(replace(p4, series=(series,)), CANVAS)).image.isNull()


@pytest.mark.parametrize("count", [0, 1])
def test_no_point_or_one_is_no_error(p4: PanelState, count: int) -> None:
    series = replace(p4.series[0], points=p4.series[0].points[:count])
    panel = replace(p4, series=(series,), bands=(), lines=(), ticks=(), infusion=False)
    assert len(draw_panel(PanelJob(panel, CANVAS)).hits) == count


def test_the_dark_theme_is_dark(p2: PanelState) -> None:
    drawing = draw_panel(PanelJob(p2, replace(CANVAS, tokens=DARK, language="zh")))
    assert colour_at(drawing, 1, 1) == DARK.surface.lower()


def test_panels_share_an_axis_when_told_to(p2: PanelState, p4: PanelState) -> None:
    canvas = replace(CANVAS, days=days_of((p2, p4)), legend=True)
    places = [{hit.point.day: hit.x for hit in draw_panel(PanelJob(panel, canvas)).hits} for panel in (p2, p4)]
    assert places[0] == pytest.approx(places[1])


def test_hit_testing_finds_the_point_and_the_day(p2: PanelState) -> None:
    hits = draw_panel(PanelJob(p2, CANVAS)).hits
    third = hits[3]
    assert point_at(hits, third.x + 3, third.y - 3) == third.point
    assert point_at(hits, third.x + 40, third.y + 60) is None
    assert nearest_day(hits, third.x + 5) == third.point.day
    assert nearest_day((), 10) is None


def test_the_strip_of_treatments_is_drawn(screen_state: ChartsState) -> None:
    job = TreatmentJob(screen_state.treatments, replace(CANVAS, height=72, days=(-50.0, 100.0), legend=True))
    assert draw_treatment(job).image.height() == 72


@pytest.mark.parametrize(
    ("value", "shown"), [(0.5, "0.5"), (-28, "−28"), (10000, "10⁴"), (20000, "2·10⁴"), (0, "0"), (1e6, "10⁶")]
)
def test_numbers_of_an_axis(value: float, shown: str) -> None:
    assert number(value) == shown


def test_drawing_happens_off_the_window_thread_and_comes_back_on_it(p2: PanelState, qtbot: QtBot) -> None:
    runner = OneThread()
    seen: list[int] = []

    def run(work: object) -> None:
        def watched() -> None:
            seen.append(threading.get_ident())
            work()  # type: ignore[operator]

        runner(watched)

    drawer = Drawer(run)
    arrived: list[int] = []
    drawer.drawn.connect(lambda _place, _drawing: arrived.append(threading.get_ident()))
    with qtbot.waitSignal(drawer.drawn, timeout=20000):
        drawer.ask("here", PanelJob(p2, CANVAS))
    runner.finish()
    assert seen[0] != threading.get_ident()
    assert arrived == [threading.get_ident()]


def test_only_the_last_asked_for_a_place_is_delivered(p2: PanelState, p4: PanelState) -> None:
    queue: list[Callable[[], None]] = []
    drawer = Drawer(queue.append)
    said: list[tuple[object, Drawing]] = []
    drawer.drawn.connect(lambda place, drawing: said.append((place, drawing)))
    drawer.ask("here", PanelJob(p2, CANVAS))
    drawer.ask("here", PanelJob(p4, CANVAS))
    drawer.ask("gone", PanelJob(p4, CANVAS))
    drawer.forget("gone")
    for work in queue:
        InlineTasks.in_lane(work)
    assert [(place, len(drawing.hits)) for place, drawing in said] == [("here", 6)]


@pytest.mark.parametrize(("ending", "magic"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")])
def test_export_writes_the_format_of_the_ending(
    screen_state: ChartsState, tmp_path: Path, ending: str, magic: bytes
) -> None:
    path = tmp_path / f"charts.{ending}"
    export_charts(screen_state, path, "zh", "2026-11-17")
    written = path.read_bytes()
    assert written.startswith(magic)
    assert screen_state.name.encode() not in written, "a name never leaves in a picture"


def test_export_says_what_it_cannot_do(screen_state: ChartsState, tmp_path: Path) -> None:
    with pytest.raises(KnownError, match=r"chart\.format"):
        export_charts(screen_state, tmp_path / "charts.xls", "en")
    with pytest.raises(KnownError, match=r"chart\.write"):
        export_charts(screen_state, tmp_path / "no such folder" / "charts.png", "en")
