"""The bedside screen as one view: composes its parts, routes keys, holds back drafts. State in, signals out.

Must not know what a text means or where it goes. See `ui.visit.acts` for the payloads.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from ui.look import Look
from ui.visit.acts import (
    Acknowledged,
    Awaiting,
    CheckExplained,
    ConfirmedOnReport,
    DraftAnswered,
    Explained,
    FieldLeft,
    FileNamesSomebody,
    FormReopened,
    NotDoneChosen,
    OptionChosen,
    ReasonGiven,
    RowReinstated,
    RowWithdrawn,
    SuggestionTaken,
)
from ui.visit.attachments import AttachmentsStrip
from ui.visit.form_bar import FootBar, FormBar
from ui.visit.forms import FormsList
from ui.visit.grid import EntryGrid
from ui.visit.half_typed import HalfTyped
from ui.visit.header import HeaderBar
from ui.visit.identity_dialog import IdentityDialog
from ui.visit.keys import bind, bind_back
from ui.visit.menus import offer_menu, print_act, print_options
from ui.visit.offer_bar import OfferBar
from ui.visit.preview import Measured
from ui.visit.side import SidePane
from ui.visit.signals import VisitSignals
from ui.visit.state import Suggested, VisitState
from ui.visit.taking_back import ask_taken_back
from ui.widgets.cards import MessageStrip

NARROW = 1000
"""Px below which the right pane is a drawer and the forms are numbers."""


class VisitView(VisitSignals):
    """The bedside screen."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.setProperty("ground", "surface")
        self.header = HeaderBar(look)
        self.aside = MessageStrip(look)
        self.aside.hide()
        self.forms = FormsList(look)
        self.bar = FormBar(look)
        self.offer = OfferBar(look)
        self.grid = EntryGrid(look)
        self.files = AttachmentsStrip(look)
        self.foot = FootBar(look)
        self.side = SidePane(look)
        self.menu: QMenu | None = None
        self.asking: IdentityDialog | None = None
        self.side_wanted: bool | None = None
        self._half_typed = HalfTyped(self)
        self._going_on = ""
        """The form that is completed by somebody who goes on from it."""
        self._compose()
        self._connect()
        self._keys()

    def _compose(self) -> None:
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.bar)
        middle.addWidget(self.offer)
        middle.addWidget(self.grid, 3)
        middle.addWidget(self.files, 4)
        middle.addWidget(self.foot)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.forms)
        row.addLayout(middle, 1)
        row.addWidget(self.side, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.aside)
        column.addLayout(row, 1)

    def _connect(self) -> None:
        self.header.back_asked.connect(self.back_asked)
        self.header.review_asked.connect(self.review_asked)
        self.header.import_asked.connect(self._import)
        self.bar.print_asked.connect(self._print)
        self.grid.report_dropped.connect(self.report_dropped)
        self.forms.form_chosen.connect(self._choose_form)
        self.forms.left.connect(self.grid.go_back)
        self.bar.completed.connect(self._complete)
        self.bar.await_asked.connect(self._await)
        self.bar.repeat_added.connect(lambda: self.form_repeat_added.emit(self._form_key()))
        self.bar.repeat_chosen.connect(self._choose_repeat)
        self.bar.row_menu.withdrawn.connect(self._withdraw)
        self.bar.row_menu.reinstated.connect(
            lambda reason: self.row_reinstated.emit(RowReinstated(self._form_key(), reason))
        )
        self.bar.row_menu.reopened.connect(
            lambda reason: self.form_reopened.emit(FormReopened(self._form_key(), reason))
        )
        self.bar.row_menu.undo_asked.connect(lambda: self.undo_asked.emit(""))
        self.bar.all_normal_asked.connect(self._all_normal)
        self.bar.as_last_asked.connect(self._as_last)
        self.bar.source_chosen.connect(lambda code: self.source_chosen.emit(self._form_key(), code))
        self.header.records_turned.connect(self.records_turned)
        self.offer.answered.connect(self._answer)
        self.grid.acted.connect(self._route)
        self.grid.edited.connect(lambda key, text: self._half_typed.keep(key, None, text))
        self.grid.explaining.connect(self._half_typed.keep)
        self._half_typed.told.connect(self.text_edited)
        self.grid.focused.connect(self.field_focused)
        self.grid.conflict_opened.connect(self.conflict_opened)
        self.grid.passed_end.connect(self._past_end)
        self.grid.log_opened.connect(self._choose_form)
        self.grid.rows_wanted.connect(self.rows_wanted)
        self.files.dropped.connect(self.attachment_dropped)
        self.files.opened.connect(self.attachment_opened)
        self.files.withdrawn.connect(self.attachment_withdrawn)
        self.files.page_asked.connect(self.page_asked)
        self.files.trace.view.wanted.connect(self.tiles_wanted)
        self.files.trace.taken.connect(self._propose)
        self.side.message_chosen.connect(self._go_to)
        self.side.visit_chosen.connect(self.visit_opened)
        self.side.left.connect(self.grid.go_back)
        self.foot.waiting.clicked.connect(self._to_waiting)

    def _keys(self) -> None:
        """Keys of the whole screen; while an input method composes the field keeps them to itself."""
        keys = {
            "F2": self._not_done,
            "F3": self._history,
            "F6": self._turn_side,
            "F7": lambda: self.as_before_asked.emit(self._here()),
            "F8": self._to_waiting,
            "Shift+F6": self._to_side,
            "Alt+L": self._as_last,
            "Alt+N": self._all_normal,
            "Alt+R": self.header.turn_records,
            "Alt+Y": self._take,
            "Ctrl+I": self._import,
            "Ctrl+J": self.forms.find_form,
            "Ctrl+P": self._print,
            "Ctrl+R": self.review_asked.emit,
            "Ctrl+Z": self._undo,
            "Ctrl+Return": self._complete,
            "Ctrl+Enter": self._complete,
        }
        bind(self, keys, self._jump)
        bind_back(self.bar.complete, self.grid.go_back)

    def _show(self, state: VisitState) -> None:
        self.header.show_header(state.header, state.records)
        self.aside.warn(state.header.child.aside)
        self.grid.setAcceptDrops(state.header.may_import)
        form = state.form
        self.forms.show_forms(state.forms, form.code if form is not None else "")
        self.bar.setVisible(form is not None)
        if form is not None:
            self.bar.show_form(form, state.records)
            undo = self.look.text(state.undo) if state.undo is not None else ""
            reasons = (state.withdraw_reasons, state.reinstate_reasons, state.reopen_reasons)
            self.bar.row_menu.show_form(form, reasons, undo)
            self.grid.say_empty(self.look.text(form.not_applicable) if form.not_applicable is not None else "")
        self.grid.show_rows(form.key if form is not None else "", state.rows, state.focus)
        self.offer.show_offer(state.offer)
        self.files.setVisible(form is not None and form.attachments)
        may_add = form is not None and form.readonly is None
        self.files.show_files(state.files, state.preview, state.preview_of, may_add, state.file_withdrawing)
        self.side.show_state(state)
        self.foot.show_saved(state.saved, state.waiting)
        if form is not None and form.complete and form.key == self._going_on:
            self._going_on = ""
            self.forms.list.go_on()

    def _form_key(self) -> str:
        form = self.state.form if self.state is not None else None
        return form.key if form is not None else ""

    def _route(self, act: object) -> None:
        """Each act leaves by the signal of its type."""
        match act:
            case FieldLeft(key=key):
                self._half_typed.forget(key)
                self.field_left.emit(act)
            case ConfirmedOnReport():
                self._confirm(act)
            case OptionChosen():
                self.option_chosen.emit(act)
            case SuggestionTaken(key=key):
                self._taken(key)
            case Explained(key=key):
                self._half_typed.forget(key, "")
                self.explanation_given.emit(act)
            case CheckExplained(key=key, check=check):
                self._half_typed.forget(key, check)
                self.check_explained.emit(act)
            case Acknowledged():
                self.critical_acknowledged.emit(act)
            case ReasonGiven():
                self.reason_given.emit(act)
            case DraftAnswered():
                self.draft_answered.emit(act)

    def ask_taken_back(self, act: Explained | CheckExplained) -> None:
        """Ask why an explanation goes."""
        row, states = self.grid.row(act.key), self.state.rows if self.state is not None else ()
        state = next((each for each in states if each.key == act.key), None)
        if row is not None and state is not None:
            ask_taken_back(self.look, (state, row), act, self._route)

    def _confirm(self, act: ConfirmedOnReport) -> None:
        row = self.grid.row(act.key)
        reasons = self.state.confirm_reasons if self.state is not None else ()
        if row is None or not reasons:
            self.confirmed_on_report.emit(act)
            return
        self.menu = offer_menu(
            self.look,
            row.field,
            reasons,
            lambda reason: self.confirmed_on_report.emit(ConfirmedOnReport(act.key, act.typed, reason)),
        )

    def _not_done(self) -> None:
        row = self.grid.current()
        if row is None or self.state is None or row.field.isReadOnly():
            return
        key, field = row.key, row.field

        def take(reason: str) -> None:
            field.take_back()
            self._half_typed.forget(key)
            self.not_done_chosen.emit(NotDoneChosen(key, reason))

        self.menu = offer_menu(self.look, field, self.state.not_done_reasons, take)

    def ask_identity(self, found: FileNamesSomebody) -> None:
        """Ask what to do with a file whose header names somebody."""
        self.asking = IdentityDialog(self.look, found, self)
        self.asking.decided.connect(self.attachment_decided)
        self.asking.open()

    def _here(self) -> str:
        """The row that has the keyboard, "" for none."""
        row = self.grid.current()
        return row.key if row is not None else ""

    def _undo(self) -> None:
        self.undo_asked.emit(self._here())

    def _to_waiting(self) -> None:
        """F8 leads to the next text that waits for an answer, on whatever form it stands."""
        waiting = self.state.waiting if self.state is not None else None
        if waiting is not None:
            self._go_to(waiting.after(self._here()))

    def _take(self) -> None:
        """Alt+Y takes what is suggested for the row that has the focus."""
        row = self.grid.current()
        if row is not None and any(isinstance(strip, Suggested) and strip.may_take for strip in row.row.strips):
            self._taken(row.key)

    def _taken(self, key: str) -> None:
        """What is half typed there gives way, and the next row is gone to."""
        row = self.grid.row(key)
        if row is not None:
            row.field.take_back()
            self._half_typed.forget(key)
            self.suggestion_taken.emit(SuggestionTaken(key))
            self.grid.step_from(key, 1)

    def _all_normal(self) -> None:
        """What is half typed is left first, and so stands in nobody's way."""
        if self.bar.may_all_normal:
            self.grid.hand_over()
            self.all_normal_asked.emit(self._form_key())

    def _as_last(self) -> None:
        if self.bar.may_as_last:
            self.grid.hand_over()
            self.as_last_asked.emit(self._form_key())

    def _answer(self, code: str, yes: bool) -> None:
        """The keyboard goes back to where it was in the form."""
        focus = QApplication.focusWidget()
        if focus is not None and self.offer.isAncestorOf(focus):
            self.grid.go_back()
        self.offer_answered.emit(code, yes)

    def _propose(self, measured: Measured) -> None:
        """A time measured on a tracing stands in its field until the person confirms it there."""
        row = self.grid.row(measured.key)
        if row is not None:
            row.field.propose(measured.typed, measured.came)

    def _import(self) -> None:
        if self.state is not None and self.state.header.may_import:
            self.import_asked.emit()

    def _await(self) -> None:
        """Ask for the day to chase the results when the state offers days."""
        form, key = (self.state.form if self.state is not None else None), self._form_key()
        if form is not None and form.chase_days:
            self.menu = offer_menu(
                self.look,
                self.bar.await_button,
                form.chase_days,
                lambda day: self.form_awaiting.emit(Awaiting(key, day)),
            )
        else:
            self.form_awaiting.emit(Awaiting(key, ""))

    def _print(self) -> None:
        """Ask what is to be printed."""
        self.menu = offer_menu(self.look, self.bar.print_button, print_options(), self._print_chosen)

    def _print_chosen(self, code: str) -> None:
        self.print_asked.emit(print_act(self._form_key(), code))

    def _turn_side(self) -> None:
        """F6 shows or hides the right pane; where the window is narrow it starts hidden."""
        self.side_wanted = not self.side.isVisible()
        self.side.setVisible(self.side_wanted)

    def _to_side(self) -> None:
        """Shift+F6 goes to the right pane, which is shown for it; Esc there goes back to the row."""
        self.side_wanted = True
        self.side.setVisible(True)
        self.side.take_focus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """At 200 % the grid needs the room of the panes beside it."""
        super().resizeEvent(event)
        self.forms.fold(self.width() < NARROW)
        if self.side_wanted is None:
            self.side.setVisible(self.width() >= NARROW)

    def _history(self) -> None:
        if self._here():
            self.history_asked.emit(self._here())

    def _complete(self) -> None:
        if self.bar.complete.isEnabled() and self._form_key():
            self._going_on = self._form_key() if self.bar.complete.hasFocus() else ""
            self.grid.hand_over()
            self.form_completed.emit(self._form_key())

    def _jump(self, number: str) -> None:
        key = self.forms.key_of(number)
        if key:
            self._choose_form(key)

    def _choose_repeat(self, key: str) -> None:
        self.grid.hand_over()
        self.repeat_chosen.emit(key)

    def _withdraw(self, reason: str) -> None:
        """What is half typed in the row is saved first: it stays readable in a withdrawn row."""
        self.grid.hand_over()
        self.row_withdrawn.emit(RowWithdrawn(self._form_key(), reason))

    def _choose_form(self, key: str) -> None:
        self.grid.hand_over()
        self.form_chosen.emit(key)

    def _go_to(self, key: str) -> None:
        if not self.grid.go_to(key):
            self.grid.hand_over()
            self.row_asked.emit(key)

    def _past_end(self, step: int) -> None:
        if step > 0:
            self.bar.complete.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.forms.list.setFocus(Qt.FocusReason.BacktabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc that no part had a use for goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_asked.emit()
        else:
            super().keyPressEvent(event)

    def send_drafts(self) -> None:
        """Hand over what is half typed now: the application locks."""
        self._half_typed.tell()
