"""Asks why an explanation is taken back on a form that was completed or signed. Cancelled, the words stand again."""

from collections.abc import Callable
from dataclasses import replace

from ui.language import translate
from ui.look import Look
from ui.visit.acts import CheckExplained
from ui.visit.explanation import ExplanationEdit
from ui.visit.reason_dialog import ReasonDialog
from ui.visit.row import ItemRowWidget
from ui.visit.state import FailedCheck, ItemRow


def ask_taken_back(
    look: Look, shown: tuple[ItemRow, ItemRowWidget], act: CheckExplained, given: Callable[[CheckExplained], None]
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


def _stands_again(state: ItemRow, row: ItemRowWidget, act: CheckExplained) -> None:
    said = next((s.explanation for s in state.strips if isinstance(s, FailedCheck) and s.check == act.check), "")
    for field in row.findChildren(ExplanationEdit):
        if field.property("about") == act.check:
            field.show_said(said)
