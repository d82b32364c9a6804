"""More of the day: a report taken over, a count whose check fails, urine of a day, SLEDAI-2K, an event, the trial.

What is typed is what a person would type; what is asked is answered as a person would.
"""

from pathlib import Path

from PySide6.QtCore import Qt

from desktop_app.demo.player import Scene, Wait, click, drop, press, push, write
from desktop_app.demo.stage import Stage
from study.address import LOG, Address, parse_key
from ui.visit.state import FailedCheck, Suggested
from ui.widgets.cards import MessageStrip

Key = Qt.Key
# Neutrophils were copied from the line above: they do not fit their share of the white cells.
COUNT = {
    "LBDTC": "2026-11-17 08:10", "LBNAM": "本院", "WBC": "5.62", "NEUT": "2.06", "NEUTLE": "58.0", "LYM": "1.72",
    "LYMLE": "30.6", "HGB": "12.1g/dl", "PLAT": "246",
}  # fmt: skip
_COUNT_WHY = "分析仪报警,人工镜检分类,已与检验科核对"
DAY_URINE = {
    "U24SDTC": "2026-11-16 07:00", "U24EDTC": "2026-11-17 07:00", "LBNAM": "本院", "U24COMP": "是", "U24VOL": "1.42L",
    "U24HRS": "24", "U24PROTC": "214",
}  # fmt: skip
EVENT = {
    "AETERM": "上呼吸道感染", "AESTDTC": "2026-11-10", "AEENDTC": "2026-11-14", "AEONGO": "否", "AETOXGR": "1级",
    "AESER": "否", "AEREL": "可能无关", "AEOUT": "痊愈",
}  # fmt: skip
_GLOBAL = {"PGA": "0.8", "MDGLOB": "2.5", "PTGLOB": "2", "HAEMGI": "n", "STABTX": "y", "RESCUE": "n"}


def take_over(stage: Stage, report: Path) -> Scene:
    """The repeat of the potassium comes as the laboratory's own report, dropped on the visit."""
    drop(stage.visit.grid, report)
    lab = stage.desk.pages.visit.lab
    yield Wait(lambda: lab.dialog is not None and lab.dialog.isVisible(), "the preview of the report")
    yield from stage.picture("report")
    dialog = lab.dialog
    if dialog is not None:
        yield Wait(dialog.button.isEnabled, "the report to be ready")
        click(dialog.button)
    yield Wait(lambda: lab.dialog is None, "the report to be taken over")
    yield Wait(lambda: (row := stage.row("K")) is not None and row.text == "3.92", "its potassium on the form")
    yield from stage.picture("report-taken")
    yield Wait(stage.in_front, "the window to be in front")
    yield from stage.go_to("K")
    for strip in stage.desk.frame.findChildren(MessageStrip):
        if strip.isVisible() and strip.close_button.isVisible():
            click(strip.close_button)


def blood_count(stage: Stage) -> Scene:
    """CBC: a check fails and is explained."""
    yield from stage.open_form("CBC")
    yield from stage.fill(COUNT)
    yield Wait(lambda: _failed(stage, "NEUT") is not None, "the check of the neutrophils to fail")
    words = stage.row_widget("NEUT").strips.inputs()[0]
    words.setFocus(Qt.FocusReason.TabFocusReason)
    write(words, _COUNT_WHY)
    yield from stage.picture("check-fails")
    press(words, Key.Key_Return)
    yield Wait(lambda: (strip := _failed(stage, "NEUT")) is not None and strip.explained, "the explanation")


def _failed(stage: Stage, item: str) -> FailedCheck | None:
    row = stage.row(item)
    return next((strip for strip in row.strips if isinstance(strip, FailedCheck)), None) if row is not None else None


def day_urine(stage: Stage) -> Scene:
    """U24: protein of the day from concentration and volume."""
    yield from stage.open_form("U24")
    yield from stage.fill(DAY_URINE)
    yield Wait(lambda: stage.derived("P24").startswith("304"), "the protein of the day")
    yield from stage.picture("day-urine")


def activity(stage: Stage) -> Scene:
    """SLEDAI, which the morning's examination began: what the results suggest is taken with a key; then the score."""
    yield from stage.open_form("SLEDAI")
    state = stage.visit.state
    asked = [row.key.rpartition("/")[2] for row in state.rows if not row.text] if state is not None else []
    for item in (each for each in asked if each.startswith("SLE_")):
        yield from stage.go_to(item)
        if _suggested(stage, item):
            press(stage.focus(), Key.Key_Y, Qt.KeyboardModifier.AltModifier)
            yield Wait(lambda item=item: stage.at() != item, f"what is suggested for {item} to be taken")  # type: ignore[misc]
        else:
            yield from stage.type_in(item, "n")
        yield from stage.saved(item)
    yield from stage.fill(_GLOBAL)
    yield Wait(lambda: stage.derived("SLEDAI2K") != "", "the score")
    yield from stage.picture("sledai")


def _suggested(stage: Stage, item: str) -> bool:
    row = stage.row(item)
    return row is not None and any(isinstance(strip, Suggested) and strip.may_take for strip in row.strips)


def event(stage: Stage) -> Scene:
    """An adverse event in the child's logs, which belong to no visit."""
    state = stage.visit.state
    child = parse_key(state.forms[0].key).subject if state is not None else ""
    yield from stage.open_visit(Address(child, LOG).key)
    yield from stage.open_form("AE")
    before = stage.visit.state.form.key if stage.visit.state is not None and stage.visit.state.form is not None else ""
    yield from push(stage.visit.bar, "再加", "Another")
    yield Wait(lambda: stage.form() == "AE" and _form_key(stage) != before, "a new event")
    yield from stage.fill(EVENT)
    yield from stage.picture("event")


def _form_key(stage: Stage) -> str:
    state = stage.visit.state
    return state.form.key if state is not None and state.form is not None else ""


def trial(stage: Stage, child: str) -> Scene:
    """The child as the protocol sees it: consent, gates, product, deadlines, what is proposed."""
    yield from stage.open_child(child)
    view = stage.desk.pages.child.view
    yield from push(view.header, "试验", "Trial")
    yield Wait(view.trial.isVisible, "the trial view")
    yield from stage.picture("trial")
    yield from push(view.header, "病程", "Course")
    yield Wait(view.course.isVisible, "the course")
