"""The bedside screen of an invented girl at her M3 visit, chemistry open, potassium critical."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.charts.state import Band, Point, Tick
from ui.child.state import ChildHeader
from ui.language import Language
from ui.look import Look
from ui.theme.theme import Theme
from ui.visit.field import ComposingEdit, ResultField
from ui.visit.preview import TraceLead, TraceState
from ui.visit.state import (
    Critical,
    DerivedRow,
    FlagKind,
    FormHead,
    FormRow,
    ItemRow,
    Message,
    Option,
    ReadAs,
    Saved,
    SoftLimit,
    TrendState,
    VisitHeader,
    VisitState,
)
from ui.visit.view import VisitView

FORM = "LN-007/M3//CHEM///"


def key(item: str) -> str:
    """The address key of an item of the form."""
    return f"LN-007/M3//CHEM///{item}"


def number(item: str, en: str, zh: str, values: str, **more: Any) -> ItemRow:
    """A number row from "text|unit|reference|previous|day|change"."""
    text, unit, reference, previous, day, change = values.split("|")
    row = ItemRow(
        key(item),
        Text(en, zh),
        "number",
        text=text,
        unit=unit,
        reference=reference,
        previous=previous,
        previous_day=day,
        change=change,
        state="filled" if text else "empty",
    )
    return replace(row, **more)


def _upper() -> tuple[ItemRow, ...]:
    """Liver, and creatine kinase outside its usual range but explained."""
    soft = SoftLimit(
        Text("outside usual 10–500", "超出常见范围 10–500"), "sports test the day before, no myalgia", explained=True
    )
    return (
        number("GGT", "GGT", "γ-谷氨酰转肽酶", "16|U/L|5–19|18|D+61|−2"),
        number("TBIL", "Total bilirubin", "总胆红素", "8.4|µmol/L|2.0–20.0|7.9|D+61|+0.5"),
        number("DBIL", "Direct bilirubin", "直接胆红素", "2.1|µmol/L|0–6.0|2.0|D+61|+0.1"),
        number("TP", "Total protein", "总蛋白", "66.8|g/L|62.0–80.0|61.2|D+61|+5.6"),
        number("ALB", "Albumin", "白蛋白", "38.2|g/L|39–54|35.1|D+61|+3.1", flag="low", trend="better"),
        number("LDH", "LDH", "乳酸脱氢酶", "262|U/L|120–300|281|D+61|−19"),
        number(
            "CK",
            "Creatine kinase",
            "肌酸激酶",
            "612|U/L|26–192|88|D+30|+524",
            flag="high",
            trend="worse",
            strips=(soft,),
        ),
        number("CREAT", "Creatinine (enzymatic)", "肌酐（酶法）", "53.9|µmol/L|27–66|58.3|D+61|−4.4", trend="better"),
    )


def _lower() -> tuple[ItemRow, ...]:
    """Kidney and electrolytes, potassium critical."""
    critical = Critical(
        Text("Critical > 6.2", "危急值 > 6.2，需确认"),
        (Option("zm", Text("Zhou Min", "周敏")),),
        "zm",
        "14:01",
        (Text("repeat K now; ECG; tacrolimus", "复查静脉血钾；心电图；核对他克莫司"),),
    )
    read = ReadAs("12.6mg/dl", "4.50 mmol/L", Text("BUN mg/dL × 0.357", "尿素氮 mg/dL × 0.357"))
    return (
        number("UREA", "Urea", "尿素", "4.50|mmol/L|2.5–6.5|5.82|D+61|−1.32", strips=(read,)),
        number("UA", "Uric acid", "尿酸", "342|µmol/L|155–357|388|D+61|−46"),
        number(
            "CYSC",
            "Cystatin C",
            "胱抑素 C",
            "|mg/L|0.53–0.95|1.12|D+61|",
            state="notdone",
            not_done=Text("Not done · low volume", "未做 · 标本量不足"),
        ),
        number("NA", "Sodium", "钠", "138.6|mmol/L|135.0–145.0|139.2|D+61|−0.6"),
        number(
            "K",
            "Potassium",
            "钾",
            "6.41|mmol/L|3.7–5.2|4.62|D+61|+1.79",
            flag="critical_high",
            trend="worse",
            strips=(critical,),
        ),
        number("CL", "Chloride", "氯", "104.2|mmol/L|99.0–110.0|103.8|D+61|+0.4"),
        number("HCO3", "Bicarbonate", "碳酸氢根", "19.8|mmol/L|22.0–29.0|23.1|D+61|−3.3", flag="low", trend="worse"),
        number("CA", "Calcium, total", "总钙", "|mmol/L|2.10–2.80|2.24|D+61|"),
        number("PHOS", "Phosphate", "无机磷", "|mmol/L|0.97–1.94|1.38|D+61|"),
    )


def rows() -> tuple[ItemRow, ...]:
    """Part of the chemistry form."""
    return (*_upper(), *_lower())


def forms() -> tuple[FormRow, ...]:
    """The forms of the visit and the logs."""
    given: tuple[tuple[str, str, str, int, int, int, FlagKind], ...] = (
        ("VISIT", "Visit header", "访视信息", 6, 0, 0, ""),
        ("VS", "Vitals and growth", "生命体征与生长", 9, 0, 0, "high"),
        ("CBC", "Blood count", "血常规", 16, 0, 0, "low"),
        ("CHEM", "Chemistry", "肝肾与电解质", 18, 0, 4, "critical_high"),
        ("SERO", "Serology", "SLE 血清与补体", 8, 3, 0, "low"),
        ("SUBSETS", "Ig and subsets", "免疫球蛋白、亚群", 0, 20, 0, ""),
        ("URINE", "Urinalysis", "尿常规、微量蛋白", 14, 0, 8, ""),
        ("U24", "24 h urine", "24 小时尿", 2, 4, 0, ""),
        ("ECG", "ECG", "心电图", 6, 0, 0, ""),
    )
    visit = tuple(
        FormRow(
            f"LN-007/M3//{code}///",
            code,
            Text(en, zh),
            str((place + 1) % 10),
            filled,
            awaiting,
            missing,
            flag,
            complete=not awaiting and not missing,
        )
        for place, (code, en, zh, filled, awaiting, missing, flag) in enumerate(given)
    )
    eeg = FormRow("LN-007/M3//EEG///", "EEG", Text("EEG", "脑电图"), note=Text("not due", "本次无"))
    log = FormRow(
        "LN-007/LOG//CM///", "CM", Text("Medication", "用药（日志）"), log=True, note=Text("5 active", "5 种在用")
    )
    return (*visit, eeg, log)


def trend() -> TrendState:
    """Creatinine since screening."""
    values = (
        (-28, 75.0, "SCR"),
        (-6, 71.6, "BL"),
        (14, 69.0, "W2"),
        (31, 66.2, "M1"),
        (61, 58.3, "UNS"),
        (91, 53.9, "M3"),
    )
    points = tuple(
        Point(day, value, f"{value}", f"LN-007/{visit}/////", visit, today=day == 91) for day, value, visit in values
    )
    ticks = tuple(Tick(day, name) for day, _value, name in values)
    return TrendState(
        Text("Creatinine trend", "肌酐趋势"),
        Text("µmol/L · band = ref 27–66", "µmol/L · 带=参考 27–66"),
        points,
        (Band(None, None, 27, 66),),
        (*ticks, Tick(0, "D0")),
    )


def derived() -> tuple[DerivedRow, ...]:
    """Values with their inputs, and what others lack."""
    unit = "mL/min/1.73m²"
    return (
        DerivedRow(
            "EGFR",
            Text("eGFR (U25)", "eGFR (U25)"),
            Text("88.6", "88.6"),
            unit,
            Text("creatinine 53.9 · 12.3 y F", "肌酐 53.9 · 12.3 岁 女"),
            updated=True,
        ),
        DerivedRow(
            "EGFR_BS",
            Text("eGFR (Schwartz)", "eGFR (Schwartz)"),
            Text("100.6", "100.6"),
            unit,
            Text("0.413 × 148.5 ÷ 0.610", "0.413 × 148.5 ÷ 0.610"),
            updated=True,
        ),
        DerivedRow(
            "UPCR",
            Text("UPCR", "尿蛋白/肌酐"),
            Text("0.42", "0.42"),
            "g/g",
            Text("380 mg/L ÷ 8.0 mmol/L · first void", "380 mg/L ÷ 8.0 mmol/L · 晨尿"),
        ),
        DerivedRow("CACORR", Text("Corrected calcium", "校正钙"), missing=Text("needs: calcium", "缺：总钙")),
        DerivedRow(
            "EGFR_CYS",
            Text("eGFR (cystatin C)", "eGFR（胱抑素 C）"),
            missing=Text("not done", "不能计算：胱抑素 C 未做"),
        ),
        DerivedRow(
            "RESPONSE",
            Text("Renal response", "肾脏应答"),
            missing=Text("awaits 24 h urine (11-19)", "待 24 小时尿（11-19 追踪）"),
        ),
    )


def visit_state() -> VisitState:
    """The whole screen."""
    header = VisitHeader(
        ChildHeader("LN-007", "LN-007", "林小满", Text("F · 12 y 4 m · 41.2 kg", "女 · 12 岁 4 月 · 41.2 kg"), "D+91"),
        Text("M3 · 3 months", "M3 · 3 个月"),
        Text("D+91 · 2026-11-17", "D+91 · 2026-11-17"),
        "in",
        Text("in window", "窗内"),
        low_day=81,
        high_day=101,
        target_day=91,
        today_day=91,
    )
    head = FormHead(
        FORM,
        "CHEM",
        Text("Liver, kidney, electrolytes", "肝肾功能与电解质"),
        Text("drawn 11-17 08:10 · venous", "采血 11-17 08:10 · 静脉血 · 本院检验科"),
        may_await=True,
    )
    messages = (
        Message(
            "critical",
            Text(
                "Potassium 6.41 not acknowledged. It is saved; the form cannot be completed until then.",
                "血钾 6.41 尚未确认。已存盘，确认前本表不能录完。",
            ),
            key("K"),
        ),
        Message(
            "high",
            Text("Creatine kinase 612: explained, no query raised.", "肌酸激酶 612：已说明，不生成质疑。"),
            key("CK"),
        ),
        Message("waiting", Text("Calcium and 3 more items not entered.", "总钙等 4 项未录。"), key("CA")),
    )
    reasons = (Option("VOL", Text("low volume", "标本量不足")), Option("REF", Text("refused", "拒绝")))
    return VisitState(
        header,
        forms(),
        head,
        rows(),
        derived(),
        messages,
        trend(),
        Saved("saved", "14:02:11", Text("will sync when online", "联网后同步")),
        reasons,
        (Option("SEEN", Text("seen on the report", "已核对报告单")),),
        focus=key("CREAT"),
    )


@dataclass
class Bedside:
    """The view on the screen with the state it was given first."""

    view: VisitView
    state: VisitState
    look: Look

    def field(self, item: str) -> ResultField:
        """The field of an item."""
        row = self.view.grid.row(key(item))
        assert row is not None
        return row.field

    def change(self, item: str, **fields: Any) -> VisitState:
        """The state with one row changed; `strips` and all other fields of the row as given."""
        changed = tuple(replace(row, **fields) if row.key == key(item) else row for row in self.state.rows)
        return replace(self.state, rows=changed)

    def button(self, item: str, word: str) -> QPushButton:
        """A button in the strips of an item."""
        row = self.view.grid.row(key(item))
        assert row is not None
        return next(one for one in row.strips.findChildren(QPushButton) if one.text() == word and not one.isHidden())

    def strip_edit(self, item: str) -> ComposingEdit:
        """The first line a person can type in below an item."""
        row = self.view.grid.row(key(item))
        assert row is not None
        return next(one for one in row.strips.inputs() if isinstance(one, ComposingEdit))


@pytest.fixture
def look(qapp: QApplication) -> Look:
    """Light and English, the application dressed."""
    made = Look(Theme("light"), Language("en"))
    made.theme.dress(qapp)
    return made


@pytest.fixture
def bedside(look: Look, qtbot: QtBot) -> Bedside:
    """The chemistry form on the screen, the focus in creatinine."""
    view = VisitView(look)
    qtbot.addWidget(view)
    view.resize(1294, 724)
    state = visit_state()
    view.render(state)
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.grid.go_to(key("CREAT"))
    return Bedside(view, state, look)


@pytest.fixture
def item_key() -> Callable[[str], str]:
    """The address key of an item of the form."""
    return key


@pytest.fixture
def compose() -> Callable[..., None]:
    """Let an input method show `preedit` and commit `commit` in a field, as the platform would."""

    def send(field: ResultField, preedit: str, commit: str = "") -> None:
        event = QInputMethodEvent(preedit, [])
        event.setCommitString(commit)
        QApplication.sendEvent(field, event)

    return send


@pytest.fixture
def ecg() -> TraceState:
    """Ten seconds of two leads at 500 Hz."""
    return TraceState("a", tuple(TraceLead(name, "µV", 500.0) for name in ("II", "V5")), 10.0)
