"""The clinic day: the M3 visit of LN-007 on 2026-11-17, played with keyboard and mouse on the real application.

Each scene is a piece of the day; `clinic_day` is their order. What is typed is what a person would type.
"""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt

from desktop_app.demo.chemistry import chemistry
from desktop_app.demo.people import ZHOU
from desktop_app.demo.player import Scene, Wait, click, drop, press, push, write
from desktop_app.demo.rounds import activity, blood_count, day_urine, event, take_over, trial
from desktop_app.demo.signing import correct_afterwards, sign_visit
from desktop_app.demo.stage import Stage
from desktop_app.demo.tracings import write_ecg, write_eeg
from resources import path
from ui.charts.panel import PanelChart
from ui.charts.sheet import TreatmentStrip
from ui.frame.state import Room

Key = Qt.Key
CHILD = "LN-007"
_REASON = "已核对纸质报告:0.68 g/24h,另一值为小数点误录"
_MORNING = datetime.fromisoformat("2026-11-17T10:12")

URINE = {
    "LBDTC": "2026-11-17 07:20", "USPECTYPE": "晨尿", "LBNAM": "本院", "UPROTC": "380", "UCREAT": "8.0", "UALB": "231",
    "UPRO": "1+", "UBLD": "±", "ULEUK": "-", "URBC": "3-5", "UWBC": "0-2", "UCASTRBC": "无", "UCASTGR": "无",
    "UB2MG": "<0.5",
}  # fmt: skip
ECG = {
    "EGDTC": "2026-11-17 10:12",
    "EGHR": "84",
    "EGRHY": "窦性心律",
    "RR": "714",
    "PR": "132",
    "QRS": "78",
    "QT": "362",
}
EEG = {"EEGDTC": "2026-11-17 10:40", "EEGDUR": "0.5h", "EEGSTATE": "清醒", "EEGBG": "背景正常", "EEGEPI": "无"}


_TOLD = {
    "unlock": "Cartella was started; nobody is in",
    "today": "Zhou Min unlocked by typing her passphrase; what is due, and what needs her",
    "children": "Ctrl+2 showed all children",
    "child": f"{CHILD} was found with the filter and opened with Enter",
    "visit": "the M3 visit was opened with Enter, its chemistry with its number key",
    "unit-asked": "urea was typed in mg/dL, and it was asked of what",
    "asked": "ND was typed, and it was asked whether not done or not detected",
    "impossible": "a potassium of 64.1 was refused and its text kept",
    "critical": "a potassium of 6.41 was saved and called critical",
    "chemistry-done": "an unusual creatine kinase was explained, the critical value acknowledged",
    "report": "the laboratory's report of the repeat was dropped on the visit, and every line of it was shown",
    "report-taken": "what was agreed to was taken over as one change",
    "check-fails": "a blood count was typed whose neutrophils did not fit their share, and it was explained",
    "day-urine": "the urine of a day was entered",
    "sledai": "SLEDAI-2K was answered, taking what the results suggest",
    "event": "an adverse event was entered in the child's logs",
    "trial": "the child was looked at as the protocol sees it",
    "signed": "an earlier visit was reviewed and signed with the passphrase once more",
    "void": "a pulse was corrected afterwards with its reason, and the signature of its form is void",
    "charts": "the urine, an ECG (DICOM) and an EEG (EDF+) were entered and attached; the curves have a new point",
    "sync": "everything was sent to the EDC, and what it had was received",
    "locked": "the two values of the 24 h protein were decided, synced again, and the window locked",
}


def clinic_day(stage: Stage, files: Path) -> Scene:
    """The whole day in the order in which it happens; `files` holds what `record` put there."""
    yield from stage.begin()
    yield from stage.picture("unlock")
    yield from stage.unlock(ZHOU)
    yield from find_the_child(stage)
    yield from open_the_visit(stage)
    yield from chemistry(stage)
    yield from take_over(stage, path("demo") / "lab_chem_gb18030.csv")
    yield from urine(stage)
    yield from blood_count(stage)
    yield from day_urine(stage)
    yield from recordings(stage, files)
    yield from activity(stage)
    yield from event(stage)
    yield from trial(stage, CHILD)
    yield from sign_visit(stage, CHILD)
    yield from correct_afterwards(stage)
    yield from stage.open_child(CHILD)
    yield from curves(stage)
    yield from sync(stage, "sync")
    yield from resolve(stage)
    yield from sync(stage, "sync-again")
    yield from look(stage)
    yield from lock(stage)


def record(files: Path) -> None:
    """The invented recordings of the morning, as a hospital's devices leave them in a folder."""
    write_ecg(files / "ECG-M3.dcm", _MORNING)
    write_eeg(files / "EEG-M3.edf", _MORNING)


def told(name: str) -> str:
    """What the play has done when the picture `name` is taken; "" for a picture that shows the same again."""
    return _TOLD.get(name, "")


def find_the_child(stage: Stage) -> Scene:
    """The day; all children; the filter leaves one; Enter opens it."""
    yield from stage.picture("today")
    yield from stage.open_children()
    yield from stage.picture("children")
    view = stage.children
    press(view.table, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    yield Wait(view.search.hasFocus, "the focus in the filter")
    write(view.search, CHILD)
    yield Wait(lambda: view.filter.rowCount() == 1, "one child left")
    yield from stage.picture("children-filtered")
    press(view.search, Key.Key_Return)
    yield Wait(lambda: stage.shows("child") and stage.desk.pages.child.view.state is not None, "the child's page")
    yield from charts_drawn(stage)
    yield from stage.picture("child")


def charts_drawn(stage: Stage) -> Scene:
    """Wait until every chart that is in front has its picture."""
    # Generous: on a busy computer many curves take a while, and a demonstration that ends early shows nothing.
    yield Wait(
        lambda: bool(shown := _charts(stage)) and all(c.drawing and not c.awaited for c in shown), "the charts", 120
    )
    strips = stage.desk.frame.findChildren(TreatmentStrip)
    yield Wait(lambda: not any(strip.awaited for strip in strips if strip.isVisible()), "the treatments")


def _charts(stage: Stage) -> list[PanelChart]:
    return [chart for chart in stage.desk.frame.findChildren(PanelChart) if chart.isVisible()]


def open_the_visit(stage: Stage) -> Scene:
    """Enter on the child's page opens the visit that is due; a number key its chemistry."""
    press(stage.desk.pages.child.view, Key.Key_Return)
    yield Wait(lambda: stage.shows("visit") and stage.form() == "VISIT", "the visit M3")
    yield Wait(lambda: stage.visit.grid.current() is not None, "the focus in the visit's first form")
    yield from stage.picture("visit")
    yield from stage.open_form("CHEM")


def urine(stage: Stage) -> Scene:
    """One spot specimen: ranges, signs, a result below its limit."""
    yield from stage.open_form("URINE")
    yield from stage.fill(URINE)
    yield Wait(lambda: stage.derived("UPCR").startswith("0.42"), "the ratio of protein and creatinine")
    yield from stage.picture("urine")


def recordings(stage: Stage, files: Path) -> Scene:
    """ECG and EEG: the numbers, and the recording dropped beside them."""
    for form, texts, name in (("ECG", ECG, "ECG-M3.dcm"), ("EEG", EEG, "EEG-M3.edf")):
        yield from stage.open_form(form)
        yield from stage.fill(texts)
        drop(stage.visit.files, files / name)
        yield from push(stage.visit.files, name)
        yield Wait(lambda: stage.visit.state is not None and stage.visit.state.preview is not None, "the recording")
        yield from stage.picture(form.lower())


def curves(stage: Stage) -> Scene:
    """The child, whose curves have a new point; then the large charts."""
    yield from charts_drawn(stage)
    yield from stage.picture("child-after")
    yield from push(stage.desk.pages.child.view.header, "图表", "Charts")
    yield Wait(lambda: stage.shows("charts"), "the charts")
    yield from charts_drawn(stage)
    yield from stage.picture("charts")


def sync(stage: Stage, name: str) -> Scene:
    """The room of the EDC: what waits goes out, what is new comes in."""
    click(stage.desk.frame.rail.buttons[Room.SYNC])
    yield Wait(lambda: stage.shows("sync"), "the sync room")
    view = stage.desk.pages.sync.view
    yield Wait(lambda: view.status.start.isVisible() and view.status.start.isEnabled(), "the button that syncs")
    yield from stage.picture(f"{name}-before")
    ended: list[object] = []
    stage.desk.pages.sync.syncing.ended.connect(ended.append)
    click(view.status.start)
    yield Wait(lambda: bool(ended), "the cycle to end", 60)
    yield Wait(lambda: stage.waiting() == 0, "nothing to wait any more")
    yield from stage.picture(name)


def resolve(stage: Stage) -> Scene:
    """Two values of the 24 h protein: the paper decides, with a reason."""
    yield from stage.open_child(CHILD)
    yield from push(stage.desk.pages.child.view.conflicts, "24")
    yield Wait(lambda: stage.shows("conflict"), "the conflict")
    view = stage.desk.pages.conflict.view
    yield Wait(lambda: view.state is not None and len(view.state.sides) == 2, "both values")
    yield from stage.picture("conflict")
    sides = view.state.sides if view.state is not None else ()
    card = next(card for card, side in zip(view.sides, sides, strict=False) if "0.68" in side.typed)
    click(card.radio)
    write(view.decision.reason, _REASON)
    yield Wait(view.decision.resolve.isEnabled, "the decision to be possible")
    yield from stage.picture("conflict-decided")
    click(view.decision.resolve)
    yield Wait(lambda: stage.conflicts() == 0, "the conflict to be resolved")


def look(stage: Stage) -> Scene:
    """The other language, then the dark theme."""
    yield from stage.open_child(CHILD)
    yield from push(stage.desk.frame.top, "EN")
    yield Wait(lambda: stage.desk.language == "en", "English")
    yield from charts_drawn(stage)
    yield from stage.picture("child-english")
    click(stage.desk.frame.rail.buttons[Room.ADMIN])
    yield Wait(lambda: stage.shows("admin"), "the admin room")
    admin = stage.desk.pages.admin.view
    yield from push(admin.sections, "theme", "主题")
    yield from push(admin.appearance.themes, "Dark", "深色")
    yield Wait(lambda: stage.app.look.theme.name == "dark", "the dark theme")
    yield from stage.open_child(CHILD)
    yield from charts_drawn(stage)
    yield from stage.picture("child-dark")


def lock(stage: Stage) -> Scene:
    """The way back to the gate."""
    click(stage.desk.frame.top.lock)
    yield Wait(lambda: stage.app.desk is None and stage.app.gate is not None, "the gate")
    yield from stage.picture("locked")
