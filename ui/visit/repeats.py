"""Which filling of a repeating form is open: a switch while they are few and short, else a list; withdrawn ones apart.

Must not decide who may withdraw: the state says so.
"""

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from ui.language import fill
from ui.look import Look
from ui.visit.reason_dialog import ReasonDialog
from ui.visit.state import FormHead, Option, Repeat
from ui.widgets.asking_menu import AskingMenu
from ui.widgets.buttons import Button
from ui.widgets.segmented import Segmented

Reasons: TypeAlias = tuple[tuple[Option, ...], tuple[Option, ...], tuple[Option, ...]]
"""Why a row is withdrawn, why it is reinstated, why a form is reopened."""
FEW = 4
SHORT = 44
"""Characters that the switch may hold in all; more of them would push the form's buttons out."""


class RepeatPicker(QWidget):
    """`chosen` carries the address key of a repeat. `menu` is the open list."""

    chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._repeats: tuple[Repeat, ...] = ()
        self._current = ""
        self.menu: QMenu | None = None
        self.switch = Segmented(small=True)
        self.switch.chosen.connect(self.chosen)
        self.button = Button(look, "plain", "small")
        self.button.clicked.connect(lambda _checked=False: self._open())
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.switch)
        line.addWidget(self.button)

    def show_repeats(self, form: FormHead) -> None:
        """Show the repeats of a form; nothing is there to choose between while there is one."""
        self._repeats = tuple(each for each in form.repeats if not each.withdrawn)
        self._current = form.key
        labels = [self._look.text(each.label) for each in self._repeats]
        few = len(labels) <= FEW and sum(map(len, labels)) <= SHORT
        here = next((n for n, each in enumerate(self._repeats) if each.key == form.key), None)
        self.setVisible(len(labels) > 1 or (bool(labels) and here is None))
        self.switch.setVisible(few)
        self.button.setVisible(not few)
        self.switch.offer([(each.key, label) for each, label in zip(self._repeats, labels, strict=True)], form.key)
        self.button.say(
            f"{_short(labels[here])}  ▾" if here is not None else fill(self.tr("%1 entries"), len(labels)) + "  ▾",
            fill(self.tr("%1 entries; the open ones first"), len(labels)),
        )

    def _open(self) -> None:
        """The list: what goes on, then what has ended; the one that is open is ticked."""
        self.menu = menu = QMenu(self.button)
        menu.setStyleSheet("QMenu { menu-scrollable: 1; }")
        running = [each for each in self._repeats if not each.ended]
        for group in (running, [each for each in self._repeats if each.ended]):
            for each in reversed(group):
                action = menu.addAction(self._look.text(each.label).replace("&", "&&"))
                action.setCheckable(True)
                action.setChecked(each.key == self._current)
                action.triggered.connect(lambda _checked=False, key=each.key: self.chosen.emit(key))
            menu.addSeparator()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))


class RowMenu(Button):
    """What can be done with a form or row beside filling it.

    `withdrawn`, `reinstated`, `reopened` carry a reason, `chosen` a row's key.
    """

    withdrawn = Signal(str)
    reinstated = Signal(str)
    reopened = Signal(str)
    chosen = Signal(str)
    undo_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, "plain", "small")
        self._undo = ""
        self.opened: QMenu | None = None
        self.dialog: ReasonDialog | None = None
        self._form: FormHead | None = None
        self._reasons: Reasons = ((), (), ())
        self.clicked.connect(lambda _checked=False: self.open_menu())

    def show_form(self, form: FormHead, reasons: Reasons, undo: str = "") -> None:
        """What is possible with the open row; hidden where nothing is. `undo`: the field typed into last."""
        self._form, self._reasons, self._undo = form, reasons, undo
        self.say("⋯", self.tr("Undo, reopen the form, withdraw this entry, or look at withdrawn ones"))
        self.setAccessibleName(self.tr("More"))
        gone = any(each.withdrawn for each in form.repeats)
        self.setVisible(form.may_withdraw or form.may_reinstate or form.may_reopen or gone or bool(undo))

    def open_menu(self) -> None:
        """Show what can be done."""
        form = self._form
        if form is None:
            return
        self.opened = menu = AskingMenu(self)
        if self._undo:
            words = fill(self.tr("Undo the last entry: %1"), self._undo).replace("&", "&&")
            menu.addAction(f"{words}\tCtrl+Z").triggered.connect(lambda _checked=False: self.undo_asked.emit())
        if form.may_reopen:
            reopen = menu.addAction(self.tr("Reopen the form…"))
            reopen.triggered.connect(lambda _checked=False: self._reopen(form))
        name = next((self._look.text(each.label) for each in form.repeats if each.key == form.key), "")
        if form.may_withdraw:
            self._ask(menu, fill(self.tr("Withdraw “%1”"), name), self._reasons[0], self.withdrawn.emit)
        if form.may_reinstate:
            self._ask(menu, fill(self.tr("Reinstate “%1”"), name), self._reasons[1], self.reinstated.emit)
        gone = [each for each in form.repeats if each.withdrawn]
        if gone:
            folded = menu.addMenu(fill(self.tr("Withdrawn (%1)"), len(gone)))
            for each in gone:
                self._struck(folded.addAction(self._look.text(each.label).replace("&", "&&") or "—"), each.key)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _struck(self, action: QAction, key: str) -> None:
        font = action.font()
        font.setStrikeOut(True)
        action.setFont(font)
        action.triggered.connect(lambda _checked=False: self.chosen.emit(key))

    def _ask(self, menu: AskingMenu, title: str, reasons: tuple[Option, ...], take: Callable[[str], object]) -> None:
        why = menu.ask_in(title)
        for option in reasons:
            why.answer(self._look.text(option.label), partial(take, option.code))
        why.answer(self.tr("Another reason…"), partial(self._write, title, take))

    def _reopen(self, form: FormHead) -> None:
        """What it means is read before a reason is given."""
        about = self._look.text(form.reopening) if form.reopening is not None else ""
        self.dialog = ReasonDialog(
            self._look, self.tr("Reopen the form"), self.window(), about=about, offered=self._reasons[2]
        )
        self.dialog.given.connect(self.reopened)
        self.dialog.open()

    def _write(self, title: str, take: Callable[[str], object]) -> None:
        self.dialog = ReasonDialog(self._look, title, self.window())
        self.dialog.given.connect(take)
        self.dialog.open()


def _short(label: str) -> str:
    return label if len(label) <= SHORT else f"{label[: SHORT - 1]}…"
