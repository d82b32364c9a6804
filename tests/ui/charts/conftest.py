"""Panels of an invented girl: kidney with two axes, B cells below quantification."""

import pytest
from PySide6.QtWidgets import QApplication

from study.text import Text
from ui.charts.state import (
    Band,
    ChartsState,
    PanelChoice,
    PanelState,
    Point,
    ReferenceLine,
    Series,
    Shade,
    Tick,
    TreatmentBar,
    TreatmentRow,
)
from ui.language import Language
from ui.look import Look
from ui.theme.theme import Theme

VISITS = ((-28, "SCR"), (-6, "BL"), (14, "W2"), (31, "M1"), (61, "UNS"), (91, "M3"))


def series(code: str, en: str, zh: str, unit: str, values: tuple[str, ...], *, right: bool = False) -> Series:
    """A curve from printed values; "<1" is below quantification, "" was not measured."""
    points = tuple(
        Point(
            day,
            float(text.lstrip("<")),
            text,
            f"LN-007/{visit}/////",
            visit,
            f"2026-{visit}",
            "<" if text.startswith("<") else "",
            today=visit == "M3",
        )
        for (day, visit), text in zip(VISITS, values, strict=True)
        if text
    )
    return Series(
        code,
        Text(en, zh),
        unit,
        points,
        "right" if right else "left",
        values[-1],
        Text("right" if right else "left", "右轴" if right else "左轴"),
    )


def ticks() -> tuple[Tick, ...]:
    """The visits and D0."""
    return (*(Tick(day, visit, visit == "M3") for day, visit in VISITS), Tick(0, "D0"))


def kidney() -> PanelState:
    """UPCR on a log axis at the left, eGFR at the right."""
    return PanelState(
        "P2",
        Text("Kidney", "肾脏"),
        (
            series("UPCR", "UPCR", "尿蛋白/肌酐", "g/g", ("4.1", "3.8", "2.2", "1.36", "0.74", "0.42")),
            series("EGFR", "eGFR (U25)", "eGFR (U25)", "", ("61", "65.6", "68", "71", "81", "88.6"), right=True),
        ),
        (Band(None, None, None, 0.2),),
        (
            ReferenceLine(0.5, Text("0.5 g/g", "0.5 g/g")),
            ReferenceLine(55.8, Text("eGFR baseline −15 % = 55.8", "eGFR 基线 −15 % = 55.8"), "right"),
        ),
        ticks(),
        (Shade(-5, -3, Text("lymphodepletion", "清淋")),),
        log_left=True,
        subtitle=Text("UPCR g/g (left, log) · eGFR mL/min/1.73m² (right)", "尿蛋白/肌酐 g/g（左，对数）· eGFR（右）"),
    )


def serology() -> PanelState:
    """Three series: circle, square, diamond."""
    return PanelState(
        "P3",
        Text("Serology", "血清学"),
        (
            series("DSDNA", "Anti-dsDNA", "抗 dsDNA", "IU/mL", ("410", "360", "140", "88", "44", "31")),
            series("C3", "C3", "补体 C3", "g/L", ("0.40", "0.42", "0.55", "0.62", "0.80", "0.88"), right=True),
            series("C4", "C4", "补体 C4", "g/L", ("0.05", "0.06", "0.08", "0.09", "0.13", "0.15"), right=True),
        ),
        (Band(None, 40, 0.79, 1.45, "right"), Band(40, None, 0.83, 1.52, "right")),
        (ReferenceLine(36, Text("dsDNA cut-off 36", "dsDNA 界值 36")),),
        ticks(),
        log_left=True,
        subtitle=Text(
            "anti-dsDNA IU/mL (left, log) · C3, C4 g/L (right)", "抗 dsDNA IU/mL（左，对数）· C3、C4 g/L（右）"
        ),
    )


def b_cells(*, small: bool = False) -> PanelState:
    """CD19 with two values below quantification."""
    return PanelState(
        "P4",
        Text("B cells", "B 细胞"),
        (series("CD19", "CD19+", "CD19+ B 细胞", "/µL", ("240", "210", "<1", "<1", "2", "6")),),
        (Band(None, None, 100, 600),),
        (ReferenceLine(20, Text("depleted < 20", "清除 < 20")),),
        ticks(),
        log_left=True,
        small=small,
        subtitle=Text("CD19+ /µL (left, log)", "CD19+ /µL（左，对数）"),
    )


def treatments() -> tuple[TreatmentRow, ...]:
    """Steroid by dose, two drugs on and off."""
    doses = ((-45, -14, 1.0), (-14, 0, 0.67), (0, 14, 0.45), (14, 31, 0.35), (31, 61, 0.24), (61, 91, 0.12))
    steroid = tuple(TreatmentBar(start, end, dose, f"{dose:g}") for start, end, dose in doses)
    return (
        TreatmentRow(Text("Steroid mg/kg/d", "激素 mg/kg/日"), steroid, graded=True),
        TreatmentRow(Text("MMF", "吗替麦考酚酯"), (TreatmentBar(-45, -14),)),
        TreatmentRow(Text("HCQ", "羟氯喹"), (TreatmentBar(-45, 91),)),
    )


def charts_state() -> ChartsState:
    """The chart screen with three panels."""
    choices = (
        ("P2", "Kidney", "肾脏"),
        ("P3", "Serology", "血清学"),
        ("P4", "B cells", "B 细胞"),
        ("P5", "Blood count", "血常规"),
    )
    return ChartsState(
        "LN-007",
        "林小满",
        Text("F · 12 y 4 m · D+91", "女 · 12 岁 4 月 · D+91"),
        tuple(PanelChoice(code, Text(en, zh)) for code, en, zh in choices),
        (kidney(), serology(), b_cells()),
        treatments(),
    )


@pytest.fixture
def look(qapp: QApplication) -> Look:
    """Light and English, the application dressed."""
    made = Look(Theme("light"), Language("en"))
    made.theme.dress(qapp)
    return made


@pytest.fixture
def p2() -> PanelState:
    """Kidney."""
    return kidney()


@pytest.fixture
def p4() -> PanelState:
    """B cells."""
    return b_cells()


@pytest.fixture
def screen_state() -> ChartsState:
    """Three panels and the treatments."""
    return charts_state()
