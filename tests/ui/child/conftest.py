"""The page of an invented girl on D+91: potassium critical, kidney better."""

import pytest
from PySide6.QtWidgets import QApplication

from study.text import Text
from ui.charts.state import Band, PanelState, Point, PointFlag, ReferenceLine, Series, Tick
from ui.child.state import (
    ChangeRow,
    ChildHeader,
    ChildState,
    ConflictRow,
    FileRow,
    MedicationRow,
    SinceLastVisit,
    VisitChip,
)
from ui.language import Language
from ui.look import Look
from ui.theme.theme import Theme

DAYS = ((-28, "SCR"), (-6, "BL"), (14, "W2"), (31, "M1"), (61, "UNS"), (91, "M3"))


def panel(
    words: tuple[str, str, str],
    values: tuple[str, ...],
    *,
    flag: PointFlag = "",
    band: tuple[float | None, float | None] | None = None,
    line: float | None = None,
    log: bool = False,
) -> PanelState:
    """A small chart from (English, Chinese, unit) and printed values."""
    title, unit = Text(words[0], words[1]), words[2]
    points = tuple(
        Point(
            day,
            float(text.lstrip("<")),
            text,
            f"LN-007/{visit}/////",
            visit,
            comparator="<" if text[0] == "<" else "",
            flag=flag if visit == "M3" else "",
            today=visit == "M3",
        )
        for (day, visit), text in zip(DAYS, values, strict=True)
    )
    return PanelState(
        words[0],
        title,
        (Series(words[0], title, unit, points, last=values[-1]),),
        (Band(None, None, *band),) if band is not None else (),
        (ReferenceLine(line, Text(f"{line:g}", f"{line:g}")),) if line is not None else (),
        (*(Tick(day, visit, visit == "M3") for day, visit in DAYS), Tick(0, "D0")),
        log_left=log,
        small=True,
    )


def panels() -> tuple[PanelState, ...]:
    """Six small charts."""
    unit = "mL/min/1.73m²"
    return (
        panel(
            ("UPCR", "尿蛋白/肌酐", "g/g"),
            ("4.1", "3.8", "2.2", "1.36", "0.74", "0.42"),
            log=True,
            band=(None, 0.2),
            line=0.5,
            flag="high",
        ),
        panel(("eGFR (U25)", "eGFR (U25)", unit), ("61", "65.6", "68", "71", "81", "88.6"), band=(90, 120), flag="low"),
        panel(("C3", "补体 C3", "g/L"), ("0.40", "0.42", "0.55", "0.62", "0.80", "0.88"), band=(0.83, 1.52)),
        panel(("Anti-dsDNA", "抗 dsDNA", "IU/mL"), ("410", "360", "140", "88", "44", "31"), log=True, line=36),
        panel(
            ("CD19+ B cells", "CD19+ B 细胞", "/µL"),
            ("240", "210", "<1", "<1", "2", "6"),
            log=True,
            band=(100, 600),
            line=20,
        ),
        panel(("SLEDAI-2K", "SLEDAI-2K", ""), ("18", "16", "10", "6", "4", "4")),
    )


def visits() -> tuple[VisitChip, ...]:
    """The strip from screening to a year."""
    given = (
        ("SCR", "Screening", "筛选", "D−28", "signed"),
        ("BL", "Baseline", "基线", "D−6", "signed"),
        ("D0", "Infusion", "回输", "08-18", "signed"),
        ("W2", "2 weeks", "2 周", "D+14", "signed"),
        ("M1", "1 month", "1 个月", "D+31", "void"),
        ("UNS", "Unscheduled", "计划外", "D+61", "complete"),
        ("M3", "3 months", "3 个月", "D+91", "due"),
        ("M6", "6 months", "半年", "2027-02-16", "future"),
        ("M12", "1 year", "一年", "2027-08-18", "future"),
    )
    return tuple(
        VisitChip(
            f"LN-007/{code}/////",
            code,
            Text(en, zh),
            date,
            standing,  # type: ignore[arg-type]
            *((79, 27, 118) if code == "M3" else (0, 0, 0)),
            due=code == "M3",
        )
        for code, en, zh, date, standing in given
    )


def since() -> SinceLastVisit:
    """One critical, two worse, three better, two listed."""
    return SinceLastVisit(
        Text("M1 D+31 → today, 60 d", "M1 D+31 → 今日，60 天"),
        (
            ChangeRow(
                Text("Potassium", "钾"),
                "mmol/L",
                "4.40",
                "6.41",
                "+2.01",
                "worse",
                True,
                Text("critical, not acknowledged", "危急，未确认"),
                "LN-007/M3//CHEM///K",
            ),
        ),
        (
            ChangeRow(Text("Bicarbonate", "碳酸氢根"), "mmol/L", "23.4", "19.8", "−3.6", "worse"),
            ChangeRow(Text("Creatine kinase", "肌酸激酶"), "U/L", "88", "612", "+524", "worse"),
        ),
        (
            ChangeRow(Text("UPCR", "尿蛋白/肌酐"), "g/g", "1.36", "0.42", "−69 %", "better"),
            ChangeRow(Text("eGFR (U25)", "eGFR (U25)"), "", "71.0", "88.6", "+17.6", "better"),
            ChangeRow(Text("Complement C3", "补体 C3"), "g/L", "0.62", "0.88", "+0.26", "better"),
        ),
        (
            ChangeRow(Text("CD19+ B cells", "CD19+ B 细胞"), "/µL", "<1", "6", "", "", note=Text("depleted", "清除")),
            ChangeRow(Text("Weight", "体重"), "kg", "43.0", "41.2", "−1.8"),
        ),
    )


def child_state() -> ChildState:
    """The whole page."""
    header = ChildHeader(
        "LN-007",
        "LN-007",
        "林小满",
        Text("F · 12 y 4 m · 148.5 cm · 41.2 kg", "女 · 12 岁 4 月 · 148.5 cm · 41.2 kg"),
        "D+91",
        Text("infused 2026-08-18", "回输 2026-08-18"),
    )
    drugs = (
        MedicationRow("LN-007/LOG//CM/a//", "泼尼松", "5 mg qd", "10-18", per_kg="0.12 mg/kg/d"),
        MedicationRow("LN-007/LOG//CM/b//", "羟氯喹", "200 mg qd", "03-02", per_kg="4.9 mg/kg/d"),
    )
    files = (FileRow("f1", "ECG M3.pdf", "11-17"), FileRow("f2", "Echo M3.dcm", "11-17", "elsewhere"))
    conflicts = (ConflictRow("LN-007/M1//CHEM///CREAT", Text("M1 creatinine", "M1 肌酐"), "60.1 / 66.2"),)
    return ChildState(header, visits(), since(), panels(), drugs, files, conflicts)


@pytest.fixture
def look(qapp: QApplication) -> Look:
    """Light and English, the application dressed."""
    made = Look(Theme("light"), Language("en"))
    made.theme.dress(qapp)
    return made


@pytest.fixture
def page() -> ChildState:
    """The whole page."""
    return child_state()
