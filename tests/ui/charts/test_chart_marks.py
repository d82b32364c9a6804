"""What stands beside the curves is drawn, read, walked through and exported: lanes, zones, windows, cautions."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from matplotlib import rc_context
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.tasks import InlineTasks
from study.text import Text
from ui.charts.draw import LOCK, blank, compose, style
from ui.charts.drawer import Drawer
from ui.charts.drawing import Canvas, Drawing, PanelJob, panel_height
from ui.charts.export import export_charts
from ui.charts.kinds import draw_panel
from ui.charts.lanes import fill
from ui.charts.panel import PanelChart
from ui.charts.readings import days_with, described, read_day
from ui.charts.state import (
    Band,
    Break,
    ChartsState,
    Lane,
    PanelState,
    Point,
    ReferenceLine,
    Series,
    Stretch,
    Tint,
    TreatmentBar,
    TreatmentRow,
    Zone,
)
from ui.charts.treatment import told
from ui.charts.view import ChartsView
from ui.charts.words import about
from ui.look import Look
from ui.theme.tokens import DARK, LIGHT, Tokens

CANVAS = Canvas(900, 260, 1.0, LIGHT, "en", legend=True)


def words(text: str) -> Text:
    return Text(text, f"中{text}")


def early() -> PanelState:
    """Fever and a ribbon of CRS in the first month, a value of M3 beyond it."""
    points = tuple(
        Point(day, value, f"{value:g}", f"s/V{day}/////", f"V{day}", f"2026-08-{day:02}" if day < 30 else "")
        for day, value in ((0, 36.8), (3, 39.0), (5, 38.2), (14, 36.9), (91, 36.6))
    )
    stretches = (
        Stretch(2, 4, words("grade 2"), "mild", 0.8, words("G2"), "s/V3/////"),
        Stretch(4, 6, words("grade 3"), "severe", 0.9, words("G3"), "s/V5/////"),
    )
    return PanelState(
        "P7",
        words("Early toxicity"),
        (Series("TEMP", words("Temperature"), "°C", points, breaks=(Break(5, words("other method: ear")),)),),
        window=(-5, 30),
        early=(-5, 30),
        lanes=(Lane(words("CRS"), stretches), Lane(words("Dose"), (Stretch(3, 4, words("once"), "grey"),))),
    )


def draw(panel: PanelState, tokens: Tokens = LIGHT) -> Drawing:
    return draw_panel(PanelJob(panel, replace(CANVAS, tokens=tokens, height=panel_height(panel))))


def colours_in(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def test_an_early_panel_ends_with_its_window_and_shows_all_when_it_has_none() -> None:
    clipped, whole = draw(early()), draw(replace(early(), window=None))
    assert {hit.point.day for hit in clipped.hits if hit.series == 0} == {0, 3, 5, 14}
    assert {hit.point.day for hit in whole.hits if hit.series == 0} == {0, 3, 5, 14, 91}
    left, _top, right, _bottom = clipped.plot
    assert all(left <= hit.x <= right for hit in clipped.hits)
    assert (clipped.x_of(91), whole.x_of(91) is not None) == (None, True)


def test_rows_below_the_curves_stand_under_them_and_are_read() -> None:
    drawing = draw(early())
    points = [hit for hit in drawing.hits if hit.series == 0]
    rows = [hit for hit in drawing.hits if hit.series > 0]
    assert [(hit.point.name, hit.point.shown) for hit in rows] == [
        ("CRS", "grade 2"),
        ("CRS", "grade 3"),
        ("Dose", "once"),
    ]
    assert min(hit.y for hit in rows) > max(hit.y for hit in points), "no row covers a curve"
    seen = drawing.image.pixelColor(round(rows[1].x - rows[1].reach[0] + 2), round(rows[1].y + 2)).name()
    assert seen == LIGHT.amber.lower()


def test_a_single_dose_is_seen_however_long_the_axis() -> None:
    lane = Lane(words("Dose"), (Stretch(24, 25, words("once"), "grey"),))
    days = (Point(0, 1, "1", "v"), Point(2000, 2, "2", "v"))
    panel = replace(early(), window=None, lanes=(lane,), series=(Series("A", words("A"), "", days),))
    [hit] = [hit for hit in draw(panel).hits if hit.series == 1]
    assert 2 * hit.reach[0] == pytest.approx(5.0)


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_zones_are_bands_with_their_marks(p4: PanelState, tokens: Tokens) -> None:
    zones = (
        Zone(20, 100, words("grade 2"), "G2"),
        Zone(None, 20, words("grade 3"), "G3", severe=True),
    )
    plain, banded = draw(replace(p4, lines=()), tokens), draw(replace(p4, zones=zones, lines=()), tokens)
    assert {tokens.amber_soft.lower(), tokens.red_soft.lower()} <= colours_in(banded.image)
    assert not {tokens.amber_soft.lower(), tokens.red_soft.lower()} & colours_in(plain.image)


def test_a_cut_off_stands_only_over_its_days(p4: PanelState) -> None:
    def dashed(line: ReferenceLine) -> set[int]:
        image = draw(replace(p4, lines=(line,), bands=(), series=())).image
        plain = draw(replace(p4, lines=(replace(line, to_day=-100),), bands=(), series=())).image
        return {x for x in range(60, 640) for y in range(60, 160) if image.pixelColor(x, y) != plain.pixelColor(x, y)}

    line = ReferenceLine(20, Text("", ""))
    whole, part = dashed(line), dashed(replace(line, from_day=31, to_day=61))
    assert min(whole) < min(part)
    assert max(part) < max(whole)
    assert max(part) - min(part) < (max(whole) - min(whole)) / 2


def test_a_zero_on_a_log_axis_stands_at_its_foot(p4: PanelState) -> None:
    points = (Point(0, 200.0, "200", "v"), Point(14, 0.0, "0", "v"), Point(31, 1.0, "1", "v"))
    panel = replace(p4, series=(replace(p4.series[0], points=points),), bands=(), lines=(), zero_left=True)
    drawing = draw(panel)
    high, zero, one = (hit.y for hit in drawing.hits)
    assert high < one < zero <= drawing.plot[3]


def test_a_scale_that_is_fixed_does_not_follow_the_values(p2: PanelState) -> None:
    panel = replace(p2, log_left=False, range_left=(0, 30), lines=(), bands=())
    drawing = draw(panel)
    _left, top, _right, bottom = drawing.plot
    first = next(hit for hit in drawing.hits if hit.series == 0)
    assert (bottom - first.y) / (bottom - top) == pytest.approx(4.1 / 30, abs=0.01)
    above = draw(replace(panel, range_left=(0, 3)))
    assert all(above.plot[1] <= hit.y for hit in above.hits), "what lies above the scale widens it"


def test_a_point_set_aside_is_half_filled(p4: PanelState) -> None:
    measured = Point(0, 5.0, "5", "v", aside=True, note=words("after immunoglobulin"))
    panel = replace(p4, series=(replace(p4.series[0], points=(measured, Point(9, 5.0, "5", "v"))),), lines=(), bands=())
    drawing = draw(panel)
    upper, lower = (
        drawing.image.pixelColor(round(drawing.hits[0].x), round(drawing.hits[0].y + step)).name() for step in (-2, 2)
    )
    assert (upper, lower) == (LIGHT.surface.lower(), LIGHT.accent.lower())


def test_a_break_is_said_once_for_curves_that_share_it() -> None:
    points = (Point(0, 1, "1", "v"), Point(10, 2, "2", "v"))
    cut = (Break(10, words("other laboratory: B")),)
    two = tuple(Series(code, words(code), "", points, breaks=cut) for code in ("A", "B"))
    panel = PanelState("P", words("P"), two)
    assert draw(panel).image != draw(replace(panel, series=(replace(two[0], breaks=()), two[1]))).image
    assert described(panel, "en").count("other laboratory: B") == 2


def test_a_panel_without_anything_says_so_and_is_low() -> None:
    panel = PanelState("P6", words("Immunoglobulins"), (), empty=words("Nothing yet. Shown here: IgG."))
    drawing = draw(panel)
    assert (drawing.hits, panel_height(panel)) == ((), 72)
    assert len(colours_in(drawing.image)) > 10, "the sentence is drawn"
    assert "Nothing yet" in described(panel, "en")


def test_a_day_is_read_with_its_rows_its_notes_and_what_changed() -> None:
    day = read_day(early(), 5, "en")
    assert (day.visit, day.date) == ("V5", "2026-08-05")
    assert [(each.name, each.value, each.notes) for each in day.readings] == [
        ("Temperature", "38.2 °C", ("other method: ear",)),
        ("CRS", "grade 3", ()),
    ]
    assert read_day(early(), 5, "zh").readings[1].value == "中grade 3"
    assert days_with(early()) == [0, 2, 3, 4, 5, 14]
    assert 91 in days_with(replace(early(), window=None))


def test_the_keyboard_goes_from_day_to_day_and_each_is_read_out(look: Look, qtbot: QtBot) -> None:
    chart = PanelChart(look, Drawer(InlineTasks.in_lane), legend=True)
    qtbot.addWidget(chart)
    chart.resize(900, 260)
    chart.show_panel(early())
    chart.show()
    qtbot.waitUntil(lambda: chart.drawing is not None)
    heard: list[str] = []
    chart.announced.connect(heard.append)
    for _ in range(5):
        qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert heard[0] == "D0 V0 2026-08-00; Temperature 36.8 °C"
    assert heard[1] == "D+2; CRS grade 2", "a day without a value has a ribbon"
    assert heard[4].endswith("Temperature 38.2 °C, other method: ear; CRS grade 3")
    with qtbot.waitSignal(chart.point_chosen) as opened:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert opened.args == ["s/V5/////"]


def test_a_click_on_a_row_opens_what_it_is_of(look: Look, qtbot: QtBot) -> None:
    chart = PanelChart(look, Drawer(InlineTasks.in_lane), legend=True)
    qtbot.addWidget(chart)
    chart.resize(900, 260)
    chart.show_panel(early())
    chart.show()
    qtbot.waitUntil(lambda: chart.drawing is not None)
    assert chart.drawing is not None
    ribbon = next(hit for hit in chart.drawing.hits if hit.point.shown == "grade 3")
    at = QPoint(round(ribbon.x), round(ribbon.y))
    qtbot.mouseMove(chart, at)
    qtbot.waitUntil(lambda: chart._over == ribbon)
    with qtbot.waitSignal(chart.point_chosen) as opened:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=at)
    assert opened.args == ["s/V5/////"]


def test_early_days_or_all_are_asked_for_only_where_a_panel_has_them(
    look: Look, screen_state: ChartsState, qtbot: QtBot
) -> None:
    view = ChartsView(look, Drawer(InlineTasks.in_lane))
    qtbot.addWidget(view)
    view.render(screen_state)
    view.show()
    assert not view.sheet.days.isVisible()
    view.render(replace(screen_state, panels=(early(),), early=True))
    assert view.sheet.days.isVisible()
    with qtbot.waitSignal(view.early_chosen) as heard:
        qtbot.mouseClick(view.sheet.days.segments._buttons["all"], Qt.MouseButton.LeftButton)
    assert heard.args == [False]


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_a_file_says_of_itself_no_person_no_path_and_no_time(
    screen_state: ChartsState, tmp_path: Path, ending: str
) -> None:
    folder = tmp_path / "home-of-zhou-min"
    folder.mkdir()
    path = folder / f"charts.{ending}"
    export_charts(replace(screen_state, panels=(*screen_state.panels, early())), path, "zh", "trial 0.1")
    written = path.read_bytes()
    assert b"Cartella" in written
    for secret in (
        "home-of-zhou-min",
        "zhou",
        str(tmp_path),
        screen_state.name,
        "CreationDate",
        "dc:date",
        "Matplotlib v",
    ):
        assert secret.encode() not in written, secret
    if ending == "svg":
        assert "中CRS".encode() in written, "the rows below the curves are in the file"


def test_the_band_of_the_right_axis_is_not_drawn_behind_rows() -> None:
    panel = replace(early(), bands=(Band(None, None, 36, 37, "right"),))
    assert LIGHT.band.lower() not in colours_in(draw(panel).image)


def test_doses_that_would_touch_leave_the_highest_one() -> None:
    doses = ((0, 4, 0.2, "0.57"), (4, 6, 1.0, "2.48"), (6, 20, 0.2, "0.57"), (60, 90, 0.1, "0.20"))
    row = TreatmentRow(words("Steroid"), tuple(TreatmentBar(*dose) for dose in doses), graded=True)
    assert [bar.from_day for bar in told(row, 3.0)] == [4, 60]
    assert [bar.from_day for bar in sorted(told(row, 30.0), key=lambda bar: bar.from_day)] == [0, 4, 6, 60]


def _light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
@pytest.mark.parametrize("tint", get_args(Tint))
def test_words_on_every_fill_can_be_read(tokens: Tokens, tint: Tint) -> None:
    one, other = sorted(map(_light, fill(tint, tokens)), reverse=True)
    assert (one + 0.05) / (other + 0.05) >= 4.5, (tint, fill(tint, tokens))


def test_the_switch_of_days_stands_above_the_first_panel_it_acts_on_and_says_what_it_does(
    look: Look, screen_state: ChartsState, qtbot: QtBot
) -> None:
    view = ChartsView(look, Drawer(InlineTasks.in_lane))
    qtbot.addWidget(view)
    view.resize(1200, 800)
    view.render(replace(screen_state, panels=(*screen_state.panels, early()), early=True))
    view.show()
    switch, chart = view.sheet.days, view.charts["P7"]
    others = [other for code, other in view.charts.items() if code != "P7"]
    assert others
    qtbot.waitUntil(lambda: all(other.geometry().bottom() < switch.y() for other in others))
    qtbot.waitUntil(lambda: switch.geometry().bottom() < chart.y())
    assert [button.text() for button in switch.segments._buttons.values()] == ["D−5 to D+30", "All days"]
    assert "1" in switch.segments.accessibleName()
    view.render(replace(screen_state, panels=(*screen_state.panels, replace(early(), window=None)), early=False))
    assert switch.segments.current() == "all", "it stays where it was, to be turned back"
    assert switch.isVisible()


def test_a_panel_over_all_days_is_not_called_clipped() -> None:
    assert about(early(), "en").startswith("D−5 to D+30")
    assert "D−5" not in about(replace(early(), window=None), "en")
    assert "D−5 至 D+30" in described(early(), "zh")


def written(panel: PanelState) -> list[str]:
    """What stands around the axes."""
    canvas = replace(CANVAS, height=panel_height(panel))
    with LOCK, rc_context(style(LIGHT)):
        figure = blank(canvas)
        compose(figure, panel, canvas)
        return [each.get_text() for each in figure.texts]


def test_a_long_name_in_the_legend_is_cut_before_its_number() -> None:
    [curve] = early().series
    name = "Cytotoxic T lymphocytes counted in whole blood by the other method"
    said = written(replace(early(), series=(replace(curve, label=words(name), last="508"),)))
    [shown] = [each for each in said if each.startswith("Cytotoxic")]
    assert shown.endswith("… 508")
    assert len(shown) < len(name)
    assert "Temperature 36.9" in written(replace(early(), series=(replace(curve, last="36.9"),))), (
        "a short one is whole"
    )


def test_what_is_said_of_a_panel_ends_within_the_picture() -> None:
    long = replace(early(), subtitle=words("no reference interval: " + ", ".join(f"cytokine {n}" for n in range(40))))
    [said] = [each for each in written(long) if each.startswith("D−5")]
    assert said.endswith("…")


def test_the_treatments_say_that_they_are_drawn_anew(look: Look, screen_state: ChartsState, qtbot: QtBot) -> None:
    waiting: list[Callable[[], None]] = []
    view = ChartsView(look, Drawer(waiting.append))
    qtbot.addWidget(view)
    view.resize(1200, 800)
    view.render(screen_state)
    view.show()
    qtbot.waitUntil(lambda: view.treatments.awaited)
    for work in waiting:
        InlineTasks.in_lane(work)
    assert not view.treatments.awaited


def test_tab_comes_to_the_switch_of_days_where_it_stands(look: Look, screen_state: ChartsState, qtbot: QtBot) -> None:
    view = ChartsView(look, Drawer(InlineTasks.in_lane))
    qtbot.addWidget(view)
    view.render(replace(screen_state, panels=(*screen_state.panels, early()), early=True))
    view.show()
    segments = list(view.sheet.days.segments._buttons.values())
    wanted = [*(chart for code, chart in view.charts.items() if code != "P7"), *segments, view.charts["P7"]]
    met: list[QWidget] = []
    widget = view.nextInFocusChain()
    while widget is not None and widget is not view:
        met += [widget] if widget in wanted else []
        widget = widget.nextInFocusChain()
    assert met == wanted
