"""Asks why an explanation is taken back on a form that was completed or signed. Cancelled, the words stand again."""

from collections.abc import Callable
from dataclasses import replace

from ui.language import translate
from ui.look import Look
from ui.visit.acts import CheckExplained, Explained
from ui.visit.explanation import ExplanationEdit
from ui.visit.reason_dialog import ReasonDialog
from ui.visit.row import ItemRowWidget
from ui.visit.state import FailedCheck, ItemRow, SoftLimit

TakenBack = Explained | CheckExplained
_EXPLAINS = (SoftLimit, FailedCheck)


def ask_taken_back(
    look: Look, shown: tuple[ItemRow, ItemRowWidget], act: TakenBack, given: Callable[[TakenBack], None]
) -> None:
    """Open the dialog over a row, of which the state and the widget are given; `given` gets the act with its reason."""
    state, row = shown
    dialog = ReasonDialog(
        look,
        translate("VisitView", "Take the explanation back"),
        row.window(),
        about=translate("VisitView", "The form was completed or signed: the reason is kept with the change."),
    )
    dialog.given.connect(lambda reason: given(replace(act, reason=reason)))
    dialog.rejected.connect(lambda: _stands_again(state, row, act))
    dialog.open()


def _stands_again(state: ItemRow, row: ItemRowWidget, act: TakenBack) -> None:
    check = act.check if isinstance(act, CheckExplained) else ""
    about = {s.check if isinstance(s, FailedCheck) else "": s for s in state.strips if isinstance(s, _EXPLAINS)}
    for field in row.findChildren(ExplanationEdit):
        if field.property("about") == check:
            field.show_said(about[check].explanation if check in about else "")
