"""One scene of the clinic day: the chemistry report, with everything that can become of a typed text."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from desktop_app.demo.player import Scene, Wait, press, push, write
from desktop_app.demo.stage import Stage
from ui.visit.state import Ask, Critical, Refused, SoftLimit, Strip

# As it comes off the report, in the order of the form.
CHEMISTRY = {
    "LBDTC": "2026-11-17 07:30", "LBNAM": "本院", "LBHEM": "否", "CREAT": "53.9", "CREATM": "酶法",
    "UREA": "19.6mg/dl", "URATE": "398", "CYSC": "ND", "SODIUM": "138.6", "K": "64.1", "CL": "104.2",
    "BICARB": "19.8", "CA": "2.28", "PHOS": "1.42", "ALT": "15", "PROT": "66.8", "ALB": "38.2", "CK": "612",
}  # fmt: skip
_ACTION = "复查静脉血钾;心电图;核对他克莫司"
_WHY = "采血前一天体育测试,无肌痛"


def chemistry(stage: Stage) -> Scene:
    """Liver, kidney, electrolytes."""
    odd = {"UREA": _another_unit, "CYSC": _two_readings, "K": _impossible_then_critical}
    yield from stage.fill(CHEMISTRY, odd)
    yield from _explain(stage)
    yield from _acknowledge(stage)
    yield Wait(lambda: stage.derived("EGFR_U25").startswith("88."), "eGFR from creatinine and height")
    yield from stage.picture("chemistry-done")
    press(stage.focus(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    yield Wait(stage.complete, "the chemistry to be complete")


def _strips(stage: Stage, item: str) -> tuple[Strip, ...]:
    row = stage.row(item)
    return row.strips if row is not None else ()


def _has(stage: Stage, item: str, kind: type) -> bool:
    return any(isinstance(strip, kind) for strip in _strips(stage, item))


def _another_unit(stage: Stage) -> Scene:
    """mg/dL of urea: of urea nitrogen, as such reports mean it? Asked, not guessed."""
    yield Wait(lambda: _has(stage, "UREA", Ask), "the question about mg/dl")
    yield from stage.picture("unit-asked")
    yield from push(stage.row_widget("UREA").strips, "BUN")
    yield Wait(lambda: not _has(stage, "UREA", Ask), "urea in mg/dL BUN to be taken")
    yield from stage.go_to("URATE")


def _two_readings(stage: Stage) -> Scene:
    """ND: not done, or not detected? A button answers."""
    yield Wait(lambda: _has(stage, "CYSC", Ask), "the question about ND")
    yield from stage.picture("asked")
    yield from push(stage.row_widget("CYSC").strips, "未做", "Not done")
    yield Wait(lambda: (row := stage.row("CYSC")) is not None and row.state == "notdone", "cystatin C to be not done")
    yield from stage.go_to("SODIUM")


def _impossible_then_critical(stage: Stage) -> Scene:
    """64.1 is refused, 6.41 is taken and loud."""
    yield Wait(lambda: _has(stage, "K", Refused), "potassium 64.1 to be refused")
    yield from stage.picture("impossible")
    yield from stage.go_to("K")
    yield from stage.type_in("K", "6.41")
    yield Wait(lambda: _has(stage, "K", Critical), "potassium 6.41 to be critical")
    yield from stage.picture("critical")
    yield from stage.go_to("CL")


def _explain(stage: Stage) -> Scene:
    """Creatine kinase 612 is unusual: a word why."""
    yield Wait(lambda: _has(stage, "CK", SoftLimit), "the question about creatine kinase")
    words = stage.row_widget("CK").strips.inputs()[0]
    words.setFocus(Qt.FocusReason.TabFocusReason)
    write(words, _WHY)
    press(words, Qt.Key.Key_Return)
    yield Wait(lambda: any(isinstance(s, SoftLimit) and s.explained for s in _strips(stage, "CK")), "the explanation")


def _acknowledge(stage: Stage) -> Scene:
    """Somebody was told of the potassium, and something was done."""
    yield from stage.go_to("K")
    strips = stage.row_widget("K").strips
    action = next(box for box in strips.findChildren(QComboBox) if box.isEditable())
    line = action.lineEdit()
    if line is not None:
        line.setFocus(Qt.FocusReason.TabFocusReason)
        write(line, _ACTION)
    yield from push(strips, "确认", "Acknowledge")
    yield Wait(
        lambda: any(isinstance(s, Critical) and s.acknowledged is not None for s in _strips(stage, "K")),
        "the potassium to be acknowledged",
    )
    yield from stage.go_to("K")
