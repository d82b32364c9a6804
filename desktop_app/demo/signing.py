"""The investigator signs a visit; afterwards a value is corrected with its reason, and a signature is visibly void."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox

from desktop_app.demo.people import ZHOU
from desktop_app.demo.player import Scene, Wait, click, press, write
from desktop_app.demo.stage import Stage
from study.address import parse_key
from ui.visit.state import ReasonForChange

Key = Qt.Key
VISIT = "W2"
_FORM, _ITEM = "VS", "PULSE"
_CORRECTED, _WHY = "88", "护理记录单为 88 次/分,原录入有误"


def sign_visit(stage: Stage, child: str) -> Scene:
    """From the bedside with Ctrl+R; every form that is ready is ticked; the passphrase once more, Enter."""
    yield from stage.open_child(child)
    page = stage.desk.pages.child.view
    yield Wait(lambda: page.state is not None and page.state.header.code == child, "the child")
    subject = page.state.header.subject if page.state is not None else ""
    yield from stage.open_visit(f"{subject}/{VISIT}/////")
    press(stage.focus(), Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    review = stage.desk.pages.review.view
    yield Wait(lambda: stage.shows("review") and bool(review.table.forms.ticked), "the review with its ticks")
    yield from stage.picture("review")
    write(review.card.passphrase, ZHOU.passphrase)
    press(review.card.passphrase, Key.Key_Return)
    yield Wait(lambda: review.state is not None and review.state.signed > 0, "the signatures", 60)
    yield Wait(lambda: _standing(stage, _FORM) == "signed", "the signed form")
    yield from stage.picture("signed")


def correct_afterwards(stage: Stage) -> Scene:
    """A pulse of the signed form is corrected: a reason is asked for, and then nothing hides that it came later."""
    review = stage.desk.pages.review.view
    lines = review.table.forms.lines
    row = next(n for n, line in enumerate(lines) if parse_key(line.key).form == _FORM)
    review.table.setCurrentIndex(review.table.forms.index(row, 1))
    review.table.setFocus()
    press(review.table, Key.Key_Return)
    yield Wait(lambda: stage.shows("visit") and stage.form() == _FORM, "the form at the bedside")
    yield Wait(lambda: stage.in_front() and stage.at() != "", "the focus on the form")
    yield from stage.go_to(_ITEM)
    stage.row_widget(_ITEM).field.selectAll()
    yield from stage.type_in(_ITEM, _CORRECTED)
    yield Wait(lambda: _asked(stage), "the question why")
    strip = stage.row_widget(_ITEM)
    reason = strip.findChild(QComboBox)
    edit = reason.lineEdit() if reason is not None else None
    if edit is None:
        raise LookupError("there is no field for the reason")
    write(edit, _WHY)
    button = next(b for b in strip.findChildren(QAbstractButton) if b.text() in ("修改", "Change it"))
    click(button)
    yield Wait(lambda: _void(stage), "the signature to be void")
    yield from stage.picture("void")


def _standing(stage: Stage, form: str) -> str:
    state = stage.desk.pages.review.view.state
    lines = state.lines if state is not None else ()
    return next((line.standing for line in lines if parse_key(line.key).form == form), "")


def _asked(stage: Stage) -> bool:
    row = stage.row(_ITEM)
    return row is not None and any(isinstance(strip, ReasonForChange) for strip in row.strips)


def _void(stage: Stage) -> bool:
    state = stage.visit.state
    return state is not None and state.form is not None and state.form.signed_void
