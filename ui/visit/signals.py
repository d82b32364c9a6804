"""What the bedside screen says: its signals, with payloads of `ui.visit.acts`. No widget and no logic."""

from PySide6.QtCore import Signal

from ui.view import View
from ui.visit.acts import (
    Acknowledged,
    Awaiting,
    CheckExplained,
    ConfirmedOnReport,
    DraftAnswered,
    DraftText,
    Explained,
    FieldLeft,
    FileDecided,
    FormReopened,
    NotDoneChosen,
    OptionChosen,
    ReasonGiven,
    RowReinstated,
    RowWithdrawn,
    SuggestionTaken,
)
from ui.visit.state import VisitState


class VisitSignals(View[VisitState]):
    """The signals of `ui.visit.view.VisitView`."""

    field_left = Signal(FieldLeft)
    text_edited = Signal(DraftText)
    option_chosen = Signal(OptionChosen)
    suggestion_taken = Signal(SuggestionTaken)
    explanation_given = Signal(Explained)
    check_explained = Signal(CheckExplained)
    critical_acknowledged = Signal(Acknowledged)
    not_done_chosen = Signal(NotDoneChosen)
    confirmed_on_report = Signal(ConfirmedOnReport)
    reason_given = Signal(ReasonGiven)
    draft_answered = Signal(DraftAnswered)
    form_awaiting = Signal(Awaiting)
    row_withdrawn = Signal(RowWithdrawn)
    row_reinstated = Signal(RowReinstated)
    form_reopened = Signal(FormReopened)
    field_focused = Signal(str)
    history_asked = Signal(str)
    conflict_opened = Signal(str)
    form_chosen = Signal(str)
    rows_wanted = Signal(str)
    """The address key of a table for which rows are to be chosen."""
    row_asked = Signal(str)
    """The address key of a row of another form."""
    as_before_asked = Signal(str)
    """F7, with the row that has the keyboard: to the next empty field that had a value last time."""
    repeat_chosen = Signal(str)
    form_completed = Signal(str)
    form_repeat_added = Signal(str)
    all_normal_asked = Signal(str)
    as_last_asked = Signal(str)
    offer_answered = Signal(str, bool)
    """The code of what is offered above the rows, and yes or no."""
    records_turned = Signal()
    source_chosen = Signal(str, str)
    """The open form's address key and a code of the state's `records.sources`."""
    attachment_dropped = Signal(str)
    attachment_opened = Signal(str)
    attachment_decided = Signal(FileDecided)
    attachment_withdrawn = Signal(object)
    page_asked = Signal(int)
    """A page of the document that is shown, from 0."""
    tiles_wanted = Signal(object)
    """A TilesWanted."""
    visit_opened = Signal(str)
    child_opened = Signal(str)
    import_asked = Signal()
    report_dropped = Signal(str)
    review_asked = Signal()
    print_asked = Signal(object)
    """A PrintAsked."""
    undo_asked = Signal(str)
    """The address key of the field that has the focus, "" for none."""
    back_asked = Signal()
