"""What can be read of a panel on a study day: the values, what is to be known of them, the rows below. No drawing."""

from dataclasses import dataclass

from study.text import Language, Text
from ui.charts.drawing import inside
from ui.charts.state import PanelState, Point, PointFlag, Series
from ui.charts.words import about

FLAGS: dict[PointFlag, Text] = {
    "": Text("", ""),
    "low": Text("low", "偏低"),
    "high": Text("high", "偏高"),
    "critical_low": Text("critically low", "危急偏低"),
    "critical_high": Text("critically high", "危急偏高"),
    "critical": Text("critical", "危急"),
}


@dataclass(frozen=True)
class Reading:
    """One thing on a day: its name, what it was with unit, its flag, what is to be known of it, where a click leads."""

    name: str
    value: str
    flag: PointFlag = ""
    notes: tuple[str, ...] = ()
    visit: str = ""

    def spoken(self, language: Language) -> str:
        """In words, for a screen reader."""
        said = " ".join(part for part in (self.name, self.value, FLAGS[self.flag].get(language)) if part)
        return ", ".join((said, *self.notes))


@dataclass(frozen=True)
class Day:
    """A day of a panel: the visit and its date where there was one, and what can be read."""

    day: int
    visit: str
    date: str
    readings: tuple[Reading, ...]


def days_with(panel: PanelState) -> list[int]:
    """The study days on which anything can be read, inside the days that are shown."""
    shown = _shown(panel)
    points = {point.day for series in panel.series for point in inside(series.points, shown)}
    rows = {each.from_day for lane in panel.lanes for each in lane.stretches if shown[0] <= each.from_day <= shown[1]}
    return sorted(points | rows)


def _shown(panel: PanelState) -> tuple[float, float]:
    return panel.window if panel.window is not None else (float("-inf"), float("inf"))


def read_day(panel: PanelState, day: int, language: Language) -> Day:
    """What stands on a day: the points of it, the rows that go on."""
    shown = _shown(panel)
    found = [(series, point) for series in panel.series for point in inside(series.points, shown) if point.day == day]
    first = next((point for _, point in found), None)
    rows = [
        Reading(lane.label.get(language), each.shown.get(language), visit=each.visit)
        for lane in panel.lanes
        for each in lane.stretches
        if each.from_day <= day < each.to_day
    ]
    values = [_value(series, point, language) for series, point in found]
    return Day(day, first.visit_label if first else "", first.date if first else "", (*values, *rows))


def _value(series: Series, point: Point, language: Language) -> Reading:
    broken = next((each.label for each in series.breaks if each.day == point.day), None)
    notes = tuple(note.get(language) for note in (point.note, broken) if note is not None)
    return Reading(series.label.get(language), f"{point.shown} {series.unit}".strip(), point.flag, notes, point.visit)


def described(panel: PanelState, language: Language) -> str:
    """The whole panel in words, for a screen reader."""
    said = [
        f"{series.label.get(language)}: " + ", ".join(f"{p.visit_label} {p.shown}" for p in series.points)
        for series in panel.series
    ]
    said += [
        f"{series.label.get(language)}, {each.label.get(language)}" for series in panel.series for each in series.breaks
    ]
    said += [
        f"{lane.label.get(language)}: " + ", ".join(each.shown.get(language) for each in lane.stretches)
        for lane in panel.lanes
    ]
    said += [panel.empty.get(language) if panel.empty is not None else "", about(panel, language)]
    said += [note.get(language) for note in panel.notes]
    return "; ".join(each for each in said if each)
